"""Names to code: plain tables, filled up from entry points, never silently overwritten."""

import inspect
from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any

from .errors import RegistryError
from .space import Space

SPACES: Mapping[str, str] = {
    "lite": "modalities.lite.space:LiteSpace",
    "imagebind": "modalities.imagebind.space:ImageBindSpace",
    "transformers": "modalities.two_tower.space:TwoTowerSpace",
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


def build_space(
    table: Mapping[str, str], name: str, options: Mapping[str, Any] | None = None
) -> Space:
    """The space that a config names, not loaded yet.

    ``table`` says what is registered. ``name`` is a registered name, and after a colon what that
    space is to be made from, such as a folder: ``transformers:./models/clip``. ``options`` go to
    its constructor by name.

    Raises RegistryError for an unknown name or option, or a colon where nothing may follow it;
    SpaceError where what follows the colon cannot be a space.
    """
    registered, colon, argument = name.partition(":")
    cls = resolve(table, registered, "space")
    arguments = [argument] if colon else []
    given = dict(options or {})
    signature = inspect.signature(cls)
    try:
        signature.bind(*arguments, **given)
    except TypeError as error:
        named = [each.name for each in signature.parameters.values() if each.name != "where"]
        raise RegistryError(
            f"space {name!r}: {error}; its options: {', '.join(named) or 'none'}"
        ) from error
    space: Space = cls(*arguments, **given)
    return space
