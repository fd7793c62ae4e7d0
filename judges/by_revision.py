"""Things worked out from the whole catalogue, kept until the catalogue changes."""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from .query import Catalogue

T = TypeVar("T")


class ByRevision(Generic[T]):
    """Remembers one value per catalogue revision, the latest few. Safe to use from threads.

    A revision also tells scopes apart, so what one principal's catalogue gave is never shown to
    another's.
    """

    def __init__(self, make: Callable[[Catalogue], T], keep: int = 8) -> None:
        self._make = make
        self._keep = keep
        self._values: OrderedDict[str, T] = OrderedDict()
        self._lock = Lock()

    def __call__(self, catalogue: Catalogue) -> T:
        revision = catalogue.revision
        with self._lock:
            if revision in self._values:
                self._values.move_to_end(revision)
                return self._values[revision]
        value = self._make(catalogue)
        with self._lock:
            self._values[revision] = value
            while len(self._values) > self._keep:
                self._values.popitem(last=False)
        return value
