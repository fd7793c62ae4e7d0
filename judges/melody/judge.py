"""The melody judge: the notes heard are a phrase of this item's melody, and of no other item's."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from pydantic import Field

from judges.by_revision import ByRevision
from judges.candidate import Candidate
from judges.errors import JudgeError
from judges.facts import FactType, Vocabulary
from judges.judge import Judge, Options
from judges.query import Query
from judges.truth import Truth
from judges.verdict import Evidence, Verdict, abstain, confirm, reject

from .heard import RIVALS, Heard, listen
from .library import Library, Owner, library_of
from .reader import KIND, notes_in
from .songbook import Fit


class MelodyOptions(Options):
    """YAML: ``{use: melody, field: melody}``."""

    field: str | None = None
    """A record field, a string in the notation of ``parse_melody``; without it, an item's melodies
    are those read in its recordings."""
    least: int = Field(default=7, ge=5, le=100)
    """Notes that a phrase must have."""


class MelodyJudge(Judge[MelodyOptions]):
    """Confirms the one item of which the notes heard are a phrase, in whatever key and tempo.

    Every note and every step must fit, and no other item's melody nearly as well. A tune is not a
    thing: it vouches for a category, and for identity where the config says so, because whoever
    keeps the catalogue knows that a tune there tells one thing from all others.
    """

    options_type: ClassVar[type[Options]] = MelodyOptions
    default_covers: ClassVar[frozenset[Truth]] = frozenset({Truth.CATEGORY})
    may_cover: ClassVar[frozenset[Truth]] = frozenset({Truth.CATEGORY, Truth.IDENTITY})
    cost: ClassVar[float] = 10.0

    def __init__(self, name: str, options: MelodyOptions, vocabulary: Vocabulary) -> None:
        """Raises FactError for an undeclared field, JudgeConfigError for one of a wrong type."""
        super().__init__(name, options, vocabulary)
        if options.field is not None:
            self.field_type("field", options.field, FactType.STRING)
        self._library = ByRevision(lambda catalogue: library_of(catalogue, options.field), keep=2)

    @property
    def readers(self) -> frozenset[str]:
        return frozenset({KIND})

    @property
    def catalogue_readers(self) -> frozenset[str]:
        return frozenset({KIND}) if self.options.field is None else frozenset()

    @property
    def record_fields(self) -> frozenset[str]:
        return frozenset() if self.options.field is None else frozenset({self.options.field})

    def judge(self, query: Query, candidates: Sequence[Candidate]) -> Sequence[Verdict]:
        """Raises JudgeError without a catalogue, and where a reading is broken."""
        if not candidates:
            return []
        readings = query.read(KIND)
        if not readings:
            return [abstain("no_melody")] * len(candidates)
        if query.catalogue is None:
            raise JudgeError(f"judges.{self.name}: the query has no catalogue to tell tunes apart")
        try:
            library = self._library(query.catalogue)
            heard = [
                listen(reading, notes_in(reading), library, self.options.least)
                for reading in readings
            ]
        except (KeyError, TypeError) as error:
            raise JudgeError(f"judges.{self.name}: found a broken reading ({error!r})") from error
        return [self._verdict(one, heard, library) for one in candidates]

    def _verdict(self, candidate: Candidate, heard: Sequence[Heard], library: Library) -> Verdict:
        field = self.options.field
        fact = None if field is None else candidate.record.get(field)
        owner = Owner(candidate.id, fact)
        record: tuple[Evidence, ...] = ()
        if field is not None and fact is not None:
            record = (Evidence("record", field, fact),)
        if fact is not None and not isinstance(fact, str):
            return abstain("fact_type", *record)
        if owner not in library.known:
            return abstain("not_a_melody" if record else "item_has_no_melody", *record)
        found = [_of_one(each, owner, record) for each in heard]
        # Of several recordings, all must confirm: another tune may be of another thing.
        return next((each for each in found if each.outcome != "confirm"), found[0])


def _of_one(heard: Heard, owner: Owner, record: tuple[Evidence, ...]) -> Verdict:
    query = Evidence("query", KIND, heard.reading.text, reading=heard.reading)
    if heard.doubt is not None:
        return abstain(heard.doubt, query, *record)
    if owner not in heard.meant:
        return _of_others(heard, owner, (query, *record))
    shown = (query, *record, *_fits(heard, heard.meant))
    if heard.surely is not None:
        return confirm("melody_fits", *shown)
    if len(heard.meant) > 1:
        return abstain("several_items", *shown)
    return abstain("may_be_chance" if heard.fits_well(owner) else "nearly", *shown)


def _of_others(heard: Heard, owner: Owner, shown: tuple[Evidence, ...]) -> Verdict:
    """Where it is not this item's melody."""
    other = heard.surely
    if other is not None:
        return reject("other_melody", *shown, *_fits(heard, {other}))
    if heard.is_mistaken(owner):
        return reject("notes_differ", *shown, *_fits(heard, {owner}))
    return abstain("melody_not_heard", *shown)


def _fits(heard: Heard, owners: Iterable[Owner]) -> tuple[Evidence, ...]:
    """Where the phrase lies in whose melody, and how well, the best first."""
    best = sorted(owners, key=lambda owner: (_fit(heard, owner).worst, owner))
    return tuple(Evidence("catalogue", KIND, _as_data(owner, heard)) for owner in best)


def _fit(heard: Heard, owner: Owner) -> Fit:
    """Note by note, or else as it is where repeated notes are one."""
    fit = heard.fits.get(owner)
    near = fit is not None and fit.worst <= RIVALS
    return fit if fit is not None and (near or owner not in heard.alike) else heard.alike[owner]


def _as_data(owner: Owner, heard: Heard) -> dict[str, Any]:
    fit = _fit(heard, owner)
    note_by_note = heard.fits.get(owner) is fit
    return {
        "item": owner.id,
        "first_note": fit.first + 1 if note_by_note else None,
        "semitones_off": round(fit.pitch, 2),
        "tempo_octaves_off": None if fit.rhythm is None else round(fit.rhythm, 2),
        "transposed": round(fit.transposed, 1),
        "by_chance": float(f"{heard.by_chance[owner]:.1e}") if note_by_note else None,
    }
