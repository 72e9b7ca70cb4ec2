"""Every fault there is, by name, and the mild mix of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zonemap.sample.dirty.date_faults import DATE_FAULTS
from zonemap.sample.dirty.duplicates import DUPLICATE_FAULTS
from zonemap.sample.dirty.number_faults import NUMBER_FAULTS
from zonemap.sample.dirty.place_faults import PLACE_FAULTS
from zonemap.sample.dirty.structure import DATUM_FAULTS, FILE_FAULTS, STRUCTURE_FAULTS
from zonemap.sample.dirty.word_faults import WORD_FAULTS

if TYPE_CHECKING:
    from zonemap.sample.dirty.kinds import Fault

__all__ = ["CELL_FAULTS", "FAULTS", "mild_rates"]

CELL_FAULTS: tuple[Fault, ...] = (*PLACE_FAULTS, *NUMBER_FAULTS, *DATE_FAULTS, *WORD_FAULTS)
"""Faults of cells, in the order in which they are tried."""

FAULTS: dict[str, Fault] = {
    fault.name: fault
    for fault in (
        *STRUCTURE_FAULTS,
        *FILE_FAULTS,
        *CELL_FAULTS,
        *DUPLICATE_FAULTS,
        *DATUM_FAULTS,
    )
}


def mild_rates() -> dict[str, float]:
    """The rate of every fault in the mild mix: about 3 % of the rows have one."""
    return {name: fault.rate for name, fault in FAULTS.items()}
