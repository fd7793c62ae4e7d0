"""Readings of a query's media: each made once, all started at once, beside the embedding."""

import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from functools import partial
from time import perf_counter

from judges import DerivedReader, Reader, ReaderError, Reading
from modalities import Medium


class QueryReadings:
    """Starts every reader on every medium it takes; hands out what they read.

    Readers run on daemon threads, so that one that hangs can hold up neither the embedding nor
    the end of the process. Whoever waits for it is under a judge's time limit.
    """

    def __init__(self, media: Sequence[Medium], readers: Mapping[str, Reader]) -> None:
        self._media = media
        self._readers = readers
        self._futures: dict[str, list[Future[list[Reading]]]] = {}
        self._seconds: dict[str, float] = {}

    @property
    def seconds(self) -> Mapping[str, float]:
        """Seconds that each reader has worked so far, by kind."""
        return dict(self._seconds)

    def start(self) -> None:
        """Start reading. A reader whose source is read anyway does not read by itself."""
        for kind, reader in self._readers.items():
            if not self._derived(kind):
                self._futures[kind] = [
                    _on_daemon(partial(self._timed, reader, medium), f"read-{kind}")
                    for medium in self._media
                    if medium.modality in reader.modalities
                ]

    def read(self, kind: str) -> tuple[Reading, ...]:
        """All readings of one kind, waiting for them if need be.

        Raises ReaderError where the reader failed on any medium, or no such reader was started.
        """
        if kind not in self._readers:
            raise ReaderError(f"no reader for {kind!r}; this config has {sorted(self._readers)}")
        reader = self._readers[kind]
        if self._derived(kind) and isinstance(reader, DerivedReader):
            return tuple(
                reading
                for future in self._futures[reader.source]
                for reading in reader.derive(future.result())
            )
        return tuple(reading for future in self._futures[kind] for reading in future.result())

    def _derived(self, kind: str) -> bool:
        reader = self._readers[kind]
        return isinstance(reader, DerivedReader) and reader.source in self._readers

    def _timed(self, reader: Reader, medium: Medium) -> list[Reading]:
        start = perf_counter()
        try:
            return reader.read(medium)
        finally:
            spent = perf_counter() - start
            self._seconds[reader.kind] = self._seconds.get(reader.kind, 0.0) + spent


def _on_daemon(work: Callable[[], list[Reading]], name: str) -> Future[list[Reading]]:
    future: Future[list[Reading]] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except ReaderError as error:
            future.set_exception(error)
        except BaseException as error:  # noqa: BLE001 - a reader is other people's code
            future.set_exception(ReaderError(f"{name} failed: {type(error).__name__}: {error}"))

    threading.Thread(target=run, name=name, daemon=True).start()
    return future
