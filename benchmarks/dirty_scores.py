"""What was made of dirty ledgers, row by row, against their truth; see ``dirty.py``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from zonemap.sample.dirty.catalogue import FAULTS
from zonemap.schema import COLUMNS

if TYPE_CHECKING:
    from zonemap.assess import Assessment

PLACE = ("longitude", "latitude")
METRES = np.array([93_360.0, 110_910.0])
"""A degree of longitude and of latitude here."""

NEAR_M = 2.0
KEY = ["file", "row_sheet", "row"]
FAULT_FIELDS = [
    "fault", "expected", "written", "true", "right", "told", "got", "became", "codes", "where",
]  # fmt: skip
GOOD_FIELDS = ["column", "true", "got", "frame", "source", "where"]


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """How one case came out.

    Attributes
    ----------
    faults
        A row per fault of a cell, a duplicate or a sub-total: `FAULT_FIELDS`. ``right``: the cell
        has the value, and the row the outcome, that it should; ``told``: one of the codes that fit
        was given.
    good
        A row per cell without fault that is not as it was, and per row (column ``outcome``)
        without fault that became something else: `GOOD_FIELDS`.
    codes
        By code how many issues and repairs were given, and how many of them on a cell that has a
        fault of that code.
    lost
        Rows in the truth and not in the ledgers as judged, or the other way round.
    """

    faults: pd.DataFrame
    good: pd.DataFrame
    codes: pd.DataFrame
    lost: int


def scores(day: Assessment, truth: pd.DataFrame, faults: pd.DataFrame) -> Scores:
    """The scores of one ledger date; truth and faults of its files as they were made."""
    bare = set(truth.loc[truth["sheet"] == "", "file"])
    table, lost = beside(day, truth, bare)
    same, outcome = same_values(table), right_outcomes(table)
    every = keyed(faults[(faults["row"] > 0)], bare)
    at = table.set_index(KEY).index.get_indexer(pd.MultiIndex.from_frame(every[KEY]))
    cells = every.assign(at=at)[(every["column"] != "").to_numpy() & (at >= 0)]
    layout = every[(every["column"] == "") & (every["code"] != "")]
    said = keyed(pd.concat([day.issues, day.repairs], ignore_index=True), bare)
    return Scores(
        pd.concat(
            [fault_rows(table, cells, said, same=same, outcome=outcome), layout_rows(layout, said)],
            ignore_index=True,
        ),
        good_rows(table, cells, same=same, outcome=outcome),
        code_counts(said, every),
        lost,
    )


def keyed(table: pd.DataFrame, bare: set[str]) -> pd.DataFrame:
    """With the sheet blank in files that have none in the truth."""
    named = table.assign(file=table["file"].str.removeprefix("households/"))
    return named.assign(row_sheet=named["sheet"].where(~named["file"].isin(bare), ""))


def beside(day: Assessment, truth: pd.DataFrame, bare: set[str]) -> tuple[pd.DataFrame, int]:
    """The truth with what was made of each row beside it (``_got``), and the rows on one side."""
    names = {"source_file": "file", "source_sheet": "sheet", "source_row": "row"}
    got = keyed(day.households.rename(columns=names), bare)
    table = keyed(truth, bare).merge(
        got, on=KEY, how="outer", suffixes=("", "_got"), indicator="side"
    )
    both = table["side"] == "both"
    return table[both].reset_index(drop=True), int((~both).sum())


def same_values(table: pd.DataFrame) -> dict[str, np.ndarray]:
    """By column whether each row has the true value; a place within `NEAR_M`."""
    same = {}
    for column in COLUMNS:
        true, got = table[column.name], table[f"{column.name}_got"]
        equal = true.isna() & got.isna()
        if column.kind == "number":
            equal |= np.isclose(true, got, rtol=1e-9, atol=1e-9)
        else:
            equal |= (true == got).fillna(value=False).astype(bool)
        same[column.name] = equal.to_numpy(dtype=bool)
    got_place = table[[f"{name}_got" for name in PLACE]].to_numpy(dtype=float)
    gap = (table[list(PLACE)].to_numpy() - got_place) * METRES
    return same | dict.fromkeys(PLACE, np.hypot(*gap.T) <= NEAR_M)


def right_outcomes(table: pd.DataFrame) -> np.ndarray:
    """Whether each row became what it should: counted, undetermined for its reason, superseded.

    Returns
    -------
    right
        One for each row. Of rows of one household that agree in status, any one may count.
    """
    became = table["placement"].replace({"in": "counted", "outside": "counted"})
    reasons = zip(table["undetermined_reason"].fillna(""), table["reason"], strict=True)
    fitting = np.array([got in reason.split("|") for got, reason in reasons])
    same = (became == table["expected"]) & (fitting | (table["expected"] != "undetermined"))
    household = table["household"]
    alike = table.groupby("household")["status"].transform("nunique") <= 1
    once = (became == "counted").groupby(household).transform("sum") == 1
    either = household.duplicated(keep=False) & alike
    return np.asarray(same.mask(either, once), dtype=bool)


def fault_rows(
    table: pd.DataFrame,
    cells: pd.DataFrame,
    said: pd.DataFrame,
    *,
    same: dict[str, np.ndarray],
    outcome: np.ndarray,
) -> pd.DataFrame:
    """A row per fault: `FAULT_FIELDS`."""
    codes_at = said.groupby(KEY)["code"].agg(set).to_dict()
    rows = []
    for fault in cells.itertuples():
        own = table.iloc[fault.at]
        codes = codes_at.get((fault.file, fault.row_sheet, fault.row), set())
        codes |= codes_at.get((fault.file, fault.row_sheet, 0), set())
        wanted = set(fault.code.split("|"))
        if fault.expected == "superseded" and own["placement"] != "superseded":
            wanted.add("")  # the other row of the household says it
        names = PLACE if fault.column in PLACE else (fault.column,)
        rows.append((
            fault.fault, fault.expected, fault.written, fault.true,
            right_value(fault, own, same) and bool(outcome[fault.at]),
            "" in wanted or bool(codes & wanted),
            " ".join(str(own[f"{name}_got"]) for name in names),
            f"{own['placement']} {own['undetermined_reason']}", " ".join(sorted(codes)),
            f"{fault.file} [{fault.sheet}] {fault.row} {fault.column}",
        ))  # fmt: skip
    return pd.DataFrame(rows, columns=FAULT_FIELDS)


def layout_rows(layout: pd.DataFrame, said: pd.DataFrame) -> pd.DataFrame:
    """A row per fault of a row that is no household's, as a wrong sub-total: only told or not."""
    codes_at = said.groupby(KEY)["code"].agg(set).to_dict()
    rows = []
    for fault in layout.itertuples():
        codes = codes_at.get((fault.file, fault.row_sheet, fault.row), set())
        codes |= codes_at.get((fault.file, fault.row_sheet, 0), set())
        told = bool(codes & set(fault.code.split("|")))
        where = f"{fault.file} [{fault.sheet}] {fault.row}"
        rows.append((fault.fault, fault.expected, fault.written, "", True, told, "", "",
                     " ".join(sorted(codes)), where))  # fmt: skip
    return pd.DataFrame(rows, columns=FAULT_FIELDS)


