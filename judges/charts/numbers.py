"""Numbers as axes, tables and claims write them: 1,000, 20k, 50%, $3.5, -12."""

import math
import re

_MULTIPLES = {"": 1.0, "k": 1e3, "m": 1e6, "b": 1e9, "g": 1e9, "t": 1e12}
_NUMBER = re.compile(
    r"(?P<sign>[-\u2212\u2013+]?)\s?(?P<unit>[$\u20ac\u00a3\u00a5]?)\s?(?P<inner>[-\u2212]?)"
    r"(?P<digits>[1-9]\d{0,2}(?:[, \u2009\u202f]\d{3}){1,4}(?:\.\d{1,20})?"
    r"|\d{1,15}(?:\.\d{1,20})?|\.\d{1,20})"
    r"(?P<exponent>[eE][-+\u2212]?\d{1,2})?\s?(?P<multiple>[kKMBGT]?)(?P<percent>\s?%?)"
)
_LONGEST = 40


def number(text: str) -> float | None:
    """The one number that a text is, or None. A percentage is given in percent: 50% is 50.

    A comma groups thousands and a point separates decimals, as charts' tools write by default.
    """
    stripped = text.strip()
    if not stripped or len(stripped) > _LONGEST:
        return None
    found = _NUMBER.fullmatch(stripped)
    if found is None or (found["sign"] and found["inner"]):
        return None
    digits = re.sub(r"[, \u2009\u202f]", "", found["digits"])
    exponent = (found["exponent"] or "").replace("\u2212", "-")
    value = float(digits + exponent) * _MULTIPLES[found["multiple"].lower()]
    negative = (found["sign"] or found["inner"]) not in ("", "+")
    return (-value if negative else value) if math.isfinite(value) else None


def is_percentage(text: str) -> bool:
    return text.rstrip().endswith("%")


def rounded(value: float, error: float) -> float:
    """A value to the digits that its error leaves, and one more."""
    if error <= 0 or not math.isfinite(error):
        return value
    return round(value, 1 - math.floor(math.log10(error)))
