"""Order comes from facts: ranking expressions over the record, the context and the claims."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from judges import Candidate, Query, Vocabulary
from judges.expression import Expression

_SORTABLE = ("int", "uint", "double", "string", "bool", "timestamp", "duration")


class _Key(NamedTuple):
    descending: bool
    expression: Expression


class Ranking:
    """Ranks confirmed items by declared facts; what the facts leave equal, the id decides."""

    def __init__(self, keys: Iterable[str], vocabulary: Vocabulary) -> None:
        """Raises ExpressionError naming ``rank`` and the key that is wrong."""
        self._keys = [
            _key(f"rank.{position}", key, vocabulary) for position, key in enumerate(keys)
        ]

    @property
    def record_fields(self) -> frozenset[str]:
        """Record fields that the order depends on."""
        return frozenset[str]().union(*(key.expression.record_fields for key in self._keys))

    def rank(
        self,
        candidates: Iterable[Candidate],
        query: Query,
        closeness: Mapping[str, int] | None = None,
    ) -> list[Candidate]:
        """Best first. A fact that is missing ranks last in its key, whichever way the key points.

        ``closeness`` (id to rank in the space, 1 is nearest) breaks ties before the id does, for
        configs that say ``ties: similarity``.
        """
        ranked = sorted(candidates, key=lambda candidate: candidate.id)
        if closeness is not None:
            ranked.sort(key=lambda candidate: closeness.get(candidate.id, len(closeness) + 1))
        # Later keys first: sorting is stable, so the first key has the last word.
        for key in reversed(self._keys):
            ranked = _sorted_by(key, ranked, query)
        return ranked


def _key(where: str, text: str, vocabulary: Vocabulary) -> _Key:
    descending = text.lstrip().startswith("-")
    expression = Expression(where, text.strip().removeprefix("-"), vocabulary)
    expression.require(*_SORTABLE)
    return _Key(descending, expression)


def _sorted_by(key: _Key, candidates: list[Candidate], query: Query) -> list[Candidate]:
    present: list[tuple[Any, Candidate]] = []
    absent: list[Candidate] = []
    for candidate in candidates:
        value = key.expression.evaluate(candidate.record, query.context, query.claims).value
        if value is None or value != value:  # noqa: PLR0124 - NaN has no place in an order
            absent.append(candidate)
        else:
            present.append((value, candidate))
    present.sort(key=lambda pair: pair[0], reverse=key.descending)
    return [candidate for _, candidate in present] + absent
