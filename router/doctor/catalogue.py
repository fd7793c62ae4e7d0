"""The server that a config's catalogue is on."""

from collections.abc import Iterator
from pathlib import Path

from router.config import load_config
from router.errors import ConfigError, StoreError
from router.opening import server_of
from router.store import look_at_server

from .finding import Finding, State, one_line


def look_at_catalogue(config: Path | None) -> Iterator[Finding]:
    """Nothing for a config without a server. Raises ConfigError for one that is wrong."""
    loaded = None if config is None else load_config(config)
    if loaded is None or loaded.spec.catalogue is None:
        return
    try:
        server = server_of(loaded)
        if server is not None:
            seen = look_at_server(server)
            held = "no catalogue yet: an ingest makes it"
            if seen.items is not None:
                held = f"{seen.items} items in schema {server.schema}"
            yield Finding("storage", "PostgreSQL", State.OK, f"{seen.version}; {held}")
    except (ConfigError, StoreError) as error:
        yield Finding("storage", "PostgreSQL", State.WRONG, one_line(error))
