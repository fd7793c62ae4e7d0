"""Claims about a chart: ``2019 > 40``, ``north / 2019 = 1,200 ± 50``, ``2019 ?``.

    claim  = [ name "/" ] name ( op number [ "±" number ] | "?" )
    op     = ">" | "<" | ">=" | "<=" | "="        (also ≥ and ≤)
    name   = any characters but < > = / ? ± and quotes, or anything in double quotes

The two names are a series and a category, in either order. Only ``=`` takes a ``±``.
"""

import re
import unicodedata
from dataclasses import dataclass

from .numbers import is_percentage, number

_LONGEST = 300
_NAME = r'(?:\s*"[^"]{1,120}"\s*|[^"<>=/?±≥≤]{1,120})'
_CLAIM = re.compile(
    rf"\s*(?:(?P<series>{_NAME})/)?(?P<category>{_NAME})"
    r"(?:(?P<asks>\?)|(?P<op>>=|<=|[><=≥≤])(?P<number>[^<>=?±/\"]{1,40})"
    r"(?:(?:±|\+/-)(?P<margin>[^<>=?±/\"]{1,40}))?)\s*"
)
_OPERATORS = {"≥": ">=", "≤": "<="}
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")


@dataclass(frozen=True, slots=True)
class Claim:
    """What is said of one value."""

    category: str
    series: str | None
    operator: str | None
    """``>``, ``<``, ``>=``, ``<=`` or ``=``; None where the value is asked for."""
    number: float = 0.0
    margin: float = 0.0
    percent: bool = False

    def holds(self, value: float, error: float) -> bool | None:
        """Whether it holds of a value that is known to within ``error``; None if that leaves it
        open.
        """
        low, high = value - error, value + error
        match self.operator:
            case ">":
                return _decided(low > self.number, high <= self.number)
            case "<":
                return _decided(high < self.number, low >= self.number)
            case ">=":
                return _decided(low >= self.number, high < self.number)
            case "<=":
                return _decided(high <= self.number, low > self.number)
            case "=":
                least, most = self.number - self.margin, self.number + self.margin
                return _decided(least <= low and high <= most, high < least or low > most)
        return None


def parse_claim(text: str) -> Claim | None:
    """The claim that a text makes, or None where it is not exactly one."""
    if len(text) > _LONGEST:
        return None
    found = _CLAIM.fullmatch(text)
    if found is None:
        return None
    category = _name(found["category"])
    series = None if found["series"] is None else _name(found["series"])
    if not category or series == "":
        return None
    if found["asks"]:
        return Claim(category, series, None)
    operator = _OPERATORS.get(found["op"], found["op"])
    value = number(found["number"])
    margin = 0.0 if found["margin"] is None else number(found["margin"])
    if value is None or margin is None or margin < 0 or (found["margin"] and operator != "="):
        return None
    return Claim(category, series, operator, value, margin, is_percentage(found["number"]))


def same_name(one: str, other: str) -> bool:
    """Whether two names are one but for case, spaces and the sort of dash, or one number."""
    if folded(one) == folded(other):
        return True
    value = number(one)
    return value is not None and value == number(other)


def folded(name: str) -> str:
    plain = unicodedata.normalize("NFKC", name).translate(_DASHES).casefold()
    return " ".join(re.sub(r"\s*-\s*", "-", plain).split())


def _name(text: str) -> str:
    stripped = text.strip()
    if len(stripped) >= 2 and stripped[0] == stripped[-1] == '"':
        stripped = stripped[1:-1].strip()
    return stripped


def _decided(holds: bool, fails: bool) -> bool | None:
    return True if holds else (False if fails else None)
