"""From a config to the catalogue that it means."""

from pathlib import Path

from judges import JudgeConfigError

from .config import Config
from .errors import ConfigError
from .store import Server, Store


def open_store(config: Config, folder: Path, *, create: bool = False) -> Store:
    """The catalogue whose media lie in a folder; with ``create``, made where there is none.

    Its database is in that folder too, or on the server that the config names. Raises ConfigError
    where a variable of the environment is missing, and StoreError.
    """
    return Store.open(folder, create=create, server=server_of(config))


def server_of(config: Config) -> Server | None:
    """The server that a config names, if any.

    Raises ConfigError where a variable of the environment is missing.
    """
    catalogue = config.spec.catalogue
    if catalogue is None:
        return None
    try:
        url = catalogue.filled_url()
    except JudgeConfigError as error:
        raise ConfigError(f"{config.source}: {error}") from error
    return Server(url, catalogue.schema_name, catalogue.time_limit, catalogue.connections)
