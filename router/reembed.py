"""Re-embedding: vectors of a new space for a catalogue that is stored, from its kept files alone.

Vectors of the other spaces stay, so that queries by them are answered as before while it runs.
"""

import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from typing import NamedTuple

import structlog

from modalities import Limits, Medium, Source, Space, load_media

from .embedding import embed_each
from .errors import one_line
from .index_files import IndexFiles
from .store import INDEXES, Awaiting, Embedded, MediumKey, Store

log = structlog.get_logger()

_WORKERS = 4
_PATIENCE = 1.0
"""Seconds to wait for another writer."""
_BYTES = 512 * 2**20
"""Decoded media that a batch holds at most, and that lie ready for the next ones."""
_UNPACKED = 10
"""How much larger a file gets when it is decoded, about."""


class ReembedProgress(NamedTuple):
    """One medium is done; its vectors, if it got any, are safe on the disk."""

    done: int
    total: int


@dataclass
class ReembedReport:
    """What a re-embedding did; counts are of media."""

    embedded: int = 0
    already: int = 0
    """They had a vector of every space before."""
    failed: list[str] = field(default_factory=list)
    """A line each, naming an item."""
    pruned: tuple[str, ...] = ()
    """Fingerprints of the spaces whose vectors were removed."""
    seconds: float = 0.0


class _Ready(NamedTuple):
    awaiting: Awaiting
    loaded: Medium | str
    """The medium, or why it cannot be loaded."""


