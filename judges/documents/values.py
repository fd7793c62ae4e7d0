"""Values as pages print them: numbers with a currency, dates and codes."""

import re
from fractions import Fraction
from typing import NamedTuple

from judges.quantities.numbers import values_of

from .dates import parse as parse_date

LONGEST = 80
"""Characters. What is longer is prose."""
_SYMBOLS = {"\u20ac": "EUR", "\u00a3": "GBP", "$": "USD", "\u00a5": "JPY"}
_CURRENCY = r"[A-Z]{3}(?![A-Za-z])|[\u20ac\u00a3$\u00a5]|[Kk]r\b\.?"
_DIGITS = r"[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+(?:[.,][0-9]{1,4})?|[0-9]+(?:[.,'\u2019][0-9]+)*"
_NUMBER = re.compile(
    rf"(?P<before>{_CURRENCY})?\s*(?P<minus>[-\u2212(])?\s*(?P<inner>{_CURRENCY})?\s*"
    rf"(?P<digits>{_DIGITS})(?:[.,][-\u2013\u2014])?(?P<after>\s*-|\s*\))?\s*"
    rf"(?P<unit>{_CURRENCY}|%)?"
)
_CODE = re.compile(r"#?(?=[^\s]*[0-9])[A-Z0-9][A-Z0-9\-/._]{0,39}", re.IGNORECASE)


class Amount(NamedTuple):
    """A number and the currency beside it."""

    values: tuple[Fraction, ...]
    """What it could stand for, likeliest first: 1,500 is 1500 or 1.5."""
    unit: str | None
    """ISO 4217 where the page has it or its sign; ``%``; None where nothing stands beside it."""


def amount(text: str) -> Amount | None:
    """The number that a text is, with its currency; None for any other text."""
    if len(text) > LONGEST:
        return None
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        return None
    open_bracket, closing = match["minus"] == "(", (match["after"] or "").strip() == ")"
    if open_bracket is not closing:
        return None
    negative = match["minus"] is not None or match["after"] is not None
    values = values_of(re.sub(r"[ \u00a0\u202f]", "", match["digits"]))
    units = {_unit(match[group]) for group in ("before", "inner", "unit") if match[group]}
    if not values or len(units) > 1:
        return None
    return Amount(tuple(-each if negative else each for each in values), next(iter(units), None))


def is_value(text: str) -> bool:
    """Whether a text is a number, a date or a code, and nothing more."""
    text = text.strip()
    if len(text) > LONGEST:
        return False
    return bool(amount(text) or parse_date(text) or _CODE.fullmatch(text))


def _unit(text: str) -> str:
    return _SYMBOLS.get(text, text.rstrip(".").upper())
