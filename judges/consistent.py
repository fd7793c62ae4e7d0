"""The consistent judge: what several media, readers or facts say of one thing agrees."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, ClassVar, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, model_validator

from .by_revision import ByRevision
from .candidate import Candidate
from .codes import CodeIndex
from .errors import JudgeConfigError, JudgeError
from .facts import Vocabulary
from .judge import Judge, Lookup, Options
from .query import Catalogue, Query
from .reading import Reading
from .registry import reader_names
from .sameness import Same, common_form, printed_gtin
from .truth import Truth
from .verdict import Evidence, Verdict, abstain, confirm, reject

SURE = 0.8
"""A reading that its reader is less sure of than this neither agrees nor differs."""
_MAY_COVER: Mapping[Same, frozenset[Truth]] = {
    Same.GTIN: frozenset({Truth.IDENTITY, Truth.QUANTITY, Truth.CATEGORY}),
    Same.CODE: frozenset({Truth.IDENTITY, Truth.CATEGORY}),
    Same.WORDS: frozenset({Truth.CATEGORY}),
    Same.EXACT: frozenset({Truth.CATEGORY}),
}


class Source(BaseModel):
    """One place that a value comes from: one of ``read``, ``catalogue``, ``field``, ``claim``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    read: str | None = None
    """Readings of this kind, from the query's media."""
    catalogue: str | None = None
    """Readings of this kind, from the media of the item."""
    field: str | None = None
    """A field of the item's record."""
    claim: str | None = None
    """A claim of the query."""
    detail: str | None = None
    """With ``read`` and ``catalogue``: the detail of the reading that holds the value."""

    @model_validator(mode="after")
    def _is_one(self) -> "Source":
        named = [self.read, self.catalogue, self.field, self.claim]
        if sum(each is not None for each in named) != 1:
            raise ValueError("expected one of read, catalogue, field, claim")
        if self.detail is not None and self.kind is None:
            raise ValueError("detail: only a reading has details")
        return self

    @property
    def kind(self) -> str | None:
        """The kind of reading, where it is one."""
        return self.read or self.catalogue

    @property
    def is_of_item(self) -> bool:
        return self.catalogue is not None or self.field is not None


class ConsistentOptions(Options):
    """YAML: ``{use: consistent, of: [{read: barcode}, {field: gtin}], same: gtin}``."""

    of: Annotated[tuple[Source, ...], Field(min_length=2, max_length=8)]
    same: Same


class Said(NamedTuple):
    """What one source says, in common form, and the evidence of it."""

    sure: frozenset[str] = frozenset()
    unsure: frozenset[str] = frozenset()
    evidence: tuple[Evidence, ...] = ()
    is_odd: bool = False
    """Whether something was stated outright that cannot be compared."""


