"""The columns of a ledger, the words in them, and the stages a household goes through.

One home for names: the English column name used in code, its Chinese header in ledgers,
its label in outputs (a message id) and the kind of value it holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = [
    "COAL_PRODUCTS",
    "COLUMNS",
    "COLUMN_NAMES",
    "CONSENT_REFUSED",
    "COUNT_COLUMNS",
    "DONE_STATUSES",
    "REMAINING_STAGES",
    "SAMPLE_MARK",
    "STAGES",
    "STATUSES",
    "STATUS_SEVERITY",
    "Column",
    "Stage",
    "Status",
]

Kind = Literal["text", "id", "number", "date", "yes_no", "status"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the ledger.

    Attributes
    ----------
    name
        The name in code and in ``located.parquet``.
    label
        The header in outputs, as a message id.
    header
        The Chinese header in ledgers.
    kind
        ``text`` and ``id`` are text (an id never passes through a number), ``number`` is a
        float in the unit its name ends with, ``date`` a day, ``yes_no`` true, false or
        missing, ``status`` one of `STATUSES`.
    group
        The group of columns it stands under, as officials print it.
    """

    name: str
    label: str
    header: str
    kind: Kind
    group: str


COLUMNS: tuple[Column, ...] = (
    Column("household_id", "Household ID", "户编号", "id", "户基本信息"),
    Column("head", "Head of household", "户主姓名", "text", "户基本信息"),
    Column("id_number", "Identity number", "身份证号", "id", "户基本信息"),
    Column("phone", "Phone", "联系电话", "id", "户基本信息"),
    Column("vulnerable", "Vulnerable group", "特殊群体", "text", "户基本信息"),
    Column("county", "County", "县区", "text", "位置"),
    Column("town", "Town", "镇办", "text", "位置"),
    Column("village", "Village", "村社区", "text", "位置"),
    Column("village_code", "Village code", "村社区代码", "id", "位置"),
    Column("group", "Group", "组", "text", "位置"),
    Column("address", "Address", "地址", "text", "位置"),
    Column("longitude", "Longitude", "经度", "number", "位置"),
    Column("latitude", "Latitude", "纬度", "number", "位置"),
    Column("location_method", "Location method", "定位方式", "text", "位置"),
    Column("user_type", "User type", "用户类型", "text", "用煤情况"),
    Column("purpose", "Purpose", "用途", "text", "用煤情况"),
    Column("fuel", "Fuel", "燃料", "text", "用煤情况"),
    Column("coal_t", "Coal per year (t)", "年用煤量", "number", "用煤情况"),
    Column("stove", "Stove", "炉具", "text", "用煤情况"),
    Column("heated_area_m2", "Heated area (m²)", "采暖面积", "number", "用煤情况"),
    Column("status", "Status", "状态", "status", "替代计划"),
    Column("substitute", "Substitute", "替代方式", "text", "替代计划"),
    Column("consent", "Consent", "意愿", "text", "替代计划"),
    Column("agreement_date", "Agreement date", "承诺书日期", "date", "替代计划"),
    Column("energy_ready", "Grid or gas ready", "电网气源具备", "yes_no", "替代计划"),
    Column("planned_date", "Planned date", "计划完成日期", "date", "替代计划"),
    Column("officer", "Officer", "责任人", "text", "替代计划"),
    Column("installed_date", "Installed on", "安装日期", "date", "改造进度"),
    Column("energy_on_date", "Energy on since", "通能源日期", "date", "改造进度"),
    Column("stove_handed_in", "Stove handed in", "炉具交回", "yes_no", "改造进度"),
    Column("accepted_date", "Accepted on", "验收日期", "date", "改造进度"),
    Column("acceptance", "Acceptance", "验收结论", "text", "改造进度"),
    Column("subsidy_yuan", "Subsidy (yuan)", "补贴金额", "number", "改造进度"),
    Column("check_date", "Checked on", "回头看日期", "date", "回头看与暂缓"),
    Column("check_result", "Check result", "回头看结果", "text", "回头看与暂缓"),
    Column("deferred_reason", "Reason deferred", "暂缓原因", "text", "回头看与暂缓"),
    Column("exemption_until", "Exempt until", "豁免期限", "date", "回头看与暂缓"),
    Column("note", "Note", "备注", "text", "回头看与暂缓"),
)
"""Every column of a ledger, in the order of the printed form."""

COLUMN_NAMES: tuple[str, ...] = tuple(column.name for column in COLUMNS)


@dataclass(frozen=True, slots=True)
class Status:
    """What a ledger says of a household: the name in code, the word in ledgers, the label."""

    name: str
    label: str
    word: str


STATUSES: tuple[Status, ...] = (
    Status("active", "Burning coal", "在用"),
    Status("signed", "Signed", "已签约"),
    Status("installed", "Installed", "已安装"),
    Status("energised", "Energy on", "已通能源"),
    Status("cleared", "Accepted", "已验收"),
    Status("deferred", "Deferred", "暂缓"),
    Status("vacant", "Vacant", "无人居住"),
    Status("demolished", "Demolished", "已拆除"),
    Status("relapsed", "Burning again", "复烧"),
    Status("misreported", "Misreported", "误报"),
)

DONE_STATUSES: tuple[str, ...] = ("cleared", "demolished", "misreported")
"""The statuses by which a ledger claims that a household no longer counts."""

STATUS_SEVERITY: tuple[str, ...] = (
    "relapsed",
    "active",
    "deferred",
    "vacant",
    "signed",
    "installed",
    "energised",
    "",
    "cleared",
    "misreported",
    "demolished",
)
"""Statuses from worst to best; the empty one is a status that cannot be read. Rows of one
household that disagree count once, at the worst."""

COAL_PRODUCTS: tuple[str, ...] = (
    "散煤",
    "煤",
    "蜂窝煤",
    "型煤",
    "洁净型煤",
    "无烟煤",
    "兰炭",
    "焦炭",
)
"""Words for coal and what is made of it: never a substitute, unless a fuel class says so."""

SAMPLE_MARK = "模拟数据"
"""Stands in the name of every synthetic ledger, and then in the title of every output."""

CONSENT_REFUSED = "拒绝"
"""The word for a household that refuses."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Where a household stands once the evidence has been weighed: name and label."""

    name: str
    label: str


STAGES: tuple[Stage, ...] = (
    Stage("relapsed", "Relapsed"),
    Stage("active", "Still burning"),
    Stage("blocked", "Blocked"),
    Stage("underway", "Under way"),
    Stage("unproven", "Claimed, not proven"),
    Stage("proven", "Proven cleared"),
    Stage("undetermined", "Undetermined"),
)
"""From worst to best, but for the last, which stands apart: every household of a zone is in
exactly one stage."""

REMAINING_STAGES: tuple[str, ...] = ("relapsed", "active", "blocked", "underway", "unproven")
"""The stages in which a household still counts as a coal user."""

COUNT_COLUMNS: tuple[str, ...] = (
    "households",
    "claimed",
    "proven",
    "remaining",
    *REMAINING_STAGES,
)
"""The counts of every tally, all in households: ``households = proven + remaining``, and
``remaining`` is the sum of `REMAINING_STAGES`. ``claimed`` is what the ledger says."""
