"""Readers that many requests share: never more at work than there are cores, nothing twice."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from contextvars import ContextVar
from typing import cast

from judges import DerivedReader, Reader, Reading, RereadingReader
from modalities import Medium, Modality

MOST_MEDIA = 256
"""Media whose readings are remembered."""
MOST_READINGS = 20_000
"""Readings that these may have together: some tens of megabytes."""

_ASKER: ContextVar[Hashable | None] = ContextVar("asker", default=None)

Readings = list[Reading]
Note = Callable[[str, bool], None]
"""Hears of each reading: its kind, and whether it was remembered."""


@contextmanager
def reading_for(asker: Hashable) -> Iterator[None]:
    """Within it, on any thread, what was read for the same asker before is not read again.

    For the same asker only: an answer that comes sooner because somebody else asked with the same
    picture would tell that they did. Outside it nothing is remembered.
    """
    token = _ASKER.set(asker)
    try:
        yield
    finally:
        _ASKER.reset(token)


class RecentReadings:
    """What was read lately or is being read, which is a function of medium, kind and version."""

    def __init__(self, media: int = MOST_MEDIA, readings: int = MOST_READINGS) -> None:
        """The most of each that is remembered."""
        self._media, self._readings = media, readings
        self._known: OrderedDict[Hashable, Future[Readings]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, read: Callable[[], Readings]) -> tuple[Readings, bool]:
        """The readings, and whether others made them. Raises what ``read`` does.

        A failure is nobody else's: its message may name a file of whoever asked.
        """
        with self._lock:
            known = self._known.get(key)
            if known is None:
                mine = self._known[key] = Future[Readings]()
            else:
                self._known.move_to_end(key)
        if known is not None:
            return (read(), False) if known.exception() else (list(known.result()), True)
        try:
            found = read()
        except BaseException as error:
            with self._lock:
                self._known.pop(key, None)
            mine.set_exception(error)
            raise
        mine.set_result(found)
        self._forget()
        return list(found), False

    def _forget(self) -> None:
        """Drop the oldest beyond what may be kept; what is still being read is kept."""
        with self._lock:
            done = [(key, each) for key, each in self._known.items() if each.done()]
            sizes = [0 if each.exception() else len(each.result()) for _, each in done]
            media, readings = len(done), sum(sizes)
            for (key, _), size in zip(done, sizes, strict=True):
                if media <= self._media and readings <= self._readings:
                    return
                self._known.pop(key, None)
                media, readings = media - 1, readings - size


class ReaderPool:
    """One kind of reader for many threads.

    A reader that is alone takes all cores; several at once take a core each, which reads a third
    more words in the same time on two cores. Beyond the number of cores, callers wait their turn.
    """

    def __init__(self, alone: Reader, beside: Sequence[Reader] = (), at_once: int = 1) -> None:
        """``beside``: readers of one thread each; without any, ``alone`` is shared by all."""
        self._alone = alone
        self._all = tuple(beside)
        self._free = list(beside)
        self._most = len(beside) or at_once
        self._busy = 0
        self._turn = threading.Condition()

    def warm_up(self) -> None:
        """Load all of them. Raises ReaderError."""
        for reader in (self._alone, *self._all):
            reader.warm_up()

    @contextmanager
    def reader(self) -> Iterator[Reader]:
        """One of them, for as long as it is used."""
        with self._turn:
            self._turn.wait_for(lambda: self._busy < self._most)
            chosen = self._free.pop() if self._busy and self._free else self._alone
            self._busy += 1
        try:
            yield chosen
        finally:
            with self._turn:
                self._busy -= 1
                if chosen is not self._alone:
                    self._free.append(chosen)
                self._turn.notify()


class PooledReader:
    """Keeps the contract of readers."""

    def __init__(
        self, reader: Reader, pool: ReaderPool, recent: RecentReadings, note: Note
    ) -> None:
        self.kind: str = reader.kind
        self.version: str = reader.version
        self.modalities: frozenset[Modality] = reader.modalities
        self._pool, self._recent, self._note = pool, recent, note

    def warm_up(self) -> None:
        self._pool.warm_up()

    def read(self, medium: Medium) -> Readings:
        """As the reader does."""

        def read() -> Readings:
            with self._pool.reader() as reader:
                return reader.read(medium)

        return self._once(medium, read)

    def _once(self, medium: Medium, read: Callable[[], Readings]) -> Readings:
        """What ``read`` gives, or gave before for the same asker."""
        asker = _ASKER.get()
        if asker is None:
            found, remembered = read(), False
        else:
            key = (asker, medium.content_hash, self.kind, self.version)
            found, remembered = self._recent.get(key, read)
        self._note(self.kind, remembered)
        return found


class PooledDerivedReader(PooledReader):
    """Keeps the contract of readers that work on another's readings."""

    def __init__(
        self, reader: DerivedReader, pool: ReaderPool, recent: RecentReadings, note: Note
    ) -> None:
        super().__init__(reader, pool, recent, note)
        self.source: str = reader.source
        self._reader = reader

    def derive(self, readings: Sequence[Reading]) -> Readings:
        return self._reader.derive(readings)


class PooledRereadingReader(PooledDerivedReader):
    """Keeps the contract of readers that look at the medium again."""

    def reread(self, medium: Medium, readings: Sequence[Reading]) -> Readings:
        """As the reader does; what it works on is a function of the medium as well."""

        def reread() -> Readings:
            with self._pool.reader() as reader:
                return cast("RereadingReader", reader).reread(medium, readings)

        return self._once(medium, reread)


def pooled(
    reader: Reader,
    recent: RecentReadings,
    note: Note,
    *,
    beside: Sequence[Reader] = (),
    at_once: int = 1,
) -> Reader:
    """A reader that requests may share."""
    pool = ReaderPool(reader, beside, at_once)
    made: PooledReader
    if isinstance(reader, RereadingReader):
        made = PooledRereadingReader(reader, pool, recent, note)
    elif isinstance(reader, DerivedReader):
        made = PooledDerivedReader(reader, pool, recent, note)
    else:
        made = PooledReader(reader, pool, recent, note)
    # Its kind and version are those of an instance, which the protocol has of a class.
    return cast("Reader", made)
