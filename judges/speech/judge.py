"""The spoken code judge: this very code, or name, was said, and no other of the catalogue."""

from collections.abc import Sequence
from enum import StrEnum
from typing import ClassVar, NamedTuple

from judges.by_revision import ByRevision
from judges.candidate import Candidate
from judges.code_shapes import Pattern, Shapes
from judges.codes import CodeIndex, compact
from judges.comparing import CompareOptions, Comparing
from judges.errors import JudgeError
from judges.facts import FactType, Vocabulary
from judges.judge import Options
from judges.query import Catalogue, Query
from judges.reading import Reading
from judges.truth import Truth
from judges.verdict import Evidence, Verdict, abstain, confirm, reject

from .doubt import RIVAL, is_exact, likelihood
from .names import KIND, NamesSaid
from .scoring import alike
from .shaped import narrowed

SURE = 0.85
"""A reading with a symbol that is less sure than this confirms and rejects nothing. On the
speakers it was chosen on, the surest misheard code had 0.79."""


class Oh(StrEnum):
    """What *oh* stands for, where it was said."""

    EXACT = "exact"
    """The letter or the digit, and it was not heard which: such a code stays open."""
    EITHER = "either"
    """Whichever of the two a code of the catalogue has, unless there are codes with both."""


class SpokenCodeOptions(CompareOptions):
    """YAML: ``{use: spoken_code, field: model_code, patterns: [AA-9999], names: name}``."""

    field: str = "model_code"
    oh: Oh = Oh.EXACT
    patterns: tuple[Pattern, ...] = ()
    """Shapes that every code has, those that the catalogue lacks included. The shapes of the
    catalogue's own codes always count as well. Unless stated, codes may have any shape."""
    names: str | None = None
    """A record field with a name that may be said instead of a code, such as ``name``."""


class Known(NamedTuple):
    """What is known of a catalogue's codes."""

    codes: Sequence[str]
    """Compact, sorted."""
    spelled: CodeIndex
    shapes: Shapes | None
    """None where codes may have any."""


class Asked(NamedTuple):
    """The codes said in a query, or stated, and those of the catalogue."""

    readings: Sequence[Reading]
    claim: str | None
    known: Known


