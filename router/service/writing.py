"""Storing and deleting for callers: the command line's ingest, with their rights applied."""

from collections.abc import Callable, Set
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from judges import Labels
from router.build import build_readers
from router.ingest import Ingest, Progress
from router.manifest import BadItem, Entry, ManifestItem
from router.router import Router

from .auth import Caller
from .problems import Problem, public

UPLOADS = "jobs"
_BATCH = 8
"""Items embedded together; as few as on the command line, so that progress shows."""


class Written(NamedTuple):
    """What became of the items of one manifest."""

    stored: int
    unchanged: int
    failed: list[BadItem]
    """Their messages name the manifest as ``manifest`` and files as they were uploaded."""


class Writer:
    """Writes to a router's store for callers. One call at a time: others wait outside."""

    def __init__(self, router: Router) -> None:
        """Cheap. Raises ConfigError for a reader that no registry knows."""
        config = router.config
        made = build_readers(config.catalogue_readers)
        self._store = router.store
        self.folder = router.store.directory / UPLOADS
        """Where uploads lie until they are ingested."""
        self._ingest = Ingest(
            router.store,
            router.spaces,
            {kind: router.readers.get(kind, reader) for kind, reader in made.items()},
            config.vocabulary,
            config.record_fields,
            batch=_BATCH,
        )

    def ingest(
        self,
        caller: Caller,
        manifest: Path,
        uploaded: Set[str],
        on_progress: Callable[[Progress], None] | None = None,
        lines: dict[str, int] | None = None,
    ) -> Written:
        """Store what a manifest lists, its media among the ``uploaded`` files beside it.

        ``lines`` remembers which line named an id first, over several parts of one manifest.
        Raises ManifestError, StoreError; and what ``on_progress`` raises, which ends it.
        """
        gate = _Gate(self, caller, uploaded, {} if lines is None else lines)
        report = self._ingest.run(manifest, on_progress, admit=gate.admit)
        failed = [replace(bad, message=_told(bad.message, manifest)) for bad in report.failed]
        return Written(report.stored, report.unchanged, failed)

    def labels(self, caller: Caller, item_id: str) -> Labels | None:
        """Access labels as they stand now; None where there is no such item."""
        return self._store.scope(caller.principal).labels([item_id]).get(item_id)

    def delete(self, caller: Caller, item_id: str) -> None:
        """Remove an item. Raises Problem: 404 for absent and forbidden alike, 403; StoreError."""
        with self._store.writing():
            labels = self.labels(caller, item_id)
            if labels is None or not (caller.may_write(labels) or caller.principal.may_see(labels)):
                raise Problem(404, "not_found", "there is no such item")
            if not caller.may_write(labels):
                raise Problem(403, "forbidden", "this item is not yours to change")
            self._store.delete([item_id])


class _Gate:
    """Decides entry by entry what of a manifest a caller may store, and as what."""

    def __init__(
        self, writer: Writer, caller: Caller, uploaded: Set[str], lines: dict[str, int]
    ) -> None:
        self._writer = writer
        self._caller = caller
        self._uploaded = uploaded
        self._lines = lines

    def admit(self, entry: Entry) -> Entry:
        """The entry with its owner's labels, or a bad one that says why not."""
        if isinstance(entry, BadItem):
            return entry
        owned = self._owned(entry)
        refused = self._refused(owned)
        if refused is not None:
            return BadItem(entry.line, entry.id, f"manifest:{entry.line}: {refused}")
        self._lines[entry.id] = entry.line
        return owned

    def _owned(self, entry: ManifestItem) -> ManifestItem:
        """A tenant's credential stores for its tenant, where the entry does not say otherwise."""
        if entry.labels.tenant is not None:
            return entry
        labels = Labels(self._caller.principal.tenant, entry.labels.groups)
        return replace(entry, labels=labels)

    def _refused(self, entry: ManifestItem) -> str | None:
        missing = [
            each.content
            for each in entry.media
            if each.kind != "text" and each.content not in self._uploaded
        ]
        if missing:
            return f"media: {missing[0]!r:.200} was not uploaded with this manifest"
        if not self._caller.may_write(entry.labels):
            return "access.tenant: found another tenant than the credential's"
        if self._lines.get(entry.id, entry.line) != entry.line:
            return f"id: found {entry.id!r}, which line {self._lines[entry.id]} already has"
        before = self._writer.labels(self._caller, entry.id)
        if before is not None and not self._caller.may_write(before):
            return f"id: {entry.id!r} cannot be used"
        return None


def _told(message: str, manifest: Path) -> str:
    """A message of an ingest without the folders that the service put things in."""
    named = message.replace(str(manifest), "manifest").replace(f"{manifest.parent}/", "")
    return public(ValueError(named))
