"""From registered names to spaces and readers."""

from collections.abc import Iterable
from pathlib import Path

from judges import DerivedReader, Reader, build_reader
from modalities import SPACES, RegistryError, Space, SpaceError, build_space, registry

from .config import Config
from .errors import ConfigError


def build_spaces(config: Config) -> tuple[Space, ...]:
    """The spaces that a config names; no weights are loaded.

    A path after a space's colon that begins with a dot is relative to the config's folder. Raises
    ConfigError.
    """
    table = registry(SPACES, "crossjudge.spaces")
    spaces = []
    for use in config.spec.spaces:
        try:
            spaces.append(build_space(table, _with_path(use.use, config.folder), use.options))
        except (RegistryError, SpaceError) as error:
            raise ConfigError(f"{config.source}: spaces: {error}") from error
    names = [space.name for space in spaces]
    if len(set(names)) != len(names):
        raise ConfigError(f"{config.source}: spaces: two are named alike: {', '.join(names)}")
    return tuple(spaces)


def _with_path(use: str, folder: Path) -> str:
    name, colon, where = use.partition(":")
    return f"{name}:{folder / where}" if colon and where.startswith(".") else use


def build_readers(kinds: Iterable[str]) -> dict[str, Reader]:
    """Readers by kind, with those that they derive from. Raises ConfigError."""
    readers: dict[str, Reader] = {}
    waiting = sorted(kinds)
    while waiting:
        kind = waiting.pop()
        if kind in readers:
            continue
        try:
            reader = readers[kind] = build_reader(kind)
        except RegistryError as error:
            raise ConfigError(f"readers: {error}") from error
        if isinstance(reader, DerivedReader):
            waiting.append(reader.source)
    return readers
