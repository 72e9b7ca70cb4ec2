"""A small world for the page: two square zones, a household in each corner of the rules."""

from __future__ import annotations

from datetime import date

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from zonemap.render.html_map.page import PageContext, PageCounts, map_page
from zonemap.schema import COLUMN_NAMES, COUNT_COLUMNS, REMAINING_STAGES

ZONES = {"west-ban": (107.00, 33.00), "east-buffer": (107.10, 33.00)}
SIDE = 0.04
TEXT_COLUMNS = [name for name in COLUMN_NAMES if name not in {"longitude", "latitude", "coal_t"}]


def said_as_is(message):
    return message


def household(number, zone_id="west-ban", stage="active", **cells):
    """A household in the middle of its zone, each a little further east."""
    west, south = ZONES.get(zone_id, (107.06, 33.0))
    return {
        "household_id": f"H{number:03d}",
        "head": f"户主{number:03d}",
        "id_number": f"610702196001{number + 10:02d}0018",
        "phone": f"139000{number:05d}",
        "county": "甲区",
        "town": "乙镇",
        "village": "丙村",
        "user_type": "居民",
        "fuel": "散煤",
        "status": "active",
        "substitute": "天然气",
        "coal_t": 2.5,
        "longitude": west + SIDE / 2 + number * 0.0005,
        "latitude": south + SIDE / 2,
        "placement": "in" if zone_id in ZONES else "outside",
        "zone_id": zone_id if zone_id in ZONES else "",
        "stage": stage,
        **cells,
    }


def undetermined(number, reason, **cells):
    return household(
        number,
        stage="undetermined",
        placement="undetermined",
        undetermined_reason=reason,
        zone_id="",
        **cells,
    )


ROWS = [
    household(1, stage="active"),
    household(2, stage="proven", status="cleared"),
    household(3, stage="relapsed", village="丁村"),
    household(4, zone_id="east-buffer", stage="blocked", blocked_reason="长期无人居住"),
    household(5, zone_id="nowhere", stage=None),
    undetermined(6, "no_place", longitude=np.nan, latitude=np.nan),
    undetermined(7, "no_status"),
    household(8, placement="superseded"),
]


def households(rows=None):
    """The judged table; its index is not 0, 1, 2."""
    table = pd.DataFrame(ROWS if rows is None else rows)
    table = table.reindex(
        columns=[
            *dict.fromkeys(
                [
                    *COLUMN_NAMES,
                    "placement",
                    "zone_id",
                    "stage",
                    "blocked_reason",
                    "undetermined_reason",
                ]
            )
        ]
    )
    numbers = ["longitude", "latitude", "coal_t"]
    texts = table.columns.difference(numbers)
    table = table.astype({**dict.fromkeys(numbers, float), **dict.fromkeys(texts, "str")})
    table.index = np.arange(len(table)) * 3 + 7
    return table


def zone_shapes(names=("西部禁燃区", "东部3公里范围"), zone_ids=tuple(ZONES)):
    count = len(zone_ids)
    corners = [ZONES.get(zone_id, (107.0, 33.0)) for zone_id in zone_ids]
    return gpd.GeoDataFrame(
        {
            "name": list(names),
            "kind": (["polygon", "buffer"] * count)[:count],
            "target": (["zero", "baseline"] * count)[:count],
            "basis": (["official", "assumed"] * count)[:count],
            "accuracy_m": np.full(count, 640.0),
            "radius_m": np.full(count, np.nan),
            "area_km2": np.full(count, 16.0),
            "fuel_class": ["III"] * count,
        },
        geometry=[shapely.box(x, y, x + SIDE, y + SIDE) for x, y in corners],
        index=pd.Index(zone_ids, name="zone_id"),
        crs="EPSG:4326",
    )


def counts_row(active=0, *, proven=0, relapsed=0, blocked=0, undetermined=0):
    stages = dict.fromkeys(REMAINING_STAGES, 0) | {
        "active": active,
        "relapsed": relapsed,
        "blocked": blocked,
    }
    remaining = active + relapsed + blocked
    return {
        "households": remaining + proven,
        "claimed": proven,
        "proven": proven,
        "remaining": remaining,
        **stages,
        "undetermined": undetermined,
    }


def zone_counts(rows=None):
    rows = rows or {
        "west-ban": counts_row(1, proven=1, relapsed=1, undetermined=2),
        "east-buffer": counts_row(blocked=1, undetermined=1),
        "total": counts_row(1, proven=1, relapsed=1, blocked=1, undetermined=2),
    }
    table = pd.DataFrame.from_dict(rows, orient="index").astype(float)
    return table.rename_axis("zone_id")


def place(zone_id, village, counts, *, at):
    named = {"zone_id": zone_id, "county": "甲区", "town": "乙镇", "village": village}
    numbers = {name: float(counts[name]) for name in COUNT_COLUMNS}
    return {**named, **numbers, "longitude": at[0], "latitude": at[1]}


def place_counts():
    return pd.DataFrame(
        [
            place("west-ban", "丙村", counts_row(1, proven=1), at=(107.021, 33.02)),
            place("west-ban", "丁村", counts_row(relapsed=1), at=(107.0215, 33.02)),
            place("east-buffer", "丙村", counts_row(blocked=1), at=(107.122, 33.02)),
        ]
    )


def history(newest=None):
    newest = zone_counts() if newest is None else newest
    earlier = newest.assign(remaining=newest["remaining"] + 4)
    days = {"2022-09-23": earlier, "2022-09-30": newest}
    table = pd.concat(
        [counts.reset_index().assign(ledger_date=pd.Timestamp(day)) for day, counts in days.items()]
    )
    return table.astype({"ledger_date": "datetime64[s]"}).reset_index(drop=True)


def counties():
    return gpd.GeoDataFrame(
        {"code": ["610702", "610703"], "name": ["甲区", "乙县"]},
        geometry=[shapely.box(106.9, 32.9, 107.2, 33.1), shapely.box(107.2, 32.9, 107.4, 33.1)],
        crs="EPSG:4326",
    )


def centres():
    return pd.DataFrame({"name": ["东部"], "longitude": [107.135], "latitude": [33.035]})


def page_counts(**tables):
    return PageCounts(
        **{
            "zone_counts": zone_counts(),
            "place_counts": place_counts(),
            "history": history(),
            **tables,
        }
    )


def page_context(**values):
    return PageContext(
        **{
            "title": "甲区2022年清零",
            "as_of": date(2022, 9, 30),
            "deadline": date(2022, 10, 31),
            "language": "zh",
            "counties": counties(),
            "centres": centres(),
            "sources": ("界线：示意",),
            **values,
        }
    )


def page(rows=None, *, shapes=None, counts=None, context=None):
    return map_page(
        households(rows),
        zone_shapes() if shapes is None else shapes,
        counts=counts or page_counts(),
        context=context or page_context(),
        translate=said_as_is,
    )
