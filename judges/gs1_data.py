"""GS1 element strings: what a barcode says beside the GTIN. The only file that meets ``biip``.

Application identifiers, their formats and dates are those of the GS1 General Specifications.
"""

from collections.abc import Mapping
from typing import Any

from biip import ParseError
from biip.gs1_element_strings import GS1ElementString

from .facts import FactType
from .gtin import gtin14

GS1_FACTS: Mapping[str, FactType] = {
    "gtin": FactType.STRING,
    "content": FactType.STRING,
    "lot": FactType.STRING,
    "serial": FactType.STRING,
    "variant": FactType.STRING,
    "production": FactType.DATE,
    "packaging": FactType.DATE,
    "best_before": FactType.DATE,
    "sell_by": FactType.DATE,
    "expiry": FactType.DATE,
    "count": FactType.INT,
    "kilograms": FactType.DOUBLE,
    "metres": FactType.DOUBLE,
    "litres": FactType.DOUBLE,
    "pounds": FactType.DOUBLE,
    "price": FactType.DOUBLE,
    "currency": FactType.STRING,
}
"""What element strings can say, by name, and its type. ``content`` is the GTIN of what a logistic
unit holds; ``currency`` is the number of ISO 4217."""

_TEXTS = {"10": "lot", "20": "variant", "21": "serial"}
_GTINS = {"01": "gtin", "02": "content"}
_DATES = {
    "11": "production", "13": "packaging", "15": "best_before", "16": "sell_by", "17": "expiry",
}  # fmt: skip
_COUNTS = {"30": "count", "37": "count"}
_MEASURES = {"310": "kilograms", "311": "metres", "315": "litres", "320": "pounds"}
_PRICES = {"390", "391", "392", "393"}
_SEPARATOR = "\x1d"
_LONGEST = 1_000
"""Characters; symbols hold some 90 of GS1 data, and no more than 2,000 of anything."""


def gs1_facts(message: str) -> dict[str, Any] | None:
    """The facts of a message as it was scanned, with FNC1 as group separators, by their names.

    Dates are ISO 8601; a day of 00 is the last of its month. None where the message is not all
    element strings, one of them is not as its identifier demands, a check digit is wrong, or two
    contradict each other. Elements that ``GS1_FACTS`` does not name are checked and left out.
    """
    rest = message.strip(_SEPARATOR)
    facts: dict[str, Any] = {}
    if not rest or len(rest) > _LONGEST:
        return None
    while rest:
        try:
            element = GS1ElementString.extract(rest)
        except (ParseError, ValueError):
            return None
        if not element.value:
            return None
        rest = rest[len(element) :]
        if element.ai.separator_required and rest and not rest.startswith(_SEPARATOR):
            return None
        rest = rest.lstrip(_SEPARATOR)
        said = _said(element)
        if said is None or any(facts.get(name, value) != value for name, value in said.items()):
            return None
        facts.update(said)
    return facts


def _said(element: GS1ElementString) -> dict[str, Any] | None:
    """One element's facts, or None where its check digit is wrong."""
    identifier, value = element.ai.ai, element.value
    if identifier in _GTINS:
        digits = gtin14(value)
        return None if digits is None else {_GTINS[identifier]: digits}
    if identifier in _TEXTS:
        return {_TEXTS[identifier]: value}
    if identifier in _COUNTS:
        return {_COUNTS[identifier]: int(value)}
    if identifier in _DATES and element.date is not None:
        return {_DATES[identifier]: element.date.isoformat()}
    return _measured(element)


def _measured(element: GS1ElementString) -> dict[str, Any]:
    if element.decimal is None:
        return {}
    family, number = element.ai.ai[:3], float(element.decimal)
    if family in _MEASURES:
        return {_MEASURES[family]: number}
    if family not in _PRICES:
        return {}
    with_currency = len(element.pattern_groups) > 1
    return {"price": number, **({"currency": element.pattern_groups[0]} if with_currency else {})}
