"""All recordings of a catalogue in one sorted table, and where a query coincides with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .hashing import APART, nearby, pairs_of
from .landmarks import Landmarks
from .significance import LEAST, improbability, required
from .spectrum import FRAME_SECONDS

LONGEST_QUERY = 1250
"""Frames: of a longer query, the 20 seconds that hold most landmarks are looked up."""
_ANCHOR_BITS = 40
_NEAR = 3
"""Frames around the best offset that belong to it."""
REPEATED = 0.67
"""With this share of the coincidences at another offset, a recording may repeat itself."""
_MOST_AGAIN = 4
_DOUBTFUL = 12
"""How many recordings are looked at beyond those that coincide surely, likeliest first."""
_FEWEST = 4
"""Coincidences below which a recording is not looked at."""
_FEWEST_EXPECTED = 0.1
"""Coincidences expected at any offset, at the least: an empty histogram is no proof of zero."""


@dataclass(frozen=True, slots=True)
class Match:
    """How a query coincides with one recording at the offset where it does so most."""

    recording: int
    shift: int
    """Frames from the start of the recording to the start of the query."""
    coincidences: int
    """Landmarks of the query from which a pair starts that is also in the recording, there."""
    span: tuple[float, float]
    """Seconds of the query between the first and the last of them."""
    elsewhere: int
    """The same number at the second best offset."""
    expected: float
    """The number that chance gives at any one offset."""
    again: tuple[int, ...]
    """The other offsets, as ``shift``, where it does so nearly as much; the best few."""
    is_sure: bool
    """Whether so many coincidences are beyond chance."""
    required: float
    """How improbable anything must be to be no chance, -log10."""

    @property
    def offset(self) -> float:
        """Seconds from the start of the recording to the start of the query."""
        return self.shift * FRAME_SECONDS


class _Hits(NamedTuple):
    slots: NDArray[np.int64]
    """Which recording at which offset, as one number."""
    anchors: NDArray[np.int64]


class Recordings:
    """Fingerprints of many recordings. Immutable once made; safe to use from threads."""

    def __init__(self, recordings: Sequence[Landmarks]) -> None:
        self._lengths = np.array(
            [each.frames[-1] + 1 if len(each.frames) else 0 for each in recordings], np.int64
        )
        # One after another, so far apart that none makes a pair with the next.
        starts = np.cumsum(self._lengths + APART) - self._lengths - APART
        times = _joined([each.frames for each in recordings])
        of = np.repeat(np.arange(len(recordings)), [len(each.frames) for each in recordings])
        bins = _joined([each.bins for each in recordings])
        keys, anchors = pairs_of(Landmarks(times + starts[of], bins))
        # Both in one number, which sorts much faster than an order does.
        both = np.sort(keys << _ANCHOR_BITS | anchors)
        anchors = both & ((1 << _ANCHOR_BITS) - 1)
        self._keys = (both >> _ANCHOR_BITS).astype(np.int32)
        self._of = of[anchors].astype(np.int32)
        self._frames = times[anchors].astype(np.int32)

    def matches(self, query: Landmarks) -> list[Match]:
        """Recordings with which the query coincides, in the order given.

        All with which it does so beyond chance, and the likeliest of the others.
        """
        query = densest(query)
        if not len(query.frames) or not len(self._keys):
            return []
        start = int(query.frames[0])
        frames = query.frames - start
        length = int(frames[-1]) + 1
        # Recordings lie one after another on one line, far enough apart for every offset.
        ends = np.cumsum(self._lengths + length + 1)
        hits = self._hits(query, frames, ends)
        slots, counts = np.unique(hits.slots, return_counts=True)
        least = required(float(ends[-1]))
        promising = self._promising(slots, counts, ends, least)
        found = [_match(int(one), hits, query, ends, length, least) for one in promising]
        return [match for match in found if match.coincidences >= _FEWEST]

    def _hits(self, query: Landmarks, frames: NDArray[np.int64], ends: NDArray[np.int64]) -> _Hits:
        pairs = pairs_of(query)
        wanted = nearby(pairs.keys).astype(np.int32)
        order = np.argsort(wanted, axis=None)
        asked = wanted.ravel()[order]
        low = np.searchsorted(self._keys, asked - 1, side="left")
        counts = np.searchsorted(self._keys, asked + 1, side="right") - low
        begins = np.cumsum(counts) - counts
        found = np.arange(int(counts.sum())) + np.repeat(low - begins, counts)
        anchors = np.repeat(np.repeat(pairs.anchors, wanted.shape[1])[order], counts)
        slots = ends[self._of[found]] - self._lengths[self._of[found]] - 1
        return _Hits(slots + self._frames[found] - frames[anchors], anchors)

    def _promising(
        self,
        slots: NDArray[np.int64],
        counts: NDArray[np.int64],
        ends: NDArray[np.int64],
        least: float,
    ) -> NDArray[np.int64]:
        """Recordings that may match: a landmark that is hit twice has been counted twice so far."""
        after = np.zeros_like(counts)
        after[:-1] = np.where(np.diff(slots) == 1, counts[1:], 0)
        both = (counts + after).astype(np.float64)
        of = np.searchsorted(ends, slots, side="right")
        most = np.zeros(len(ends))
        np.maximum.at(most, of, both)
        total = np.bincount(of, weights=counts, minlength=len(ends))
        widths = np.diff(ends, prepend=0)
        expected = np.maximum(2 * (total - most) / widths, _FEWEST_EXPECTED)
        digits = np.where(most >= _FEWEST, improbability(most, expected), 0.0)
        enough = (most >= LEAST) & (digits >= least)
        likeliest = np.argsort(np.where(enough, 0.0, -digits), kind="stable")[:_DOUBTFUL]
        enough[likeliest[digits[likeliest] > 0]] = True
        return np.flatnonzero(enough)


def densest(query: Landmarks) -> Landmarks:
    """The part of a query that is looked up."""
    first = np.arange(len(query.frames))
    last = np.searchsorted(query.frames, query.frames + LONGEST_QUERY, side="left")
    if not len(first) or last[0] == len(first):
        return query
    at = int(np.argmax(last - first))
    return Landmarks(query.frames[at : last[at]], query.bins[at : last[at]])


def _match(
    recording: int,
    hits: _Hits,
    query: Landmarks,
    ends: NDArray[np.int64],
    length: int,
    least: float,
) -> Match:
    """The best offset of one recording, each landmark of the query counted once."""
    begin = int(ends[recording - 1]) if recording else 0
    width = int(ends[recording]) - begin
    mine = (hits.slots >= begin) & (hits.slots < begin + width)
    places, anchors = hits.slots[mine] - begin, hits.anchors[mine]
    # A frame's worth of doubt: each hit counts at its own offset and at the one before.
    both = np.concatenate((places, np.maximum(places - 1, 0)))
    seen = np.unique(both * len(query.frames) + np.tile(anchors, 2))
    counts = np.bincount(seen // len(query.frames), minlength=width)
    best = int(np.argmax(counts))
    others = np.delete(counts, slice(max(best - _NEAR, 0), best + _NEAR + 1))
    expected = max(float(others.sum()) / width, _FEWEST_EXPECTED)
    found = int(counts[best])
    unlikely = float(improbability(np.array([float(found)]), np.array([expected]))[0])
    used = query.frames[seen[seen // len(query.frames) == best] % len(query.frames)]
    begins = length + int(query.frames[0])
    return Match(
        recording=recording,
        shift=best - begins,
        coincidences=found,
        span=(int(used.min()) * FRAME_SECONDS, int(used.max()) * FRAME_SECONDS),
        elsewhere=int(others.max(initial=0)),
        expected=expected,
        again=tuple(place - begins for place in _again(counts, best)),
        is_sure=found >= LEAST and unlikely >= least,
        required=least,
    )


def _again(counts: NDArray[np.int64], best: int) -> list[int]:
    """The other offsets at which there are nearly as many, most first."""
    left, places = counts.copy(), [best]
    while len(places) <= _MOST_AGAIN:
        left[max(places[-1] - _NEAR, 0) : places[-1] + _NEAR + 1] = 0
        places.append(int(np.argmax(left)))
        if left[places[-1]] <= REPEATED * counts[best]:
            return places[1:-1]
    return places[1:]


def _joined(parts: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    return np.concatenate(parts) if parts else np.zeros(0, np.int64)
