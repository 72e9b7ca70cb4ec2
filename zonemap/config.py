"""``zonemap.toml``: the plan of a project, read once into a frozen value.

Unknown keys are refused, so that a misspelt rule never goes unnoticed. Paths stay as they
are written, relative to the folder of the file; `Config.root` is that folder.
"""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from zonemap.errors import ConfigError
from zonemap.schema import COLUMNS, STATUSES

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

__all__ = [
    "FILE_NAME",
    "BufferZone",
    "Config",
    "Counties",
    "FuelClass",
    "Ledgers",
    "Places",
    "Plan",
    "Points",
    "PolygonZone",
    "Source",
    "VillagesZone",
    "config_schema",
    "parse_config",
    "project_file",
]

FILE_NAME = "zonemap.toml"

RESERVED_IDS = frozenset({"overview", "total"})
"""Names that outputs use beside the ids of zones."""

MOST_POINT_LAYERS = 6
"""Maps have no more marks that can be told apart."""

ZoneId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+$", max_length=60)]
CountyCode = Annotated[str, Field(pattern=r"^\d{6}$")]
PlaceCode = Annotated[str, Field(pattern=r"^(\d{6}|\d{9}|\d{12})$")]


COLUMN_WORDS = {word: column.name for column in COLUMNS for word in (column.name, column.header)}
"""What a column may be called in the plan, with its name."""
STATUS_WORDS = {word: status.name for status in STATUSES for word in (status.name, status.word)}
"""What a status may be called in the plan, with its name."""


def _require_table(key: str, address: str, table: str) -> None:
    """A database is named with its table and without a password."""
    if re.search(r"//[^/@]*:[^@]*@|password=", address):
        msg = f"{key}: leave the password out of the plan; put it into PGPASSWORD or .pgpass"
        raise ValueError(msg)
    if "://" in address and not table:
        msg = "table: a database needs the name of its table"
        raise ValueError(msg)


