"""Concurrent queries share one model: what waits while it works goes through it together."""

import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Generic, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from modalities import Medium, Modality, Space, SpaceError, WindowedSpace, Windows

Row = TypeVar("Row")
Run = Callable[[Sequence[Medium]], Sequence[Row]]
"""One row for each medium, in order."""

MOST: Mapping[Modality, int] = {Modality.TEXT: 16}
"""Media that one pass takes at most. On a processor 16 short texts pass in the time of six."""
MOST_OTHERS = 4
"""For all others: beyond it a processor gains nothing, and the first would wait longer."""


class Batched:
    """A space whose concurrent calls of one modality are merged. Keeps the contract of spaces.

    A caller that finds the model idle goes at once, alone. Those that come while it works wait, and
    the first of them then takes the others along. There is no thread and no timer of its own: the
    batch is made by the work itself. A pass that fails is repeated caller by caller, so that each
    gets what it would have got alone.
    """

    def __init__(
        self,
        space: Space,
        most: Mapping[Modality, int] = MOST,
        note: Callable[[Modality, int], None] | None = None,
    ) -> None:
        """``note`` hears of each pass: modality and number of media."""
        self.space = space
        self._note = note or (lambda _modality, _media: None)
        self._embedding = {
            modality: _Line(partial(self._embed, modality), most.get(modality, MOST_OTHERS))
            for modality in space.modalities
        }
        self._windowing = {
            modality: _Line(partial(self._embed_windows, modality), most.get(modality, MOST_OTHERS))
            for modality in self.windowed
        }

    @property
    def name(self) -> str:
        return self.space.name

    @property
    def fingerprint(self) -> str:
        return self.space.fingerprint

    @property
    def dim(self) -> int:
        return self.space.dim

    @property
    def modalities(self) -> frozenset[Modality]:
        return self.space.modalities

    @property
    def licence(self) -> str:
        return self.space.licence

    @property
    def windowed(self) -> frozenset[Modality]:
        return self.space.windowed if isinstance(self.space, WindowedSpace) else frozenset()

    def hops(self, asked: Modality, indexed: Modality) -> int:
        return self.space.hops(asked, indexed)

    def warm_up(self) -> None:
        self.space.warm_up()

    def embed(self, modality: Modality, media: Sequence[Medium]) -> NDArray[np.float32]:
        """As the space does; raises what it raises for these media alone."""
        line = self._embedding.get(modality)
        if line is None or not media:
            return self.space.embed(modality, media)
        return np.asarray(line.ask(media), dtype=np.float32)

    def embed_windows(self, modality: Modality, media: Sequence[Medium]) -> list[Windows]:
        """As the space does. Raises SpaceError, also where it sees nothing through windows."""
        line = self._windowing.get(modality)
        if line is not None and media:
            return list(line.ask(media))
        if isinstance(self.space, WindowedSpace):
            return self.space.embed_windows(modality, media)
        raise SpaceError(f"space {self.name!r} sees no {modality} through windows")

    def _embed(self, modality: Modality, media: Sequence[Medium]) -> list[NDArray[np.float32]]:
        self._note(modality, len(media))
        return list(self.space.embed(modality, media))

    def _embed_windows(self, modality: Modality, media: Sequence[Medium]) -> list[Windows]:
        self._note(modality, len(media))
        return cast("WindowedSpace", self.space).embed_windows(modality, media)


class _Job(Generic[Row]):
    """One caller's media on their way through a model."""

    def __init__(self, media: Sequence[Medium]) -> None:
        self.media = media
        self.called = threading.Event()
        """Set once it is done, or is to take the next batch."""
        self.rows: Sequence[Row] | None = None
        self.error: BaseException | None = None

    @property
    def is_done(self) -> bool:
        return self.rows is not None or self.error is not None

    def result(self) -> Sequence[Row]:
        if self.rows is None:
            raise self.error or RuntimeError("asked for before it was done")
        return self.rows


class _Line(Generic[Row]):
    """Callers who wait for one model, of whom the first works for those behind it."""

    def __init__(self, run: "Run[Row]", most: int) -> None:
        self._run, self._most = run, most
        self._waiting: deque[_Job[Row]] = deque()
        self._is_busy = False
        self._lock = threading.Lock()

    def ask(self, media: Sequence[Medium]) -> Sequence[Row]:
        """Rows for these media. Raises what the model raises for them alone."""
        job = _Job[Row](media)
        with self._lock:
            self._waiting.append(job)
            waits, self._is_busy = self._is_busy, True
        if waits:
            job.called.wait()
        if not job.is_done:
            self._work()
        return job.result()

    def _work(self) -> None:
        """Everything that the next pass takes, the caller's own media first."""
        with self._lock:
            batch = self._next()
        _pass(self._run, batch)
        with self._lock:
            if self._waiting:
                self._waiting[0].called.set()
            else:
                self._is_busy = False
        for job in batch:
            job.called.set()

    def _next(self) -> list[_Job[Row]]:
        batch = [self._waiting.popleft()]
        room = self._most - len(batch[0].media)
        while self._waiting and len(self._waiting[0].media) <= room:
            batch.append(self._waiting.popleft())
            room -= len(batch[-1].media)
        return batch


def _pass(run: "Run[Row]", batch: "Sequence[_Job[Row]]") -> None:
    """Settle every job of a batch. Never raises."""
    try:
        rows = _rows(run, [medium for job in batch for medium in job.media])
    except BaseException as error:  # noqa: BLE001 - raised again by each caller that it concerns
        if len(batch) == 1:
            batch[0].error = error
            return
        for job in batch:
            _pass(run, [job])
        return
    start = 0
    for job in batch:
        job.rows = rows[start : start + len(job.media)]
        start += len(job.media)


def _rows(run: "Run[Row]", media: Sequence[Medium]) -> Sequence[Row]:
    rows = run(media)
    if len(rows) != len(media):
        raise SpaceError(f"found {len(rows)} vectors of {len(media)} media")
    return rows
