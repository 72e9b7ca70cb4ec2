"""What was found wanting in the ledgers of one date, and what was mended, named by file and row.

``issues``: ``file``, ``sheet``, ``row`` (as Excel numbers it; 0: the sheet as a whole),
``column``, ``value``, ``code``, ``severity`` (``undetermined``, ``blanked``, ``noted``) and
``other_row`` (where the row of the same household stands that counts; empty for others).
``repairs``: ``file``, ``sheet``, ``row``, ``column``, ``value``, ``became``, ``code``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from zonemap.duplicates import doubtful_identities, superseded_codes
from zonemap.placing import pair_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zonemap.read.ledgers import RawLedger

__all__ = ["ISSUE_COLUMNS", "REPAIR_COLUMNS", "found_wanting", "listed_repairs"]

ISSUE_COLUMNS = ("file", "sheet", "row", "column", "value", "code", "severity", "other_row")
REPAIR_COLUMNS = ("file", "sheet", "row", "column", "value", "became", "code")

TOTAL_TOLERANCE = 0.005
"""By how much a stated total of tonnes may differ from its rows: rounding."""

PLACE_CODES = ("no_place", "bad_place", "unknown_datum")
STATUS_CODES = ("no_status", "unknown_status")

BLANKED = frozenset(
    {
        "bad_number",
        "negative_number",
        "bad_date",
        "ambiguous_date",
        "future_date",
        "bad_yes_no",
        "bad_id",
        "error_cell",
        "bad_place",
        "unknown_datum",
        *STATUS_CODES,
    }
)
"""Codes of cells that were left out; where the household is lost with them it is undetermined."""

COARSE_STEP = 1e-3
"""Degrees to three decimals, about 100 m: too coarse for a household."""

CROWD_SHARE = 0.01
"""A point that so large a share of a file's households share is nobody's own."""

CROWD_LEAST = 5


def found_wanting(
    table: pd.DataFrame,
    cell_issues: pd.DataFrame,
    *,
    identity: pd.DataFrame,
    datum: pd.DataFrame,
    ledgers: Sequence[RawLedger],
) -> pd.DataFrame:
    """Every issue of one date.

    Parameters
    ----------
    table
        Its households, judged.
    cell_issues
        ``index``, ``column``, ``value``, ``code`` of cells.
    identity
        On the index of ``table``: ``damaged`` (its household id has lost digits), and ``first``
        and ``counted`` from `zonemap.duplicates`.
    datum
        What the coordinates of each file were taken for; see `zonemap.frames.ToldFile`.
    ledgers
        The files of the date.

    Returns
    -------
    issues
        Sorted by file, sheet, row and column.
    """
    found = [
        cell_issues,
        _place_issues(table, cell_issues),
        _repeated(table, identity["counted"]),
        _doubtful(table, identity),
        _coarse(table),
        _placeless(table),
    ]
    issues = pd.concat([part for part in found if len(part)] or found, ignore_index=True)
    named = _named(issues, table)
    named["severity"] = _severities(named, issues, table)
    tables = [*(_of_file(ledger) for ledger in ledgers), _crowded(table), _contradicted(datum)]
    every = pd.concat([named, *(part for part in tables if len(part))], ignore_index=True)
    every["other_row"] = every["other_row"].fillna("") if "other_row" in every else ""
    every = every[list(ISSUE_COLUMNS)]
    return every.sort_values(["file", "sheet", "row", "column"], kind="stable", ignore_index=True)


def listed_repairs(table: pd.DataFrame, repairs: pd.DataFrame) -> pd.DataFrame:
    """Repairs by index label as repairs by file, sheet and row, in their order."""
    named = _named(repairs, table)[list(REPAIR_COLUMNS)]
    return named.sort_values(["file", "sheet", "row", "column"], kind="stable", ignore_index=True)


def _named(found: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """What was found, under the file, sheet and row of its index label."""
    source = table.loc[found["index"], ["source_file", "source_sheet", "source_row"]]
    source.columns = pd.Index(["file", "sheet", "row"])
    return pd.concat(
        [source.reset_index(drop=True), found.drop(columns="index").reset_index(drop=True)], axis=1
    )


def _severities(named: pd.DataFrame, issues: pd.DataFrame, table: pd.DataFrame) -> np.ndarray:
    """What each issue did: a place or status that is missing makes the row undetermined."""
    lost = table["undetermined_reason"].loc[issues["index"]].to_numpy()
    code, column = named["code"].to_numpy(), named["column"].to_numpy()
    of_place = np.isin(column, ["longitude", "latitude"])
    place_lost = np.isin(lost, PLACE_CODES) & of_place
    status_lost = np.isin(lost, [*STATUS_CODES, "error_cell"]) & (column == "status")
    undetermined = (place_lost | status_lost | (lost == "broken_row")) & (
        np.isin(code, list(BLANKED)) | np.isin(code, ["no_place", "broken_row"])
    )
    kept = (code == "unknown_datum") & (
        table["place_source"].loc[issues["index"]] == "own"
    ).to_numpy()
    blanked = np.isin(code, list(BLANKED)) & ~kept
    return np.select([undetermined, blanked], ["undetermined", "blanked"], "noted")


def _place_issues(table: pd.DataFrame, cell_issues: pd.DataFrame) -> pd.DataFrame:
    """Coordinates that are missing where they are needed, or not believed."""
    told = cell_issues.loc[
        cell_issues["column"].isin(["longitude", "latitude"])
        | cell_issues["code"].eq("broken_row"),
        "index",
    ]
    placed = (table["place_source"] != "") | (table["placement"] == "in")
    own_faults = table["coordinate_fault"]
    missing = (own_faults == "no_place") & ~placed
    wrong = own_faults.isin(["bad_place", "unknown_datum"])
    rows = table[(missing | wrong) & ~table.index.isin(told)]
    return pd.DataFrame(
        {
            "index": rows.index,
            "column": "longitude",
            "value": pair_texts(rows["delivered_x"], rows["delivered_y"]),
            "code": own_faults[rows.index].to_numpy(),
        }
    )


def _repeated(table: pd.DataFrame, counted: pd.Series) -> pd.DataFrame:
    """Rows that stand for a household that counts on another row."""
    codes = superseded_codes(table, counted)
    kept = table.loc[counted[codes.index]]
    where = kept["source_file"] + " " + kept["source_sheet"] + " " + kept["source_row"].astype(str)
    return pd.DataFrame(
        {
            "index": codes.index,
            "column": "household_id",
            "value": table["household_id"][codes.index].to_numpy(),
            "code": codes.to_numpy(),
            "other_row": where.str.replace(r"\s+", " ", regex=True).to_numpy(),
        }
    )


def _doubtful(table: pd.DataFrame, identity: pd.DataFrame) -> pd.DataFrame:
    codes = doubtful_identities(table, identity["first"], damaged=identity["damaged"])
    return pd.DataFrame(
        {
            "index": codes.index,
            "column": "household_id",
            "value": table["household_id"][codes.index].to_numpy(),
            "code": codes.to_numpy(),
        }
    )


def _coarse(table: pd.DataFrame) -> pd.DataFrame:
    """Coordinates to three decimals or fewer among finer ones."""
    own = table["place_source"] == "own"
    degrees = own & table["delivered_x"].abs().le(180) & table["delivered_y"].abs().le(180)
    steps = table[["delivered_x", "delivered_y"]] / COARSE_STEP
    coarse = degrees & ((steps - steps.round()).abs() < 1e-6).all(axis=1)
    share = coarse.groupby(table["source_file"], sort=False).transform("mean")
    rows = table[coarse & (share < 0.5)]
    return pd.DataFrame(
        {
            "index": rows.index,
            "column": "longitude",
            "value": pair_texts(rows["delivered_x"], rows["delivered_y"]),
            "code": "few_decimals",
        }
    )


def _placeless(table: pd.DataFrame) -> pd.DataFrame:
    """Rows whose zones are known whatever their coordinates mean, though their place is not."""
    rows = table[(table["place_source"] == "own") & table["longitude"].isna()]
    return pd.DataFrame(
        {
            "index": rows.index,
            "column": "longitude",
            "value": pair_texts(rows["delivered_x"], rows["delivered_y"]),
            "code": "unknown_datum",
        }
    )


def _crowded(table: pd.DataFrame) -> pd.DataFrame:
    """Points that many households of a file share: the village's point, not their own."""
    own = table[(table["place_source"] == "own") & (table["placement"] != "superseded")]
    keys = ["source_file", "source_sheet", "delivered_x", "delivered_y"]
    repeated = own[own.duplicated(["delivered_x", "delivered_y"], keep=False)]
    crowds = repeated.groupby(keys, sort=False).size().rename("rows").reset_index()
    size = own.groupby("source_file").size().reindex(crowds["source_file"]).to_numpy(dtype=float)
    least = np.maximum(size * CROWD_SHARE, CROWD_LEAST)
    crowds = crowds[crowds["rows"] > least]
    places = pair_texts(crowds["delivered_x"], crowds["delivered_y"])
    values = [f"{place} × {rows}" for place, rows in zip(places, crowds["rows"], strict=True)]
    return pd.DataFrame(
        {
            "file": crowds["source_file"],
            "sheet": crowds["source_sheet"],
            "row": 0,
            "column": "longitude",
            "value": values,
            "code": "identical_points",
            "severity": "noted",
        }
    )


