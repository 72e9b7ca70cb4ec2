"""A private PostgreSQL with PostGIS for the time of the benchmark."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["postgis_server"]

SETTINGS = {
    "shared_buffers": "1GB",
    "work_mem": "256MB",
    "maintenance_work_mem": "512MB",
    "max_wal_size": "4GB",
}


@contextmanager
def postgis_server() -> Iterator[str | None]:
    """The URL of a running server; None where PostgreSQL or PostGIS is not installed."""
    programs = _programs()
    if programs is None:
        yield None
        return
    # Short, for the path of a socket has 107 bytes at most.
    folder = Path(tempfile.mkdtemp(prefix="zonemap-bench-"))
    data = str(folder / "data")
    try:
        if os.geteuid() == 0:
            account = pwd.getpwnam("postgres")
            os.chown(folder, account.pw_uid, account.pw_gid)
        _run(programs / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--no-sync")
        yield from _running(programs / "pg_ctl", data, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _running(control: Path, data: str, folder: Path) -> Iterator[str | None]:
    import psycopg

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
    options = f"-F -h 127.0.0.1 -p {port} -k {folder} {settings}"
    _run(control, "-D", data, "-l", str(folder / "log"), "-o", options, "-w", "start")
    url = f"postgresql://postgres@127.0.0.1:{port}/postgres"
    try:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE EXTENSION postgis")
        yield url
    finally:
        _run(control, "-D", data, "-m", "immediate", "-w", "stop")


def _programs() -> Path | None:
    """The newest PostgreSQL that has PostGIS."""
    for folder in sorted(Path("/usr/lib/postgresql").glob("*"), reverse=True):
        if Path(f"/usr/share/postgresql/{folder.name}/extension/postgis.control").exists():
            return folder / "bin"
    return None


def _run(program: Path, *arguments: str) -> None:
    """Run as an ordinary user: PostgreSQL refuses to run as root."""
    user = {"user": "postgres", "group": "postgres", "extra_groups": []}
    subprocess.run(
        [str(program), *arguments],
        cwd="/",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
        **(user if os.geteuid() == 0 else {}),
    )
