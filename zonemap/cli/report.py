"""The report of ``run`` and ``check`` in the terminal and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from zonemap.cli.near_line import near_sentences, nearness_report, visit_sentence
from zonemap.cli.terminal import say, say_json, say_table, words
from zonemap.consequences import LOUD
from zonemap.outputs import shown_title, zero_sentences
from zonemap.tally import TOTAL, zero_findings

if TYPE_CHECKING:
    from zonemap.messages import Translate
    from zonemap.results import Assessment, Result

__all__ = ["tell_result", "tell_zone_counts", "zone_counts_report"]

SHOWN_WORDS = 12
SHOWN_WARNINGS = 20
"""So many lines about coordinates are printed; the others stand in ``rejects.xlsx``."""

SHOWN = ("households", "claimed", "proven", "remaining", "undetermined")


def tell_result(result: Result, *, as_json: bool, made: str) -> None:
    """Print counts, findings and the account of rows.

    Parameters
    ----------
    result
        What the ledgers say.
    as_json
        For another program instead of a reader.
    made
        The file or folder that was written.
    """
    if as_json:
        say_json(_json(result, made))
        return
    _ = words()
    newest = result.newest
    names = tell_zone_counts(result)
    for zone_id, sentence in zero_sentences(result, translate=_).items():
        say(f"{names[str(zone_id)]}: {sentence}")
    for sentence in near_sentences(result.zone_nearness, names=names, translate=_):
        say(sentence)
    if visits := visit_sentence(result.near_line, translate=_):
        say(visits)
    for layer in result.point_layers:
        say(
            _("{name}: {inside} in zones, {outside} outside, {unplaced} without a place").format(
                name=layer.name,
                inside=layer.inside,
                outside=layer.outside,
                unplaced=layer.unplaced,
            )
        )
    beyond = int(newest.households["beyond_plan"].sum())
    if beyond:
        say(
            _("Inside a ban polygon but in no zone of the plan: {count} households").format(
                count=beyond
            )
        )
    _tell_account(result)
    _tell_unknown_words(result)
    _tell_missing_towns(result)
    _tell_coordinates(result)
    say(_("Written: {made}").format(made=made))


def tell_zone_counts(result: Result) -> dict[str, str]:
    """Print the counts per zone of the newest ledger.

    Returns
    -------
    names
        Of the zones and their total, by id.
    """
    _ = words()
    newest = result.newest
    say(_("{title}: as of {day}, {count} ledger dates").format(
        title=shown_title(result, _), day=newest.day, count=len(result.assessments)
    ))  # fmt: skip
    names = {zone.zone_id: zone.name for zone in result.project.zones} | {TOTAL: _("Total")}
    header = [
        _("Zone"),
        _("Base"),
        _("Claimed"),
        _("Proven"),
        _("Remaining"),
        _("Undetermined"),
    ]
    counts = newest.zone_counts
    say_table(
        header, [[names[zone_id], *map(int, row)] for zone_id, row in zip(
            counts.index, counts[list(SHOWN)].to_numpy(), strict=True)],
    )  # fmt: skip
    return names


def _tell_account(result: Result) -> None:
    _ = words()
    account = result.accounting
    say(
        _(
            "Rows: {rows} in {files} files = {headers} titles and headers + {blank} blank + "
            "{subtotals} sub-totals and signatures + {data} data"
        ).format(
            files=len(account), **_sums(result, "rows", "headers", "blank", "subtotals", "data")
        )
    )
    say(
        _(
            "Data rows: {data} = {inside} in a zone + {outside} outside + {undetermined} "
            "undetermined + {superseded} superseded"
        ).format(
            inside=int(account["in"].sum()),
            **_sums(result, "data", "outside", "undetermined", "superseded"),
        )
    )
    left = _left_out(result)
    if left:
        say(_("Not read: {names}").format(names=_("; ").join(left)))
    found = _found(result)
    if found:
        say(
            _(
                "Undetermined: {undetermined} issues, cells left out: {blanked}, noted: {noted}, "
                "repaired: {repaired}; all are listed in rejects.xlsx"
            ).format(**found)
        )


def _left_out(result: Result) -> list[str]:
    """Files, sheets and columns that are no part of a ledger, each once, with how many files."""
    _ = words()
    files: dict[str, set[str]] = {}
    for file, names in result.unread.items():
        for name in names:
            files.setdefault(name.rsplit(": ", 1)[-1], set()).add(file)
    shown = [
        _("{name} ({files} files)").format(name=name, files=len(found))
        if len(found) > 1
        else f"{name} ({next(iter(found))})"
        for name, found in sorted(files.items(), key=lambda item: (-len(item[1]), item[0]))
    ]
    return [*result.passed_over, *shown]


def _found(result: Result) -> dict[str, int]:
    """How many issues of each severity there are, and repairs; empty if there is nothing."""
    severities = pd.concat([day.issues["severity"] for day in result.assessments])
    counts = {
        name: int((severities == name).sum()) for name in ("undetermined", "blanked", "noted")
    }
    counts["repaired"] = sum(len(day.repairs) for day in result.assessments)
    return counts if any(counts.values()) else {}


def _tell_unknown_words(result: Result) -> None:
    """Status words that nobody knows, the commonest first, from which to write the plan's own."""
    _ = words()
    issues = result.newest.issues
    unknown = issues.loc[issues["code"] == "unknown_status", "value"].value_counts()
    if len(unknown):
        shown = [f"{word} ({count})" for word, count in unknown.head(SHOWN_WORDS).items()]
        say(
            _(
                "Status words not known: {words}; give them a meaning under [ledgers.statuses]"
            ).format(words=_("; ").join(shown))
        )


