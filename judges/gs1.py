"""The gs1 judge: a condition over what the barcode says beside the GTIN, such as its expiry."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

from .candidate import Candidate
from .errors import JudgeConfigError
from .expression import Evaluation, Expression, Fact
from .facts import Vocabulary
from .gs1_data import GS1_FACTS
from .judge import Judge, Options
from .query import Query
from .reading import Reading
from .truth import Truth
from .verdict import Evidence, Verdict, abstain, confirm, reject


class Gs1Options(Options):
    """YAML: ``{use: gs1, where: 'gs1.expiry >= ctx.as_of', covers: [recency]}``."""

    where: str


class _Said(NamedTuple):
    """What the element strings of a query say together."""

    facts: Mapping[str, Any]
    evidence: tuple[Evidence, ...]
    problem: str | None


class Gs1(Judge[Gs1Options]):
    """Confirms where the condition holds of the pack whose barcode the query shows.

    It judges the pack in hand and not which item it is, so it never covers identity.
    """

    options_type: ClassVar[type[Options]] = Gs1Options
    may_cover: ClassVar[frozenset[Truth]] = frozenset({Truth.RECENCY, Truth.QUANTITY, Truth.VALUE})

    def __init__(self, name: str, options: Gs1Options, vocabulary: Vocabulary) -> None:
        """Raises JudgeConfigError, ExpressionError and FactError, naming the judge and the key."""
        super().__init__(name, options, vocabulary)
        where = f"judges.{name}.where"
        self._where = Expression(where, options.where, vocabulary, GS1_FACTS, "gs1")
        self._where.require("bool")
        if not any(fact.source == "row" for fact in self._where.facts):
            raise JudgeConfigError(
                f"{where}: {options.where!r} mentions nothing that a barcode says, expected "
                f"gs1.NAME, one of {', '.join(GS1_FACTS)}"
            )

    @property
    def readers(self) -> frozenset[str]:
        return frozenset({"barcode"})

    @property
    def record_fields(self) -> frozenset[str]:
        return self._where.record_fields

    def judge(self, query: Query, candidates: Sequence[Candidate]) -> Sequence[Verdict]:
        """``holds``, ``does_not_hold``, or an abstention that says what is lacking."""
        said = _said(query.read("barcode"))
        return [self._verdict(query, candidate.record, said) for candidate in candidates]

    def _verdict(self, query: Query, record: Mapping[str, Any], said: _Said) -> Verdict:
        if said.problem is not None:
            return abstain(said.problem, *said.evidence)
        result = self._where.evaluate(record, query.context, query.claims, said.facts)
        return self._decided(result, said.evidence)

    def _decided(self, result: Evaluation, read: Sequence[Evidence]) -> Verdict:
        evidence = [*read, *(_shown(fact, value) for fact, value in result.given)]
        if result.problem is not None:
            present = {fact for fact, _ in result.given}
            lacking = [_shown(fact, None) for fact in self._where.facts if fact not in present]
            return abstain(result.problem, *evidence, *lacking)
        return confirm("holds", *evidence) if result.value else reject("does_not_hold", *evidence)


def _shown(fact: Fact, value: Any) -> Evidence:
    return Evidence("query" if fact.source == "row" else fact.source, fact.field, value)


def _said(readings: Sequence[Reading]) -> _Said:
    """All element strings together: a carton may carry its date and its lot in two symbols.

    Two packs in one picture contradict each other somewhere, and a second trade item names itself.
    """
    speaking = [each for each in readings if each.details.get("gs1")]
    evidence = tuple(Evidence("query", "barcode", each.value, reading=each) for each in speaking)
    if not speaking:
        return _Said({}, evidence, "no_gs1_data")
    facts: dict[str, Any] = {}
    for reading in speaking:
        said = reading.details["gs1"]
        if any(facts.get(name, value) != value for name, value in said.items()):
            return _Said({}, evidence, "barcodes_differ")
        facts.update(said)
    items = {each.details["gtin14"] for each in readings if each.details.get("gtin14")}
    return _Said(facts, evidence, "several_barcodes" if len(items) > 1 else None)
