"""``crossjudge mcp``: tools for agents."""

import os
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from .listening import listen, require_loopback
from .status import OK


def mcp(
    config: Annotated[Path, typer.Option("--config", "-c", help="A YAML config.")],
    store: Annotated[Path, typer.Option("--store", "-s", help="A folder made by an ingest.")],
    settings: Annotated[
        Path | None, typer.Option(metavar="F", help="YAML, as for serve: limits, credentials.")
    ] = None,
    media: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Over stdio: agents may name files of this folder."),
    ] = None,
    http: Annotated[
        bool, typer.Option("--http", help="Streamable HTTP at /mcp, not stdio.")
    ] = False,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 8081,
) -> int:
    """Offer search, read and check to agents, over the Model Context Protocol."""
    try:
        from router.service.mcp import serving
    except ImportError as error:
        raise typer.BadParameter(
            "needs the extra mcp; run: pip install 'crossjudge[mcp]'"
        ) from error
    from router.service import ServiceCore, ServiceSettings, load_settings
    from router.service.auth.credentials import authenticator_of
    from router.service.logs import configure_service_logs
    from router.service.readiness import Readiness
    from router.service.tracing import OpenTelemetry

    chosen = load_settings(settings) if settings else ServiceSettings()
    authenticator = authenticator_of(chosen.auth)
    if http and media is not None:
        raise typer.BadParameter("expected only without --http", param_hint="--media")
    if http and authenticator is None:
        require_loopback(host)
    if not http:
        serving.stdio_caller(authenticator, os.environ.get(serving.KEY))
    configure_service_logs(chosen.observe.log)
    tracing = OpenTelemetry.where(chosen.observe.traces)
    core = ServiceCore.open(config, store, chosen, create=False)
    readiness = Readiness(core)
    readiness.start()
    try:
        if http:
            app = serving.http_app(core, authenticator, readiness, tracing)
            listen(app, host, port, chosen.drain_seconds)
        else:
            key = os.environ.get(serving.KEY)
            caller = partial(serving.stdio_caller, authenticator, key)
            serving.run_stdio(core, caller, media, tracing)
    finally:
        readiness.stop()
        core.close()
    return OK
