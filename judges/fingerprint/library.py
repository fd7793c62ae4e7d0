"""The recordings of a catalogue, and which of them one of a query's may be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from judges.reading import Reading

from .agreement import Agreement, agreement
from .common import own_marks, stray
from .matching import Match, Recordings
from .overlap import LOUD
from .packing import unpack
from .repetition import stands_out
from .significance import found_improbability
from .sound_print import SoundPrint

RIVAL = 0.5
"""A recording that coincides half as much as the best one is a rival of it."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Where a recording coincides with the query, and whether they are the same there."""

    match: Match
    agreement: Agreement
    repeats: bool
    """Whether the recording repeats itself, at an offset where they coincide nearly as much."""

    @property
    def rank(self) -> tuple[bool, int]:
        """Which of an item's recordings is likest."""
        return self.agreement.is_whole, self.match.coincidences


@dataclass(frozen=True)
class Heard:
    """One recording of the query, and the items with a recording that coincides with it."""

    reading: Reading
    all: Mapping[str, Likeness]

    @cached_property
    def same(self) -> Mapping[str, Likeness]:
        """The items of whose recording it may be a part: they coincide most and do not differ."""
        most = max(each.match.coincidences for each in self.all.values())
        whole = {id_: each for id_, each in self.all.items() if each.agreement.is_whole}
        return {id_: each for id_, each in whole.items() if each.match.coincidences >= RIVAL * most}


class Library:
    """Every recording of the catalogue that the asker may see."""

    def __init__(self, recorded: Sequence[tuple[str, SoundPrint]]) -> None:
        """Each recording with the item it is of."""
        self.owners = [owner for owner, _ in recorded]
        self._prints = [each for _, each in recorded]
        self._recordings = Recordings([each.landmarks for each in self._prints])

    def best(self, reading: Reading) -> Heard:
        """Raises JudgeError where the query's fingerprint is broken."""
        query = unpack("the query's recording", reading.value)
        found: dict[str, Likeness] = {}
        for match in self._recordings.matches(query.landmarks):
            owner, recording = self.owners[match.recording], self._prints[match.recording]
            like = _likeness(match, query, recording)
            if like and (owner not in found or like.rank > found[owner].rank):
                found[owner] = like
        return Heard(reading, found)


def _likeness(match: Match, query: SoundPrint, recording: SoundPrint) -> Likeness | None:
    """None where neither the coincidences nor all landmarks of the overlap are beyond chance."""
    if not (match.is_sure or _is_found(match, query, recording)):
        return None
    places = [(at, agreement(query, recording, at)) for at in (match.shift, *match.again)]
    whole = [place for place in places if place[1].is_whole]
    if not (match.is_sure or whole):
        return None
    shift, same = (whole or places)[0]
    repeats = any(
        other != shift and not stands_out(query, recording, shift, other, match.required)
        for other, _ in places
    )
    return Likeness(replace(match, shift=shift), same, repeats)


def _is_found(match: Match, query: SoundPrint, recording: SoundPrint) -> bool:
    """Whether the query has more of the recording's landmarks than chance would give it.

    Either of the loud ones, or of all but the faintest.
    """
    chance = stray(query.landmarks, recording.landmarks)
    common = (own_marks(query, recording, match.shift, depth) for depth in (LOUD, 2 * LOUD))
    return any(
        found_improbability(each.found, int(each.there.sum()), chance) >= match.required
        for each in common
    )
