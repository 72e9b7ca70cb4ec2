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
    "HEADING_ALIASES",
    "NONE_SIGNS",
    "NOTHING_WORDS",
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

HEADING_ALIASES: dict[str, tuple[str, ...]] = {
    name: tuple(words.split())
    for name, words in {
        "household_id": "户号 户编码 户代码 用户编号 用户编码 住户编号 农户编号 农户编码 家庭编号 "
            "hhid household_no household_number household_code",
        "head": "户主 姓名 户主名 户主名称 用户姓名 用户名称 农户姓名 居民姓名 住户姓名 业主姓名 "
            "经营者姓名 负责人姓名 name full_name householder head_name household_head "
            "name_of_head",
        "id_number": "身份证 身份证号码 身份号码 身份证件号码 公民身份号码 公民身份证号 "
            "公民身份证号码 证件号 证件号码 id_no id_card id_card_number identity_no national_id",
        "phone": "电话 电话号码 手机 手机号 手机号码 联系方式 联系人电话 tel telephone mobile "
            "mobile_phone cell_phone phone_number contact_number",
        "vulnerable": "困难群体类别 特殊人群 特殊困难群体 特殊群体类型 困难群体 困难群体类型 "
            "困难类型 "
            "vulnerability",
        "county": "县 区 区县 县市区 县区名 县区名称 区县名称 县名 县名称 行政区 district",
        "town": "镇 乡 乡镇 街道 镇街 镇街办 镇街道 镇街道办 镇办名 镇办名称 乡镇办 乡镇街道 "
            "乡镇街道办 乡镇街办 街道办 街道办事处 镇名 镇名称 乡镇名 乡镇名称 township "
            "subdistrict",
        "village": "村 社区 行政村 行政村社区 村委 村委会 村居 村居委会 村居社区 村庄 村名 村名称 "
            "村庄名称 社区名称 村社区名称 行政村名称 community village_name administrative_village",
        "village_code": "村代码 村编码 社区代码 村社区编码 行政村代码 行政村编码 村居代码 村级代码",
        "group": "村组 小组 组别 组名 村民小组 居民小组 village_group team",
        "address": "详细地址 详细住址 具体地址 住址 家庭住址 家庭地址 居住地址 现居住地址 住房地址 "
            "门牌号 门牌地址 street_address home_address",
        "longitude": "longitude_deg lon_deg 东经 e lng lon long 经度坐标 坐标经度 gps经度 经度e "
            "e经度 东经e 房屋经度 x "
            "x坐标 坐标x x轴 x轴坐标 xcoord x_coordinate coord_x point_x 横坐标 横坐标x 横坐标y "
            "东坐标 东坐标x 东坐标y 东向坐标 easting east",
        "latitude": "latitude_deg lat_deg 北纬 n lat 纬度坐标 坐标纬度 gps纬度 纬度n n纬度 北纬n "
            "房屋纬度 y y坐标 坐标y "
            "y轴 y轴坐标 ycoord y_coordinate coord_y point_y 纵坐标 纵坐标x 纵坐标y "
            "北坐标 北坐标x 北坐标y 北向坐标 northing north",
        "location_method": "定位方法 坐标来源 坐标采集方式 采集方式",
        "user_type": "用煤户类型 燃煤户类型 用煤对象类型 用户类别 用户分类 用户性质 用户属性 "
            "用煤用户类型 type_of_user",
        "purpose": "用煤用途 燃煤用途 煤炭用途 散煤用途 使用用途 用煤目的 use",
        "fuel": "燃料类型 燃料种类 燃料名称 煤种 煤炭种类 用煤种类 用煤品种 燃煤种类 散煤种类 "
            "fuel_type",
        "coal_t": "年耗煤量 用煤量 耗煤量 燃煤量 年燃煤量 年用煤 年煤炭用量 煤炭用量 煤炭使用量 "
            "煤炭年用量 散煤用量 燃煤使用量 年均用煤量 coal annual_coal coal_use coal_consumption "
            "annual_coal_use annual_coal_consumption",
        "stove": "炉具类型 炉具种类 炉灶 炉灶类型 炉型 原炉具 燃煤炉具 用煤炉具 取暖炉具 采暖炉具 "
            "stove_type",
        "heated_area_m2": "供暖面积 取暖面积 供热面积 采暖建筑面积 供暖建筑面积 heating_area "
            "heated_area",
        "status": "治理状态 办理状态 改造状态 清零状态 当前状态 目前状态 用煤状态 燃煤状态 "
            "替代状态 整治状态 "
            "进度状态 销号状态 用户状态 改造进展 清零进展 工作进展 进展情况 改造进展情况 清零情况 "
            "current_status clearance_status",
        "substitute": "替代措施 治理措施 改造措施 改造方式 清洁取暖方式 清洁能源替代方式 替代能源 "
            "替代能源类型 替代类型 "
            "改造类型 清洁能源类型 改造后取暖方式 substitute_fuel replacement",
        "consent": "是否同意 是否愿意 改造意愿 群众意愿 替代意愿 农户意愿 willingness",
        "agreement_date": "承诺日期 承诺书签订日期 承诺书签字日期 签订承诺书日期 签约日期 签订日期 "
            "协议日期 协议签订日期 合同签订日期 signed_date date_signed",
        "energy_ready": "是否具备电网气源 电网气源是否具备 电网或气源具备 电网气源是否到位 "
            "电源气源具备 "
            "能源是否具备 电气条件是否具备 是否具备通电通气条件 是否具备电气条件",
        "planned_date": "计划日期 计划完成时限 拟完成日期 预计完成日期 完成时限 计划改造日期 "
            "计划清零日期 due_date target_date",
        "officer": "责任人姓名 包户干部 包户责任人 包抓干部 包抓责任人 包联干部 包联责任人 "
            "包保干部 包保责任人 责任干部 帮扶干部 网格员 responsible_officer person_in_charge",
        "installed_date": "安装完成日期 设备安装日期 完工日期 改造完成日期 install_date "
            "installation_date date_installed",
        "energy_on_date": "通电日期 通气日期 通电通气日期 通能日期 送电日期 供能日期 通暖日期 "
            "energised_date energized_date",
        "stove_handed_in": "炉具是否交回 是否交回炉具 旧炉具交回 旧炉具是否交回 炉具回收 "
            "炉具是否回收 旧炉具回收 燃煤炉具回收 炉具上交 炉具是否上交",
        "accepted_date": "验收通过日期 验收合格日期 竣工验收日期 acceptance_date date_accepted "
            "inspection_date",
        "acceptance": "验收结果 验收情况 验收意见 acceptance_result inspection_result",
        "subsidy_yuan": "补贴 补助 补助金额 补贴资金 补助资金 奖补资金 奖补金额 subsidy "
            "subsidy_amount",
        "check_date": "复查日期 复核日期 核查日期 回访日期 抽查日期 checked_date revisit_date",
        "check_result": "回头看情况 回头看结论 复查结果 复查情况 复核结果 核查结果 回访结果 "
            "抽查结果 revisit_result",
        "deferred_reason": "缓改原因 暂缓说明 未改原因 暂缓理由 暂缓改造原因 暂不改造原因 "
            "未改造原因 未完成原因 未清零原因 "
            "未替代原因 延期原因 滞后原因 reason_for_deferral",
        "exemption_until": "豁免截止 豁免截止日期 豁免至 豁免到期日 豁免到期日期 暂缓至 暂缓期限 "
            "暂缓截止日期 exemption_date exemption_end",
        "note": "说明 备注说明 备注信息 notes remark remarks comment comments",
    }.items()
}  # fmt: skip
"""What ledgers call a column besides its name, header and label; of two that stand side by side
and only describe a household, the earlier one here is read. A leading 户主, 所属 or 所在 and 时间
for 日期 need no entry. 编号 alone is none: it may count the rows of a sheet. Neither is a plain
date, type or reason: a group heading above must say of what."""


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

NONE_SIGNS: frozenset[str] = frozenset({"-", "/"})
"""Signs by which a clerk says that there is nothing to fill in: the cell is empty."""

NOTHING_WORDS: frozenset[str] = frozenset({
    "无", "没有", "暂无", "不详", "未知", "不清楚", "不明", "待定", "待补", "待补充", "空", "缺",
    "N/A", "NA", "NULL", "NONE", "NAN", "—", "——", "--", "－－", "\\", "?", "??", "？",
})  # fmt: skip
"""Words for nothing that are no identifiers, in capitals."""

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
