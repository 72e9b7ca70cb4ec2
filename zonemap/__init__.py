"""Zones, household coal-user ledgers, and counts that can be defended.

The library's own names load on first use, so that ``import zonemap`` stays light.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zonemap.errors import ZonemapError
    from zonemap.locate import distance_to_edge, locate_points
    from zonemap.pipeline import check, judge_ledgers, run
    from zonemap.read.boundaries import read_layer
    from zonemap.read.plan import read_config
    from zonemap.zones import Zone, zone_shapes

__version__ = "0.1.0"

__all__ = [
    "Zone",
    "ZonemapError",
    "__version__",
    "check",
    "distance_to_edge",
    "judge_ledgers",
    "locate_points",
    "read_config",
    "read_layer",
    "run",
    "zone_shapes",
]

_HOMES = {
    "Zone": "zones",
    "ZonemapError": "errors",
    "check": "pipeline",
    "distance_to_edge": "locate",
    "judge_ledgers": "pipeline",
    "locate_points": "locate",
    "read_config": "read.plan",
    "read_layer": "read.boundaries",
    "run": "pipeline",
    "zone_shapes": "zones",
}


def __getattr__(name: str) -> object:
    """Load a public name from the module that holds it.

    Returns
    -------
    value
        A function, class or error of `__all__`.

    Raises
    ------
    AttributeError
        If the library has no such name.
    """
    if name not in _HOMES:
        msg = f"module 'zonemap' has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(f"zonemap.{_HOMES[name]}"), name)
