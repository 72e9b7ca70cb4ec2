"""The vocabulary of the synthetic ledgers: names, words and how often each is used.

Everything here is invented for synthetic data (模拟数据). Names are put together at random
from common surnames and given-name characters and mean nobody.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa

__all__ = [
    "COAL_T",
    "DEFERRED_REASONS",
    "DISALLOWED_SUBSTITUTES",
    "FUELS",
    "FUEL_STOVES",
    "GIVEN_CHARACTERS",
    "HEATED_AREA_M2",
    "LOCATION_METHODS",
    "LOCATION_SCATTER_M",
    "NO_GRID_SUBSTITUTE",
    "PURPOSES",
    "STOVES",
    "SUBSIDIES_YUAN",
    "SUBSTITUTES",
    "SURNAMES",
    "USER_TYPES",
    "VULNERABLE",
    "column",
    "drawn",
    "texts",
]

SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程"
    "苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝"
)
"""Common surnames, the commonest first."""

GIVEN_CHARACTERS = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国志文斌辉海峰春梅小林福贵德成"
    "忠义顺安长庆宝光永新荣生祥云龙飞波鹏宁凤莲珍淑慧琴素翠香月"
)
"""Characters of given names."""

USER_TYPES: dict[str, float] = {
    "居民": 0.87,
    "餐饮": 0.042,
    "商户": 0.03,
    "农业大棚": 0.014,
    "养殖": 0.014,
    "加工": 0.014,
    "机关学校": 0.008,
    "锅炉": 0.008,
}

PURPOSES: dict[str, dict[str, float]] = {
    "居民": {"取暖": 0.36, "炊事": 0.24, "两者": 0.40},
    "餐饮": {"炊事": 0.85, "两者": 0.15},
    "商户": {"取暖": 0.70, "炊事": 0.10, "两者": 0.20},
    "农业大棚": {"取暖": 0.15, "生产": 0.85},
    "养殖": {"取暖": 0.25, "生产": 0.75},
    "加工": {"生产": 1.0},
    "机关学校": {"取暖": 0.45, "炊事": 0.10, "两者": 0.45},
    "锅炉": {"取暖": 0.45, "生产": 0.55},
}

FUELS: dict[str, dict[str, float]] = {
    "取暖": {"蜂窝煤": 0.42, "散煤": 0.36, "型煤": 0.10, "无烟煤": 0.12},
    "炊事": {"蜂窝煤": 0.44, "散煤": 0.22, "生物质": 0.28, "型煤": 0.06},
    "两者": {"散煤": 0.44, "蜂窝煤": 0.36, "型煤": 0.08, "无烟煤": 0.12},
    "生产": {"散煤": 0.52, "烟煤": 0.14, "无烟煤": 0.22, "型煤": 0.12},
}

STOVES: dict[str, dict[str, float]] = {
    "取暖": {"铁皮取暖炉": 0.60, "土暖气": 0.40},
    "炊事": {"柴煤两用灶": 0.60, "铁炉灶": 0.40},
    "两者": {"回风炉": 0.60, "土暖气": 0.40},
    "生产": {"热风炉": 0.45, "立式小锅炉": 0.40, "土灶": 0.15},
}

FUEL_STOVES: dict[str, str] = {"蜂窝煤": "蜂窝煤炉", "生物质": "柴煤两用灶"}
"""Fuels that go with one stove only."""

COAL_T: dict[str, tuple[float, float]] = {
    "居民": (0.5, 4.0),
    "餐饮": (2.0, 10.0),
    "商户": (0.8, 4.0),
    "农业大棚": (4.0, 25.0),
    "养殖": (3.0, 20.0),
    "加工": (8.0, 60.0),
    "机关学校": (8.0, 40.0),
    "锅炉": (40.0, 300.0),
}
"""Tonnes a year, least and most."""

HEATED_AREA_M2: dict[str, tuple[float, float]] = {
    "居民": (20.0, 120.0),
    "餐饮": (40.0, 200.0),
    "商户": (20.0, 120.0),
    "农业大棚": (400.0, 2000.0),
    "养殖": (100.0, 800.0),
    "加工": (100.0, 600.0),
    "机关学校": (300.0, 3000.0),
    "锅炉": (500.0, 8000.0),
}
"""Least and most, of those that heat."""

VULNERABLE: dict[str, float] = {
    "低保户": 0.040,
    "五保户": 0.012,
    "残疾": 0.020,
    "独居老人": 0.035,
    "脱贫户": 0.060,
    "": 0.833,
}

LOCATION_METHODS: dict[str, float] = {
    "GPS定位": 0.72,
    "地图点选": 0.18,
    "地址匹配": 0.09,
    "村委会位置": 0.01,
}
"""The last one puts a household at the point of its village."""

LOCATION_SCATTER_M: tuple[float, ...] = (4.0, 15.0, 80.0, 0.0)
"""By how many metres (standard deviation) each of `LOCATION_METHODS` misses."""

SUBSTITUTES: dict[str, dict[str, float]] = {
    "取暖": {"空气源热泵": 0.40, "电采暖": 0.32, "天然气": 0.14, "集中供热": 0.10, "太阳能": 0.04},
    "炊事": {"电炊具": 0.50, "液化石油气": 0.28, "天然气": 0.22},
    "两者": {"空气源热泵": 0.36, "电采暖": 0.32, "天然气": 0.32},
    "生产": {"天然气": 0.40, "空气源热泵": 0.20, "生物质专用锅炉": 0.22, "电采暖": 0.18},
}
"""What may take the place of coal, all of it allowed in a ban zone."""

DISALLOWED_SUBSTITUTES: dict[str, float] = {"洁净型煤": 0.6, "生物质成型燃料炉": 0.4}
"""What is put in all the same, and no ban zone allows."""

NO_GRID_SUBSTITUTE = "无烟煤"
"""Allowed in a ban zone only where neither grid nor gas is ready."""

SUBSIDIES_YUAN: dict[str, float] = {
    "空气源热泵": 5000.0,
    "天然气": 3000.0,
    "电采暖": 1500.0,
    "集中供热": 2000.0,
    "太阳能": 1500.0,
    "电炊具": 500.0,
    "液化石油气": 300.0,
    "生物质专用锅炉": 2000.0,
    "洁净型煤": 600.0,
    "生物质成型燃料炉": 1200.0,
    "无烟煤": 400.0,
}

DEFERRED_REASONS: dict[str, float] = {
    "电网改造未完成": 0.26,
    "燃气管网未到达": 0.24,
    "房屋待拆迁": 0.14,
    "户主外出务工": 0.16,
    "新建房未入住": 0.10,
    "低保户自筹资金困难": 0.10,
}


def drawn(shares: Mapping[str, float], count: int, rng: np.random.Generator) -> np.ndarray:
    """Positions of ``count`` words of ``shares``, each as often as its share says."""
    bounds = np.cumsum(list(shares.values()))
    position = np.searchsorted(bounds, rng.random(count) * bounds[-1], side="right")
    return np.asarray(np.minimum(position, len(shares) - 1))


def texts(words: Sequence[str] | Mapping[str, object], position: np.ndarray) -> pd.Series:
    """The word at each position as a text column; missing at -1 and for an empty word."""
    pool = pa.array([word or None for word in words] + [None], pa.large_string())
    return column(pool.take(pa.array(np.where(position < 0, len(words), position))))


def column(values: pa.Array | pa.ChunkedArray) -> pd.Series:
    """A text column of an Arrow array of text, on a new index."""
    return pd.Series(pd.array(values, dtype="str"))
