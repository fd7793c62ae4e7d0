"""The normal form in which identifiers are looked up."""

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

LONGEST = 64
"""Characters; longer values are prose, not identifiers."""


def identifier(value: str) -> str:
    """Letters and digits only, in NFKC and case-folded; empty where nothing is left.

    A value of digits only loses its leading zeros, so that the GTIN-8, GTIN-12, GTIN-13 and
    GTIN-14 forms of one number meet.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", value).casefold())
    kept = "".join(character for character in folded if character.isalnum())
    if kept.isascii() and kept.isdigit():
        return kept.lstrip("0") or "0"
    return kept


def identifiers(record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(field, normal form) of every scalar text or whole number that could identify an item."""
    for field, value in record.items():
        if isinstance(value, bool) or not isinstance(value, str | int):
            continue
        text = str(value)
        if len(text) <= LONGEST and (normal := identifier(text)):
            yield field, normal
