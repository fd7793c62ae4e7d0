"""The model code judge: this very code was read, and no sibling could have been read as it."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from pydantic import Field

from modalities import Modality

from .by_revision import ByRevision
from .code_shapes import Pattern, Shapes, is_bare
from .codes import compact, fold, normal
from .codes_seen import Asked, Known, Seen
from .comparing import CompareOptions, Comparing
from .errors import JudgeError
from .facts import Vocabulary
from .judge import Lookup, Options
from .query import Catalogue, Query
from .reading import Reading
from .truth import Truth
from .verdict import Evidence, Verdict, abstain, confirm, reject

SURE = 0.8
"""A line of print that the words reader is less sure of than this confirms and rejects nothing."""


class ModelCodeOptions(CompareOptions):
    """YAML: ``{use: model_code, field: model_code, patterns: [AA-9999, 9999 999]}``."""

    field: str = "model_code"
    looks: int = Field(default=1, ge=1, le=2)
    """How many readings of one place must say the code before it confirms."""
    patterns: tuple[Pattern, ...] = ()
    """Shapes that every code has, those that the catalogue lacks included. The shapes of the
    catalogue's own codes always count as well."""
    complete: bool | None = None
    """Whether the catalogue holds every code there is. If so, a code that was read exactly is that
    code. If not, a 0 that was read may be the O, and a 1 the I, of a missing code wherever other
    codes have a letter in that place. Unless stated, that is so where the reader hesitates."""


