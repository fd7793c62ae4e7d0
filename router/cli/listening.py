"""Serving an application at an address of this machine."""

from typing import TYPE_CHECKING

import typer

from .terminal import note

if TYPE_CHECKING:
    from starlette.types import ASGIApp


def require_loopback(host: str) -> None:
    """Raises BadParameter for an address that others may reach."""
    from router.service.local import is_loopback

    if not is_loopback(host):
        raise typer.BadParameter(
            f"found {host}, expected a loopback address such as 127.0.0.1: without credentials "
            "(auth in --settings) nobody else may reach the service",
            param_hint="--host",
        )


def listen(app: "ASGIApp", host: str, port: int, drain_seconds: int) -> None:
    """Serve until told to stop, and then finish what was begun."""
    import uvicorn

    server = uvicorn.Server(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=drain_seconds,
        )
    )
    note(f"listening on http://{host}:{port}; stop with Ctrl-C")
    server.run()
