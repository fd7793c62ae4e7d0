"""A real PostgreSQL server for tests, from Debian's package, in a folder of its own."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest


def _binaries() -> Path | None:
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return folders[-1] if folders and (folders[-1] / "initdb").exists() else None


def why_not() -> str | None:
    """Why no server can be started here, or None where one can."""
    if _binaries() is None:
        return "no PostgreSQL under /usr/lib/postgresql: apt-get install postgresql"
    if os.geteuid() == 0 and shutil.which("runuser") is None:
        return "PostgreSQL refuses to run as root, and there is no runuser"
    return None


@contextmanager
def postgres() -> Iterator[str]:
    """The folder of a running server's socket; user and database ``postgres``, no password.

    It listens on no port. Skips the test where no server can be started.
    """
    reason = why_not()
    if reason:
        pytest.skip(reason)
    bin_ = _binaries()
    assert bin_ is not None
    # A socket's path may have 107 bytes, fewer than pytest's folders take.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        data = folder / "data"
        _run(bin_ / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8",
             "--locale=C", "--no-sync", at=folder)  # fmt: skip
        settings = f"-c listen_addresses='' -k {folder} -c fsync=off -c shared_buffers=8MB"
        server = [bin_ / "pg_ctl", "-D", data, "-w"]
        _run(*server, "-o", settings, "-l", folder / "log", "start", at=folder)
        try:
            yield str(folder)
        finally:
            _run(*server, "-m", "immediate", "stop", at=folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(*command: str | Path, at: Path) -> None:
    words: Sequence[str] = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["runuser", "-u", "postgres", "--", *words]
    # The server inherits what it is started with, so nothing may wait for its pipes to close.
    with (at / "output").open("ab") as output:
        done = subprocess.run(words, cwd=at, stdout=output, stderr=output, check=False)
    assert done.returncode == 0, (at / "output").read_text()
