"""From registered names to spaces and readers."""

from collections.abc import Iterable

from judges import DerivedReader, Reader, build_reader
from modalities import SPACES, RegistryError, Space, registry, resolve

from .errors import ConfigError


def build_spaces(names: Iterable[str]) -> tuple[Space, ...]:
    """The spaces that a config names; no weights are loaded. Raises ConfigError."""
    try:
        table = registry(SPACES, "crossjudge.spaces")
        return tuple(resolve(table, name, "space")() for name in names)
    except RegistryError as error:
        raise ConfigError(f"spaces: {error}") from error


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
