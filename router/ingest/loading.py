"""From a manifest item to loaded media, and to the digest that tells whether it changed."""

import hashlib
from collections.abc import Mapping, Set
from dataclasses import dataclass
from pathlib import Path

import orjson

from judges import FactError, Vocabulary, check_fact
from modalities import Limits, Medium, Source
from modalities.load import load_media
from router.errors import one_line
from router.manifest import BadItem, ManifestItem, MediumEntry
from router.store import MediumKey


@dataclass(frozen=True, slots=True, eq=False)
class LoadedMedium:
    """One medium, and the manifest entry and bytes it came from."""

    medium: Medium
    entry: MediumEntry
    data: bytes

    @property
    def key(self) -> MediumKey:
        return MediumKey(self.medium.content_hash, self.medium.modality)

    @property
    def page(self) -> int | None:
        return getattr(self.medium, "page", None)


@dataclass(frozen=True, slots=True, eq=False)
class LoadedItem:
    """One item that differs from what is stored, or of which something is missing there."""

    item: ManifestItem
    digest: str
    media: tuple[LoadedMedium, ...]


@dataclass(frozen=True, slots=True)
class Unchanged:
    """One item that is stored as it is, with all vectors and readings."""

    item: ManifestItem


@dataclass(frozen=True)
class ItemLoader:
    """Loads the media of items that are new, changed or incomplete. Safe for threads.

    The digest covers what the manifest states and the bytes it names, not what is made of them.
    """

    manifest: Path
    stored: Mapping[str, str]
    """Item id to digest."""
    lacking: Set[str]
    """Ids of stored items of which a vector or a reading is missing."""
    vocabulary: Vocabulary
    fields: frozenset[str]
    limits: Limits

    def load(self, item: ManifestItem) -> LoadedItem | Unchanged | BadItem:
        """A bad item names its line and what is wrong with it."""
        where = f"{self.manifest}:{item.line}"
        try:
            self._check_record(where, item)
            contents = [self._read(entry) for entry in item.media]
            digest = self._digest(item, contents)
            if self.stored.get(item.id) == digest and item.id not in self.lacking:
                return Unchanged(item)
            media = [
                LoadedMedium(medium, entry, data)
                for entry, data in zip(item.media, contents, strict=True)
                for medium in self._load(entry, data)
            ]
        except FactError as error:
            return BadItem(item.line, item.id, str(error))
        except Exception as error:  # noqa: BLE001 - one medium that breaks a loader must cost one item only
            return BadItem(item.line, item.id, f"{where}: item {item.id!r}: {one_line(error)}")
        return LoadedItem(item, digest, tuple(media))

    def _check_record(self, where: str, item: ManifestItem) -> None:
        for name in sorted(self.fields & item.record.keys() & self.vocabulary.record.keys()):
            check_fact(f"{where}: record.{name}", item.record[name], self.vocabulary.record[name])

    def _read(self, entry: MediumEntry) -> bytes:
        return entry.source(self.manifest.parent).read(self.limits.bytes)

    def _load(self, entry: MediumEntry, data: bytes) -> tuple[Medium, ...]:
        # From the bytes that were hashed: the file may be another one by now.
        source = Source(
            entry.origin,
            data=data,
            scale=entry.scale,
            intrinsics=entry.intrinsics,
            baseline=entry.baseline,
            rate=entry.rate,
        )
        return load_media(entry.kind, source, self.limits)

    def _digest(self, item: ManifestItem, contents: list[bytes]) -> str:
        labels = [item.labels.tenant, sorted(item.labels.groups)]
        entries = [
            [
                entry.kind,
                entry.origin,
                entry.scale,
                entry.intrinsics,
                entry.baseline,
                entry.rate,
                hashlib.sha256(data).hexdigest(),
            ]
            for entry, data in zip(item.media, contents, strict=True)
        ]
        canonical = orjson.dumps(
            [item.id, item.record, labels, entries], option=orjson.OPT_SORT_KEYS
        )
        return hashlib.sha256(canonical).hexdigest()
