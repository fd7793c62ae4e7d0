"""The model code judge: this very code was read, and no sibling could have been read as it."""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from pydantic import Field

from .by_revision import ByRevision
from .codes import CodeIndex, compact, fold, normal
from .comparing import CompareOptions, Comparing
from .errors import JudgeError
from .facts import Vocabulary
from .judge import Options
from .query import Catalogue, Query
from .reading import Reading
from .truth import Truth
from .verdict import Evidence, Verdict, abstain, confirm, reject

SURE = 0.8
"""A line of print that the words reader is less sure of than this confirms and rejects nothing."""


class ModelCodeOptions(CompareOptions):
    """YAML: ``{use: model_code, field: model_code, looks: 2}``."""

    field: str = "model_code"
    looks: int = Field(default=1, ge=1, le=2)
    """How many readings of one place must say the code before it confirms."""
    complete: bool = True
    """Whether the catalogue holds every code there is. If not, O or 0, and I or 1, stay open where
    the shapes of its codes allow a letter as well as a digit."""


class Asked(NamedTuple):
    """The codes of a query, and the codes of the catalogue that they are told apart from."""

    readings: Sequence[Reading]
    claim: str | None
    catalogue: CodeIndex


class ModelCodeJudge(Comparing[ModelCodeOptions, Asked]):
    """Confirms where the record's code was read or claimed, letter by letter.

    Nothing is repaired. A code that a reader could have taken for another one of the catalogue
    (0 for O, a last letter cut off) stays open even where it was read exactly. What the asker
    typed is no reading, so a claim is taken at its word. Items that share one code are not
    siblings: the code names them all.
    """

    kind: ClassVar[str] = "model_code"
    options_type: ClassVar[type[Options]] = ModelCodeOptions
    default_covers: ClassVar[frozenset[Truth]] = frozenset({Truth.IDENTITY})
    may_cover: ClassVar[frozenset[Truth]] = frozenset({Truth.IDENTITY, Truth.CATEGORY})
    without_query: ClassVar[str] = "no_model_code"
    without_fact: ClassVar[str] = "record_has_no_model_code"

    def __init__(self, name: str, options: ModelCodeOptions, vocabulary: Vocabulary) -> None:
        super().__init__(name, options, vocabulary)
        self._catalogue_codes = ByRevision(self._index)

    def _index(self, catalogue: Catalogue) -> CodeIndex:
        field = self.options.field
        codes = (facts.get(field) for _, facts in catalogue.facts([field]))
        return CodeIndex(code for code in codes if isinstance(code, str))

    def asked(self, query: Query) -> Asked | None:
        """Raises JudgeError where the query brings no catalogue to tell siblings apart by."""
        readings = query.read(self.kind)
        claim = query.claims.get(self.options.field)
        if not readings and claim is None:
            return None
        if query.catalogue is None:
            raise JudgeError(f"judges.{self.name}: the query has no catalogue to tell codes apart")
        codes = self._catalogue_codes(query.catalogue)
        return Asked(readings, None if claim is None else str(claim), codes)

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
        others = _others(asked, fact)
        if others:
            return abstain("claim_and_reading_differ", *shown, *self._shown(others))
        return confirm("code_claimed", *shown)

    def _read(self, asked: Asked, fact: str) -> Verdict:
        exact = [reading for reading in asked.readings if compact(reading.value) == compact(fact)]
        sure = [reading for reading in exact if reading.confidence >= SURE]
        record = Evidence("record", self.options.field, fact)
        if sure:
            shown = (*self._shown(sure), record)
            if all(reading.details.get("looks", 1) < self.options.looks for reading in sure):
                return abstain("read_once", *shown)
            doubt = self._doubt(asked, fact)
            return abstain(doubt[0], *shown, *doubt[1]) if doubt else confirm("code_read", *shown)
        if exact:
            return abstain("low_confidence", *self._shown(exact), record)
        near = [reading for reading in asked.readings if _is_near(reading.value, fact)]
        if near:
            return abstain("code_uncertain", *self._shown(near), record)
        others = [reading for reading in _others(asked, fact) if reading.confidence >= SURE]
        if others:
            return reject("code_differs", *self._shown(others), record)
        return abstain("code_not_read", *self._shown(asked.readings), record)

    def _doubt(self, asked: Asked, fact: str) -> tuple[str, tuple[Evidence, ...]] | None:
        """Why an exact reading still leaves open which item it is, and what shows it."""
        others = _others(asked, fact)
        if others:
            return "several_codes", self._shown(others)
        longer = [r for r in asked.readings if _extends(fold(r.value), fold(fact))]
        if longer:
            return "longer_code_read", self._shown(longer)
        spellings = sorted(asked.catalogue.spellings(fact) - {normal(fact)})
        siblings = (*spellings, *asked.catalogue.confusable(fact))
        if siblings:
            return "sibling_confusable", self._siblings(siblings)
        if extending := asked.catalogue.extending(fact):
            return "sibling_extends", self._siblings(extending)
        shapes = () if self.options.complete else asked.catalogue.other_shapes(fact)
        return ("letter_or_digit", self._siblings(shapes)) if shapes else None

    def _shown(self, readings: Sequence[Reading]) -> tuple[Evidence, ...]:
        return tuple(Evidence("query", self.kind, r.value, reading=r) for r in readings)

    def _siblings(self, codes: Sequence[str]) -> tuple[Evidence, ...]:
        return tuple(Evidence("catalogue", self.options.field, code) for code in codes)


def _others(asked: Asked, fact: str) -> list[Reading]:
    """Readings that are, letter by letter, the code of another item."""
    return [
        reading
        for reading in asked.readings
        if compact(reading.value) != compact(fact) and reading.value in asked.catalogue
    ]


def _extends(longer: str, shorter: str) -> bool:
    return longer != shorter and shorter in longer


def _is_near(read: str, fact: str) -> bool:
    """Whether one could be the other misread, cut off, or run together with its neighbour."""
    one, other = fold(read), fold(fact)
    return one in other or other in one
