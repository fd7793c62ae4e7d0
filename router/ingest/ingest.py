"""Ingest: a manifest in, items out on the disk, each whole or not at all."""

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path

import structlog

from judges import Reader, Vocabulary
from modalities import Limits, Space
from router.manifest import Entry, estimated_length, read_manifest
from router.store import Store
from router.threads import Threads

from .loading import ItemLoader
from .making import Makers
from .report import IngestReport, Progress, Tally
from .run import Run

log = structlog.get_logger()

_WORKERS = 4
_PATIENCE = 1.0
"""Seconds to wait for another writer: an ingest that runs is not waited for."""


class Ingest:
    """Stores what manifests list, embedded by some spaces and read by some readers.

    Only what changed, or lacks a vector of a space or what a reader's current version reads, is
    loaded. A medium is neither embedded nor read again where the store has what would be made of
    it, so a killed ingest is resumed by running it once more. Items that were stored under schema
    version 1 are loaded once more, since their digests covered the spaces and readers too; nothing
    is made of them again.
    """

    def __init__(
        self,
        store: Store,
        spaces: Sequence[Space],
        readers: Mapping[str, Reader],
        vocabulary: Vocabulary,
        fields: frozenset[str],
        limits: Limits | None = None,
        batch: int = 32,
    ) -> None:
        """``fields``: the record fields that a config uses; their types are checked."""
        self._store = store
        self._spaces = tuple(spaces)
        self._readers = dict(readers)
        self._vocabulary = vocabulary
        self._fields = fields
        self._limits = limits or Limits()
        self._batch = batch

    def run(
        self,
        manifest: Path,
        on_progress: Callable[[Progress], None] | None = None,
        *,
        delete_missing: bool = False,
        admit: Callable[[Entry], Entry] | None = None,
    ) -> IngestReport:
        """Store every item of a manifest that is new, has changed or lacks something.

        A bad item is reported; whatever was stored of it before stays. ``on_progress`` hears of
        each item once it is safe on the disk. With ``delete_missing``, items that the manifest
        does not name are removed. ``admit`` may put another entry in the place of each, a bad one
        for what is not to be stored; it is asked while no one else can write. Raises ManifestError
        where the manifest cannot be read, and StoreError where the store cannot be written or
        another ingest is writing to it.
        """
        start = time.perf_counter()
        with (
            self._store.writing(patience=_PATIENCE),
            Threads(_WORKERS, thread_name_prefix="ingest") as executor,
        ):
            tally = Tally(estimated_length(manifest), on_progress or _ignore)
            entries = read_manifest(manifest, self._vocabulary)
            run = self._prepared(manifest, executor, tally)
            run.store_all(entries if admit is None else map(admit, entries))
            if delete_missing:
                run.delete_missing()
            report = tally.report
            self._store.sweep()
        report.seconds = time.perf_counter() - start
        log.info(
            "ingest.done",
            stored=report.stored,
            unchanged=report.unchanged,
            failed=len(report.failed),
            deleted=report.deleted,
        )
        return report

    def _prepared(self, manifest: Path, executor: Executor, tally: Tally) -> Run:
        loader = ItemLoader(
            manifest,
            self._store.digests(),
            self._lacking(),
            self._vocabulary,
            self._fields,
            self._limits,
        )
        makers = Makers(self._store, self._spaces, self._readers, executor)
        return Run(self._store, loader, makers, executor, tally, self._batch)

    def _lacking(self) -> set[str]:
        return self._store.lacking(
            {space.fingerprint: space.modalities for space in self._spaces},
            {reader.kind: (reader.version, reader.modalities) for reader in self._readers.values()},
        )


def _ignore(_progress: Progress) -> None:
    """For those who do not ask."""
