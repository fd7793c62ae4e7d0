"""A router whose models many requests share: spaces that batch, readers in pools."""

import os
from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol

from judges import Reader
from judges.readers.words import WordsReader
from modalities import Modality
from router.build import build_readers, build_spaces
from router.config import Config
from router.router import Router
from router.store import Store

from .batching import Batched
from .pool import RecentReadings, pooled

ONE_THREADED: Mapping[str, Callable[[], Reader]] = {"words": lambda: WordsReader(threads=1)}
"""Readers whose models use all cores by themselves, in the form that uses one."""


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
    return Router(
        config, store, spaces=spaces, readers=_readers(build_readers(config.readers), sharing)
    )


def _readers(readers: Mapping[str, Reader], sharing: Sharing) -> dict[str, Reader]:
    cores = cores_here()
    recent = RecentReadings()
    return {
        kind: pooled(
            reader,
            recent,
            sharing.read,
            beside=[ONE_THREADED[kind]() for _ in range(cores)] if kind in ONE_THREADED else (),
            at_once=cores,
        )
        for kind, reader in readers.items()
    }


def cores_here() -> int:
    """Processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