def _contradicted(datum: pd.DataFrame) -> pd.DataFrame:
    """Files whose coordinates speak against what is stated of them."""
    loud = datum[datum["how"] == "contradicted"]
    return pd.DataFrame(
        {
            "file": loud["file"],
            "sheet": loud["sheet"],
            "row": 0,
            "column": "longitude",
            "value": loud["frame"] + " → " + loud["contradicted_by"],
            "code": "other_datum",
            "severity": "noted",
        }
    )


def _of_file(ledger: RawLedger) -> pd.DataFrame:
    """Findings about a file as a whole, and sub-totals that its rows do not bear out."""
    totals = ledger.control_totals
    wrong = totals[(totals["stated"] - totals["counted"]).abs() > TOTAL_TOLERANCE]
    unequal = pd.DataFrame(
        {
            "sheet": wrong["sheet"],
            "row": wrong["row"],
            "column": wrong["what"].replace("households", "household_id"),
            "value": wrong["stated"].map("{:g}".format),
            "code": "control_total",
        }
    )
    parts = [part for part in (ledger.findings, unequal) if len(part)]
    if not parts:
        return pd.DataFrame(columns=list(ISSUE_COLUMNS))
    return pd.concat(parts, ignore_index=True).assign(file=ledger.file, severity="noted")
