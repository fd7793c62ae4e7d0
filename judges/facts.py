"""Declared facts: which names a record, a context and the claims have, and of what type.

Expressions, judges' fields and ranking may only use declared names. A config declares its own
under ``record``, ``context`` and ``claims``; the standard names below need no declaration.
"""

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict

from .errors import FactError


class FactType(StrEnum):
    """The type of one fact, as a config writes it."""

    STRING = "string"
    INT = "int"
    DOUBLE = "double"
    BOOL = "bool"
    DATE = "date"
    """ISO 8601, a day or a moment; a day starts at midnight UTC."""
    STRINGS = "list(string)"
    INTS = "list(int)"
    DOUBLES = "list(double)"


_S, _I, _D, _T, _L = (
    FactType.STRING, FactType.INT, FactType.DOUBLE, FactType.DATE, FactType.STRINGS,
)  # fmt: skip

STANDARD_RECORD: Mapping[str, FactType] = {
    "name": _S, "title": _S, "kind": _S, "category": _S, "brand": _S, "gtin": _S,
    "model_code": _S, "sku": _S, "quantity": _S, "printed": _L, "lifecycle": _S, "regions": _L,
    "stock": _I, "price": _D, "version": _S, "year": _I, "valid_from": _T, "valid_until": _T,
}  # fmt: skip
STANDARD_CONTEXT: Mapping[str, FactType] = {
    "region": _S, "size": _S, "language": _S, "as_of": _T,
}  # fmt: skip
STANDARD_CLAIMS: Mapping[str, FactType] = {
    "gtin": _S, "model_code": _S, "sku": _S, "brand": _S, "name": _S, "quantity": _S,
    "year": _I, "version": _S,
}  # fmt: skip


class Vocabulary(BaseModel):
    """All declared names and their types."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    record: dict[str, FactType] = dict(STANDARD_RECORD)
    context: dict[str, FactType] = dict(STANDARD_CONTEXT)
    claims: dict[str, FactType] = dict(STANDARD_CLAIMS)

    @classmethod
    def extended(
        cls,
        record: Mapping[str, FactType] | None = None,
        context: Mapping[str, FactType] | None = None,
        claims: Mapping[str, FactType] | None = None,
    ) -> "Vocabulary":
        """The standard names and a config's own; its own win."""
        return cls(
            record={**STANDARD_RECORD, **(record or {})},
            context={**STANDARD_CONTEXT, **(context or {})},
            claims={**STANDARD_CLAIMS, **(claims or {})},
        )

    def require_record(self, where: str, name: str) -> FactType:
        """The type of a record field. Raises FactError naming ``where`` and the known fields."""
        if name not in self.record:
            raise FactError(
                f"{where}: record has no declared field {name!r}; "
                f"declared: {', '.join(sorted(self.record))}"
            )
        return self.record[name]


def check_fact(where: str, value: Any, expected: FactType) -> None:
    """Raises FactError where a JSON value is not of the declared type."""
    item = {
        FactType.STRINGS: FactType.STRING,
        FactType.INTS: FactType.INT,
        FactType.DOUBLES: FactType.DOUBLE,
    }.get(expected)
    if item is not None:
        if not isinstance(value, list):
            raise FactError(f"{where}: found {value!r}, expected {expected}")
        for position, element in enumerate(value):
            check_fact(f"{where}[{position}]", element, item)
        return
    if expected is FactType.DATE:
        as_moment(where, value)
        return
    fits = {
        FactType.STRING: isinstance(value, str),
        FactType.BOOL: isinstance(value, bool),
        FactType.INT: isinstance(value, int) and not isinstance(value, bool),
        FactType.DOUBLE: isinstance(value, int | float) and not isinstance(value, bool),
    }[expected]
    if not fits:
        raise FactError(f"{where}: found {value!r}, expected {expected}")


def as_moment(where: str, value: Any) -> dt.datetime:
    """An ISO 8601 day or moment as an aware datetime; without an offset it is taken as UTC.

    Raises FactError.
    """
    try:
        moment = dt.datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise FactError(f"{where}: found {value!r}, expected an ISO 8601 date") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def parse_fact(where: str, text: str, expected: FactType) -> Any:
    """A fact given as text, as on a command line, in its declared type. Raises FactError."""
    if expected in (FactType.STRINGS, FactType.INTS, FactType.DOUBLES):
        item = FactType(expected[len("list(") : -1])
        return [parse_fact(where, part.strip(), item) for part in text.split(",") if part.strip()]
    try:
        match expected:
            case FactType.INT:
                return int(text)
            case FactType.DOUBLE:
                return float(text)
            case FactType.BOOL:
                return {"true": True, "false": False}[text.lower()]
    except (ValueError, KeyError) as error:
        raise FactError(f"{where}: found {text!r}, expected {expected}") from error
    if expected is FactType.DATE:
        as_moment(where, text)
    return text
