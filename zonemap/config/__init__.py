"""``zonemap.toml``: the plan of a project, read once into a frozen value.

Unknown keys are refused, so that a misspelt rule never goes unnoticed. Paths stay as they
are written, relative to the folder of the file; `Config.root` is that folder.
"""

from zonemap.config.ledgers import Ledgers
from zonemap.config.places import Counties, PlaceAccuracy, Places, Points
from zonemap.config.plan import (
    FILE_NAME,
    Config,
    Plan,
    Source,
    config_schema,
    parse_config,
    project_file,
)
from zonemap.config.zones import BufferZone, FuelClass, PolygonZone, VillagesZone

__all__ = [
    "FILE_NAME",
    "BufferZone",
    "Config",
    "Counties",
    "FuelClass",
    "Ledgers",
    "PlaceAccuracy",
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
