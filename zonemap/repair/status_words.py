"""The words officials write for each status, and the marks they put around them.

A word stands here only if it can mean nothing else. What speaks of a stage not reached (未, 待,
不, 拟) is written out, so that it is never read as that stage; words that leave open what was
done (完成, 已改造, 清零, 拆除, 拆迁, 验收, 合格, 未验收, 待验收, 不合格) stand nowhere.
"""

from __future__ import annotations

from zonemap.schema import STATUSES

__all__ = ["HARMLESS_NOTES", "LOADED", "STATUS_OF_WORD", "VARIANTS"]

VARIANTS: dict[str, str] = {
    "active": (
        "正在使用 正在用 使用中 在使用 在用中 正常使用 仍在使用 仍在用 仍使用 继续使用 还在使用 "
        "还在用 在烧 在烧煤 正在烧煤 仍在烧煤 还在烧煤 仍烧煤 烧煤 烧煤中 在燃煤 正在燃煤 "
        "仍在燃煤 仍燃煤 还在燃煤 燃煤 燃煤中 用煤 用煤中 在用煤 正在用煤 仍在用煤 仍用煤 "
        "还在用煤 使用散煤 在用散煤 仍在使用散煤 未改造 未改 尚未改造 还未改造 未实施改造 未替代 "
        "尚未替代 未清零 未签约 尚未签约 未签 未签订协议 未签协议 未签订 未签承诺书 未签约未改造 "
        "待改造 待改 拟改造 计划改造 待签约 拟签约 待签 未拆除仍在用 stillburning burning inuse"
    ),
    "signed": (
        "签约 已签 已签协议 已签订协议 已签署协议 签协议 签订协议 已签合同 已签订合同 签合同 "
        "签订合同 已签承诺书 已签订承诺书 已签署承诺书 签承诺书 签订承诺书 已签订 已签署 已签字 "
        "已签承诺 协议已签 协议已签订 合同已签 承诺书已签 承诺书已签订 签约完成 完成签约 "
        "已完成签约 已签约完成 已签约未安装 已签约待安装 已签约未改造 已签约待改造 已签约未施工 "
        "已签约待施工 已签未装 已签协议未安装 已签协议待安装 已签待装 signedup"
    ),
    "installed": (
        "已装 已装好 安装完成 安装完毕 已安装完成 已安装完毕 已完成安装 完成安装 已安装好 装好 "
        "设备已安装 设备已装 设备安装完成 设备安装完毕 设备已安装完成 已安装设备 设备安装到位 "
        "已安装到位 安装到位 已安装未通电 已安装未通气 已安装未通能源 已安装待通电 已安装待通气 "
        "已安装待通能源 已装未通电 已装未通气 已装未通 已安装未通 已安装未验收 已安装待验收 "
        "安装完成待验收 安装完成未验收"
    ),
    "energised": (
        "已通电 通电 已通气 通气 已通热 已通暖 已通能源 通能源 能源已通 已通天然气 已通燃气 "
        "已接通能源 已接通电源 已接通 已通电通气 通电完成 通气完成 完成通电 完成通气 已完成通电 "
        "已完成通气 电已通 气已通 已通电源 已送电 已点火通气 已通气点火 已通电未验收 已通气未验收 "
        "已通能源未验收 已通电待验收 已通气待验收 已通能源待验收 "
        "已供能 energized"
    ),
    "cleared": (
        "验收合格 已验收合格 完成验收 已完成验收 验收完成 已验收完成 验收完毕 验收通过 已验收通过 "
        "通过验收 已通过验收 已经验收 已经验收合格 已清零"
    ),
    "deferred": (
        "暂缓改造 暂缓实施 暂缓执行 暂缓替代 已暂缓 缓改 缓改造 暂时缓改 暂不改造 暂不实施 延期 "
        "延期改造 延后 延后改造 延缓 延缓改造 推迟 推迟改造 缓办 postponed"
    ),
    "vacant": (
        "空置 已空置 房屋空置 空置房 长期空置 长期无人居住 长期无人 常年无人居住 常年无人 "
        "长年无人居住 无人 无人住 房屋无人居住 空挂 空挂户 空户 空房 空房户 常年空置 长期不住人 "
        "不住人 unoccupied"
    ),
    "demolished": (
        "已拆 房屋已拆除 房屋已拆 住房已拆除 房子已拆 已拆迁 房屋已拆迁 已经拆除 已拆除完毕 "
        "房屋拆除 房屋拆除完毕 torndown"
    ),
    "relapsed": (
        "复燃 已复烧 已复燃 散煤复烧 散煤复燃 发现复烧 发现复燃 有复烧 返煤 返烧 回烧 "
        "重新烧煤 "
        "重新燃煤 重新用煤 再次烧煤 再次燃煤 又烧煤 又在烧煤 "
        "已验收后复烧 验收后复烧 已验收后复燃 验收后复燃 改造后复烧 改造后复燃 清零后复烧 "
        "清零后复燃"
    ),
    "misreported": (
        "错报 误登 误登记 误统计 误报户 错报户 非散煤 非散煤户 非散煤用户 不是散煤户 不是散煤用户 "
        "非燃煤户 非用煤户 不属于散煤户 不属散煤户 虚报"
    ),
}
"""Beside the word, name and label of each; in small letters, without blanks."""

STATUS_OF_WORD: dict[str, str] = {
    word: name for name, words in VARIANTS.items() for word in words.split()
} | {
    "".join(word.lower().split()): status.name
    for status in STATUSES
    for word in (status.word, status.name, status.label)
}

LOADED = frozenset("未待不拟无没非复返又再仍还部分原曾误错拆除空缓停拒补假疑暂须需应将欲备计划")
"""Characters by which a note in brackets may turn the word before it."""

HARMLESS_NOTES = frozenset({
    "合格", "通过", "优", "良", "附照片", "有照片", "照片", "附材料", "有材料",
    "市级", "县级", "区级", "镇级", "村级",
})  # fmt: skip
"""Notes in brackets that leave accepted, demolished and misreported what they are."""
