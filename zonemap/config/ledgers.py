"""The table of the ledgers."""

from __future__ import annotations

from pydantic import Field, model_validator

from zonemap.config.base import Table, require_table
from zonemap.schema import COLUMNS, STATUSES

__all__ = ["Ledgers"]

COLUMN_WORDS = {word: column.name for column in COLUMNS for word in (column.name, column.header)}
"""What a column may be called in the plan, with its name."""
STATUS_WORDS = {word: status.name for status in STATUSES for word in (status.name, status.word)}
"""What a status may be called in the plan, with its name."""


class Ledgers(Table):
    """Where the dated ledgers lie, what their coordinates mean, and words of their own."""

    path: str = Field(
        "households/*",
        description="Pattern of ledger files or dated folders, or postgresql://user@host/database.",
    )
    table: str = Field("", description="Table of the database that holds the ledgers.")
    day_column: str = Field(
        "ledger_date", description="Its column with the day of the ledger a row belongs to."
    )
    crs: str = Field(
        "EPSG:4326",
        description="CRS of longitude and latitude: an EPSG code, GCJ-02, BD-09, or auto: told by "
        "evidence, refused where that is not enough.",
    )
    crs_of: dict[str, str] = Field(
        default_factory=dict,
        description="The CRS of single ledgers, by file name or pattern; stronger than crs.",
    )
    columns: dict[str, str] = Field(
        default_factory=dict,
        description="Headings of your own, each with the name of its column in docs/ledgers.md.",
    )
    statuses: dict[str, str] = Field(
        default_factory=dict,
        description="Status words of your own, each with the name of its status.",
    )

    @property
    def named_columns(self) -> dict[str, str]:
        """`columns` with the names in code."""
        return {heading: COLUMN_WORDS[name] for heading, name in self.columns.items()}

    @property
    def named_statuses(self) -> dict[str, str]:
        """`statuses` with the names in code."""
        return {word: STATUS_WORDS[name] for word, name in self.statuses.items()}

    @model_validator(mode="after")
    def _names_are_known(self) -> Ledgers:
        for heading, name in self.columns.items():
            if name not in COLUMN_WORDS:
                msg = f"columns: {heading!r} names {name!r}, which is no column of a ledger"
                raise ValueError(msg)
        for word, name in self.statuses.items():
            if name not in STATUS_WORDS:
                known = ", ".join(STATUS_WORDS)
                msg = f"statuses: {word!r} names {name!r}, which is none of {known}"
                raise ValueError(msg)
        require_table("path", self.path, self.table)
        return self
