"""The fingerprint judge: the query is a part of this item's recording, and of no other item's."""

from collections.abc import Sequence
from typing import ClassVar

from judges.by_revision import ByRevision
from judges.candidate import Candidate
from judges.errors import JudgeError
from judges.facts import Vocabulary
from judges.judge import Judge, Options
from judges.query import Catalogue, Query
from judges.truth import Truth
from judges.verdict import Evidence, Verdict, abstain, confirm, reject

from .library import Heard, Library, Likeness
from .packing import unpack

KIND = "fingerprint"


class FingerprintOptions(Options):
    """YAML: ``{use: fingerprint}``."""

    exclusive: bool = False
    """Whether an item whose recordings are not the query's is rejected once another's are. Right
    where the catalogue holds every recording of an item; otherwise it abstains."""


class Fingerprint(Judge[FingerprintOptions]):
    """Confirms the one item of the catalogue of which a recording holds the query's.

    That is the same recording, played, cut, re-encoded or heard through noise; another recording
    of the same thing is another one. Where the query is as well a part of another item's
    recording, or coincides with a recording at several offsets, it does not tell which is meant.
    Where they coincide and yet differ, such as two tunes that share notes, they are not the same.
    """

    options_type: ClassVar[type[Options]] = FingerprintOptions
    default_covers: ClassVar[frozenset[Truth]] = frozenset({Truth.IDENTITY})
    may_cover: ClassVar[frozenset[Truth]] = frozenset({Truth.IDENTITY, Truth.CATEGORY})
    cost: ClassVar[float] = 10.0

    def __init__(self, name: str, options: FingerprintOptions, vocabulary: Vocabulary) -> None:
        super().__init__(name, options, vocabulary)
        # A table of 10,000 recordings of five seconds takes some 220 MB, their profiles 75 MB.
        self._library = ByRevision(self._collect, keep=2)

    @property
    def readers(self) -> frozenset[str]:
        return frozenset({KIND})

    @property
    def catalogue_readers(self) -> frozenset[str]:
        return frozenset({KIND})

    def judge(self, query: Query, candidates: Sequence[Candidate]) -> Sequence[Verdict]:
        """Raises JudgeError without a catalogue, and where a stored fingerprint is broken."""
        if not candidates:
            return []
        readings = query.read(KIND)
        if not readings:
            return [abstain("no_fingerprint")] * len(candidates)
        if query.catalogue is None:
            raise JudgeError(f"judges.{self.name}: the query has no catalogue to look sounds up in")
        library = self._library(query.catalogue)
        recorded = frozenset(library.owners)
        heard = [found for reading in readings if (found := library.best(reading)).all]
        return [self._verdict(one.id, heard, recorded) for one in candidates]

    def _collect(self, catalogue: Catalogue) -> Library:
        ids = [id_ for id_, _ in catalogue.facts([])]
        return Library(
            [
                (id_, unpack(f"item {id_}", reading.value))
                for id_, readings in catalogue.readings(ids, KIND).items()
                for reading in readings
            ]
        )

    def _verdict(self, id_: str, heard: Sequence[Heard], recorded: frozenset[str]) -> Verdict:
        if id_ not in recorded:
            return abstain("no_recording")
        if not heard:
            return abstain("no_match")
        meant = frozenset[str].intersection(*(frozenset(each.same) for each in heard))
        if id_ in meant:
            return _of_meant(id_, meant, heard)
        shown = _evidence(id_, heard)
        if self.options.exclusive and len(meant) == 1 and not _repeats(heard, *meant):
            return reject("other_recording", *shown)
        if any(id_ in each.all and id_ not in each.same for each in heard):
            return abstain("parts_differ", *shown)
        return abstain("no_match" if meant else "recordings_differ", *shown)


def _of_meant(id_: str, meant: frozenset[str], heard: Sequence[Heard]) -> Verdict:
    shown = _evidence(id_, heard)
    if len(meant) > 1:
        return abstain("several_items", *shown)
    if _repeats(heard, id_):
        return abstain("repeats", *shown)
    return confirm("same_recording", *shown)


def _repeats(heard: Sequence[Heard], id_: str) -> bool:
    """Whether no recording of the query stands at one place of the item's only."""
    return all(each.same[id_].repeats for each in heard)


def _evidence(id_: str, heard: Sequence[Heard]) -> tuple[Evidence, ...]:
    """What was heard, and where it stands in whose recording, the best match first.

    Whose it may be is shown, and the item itself where it coincides.
    """
    return tuple(
        evidence
        for each in heard
        for evidence in (
            Evidence("query", KIND, each.reading.text, reading=each.reading),
            *(
                Evidence("catalogue", KIND, _as_data(other, each.all[other]))
                for other in sorted(
                    each.same.keys() | ({id_} & each.all.keys()),
                    key=lambda other: (-each.all[other].match.coincidences, other),
                )
            ),
        )
    )


def _as_data(id_: str, like: Likeness) -> dict[str, object]:
    match, agreement = like.match, like.agreement
    return {
        "item": id_,
        "offset_seconds": round(match.offset, 3),
        "coincidences": match.coincidences,
        "by_chance": round(match.expected, 2),
        "elsewhere": match.elsewhere,
        "span_seconds": [round(second, 3) for second in match.span],
        "found": round(agreement.found, 2),
        "heard": round(agreement.heard, 2),
        "extra": round(agreement.extra, 3),
        "lacking": round(agreement.lacking, 3),
        "gap": round(agreement.gap, 1),
        "own_gap": round(agreement.own_gap, 1),
        "distance_decibels": round(agreement.distance, 1),
    }
