"""Tokens of printed lines that look like ``WX-4410B``, and what only seems to."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from judges.codes import compact, normal

_TOKEN = re.compile(r"[A-Za-z0-9]+(?:[-/|._\u2010-\u2015\u2212][A-Za-z0-9]+)*")
_ADDRESS = re.compile(
    r"\S*(?:@|://|\bwww\.)\S*|\b\S+\.(?:com|org|net|eu|de|se|uk)\b\S*", re.IGNORECASE
)
_LENGTHS = range(4, 25)
_UNIT = (
    "KCAL|CAL|KJ|J|ML|CL|DL|L|LTR|KG|MG|MCG|UG|G|GR|OZ|FLOZ|LB|LBS|GAL|PT|MM|CM|DM|M|KM|IN|INCH|FT|"
    "KW|KWH|MW|WH|W|KV|MV|V|VAC|VDC|MA|MAH|AH|A|KHZ|MHZ|GHZ|HZ|RPM|DB|DBA|BAR|PSI|PA|KPA|C|F|K|"
    "TB|GB|MB|KB|MP|MPX|PX|DPI|PCS|PC|ST|STK|PACK|PK|TABS|X|MIN|SEC|S|H|HR|HRS|D|DAYS|AM|PM|"
    "LITER|LITERS|LITRE|LITRES"
)
_QUANTITY = re.compile(rf"(?:\d+X)?\d+(?:{_UNIT})|\d+X\d+|M[23]")
_ORDINAL = re.compile(r"\d+(?:ST|ND|RD|TH|E|ER|EME)")
_MONTH = "JAN|FEB|MAR|MRZ|APR|MAY|MAI|JUN|JUL|AUG|SEP|SEPT|OCT|OKT|NOV|DEC|DEZ"
_DATE = re.compile(
    rf"\d{{1,4}}-?(?:{_MONTH})[A-Z]*-?\d{{0,4}}|(?:{_MONTH})[A-Z]*-?\d{{1,4}}(?:-\d{{2,4}})?"
    r"|\d{4}-?\d{2}-?\d{2}T[\d-]*Z?|\d{4}-?W\d{2}(?:-\d)?|\d{4}-?Q[1-4]|Q[1-4]-?(?:\d{2}|(?:19|20)\d{2})"
)
_PROTECTION = re.compile(r"IP[0-9X]{2}[A-Z]?")
"""An ingress protection code (IEC 60529), which is on many a label beside the model's."""
_CLOCK = re.compile(r"\d{1,2}H\d{2}")
LABELS = frozenset(
    {"ART", "BBE", "CODE", "EAN", "EXP", "FAX", "GTIN", "LOT", "MFG", "MODEL", "NO", "NR", "PAGE"}
    | {"REF", "SERIE", "SINCE", "SN", "TEL", "TYP", "TYPE", "UPC", "VAT", "VER"}
)
"""Words that announce a number and are not the first part of it."""
_ANNOUNCED = re.compile(
    r"\b(?:(?:MODEL|MOD|TYPE|TYP|ART|REF|NO|NR|SN)[.:]|(?:Model|Mod|Type|Typ|Art|Ref|No|Nr)[.:]?)"
    r"(?=[A-Z0-9])",
)
"""Such a word, and a code that touches it."""


_LETTERS = str.maketrans("01", "OI")


class Token(NamedTuple):
    """A part of a line that looks like a code."""

    text: str
    joined: bool
    """Whether it is two parts with a space between."""


def codes_in(line: str) -> Iterator[Token]:
    """Every token that looks like a code, by itself and joined with what belongs to it."""
    for pattern in (_ADDRESS, _ANNOUNCED):
        line = pattern.sub(lambda found: " " * len(found[0]), line)
    tokens = list(_TOKEN.finditer(line))
    for position, first in enumerate(tokens):
        if _is_code(first.group()):
            yield Token(first.group(), joined=False)
        end = first.end()
        for following in tokens[position + 1 :]:
            touching = line[end : following.start()] == " "
            if not (touching and _belong(line[first.start() : end], following.group())):
                break
            end = following.end()
            if _is_code(line[first.start() : end]):
                yield Token(line[first.start() : end], joined=True)


def may_hold_code(line: str) -> bool:
    """Whether a line holds a code if a 0 in it is an O, or a 1 an I, as in ``1587``, ``10-0A``."""
    return any(codes_in(line.translate(_LETTERS)))


def _belong(first: str, second: str) -> bool:
    """Whether two texts with one space between may be two parts of one code."""
    if _is_noise(normal(first)) or _is_noise(normal(second)):
        return False
    prefix = first.isalpha() and first.isupper() and len(first) <= 4 and first not in LABELS
    if prefix and second[0].isdigit() and sum(map(str.isdigit, second)) >= 2:
        return True
    suffix = len(second) <= 2 and (second[0].isupper() or second[0].isdigit())
    return suffix and _is_code(first)


def _is_code(text: str) -> bool:
    letters_and_digits = compact(text)
    return (
        len(letters_and_digits) in _LENGTHS
        and any(map(str.isdigit, letters_and_digits))
        and any(map(str.isalpha, letters_and_digits))
        and not _is_noise(normal(text))
    )


def _is_noise(token: str) -> bool:
    """Whether a token in normal form is a quantity, an ordinal, a date, a time or an IP code."""
    if any(pattern.fullmatch(token) for pattern in (_ORDINAL, _DATE, _CLOCK, _PROTECTION)):
        return True
    parts = token.split("-")
    measured = [part for part in parts if not part.isdigit()]
    return bool(measured) and all(map(is_quantity, measured)) and not parts[-1].isdigit()


def is_quantity(token: str) -> bool:
    """Whether a token in normal form is a number with a unit, such as ``500ML``."""
    return _QUANTITY.fullmatch(token) is not None
