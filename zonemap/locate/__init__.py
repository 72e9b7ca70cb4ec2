"""Which zones hold which points, and how far a point lies from a zone's edge."""

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
