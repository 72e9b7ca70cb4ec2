"""Every error zonemap raises on purpose, under one root.

An error carries its message as an English template and the values that fill it, so that
the command line can say it in the planner's language: the template is the message id of
the catalogue. ``str(error)`` is the English text.
"""

from __future__ import annotations

__all__ = [
    "AccountingError",
    "BoundaryError",
    "CRSError",
    "ColumnError",
    "ConfigError",
    "ControlError",
    "DatumError",
    "EngineError",
    "LedgerError",
    "OutputError",
    "PointsError",
    "ZonemapError",
]


class ZonemapError(Exception):
    """Root of all errors of zonemap: the data or the project is at fault.

    Parameters
    ----------
    template
        What is wrong, where, and what to do, in English, with ``{named}`` places.
    values
        What fills the places.
    """

    def __init__(self, template: str, **values: object) -> None:
        self.template = template
        self.values = values
        super().__init__(template.format(**values))

    def __reduce__(self) -> tuple[object, ...]:
        """Template and values cross from one process to another."""
        return _restored, (type(self), self.template, self.values)


def _restored(kind: type[ZonemapError], template: str, values: dict[str, object]) -> ZonemapError:
    return kind(template, **values)


class ConfigError(ZonemapError, ValueError):
    """``zonemap.toml`` is missing, unreadable or says something it may not."""


class BoundaryError(ZonemapError, ValueError):
    """A boundary, centre or zone layer cannot be used."""


class LedgerError(ZonemapError, ValueError):
    """A ledger cannot be read as one."""


class PointsError(ZonemapError, ValueError):
    """A layer of points cannot be used."""


class ColumnError(ZonemapError, ValueError):
    """A table lacks a column it needs, or has it twice."""


class CRSError(ZonemapError, ValueError):
    """A coordinate reference system is missing, unknown or cannot be transformed safely."""


class DatumError(ZonemapError, ValueError):
    """What the coordinates of a ledger mean cannot be told, or they are not where they claim."""


class ControlError(ZonemapError, ValueError):
    """A zone is empty and nothing shows that the search for its households works."""


class AccountingError(ZonemapError, RuntimeError):
    """Rows were lost or doubled between reading and writing."""


class EngineError(ZonemapError, RuntimeError):
    """A cluster cannot be reached or used, or was lost."""


class OutputError(ZonemapError, OSError):
    """A file of the output cannot be written."""
