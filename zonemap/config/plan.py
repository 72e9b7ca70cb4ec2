"""The plan as a whole, and how its text is read."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, ValidationError, model_validator

from zonemap.config.base import RESERVED_IDS, Table
from zonemap.config.ledgers import Ledgers
from zonemap.config.places import MOST_POINT_LAYERS, Counties, Places, Points, require_apart
from zonemap.config.zones import BufferZone, FuelClass, PolygonZone, VillagesZone
from zonemap.errors import ConfigError

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

__all__ = ["FILE_NAME", "Config", "Plan", "Source", "config_schema", "parse_config", "project_file"]

FILE_NAME = "zonemap.toml"


class Plan(Table):
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


class Source(Table):
    """Where a file comes from, printed on every map."""

    file: str
    text: str = Field(min_length=1)
    licence: str = ""
    accuracy: str = ""


class Config(Table):
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
        require_apart(self.points)
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
