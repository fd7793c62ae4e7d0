"""Forms in which values from different readers, or typed by different people, are the same."""

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from .codes import compact
from .gtin import gtin14

_DIGITS_ALONE = re.compile(r"[0-9][0-9 -]{10,24}[0-9]")
_WORD = re.compile(r"\w+")
_LONGEST = 1_000
"""Characters; what is longer is no code and no name, and costs nobody time."""


class Same(StrEnum):
    """In what sense two values must be the same."""

    GTIN = "gtin"
    """As GTIN-14, with a right check digit."""
    CODE = "code"
    """The same letters and digits; case and separators do not count."""
    WORDS = "words"
    """The same words in the same order; case, marks on letters and punctuation do not count."""
    EXACT = "exact"
    """Character by character."""


def common_form(value: Any, same: Same) -> str | None:
    """The form that is equal for values that are the same, or None for what cannot be compared."""
    if same is Same.EXACT and not isinstance(value, str):
        return None if value is None else json.dumps(value, sort_keys=True)
    if not isinstance(value, str) or len(value) > _LONGEST:
        return None
    return _FORMS[same](value) or None


def printed_gtin(line: str) -> str | None:
    """The GTIN of a printed line that holds nothing else, as beneath a barcode.

    Eight digits count for nothing here: a date or a batch passes for a GTIN-8 one time in ten.
    """
    digits = line.strip(" <>")
    return gtin14(digits) if _DIGITS_ALONE.fullmatch(digits) else None


def _words(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(_WORD.findall("".join(c for c in plain if not unicodedata.combining(c))))


_FORMS: Mapping[Same, Callable[[str], str | None]] = {
    Same.GTIN: gtin14,
    Same.CODE: compact,
    Same.WORDS: _words,
    Same.EXACT: lambda text: unicodedata.normalize("NFC", text),
}
