"""Bytes that are done, on stderr: a bar on a terminal, now and then a line elsewhere."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from rich.filesize import decimal
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from .terminal import note, progress_console

_BETWEEN_LINES = 10.0
"""Seconds."""


@contextmanager
def transfer(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """Gives a function to call with the bytes that are done, out of ``total``."""
    if sys.stderr.isatty():
        with _bar(what, total) as show:
            yield show
    else:
        yield _lines(what, total)


@contextmanager
def _bar(what: str, total: int) -> Iterator[Callable[[int], None]]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=progress_console(), transient=True) as shown:
        task = shown.add_task(what, total=total)
        yield lambda done: shown.update(task, completed=done)


def _lines(what: str, total: int) -> Callable[[int], None]:
    last, before = monotonic(), 0

    def show(done: int) -> None:
        nonlocal last, before
        now = monotonic()
        if now - last >= _BETWEEN_LINES:
            speed = max(0, int((done - before) / (now - last)))
            note(f"{what}: {decimal(done)} of {decimal(total)}, {decimal(speed)} a second")
            last, before = now, done

    return show
