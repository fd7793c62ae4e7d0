"""Tokens of digits or letters alone that may be codes: ``4410 221``, ``KJUXT``.

Print is full of numbers and words that are none, so only whoever knows the codes of a catalogue can
say. Prices, dates, quantities and the numbers of barcodes are left out, whatever the catalogue.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from judges.codes import compact
from judges.gtin import gtin14

from .code_tokens import LABELS, Token, is_quantity

_NUMBER = re.compile(r"(?<![\w+.,:/€$£#%-])\+?\d+(?:[ ./-]\d+)*(?![\w.,:/+-]| ?[%€$£°])")
_DIGITS = range(6, 25)
"""Prices, years and weights have fewer."""
_GTINS = range(12, 15)
_BEFORE = re.compile(r"([^\W\d_]+)[.:]? ?$")
_AFTER = re.compile(r" ?([^\W\d_]+)")
_OTHERS = LABELS - {"ART", "CODE", "MODEL", "NO", "NR", "REF", "SERIE", "TYP", "TYPE"}
"""Words that announce a number of another kind."""
_MONEY = frozenset({"CHF", "DKK", "EUR", "GBP", "KR", "NOK", "SEK", "USD"})
_PRICE = re.compile(r"\d+(?: \d{3})*[.]\d{1,2}")
_DATE = re.compile(r"(?:\d{1,2}|\d{4})([ ./-])\d{1,2}\1(?:\d{1,2}|\d{4})")
_NAME = re.compile(r"[^\W\d_]{4,24}")
_DATED = {8: ("%Y%m%d", "%d%m%Y", "%m%d%Y"), 6: ("%y%m%d", "%d%m%y", "%m%d%y")}
"""The orders in use for a date of so many digits."""
_YEARS = range(2010, 2050)
"""Of dates without a separator, on print that is about today."""


def bare_in(line: str) -> Iterator[Token]:
    """Numbers of at least six digits, groups joined, and a word in capitals that stands alone."""
    for found in _NUMBER.finditer(line):
        before, after = _BEFORE.search(line, 0, found.start()), _AFTER.match(line, found.end())
        is_other = before is not None and before[1].upper() in _OTHERS | _MONEY
        unit = "" if after is None else after[1].upper()
        is_amount = unit in _MONEY or is_quantity(f"1{unit}")
        if not is_other and not is_amount and _may_be_code(found.group()):
            yield Token(found.group(), joined=" " in found.group())
    name = line.strip()
    if _NAME.fullmatch(name) and name.isupper() and name not in LABELS:
        yield Token(name, joined=False)


def _may_be_code(number: str) -> bool:
    digits = compact(number)
    if number.startswith("+") or len(digits) not in _DIGITS:
        return False
    if _PRICE.fullmatch(number) or _DATE.fullmatch(number):
        return False
    return not _is_date(digits) and not (len(digits) in _GTINS and gtin14(digits))


def _is_date(digits: str) -> bool:
    for order in _DATED.get(len(digits), ()):
        with suppress(ValueError):
            if datetime.strptime(digits, order).year in _YEARS:  # noqa: DTZ007 - a day has no zone
                return True
    return False
