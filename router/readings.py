"""Readings of a query's media: each made once, all started at once, beside the embedding."""

import contextvars
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from time import monotonic

from judges import DerivedReader, Reader, ReaderError, Reading, RereadingReader
from judges.spans import span
from modalities import Medium, Modality

Task = tuple[Medium, Future[list[Reading]]]


class QueryReadings:
    """Starts every reader on the media it takes; hands out what they read.

    Each reader works through its media on one daemon thread, so that one that hangs can hold up
    neither the embedding, nor the answer for longer than ``seconds``, nor the end of the process.
    """

    def __init__(
        self, media: Sequence[Medium], readers: Mapping[str, Reader], seconds: float
    ) -> None:
        self._readers = readers
        self._until = monotonic() + seconds
        self._seconds = seconds
        self._rereading: dict[str, list[Task]] = {}
        self._starting = threading.Lock()
        self._tasks = {
            kind: [
                (medium, Future[list[Reading]]())
                for medium in media
                if medium.modality in self._read_by_itself(reader)
            ]
            for kind, reader in readers.items()
        }

    def _read_by_itself(self, reader: Reader) -> frozenset[Modality]:
        """Where a reader's source reads anyway it works on that, so nothing is read twice."""
        source = self._source(reader)
        return reader.modalities - source.modalities if source else reader.modalities

    def _source(self, reader: Reader) -> Reader | None:
        return self._readers.get(reader.source) if isinstance(reader, DerivedReader) else None

    def start(self) -> None:
        """Start reading."""
        for kind, tasks in self._tasks.items():
            _start(self._readers[kind], tasks)

    def read(self, kind: str) -> tuple[Reading, ...]:
        """All readings of one kind, waiting for them if need be.

        Raises ReaderError where the reader failed on any medium, took too long, or is not one of
        the config's.
        """
        reader = self._readers.get(kind)
        if reader is None:
            raise ReaderError(f"no reader for {kind!r}; known: {', '.join(sorted(self._readers))}")
        batches = self._batches(kind, self._tasks[kind])
        if isinstance(reader, DerivedReader) and reader.source in self._readers:
            batches += self._derived(reader)
        return tuple(reading for batch in batches for reading in batch)

    def _derived(self, reader: DerivedReader) -> list[list[Reading]]:
        sources = self._batches(reader.source, self._tasks[reader.source])
        if not isinstance(reader, RereadingReader):
            return [reader.derive(batch) for batch in sources]
        with self._starting:
            if reader.kind not in self._rereading:
                media = [medium for medium, _ in self._tasks[reader.source]]
                tasks: list[Task] = [(medium, Future()) for medium in media]
                again = _Again(reader, dict(zip(map(id, media), sources, strict=True)))
                _start(again, tasks)
                self._rereading[reader.kind] = tasks
        return self._batches(reader.kind, self._rereading[reader.kind])

    def _batches(self, kind: str, tasks: Sequence[Task]) -> list[list[Reading]]:
        return [self._wait(kind, task) for _, task in tasks]

    def _wait(self, kind: str, task: Future[list[Reading]]) -> list[Reading]:
        try:
            return task.result(timeout=max(0.0, self._until - monotonic()))
        except TimeoutError as error:
            raise ReaderError(f"{kind}: nothing read within {self._seconds:g} s") from error


@dataclass(frozen=True)
class _Again:
    """A rereading reader, with what its source read before, by the medium's identity."""

    reader: RereadingReader
    sources: Mapping[int, list[Reading]]

    @property
    def kind(self) -> str:
        return self.reader.kind

    def read(self, medium: Medium) -> list[Reading]:
        return self.reader.reread(medium, self.sources[id(medium)])


def _start(reader: Reader | _Again, tasks: Sequence[Task]) -> None:
    if tasks:
        threading.Thread(
            # Within the caller's context: what is logged there names the request.
            target=contextvars.copy_context().run,
            args=(_work, reader, tasks),
            name=f"read-{reader.kind}",
            daemon=True,
        ).start()


def _work(reader: Reader | _Again, tasks: Sequence[Task]) -> None:
    for medium, task in tasks:
        try:
            with span("reader", reader.kind):
                readings = reader.read(medium)
            task.set_result(readings)
        except ReaderError as error:
            task.set_exception(error)
        except BaseException as error:  # noqa: BLE001 - a reader may be anybody's code
            problem = f"{reader.kind}: {medium.source}: {type(error).__name__}: {error}"
            task.set_exception(ReaderError(problem))