def right_value(fault: object, own: pd.Series, same: dict[str, np.ndarray]) -> bool:
    """Whether a cell became what it should; what is only noted may stay as it is."""
    column, at = getattr(fault, "column", ""), getattr(fault, "at", 0)
    if (
        getattr(fault, "expected", "") == "noted"
        or FAULTS[getattr(fault, "fault", "")].family != "values"
    ):
        return True
    if column in PLACE and own["place"] != "own":
        return bool(own["expected"] == "undetermined" or own["place_source"] == "village")
    return bool(same[column][at])


def good_rows(
    table: pd.DataFrame, cells: pd.DataFrame, *, same: dict[str, np.ndarray], outcome: np.ndarray
) -> pd.DataFrame:
    """What changed though it had no fault: `GOOD_FIELDS`."""
    touched = set(zip(cells["at"], cells["column"], strict=True))
    touched |= {(at, "latitude") for at, column in touched if column == "longitude"}
    own_place = ((table["place"] == "own") & (table["expected"] != "undetermined")).to_numpy()
    bad: list[tuple[int, str, str, str]] = []
    for column in COLUMNS:
        name = column.name
        wrong = ~same[name] & (own_place if name in PLACE else True)
        pairs = table[[name, f"{name}_got"]].astype("str").to_numpy()
        bad += [(at, name, *pairs[at]) for at in np.flatnonzero(wrong) if (at, name) not in touched]
    without = ~outcome & ~np.isin(np.arange(len(table)), cells["at"])
    told = table["placement"] + " " + table["undetermined_reason"].fillna("")
    bad += [(at, "outcome", table["expected"][at], told[at]) for at in np.flatnonzero(without)]
    found = pd.DataFrame(bad, columns=["at", "column", "true", "got"])
    rows = table.iloc[found.pop("at").to_numpy(dtype=int)]
    where = rows["file"] + " [" + rows["sheet"] + "] " + rows["row"].astype("str")
    return found.assign(
        frame=rows["frame"].to_numpy(),
        source=rows["place_source"].to_numpy(),
        where=where.to_numpy(),
    )


def code_counts(said: pd.DataFrame, faults: pd.DataFrame) -> pd.DataFrame:
    """By code the issues and repairs given, and those on a row that has a fault of that code."""
    fitting = faults.assign(code=faults["code"].str.split("|")).explode("code")
    known = pd.MultiIndex.from_frame(fitting[[*KEY, "code"]])
    rows = said[said["row"] > 0]
    justified = pd.MultiIndex.from_frame(rows[[*KEY, "code"]]).isin(known)
    grouped = pd.Series(justified).groupby(rows["code"].to_numpy())
    return pd.DataFrame({"given": grouped.size(), "justified": grouped.sum()})
