"""The field judge: a value that a page names is the record's, or the one claimed."""

import math
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, ClassVar, NamedTuple

from pydantic import Field as Option

from judges.candidate import Candidate
from judges.errors import FactError, JudgeConfigError, JudgeError
from judges.facts import FactType, Vocabulary, check_fact
from judges.judge import Judge, Options
from judges.query import Query
from judges.reading import Reading
from judges.truth import Truth
from judges.verdict import Evidence, Verdict, abstain, confirm, reject

from .labels import normal
from .matching import Match, matching

KIND = "field"
SURE = 0.8
"""A line of print that the words reader is less sure of than this confirms and rejects nothing."""
_TYPES = (FactType.STRING, FactType.INT, FactType.DOUBLE, FactType.DATE)


class Page(StrEnum):
    """Whose page names the value."""

    QUERY = "query"
    CATALOGUE = "catalogue"


class FieldOptions(Options):
    """YAML: ``{use: field, field: total, labels: [Total, Amount due], tolerance: 0.005}``."""

    field: str
    """The record field; a claim of the same name counts as well. Its type says how to compare."""
    labels: tuple[str, ...] = Option(min_length=1, max_length=50)
    """What the page calls it. Case and punctuation do not count; more or fewer words do."""
    page: Page = Page.QUERY
    """``query``: the query's page is compared with the record. ``catalogue``: the item's own pages,
    read at ingest, are compared with the claim."""
    tolerance: float = Option(default=0.0, ge=0, allow_inf_nan=False)
    """How far a number may lie from the fact."""
    unit: str | None = None
    """The currency that must stand beside the number, as ISO 4217 has it: ``EUR``."""


class Side(NamedTuple):
    """One thing to compare with."""

    source: str
    """``record`` or ``claim``."""
    value: Any


class Field(Judge[FieldOptions]):
    """Confirms where the one value that a page names is the record's, or the one claimed.

    Nothing is repaired. A number or date that could be read in two ways, a text that differs only
    in letters that readers confuse, and two values under one label leave it open.
    """

    options_type: ClassVar[type[Options]] = FieldOptions
    default_covers: ClassVar[frozenset[Truth]] = frozenset({Truth.VALUE})
    may_cover: ClassVar[frozenset[Truth]] = frozenset(
        {Truth.VALUE, Truth.IDENTITY, Truth.QUANTITY, Truth.RECENCY}
    )

    def __init__(self, name: str, options: FieldOptions, vocabulary: Vocabulary) -> None:
        """Raises JudgeConfigError or FactError where an option cannot be meant."""
        super().__init__(name, options, vocabulary)
        self._type = vocabulary.require_record(f"judges.{name}.field", options.field)
        if self._type not in _TYPES:
            raise JudgeConfigError(
                f"judges.{name}.field: record.{options.field} is declared {self._type}, "
                f"expected {', '.join(_TYPES)}"
            )
        if self._type in (FactType.STRING, FactType.DATE) and (options.unit or options.tolerance):
            raise JudgeConfigError(
                f"judges.{name}: unit and tolerance are for numbers; "
                f"record.{options.field} is declared {self._type}"
            )
        self._labels = frozenset(map(normal, options.labels))
        if "" in self._labels:
            raise JudgeConfigError(f"judges.{name}.labels: found one without letters or digits")

    @property
    def readers(self) -> frozenset[str]:
        return frozenset({KIND}) if self.options.page is Page.QUERY else frozenset()

    @property
    def catalogue_readers(self) -> frozenset[str]:
        return frozenset({KIND}) if self.options.page is Page.CATALOGUE else frozenset()

    @property
    def record_fields(self) -> frozenset[str]:
        return frozenset({self.options.field})

    def judge(self, query: Query, candidates: Sequence[Candidate]) -> Sequence[Verdict]:
        """Raises JudgeError without a catalogue where its pages are to be compared."""
        if not candidates:
            return []
        claim = query.claims.get(self.options.field)
        if self.options.page is Page.QUERY:
            named = self._named(query.read(KIND))
            known: dict[str, Verdict] = {}
            for one in candidates:
                fact = one.record.get(self.options.field)
                if repr(fact) not in known:
                    known[repr(fact)] = self._query_page(named, claim, fact)
            return [known[repr(one.record.get(self.options.field))] for one in candidates]
        if claim is None:
            return [abstain("no_claim")] * len(candidates)
        if query.catalogue is None:
            raise JudgeError(f"judges.{self.name}: the query has no catalogue to read pages from")
        read = query.catalogue.readings([one.id for one in candidates], KIND)
        return [
            self._catalogue_page(self._named(read.get(one.id, ())), claim, one.record)
            for one in candidates
        ]

    def _named(self, readings: Sequence[Reading]) -> list[Reading]:
        return [each for each in readings if each.details.get("label") in self._labels]

    def _query_page(self, named: Sequence[Reading], claim: Any, fact: Any) -> Verdict:
        if fact is None:
            return abstain("record_has_no_value")
        sides = [Side("record", fact)] + ([] if claim is None else [Side("claim", claim)])
        return self._compared("query", named, sides)

    def _catalogue_page(
        self, named: Sequence[Reading], claim: Any, record: Mapping[str, Any]
    ) -> Verdict:
        fact = record.get(self.options.field)
        sides = [Side("claim", claim)] + ([] if fact is None else [Side("record", fact)])
        return self._compared("catalogue", named, sides)

    def _compared(self, source: str, named: Sequence[Reading], sides: Sequence[Side]) -> Verdict:
        """The page against the first side; the other must not contradict the page."""
        read = _distinct(named)
        shown = (
            *(Evidence(source, KIND, each.value, reading=each) for each in read),
            *(Evidence(side.source, self.options.field, side.value) for side in sides),
        )
        if not any(each.confidence >= SURE for each in read):
            return abstain("low_confidence" if read else "value_not_read", *shown)
        found = [self._match(read, side) for side in sides]
        if found[0] is Match.OTHER:
            return reject("value_differs", *shown)
        if found[0] is not Match.SAME:
            return abstain(str(found[0]), *shown)
        if found[-1] is not Match.SAME:
            return abstain(f"{sides[-1].source}_and_page_differ", *shown)
        return confirm("value_equal", *shown)

    def _match(self, read: Sequence[Reading], side: Side) -> Match:
        """How all that was read compares with one side; several that disagree leave it open."""
        try:
            check_fact(self.options.field, side.value, self._type)
        except FactError:
            return Match.FACT_TYPE
        if isinstance(side.value, float) and not math.isfinite(side.value):
            return Match.FACT_TYPE
        options = self.options
        found = {
            matching(self._type, each.text, side.value, options.tolerance, options.unit)
            for each in read
        }
        return next(iter(found)) if len(found) == 1 else Match.SEVERAL


def _distinct(readings: Sequence[Reading]) -> list[Reading]:
    """Of each text the surest reading."""
    surest: dict[str, Reading] = {}
    for each in readings:
        known = surest.get(each.text)
        if known is None or known.confidence < each.confidence:
            surest[each.text] = each
    return list(surest.values())
