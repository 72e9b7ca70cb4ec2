from __future__ import annotations

import pytest

from zonemap.partitions import open_cluster


@pytest.fixture(scope="package")
def client():
    """Two worker processes, for tests that do them no harm."""
    with open_cluster(workers=2) as opened:
        yield opened