class ModelCodeJudge(Comparing[ModelCodeOptions, Asked]):
    """Confirms where the record's code was read or claimed, letter by letter.

    Nothing is repaired. A code that a reader could have taken for another one of the catalogue
    (0 for O, a last letter cut off) stays open even where it was read exactly. Where a place may
    hold a letter or a digit, the shapes of the catalogue's codes decide, never the candidate. What
    the asker typed is no reading, so a claim is taken at its word. Items that share one code are
    not siblings: the code names them all.
    """

    kind: ClassVar[str] = "model_code"
    options_type: ClassVar[type[Options]] = ModelCodeOptions
    default_covers: ClassVar[frozenset[Truth]] = frozenset({Truth.IDENTITY})
    may_cover: ClassVar[frozenset[Truth]] = frozenset({Truth.IDENTITY, Truth.CATEGORY})
    bare_kind: ClassVar[str] = "bare_code"
    """What is read as well where codes of the catalogue are digits or letters alone."""
    without_query: ClassVar[str] = "no_model_code"
    without_fact: ClassVar[str] = "record_has_no_model_code"

    def __init__(self, name: str, options: ModelCodeOptions, vocabulary: Vocabulary) -> None:
        super().__init__(name, options, vocabulary)
        self._known = ByRevision(self._know)

    def _know(self, catalogue: Catalogue) -> Known:
        field = self.options.field
        codes = (facts.get(field) for _, facts in catalogue.facts([field]))
        return Known.of((code for code in codes if isinstance(code, str)), self.options.patterns)

    @property
    def readers(self) -> frozenset[str]:
        return frozenset({self.kind, self.bare_kind})

    @property
    def lookups(self) -> tuple[Lookup, ...]:
        return (*super().lookups, Lookup(self.bare_kind, self.options.field))

    def lookups_in(self, query: Query) -> tuple[Lookup, ...]:
        return tuple(each for each in self.lookups if each.kind in self._kinds(query))

    def _kinds(self, query: Query) -> tuple[str, ...]:
        """The kinds of readings that may be codes of this catalogue.

        Its codes are looked at only where the query has a picture for them to stand in.
        """
        if query.catalogue is None or not any(
            each.modality is Modality.IMAGE for each in query.media
        ):
            return (self.kind,)
        if not self._known(query.catalogue).shapes.any_are_bare:
            return (self.kind,)
        return (self.kind, self.bare_kind)

    def asked(self, query: Query) -> Asked | None:
        """Raises JudgeError where the query brings no catalogue to tell siblings apart by."""
        readings = [each for kind in self._kinds(query) for each in query.read(kind)]
        claim = query.claims.get(self.options.field)
        if not readings and claim is None:
            return None
        if query.catalogue is None:
            raise JudgeError(f"judges.{self.name}: the query has no catalogue to tell codes apart")
        known = self._known(query.catalogue)
        seen = [each for each in self._seen(readings, known.shapes) if each.counts]
        if not seen and claim is None:
            return None
        return Asked(seen, None if claim is None else str(claim), known.codes)

    def _seen(self, readings: Sequence[Reading], shapes: Shapes) -> Iterator[Seen]:
        closed = self.options.complete is True or bool(self.options.patterns)
        strict = self.options.complete is False
        for reading in readings:
            yield Seen.of(reading, shapes, closed=closed, strict=strict)

    def compare(self, asked: Asked, fact: str) -> Verdict:
        if not compact(fact):
            return abstain(self.without_fact, Evidence("record", self.options.field, fact))
        if asked.claim is not None:
            return self._claimed(asked, asked.claim, fact)
        return self._read(asked, fact)

    def _claimed(self, asked: Asked, claim: str, fact: str) -> Verdict:
        shown = (
            Evidence("claim", self.options.field, claim),
            Evidence("record", self.options.field, fact),
        )
        if compact(claim) != compact(fact):
            if fold(claim) == fold(fact):
                return abstain("code_uncertain", *shown)
            return reject("code_differs", *shown)
        if normal(claim) != normal(fact) and len(asked.catalogue.spellings(fact)) > 1:
            return abstain("code_uncertain", *shown)
        others = asked.others(fact)
        if others:
            return abstain("claim_and_reading_differ", *shown, *self._shown(others))
        return confirm("code_claimed", *shown)

    def _read(self, asked: Asked, fact: str) -> Verdict:
        record = Evidence("record", self.options.field, fact)
        naming = asked.naming(fact)
        sure = [each for each in naming if each.reading.confidence >= SURE]
        if sure:
            shown = (*self._shown([each.reading for each in sure]), record)
            if all(each.reading.details.get("looks", 1) < self.options.looks for each in sure):
                return abstain("read_once", *shown)
            for reason, evidence in self._doubts(asked, fact):
                if evidence:
                    return abstain(reason, *shown, *evidence)
            exact = any(each.says(fact) for each in sure)
            return confirm("code_read" if exact else "code_read_by_shape", *shown)
        if naming:
            return abstain(
                "low_confidence", *self._shown([each.reading for each in naming]), record
            )
        return self._not_read(asked, fact, record)

    def _not_read(self, asked: Asked, fact: str, record: Evidence) -> Verdict:
        if near := asked.near(fact):
            return abstain("code_uncertain", *self._shown(near), record)
        others = [
            each
            for each in asked.others(fact)
            if each.confidence >= SURE and not is_bare(each.value)
        ]
        if others:
            return reject("code_differs", *self._shown(others), record)
        return abstain("code_not_read", *self._shown(asked.readings), record)

    def _doubts(self, asked: Asked, fact: str) -> Iterator[tuple[str, tuple[Evidence, ...]]]:
        """Why a reading of this code may still leave open which item it is, and what shows it."""
        spellings = sorted(asked.catalogue.spellings(fact) - {normal(fact)})
        missing = asked.missing(fact, complete=self.options.complete is True)
        yield "several_codes", self._shown(asked.others(fact))
        yield "longer_code_read", self._shown(asked.longer(fact))
        yield (
            "sibling_confusable",
            self._siblings((*spellings, *asked.catalogue.confusable(fact))),
        )
        yield "sibling_extends", self._siblings(asked.catalogue.extending(fact))
        yield "several_of_shape", self._shown(asked.same_shape(fact))
        yield "letter_or_digit", tuple(Evidence("query", self.kind, code) for code in missing)

    def _shown(self, readings: Sequence[Reading]) -> tuple[Evidence, ...]:
        return tuple(Evidence("query", r.kind, r.value, reading=r) for r in readings)

    def _siblings(self, codes: Sequence[str]) -> tuple[Evidence, ...]:
        return tuple(Evidence("catalogue", self.options.field, code) for code in codes)
