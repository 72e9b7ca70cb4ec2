"""Which zones hold which points, and how far a point lies from a zone's edge.

Every answer is that of an exact rule (`exact`): a polygon covers the point, or the geodesic to a
chain (`chains`) is no longer than the radius. Zones are unions of such pieces (`pieces`). The
rule is dear, so it is asked of few points. That this changes no answer is shown in four steps,
each where it is made:

1. A point's column and row are order-preserving functions of x and y, wrong by less than 1e-11 of
   a cell (`grids`).
2. A cell which no edge comes within a millionth of a cell of is on one side of the edge as a
   whole, with every point that falls into it. For polygons the edges are followed through the
   rows (`crossings`); for chains a block whose middle is farther from the radius than from its
   corners is on one side (`reaches`). What is left is crossed.
3. One grid over all pieces (`index`) lists for each cell the pieces that hold or cross it. A piece
   that is not listed neither holds nor crosses the cell.
4. A point is given to a piece by a cell that the piece holds, or by the exact rule (`search`).

`compiled` holds the grids. Households of zones that are lists of villages need no place
(`claims`). Metres to an edge are asked only near it (`distances`, `nearest`, `windows`), and
`moves` shifts a centre by its accuracy.
"""

from zonemap.locate.claims import locate_claims
from zonemap.locate.compiled import CompiledZones, compile_zones
from zonemap.locate.distances import distance_to_edge, edge_distances
from zonemap.locate.memberships import Membership, join_zone_ids
from zonemap.locate.moves import AZIMUTHS, moved_zones
from zonemap.locate.search import locate_points

__all__ = [
    "AZIMUTHS",
    "CompiledZones",
    "Membership",
    "compile_zones",
    "distance_to_edge",
    "edge_distances",
    "join_zone_ids",
    "locate_claims",
    "locate_points",
    "moved_zones",
]
