"""The join judge itself."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import structlog

from judges.candidate import Candidate
from judges.errors import JudgeConfigError, JudgeError
from judges.expression import Evaluation, Expression, Fact
from judges.facts import FactType, Vocabulary
from judges.judge import Judge, Options
from judges.query import Query
from judges.truth import Truth
from judges.verdict import Evidence, Verdict, abstain, confirm, reject

from .database import open_database
from .options import JoinOptions
from .table import Key, Rows
from .values import is_key

log = structlog.get_logger(__name__)


class Join(Judge[JoinOptions]):
    """Confirms where the condition is true of the item's row in a table of the user's own.

    One statement finds the rows of a whole batch. An item without a row is rejected; one with
    several is left open, whatever they say. A database that cannot be asked makes the judge fail.
    """

    options_type: ClassVar[type[Options]] = JoinOptions
    may_cover: ClassVar[frozenset[Truth]] = frozenset(Truth) - {
        Truth.RESEMBLANCE,
        Truth.PERMISSION,
    }
    cost: ClassVar[float] = 3.0
    default_time_limit: ClassVar[float] = 10.0

    def __init__(self, name: str, options: JoinOptions, vocabulary: Vocabulary) -> None:
        """Raises JudgeConfigError, ExpressionError and FactError, naming the judge and the key."""
        if options.covers is None:
            raise JudgeConfigError(
                f"judges.{name}.covers: missing; expected what the condition vouches for, "
                f"of {', '.join(sorted(self.may_cover))}"
            )
        super().__init__(name, options, vocabulary)
        self._where = self._condition()
        self._shown_names = {
            name: f"{options.table}.{column}" for name, column in options.row_columns.items()
        }
        types = {part.field: self._key_type(part.field) for part in options.key_parts}
        self._key_types = tuple(types[part.field] for part in options.key_parts)
        engine = open_database(f"judges.{name}.url", options.url, self.time_limit)
        self._rows = Rows(name, engine, options, types)

    def _condition(self) -> Expression:
        where = f"judges.{self.name}.where"
        condition = Expression(where, self.options.where, self.vocabulary, self.options.row_types)
        condition.require("bool")
        sources = {fact.source for fact in condition.facts}
        if "row" not in sources:
            raise JudgeConfigError(
                f"{where}: {self.options.where!r} mentions no column, expected row.NAME, one of "
                f"{', '.join(sorted(self.options.columns))}"
            )
        if Truth.IDENTITY in self.covers and "claim" not in sources:
            raise JudgeConfigError(
                f"judges.{self.name}.covers: identity needs a condition over row.NAME and "
                f"claims.NAME; found {self.options.where!r}"
            )
        return condition

    def _key_type(self, field: str) -> FactType:
        return self.field_type("key", field, FactType.STRING, FactType.INT)

    @property
    def record_fields(self) -> frozenset[str]:
        return self._where.record_fields | {part.field for part in self.options.key_parts}

    def judge(self, query: Query, candidates: Sequence[Candidate]) -> Sequence[Verdict]:
        """``holds``, ``does_not_hold``, ``no_row``, or an abstention that says what is lacking.

        Raises JudgeError where the database cannot be asked, JudgeConfigError where the table is
        not as the options say.
        """
        keys = [self._key(candidate.record) for candidate in candidates]
        asked = list(dict.fromkeys(key for key in keys if key is not None))
        rows = self._rows.find(asked, self.time_limit)
        return [
            self._verdict(query, candidate.record, key, rows)
            for candidate, key in zip(candidates, keys, strict=True)
        ]

    def ready(self) -> str | None:
        """Whether its database can be asked, and its table is as the options say."""
        try:
            self._rows.look(self.time_limit)
        except (JudgeConfigError, JudgeError) as error:
            log.warning("join.not_ready", judge=self.name, error=str(error))
            is_table = isinstance(error, JudgeConfigError)
            return "its table is not as expected" if is_table else "its database cannot be asked"
        return None

    def _key(self, record: Mapping[str, Any]) -> Key | None:
        """None where a part is absent, or is nothing that a database could be asked for."""
        values: tuple[Any, ...] = tuple(record.get(each.field) for each in self.options.key_parts)
        return values if all(map(is_key, values, self._key_types)) else None

    def _verdict(
        self,
        query: Query,
        record: Mapping[str, Any],
        key: Key | None,
        rows: Mapping[Key, Sequence[Mapping[str, Any]]],
    ) -> Verdict:
        known_by = [
            Evidence("record", part.field, record.get(part.field))
            for part in self.options.key_parts
        ]
        if key is None:
            absent = any(each.value is None for each in known_by)
            return abstain("record_has_no_key" if absent else "fact_type", *known_by)
        found = rows.get(key, ())
        if not found:
            return reject("no_row", *known_by, Evidence("row", self.options.table, None))
        if len(found) > 1:
            return abstain(
                "several_rows", *known_by, Evidence("row", self.options.table, len(found))
            )
        result = self._where.evaluate(record, query.context, query.claims, found[0])
        return self._decided(result, known_by)

    def _decided(self, result: Evaluation, known_by: Sequence[Evidence]) -> Verdict:
        given = [self._shown(fact, value) for fact, value in result.given]
        evidence = [*known_by, *(each for each in given if each not in known_by)]
        if result.problem is not None or not given:
            present = {fact for fact, _ in result.given}
            lacking = [self._shown(fact, None) for fact in self._where.facts if fact not in present]
            return abstain(result.problem or "fact_missing", *evidence, *lacking)
        return confirm("holds", *evidence) if result.value else reject("does_not_hold", *evidence)

    def _shown(self, fact: Fact, value: Any) -> Evidence:
        if fact.source != "row":
            return Evidence(fact.source, fact.field, value)
        return Evidence(fact.source, self._shown_names[fact.field], value)
