"""Headings as offices write them: other words, English, one to three rows, in any order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zonemap.schema import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    import numpy as np

__all__ = ["Heading", "Span", "chosen_headings", "header_rows"]

SERIAL = "serial"

CHINESE: dict[str, tuple[str, ...]] = {
    "household_id": ("户号", "用户编号", "户 编 号", "家庭编号"),
    "head": ("户主", "姓名", "户主名称", "户主\n姓名", "用户姓名"),
    "id_number": ("身份证号码", "公民身份号码", "户主身份证号", "身份证"),
    "phone": ("联系方式", "电话", "手机号", "手机号码", "电话号码"),
    "vulnerable": ("困难群体类别", "特殊困难群体", "特殊人群"),
    "county": ("县（区）", "所属县区", "区县", "县 区"),
    "town": ("镇（办）", "镇（街道）", "乡镇", "乡镇街道", "所属镇办"),
    "village": ("村（社区）", "行政村", "村名", "村（居）", "所属村社区"),
    "village_code": ("行政村代码", "村代码", "村（社区）代码"),
    "group": ("村民小组", "组别", "小组"),
    "address": ("详细地址", "家庭住址", "住址", "详细住址"),
    "longitude": ("东经", "经度（°）", "经度(E)", "经度坐标", "X坐标"),
    "latitude": ("北纬", "纬度（°）", "纬度(N)", "纬度坐标", "Y坐标"),
    "location_method": ("坐标来源", "定位方法"),
    "user_type": ("用户类别", "用煤户类型"),
    "purpose": ("用煤用途", "燃煤用途"),
    "fuel": ("燃料种类", "燃料类型", "燃煤种类"),
    "coal_t": ("年用煤量（吨）", "用煤量（吨/年）", "年燃煤量（吨）", "年用煤量\n（t）"),
    "stove": ("炉具类型", "炉灶类型"),
    "heated_area_m2": ("采暖面积（平方米）", "取暖面积（㎡）", "供暖面积"),
    "status": ("改造状态", "当前状态", "治理状态", "状态*"),
    "substitute": ("替代方式（能源）", "改造方式", "替代措施", "替代能源"),
    "consent": ("改造意愿", "群众意愿", "是否同意"),
    "agreement_date": ("承诺书签订日期", "签订承诺书时间", "签约日期", "签约时间"),
    "energy_ready": ("电网（气源）是否具备", "电网气源是否具备", "是否具备电网气源"),
    "planned_date": ("计划完成时间", "拟完成时间", "计划完成时限"),
    "officer": ("包抓责任人", "责任人姓名", "包户干部"),
    "installed_date": ("安装时间", "安装完成日期", "设备安装日期"),
    "energy_on_date": ("通电通气日期", "通能源时间", "通电（气）日期"),
    "stove_handed_in": ("炉具是否交回", "旧炉具是否交回", "是否交回炉具"),
    "accepted_date": ("验收时间", "验收合格日期"),
    "acceptance": ("验收结果", "验收意见"),
    "subsidy_yuan": ("补贴金额（元）", "补助金额（元）", "补贴（元）"),
    "check_date": ("回头看时间", "复查日期"),
    "check_result": ("回头看情况", "复查结果"),
    "deferred_reason": ("暂缓理由", "缓改原因"),
    "exemption_until": ("豁免截止日期", "豁免到期日"),
    "note": ("备 注", "说明"),
}
"""What stands over a column in place of the heading of the form."""

ENGLISH: dict[str, tuple[str, ...]] = {
    "household_id": ("Household ID", "household_no", "HouseholdID"),
    "head": ("Householder", "Head of household", "Name"),
    "id_number": ("ID card number", "ID number", "id_card"),
    "phone": ("Phone", "Mobile", "Telephone"),
    "vulnerable": ("Vulnerable group",),
    "county": ("County", "District"),
    "town": ("Town", "Township"),
    "village": ("Village", "Village name"),
    "village_code": ("Village code", "village_code"),
    "group": ("Group",),
    "address": ("Address",),
    "longitude": ("Longitude", "Lon", "LNG", "longitude_deg"),
    "latitude": ("Latitude", "Lat", "latitude_deg"),
    "location_method": ("Location method",),
    "user_type": ("User type",),
    "purpose": ("Purpose",),
    "fuel": ("Fuel", "Fuel type"),
    "coal_t": ("Coal per year (t)", "coal_t", "Annual coal (t)"),
    "stove": ("Stove",),
    "heated_area_m2": ("Heated area (m²)", "Heated area (m2)"),
    "status": ("Status", "Current status"),
    "substitute": ("Substitute",),
    "consent": ("Consent",),
    "agreement_date": ("Agreement date",),
    "energy_ready": ("Grid or gas ready",),
    "planned_date": ("Planned date",),
    "officer": ("Officer",),
    "installed_date": ("Installed on", "Installation date"),
    "energy_on_date": ("Energy on since", "energy_on_date"),
    "stove_handed_in": ("Stove handed in",),
    "accepted_date": ("Accepted on", "Acceptance date"),
    "acceptance": ("Acceptance",),
    "subsidy_yuan": ("Subsidy (yuan)",),
    "check_date": ("Checked on",),
    "check_result": ("Check result",),
    "deferred_reason": ("Reason deferred",),
    "exemption_until": ("Exempt until",),
    "note": ("Note", "Remarks"),
}

ALIAS_SHARE = 0.7
"""Of a sheet's headings that are other words."""

