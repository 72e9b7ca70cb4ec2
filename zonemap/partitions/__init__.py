"""The same counts and the same located points as on one process, part by part on Dask."""

from __future__ import annotations

from zonemap.partitions.clusters import open_cluster
from zonemap.partitions.located import Target, locate_parts
from zonemap.partitions.tallies import tally_parts

__all__ = ["Target", "locate_parts", "open_cluster", "tally_parts"]