@dataclass(frozen=True)
class Reembed:
    """Gives every stored medium the vectors that some spaces have not made yet.

    Each batch is one transaction, so a run that is killed is resumed by running it once more.
    """

    store: Store
    spaces: Sequence[Space]
    limits: Limits = field(default_factory=Limits)
    batch: int = 32

    def awaiting(self) -> list[Awaiting]:
        """The media that a run would embed."""
        return self.store.awaiting({each.fingerprint: each.modalities for each in self.spaces})

    def run(
        self,
        on_progress: Callable[[ReembedProgress], None] | None = None,
        *,
        prune: bool = False,
    ) -> ReembedReport:
        """Embed what is missing. A medium that fails is reported, and the rest is done.

        With ``prune``, vectors and index files of all other spaces are removed in the end, unless
        a medium failed. Raises SpaceError where weights are missing, StoreError where the store
        cannot be written or an ingest is writing to it.
        """
        start = time.perf_counter()
        report = ReembedReport()
        with (
            self.store.writing(patience=_PATIENCE),
            ThreadPoolExecutor(_WORKERS, thread_name_prefix="reembed") as executor,
        ):
            waiting = self.awaiting()
            report.already = self._media() - len(waiting)
            self._warm_up(waiting)
            tell, done = on_progress or _ignore, count(1)
            for batch in self._batches(waiting, executor):
                self._embed(batch, report)
                for _ in batch:
                    tell(ReembedProgress(next(done), len(waiting)))
            if prune and not report.failed:
                report.pruned = self._prune()
        report.seconds = time.perf_counter() - start
        log.info("reembed.done", embedded=report.embedded, failed=len(report.failed))
        return report

    def _media(self) -> int:
        taken = frozenset().union(*(space.modalities for space in self.spaces))
        return self.store.coverage("", taken)[1]

    def _warm_up(self, waiting: Sequence[Awaiting]) -> None:
        """What is wrong with the weights is said once, not for each medium."""
        lacked = frozenset[str]().union(*(each.spaces for each in waiting))
        for space in self.spaces:
            if space.fingerprint in lacked:
                space.warm_up()

    def _batches(
        self, waiting: Sequence[Awaiting], executor: Executor
    ) -> Iterator[Sequence[_Ready]]:
        batch: list[_Ready] = []
        weight = 0
        for ready in self._loaded(waiting, executor):
            batch.append(ready)
            weight += 0 if isinstance(ready.loaded, str) else ready.loaded.nbytes
            if len(batch) >= self.batch or weight >= _BYTES:
                yield batch
                batch, weight = [], 0
        if batch:
            yield batch

    def _loaded(self, waiting: Sequence[Awaiting], executor: Executor) -> Iterator[_Ready]:
        """Media in order, loaded while the caller embeds those before them."""
        ahead: deque[tuple[int, Future[list[_Ready]]]] = deque()
        weight = 0
        for file in _by_file(waiting):
            expected = _UNPACKED * _size(file[0])
            ahead.append((expected, executor.submit(self._load, file)))
            weight += expected
            while len(ahead) > self.batch or (len(ahead) > 1 and weight > _BYTES):
                expected, oldest = ahead.popleft()
                weight -= expected
                yield from oldest.result()
        while ahead:
            yield from ahead.popleft()[1].result()

    def _load(self, file: Sequence[Awaiting]) -> list[_Ready]:
        """What one kept file holds, as its first ingest loaded it."""
        kept = file[0].medium
        source = Source(
            kept.origin,
            path=kept.path,
            scale=kept.scale,
            intrinsics=kept.intrinsics,
            baseline=kept.baseline,
            rate=kept.rate,
        )
        try:
            media = load_media(kept.kind, source, self.limits)
        except Exception as error:  # noqa: BLE001 - one file that breaks a loader must cost its media only
            return [_Ready(each, one_line(error)) for each in file]
        found = {MediumKey(medium.content_hash, medium.modality): medium for medium in media}
        lost = f"{kept.origin}: loads as something else than before; ingest it again"
        return [_Ready(each, found.get(each.medium.key, lost)) for each in file]

    def _embed(self, batch: Sequence[_Ready], report: ReembedReport) -> None:
        made: defaultdict[MediumKey, dict[str, Embedded]] = defaultdict(dict)
        problems = {each.awaiting: each.loaded for each in batch if isinstance(each.loaded, str)}
        for space in self.spaces:
            for modality in sorted(space.modalities):
                some = [
                    (waiting, loaded)
                    for waiting, loaded in batch
                    if space.fingerprint in waiting.spaces
                    and waiting.medium.key.modality is modality
                    and not isinstance(loaded, str)
                ]
                if not some:
                    continue
                found = embed_each(space, modality, [loaded for _, loaded in some])
                for (waiting, _), each in zip(some, found, strict=True):
                    if isinstance(each, str):
                        problems[waiting] = f"{waiting.medium.origin}: {each}"
                    else:
                        made[waiting.medium.key][space.fingerprint] = each
        self.store.add_vectors(made)
        report.embedded += len(batch) - len(problems)
        report.failed += [_line(waiting, why) for waiting, why in problems.items()]

    def _prune(self) -> tuple[str, ...]:
        kept = {space.fingerprint for space in self.spaces}
        gone = self.store.drop_spaces(kept)
        IndexFiles(self.store.directory / INDEXES).prune(kept)
        log.info("reembed.pruned", spaces=sorted(gone))
        return tuple(sorted(gone))


def _by_file(waiting: Iterable[Awaiting]) -> Iterator[Sequence[Awaiting]]:
    """Together what one file holds, so that the pages of a document are loaded once."""

    def how(each: Awaiting) -> tuple[object, ...]:
        kept = each.medium
        return (kept.path, kept.kind, kept.scale, kept.intrinsics, kept.baseline, kept.rate)

    files: dict[tuple[object, ...], list[Awaiting]] = defaultdict(list)
    for each in waiting:
        files[how(each)].append(each)
    yield from files.values()


def _size(waiting: Awaiting) -> int:
    with suppress(OSError):
        return waiting.medium.path.stat().st_size
    return 0


def _line(waiting: Awaiting, why: str) -> str:
    line = f"{waiting.medium.path}: item {waiting.item!r}: {why}"
    log.info("reembed.failed", id=waiting.item, message=line)
    return line


def _ignore(_progress: ReembedProgress) -> None:
    """For those who do not ask."""
