"""The metadata judge: a CEL expression over the record, the context and the claims."""

import marshal
from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any, ClassVar

from .candidate import Candidate
from .errors import JudgeConfigError
from .expression import Expression
from .facts import Vocabulary
from .judge import Judge, Options
from .query import Query
from .truth import Truth
from .verdict import Evidence, Verdict, abstain, confirm, reject


def _nothing(_record: Mapping[str, Any]) -> None:
    """What an expression over claims and context alone takes from a record."""


class MetadataOptions(Options):
    """YAML: ``{use: metadata, covers: [recency], where: 'record.lifecycle == "active"'}``."""

    where: str
    """The condition, in CEL; its value must be a bool."""


class Metadata(Judge[MetadataOptions]):
    """Confirms where the expression is true of the facts, rejects where it is false.

    What it vouches for depends on the expression, so ``covers`` must be said. Identity may be
    covered only by an expression over both record and claims: a record alone does not say which
    item was meant.
    """

    options_type: ClassVar[type[Options]] = MetadataOptions
    may_cover: ClassVar[frozenset[Truth]] = frozenset(Truth) - {
        Truth.RESEMBLANCE,
        Truth.PERMISSION,
    }

    def __init__(self, name: str, options: MetadataOptions, vocabulary: Vocabulary) -> None:
        """Raises JudgeConfigError and ExpressionError, naming the judge and the key."""
        if options.covers is None:
            raise JudgeConfigError(
                f"judges.{name}.covers: missing; expected what the expression vouches for, "
                f"of {', '.join(sorted(self.may_cover))}"
            )
        super().__init__(name, options, vocabulary)
        self._where = Expression(f"judges.{name}.where", options.where, vocabulary)
        self._where.require("bool")
        if not self._where.facts:
            raise JudgeConfigError(
                f"judges.{name}.where: {options.where!r} mentions no fact, "
                "expected a name of record, ctx or claims"
            )
        sources = {fact.source for fact in self._where.facts}
        if Truth.IDENTITY in self.covers and not sources >= {"record", "claim"}:
            raise JudgeConfigError(
                f"judges.{name}.covers: identity needs an expression over both record.NAME "
                f"and claims.NAME; found {options.where!r}"
            )
        self._fields = tuple(sorted(self._where.record_fields))
        self._take: Callable[[Any], Any] = itemgetter(*self._fields) if self._fields else _nothing

    @property
    def record_fields(self) -> frozenset[str]:
        return self._where.record_fields

    def judge(self, query: Query, candidates: Sequence[Candidate]) -> Sequence[Verdict]:
        """``holds``, ``does_not_hold``, or an abstention that names the facts it lacks.

        Candidates that agree in the mentioned fields share one evaluation and one verdict.
        """
        known: dict[bytes, Verdict] = {}
        verdicts = []
        for candidate in candidates:
            facts = self._facts(candidate.record)
            verdict = known.get(facts)
            if verdict is None:
                verdict = known[facts] = self._verdict(query, candidate.record)
            verdicts.append(verdict)
        return verdicts

    def _facts(self, record: Mapping[str, Any]) -> bytes:
        """The mentioned fields of a record in one word: the same word, the same facts.

        Marshalled, because that tells apart what == does not, such as True, 1 and 1.0; in format 2,
        because later ones also depend on who else holds a value.
        """
        try:
            return marshal.dumps(self._take(record), 2)
        except KeyError:
            return marshal.dumps([record.get(field) for field in self._fields], 2)

    def _verdict(self, query: Query, record: Mapping[str, Any]) -> Verdict:
        result = self._where.evaluate(record, query.context, query.claims)
        evidence = tuple(Evidence(fact.source, fact.field, value) for fact, value in result.given)
        if result.problem is not None:
            lacking = {fact.name: fact for fact in self._where.facts if fact.name in result.names}
            shown = {(item.source, item.name) for item in evidence}
            absent = (
                Evidence(fact.source, fact.field, None)
                for fact in lacking.values()
                if (fact.source, fact.field) not in shown
            )
            return abstain(result.problem, *evidence, *absent)
        if not evidence:
            return abstain("fact_missing")
        return confirm("holds", *evidence) if result.value else reject("does_not_hold", *evidence)