def _tell_missing_towns(result: Result) -> None:
    """Towns of the ledger before that the newest does not name."""
    if len(result.assessments) < 2:
        return
    _ = words()
    before, now = (_towns(day) for day in result.assessments[-2:])
    for town, households in before[~before.index.isin(now.index)].items():
        say(
            _("WARNING: {town}: {households} households on {before}, none on {now}").format(
                town=town,
                households=households,
                before=result.assessments[-2].day,
                now=result.newest.day,
            )
        )


def _towns(day: Assessment) -> pd.Series:
    """Households by county and town, as the ledger names them."""
    table = day.households[day.households["town"].notna()]
    return (table["county"].fillna("") + table["town"]).value_counts()


def _tell_coordinates(result: Result) -> None:
    """Files whose coordinates contradict what is stated, or cannot be told, and what follows."""
    _ = words()
    loud = pd.concat([_loud_groups(day) for day in result.assessments], ignore_index=True)
    consequences = pd.concat(
        [day.consequences for day in result.assessments if len(day.consequences)]
        or [result.newest.consequences],
        ignore_index=True,
    )
    matters = consequences.groupby(["file", "group"])["changed"].transform("sum") > 0
    depends = pd.MultiIndex.from_frame(consequences.loc[matters, ["file", "group"]])
    weighty = pd.MultiIndex.from_frame(loud[["file", "group"]]).isin(depends)
    weighty |= (loud["how"] == "contradicted").to_numpy()
    for row in _records([loud[weighty].head(SHOWN_WARNINGS)]):
        say(_loud_sentence(row, translate=_))
    if matters.any():
        _tell_consequences(consequences[matters].head(SHOWN_WARNINGS), result)
    if weighty.sum() > SHOWN_WARNINGS or matters.sum() > SHOWN_WARNINGS:
        say(_("More of these are listed in rejects.xlsx, sheet Coordinates"))
    untold = int(loud.loc[~weighty, "rows"].sum())
    if untold:
        say(
            _(
                "What {rows} coordinates mean cannot be told, but they lie in the same zones "
                "whatever they mean"
            ).format(rows=untold)
        )


def _loud_groups(day: Assessment) -> pd.DataFrame:
    return day.datum[day.datum["how"].isin(LOUD)]


def _loud_sentence(row: dict[str, object], *, translate: Translate) -> str:
    _ = translate
    if row["how"] == "contradicted":
        template = _(
            "WARNING: {file}: {rows} coordinates are stated to be {frame}, but the data say {other}"
        )
    else:
        template = _("WARNING: {file}: what {rows} coordinates mean cannot be told")
    return template.format(
        file=row["file"], rows=row["rows"], frame=row["frame"], other=row["contradicted_by"]
    )


def _tell_consequences(consequences: pd.DataFrame, result: Result) -> None:
    """How many households each zone would hold under each frame, and how many would change."""
    _ = words()
    zones = {zone.zone_id: zone.name for zone in result.project.zones}
    names = ["file", "frame", "rows", "changed", *zones]
    header = [_("Ledger file"), _("If"), _("Rows"), _("Change zones"), *zones.values()]
    plain = consequences[names].astype("object").to_numpy().tolist()
    say_table(header, plain)


def _sums(result: Result, *columns: str) -> dict[str, int]:
    return {name: int(result.accounting[name].sum()) for name in columns}


def zone_counts_report(result: Result) -> dict[str, object]:
    """The counts per zone of the newest ledger as plain values."""
    newest = result.newest
    return {
        "as_of": newest.day.isoformat(),
        "zone_counts": _plain(newest.zone_counts.to_dict(orient="index")),
    }


def _json(result: Result, made: str) -> dict[str, object]:
    newest = result.newest
    account = result.accounting.assign(ledger_date=result.accounting["ledger_date"].astype(str))
    issues = [day.issues for day in result.assessments]
    return {
        **zone_counts_report(result),
        "findings": zero_findings(newest.zone_counts, newest.controls).to_dict(),
        "nearness": nearness_report(result.zone_nearness, result.near_line),
        "controls": _plain(newest.controls.to_dict(orient="index")),
        "accounting": [_plain({"": row})[""] for row in account.to_dict(orient="records")],
        "issues": _by_code(issues),
        "severities": _found(result),
        "repairs": _by_code([day.repairs for day in result.assessments]),
        "coordinates": _told_coordinates(result),
        "consequences": _records([day.consequences for day in result.assessments]),
        "problems": [str(problem) for problem in result.problems],
        "written": made,
    }


def _by_code(tables: list[pd.DataFrame]) -> dict[str, int]:
    """How many rows of all tables have each code."""
    codes = pd.concat([table["code"] for table in tables])
    return {str(code): int(count) for code, count in codes.value_counts().sort_index().items()}


def _told_coordinates(result: Result) -> list[dict[str, object]]:
    """What the coordinates of each file were taken for, and how that was told."""
    names = ["file", "group", "rows", "frame", "how", "confidence", "contradicted_by"]
    return _records([day.datum[names] for day in result.assessments])


def _records(tables: list[pd.DataFrame]) -> list[dict[str, object]]:
    """Rows of all tables as plain values; what is missing is None."""
    kept = [table for table in tables if len(table)]
    if not kept:
        return []
    rows = pd.concat(kept, ignore_index=True).astype("object")
    plain = rows.where(rows.notna(), None).to_dict(orient="records")
    return [{str(name): row[name] for name in row} for row in plain]


def _plain(table: dict[object, dict[object, object]]) -> dict[object, dict[object, object]]:
    """Numbers of numpy as Python's own."""
    return {
        key: {
            name: getattr(value, "item", lambda value=value: value)() for name, value in row.items()
        }
        for key, row in table.items()
    }
