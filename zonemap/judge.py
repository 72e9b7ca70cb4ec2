"""From rows and memberships to judged households: what counts, where, and at which stage.

*Claimed* is what the ledger says; *proven* needs evidence: an accepted substitute that the
zone's fuel class allows, energy on, and no failed check since; or demolition; or a documented
misreport. Every household that is not proven remains.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from zonemap.schema import (
    COAL_PRODUCTS,
    CONSENT_REFUSED,
    DONE_STATUSES,
    NONE_SIGNS,
    NOTHING_WORDS,
    STAGES,
    STATUSES,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = [
    "FuelRule",
    "judge_households",
    "place_households",
    "possible_zones",
    "stages_of_rows",
    "worst_stages",
]

ACCEPTED_WORDS = ("合格", "通过", "验收合格")
_BURNING = "(?:复烧|复燃|返煤|返烧|回烧|(?:烧|燃|用)散?煤(?![改气]))"
FAILED_CHECK = rf"{_BURNING}|在用|不合格|[未不没]通过"
PASSED_CHECK = (
    rf"(?:未|无|没有?|不再?|停止?|杜绝)(?:[再又有在见]|发现|出现|存在|继续|使用)*{_BURNING}"
)
"""未发现复烧 and the like: what a check looked for and did not find."""
NO_SUBSTITUTE = "煤(?!改|气|层气)"
"""Coal under whatever name: 洁净煤, 原煤; 煤改电 and 煤气 are none."""
EVIDENCE = (
    "status", "substitute", "energy_ready", "consent", "energy_on_date", "acceptance",
    "accepted_date", "check_date", "check_result", "note",
)  # fmt: skip
"""What a household is judged by."""
STAGE_RANK = {stage.name: rank for rank, stage in enumerate(STAGES)}
STATUS_WORD = {status.name: status.word for status in STATUSES}


@dataclass(frozen=True, slots=True)
class FuelRule:
    """Substitutes that lift a household out of the count, as ledgers write them."""

    allowed: frozenset[str]
    where_no_gas: frozenset[str] = frozenset()


def judge_households(
    households: pd.DataFrame, pairs: pd.DataFrame, *, rules: Mapping[str, FuelRule | None]
) -> pd.DataFrame:
    """The waist of the house: a row for each household and zone that holds it.

    Parameters
    ----------
    households
        Counted rows with a usable place and status.
    pairs
        ``household`` (index label) and ``zone_id``, each pair once.
    rules
        For each zone what its fuel class allows; None where it has none: then any substitute
        but coal counts.

    Returns
    -------
    judged
        ``household``, ``zone_id``, ``claimed``, ``proven``, ``stage``, in the order of ``pairs``.
    """
    rows = households.loc[pairs["household"], list(EVIDENCE)].reset_index(drop=True)
    allowed = np.zeros(len(rows), dtype=bool)
    zone_ids = pairs["zone_id"].to_numpy()
    for zone_id, rule in rules.items():
        here = zone_ids == zone_id
        allowed[here] = _substitute_allowed(rows[here], rule)
    return pd.DataFrame(
        {
            "household": pairs["household"].to_numpy(),
            "zone_id": pd.array(zone_ids, dtype="str"),
            **_claims(rows, allowed),
        }
    )


def stages_of_rows(households: pd.DataFrame) -> pd.DataFrame:
    """``claimed``, ``proven`` and ``stage`` of households as if in a zone without fuel class.

    Returns
    -------
    stages
        On the index of ``households``: for those outside every zone.
    """
    claims = _claims(households, _substitute_allowed(households, None))
    return pd.DataFrame(claims, index=households.index)


def _substitute_allowed(rows: pd.DataFrame, rule: FuelRule | None) -> NDArray[np.bool_]:
    substitute = rows["substitute"]
    if rule is None:
        coal = substitute.isin(COAL_PRODUCTS) | _holds(substitute, NO_SUBSTITUTE)
        allowed = _says_something(substitute) & ~coal
    else:
        no_gas = rows["energy_ready"].eq(other=False).fillna(value=False).astype(bool)
        allowed = substitute.isin(rule.allowed) | (substitute.isin(rule.where_no_gas) & no_gas)
    return allowed.to_numpy(dtype=bool)


def _claims(rows: pd.DataFrame, allowed: NDArray[np.bool_]) -> dict[str, object]:
    status = rows["status"].fillna("")
    claimed = status.isin(DONE_STATUSES)
    failed = _failed_check(rows)
    accepted = rows["acceptance"].isin(ACCEPTED_WORDS) & rows["accepted_date"].notna()
    delivered = accepted & rows["energy_on_date"].notna() & allowed & ~failed
    proven = (
        ((status == "cleared") & delivered)
        | (status == "demolished")
        | ((status == "misreported") & _says_something(rows["note"]))
    )
    refused = rows["consent"] == CONSENT_REFUSED
    stage = np.select(
        [
            proven,
            (status == "relapsed") | (claimed & failed),
            claimed,
            status.isin(["deferred", "vacant"]) | refused,
            status.isin(["signed", "installed", "energised"]),
        ],
        ["proven", "relapsed", "unproven", "blocked", "underway"],
        "active",
    )
    return {
        "claimed": claimed.to_numpy(dtype=bool),
        "proven": proven.to_numpy(dtype=bool),
        "stage": pd.array(stage, dtype="str"),
    }


def _says_something(texts: pd.Series) -> pd.Series:
    """Cells with more in them than a word or stroke for nothing."""
    return texts.notna() & ~texts.str.upper().isin([*NONE_SIGNS, *NOTHING_WORDS])


def _failed_check(rows: pd.DataFrame) -> pd.Series:
    """A check that found coal burning, on or after the day of acceptance or on no stated day."""
    burning = _holds(rows["check_result"], FAILED_CHECK, without=PASSED_CHECK)
    since = rows["check_date"].isna() | ~(rows["check_date"] < rows["accepted_date"])
    return burning & since


def _holds(texts: pd.Series, pattern: str, *, without: str = "") -> pd.Series:
    """Cells in which a pattern is found once another is cut out; each distinct text once."""
    codes, distinct = pd.factorize(texts)
    left = pd.Series(distinct, dtype="str").str.replace(without, "", regex=True)
    found = left.str.contains(pattern, regex=True).to_numpy(dtype=bool)
    return pd.Series(np.append(found, False)[codes], index=texts.index)


def worst_stages(judged: pd.DataFrame) -> pd.DataFrame:
    """Each household once, at its worst stage over the zones that hold it.

    Returns
    -------
    worst
        Indexed by ``household``, sorted: ``claimed`` and ``proven`` where they hold in every
        zone, ``stage``.
    """
    ranked = judged.assign(rank=judged["stage"].map(STAGE_RANK))
    grouped = ranked.groupby("household", sort=True)
    worst = grouped.agg(claimed=("claimed", "all"), proven=("proven", "all"), rank=("rank", "min"))
    names = pd.Series([stage.name for stage in STAGES], dtype="str")
    stage = names.take(worst["rank"].to_numpy()).to_numpy()
    return worst.drop(columns="rank").assign(stage=pd.array(stage, dtype="str"))


def place_households(
    households: pd.DataFrame, judged: pd.DataFrame, *, faults: pd.Series, counted: pd.Series
) -> pd.DataFrame:
    """The households with what became of each: see ``docs/architecture.md`` for the columns.

    Parameters
    ----------
    households
        Every row of one ledger date.
    judged
        From `judge_households`.
    faults
        Why a counted row is undetermined; the empty text where it is not.
    counted
        From `counted_rows`.

    Returns
    -------
    placed
        On the index of ``households``, whose columns it keeps; adds ``placement``, ``zone_id``,
        ``claimed``, ``proven``, ``stage``, ``blocked_reason`` and ``undetermined_reason``.
    """
    superseded = counted.to_numpy() != households.index.to_numpy()
    undetermined = (faults != "").to_numpy() & ~superseded
    held = households.index.isin(judged["household"])
    placement = np.select(
        [superseded, undetermined, held], ["superseded", "undetermined", "in"], "outside"
    )
    stages = stages_of_rows(households)
    worst = worst_stages(judged)
    stages.loc[worst.index, ["claimed", "proven", "stage"]] = worst
    stages.loc[undetermined, "stage"] = "undetermined"
    stages.loc[undetermined, ["claimed", "proven"]] = False
    return households.assign(
        placement=pd.array(placement, dtype="str"),
        zone_id=_joined_zones(judged).reindex(households.index).fillna("").astype("str"),
        claimed=stages["claimed"],
        proven=stages["proven"],
        stage=stages["stage"],
        blocked_reason=_blocked_reasons(households, stages["stage"]),
        undetermined_reason=faults.where(pd.Series(undetermined, index=faults.index), ""),
    )


def _joined_zones(judged: pd.DataFrame) -> pd.Series:
    """By household the ids of its zones joined by ``;``, in the order of ``judged``."""
    first = judged.drop_duplicates("household").set_index("household")["zone_id"]
    more = judged[judged["household"].duplicated(keep=False)]
    joined = more.groupby("household")["zone_id"].agg(";".join)
    first.loc[joined.index] = joined
    return first


def _blocked_reasons(households: pd.DataFrame, stage: pd.Series) -> pd.Series:
    """The reason as the ledger states it, else its status or the refusal."""
    refused = households["consent"] == CONSENT_REFUSED
    otherwise = households["status"].map(STATUS_WORD).mask(refused, CONSENT_REFUSED)
    reason = households["deferred_reason"].fillna(otherwise)
    return reason.where(stage == "blocked", "").fillna("").astype("str")


def possible_zones(
    undetermined: pd.DataFrame, pairs: pd.DataFrame, *, county_of_zone: Mapping[str, str]
) -> pd.DataFrame:
    """The zones in which each undetermined household could lie.

    Parameters
    ----------
    undetermined
        Indexed as the households: ``placed`` (its own place is usable, only its status is not)
        and ``county_code`` (of the county it claims; empty if it claims none that is known).
    pairs
        ``household`` and ``zone_id`` of every place that was located.
    county_of_zone
        The county of each zone; empty where it may lie in any.

    Returns
    -------
    possible
        ``household`` and ``zone_id``: the zones that hold its place, or, without a place, every
        zone of the county it claims; every zone, if it claims none.
    """
    found = [pairs[pairs["household"].isin(undetermined.index[undetermined["placed"]])]]
    unplaced = undetermined.loc[~undetermined["placed"], "county_code"]
    for zone_id, county in county_of_zone.items():
        could = unplaced if county == "" else unplaced[unplaced.isin(["", county])]
        found.append(pd.DataFrame({"household": could.index, "zone_id": zone_id}))
    return pd.concat(found, ignore_index=True)[["household", "zone_id"]]
