"""A connection to a PostgreSQL database: opened, shown without its password, refused in our words.

No message quotes the driver or the server, whose words may hold the password or a cell; nor
is their error chained to ours.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, TypeVar

try:
    import psycopg
    from psycopg.conninfo import conninfo_to_dict, make_conninfo

    INSTALLED = True
except ImportError:
    INSTALLED = False

if TYPE_CHECKING:
    from collections.abc import Callable

    from zonemap.errors import ZonemapError

    Connection = psycopg.Connection[tuple[Any, ...]]

__all__ = ["INSTALLED", "connected", "display_url"]

Answer = TypeVar("Answer")

LIMITS = {"connect_timeout": "10", "keepalives_idle": "30"}
"""Seconds, where neither the address nor the environment says otherwise."""

NOT_UTF8 = "22021"

UNREADABLE = "postgresql://..."

_PORTS = re.compile(r"(\d{1,5}(,\d{1,5})*)?")
_PLAIN = re.compile(r"[\w .,:/+-]*")


def display_url(url: str) -> str:
    """The address of a database without password and options, for messages and manifests.

    Parameters
    ----------
    url
        ``postgresql://...``, or ``key=value`` pairs as libpq takes them.

    Returns
    -------
    shown
        ``postgresql://user@host:port/database`` as far as given; ``postgresql://...`` where a
        part may be a piece of a password with characters that must be written as %40 or so.
    """
    if not INSTALLED:
        return UNREADABLE
    try:
        parts = conninfo_to_dict(url)
    except (psycopg.Error, UnicodeError):
        return UNREADABLE
    user, host, port, name = (str(parts.get(k, "")) for k in ("user", "host", "port", "dbname"))
    if not (_PORTS.fullmatch(port) and all(map(_PLAIN.fullmatch, (user, host, name)))):
        return UNREADABLE
    host = f"[{host}]" if host.count(":") > 1 else host
    return f"postgresql://{user and user + '@'}{host}{port and ':' + port}{name and '/' + name}"


def connected(
    url: str,
    work: Callable[[Connection], Answer],
    *,
    failed: Callable[[str], ZonemapError],
    error: type[ZonemapError],
) -> Answer:
    """What ``work`` returns of one transaction, which is undone if it raises.

    Parameters
    ----------
    url
        As libpq takes it, so ``sslmode`` and the like, ``PGPASSWORD`` and ``.pgpass`` work.
    work
        Called once with the connection, before anything was asked of it.
    failed
        The error for an SQLSTATE; ``22021`` also stands for a text that is not UTF-8.
    error
        What to raise if there is no connection.

    Returns
    -------
    answer
        As ``work`` returns it, once the transaction is committed.

    Raises
    ------
    ZonemapError
        As ``error``, if psycopg is not installed or the database does not open; as ``failed``
        says, if a statement fails.
    """
    if not INSTALLED:
        raise error("a database needs psycopg; install it with: pip install zonemap[postgis]")
    # Raised outside of except, ours carries no trace of theirs.
    try:
        with psycopg.connect(_limited(url), client_encoding="UTF8") as connection:
            return work(connection)
    except psycopg.Error as met:
        fault = _refused(met, url, error) if met.sqlstate is None else failed(met.sqlstate)
    except UnicodeError:
        fault = failed(NOT_UTF8)
    raise fault


def _limited(url: str) -> str:
    given = set(conninfo_to_dict(url))
    if "PGCONNECT_TIMEOUT" in os.environ:
        given.add("connect_timeout")
    return make_conninfo(url, **{name: LIMITS[name] for name in LIMITS if name not in given})


def _refused(met: psycopg.Error, url: str, error: type[ZonemapError]) -> ZonemapError:
    """Why there is no connection, in our words."""
    said, shown = str(met).lower(), display_url(url)
    asked = met.pgconn is not None and (met.pgconn.needs_password or met.pgconn.used_password)
    if shown == UNREADABLE or isinstance(met, psycopg.ProgrammingError):
        return error(
            "{url}: not an address of a database; write postgresql://user@host/database, and "
            "@ : / ? # % in a password as %40 %3A %2F %3F %23 %25",
            url=shown,
        )
    if "ssl" in said or "certificate" in said or "pg_hba" in said:
        return error(
            "{url}: the server does not admit this connection; check sslmode and the user, or ask "
            "who runs it",
            url=shown,
        )
    if "does not exist" in said or "不存在" in said:
        return error("{url}: has no such database or user; check the address", url=shown)
    if asked or "password" in said:
        return error(
            "{url}: the password is wrong or missing; give it in PGPASSWORD or .pgpass", url=shown
        )
    return error("{url}: the database does not answer; check host, port and network", url=shown)
