"""A real PostgreSQL server for tests, from Debian's package, in a folder of its own."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

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


class Server:
    """A server over a folder of its own, stopped and started at will. It listens on no port."""

    def __init__(self, folder: Path, binaries: Path) -> None:
        self.folder = folder
        """Where its socket is: user and database ``postgres``, no password."""
        self._settings = f"-c listen_addresses='' -k {folder} -c fsync=off -c shared_buffers=8MB"
        self._control = [binaries / "pg_ctl", "-D", folder / "data", "-w"]
        _run(binaries / "initdb", "-D", folder / "data", "-U", "postgres", "-A", "trust",
             "-E", "UTF8", "--locale=C", "--no-sync", at=folder)  # fmt: skip

    def start(self) -> None:
        log = self.folder / "log"
        _run(*self._control, "-o", self._settings, "-l", log, "start", at=self.folder)

    def stop(self) -> None:
        """As a crash: connections break, and nothing is finished."""
        _run(*self._control, "-m", "immediate", "stop", at=self.folder)

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """All its processes stand still, as on a machine that hangs: nothing is refused."""
        first = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        _stop(first)  # before its children are listed: it makes and reaps no more of them
        others = _children(first)
        for process in others:
            os.kill(process, signal.SIGSTOP)
        try:
            yield
        finally:
            for process in (*others, first):
                os.kill(process, signal.SIGCONT)

    def run_file(self, path: Path, **variables: str) -> None:
        """A file for psql, as an administrator."""
        words = [word for name, value in variables.items() for word in ("-v", f"{name}={value}")]
        where = ("-h", self.folder, "-U", "postgres", "-d", "postgres")
        shown = self.folder / path.name  # where the server's account may read it
        shown.write_bytes(path.read_bytes())
        _run(self._control[0].with_name("psql"), *where, *words, "-f", shown, at=self.folder)

    def ask_for_password(self, user: str) -> None:
        """Of this account, from now on."""
        rules = self.folder / "data" / "pg_hba.conf"
        rules.write_text(f"local all {user} scram-sha-256\n{rules.read_text()}")
        _run(*self._control, "reload", at=self.folder)


def _stop(process: int) -> None:
    """Raises TimeoutError where it does not stand still within seconds."""
    os.kill(process, signal.SIGSTOP)
    end = monotonic() + 10
    while Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(") ")[2][0] != "T":
        if monotonic() > end:
            raise TimeoutError(f"process {process} goes on although it was stopped")
        sleep(0.001)


def _children(process: int) -> list[int]:
    listed = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    return [int(each) for each in listed.split()]


@contextmanager
def server() -> Iterator[Server]:
    """A server that has not been started. Skips the test where none can be."""
    reason = why_not()
    if reason:
        pytest.skip(reason)
    binaries = _binaries()
    assert binaries is not None
    # A socket's path may have 107 bytes, fewer than pytest's folders take.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        yield Server(folder, binaries)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgres() -> Iterator[str]:
    """The folder of a running server's socket. Skips the test where no server can be started."""
    with server() as found:
        found.start()
        try:
            yield str(found.folder)
        finally:
            found.stop()


def _run(*command: str | Path, at: Path) -> None:
    words: Sequence[str] = [str(word) for word in command]
    if os.geteuid() == 0:
        words = ["runuser", "-u", "postgres", "--", *words]
    # The server inherits what it is started with, so nothing may wait for its pipes to close.
    with (at / "output").open("ab") as output:
        done = subprocess.run(words, cwd=at, stdout=output, stderr=output, check=False)
    assert done.returncode == 0, (at / "output").read_text()