class Consistent(Judge[ConsistentOptions]):
    """Confirms where at least two sources speak and all that speak say one and the same.

    By itself that says nothing about which item was meant, so it covers nothing unless ``covers``
    says so; then it confirms only where a source of the query agrees with one of the item.
    """

    options_type: ClassVar[type[Options]] = ConsistentOptions
    may_cover: ClassVar[frozenset[Truth]] = frozenset().union(*_MAY_COVER.values())

    def __init__(self, name: str, options: ConsistentOptions, vocabulary: Vocabulary) -> None:
        """Raises JudgeConfigError and FactError, naming the judge and the key."""
        super().__init__(name, options, vocabulary)
        for source in options.of:
            self._check_declared(source)
        places = [source.model_copy(update={"detail": None}) for source in options.of]
        if len(set(places)) < len(places):
            raise JudgeConfigError(
                f"judges.{name}.of: a source is named twice; it would only agree with itself"
            )
        self._check_covers()
        self._field = next((source.field for source in options.of if source.field), None)
        self._codes = ByRevision(self._index)

    def _check_declared(self, source: Source) -> None:
        where = f"judges.{self.name}.of"
        if source.kind is not None and source.kind not in reader_names():
            raise JudgeConfigError(
                f"{where}: no reader {source.kind!r}; known: {', '.join(sorted(reader_names()))}"
            )
        if source.field is not None:
            self.vocabulary.require_record(where, source.field)
        if source.claim is not None and source.claim not in self.vocabulary.claims:
            raise JudgeConfigError(
                f"{where}: no declared claim {source.claim!r}; "
                f"declared: {', '.join(sorted(self.vocabulary.claims))}"
            )

    def _check_covers(self) -> None:
        where, same = f"judges.{self.name}.covers", self.options.same
        beyond = self.covers - _MAY_COVER[same]
        if beyond:
            raise JudgeConfigError(
                f"{where}: the same {same} cannot vouch for {', '.join(sorted(beyond))}; "
                f"it may cover {', '.join(sorted(_MAY_COVER[same]))}"
            )
        sides = {source.is_of_item for source in self.options.of}
        if self.covers and sides != {True, False}:
            raise JudgeConfigError(
                f"{where}: expected none, because nothing of the query (read, claim) is compared "
                "with the item (field, catalogue)"
            )
        is_read_code = Truth.IDENTITY in self.covers and same is Same.CODE
        if is_read_code and not any(source.field for source in self.options.of):
            raise JudgeConfigError(
                f"{where}: identity by code needs a field in of, to tell siblings' codes apart by"
            )

    def _index(self, catalogue: Catalogue) -> CodeIndex:
        if self._field is None:
            return CodeIndex(())
        found = (facts.get(self._field) for _, facts in catalogue.facts([self._field]))
        return CodeIndex(code for code in found if isinstance(code, str))

    @property
    def readers(self) -> frozenset[str]:
        return frozenset(source.read for source in self.options.of if source.read)

    @property
    def catalogue_readers(self) -> frozenset[str]:
        return frozenset(source.catalogue for source in self.options.of if source.catalogue)

    @property
    def record_fields(self) -> frozenset[str]:
        return frozenset(source.field for source in self.options.of if source.field)

    @property
    def lookups(self) -> tuple[Lookup, ...]:
        """A line of print is no identifier, whatever stands in it."""
        if self._field is None or self.options.same is Same.WORDS:
            return ()
        return tuple(
            Lookup(source.read, self._field, source.detail)
            for source in self.options.of
            if source.read and source.read != "words"
        )

    def judge(self, query: Query, candidates: Sequence[Candidate]) -> Sequence[Verdict]:
        """``readings_agree``, ``readings_differ``, or an abstention.

        Raises JudgeError where catalogue media or siblings are asked for and the query brings no
        catalogue.
        """
        if not candidates:
            return []
        ids = [candidate.id for candidate in candidates]
        read = {kind: self._catalogue(query).readings(ids, kind) for kind in self.catalogue_readers}
        of_query = {
            source: self._of_query(source, query)
            for source in self.options.of
            if not source.is_of_item
        }
        verdicts = []
        for candidate in candidates:
            said = [
                of_query.get(source) or self._of_item(source, candidate, read)
                for source in self.options.of
            ]
            verdicts.append(self._verdict(query, said))
        return verdicts

    def _catalogue(self, query: Query) -> Catalogue:
        if query.catalogue is None:
            raise JudgeError(f"judges.{self.name}: the query has no catalogue")
        return query.catalogue

    def _of_query(self, source: Source, query: Query) -> Said:
        if source.claim is not None:
            return self._stated("claim", source.claim, query.claims.get(source.claim))
        return self._read("query", source, query.read(str(source.read)))

    def _of_item(
        self,
        source: Source,
        candidate: Candidate,
        read: Mapping[str, Mapping[str, Sequence[Reading]]],
    ) -> Said:
        if source.field is not None:
            return self._stated("record", source.field, candidate.record.get(source.field))
        kind = str(source.catalogue)
        return self._read("catalogue", source, read[kind].get(candidate.id, ()))

    def _stated(self, place: str, name: str, value: Any) -> Said:
        if value is None:
            return Said()
        form = common_form(value, self.options.same)
        evidence = (Evidence(place, name, value),)
        return Said(frozenset({form} if form else ()), evidence=evidence, is_odd=form is None)

    def _read(self, place: str, source: Source, readings: Sequence[Reading]) -> Said:
        """Readings that cannot be compared are other things in the picture: they say nothing."""
        sure: set[str] = set()
        unsure: set[str] = set()
        evidence = []
        for reading in readings:
            form = self._form(reading, source.detail)
            if form is not None:
                (sure if reading.confidence >= SURE else unsure).add(form)
                evidence.append(Evidence(place, reading.kind, reading.value, reading=reading))
        return Said(frozenset(sure), frozenset(unsure), tuple(evidence))

    def _form(self, reading: Reading, detail: str | None) -> str | None:
        same = self.options.same
        if detail is not None:
            return common_form(reading.details.get(detail), same)
        if same is Same.GTIN and reading.kind == "words":
            return printed_gtin(reading.text)
        if same is Same.GTIN and reading.kind == "barcode":
            return common_form(reading.details.get("gtin14"), same)
        return common_form(reading.value, same)

    def _verdict(self, query: Query, said: Sequence[Said]) -> Verdict:
        evidence = [each for one in said for each in one.evidence]
        speaking = [one for one in said if one.sure]
        for position, one in enumerate(speaking):
            for other in speaking[position + 1 :]:
                if one.sure.isdisjoint(other.sure):
                    return reject("readings_differ", *one.evidence, *other.evidence)
        everything = frozenset[str]().union(*(one.sure | one.unsure for one in said))
        if any(one.is_odd for one in said):
            return abstain("not_comparable", *evidence)
        if len(speaking) < 2:
            return abstain("only_one_says" if speaking else "nothing_said", *evidence)
        if len(everything) > 1:
            certain = all(one.unsure <= one.sure for one in said)
            return abstain("several_values" if certain else "low_confidence", *evidence)
        return self._agreed(query, said, evidence)

    def _agreed(self, query: Query, said: Sequence[Said], evidence: Sequence[Evidence]) -> Verdict:
        pairs = [pair for pair in zip(self.options.of, said, strict=True) if pair[1].sure]
        if self.covers and {source.is_of_item for source, _ in pairs} != {True, False}:
            return abstain("item_not_compared", *evidence)
        (form,) = pairs[0][1].sure
        is_typed = any(source.claim for source, _ in pairs)
        if Truth.IDENTITY in self.covers and self.options.same is Same.CODE and not is_typed:
            codes = self._codes(self._catalogue(query))
            if siblings := (*codes.confusable(form), *codes.extending(form)):
                shown = Evidence("catalogue", str(self._field), siblings[0])
                return abstain("sibling_confusable", *evidence, shown)
        return confirm("readings_agree", *evidence)