class _Table(BaseModel):
    """A table of the file: frozen, and closed to keys it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Plan(_Table):
    """What the project is for and how its outputs read."""

    title: str = Field(min_length=1, description="Heads every page, sheet and workbook.")
    language: Literal["zh", "en"] = Field(
        "zh", description="Language of everything an official reads."
    )
    deadline: date = Field(description="The day by which the count must be zero, itself included.")
    measuring_crs: str = Field(
        "EPSG:4545",
        description="Projected CRS in metres, for areas and printed sheets; never for membership.",
    )
    map_review_number: str = Field("", description="审图号; empty: outputs say 内部使用.")


class _Layer(_Table):
    """What stands in a file, or in a table of a database."""

    table: str = Field(
        "", description="Table of the database, where postgresql://user@host/database stands."
    )

    @model_validator(mode="after")
    def _table_of_database(self) -> Self:
        for key in {"boundary", "features"} & set(type(self).model_fields):
            address = getattr(self, key)
            _require_table(key, address, self.table)
            if self.table and "://" not in address:
                msg = f"table: {key} is a file, which has no tables"
                raise ValueError(msg)
        return self


class Counties(_Layer):
    """The county polygons and how ledgers name them."""

    boundary: str = Field(description="Polygon file, one feature a county.")
    code: str = Field("adcode", description="Its column with the six-digit code.")
    name: str = Field("name", description="Its column with the name.")
    crs: str | None = Field(None, description="CRS of the file, where the file does not say.")
    aliases: dict[str, CountyCode] = Field(
        default_factory=dict, description="Other names ledgers use for a county, with its code."
    )


class _Zone(_Table):
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


class PolygonZone(_Zone, _Layer):
    """A zone whose edge is a delivered line."""

    kind: Literal["polygon"]
    boundary: str = Field(description="Polygon file.")
    within_county: CountyCode | None = Field(
        None, description="A household is a member only if it is inside this county too."
    )
    line_accuracy_m: float | None = Field(
        None, ge=0, description="By how many metres the line may be off."
    )


class BufferZone(_Zone, _Layer):
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


class PlaceAccuracy(_Table):
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


class Places(_Table):
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


class Points(_Table):
    """A layer of other points, located and counted by zone beside the households."""

    id: ZoneId = Field(description="Stable id, used in every output.")
    name: str = Field(min_length=1, description="What officials call it.")
    file: str = Field(
        description="Point file: CSV, GeoJSON, GeoPackage, Shapefile, FlatGeobuf or Parquet."
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


class Ledgers(_Table):
    """Where the dated ledgers lie, what their coordinates mean, and words of their own."""

    path: str = Field(
        "households/*",
        description="Pattern of ledger files or dated folders, or postgresql://user@host/database.",
    )
    table: str = Field("", description="Table of the database that holds the ledgers.")
    day_column: str = Field(
        "ledger_date", description="Its column with the day of the ledger a row belongs to."
    )
    crs: str = Field(
        "EPSG:4326",
        description="CRS of longitude and latitude: an EPSG code, GCJ-02, BD-09, or auto: told by "
        "evidence, refused where that is not enough.",
    )
    crs_of: dict[str, str] = Field(
        default_factory=dict,
        description="The CRS of single ledgers, by file name or pattern; stronger than crs.",
    )
    columns: dict[str, str] = Field(
        default_factory=dict,
        description="Headings of your own, each with the name of its column in docs/ledgers.md.",
    )
    statuses: dict[str, str] = Field(
        default_factory=dict,
        description="Status words of your own, each with the name of its status.",
    )

    @property
    def named_columns(self) -> dict[str, str]:
        """`columns` with the names in code."""
        return {heading: COLUMN_WORDS[name] for heading, name in self.columns.items()}

    @property
    def named_statuses(self) -> dict[str, str]:
        """`statuses` with the names in code."""
        return {word: STATUS_WORDS[name] for word, name in self.statuses.items()}

    @model_validator(mode="after")
    def _names_are_known(self) -> Ledgers:
        for heading, name in self.columns.items():
            if name not in COLUMN_WORDS:
                msg = f"columns: {heading!r} names {name!r}, which is no column of a ledger"
                raise ValueError(msg)
        for word, name in self.statuses.items():
            if name not in STATUS_WORDS:
                known = ", ".join(STATUS_WORDS)
                msg = f"statuses: {word!r} names {name!r}, which is none of {known}"
                raise ValueError(msg)
        _require_table("path", self.path, self.table)
        return self


class FuelClass(_Table):
    """Which substitutes lift a household out of the count."""

    allowed: tuple[str, ...] = Field(description="Substitutes as ledgers write them.")
    where_no_gas: tuple[str, ...] = Field(
        (), description="Accepted only where neither grid nor gas is ready."
    )
    source: str = Field(min_length=1, description="The rule this rests on.")


class Source(_Table):
    """Where a file comes from, printed on every map."""

    file: str
    text: str = Field(min_length=1)
    licence: str = ""
    accuracy: str = ""


def _require_apart(layers: tuple[Points, ...]) -> None:
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


class Config(_Table):
    """A project's plan.

    Attributes
    ----------
    root
        The folder that holds the file; every path is relative to it.
    """

    plan: Plan
    counties: Counties | None = None
    zones: tuple[
        Annotated[PolygonZone | BufferZone | VillagesZone, Field(discriminator="kind")], ...
    ] = Field(alias="zone", min_length=1)
    places: Places = Field(default_factory=Places)
    points: tuple[Points, ...] = Field((), max_length=MOST_POINT_LAYERS)
    ledgers: Ledgers = Field(default_factory=Ledgers)
    fuel_classes: dict[str, FuelClass] = Field(default_factory=dict, alias="fuel_class")
    sources: tuple[Source, ...] = Field((), alias="source")
    root: Path = Field(Path(), exclude=True)

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Config:
        ids = [zone.id for zone in self.zones]
        repeated = sorted({zone_id for zone_id in ids if ids.count(zone_id) > 1})
        if repeated:
            msg = f"zone ids repeat: {', '.join(repeated)}"
            raise ValueError(msg)
        if reserved := sorted(RESERVED_IDS.intersection(ids)):
            msg = f"zone ids {', '.join(reserved)} have a meaning of their own; choose others"
            raise ValueError(msg)
        _require_apart(self.points)
        for zone in self.zones:
            if zone.fuel_class is not None and zone.fuel_class not in self.fuel_classes:
                msg = f"zone {zone.id} names fuel_class {zone.fuel_class!r}, which has no table"
                raise ValueError(msg)
            if zone.kind == "polygon" and zone.within_county and self.counties is None:
                msg = f"zone {zone.id} has within_county, but there is no [counties] table"
                raise ValueError(msg)
        return self


def project_file(project: Path) -> Path:
    """The ``zonemap.toml`` of a project named by its folder or by the file itself."""
    return project / FILE_NAME if project.is_dir() else project


def parse_config(text: str, *, path: Path) -> Config:
    """The plan that ``text`` states.

    Parameters
    ----------
    text
        Content of the file.
    path
        Where it was read from; its folder becomes `Config.root`.

    Returns
    -------
    config
        Validated and frozen.

    Raises
    ------
    ConfigError
        If the text is not TOML, a key is unknown or missing, or a value is not allowed. Every
        fault is named in one message.
    """
    try:
        values = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError("{file}: not valid TOML: {why}", file=path.name, why=error) from error
    if "root" in values:
        raise ConfigError("{file}: {faults}", file=path.name, faults="root: unknown key")
    try:
        return Config.model_validate({**values, "root": path.parent})
    except ValidationError as error:
        faults = "; ".join(_fault(item) for item in error.errors())
        raise ConfigError("{file}: {faults}", file=path.name, faults=faults) from error


def _fault(item: ErrorDetails) -> str:
    kinds = {"polygon", "buffer", "villages"}
    parts = [part for part in item["loc"] if part not in kinds]
    where = ".".join(str(part + 1) if isinstance(part, int) else part for part in parts)
    what = "unknown key" if item["type"] == "extra_forbidden" else item["msg"]
    what = str(what).removeprefix("Value error, ")
    return f"{where}: {what}" if where else what


def config_schema() -> dict[str, Any]:
    """The JSON Schema of ``zonemap.toml``, for editors that complete and check it."""
    schema = Config.model_json_schema(by_alias=True)
    schema["properties"].pop("root", None)
    schema["title"] = FILE_NAME
    return schema
