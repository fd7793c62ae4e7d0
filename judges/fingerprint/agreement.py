"""Whether a query and a recording hold the same where they overlap, and not only some of it.

Tunes that are played with the same samples coincide note by note. What tells them apart is all
that does not: notes of one that the other lacks. Noise adds to a sound and takes nothing away, so
what is loud in the catalogue's recording and absent from the query is the surest sign. What the
query has besides may be noise, so that much of it is needed.
"""

from typing import NamedTuple

import numpy as np

from .common import Marks, marks
from .overlap import Overlap, overlap, share
from .significance import in_windows, miss_improbability
from .sound_print import SoundPrint

SHARE = 0.5
"""Of the shorter of the two, so much must overlap: less may be a note that two tunes share."""
FOUND = 0.5
"""Share of the recording's loud landmarks that the query must have."""
HEARD = 0.65
EXTRA, EXTRA_NEAR, EXTRA_PER_DECIBEL = 0.12, 0.3, 0.1
"""Where the query's own are found less often than ``HEARD``, and ``EXTRA`` of its power stands
where the recording has none, it has a part more. Such a part sounds over the recording as well: the
more the two differ in level, the less of it will do, ``EXTRA_PER_DECIBEL`` below ``EXTRA_NEAR``."""
LACKING = 0.12
"""A note is missing where, for an eighth of a second, the query lacks so much power, as a share of
that of the loudest such time."""
GAP, OWN_GAP, FEW = 6.0, 5.0, 0.65
"""-log10 of the probability of missing so many landmarks in 0.2 s, of both and of the recording's:
a note is another one, at whatever level. Where fewer than ``FEW`` are found, those of both do."""
DISTANCE = 2.3
"""Decibels by which loud cells may differ on average."""
_NOTE_CELLS = 4
_LESS, _MORE, _STEADY = 1.6, 2.0, 3.0
"""Factors of power that are no difference, and of the query's steady noise."""


class Agreement(NamedTuple):
    """What a query and a recording have in common where they overlap."""

    found: float = 0.0
    """Share of the recording's loud landmarks that the query has."""
    heard: float = 0.0
    """Share of the query's loud landmarks that the recording has."""
    extra: float = 1.0
    """Share of the query's power that stands where the recording has none, steady noise apart."""
    lacking: float = 1.0
    """The most power that the query lacks at any time, as a share of the recording's most."""
    gap: float = 0.0
    """How improbable the misses of landmarks are in the 0.2 s where they are most so, -log10."""
    own_gap: float = 0.0
    """The same of the recording's landmarks only."""
    distance: float = np.inf
    """Mean difference of loud cells, in decibels."""
    share: float = 0.0
    """How much of the shorter of the two overlaps."""

    @property
    def is_whole(self) -> bool:
        """Whether nothing says that the two differ."""
        most = min(EXTRA, EXTRA_NEAR - EXTRA_PER_DECIBEL * self.distance)
        is_part_more = self.heard < HEARD and self.extra > most
        is_other_note = self.gap > GAP and (self.own_gap > OWN_GAP or self.found < FEW)
        is_like = self.found >= FOUND and self.distance <= DISTANCE and self.share >= SHARE
        return is_like and self.lacking <= LACKING and not is_part_more and not is_other_note


def agreement(query: SoundPrint, recording: SoundPrint, offset: int) -> Agreement:
    """``offset``: frames from the start of the recording to the start of the query."""
    both = overlap(query, recording, offset)
    if both is None:
        return Agreement()
    heard, own = marks(query, recording, offset, both)
    return Agreement(
        found=own.found,
        heard=heard.found,
        extra=_extra(both),
        lacking=_lacking(both),
        gap=_gap(Marks(own.there + heard.there, own.missed + heard.missed)),
        own_gap=_gap(own),
        distance=both.distance,
        share=share(query, recording, both),
    )


def _gap(side: Marks) -> float:
    return float(miss_improbability(side.missed, side.there).max())


def _lacking(both: Overlap) -> float:
    """Sums over a note's time, so that noise and the offset within a cell even out."""
    own = in_windows(both.own, _NOTE_CELLS)
    loud, heard = in_windows(both.own * both.loud, _NOTE_CELLS), in_windows(both.heard, _NOTE_CELLS)
    lacks = np.maximum(loud - _LESS * heard, 0).sum(axis=1)
    return float(lacks.max() / own.sum(axis=1).max())


def _extra(both: Overlap) -> float:
    """A cell of the recording may be half a cell off, so that it counts for its neighbours too."""
    padded = np.pad(both.own, ((1, 1), (0, 0)))
    near = np.maximum(np.maximum(padded[:-2], padded[2:]), both.own)
    steady = np.quantile(both.heard, 0.2, axis=0)
    more = np.maximum(both.heard - _MORE * near - _STEADY * steady, 0)
    return float(more.sum() / both.heard.sum())
