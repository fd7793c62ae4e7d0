"""Pieces of many media in batches of one size, prepared ahead of the model by a few threads."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple

import torch
from torch import Tensor

THREADS = 4
AHEAD = 2
"""Batches that may be prepared and wait."""


class Part(NamedTuple):
    """Some pieces of one medium, prepared together."""

    make: Callable[[], Tensor]
    size: int


def batches(parts: Iterable[Part], size: int) -> Iterator[Tensor]:
    """All pieces in order, ``size`` at a time, the last ones as they are.

    What a part raises while it is prepared is raised here, and nothing further is prepared.
    """
    waiting: list[Tensor] = []
    for made in _prepared(parts, AHEAD * size):
        waiting.append(made)
        while sum(map(len, waiting)) >= size:
            together = torch.cat(waiting)
            yield together[:size]
            waiting = [together[size:]]
    if sum(map(len, waiting)):
        yield torch.cat(waiting)


def _prepared(parts: Iterable[Part], room: int) -> Iterator[Tensor]:
    """What the parts make, in order; ``room`` pieces at most are in the making or waiting."""
    pool = ThreadPoolExecutor(THREADS, "imagebind-prepare")
    under_way: deque[tuple[Future[Tensor], int]] = deque()
    used = 0
    try:
        for part in parts:
            while under_way and used + part.size > room:
                oldest, freed = under_way.popleft()
                used -= freed
                yield oldest.result()
            under_way.append((pool.submit(part.make), part.size))
            used += part.size
        while under_way:
            yield under_way.popleft()[0].result()
    finally:
        pool.shutdown(cancel_futures=True)