SERIAL_WORDS = ("序号", "编号", "NO.", "序 号")

EXTRAS: dict[str, tuple[str, ...]] = {
    "开户行": ("农商行", "信用社", ""),
    "银行账号": ("999900001111", "999900002222", ""),
    "家庭人口": ("1", "2", "3", "4", "5"),
    "是否脱贫户": ("是", "否"),
    "包联单位": ("某局", "某镇政府", ""),
}
"""Columns that are no part of a ledger, and what stands in them."""

MIDDLES = {
    "longitude": "坐标",
    "latitude": "坐标",
    "installed_date": "施工进度",
    "energy_on_date": "施工进度",
    "accepted_date": "验收情况",
    "acceptance": "验收情况",
}
"""Between the group and the heading, where there are three rows."""

Span = tuple[int, int, int, int]
"""First row and column, last row and column, of cells that are merged."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a sheet: its canonical name, `SERIAL` or an extra; and the words over it."""

    name: str
    word: str
    group: str
    words: tuple[str, ...] = ()


def chosen_headings(styles: AbstractSet[str], *, rng: np.random.Generator) -> list[Heading]:
    """The columns of a sheet in their order.

    Parameters
    ----------
    styles
        Names of the structure faults of the sheet.
    rng
        The source of chance.

    Returns
    -------
    headings
        A serial number first, where there is one; other columns keep together by group, unless
        they are shuffled (behind the id).
    """
    left_out = {"longitude", "latitude"} if "no_coordinates" in styles else set()
    columns = [
        Heading(column.name, _word(column.name, column.header, styles, rng), column.group)
        for column in COLUMNS
        if column.name not in left_out
    ]
    if "extra_columns" in styles:
        names = list(EXTRAS)
        picked = rng.choice(len(names), size=2, replace=False)
        columns += [Heading(names[i], names[i], "其他", EXTRAS[names[i]]) for i in picked]
    if "shuffled_columns" in styles:
        columns = [columns[0], *(columns[i + 1] for i in rng.permutation(len(columns) - 1))]
    if "serial_column" in styles:
        word = SERIAL_WORDS[rng.integers(len(SERIAL_WORDS))]
        columns = [Heading(SERIAL, word, word), *columns]
    return columns


def _word(name: str, header: str, styles: AbstractSet[str], rng: np.random.Generator) -> str:
    if "alias_english" in styles:
        return ENGLISH[name][rng.integers(len(ENGLISH[name]))]
    if "alias_chinese" in styles and rng.random() < ALIAS_SHARE:
        return CHINESE[name][rng.integers(len(CHINESE[name]))]
    return header


def header_rows(
    headings: Sequence[Heading], *, depth: int
) -> tuple[list[list[object]], list[Span]]:
    """The rows of a header and what is merged in them.

    Parameters
    ----------
    headings
        The columns.
    depth
        How many rows: 1 to 3.

    Returns
    -------
    rows, spans
        Only the first cell of a span is filled.
    """
    words = [heading.word for heading in headings]
    if depth == 1:
        return [list(words)], []
    rows: list[list[object]] = [[None] * len(words) for _ in range(depth)]
    groups = [heading.group for heading in headings]
    middles = [MIDDLES.get(heading.name, "") if depth == 3 else "" for heading in headings]
    spans = _span_words(rows, 0, groups)
    joined = [f"{g}|{m}" if m else "" for g, m in zip(groups, middles, strict=True)]
    spans += _span_words(rows, 1, joined) if depth == 3 else []
    for position, heading in enumerate(headings):
        if heading.name == SERIAL:
            spans.append((0, position, depth - 1, position))
            continue
        top = depth - 1 if middles[position] else 1
        rows[top][position] = words[position]
        if top < depth - 1:
            spans.append((top, position, depth - 1, position))
    return rows, spans


def _span_words(rows: list[list[object]], row: int, words: Sequence[str]) -> list[Span]:
    """Write each run of a word once into a row of ``rows``; what is after ``|`` of it."""
    spans = []
    for first, last in _runs(words):
        if words[first]:
            rows[row][first] = words[first].rpartition("|")[2]
            if last > first:
                spans.append((row, first, row, last))
    return spans


def _runs(values: Sequence[str]) -> list[tuple[int, int]]:
    """First and last position of each run of equal values."""
    starts = [i for i, value in enumerate(values) if i == 0 or value != values[i - 1]]
    return list(zip(starts, [*(start - 1 for start in starts[1:]), len(values) - 1], strict=True))
