"""The document judge: this very form, of this very year, by its own print."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

from judges.candidate import Candidate
from judges.errors import JudgeError
from judges.facts import FactType, Vocabulary
from judges.judge import Judge, Lookup, Options
from judges.query import Query
from judges.truth import Truth
from judges.verdict import Evidence, Verdict, abstain, confirm, reject

from .names import Likeness, Name, compare, parse
from .prints import Print, printed
from .statement import Manner

KIND = "document"


class DocumentOptions(Options):
    """YAML: ``{use: document, form: form, year: year}``."""

    form: str = "form"
    """The record field that names the document; a claim of the same name counts as well."""
    year: str = "year"
    """The record field with the year it is for; a claim of the same name counts as well."""


class Asked(NamedTuple):
    """What the query asks for."""

    name: Name | None
    year: str | None
    doubt: str | None
    evidence: tuple[Evidence, ...]


class Document(Judge[DocumentOptions]):
    """Confirms a document that prints the name and the year which are asked for.

    What it prints decides, as read from its pages at ingest: neither its file name nor its record.
    A record that contradicts the print is never confirmed.
    """

    options_type: ClassVar[type[Options]] = DocumentOptions
    default_covers: ClassVar[frozenset[Truth]] = frozenset({Truth.IDENTITY, Truth.RECENCY})
    may_cover: ClassVar[frozenset[Truth]] = frozenset(
        {Truth.IDENTITY, Truth.RECENCY, Truth.CATEGORY}
    )

    def __init__(self, name: str, options: DocumentOptions, vocabulary: Vocabulary) -> None:
        """Raises JudgeConfigError or FactError where a field is not declared as it must be."""
        super().__init__(name, options, vocabulary)
        self.field_type("form", options.form, FactType.STRING)
        self.field_type("year", options.year, FactType.INT)

    @property
    def readers(self) -> frozenset[str]:
        return frozenset({KIND})

    @property
    def catalogue_readers(self) -> frozenset[str]:
        return frozenset({KIND})

    @property
    def record_fields(self) -> frozenset[str]:
        return frozenset({self.options.form, self.options.year})

    @property
    def lookups(self) -> tuple[Lookup, ...]:
        return (Lookup(KIND, self.options.form, "form"),)

    def judge(self, query: Query, candidates: Sequence[Candidate]) -> Sequence[Verdict]:
        """Raises JudgeError without a catalogue, which keeps what the documents print."""
        if not candidates:
            return []
        asked = self._asked(query)
        if asked is None:
            return [abstain("no_document")] * len(candidates)
        if asked.doubt is not None:
            return [abstain(asked.doubt, *asked.evidence)] * len(candidates)
        if query.catalogue is None:
            raise JudgeError(f"judges.{self.name}: the query has no catalogue to read prints from")
        read = query.catalogue.readings([one.id for one in candidates], KIND)
        return [
            self._verdict(asked, printed(read.get(one.id, ()), Manner.TITLED), one.record)
            for one in candidates
        ]

    def _asked(self, query: Query) -> Asked | None:
        """Claims first; what the media show must agree with them."""
        shown = printed(query.read(KIND), Manner.TITLED, Manner.ASKED)
        evidence = list(_print_evidence("query", shown))
        form, year = (query.claims.get(key) for key in (self.options.form, self.options.year))
        if form is None and year is None and shown is None:
            return None
        name = shown.name if shown else None
        asked_year = shown.year if shown else None
        doubt = shown.doubt if shown else None
        if form is not None:
            evidence.append(Evidence("claim", self.options.form, form))
            claimed = parse(str(form))
            doubt = _clash(claimed, name) if doubt in (None, "no_form") else doubt
            name = claimed
        if year is not None:
            evidence.append(Evidence("claim", self.options.year, year))
            if asked_year not in (None, str(year)):
                doubt = doubt or "claim_and_reading_differ"
            asked_year = str(year)
        return Asked(name, asked_year, doubt or (None if name else "no_form"), tuple(evidence))

    def _verdict(self, asked: Asked, own: Print | None, record: Mapping[str, Any]) -> Verdict:
        shown = (*asked.evidence, *_print_evidence("catalogue", own), *self._stated(record))
        if own is None:
            return abstain("print_unread", *shown)
        if own.name is None or asked.name is None or own.doubt is not None:
            return abstain(f"print_{own.doubt or 'unread'}", *shown)
        likeness = compare(asked.name, own.name)
        if likeness is Likeness.OTHER:
            return reject("form_differs", *shown)
        if asked.year is not None and own.year is not None and asked.year != own.year:
            unsure = likeness is Likeness.UNSURE
            return abstain("form_uncertain", *shown) if unsure else reject("year_differs", *shown)
        reason = self._open(asked, own, likeness, record)
        return abstain(reason, *shown) if reason else confirm("document_printed", *shown)

    def _open(
        self, asked: Asked, own: Print, likeness: Likeness, record: Mapping[str, Any]
    ) -> str | None:
        """Why a document that may be the one is not confirmed; None where it is."""
        if likeness is Likeness.UNSURE:
            return "form_uncertain"
        if asked.year is None:
            return "no_year"
        if own.year is None:
            return "print_without_year"
        if own.mark is not None:
            return own.mark
        return None if self._agrees(own, record) else "record_contradicts_print"

    def _agrees(self, own: Print, record: Mapping[str, Any]) -> bool:
        """Whether the record says nothing but the print; what it lacks contradicts nothing."""
        form, year = record.get(self.options.form), record.get(self.options.year)
        name = None if form is None else parse(str(form))
        if form is not None and (name is None or own.name is None):
            return False
        if name is not None and own.name and compare(name, own.name) is not Likeness.SAME:
            return False
        return year is None or str(year) == own.year

    def _stated(self, record: Mapping[str, Any]) -> tuple[Evidence, ...]:
        fields = (self.options.form, self.options.year)
        return tuple(
            Evidence("record", field, record[field])
            for field in fields
            if record.get(field) is not None
        )


def _clash(claimed: Name | None, name: Name | None) -> str | None:
    if claimed is None:
        return "claim_is_no_form"
    if name is not None and compare(claimed, name) is not Likeness.SAME:
        return "claim_and_reading_differ"
    return None


def _print_evidence(source: str, shown: Print | None) -> tuple[Evidence, ...]:
    readings = shown.readings if shown else ()
    return tuple(Evidence(source, KIND, each.value, reading=each) for each in readings)
