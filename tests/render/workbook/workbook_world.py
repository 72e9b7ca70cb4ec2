"""A small synthetic world for the tests of the workbooks: two zones, three towns, no person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import numpy as np
import pandas as pd
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from zonemap.render.workbook.counts import WorkbookContext, WorkbookCounts, counts_workbook
from zonemap.schema import COLUMNS, COUNT_COLUMNS, REMAINING_STAGES, STATUSES

CONTEXT = WorkbookContext(
    title="测试县散煤清零",
    as_of=date(2022, 9, 30),
    deadline=date(2022, 10, 31),
    sources=("界线：测试用", "台账：合成"),
)

ZONES = pd.DataFrame(
    {
        "name": ["甲区禁燃区", "乙县3公里范围"],
        "kind": ["polygon", "buffer"],
        "target": ["zero", "baseline"],
        "basis": ["approximate", "assumed"],
        "accuracy_m": [1500.0, np.nan],
    },
    index=pd.Index(["ban", "ring"], name="zone_id"),
)

ID_NUMBER = "610702190001010000"
STAGE_STATUS = {
    "relapsed": "relapsed",
    "active": "active",
    "blocked": "vacant",
    "underway": "signed",
    "unproven": "cleared",
    "proven": "cleared",
}


def draw_households(count: int, *, seed: int = 1, shared: int = 0) -> pd.DataFrame:
    """Households of which the first ``shared`` lie in both zones."""
    rng = np.random.default_rng(seed)
    number = np.arange(count)
    table = pd.DataFrame(index=number * 3 + 7)
    for column in COLUMNS:
        dtype = {"number": "float64", "date": "datetime64[s]", "yes_no": "boolean"}
        missing = (
            pd.NaT if column.kind == "date" else (pd.NA if column.kind == "yes_no" else np.nan)
        )
        table[column.name] = pd.Series(missing, index=table.index).astype(
            dtype.get(column.kind, "str")
        )
    digits = pd.Series(number, index=table.index)
    table["household_id"] = digits.map("0061070{:011d}".format).astype("str")
    table["id_number"] = ID_NUMBER
    table["phone"] = digits.map("0916{:07d}".format).astype("str")
    table["head"] = digits.map("户主{}".format).astype("str")
    zone = rng.choice(["ban", "ring"], count).astype(object)
    zone[:shared] = "ban;ring"
    table["county"] = np.where(zone == "ring", "乙县", "甲区")
    table["town"] = rng.choice(["东街街道", "西河镇", "南山镇"], count)
    table["village"] = rng.choice([f"第{n}村民委员会" for n in range(1, 13)], count)
    table["group"] = rng.choice(["一组", "二组", ""], count)
    table["address"] = digits.map("幸福路{}号院内平房".format).astype("str")
    table["user_type"] = rng.choice(["居民", "餐饮", "农业大棚"], count, p=[0.8, 0.1, 0.1])
    table["fuel"] = rng.choice(["散煤", "蜂窝煤", "型煤"], count)
    table["coal_t"] = np.round(rng.uniform(0.2, 6, count), 2)
    table["consent"] = rng.choice(["同意", "拒绝", ""], count)
    table["officer"] = rng.choice(["责任人甲", "责任人乙"], count)
    table["planned_date"] = pd.Timestamp("2022-10-01") + pd.to_timedelta(
        rng.integers(0, 30, count), unit="D"
    )
    stage = rng.choice(list(STAGE_STATUS), count, p=[0.03, 0.3, 0.12, 0.2, 0.1, 0.25])
    table["status"] = pd.Series(stage, index=table.index).map(STAGE_STATUS).astype("str")
    table["stage"] = pd.Series(stage, index=table.index, dtype="str")
    table["proven"] = stage == "proven"
    table["claimed"] = np.isin(stage, ["proven", "unproven"])
    table["placement"] = pd.Series("in", index=table.index, dtype="str")
    table["zone_id"] = pd.Series(zone, index=table.index, dtype="str")
    table["blocked_reason"] = np.where(stage == "blocked", "外出务工，无人居住", "")
    table["undetermined_reason"] = pd.Series(np.nan, index=table.index, dtype="str")
    table["beyond_plan"] = False
    table["ledger_date"] = pd.Timestamp("2022-09-30")
    table["source_file"] = "2022-09-30.xlsx"
    table["source_sheet"] = "台账"
    table["source_row"] = number + 4
    return _set_aside(table, shared)


def _set_aside(table: pd.DataFrame, shared: int) -> pd.DataFrame:
    """The last rows made undetermined and beyond the plan, two of each but in a tiny world."""
    aside = max(2, len(table) // 50)
    if len(table) < shared + 2 * aside:
        return table
    undetermined, beyond = table.index[-aside:], table.index[-2 * aside : -aside]
    table.loc[undetermined, "placement"] = "undetermined"
    table.loc[undetermined, ["zone_id", "stage"]] = ["", "undetermined"]
    table.loc[undetermined, "undetermined_reason"] = "no_place"
    table.loc[undetermined[0], ["undetermined_reason", "status"]] = ["no_status", np.nan]
    table.loc[beyond, "placement"] = "outside"
    table.loc[beyond, "zone_id"] = ""
    table.loc[beyond, "beyond_plan"] = True
    return table


def draw_counts(households: pd.DataFrame) -> WorkbookCounts:
    """The tables that go with ``households``."""
    inside = households.loc[households["placement"].eq("in")]
    in_zone = inside.assign(zone_id=inside["zone_id"].str.split(";")).explode("zone_id")
    order = [*ZONES.index, "total"]
    zone_counts = pd.concat([_tally(in_zone, ["zone_id"]), _total(inside)]).reindex(order)
    zone_counts = zone_counts.fillna(0).astype("int64")
    zone_counts["undetermined"] = int(households["placement"].eq("undetermined").sum())
    places = _tally(in_zone, ["zone_id", "county", "town", "village"]).reset_index()
    statuses = pd.crosstab(in_zone["zone_id"], in_zone["status"])
    statuses.loc["total"] = inside["status"].value_counts()
    statuses = statuses.reindex(index=order, columns=[s.name for s in STATUSES]).fillna(0)
    weeks = [pd.Timestamp("2022-09-23"), pd.Timestamp("2022-09-30")]
    history = pd.concat(
        [
            zone_counts.rename_axis("zone_id").reset_index().assign(ledger_date=week)
            for week in weeks
        ]
    )
    return WorkbookCounts(
        zones=ZONES,
        zone_counts=zone_counts,
        zone_statuses=statuses.astype("int64"),
        place_counts=places,
        history=history.reset_index(drop=True),
        zone_status=pd.Series({"ban": "未清零，尚有待核实户", "ring": "底数待核定"}),
        **_draw_accounts(households),
    )


def _tally(table: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    flags = pd.DataFrame(
        {
            "households": 1,
            "claimed": table["claimed"].astype(int),
            "proven": table["proven"].astype(int),
            "remaining": table["stage"].isin(REMAINING_STAGES).astype(int),
            **{stage: table["stage"].eq(stage).astype(int) for stage in REMAINING_STAGES},
        }
    )
    return flags.groupby([table[name] for name in by])[list(COUNT_COLUMNS)].sum()


def _total(inside: pd.DataFrame) -> pd.DataFrame:
    return _tally(inside.assign(zone_id="total"), ["zone_id"])


def _draw_accounts(households: pd.DataFrame) -> dict[str, pd.DataFrame]:
    placement = households["placement"].value_counts()
    data = len(households)
    parts = {
        name: [int(placement.get(name, 0))]
        for name in ("in", "outside", "undetermined", "superseded")
    }
    accounting = pd.DataFrame(
        {
            "file": ["households/2022-09-30.xlsx"],
            "ledger_date": [pd.Timestamp("2022-09-30")],
            "rows": [data + 6],
            "headers": [3],
            "blank": [1],
            "subtotals": [2],
            "data": [data],
            **parts,
        }
    )
    control_totals = pd.DataFrame(
        {
            "file": ["households/2022-09-30.xlsx"] * 2,
            "sheet": ["台账"] * 2,
            "row": [40, 90],
            "what": ["coal_t", "households"],
            "stated": [36.4, 80.0],
            "counted": [36.399999, 79.0],
        }
    )
    controls = pd.DataFrame(
        {"zone_id": ["ban", "ring"], "looked_for": [3, 1], "found": [3, 0], "passed": [True, False]}
    )
    return {"accounting": accounting, "control_totals": control_totals, "controls": controls}


def with_counts(counts: WorkbookCounts, **tables: pd.DataFrame) -> WorkbookCounts:
    """``counts`` with some tables replaced."""
    return replace(counts, **tables)


def english(text: str) -> str:
    """The message id itself."""
    return text


def write_counts(
    households: pd.DataFrame, counts: WorkbookCounts | None = None, *, household_lists: bool = True
) -> bytes:
    """The clearance workbook of ``households`` in English."""
    return counts_workbook(
        households,
        counts=counts or draw_counts(households),
        context=CONTEXT,
        translate=english,
        household_lists=household_lists,
    )


def read_book(content: bytes, *, values: bool = True) -> Workbook:
    """The workbook as a viewer that does not calculate shows it, or with its formulas."""
    return load_workbook(BytesIO(content), data_only=values)


def table_rows(sheet: Worksheet, *, header: int = 3) -> list[dict[str, object]]:
    """The rows below a header, to the first blank one."""
    names = [cell.value for cell in sheet[header]]
    rows = []
    for row in sheet.iter_rows(min_row=header + 1, values_only=True):
        if all(value is None for value in row):
            break
        rows.append(dict(zip(names, row, strict=True)))
    return rows
