from __future__ import annotations

import numpy as np

from zonemap.locate.memberships import Membership, join_zone_ids


def test_zone_ids_of_a_point_are_joined_in_order_and_empty_outside():
    membership = Membership(np.array([0, 2, 2]), np.array([1, 0, 1]))
    assert join_zone_ids(membership, zone_ids=["a", "b"], size=4) == ["b", "", "a;b", ""]
