"""Progress on stderr: a bar on a terminal, now and then a line elsewhere."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

from .terminal import note, progress_console

_BETWEEN_LINES = 10.0
"""Seconds."""


@contextmanager
def progress(what: str, total: int | None) -> Iterator[Callable[[], None]]:
    """Gives a function to call after each of ``total`` steps."""
    if sys.stderr.isatty():
        with _bar(what, total) as advance:
            yield advance
    else:
        yield _lines(what, total)


@contextmanager
def _bar(what: str, total: int | None) -> Iterator[Callable[[], None]]:
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=progress_console(), transient=True) as shown:
        task = shown.add_task(what, total=total)
        yield lambda: shown.advance(task)


def _lines(what: str, total: int | None) -> Callable[[], None]:
    done, last = 0, monotonic()

    def advance() -> None:
        nonlocal done, last
        done += 1
        if monotonic() - last >= _BETWEEN_LINES:
            last = monotonic()
            note(f"{what}: {done}" + ("" if total is None else f" of {total}"))

    return advance
