"""What goes to the terminal: results to stdout, everything else to stderr, one line an error."""

import json
import sys
from typing import Any

from rich.console import Console
from rich.text import Text

NAME = "crossjudge"


def one_line(message: str) -> str:
    """A message on one line, with nothing in it that a terminal would obey."""
    folded = " ".join(message.split())
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in folded)


def complain(message: str) -> None:
    """One error, as one line on stderr."""
    sys.stderr.write(f"{NAME}: {one_line(message)}\n")


def note(message: str) -> None:
    """One line on stderr that is no error: progress, or how something went."""
    sys.stderr.write(f"{one_line(message)}\n")


def put_json(data: Any, *, indent: int | None = 2) -> None:
    """JSON on stdout: indented, or one line where ``indent`` is None."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False, allow_nan=False, indent=indent) + "\n")


def results() -> Console:
    """Where results for people go. Colour only on a terminal, and not under NO_COLOR."""
    return Console(file=sys.stdout, highlight=False, markup=False, emoji=False)


def progress_console() -> Console:
    """Where progress goes."""
    return Console(file=sys.stderr, highlight=False, markup=False, emoji=False)


def plain(value: object) -> str:
    """A value inside a line of results."""
    return one_line(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def put(*parts: str | Text | tuple[str, str], indent: int = 0, style: str = "") -> None:
    """One unwrapped line of results, its parts plain or with a style."""
    line = Text(" " * indent).append_text(Text.assemble(*parts))
    results().print(line, soft_wrap=True, style=style)
