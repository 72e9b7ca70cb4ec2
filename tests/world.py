"""A small project to count in: two counties side by side, a ban zone across both, a centre.

In degrees at 107 E 33 N. County A is 107.0-107.1, county B 107.1-107.2, both 33.0-33.1; the ban
polygon is 107.05-107.15 x 33.02-33.08. Zone a-ban is the ban inside A, zone b-disc is 3 km round
107.17 E 33.05 N in B. Household h3 stands on the ban's western edge, h4 on the county line.
"""

from __future__ import annotations

import json
from pathlib import Path

HEADINGS = [
    "户编号",
    "户主姓名",
    "联系电话",
    "县区",
    "镇办",
    "村社区",
    "村社区代码",
    "经度",
    "纬度",
    "状态",
    "替代方式",
    "意愿",
    "电网气源具备",
    "通能源日期",
    "验收日期",
    "验收结论",
    "回头看日期",
    "回头看结果",
    "暂缓原因",
    "备注",
]

DONE = ("空气源热泵", "同意", "是", "2022-09-01", "2022-09-10", "合格")

PLAN = """
[plan]
title = "试验"
language = "en"
deadline = 2022-10-31

[counties]
boundary = "boundaries/counties.geojson"

[[zone]]
id = "a-ban"
name = "甲县禁燃区"
kind = "polygon"
boundary = "boundaries/ban.geojson"
within_county = "100001"
fuel_class = "III"
basis = "approximate"
line_accuracy_m = 100
target = "zero"
control_towns = ["100001001"]

[[zone]]
id = "b-disc"
name = "乙县3公里范围"
kind = "buffer"
features = "boundaries/centres.csv"
radius_m = 3000
target = "baseline"
control_towns = ["100002001"]

[fuel_class.III]
allowed = ["空气源热泵", "天然气"]
where_no_gas = ["无烟煤"]
source = "试验"
"""


def square(west: float, south: float, east: float, north: float) -> dict[str, object]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def collection(*features: tuple[dict[str, object], dict[str, object]]) -> str:
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {"type": "Feature", "properties": properties, "geometry": geometry}
                for properties, geometry in features
            ],
        },
        ensure_ascii=False,
    )


def row(household_id: str, lon: object, lat: object, *, status: str = "在用", **cells: str) -> dict:
    """A ledger row in county A, town 1; cells by heading."""
    return {
        "户编号": household_id, "县区": "甲县", "镇办": "一镇", "村社区": "一村",
        "村社区代码": "100001001001", "经度": str(lon), "纬度": str(lat), "状态": status, **cells,
    }  # fmt: skip


def proven(household_id: str, lon: float, lat: float, **cells: str) -> dict:
    """A row whose clearance is borne out by evidence."""
    names = ("替代方式", "意愿", "电网气源具备", "通能源日期", "验收日期", "验收结论")
    return row(
        household_id, lon, lat, status="已验收", **dict(zip(names, DONE, strict=True)) | cells
    )


def in_b(cells: dict) -> dict:
    """The same row claimed by county B, town 1."""
    return cells | {"县区": "乙县", "镇办": "二镇", "村社区": "二村", "村社区代码": "100002001001"}


def households() -> list[dict]:
    """Eight households: four in the ban of A, two in B's disc, one beyond the plan, one out."""
    return [
        row("h1", 107.06, 33.05),
        proven("h2", 107.07, 33.05),
        row("h3", 107.05, 33.05, status="暂缓", 暂缓原因="等电网"),
        row("h4", 107.1, 33.05, status="已签约"),
        in_b(row("h5", 107.17, 33.05)),
        in_b(proven("h6", 107.18, 33.06)),
        in_b(row("h7", 107.12, 33.03)),
        row("h8", 107.01, 33.01),
    ]


def ledger_csv(rows: list[dict], headings: list[str] = HEADINGS) -> str:
    lines = [",".join(headings)]
    lines += [",".join(cells.get(heading, "") for heading in headings) for cells in rows]
    return "\n".join(lines) + "\n"


def make_project(folder: Path, rows: list[dict] | None = None, *, plan: str = PLAN) -> Path:
    """Write the project and one ledger of 2022-09-30; returns the folder."""
    (folder / "boundaries").mkdir(parents=True)
    (folder / "households").mkdir()
    (folder / "zonemap.toml").write_text(plan, encoding="utf-8")
    counties = collection(
        ({"adcode": "100001", "name": "甲县"}, square(107.0, 33.0, 107.1, 33.1)),
        ({"adcode": "100002", "name": "乙县"}, square(107.1, 33.0, 107.2, 33.1)),
    )
    ban = collection(({"part_id": "p"}, square(107.05, 33.02, 107.15, 33.08)))
    centres = "longitude,latitude,accuracy_m\n107.17,33.05,50\n"
    (folder / "boundaries/counties.geojson").write_text(counties, encoding="utf-8")
    (folder / "boundaries/ban.geojson").write_text(ban, encoding="utf-8")
    (folder / "boundaries/centres.csv").write_text(centres, encoding="utf-8")
    put_ledger(folder, "2022-09-30", households() if rows is None else rows)
    return folder


def put_ledger(folder: Path, day: str, rows: list[dict]) -> Path:
    path = folder / "households" / f"{day}.csv"
    path.write_text(ledger_csv(rows), encoding="utf-8")
    return path
