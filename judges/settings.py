"""What a judge takes from around its YAML: the environment's variables, files beside the config."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import BeforeValidator, ValidationInfo

from .errors import JudgeConfigError

_VARIABLE = re.compile(r"\$\{([^{}]*)\}")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


_sealed: ContextVar[bool] = ContextVar("sealed", default=False)


@contextmanager
def sealed() -> Iterator[None]:
    """Within it, judges are given neither files nor variables: their YAML is somebody else's."""
    token = _sealed.set(True)
    try:
        yield
    finally:
        _sealed.reset(token)


def _require_open(where: str, what: str) -> None:
    if _sealed.get():
        raise JudgeConfigError(f"{where}: {what} is not looked at for a config sent from elsewhere")


class Setting(NamedTuple):
    """A text of the config and the folder that paths in it are relative to.

    The text keeps its ``${NAME}``, so that passwords stay out of options and messages.
    """

    text: str
    folder: Path

    def path(self) -> Path:
        """The file that the text names. Raises JudgeConfigError where files are out of reach."""
        _require_open(self.text, "a file")
        return self.folder / self.text


def filled_in(where: str, text: str) -> str:
    """Text with each ``${NAME}`` replaced by the environment's value of NAME.

    Raises JudgeConfigError that begins with ``where`` and names a variable that is malformed, unset
    or empty; it never shows a value.
    """

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if not _NAME.fullmatch(name):
            raise JudgeConfigError(f"{where}: found ${{{name}}}, expected ${{NAME}}")
        _require_open(where, f"${{{name}}}")
        found = os.environ.get(name, "")
        if not found:
            raise JudgeConfigError(f"{where}: ${{{name}}} is not set in the environment")
        return found

    return _VARIABLE.sub(value, text)


def _setting(value: object, info: ValidationInfo) -> object:
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        raise ValueError(f"found {value!r}, expected text")
    folder = (info.context or {}).get("folder") or Path()
    return Setting(value, folder)


SettingOption = Annotated[Setting, BeforeValidator(_setting)]
"""An option whose text may hold ``${NAME}`` or a path relative to the config's folder."""
