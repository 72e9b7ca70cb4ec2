"""Tables of the zones, and of the fuels they allow."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from zonemap.config.base import CountyCode, Layer, PlaceCode, Table, ZoneId

__all__ = ["BufferZone", "FuelClass", "PolygonZone", "VillagesZone"]


class _Zone(Table):
    """What every zone has."""

    id: ZoneId = Field(description="Stable id, used in every output.")
    name: str = Field(min_length=1, description="What officials call it.")
    target: Literal["zero", "baseline"] = Field(
        description="zero: must be cleared by the deadline; baseline: a funded project's base."
    )
    basis: Literal["official", "approximate", "assumed"] = Field(
        "approximate", description="Where line or centre come from; said on every map and page."
    )
    fuel_class: str | None = Field(
        None, description="Class of 高污染燃料目录; a table [fuel_class.X] must stand in the file."
    )
    where: dict[str, str] = Field(
        default_factory=dict, description="Keep only features whose columns have these values."
    )
    crs: str | None = Field(None, description="CRS of the file, where the file does not say.")
    control_towns: tuple[str, ...] = Field(
        (), description="Codes of towns or villages known to lie inside: the positive control."
    )
    control_points: str | None = Field(
        None, description="Point file, from another source, of places known to lie inside."
    )


class PolygonZone(_Zone, Layer):
    """A zone whose edge is a delivered line."""

    kind: Literal["polygon"]
    boundary: str = Field(description="Polygon file.")
    within_county: CountyCode | None = Field(
        None, description="A household is a member only if it is inside this county too."
    )
    line_accuracy_m: float | None = Field(
        None, ge=0, description="By how many metres the line may be off."
    )


class BufferZone(_Zone, Layer):
    """All land within a true distance of centre points."""

    kind: Literal["buffer"]
    features: str = Field(description="Point file, or CSV with longitude and latitude.")
    radius_m: float = Field(gt=0, le=1_000_000, description="Geodesic distance in metres.")


class VillagesZone(_Zone):
    """The households of named villages, wherever they stand: needs no coordinates."""

    kind: Literal["villages"]
    codes: tuple[PlaceCode, ...] = Field(
        min_length=1, description="Codes of counties (6 digits), towns (9) or villages (12)."
    )


class FuelClass(Table):
    """Which substitutes lift a household out of the count."""

    allowed: tuple[str, ...] = Field(description="Substitutes as ledgers write them.")
    where_no_gas: tuple[str, ...] = Field(
        (), description="Accepted only where neither grid nor gas is ready."
    )
    source: str = Field(min_length=1, description="The rule this rests on.")
