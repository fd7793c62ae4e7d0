"""The base of judges that compare what a query says with one fact of a record."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar, Generic, TypeVar

from .candidate import Candidate
from .errors import FactError
from .facts import FactType, Vocabulary, check_fact
from .judge import Judge, Lookup, Options
from .query import Query
from .verdict import Evidence, Verdict, abstain


class CompareOptions(Options):
    """The YAML keys that every comparing judge takes. Each gives ``field`` its own default."""

    field: str
    """The record field to compare with; a claim of the same name counts as well."""


CompareOptionsT = TypeVar("CompareOptionsT", bound=CompareOptions)
AskedT = TypeVar("AskedT")


class Comparing(Judge[CompareOptionsT], Generic[CompareOptionsT, AskedT]):
    """Compares readings of one kind, or a claim, with one field of the record.

    A judge that derives from it says what the query asks for (``asked``, once a batch) and how
    that compares with one fact (``compare``, once per distinct fact).
    """

    kind: ClassVar[str]
    """The reading kind that is compared."""
    identifier_detail: ClassVar[str | None] = None
    """The detail of a reading that spells its identifier out, where readings have one."""
    fact_type: ClassVar[FactType] = FactType.STRING
    """What the field must be declared as."""
    without_query: ClassVar[str]
    """Reason of the abstention where the query carries nothing to compare."""
    without_fact: ClassVar[str]
    """Reason of the abstention where the record has no such fact."""

    def __init__(self, name: str, options: CompareOptionsT, vocabulary: Vocabulary) -> None:
        """Raises JudgeConfigError or FactError where the field is not declared as it must be."""
        super().__init__(name, options, vocabulary)
        self.field_type("field", options.field, self.fact_type)

    @property
    def readers(self) -> frozenset[str]:
        return frozenset({self.kind})

    @property
    def record_fields(self) -> frozenset[str]:
        return frozenset({self.options.field})

    @property
    def lookups(self) -> tuple[Lookup, ...]:
        return (Lookup(self.kind, self.options.field, self.identifier_detail),)

    @abstractmethod
    def asked(self, query: Query) -> AskedT | None:
        """What the query asks for, or None where it carries nothing of this kind."""

    @abstractmethod
    def compare(self, asked: AskedT, fact: Any) -> Verdict:
        """The verdict over one fact, which is present and of type ``fact_type``."""

    def judge(self, query: Query, candidates: Sequence[Candidate]) -> Sequence[Verdict]:
        if not candidates:
            return []
        asked = self.asked(query)
        known: dict[str, Verdict] = {}
        verdicts = []
        for candidate in candidates:
            fact = candidate.record.get(self.options.field)
            key = repr(fact)
            if key not in known:
                known[key] = self._verdict(asked, fact)
            verdicts.append(known[key])
        return verdicts

    def _verdict(self, asked: AskedT | None, fact: Any) -> Verdict:
        if asked is None:
            return abstain(self.without_query)
        if fact is None:
            return abstain(self.without_fact)
        try:
            check_fact(f"record.{self.options.field}", fact, self.fact_type)
        except FactError:
            return abstain("fact_type", Evidence("record", self.options.field, fact))
        return self.compare(asked, fact)
