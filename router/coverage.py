"""Whether a store was embedded by the spaces that search it."""

import threading
from collections.abc import Sequence

import structlog

from modalities import Space

from .errors import StoreError
from .store import Store

log = structlog.get_logger("router")


class Coverage:
    """Looks once after every change of a store. Safe for threads.

    A space whose vectors are not in the store proposes nothing, and would do so silently: after a
    change of model, say, or while a store is being embedded anew.
    """

    def __init__(self, store: Store, spaces: Sequence[Space], config: str) -> None:
        """``config`` is how messages name the config."""
        self._store = store
        self._spaces = tuple(spaces)
        self._config = config
        self._lock = threading.Lock()
        self._generation: int | None = None
        self._partial: tuple[str, ...] = ()

    def partial(self) -> tuple[str, ...]:
        """Names of the spaces that have not embedded all media that they take.

        Raises StoreError where no space has embedded anything, though there is something.
        """
        with self._lock:
            generation = self._store.generation()
            if generation != self._generation:
                self._partial = self._look()
                self._generation = generation
            return self._partial

    def _look(self) -> tuple[str, ...]:
        counts = {
            space.name: self._store.coverage(space.fingerprint, space.modalities)
            for space in self._spaces
        }
        partial = {name: count for name, count in counts.items() if count[0] < count[1]}
        if partial and not any(embedded for embedded, _ in counts.values()):
            raise StoreError(
                f"{self._store.directory}: found no vectors of {', '.join(partial)}; expected a "
                f"store embedded by it, run: crossjudge reembed --config {self._config} "
                f"--store {self._store.directory}"
            )
        for name, (embedded, stored) in partial.items():
            log.warning("store.not_embedded", space=name, embedded=embedded, media=stored)
        return tuple(partial)
