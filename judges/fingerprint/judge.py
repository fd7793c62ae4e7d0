"""The fingerprint judge: the query is a part of this item's recording, and of no other item's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from judges.by_revision import ByRevision
from judges.candidate import Candidate
from judges.errors import JudgeError
from judges.facts import Vocabulary
from judges.judge import Judge, Options
from judges.query import Catalogue, Query
from judges.reading import Reading
from judges.truth import Truth
from judges.verdict import Evidence, Verdict, abstain, confirm, reject

from .matching import Match, Recordings
from .packing import unpack

KIND = "fingerprint"
RIVAL = 0.5
"""A recording that coincides half as much as the best one is a rival of it."""
REPEATED = 0.67
"""With this share of the coincidences at another offset, a recording repeats itself."""


class FingerprintOptions(Options):
    """YAML: ``{use: fingerprint}``."""

    exclusive: bool = False
    """Whether an item whose recordings are not the query's is rejected once another's are. Right
    where the catalogue holds every recording of an item; otherwise it abstains."""


@dataclass(frozen=True, slots=True)
class _Library:
    """Every recording of the catalogue that the asker may see."""

    owners: Sequence[str]
    """Which item each recording is of."""
    recordings: Recordings

    def best(self, reading: Reading) -> "_Heard":
        matches: dict[str, Match] = {}
        for match in self.recordings.matches(unpack("the query's recording", reading.value)):
            owner = self.owners[match.recording]
            known = matches.get(owner)
            if known is None or match.coincidences > known.coincidences:
                matches[owner] = match
        most = max((match.coincidences for match in matches.values()), default=0)
        like = {id_: each for id_, each in matches.items() if each.coincidences >= RIVAL * most}
        return _Heard(reading, like)


@dataclass(frozen=True, slots=True)
class _Heard:
    """One recording of the query, and the items whose recordings it may be."""

    reading: Reading
    matches: Mapping[str, Match]


class Fingerprint(Judge[FingerprintOptions]):
    """Confirms the one item of the catalogue of which a recording holds the query's.

    That is the same recording, played, cut, re-encoded or heard through noise; another recording
    of the same thing is another one. Where the query is as well a part of another item's
    recording, or coincides with a recording at several offsets, it does not tell which is meant.
    """

    options_type: ClassVar[type[Options]] = FingerprintOptions
    default_covers: ClassVar[frozenset[Truth]] = frozenset({Truth.IDENTITY})
    may_cover: ClassVar[frozenset[Truth]] = frozenset({Truth.IDENTITY, Truth.CATEGORY})
    cost: ClassVar[float] = 10.0

    def __init__(self, name: str, options: FingerprintOptions, vocabulary: Vocabulary) -> None:
        super().__init__(name, options, vocabulary)
        # A table of 10,000 recordings of five seconds takes some 220 MB.
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
        heard = [found for reading in readings if (found := library.best(reading)).matches]
        return [self._verdict(one.id, heard, recorded) for one in candidates]

    def _collect(self, catalogue: Catalogue) -> _Library:
        ids = [id_ for id_, _ in catalogue.facts([])]
        owners, fingerprints = [], []
        for id_, readings in catalogue.readings(ids, KIND).items():
            for reading in readings:
                owners.append(id_)
                fingerprints.append(unpack(f"item {id_}", reading.value))
        return _Library(owners, Recordings(fingerprints))

    def _verdict(self, id_: str, heard: Sequence[_Heard], recorded: frozenset[str]) -> Verdict:
        if id_ not in recorded:
            return abstain("no_recording")
        if not heard:
            return abstain("no_match")
        meant = frozenset[str].intersection(*(frozenset(each.matches) for each in heard))
        if id_ in meant:
            return _of_meant(id_, meant, heard)
        shown = _evidence(heard)
        if self.options.exclusive and len(meant) == 1 and not _repeats(heard, *meant):
            return reject("other_recording", *shown)
        return abstain("no_match" if meant else "recordings_differ", *shown)


def _of_meant(id_: str, meant: frozenset[str], heard: Sequence[_Heard]) -> Verdict:
    shown = _evidence(heard)
    if len(meant) > 1:
        return abstain("several_items", *shown)
    if _repeats(heard, id_):
        return abstain("repeats", *shown)
    return confirm("same_recording", *shown)


def _repeats(heard: Sequence[_Heard], id_: str) -> bool:
    """Whether no recording of the query stands at one place of the item's only."""
    matches = [each.matches[id_] for each in heard]
    return all(match.elsewhere > REPEATED * match.coincidences for match in matches)


def _evidence(heard: Sequence[_Heard]) -> tuple[Evidence, ...]:
    """What was heard, and where it stands in whose recording, the best match first."""
    return tuple(
        evidence
        for each in heard
        for evidence in (
            Evidence("query", KIND, each.reading.text, reading=each.reading),
            *(
                Evidence("catalogue", KIND, _as_data(id_, match))
                for id_, match in sorted(
                    each.matches.items(), key=lambda pair: (-pair[1].coincidences, pair[0])
                )
            ),
        )
    )


def _as_data(id_: str, match: Match) -> dict[str, object]:
    return {
        "item": id_,
        "offset_seconds": round(match.offset, 3),
        "coincidences": match.coincidences,
        "by_chance": round(match.expected, 2),
        "elsewhere": match.elsewhere,
        "span_seconds": [round(second, 3) for second in match.span],
    }
