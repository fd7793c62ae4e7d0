"""Embedding and reading the media of a batch of items, each medium once."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field

from judges import DerivedReader, Reader, Reading, RereadingReader
from modalities import Medium, Modality, Space
from router.embedding import embed_each
from router.errors import one_line
from router.store import Embedded, MediumKey, ReadingSet, Store

Media = Mapping[MediumKey, Medium]


@dataclass
class Made:
    """What was made from the media of one batch, and which media it could not be made from."""

    vectors: defaultdict[MediumKey, dict[str, Embedded]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    """By space fingerprint."""
    readings: defaultdict[MediumKey, dict[str, ReadingSet]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    """By kind."""
    problems: dict[MediumKey, str] = field(default_factory=dict)

    def take(self, key: MediumKey, other: "Made") -> None:
        """What another batch made from a medium that both hold."""
        if key in other.problems:
            self.problems[key] = other.problems[key]
        self.vectors[key].update(other.vectors.get(key, {}))
        self.readings[key].update(other.readings.get(key, {}))


@dataclass(frozen=True)
class Makers:
    """The spaces and readers of an ingest."""

    store: Store
    spaces: Sequence[Space]
    readers: Mapping[str, Reader]
    executor: Executor

    def embed(self, media: Media) -> Made:
        """Vectors that the store lacks."""
        made = Made()
        for space in self.spaces:
            self._embed(space, media, made)
        return made

    def read(self, media: Media, made: Made) -> None:
        """Add readings that the store lacks, of media that have no problem yet."""
        # Derived readers last: what they work on is read by then.
        for reader in sorted(self.readers.values(), key=self._is_derived):
            self._read(reader, media, made)

    def _embed(self, space: Space, media: Media, made: Made) -> None:
        known = self.store.embedded(space.fingerprint, media)
        wanted: defaultdict[Modality, list[MediumKey]] = defaultdict(list)
        for key in media:
            if key not in known and key.modality in space.modalities:
                wanted[key.modality].append(key)
        for modality, keys in wanted.items():
            found = embed_each(space, modality, [media[key] for key in keys])
            for key, each in zip(keys, found, strict=True):
                if isinstance(each, str):
                    made.problems[key] = each
                else:
                    made.vectors[key][space.fingerprint] = each

    def _read(self, reader: Reader, media: Media, made: Made) -> None:
        known = self.store.read_by(reader.kind, reader.version, media)
        keys = [
            key
            for key in media
            if key.modality in reader.modalities and key not in known and key not in made.problems
        ]
        read = self._reading_of(reader, media, made)
        for key, found in zip(keys, self.executor.map(read, keys), strict=True):
            if isinstance(found, str):
                made.problems[key] = found
            else:
                made.readings[key][reader.kind] = ReadingSet(reader.version, tuple(found))

    def _reading_of(
        self, reader: Reader, media: Media, made: Made
    ) -> Callable[[MediumKey], Sequence[Reading] | str]:
        def read(key: MediumKey) -> Sequence[Reading] | str:
            try:
                if isinstance(reader, DerivedReader):
                    source = made.readings[key].get(reader.source) if key in made.readings else None
                    if source is not None and isinstance(reader, RereadingReader):
                        return reader.reread(media[key], source.readings)
                    if source is not None:
                        return reader.derive(source.readings)
                return reader.read(media[key])
            except Exception as error:  # noqa: BLE001 - one reader's fault must cost one item only
                return f"{reader.kind} reader: {one_line(error)}"

        return read

    def _is_derived(self, reader: Reader) -> bool:
        return isinstance(reader, DerivedReader) and reader.source in self.readers
