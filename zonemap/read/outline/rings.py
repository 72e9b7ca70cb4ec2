"""Polygons made of rings of points, exactly as given: nothing is simplified or mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from zonemap.errors import BoundaryError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["joined_parts", "polygon_of"]

LEAST_POINTS = 3


def polygon_of(rings: Sequence[NDArray[np.float64]], *, file: str, part: str) -> shapely.Polygon:
    """The polygon of an outer ring and its holes.

    Parameters
    ----------
    rings
        Outer ring first; x and y of each point, closed or not.
    file, part
        For the message.

    Returns
    -------
    polygon
        With the very numbers given; it may still be invalid.

    Raises
    ------
    BoundaryError
        If a ring has fewer than three different points.
    """
    for number, ring in enumerate(rings, start=1):
        if len(np.unique(ring, axis=0)) < LEAST_POINTS:
            raise BoundaryError(
                "{file}: ring {ring} of {part} has fewer than three points; complete it",
                file=file,
                ring=number,
                part=part,
            )
    return shapely.Polygon(rings[0], rings[1:])


def joined_parts(parts: Sequence[shapely.Polygon]) -> shapely.Geometry:
    """One polygon, or several as a multipolygon; they are not dissolved."""
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(list(parts))
