"""Names to code: plain tables, filled up from entry points, never silently overwritten."""

from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any

from .errors import RegistryError

SPACES: Mapping[str, str] = {
    "lite": "modalities.lite.space:LiteSpace",
}
"""Spaces that come with crossjudge. Others come from the entry point group crossjudge.spaces."""


def registry(builtin: Mapping[str, str], group: str) -> dict[str, str]:
    """The built-in table and what installed packages add under an entry point group.

    Raises RegistryError where a package claims a name that is taken.
    """
    table = dict(builtin)
    for entry in entry_points(group=group):
        if entry.name in table and table[entry.name] != entry.value:
            raise RegistryError(
                f"{group}: {entry.value!r} claims the name {entry.name!r}, "
                f"which {table[entry.name]!r} already has"
            )
        table[entry.name] = entry.value
    return table


def resolve(table: Mapping[str, str], name: str, what: str) -> Any:
    """The object behind a registered name, imported now.

    Raises RegistryError for an unknown name (listing the known ones) or code that cannot be found.
    """
    if name not in table:
        raise RegistryError(f"unknown {what} {name!r}; known: {', '.join(sorted(table))}")
    module, _, attribute = table[name].partition(":")
    try:
        return getattr(import_module(module), attribute)
    except (ImportError, AttributeError) as error:
        raise RegistryError(
            f"{what} {name!r}: {table[name]!r} cannot be imported ({error})"
        ) from error
