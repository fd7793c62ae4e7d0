"""The service in a process of its own, or on a thread, on a real port of this machine."""

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import uvicorn
from starlette.types import ASGIApp

_PATIENCE = 60.0
"""Seconds."""


@contextmanager
def on_a_port(app: ASGIApp, drain_seconds: int = 30) -> Iterator[str]:
    """The address of an app that a real server serves meanwhile."""
    server = uvicorn.Server(
        uvicorn.Config(app, port=0, log_level="warning", timeout_graceful_shutdown=drain_seconds)
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.005)
        (listening,) = server.servers[0].sockets
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(_PATIENCE)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def process(
    config: Path, store: Path, *arguments: str
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """``crossjudge serve`` and its address, killed at the end where it still runs."""
    port = free_port()
    command = Path(sys.executable).parent / "crossjudge"
    running = subprocess.Popen(
        [command, "serve", "-c", config, "-s", store, "--port", str(port), *arguments],
        stderr=subprocess.PIPE,
        text=True,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(running, address)
        yield running, address
    finally:
        running.kill()
        running.communicate()


def _wait(running: "subprocess.Popen[str]", address: str) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        assert running.poll() is None, running.communicate()[1]
        try:
            if httpx2.get(f"{address}/healthz").status_code == 200:
                return
        except httpx2.TransportError:
            time.sleep(0.02)
    raise AssertionError("the service does not answer")
