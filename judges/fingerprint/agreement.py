"""Whether a query and a recording hold the same where they overlap, and not only some of it.

Tunes that are played with the same samples coincide note by note. What tells them apart is all
that does not: notes of one that the other lacks. Noise adds to a sound and takes nothing away, so
what is loud in the catalogue's recording and absent from the query is the surest sign. What the
query has besides may be noise, so that much of it is needed.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .overlap import LOUD, Side, sides
from .significance import in_windows, miss_improbability
from .sound_print import SoundPrint

FOUND = 0.55
"""Share of the recording's loud landmarks that the query must have."""
HEARD = 0.65
EXTRA = 0.05
"""Where the query's own are found less often than ``HEARD``, and ``EXTRA`` of its power stands
where the recording has none, it has a part more."""
ABSENT = 12.0
"""Decibels by which a cell is lower than that of the other, where it lacks what is there."""
NOTES = ((ABSENT, 0.03, 0.3), (4.5, 0.1, 2.0))
"""A note is missing where, for 0.2 s, the query is so many decibels lower in cells that hold so
much power (as a share of that of the loudest 0.2 s), and landmarks are missing by so much more
than elsewhere (-log10 of the probability)."""
SILENT = 7.0
"""-log10 of the probability of missing so many landmarks in 0.2 s: a note is another one, at
whatever level."""


class Agreement(NamedTuple):
    """What a query and a recording have in common where they overlap."""

    found: float = 0.0
    """Share of the recording's loud landmarks that the query has."""
    heard: float = 0.0
    """Share of the query's loud landmarks that the recording has."""
    extra: float = 1.0
    """Share of the query's power that stands where the recording has none."""
    note_missing: bool = True
    """Whether there are 0.2 s in which the query lacks what is loud in the recording."""
    gap: float = 0.0
    """How improbable the misses of landmarks are in the 0.2 s where they are most so, -log10."""

    @property
    def is_whole(self) -> bool:
        """Whether nothing says that the two differ."""
        is_part_more = self.heard < HEARD and self.extra > EXTRA
        is_other_note = self.note_missing or self.gap > SILENT
        return self.found >= FOUND and not is_part_more and not is_other_note


def agreement(query: SoundPrint, recording: SoundPrint, offset: int) -> Agreement:
    """``offset``: frames from the start of the recording to the start of the query."""
    both = sides(query, recording, offset)
    if both is None:
        return Agreement()
    heard, own = both
    gaps = miss_improbability(own.missed + heard.missed, own.marks + heard.marks)
    return Agreement(
        found=own.found,
        heard=heard.found,
        extra=_extra(heard, own),
        note_missing=any(
            (_lacking(heard, own, decibels)[gaps > least] > share).any()
            for decibels, share, least in NOTES
        ),
        gap=float(gaps.max()),
    )


def _lacking(heard: Side, own: Side, decibels: float) -> NDArray[np.float64]:
    """The power that the query lacks in each window, as a share of that of the loudest one."""
    power = 10 ** (own.levels / 10)
    lacks = (own.levels >= own.levels.max() - LOUD) & (heard.near < own.levels - decibels)
    loudest = float(in_windows(power.sum(axis=1)).max())
    return in_windows((power * lacks).sum(axis=1)) / loudest


def _extra(heard: Side, own: Side) -> float:
    power = 10 ** (heard.levels / 10)
    more = (heard.levels >= own.levels.max() - LOUD) & (own.near < heard.levels - ABSENT)
    return float(power[more].sum() / power.sum())
