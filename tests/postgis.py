"""A private PostgreSQL with PostGIS, for tests that read a ledger from a database."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

REQUIRED = os.environ.get("ZONEMAP_REQUIRE_POSTGIS") == "1"
PASSWORD = "s3cr3t-of-the-test"
PROGRAMS = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]
AUTHENTICATION = "--auth=scram-sha-256"


@dataclass(frozen=True)
class Server:
    """Where it listens; its database ``postgres`` has PostGIS."""

    folder: Path
    port: int

    def url(self, *, user="postgres", password=PASSWORD, host="127.0.0.1", database="postgres"):
        return f"postgresql://{user}:{password}@{host}:{self.port}/{database}"


def _missing(reason):
    if REQUIRED:
        pytest.fail(f"ZONEMAP_REQUIRE_POSTGIS=1, but {reason}")
    pytest.skip(reason)


def _program(name):
    found = shutil.which(name, path=os.pathsep.join(map(str, PROGRAMS))) or shutil.which(name)
    return found or _missing(f"there is no {name} on this machine")


def _run(*command):
    """Run as an ordinary user: PostgreSQL refuses to run as root."""
    user = {"user": "postgres", "group": "postgres", "extra_groups": []}
    who = user if os.geteuid() == 0 else {}
    # The server inherits what it is given: pipes would never close.
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(command, stdout=said, stderr=said, cwd="/", **who, check=False)
        said.seek(0)
        assert done.returncode == 0, said.read().decode(errors="replace")


@contextmanager
def server():
    """A running server; skips the test, or fails it if a server is required."""
    initdb, control = _program("initdb"), _program("pg_ctl")
    psycopg = pytest.importorskip("psycopg") if not REQUIRED else __import__("psycopg")
    # Short, for the path of a socket has 107 bytes at most.
    folder = Path(tempfile.mkdtemp(prefix="zonemap-pg-"))
    try:
        password = folder / "password"
        password.write_text(PASSWORD)
        if os.geteuid() == 0:
            import pwd

            account = pwd.getpwnam("postgres")
            for path in (folder, password):
                os.chown(path, account.pw_uid, account.pw_gid)
        data = str(folder / "data")
        _run(initdb, "-D", data, "-U", "postgres", f"--pwfile={password}", AUTHENTICATION,
             "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")  # fmt: skip
        found = Server(folder, _free_port())
        options = f"-F -h 127.0.0.1 -p {found.port} -k {folder}"
        _run(control, "-D", data, "-l", str(folder / "log"), "-o", options, "-w", "start")
        try:
            with psycopg.connect(found.url()) as connection:
                if not connection.execute(
                    "SELECT 1 FROM pg_available_extensions WHERE name = 'postgis'"
                ).fetchall():
                    _missing("PostgreSQL is here without PostGIS")
                connection.execute("CREATE EXTENSION postgis")
            yield found
        finally:
            _run(control, "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]
