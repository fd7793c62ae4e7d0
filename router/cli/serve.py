"""``crossjudge serve``: the HTTP service."""

from pathlib import Path
from typing import Annotated

import typer

from .listening import listen, require_loopback
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
    from router.service import ServiceCore, ServiceSettings, create_app, load_settings
    from router.service.auth.credentials import authenticator_of
    from router.service.logs import configure_service_logs
    from router.service.tracing import OpenTelemetry

    chosen = load_settings(settings) if settings else ServiceSettings()
    authenticator = authenticator_of(chosen.auth)
    if authenticator is None:
        require_loopback(host)
        note("no credentials: every program on this machine may search, ingest and administer")
    configure_service_logs(chosen.observe.log)
    tracing = OpenTelemetry.where(chosen.observe.traces)
    core = ServiceCore.open(config, store, chosen)
    app = create_app(core, authenticator, tracing)
    listen(app, host, port, chosen.drain_seconds)
    return OK
