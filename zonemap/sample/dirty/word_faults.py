"""How words go wrong: statuses, yes and no, names with blanks in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zonemap.sample.dirty.kinds import Chosen, Fault, any_of, each
from zonemap.schema import STATUSES

if TYPE_CHECKING:
    import numpy as np

__all__ = ["NO", "STATUS_WORDS", "WORD_FAULTS", "YES"]

YES, NO = "是", "否"

STATUS_WORDS = {status.name: status.word for status in STATUSES}

OTHER_STATUS_WORDS: dict[str, tuple[str, ...]] = {
    "active": ("使用中", "正在使用", "在烧", "燃煤中", "未改造", "仍在使用", "未替代"),
    "signed": ("签约", "已签订", "已签协议", "已签承诺书", "签订协议"),
    "installed": ("安装完成", "已装", "设备已安装", "安装完毕"),
    "energised": ("已通电", "已通气", "通气", "已供能", "已通电通气"),
    "cleared": ("验收合格", "已验收合格", "验收通过", "已清零", "完成验收"),
    "deferred": ("暂缓实施", "缓改", "延期", "已暂缓", "暂缓改造"),
    "vacant": ("空置", "常年无人", "无人住", "空户", "长期无人居住"),
    "demolished": ("拆除", "房屋已拆除", "已拆迁", "房屋拆除", "已拆"),
    "relapsed": ("复燃", "已复烧", "散煤复烧", "返煤", "再次燃煤"),
    "misreported": ("错报", "登记有误", "误登", "非用煤户"),
}
"""What officials write for each status beside the word of the form."""

UNKNOWN_STATUSES = ("情况不明", "待定", "见附件", "？", "同上户", "9")

YES_WORDS = {
    "energy_ready": ("√", "有", "具备", "已具备", "Y", "1", "已通"),
    "stove_handed_in": ("√", "已交", "已交回", "已上交", "Y", "1", "有"),
}

NO_WORDS = {
    "energy_ready": ("×", "无", "不具备", "未具备", "N", "0", "未通"),
    "stove_handed_in": ("×", "未交", "未交回", "未上交", "N", "0", "没有"),
}

TEXTS = ("head", "county", "town", "village", "address", "substitute", "consent", "fuel")

INVISIBLE = ("\u200b", "\ufeff", "\u200d", "\u00ad")


def other_word(name: str, rng: np.random.Generator) -> str:
    """Another word for a status."""
    words = (*OTHER_STATUS_WORDS[name], name, name.capitalize())
    return words[rng.integers(len(words))]


def marked(name: str, rng: np.random.Generator) -> str:
    """The word of a status with blanks, marks or brackets."""
    word = STATUS_WORDS[name]
    return (
        f"{word[0]} {word[1:]}",
        f"\u3000{word}\u3000",
        f"{word}。",
        f"（{word}）",
        f"{word[:2]}\u200b{word[2:]}",
        f"{word}√",
    )[rng.integers(6)]


def yes_or_no(chosen: Chosen) -> tuple[list[object], None]:
    """Other words for yes and no."""
    words = {True: YES_WORDS[chosen.column], False: NO_WORDS[chosen.column]}
    picked = chosen.rng.integers(7, size=len(chosen.true))
    cells = zip(chosen.true, picked, strict=True)
    return [words[bool(value)][position] for value, position in cells], None


def padded(value: str, rng: np.random.Generator) -> str:
    """Blanks before and behind."""
    return (f" {value}", f"{value} ", f"  {value}  ", f"\u3000{value}", f"{value}\t")[
        rng.integers(5)
    ]


def pierced(value: str, rng: np.random.Generator) -> str:
    """A sign without width somewhere within."""
    at = int(rng.integers(len(value) + 1))
    return value[:at] + INVISIBLE[rng.integers(len(INVISIBLE))] + value[at:]


WORD_FAULTS: tuple[Fault, ...] = (
    Fault(name="status_word", family="values", rate=0.004, expected="repaired",
          example="验收合格", code="status_word|", columns=("status",), write=each(other_word)),
    Fault(name="status_marked", family="values", rate=0.001, expected="repaired",
          example="已 验收", code="status_word|spaces|", columns=("status",), write=each(marked)),
    Fault(name="status_unknown", family="values", rate=0.0008, expected="undetermined",
          example="情况不明", code="unknown_status", columns=("status",),
          write=any_of(*UNKNOWN_STATUSES)),
    Fault(name="status_blank", family="values", rate=0.0008, expected="undetermined",
          example="", code="no_status", columns=("status",), write=any_of(None, " ", "\u3000")),
    Fault(name="yes_no_word", family="values", rate=0.001, expected="repaired",
          example="√", code="yes_no_word", columns=("energy_ready", "stove_handed_in"),
          write=yes_or_no),
    Fault(name="yes_no_unclear", family="values", rate=0.0005, expected="blanked",
          example="部分", code="bad_yes_no", columns=("energy_ready", "stove_handed_in"),
          write=any_of("部分", "待核实", "不清楚", "？", "半")),
    Fault(name="text_padded", family="values", rate=0.001, expected="repaired",
          example="　汉台区", columns=TEXTS, write=each(padded)),
    Fault(name="text_invisible", family="values", rate=0.0006, expected="repaired",
          example="汉\\u200b台区", code="spaces|", columns=TEXTS, write=each(pierced)),
)  # fmt: skip
