"""Addresses of databases, with variables of the environment in them."""

import re
from typing import TYPE_CHECKING

from .errors import JudgeConfigError
from .settings import filled_in

if TYPE_CHECKING:
    from sqlalchemy import URL

_WHOLE = re.compile(r"\$\{[^{}]*\}")
SQLITE = "sqlite:///FILE"
POSTGRESQL = "postgresql://USER:${PASSWORD}@HOST/DATABASE"


def database_url(where: str, text: str, *expected: str) -> "URL":
    """The address that a text of a config means, its ``${NAME}`` filled in.

    Variables are filled into the parts of an address, so that a password may hold any character; or
    one is the whole address. ``expected`` are examples of what would be right. Raises
    JudgeConfigError that begins with ``where``; no message shows a password.
    """
    if _WHOLE.fullmatch(text):
        return _parsed(where, filled_in(where, text), expected)
    url = _parsed(where, text, expected)

    def fill(part: str | None) -> str | None:
        return None if part is None else filled_in(where, part)

    return url.set(
        username=fill(url.username), password=fill(url.password), host=fill(url.host),
        database=fill(url.database),
    )  # fmt: skip


def unfilled_url(where: str, text: str, *expected: str) -> "URL | None":
    """What can be said of an address without the environment; None where that is nothing.

    Raises JudgeConfigError as ``database_url`` does.
    """
    return None if _WHOLE.fullmatch(text) else _parsed(where, text, expected)


def _parsed(where: str, text: str, expected: tuple[str, ...]) -> "URL":
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        return make_url(text)
    except (ArgumentError, ValueError) as error:
        raise JudgeConfigError(
            f"{where}: not the URL of a database; expected {' or '.join(expected)}"
        ) from error
