"""One ingest while it runs: load ahead, embed, read and store in batches."""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field

from router.manifest import BadItem, Entry
from router.store import ItemRow, MediumRow, Store
from router.threads import Threads

from .loading import ItemLoader, LoadedItem, LoadedMedium, Unchanged
from .making import Made, Makers
from .pipeline import Pipeline
from .report import Tally

_AHEAD = 8
"""Items that are loaded while others are embedded."""
_BATCH_BYTES = 512 * 2**20
"""Decoded media that a batch holds at most, whatever its length."""

_Loaded = LoadedItem | Unchanged | BadItem


@dataclass
class Run:
    """Stores the entries of one manifest."""

    store: Store
    loader: ItemLoader
    makers: Makers
    executor: Executor
    tally: Tally
    batch: int
    _named: set[str] = field(default_factory=set)
    _nameless: bool = False

    def store_all(self, entries: Iterator[Entry]) -> None:
        """Store whatever is new or has changed. Raises ManifestError and StoreError."""
        with Threads(1, thread_name_prefix="embed") as model:
            pipeline = Pipeline(self.makers, model, self._store)
            for batch in self._batches(entries):
                pipeline.put(batch)
            pipeline.flush()

    def _batches(self, entries: Iterator[Entry]) -> Iterator[list[LoadedItem]]:
        batch: list[LoadedItem] = []
        for loaded in self._loaded(entries):
            match loaded:
                case BadItem():
                    self.tally.failed(loaded)
                case Unchanged():
                    self.tally.unchanged(loaded.item.id)
                case LoadedItem():
                    batch.append(loaded)
            if len(batch) >= self.batch or sum(map(_weight, batch)) >= _BATCH_BYTES:
                yield batch
                batch = []
        if batch:
            yield batch

    def delete_missing(self) -> None:
        """Remove items that no line named, unless some line did not say whom it meant."""
        if self._nameless:
            self.tally.report.deletion_skipped = True
            return
        missing = sorted(self.store.digests().keys() - self._named)
        self.store.delete(missing)
        for item_id in missing:
            self.tally.deleted(item_id)

    def _loaded(self, entries: Iterator[Entry]) -> Iterator[_Loaded]:
        ahead: deque[Future[_Loaded] | BadItem] = deque()
        for entry in entries:
            self._note_name(entry)
            if isinstance(entry, BadItem):
                ahead.append(entry)
            else:
                ahead.append(self.executor.submit(self.loader.load, entry))
            if len(ahead) > _AHEAD:
                yield _result(ahead.popleft())
        while ahead:
            yield _result(ahead.popleft())

    def _note_name(self, entry: Entry) -> None:
        if entry.id is None:
            self._nameless = True
        else:
            self._named.add(entry.id)

    def _store(self, batch: Sequence[LoadedItem], made: Made) -> None:
        good = []
        for loaded in batch:
            bad = _problem(loaded, made, self.loader)
            if bad is None:
                good.append(loaded)
            else:
                self.tally.failed(bad)
        self.store.put_all(_row(loaded, made) for loaded in good)
        # Only now are they on the disk.
        for loaded in good:
            self.tally.stored(loaded.item.id)


def _result(loaded: "Future[_Loaded] | BadItem") -> _Loaded:
    return loaded if isinstance(loaded, BadItem) else loaded.result()


def _problem(loaded: LoadedItem, made: Made, loader: ItemLoader) -> BadItem | None:
    item = loaded.item
    for each in loaded.media:
        if each.key in made.problems:
            where = f"{loader.manifest}:{item.line}: item {item.id!r}: {each.entry.origin}"
            return BadItem(item.line, item.id, f"{where}: {made.problems[each.key]}")
    return None


def _row(loaded: LoadedItem, made: Made) -> ItemRow:
    return ItemRow(
        id=loaded.item.id,
        record=loaded.item.record,
        labels=loaded.item.labels,
        media=[_medium_row(each, made) for each in loaded.media],
        digest=loaded.digest,
    )


def _medium_row(loaded: LoadedMedium, made: Made) -> MediumRow:
    entry = loaded.entry
    return MediumRow(
        key=loaded.key,
        data=loaded.data,
        kind=entry.kind,
        origin=entry.origin,
        page=loaded.page,
        scale=entry.scale,
        intrinsics=entry.intrinsics,
        baseline=entry.baseline,
        rate=entry.rate,
        vectors=made.vectors.get(loaded.key, {}),
        readings=made.readings.get(loaded.key, {}),
    )


def _weight(loaded: LoadedItem) -> int:
    """Bytes that an item's decoded media take."""
    return sum(each.medium.nbytes for each in loaded.media)
