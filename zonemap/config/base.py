"""What all tables of the plan share."""

from __future__ import annotations

import re
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

__all__ = ["RESERVED_IDS", "CountyCode", "Layer", "PlaceCode", "Table", "ZoneId", "require_table"]

RESERVED_IDS = frozenset({"overview", "total"})
"""Names that outputs use beside the ids of zones."""

ZoneId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+$", max_length=60)]
CountyCode = Annotated[str, Field(pattern=r"^\d{6}$")]
PlaceCode = Annotated[str, Field(pattern=r"^(\d{6}|\d{9}|\d{12})$")]


def require_table(key: str, address: str, table: str) -> None:
    """A database is named with its table and without a password."""
    if re.search(r"//[^/@]*:[^@]*@|password=", address):
        msg = f"{key}: leave the password out of the plan; put it into PGPASSWORD or .pgpass"
        raise ValueError(msg)
    if "://" in address and not table:
        msg = "table: a database needs the name of its table"
        raise ValueError(msg)


class Table(BaseModel):
    """A table of the file: frozen, and closed to keys it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Layer(Table):
    """What stands in a file, or in a table of a database."""

    table: str = Field(
        "", description="Table of the database, where postgresql://user@host/database stands."
    )

    @model_validator(mode="after")
    def _table_of_database(self) -> Self:
        for key in {"boundary", "features"} & set(type(self).model_fields):
            address = getattr(self, key)
            require_table(key, address, self.table)
            if self.table and "://" not in address:
                msg = f"table: {key} is a file, which has no tables"
                raise ValueError(msg)
        return self
