"""A router whose models many requests share: spaces that batch, readers in pools."""

import os
from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol

from judges import Reader
from judges.readers.bare_code import BareCodeReader
from judges.readers.model_code import ModelCodeReader
from judges.readers.ocr import Ocr
from judges.readers.words import WordsReader
from modalities import Modality
from router.build import build_readers, build_spaces
from router.config import Config
from router.router import Router
from router.store import Store

from .batching import Batched
from .pool import RecentReadings, pooled

OVER_ONE_THREAD: Mapping[str, Callable[[Ocr], Reader]] = {
    "words": WordsReader,
    "model_code": lambda ocr: ModelCodeReader(WordsReader(ocr)),
    "bare_code": lambda ocr: BareCodeReader(WordsReader(ocr)),
}
"""Readers whose models use all cores by themselves, over models that use one."""


class Sharing(Protocol):
    """Hears how models are shared."""

    def embedded(self, space: str, modality: Modality, media: int) -> None:
        """One pass of a space took this many media."""
        ...

    def read(self, kind: str, remembered: bool) -> None:
        """One medium was read, or its readings were remembered."""
        ...


def shared_router(config: Config, store: Store, sharing: Sharing) -> Router:
    """A router for a service. Raises ConfigError; loads no weights."""
    spaces = [
        Batched(space, note=partial(sharing.embedded, space.name)) for space in build_spaces(config)
    ]
    readers = shared_readers(build_readers(config.readers), sharing)
    return Router(config, store, spaces=spaces, readers=readers)


def shared_readers(readers: Mapping[str, Reader], sharing: Sharing) -> dict[str, Reader]:
    """These readers, for many requests at once. Loads no weights."""
    cores = cores_here()
    recent = RecentReadings()
    ocrs = [Ocr(threads=1) for _ in range(cores)]

    def beside(kind: str) -> list[Reader]:
        over = OVER_ONE_THREAD.get(kind)
        return [] if over is None else [over(ocr) for ocr in ocrs]

    return {
        kind: pooled(reader, recent, sharing.read, beside=beside(kind), at_once=cores)
        for kind, reader in readers.items()
    }


def cores_here() -> int:
    """Processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
