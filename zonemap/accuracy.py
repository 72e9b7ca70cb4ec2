"""By how many metres the place that a ledger states may miss its household.

A ledger seldom says; the way a place was found (定位方式) does, roughly. `METHODS` is the one
table of what clerks write there; what each is worth in metres is the plan's to say.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["METHODS", "UNKNOWN", "VILLAGE", "place_accuracy"]

VILLAGE = "village"
UNKNOWN = "unknown"

METHODS: dict[str, str] = {
    "survey": r"rtk|cors|全站仪|测绘|实测坐标|差分|千寻",
    "gps": r"gps|gnss|gnns|北斗|bds|卫星|手持|采集器|外业|实地|现场",
    "phone": r"手机|微信|小程序|移动端|app|平板|随手|定位签到|phone|mobile",
    "map": r"地图|图上|影像|奥维|点选|选点|标注|天地图|高德|百度|腾讯|谷歌|google|ovital|"
    r"卫图|卫片|水经|bigemap|图新|map",
    "address": r"地址|门牌|地理编码|逆地理|geocod|address",
    VILLAGE: r"村委|村部|村中心|村庄中心|村级|社区中心|居委|村址|行政村|自然村|质心|village",
}
"""For each way of finding a place the words it goes by, case aside."""


def place_accuracy(
    methods: pd.Series, *, metres: Mapping[str, float], words: Mapping[str, float]
) -> pd.Series:
    """Metres by which the place of each household may be off, as the way it was found tells.

    Parameters
    ----------
    methods
        定位方式 as ledgers write it; missing where they say nothing.
    metres
        For each of `METHODS`, and for `UNKNOWN`.
    words
        The plan's own words, each with its metres; they are stronger.

    Returns
    -------
    accuracy_m
        On the index of ``methods``. Of a text that names several ways, the worst counts.
    """
    own = {_plain(word): value for word, value in words.items()}
    codes, distinct = pd.factorize(methods)
    worth = [_worth(_plain(str(text)), metres, own) for text in distinct]
    known = pd.Series([*worth, metres[UNKNOWN]], dtype="float64")
    return known.take(codes % len(known)).set_axis(methods.index)


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()


def _worth(text: str, metres: Mapping[str, float], own: Mapping[str, float]) -> float:
    if text in own:
        return own[text]
    named = [metres[method] for method, words in METHODS.items() if re.search(words, text)]
    return max(named, default=metres[UNKNOWN])
