"""Values of a database as facts, and facts as keys that a database can be asked for."""

import datetime as dt
import json
from decimal import Decimal
from typing import Any
from uuid import UUID

from judges.facts import FactType

_LISTS = (FactType.STRINGS, FactType.INTS, FactType.DOUBLES)


def as_fact(value: Any, expected: FactType) -> Any:
    """A column's value in the form that facts have; NULL is None, an absent fact.

    What cannot be had as the expected type stays as it is, for the condition to refuse.
    """
    match value:
        case dt.datetime() | dt.date() if expected is FactType.DATE:
            return value.isoformat()
        case Decimal():
            return _from_decimal(value, expected)
        case UUID() if expected is FactType.STRING:
            return str(value)
        # SQLite keeps truth as 0 and 1.
        case 0 | 1 if expected is FactType.BOOL and type(value) is int:
            return bool(value)
        case str() if expected in _LISTS:
            return _from_json(value)
    return value


def _from_decimal(value: Decimal, expected: FactType) -> Any:
    if expected is FactType.DOUBLE:
        return float(value)
    whole = expected is FactType.INT and value.is_finite() and abs(value) < 2**63
    return int(value) if whole and value == value.to_integral_value() else value


def _from_json(text: str) -> Any:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return found if isinstance(found, list) else text


def is_key(value: Any, expected: FactType) -> bool:
    """Whether a record's value can be asked for: of its declared type, and a database takes it."""
    if expected is FactType.INT:
        return type(value) is int and -(2**63) <= value < 2**63
    return isinstance(value, str) and "\0" not in value and _is_encodable(value)


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
