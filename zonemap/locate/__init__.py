"""Which zones hold which points, and how far a point lies from a zone's edge."""

from zonemap.locate.claims import locate_claims
from zonemap.locate.distances import distance_to_edge
from zonemap.locate.exact import locate_points
from zonemap.locate.memberships import Membership, join_zone_ids

__all__ = ["Membership", "distance_to_edge", "join_zone_ids", "locate_claims", "locate_points"]
