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

_ARGUMENT = "where"
"""The constructor's parameter for what a config writes after a space's colon."""


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
    except Exception as error:  # what is imported may be anybody's code
        found = str(error).partition("\n")[0] or type(error).__name__
        raise RegistryError(
            f"{what} {name!r}: {table[name]!r} cannot be imported ({found})"
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
    parameters = inspect.signature(cls).parameters
    given = dict(options or {})
    known = [option for option in parameters if option != _ARGUMENT]
    unknown = sorted(given.keys() - set(known))
    if unknown:
        raise RegistryError(
            f"space {name!r}: unknown option {unknown[0]!r}; valid: {', '.join(known) or 'none'}"
        )
    taken = parameters.get(_ARGUMENT)
    if colon and taken is None:
        raise RegistryError(f"space {name!r}: found something after the colon, expected nothing")
    if not colon and taken is not None and taken.default is inspect.Parameter.empty:
        raise RegistryError(f"space {name!r}: expected {registered}:<{_ARGUMENT}>")
    space: Space = cls(*([argument] if colon else []), **given)
    return space