class SpokenCodeJudge(Comparing[SpokenCodeOptions, Asked]):
    """Confirms where the record's code was said, every symbol of it surely.

    Nothing is repaired. A code that may as well have been another one of the catalogue, by what the
    recogniser would have taken in the place of any symbol, stays open. A code that is stated as a
    claim is taken at its word. With ``names``, a name may be said where no code is.
    """

    kind: ClassVar[str] = "spoken_code"
    options_type: ClassVar[type[Options]] = SpokenCodeOptions
    default_covers: ClassVar[frozenset[Truth]] = frozenset({Truth.IDENTITY})
    may_cover: ClassVar[frozenset[Truth]] = frozenset({Truth.IDENTITY, Truth.CATEGORY})
    without_query: ClassVar[str] = "no_spoken_code"
    without_fact: ClassVar[str] = "record_has_no_code"

    def __init__(self, name: str, options: SpokenCodeOptions, vocabulary: Vocabulary) -> None:
        super().__init__(name, options, vocabulary)
        if options.names is not None:
            self.field_type("names", options.names, FactType.STRING)
        self._codes = ByRevision(self._collect)
        self._names = ByRevision(self._collect_names)

    @property
    def readers(self) -> frozenset[str]:
        return frozenset({self.kind} if self.options.names is None else {self.kind, KIND})

    @property
    def record_fields(self) -> frozenset[str]:
        names = () if self.options.names is None else (self.options.names,)
        return frozenset({self.options.field, *names})

    def judge(self, query: Query, candidates: Sequence[Candidate]) -> Sequence[Verdict]:
        """Raises JudgeError where the query brings no catalogue to tell siblings apart by."""
        verdicts = super().judge(query, candidates)
        if self.options.names is None or not candidates or self._says_code(query):
            return verdicts
        readings = query.read(KIND)
        if not readings:
            return verdicts
        names = self._names(self._catalogue(query))
        return [names.verdict(readings, one.record.get(self.options.names)) for one in candidates]

    def _says_code(self, query: Query) -> bool:
        return bool(query.read(self.kind)) or self.options.field in query.claims

    def _collect_names(self, catalogue: Catalogue) -> NamesSaid:
        field = self.options.names or ""
        found = [facts.get(field) for _, facts in catalogue.facts([field])]
        return NamesSaid(field, [name for name in found if isinstance(name, str)])

    def _catalogue(self, query: Query) -> Catalogue:
        if query.catalogue is None:
            raise JudgeError(f"judges.{self.name}: the query has no catalogue to tell codes apart")
        return query.catalogue

    def _collect(self, catalogue: Catalogue) -> Known:
        field, patterns = self.options.field, self.options.patterns
        found = [facts.get(field) for _, facts in catalogue.facts([field])]
        every = [code for code in found if isinstance(code, str) and compact(code)]
        shapes = Shapes(every, patterns) if patterns else None
        return Known(sorted({compact(code) for code in every}), CodeIndex(every), shapes)

    def asked(self, query: Query) -> Asked | None:
        """Raises JudgeError where the query brings no catalogue to tell siblings apart by."""
        readings = query.read(self.kind)
        claim = query.claims.get(self.options.field)
        if not readings and claim is None:
            return None
        known = self._codes(self._catalogue(query))
        if known.shapes is not None:
            readings = [narrowed(reading, known.shapes) for reading in readings]
        return Asked(readings, None if claim is None else str(claim), known)

    def compare(self, asked: Asked, fact: str) -> Verdict:
        code = compact(fact)
        record = Evidence("record", self.options.field, fact)
        if not code:
            return abstain(self.without_fact, record)
        if len(asked.known.spelled.spellings(code)) > 1:
            spellings = sorted(asked.known.spelled.spellings(code))
            return abstain("sibling_confusable", record, *self._of_catalogue(spellings))
        if asked.claim is not None:
            return self._claimed(asked, asked.claim, fact)
        return self._heard(asked, code, record)

    def _claimed(self, asked: Asked, claim: str, fact: str) -> Verdict:
        shown = (
            Evidence("claim", self.options.field, claim),
            Evidence("record", self.options.field, fact),
        )
        if compact(claim) != compact(fact):
            return reject("code_differs", *shown)
        others = _sure([r for r in asked.readings if likelihood(compact(fact), r) < RIVAL])
        if others:
            return abstain("claim_and_reading_differ", *shown, *self._of_query(others))
        return confirm("code_claimed", *shown)

    def _heard(self, asked: Asked, code: str, record: Evidence) -> Verdict:
        same = [r for r in asked.readings if alike(r.value) == alike(code)]
        others = [r for r in asked.readings if alike(r.value) != alike(code)]
        if not same:
            return self._of_others(asked, code, record)
        shown = (*self._of_query(same), record)
        if not _sure(same):
            return abstain("low_confidence", *shown)
        if others:
            return abstain("several_codes", *shown, *self._of_query(others))
        if self.options.oh is Oh.EXACT and not all(is_exact(code, r) for r in same):
            return abstain("letter_or_digit", *shown)
        siblings = [
            other
            for other in asked.known.codes
            if other != code and any(likelihood(other, r) >= RIVAL for r in same)
        ]
        if siblings:
            return abstain("sibling_confusable", *shown, *self._of_catalogue(siblings))
        return confirm("code_heard", *shown)

    def _of_others(self, asked: Asked, code: str, record: Evidence) -> Verdict:
        """Where another code was heard than the record's."""
        near = [r for r in asked.readings if likelihood(code, r) >= RIVAL]
        if near:
            return abstain("code_uncertain", *self._of_query(near), record)
        known = [r for r in _sure(asked.readings) if r.value in asked.known.spelled]
        if known:
            return reject("code_differs", *self._of_query(known), record)
        return abstain("code_not_heard", *self._of_query(asked.readings), record)

    def _of_query(self, readings: Sequence[Reading]) -> tuple[Evidence, ...]:
        return tuple(Evidence("query", self.kind, r.value, reading=r) for r in readings)

    def _of_catalogue(self, codes: Sequence[str]) -> tuple[Evidence, ...]:
        return tuple(Evidence("catalogue", self.options.field, code) for code in codes)


def _sure(readings: Sequence[Reading]) -> list[Reading]:
    return [reading for reading in readings if reading.confidence >= SURE]
