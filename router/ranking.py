"""Order comes from facts: ranking expressions over the record, the context and the claims."""

from collections.abc import Iterable, Mapping
from typing import Any

from judges.expression import Expression

from judges import Candidate, Query, Vocabulary


class Ranking:
    """Ranks confirmed items by declared facts; what the facts leave equal, the id decides."""

    def __init__(self, keys: Iterable[str], vocabulary: Vocabulary) -> None:
        """Raises ExpressionError naming ``rank`` and the key that is wrong."""
        self._keys = [
            (key.startswith("-"), Expression(f"rank.{position}", key.removeprefix("-"), vocabulary))
            for position, key in enumerate(map(str.strip, keys))
        ]

    @property
    def record_fields(self) -> frozenset[str]:
        names = frozenset[str]().union(*(expression.names for _, expression in self._keys))
        return frozenset(
            name.removeprefix("record.") for name in names if name.startswith("record.")
        )

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
        for descending, expression in reversed(self._keys):
            values = {
                candidate.id: expression.value(candidate.record, query.context, query.claims)
                for candidate in ranked
            }
            present = [candidate for candidate in ranked if values[candidate.id] is not None]
            absent = [candidate for candidate in ranked if values[candidate.id] is None]
            present.sort(key=lambda candidate: _sortable(values[candidate.id]), reverse=descending)
            ranked = present + absent
        return ranked


def _sortable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
