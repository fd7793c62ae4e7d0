"""``crossjudge serve``: the HTTP service."""

from pathlib import Path
from typing import Annotated

import typer

from .status import OK
from .terminal import note


def serve(
    config: Annotated[Path, typer.Option("--config", "-c", help="A YAML config.")],
    store: Annotated[
        Path, typer.Option("--store", "-s", help="A folder; made where there is none.")
    ],
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 8080,
    settings: Annotated[
        Path | None, typer.Option(metavar="F", help="YAML: limits, load, credentials.")
    ] = None,
) -> int:
    """Answer over HTTP, on loopback only until credentials are configured."""
    import uvicorn

    from router.service import ServiceCore, ServiceSettings, create_app, load_settings
    from router.service.auth.credentials import authenticator_of
    from router.service.logs import configure_service_logs
    from router.service.tracing import OpenTelemetry

    chosen = load_settings(settings) if settings else ServiceSettings()
    authenticator = authenticator_of(chosen.auth)
    if authenticator is None:
        _require_loopback(host)
        note("no credentials: every program on this machine may search, ingest and administer")
    configure_service_logs(chosen.observe.log)
    traces = chosen.observe.traces
    tracing = OpenTelemetry.to(traces) if traces else None
    core = ServiceCore.open(config, store, chosen)
    server = uvicorn.Server(
        uvicorn.Config(
            create_app(core, authenticator, tracing),
            host=host,
            port=port,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=chosen.drain_seconds,
        )
    )
    note(f"listening on http://{host}:{port}; stop with Ctrl-C")
    server.run()
    return OK


def _require_loopback(host: str) -> None:
    """Raises BadParameter for an address that others may reach."""
    from router.service.local import is_loopback

    if not is_loopback(host):
        raise typer.BadParameter(
            f"found {host}, expected a loopback address such as 127.0.0.1: without credentials "
            "(auth in --settings) nobody else may reach the service",
            param_hint="--host",
        )
