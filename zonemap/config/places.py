"""Tables of counties, of places and of other points."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from zonemap.config.base import RESERVED_IDS, CountyCode, Layer, Table, ZoneId

__all__ = ["Counties", "PlaceAccuracy", "Places", "Points", "require_apart"]

MOST_POINT_LAYERS = 6
"""Maps have no more marks that can be told apart."""


class Counties(Layer):
    """The county polygons and how ledgers name them."""

    boundary: str = Field(description="Polygon file, one feature a county.")
    code: str = Field("adcode", description="Its column with the six-digit code.")
    name: str = Field("name", description="Its column with the name.")
    crs: str | None = Field(None, description="CRS of the file, where the file does not say.")
    aliases: dict[str, CountyCode] = Field(
        default_factory=dict, description="Other names ledgers use for a county, with its code."
    )


class PlaceAccuracy(Table):
    """By how many metres a household's place may be off, by how it was found (定位方式)."""

    survey: float = Field(1, ge=0, description="RTK, CORS, 测绘.")
    gps: float = Field(20, ge=0, description="GPS定位, 北斗, 手持机.")
    phone: float = Field(30, ge=0, description="手机定位, 微信.")
    map: float = Field(30, ge=0, description="地图点选, 奥维, 影像.")
    address: float = Field(300, ge=0, description="地址匹配, 门牌, 地理编码.")
    village: float = Field(
        1000, ge=0, description="村委会位置; also a village point without a radius of its own."
    )
    unknown: float = Field(100, ge=0, description="Any other word, or none.")
    words: dict[str, Annotated[float, Field(ge=0)]] = Field(
        default_factory=dict, description="定位方式 of your own, each with its metres."
    )


class Places(Table):
    """What places are called and where they are, from files of the project."""

    villages: str | None = Field(
        None, description="CSV of villages: code, name, town, county; gives missing codes by name."
    )
    town_points: str | None = Field(
        None, description="CSV of one WGS84 point a town; evidence for the datum of ledgers."
    )
    village_points: str | None = Field(
        None,
        description="CSV of one WGS84 point a village, with radius_m: places households without "
        "coordinates, and evidence for the datum.",
    )
    accuracy_m: PlaceAccuracy = Field(
        default_factory=PlaceAccuracy,
        description="By how many metres the places of households may be off.",
    )


class Points(Table):
    """A layer of other points, located and counted by zone beside the households."""

    id: ZoneId = Field(description="Stable id, used in every output.")
    name: str = Field(min_length=1, description="What officials call it.")
    file: str = Field(
        description="Point file: CSV, Excel, GeoJSON, GeoPackage, Shapefile, FlatGeobuf or Parquet."
    )
    name_column: str | None = Field(
        None, description="Its column with the name of each point; else name or 名称, if there."
    )
    where: dict[str, str] = Field(
        default_factory=dict, description="Keep only points whose columns have these values."
    )
    crs: str | None = Field(
        None,
        description="CRS of the file, where the file does not say: an EPSG code; or GCJ-02 or "
        "BD-09, whatever the file says. Not auto: there is no evidence to tell it by.",
    )

    @model_validator(mode="after")
    def _states_its_crs(self) -> Points:
        if self.crs == "auto":
            msg = "crs: auto is for ledgers only; state an EPSG code, GCJ-02 or BD-09"
            raise ValueError(msg)
        return self


def require_apart(layers: tuple[Points, ...]) -> None:
    """Stop if ids or names of point layers repeat, or an id has a meaning of its own."""
    ids = [layer.id.casefold() for layer in layers]
    names = [layer.name.casefold() for layer in layers]
    for what, values in (("ids", ids), ("names", names)):
        repeated = sorted({value for value in values if values.count(value) > 1})
        if repeated:
            msg = f"{what} of points repeat: {', '.join(repeated)}"
            raise ValueError(msg)
    if reserved := sorted(RESERVED_IDS.intersection(ids)):
        msg = f"ids of points {', '.join(reserved)} have a meaning of their own; choose others"
        raise ValueError(msg)
