"""Readers on their own, on what a caller sends."""

import threading
from collections.abc import Mapping

from judges import Reader, build_reader, reader_names
from modalities import EmptyMediumError, Limits, Medium, load_media
from modalities.sniff import identify

from .media import Named
from .problems import Problem


class Readers:
    """The readers of a router, and any other that is registered, built once. Safe for threads."""

    def __init__(self, known: Mapping[str, Reader]) -> None:
        self._readers = dict(known)
        self._lock = threading.Lock()

    def reader(self, kind: str) -> Reader:
        """Raises Problem, 404, for a kind that no registry knows."""
        with self._lock:
            if kind not in self._readers:
                if kind not in reader_names():
                    known = ", ".join(sorted(reader_names()))
                    raise Problem(404, "not_found", f"there is no such reader; there are {known}")
                self._readers[kind] = build_reader(kind)
            return self._readers[kind]


def media_for(reader: Reader, given: Named, limits: Limits) -> tuple[Medium, ...]:
    """What a source holds of the modalities that a reader takes; never empty.

    Raises MediumError where it cannot be loaded or holds nothing that the reader takes.
    """
    kind = "document" if identify((given.source.data or b"")[:1024]) == "PDF" else given.kind
    loaded = load_media(kind, given.source, limits)
    taken = tuple(medium for medium in loaded if medium.modality in reader.modalities)
    if not taken:
        wanted = " or ".join(sorted(reader.modalities))
        raise EmptyMediumError(
            f"{given.source.name}: holds no {wanted}, which the reader {reader.kind} takes"
        )
    return taken
