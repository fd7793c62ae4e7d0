"""A hook around each piece of work of one query, for whoever traces it: off unless asked for.

The hook travels in the context of a call, which every thread that works for the query takes along.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar

Spans = Callable[[str, str], AbstractContextManager[object]]
"""Entered when work begins and left when it ends; asked with its sort and its name."""

_SPANS: ContextVar[Spans | None] = ContextVar("spans", default=None)


def span(sort: str, name: str) -> AbstractContextManager[object]:
    """Around one piece of work: sort ``lane``, ``judge``, ``reader`` or ``embed``."""
    spans = _SPANS.get()
    return nullcontext() if spans is None else spans(sort, name)


@contextmanager
def spans_by(spans: Spans) -> Iterator[None]:
    """Whatever is done within, on any thread, is told to ``spans``."""
    token = _SPANS.set(spans)
    try:
        yield
    finally:
        _SPANS.reset(token)
