"""Embedding and reading the media of a batch of items, each medium once."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field

import numpy as np
import structlog
from numpy.typing import NDArray

from judges import DerivedReader, Reader, Reading
from modalities import Medium, Modality, Space
from router.errors import one_line
from router.store import MediumKey, ReadingSet, Store

log = structlog.get_logger()

Media = Mapping[MediumKey, Medium]

_NORM_TOLERANCE = 1e-2


@dataclass
class Made:
    """What was made from the media of one batch, and which media it could not be made from."""

    vectors: defaultdict[MediumKey, dict[str, NDArray[np.float32]]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    """By space fingerprint."""
    readings: defaultdict[MediumKey, dict[str, ReadingSet]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    """By kind."""
    problems: dict[MediumKey, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Makers:
    """The spaces and readers of an ingest."""

    store: Store
    spaces: Sequence[Space]
    readers: Mapping[str, Reader]
    executor: Executor

    def make(self, media: Media) -> Made:
        """Vectors and readings that the store lacks."""
        made = Made()
        for space in self.spaces:
            self._embed(space, media, made)
        # Derived readers last: what they work on is read by then.
        for reader in sorted(self.readers.values(), key=self._is_derived):
            self._read(reader, media, made)
        return made

    def _embed(self, space: Space, media: Media, made: Made) -> None:
        known = self.store.embedded(space.fingerprint, media)
        wanted: defaultdict[Modality, list[MediumKey]] = defaultdict(list)
        for key in media:
            if key not in known and key.modality in space.modalities:
                wanted[key.modality].append(key)
        for modality, keys in wanted.items():
            vectors, problems = _embedded(space, modality, keys, media)
            made.problems.update(problems)
            for key, vector in vectors.items():
                made.vectors[key][space.fingerprint] = vector

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
                    if source is not None:
                        return reader.derive(source.readings)
                return reader.read(media[key])
            except Exception as error:  # noqa: BLE001 - one reader's fault must cost one item only
                return f"{reader.kind} reader: {one_line(error)}"

        return read

    def _is_derived(self, reader: Reader) -> bool:
        return isinstance(reader, DerivedReader) and reader.source in self.readers


def _embedded(
    space: Space, modality: Modality, keys: Sequence[MediumKey], media: Media
) -> tuple[dict[MediumKey, NDArray[np.float32]], dict[MediumKey, str]]:
    """Vectors of those media that can be embedded, and why the others cannot."""
    vectors = _attempt(space, modality, [media[key] for key in keys])
    if not isinstance(vectors, str):
        return dict(zip(keys, vectors, strict=True)), {}
    if len(keys) == 1:
        return {}, {keys[0]: vectors}
    log.warning("ingest.batch_failed", space=space.name, modality=modality, reason=vectors)
    good: dict[MediumKey, NDArray[np.float32]] = {}
    bad: dict[MediumKey, str] = {}
    for key in keys:
        alone = _attempt(space, modality, [media[key]])
        if isinstance(alone, str):
            bad[key] = alone
        else:
            good[key] = alone[0]
    return good, bad


def _attempt(
    space: Space, modality: Modality, media: Sequence[Medium]
) -> NDArray[np.float32] | str:
    try:
        vectors = np.asarray(space.embed(modality, media), dtype=np.float32)
    except Exception as error:  # noqa: BLE001 - one medium that breaks a space must cost one item only
        return f"space {space.name!r}: {one_line(error)}"
    expected = (len(media), space.dim)
    if vectors.shape != expected:
        return f"space {space.name!r}: found vectors of shape {vectors.shape}, expected {expected}"
    norms = np.linalg.norm(vectors, axis=1)
    # Written so that NaN fails too.
    if not np.all(np.abs(norms - 1) <= _NORM_TOLERANCE):
        return f"space {space.name!r}: found a vector that is not of length 1"
    return vectors
