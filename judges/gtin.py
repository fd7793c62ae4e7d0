"""Global Trade Item Numbers, as in the GS1 General Specifications, compared as GTIN-14.

The only file that meets ``stdnum``.
"""

import re

from stdnum import ean

_DIGITS = re.compile(r"[0-9]{8}|[0-9]{12,14}")
_ELEMENT = re.compile(r"\(01\)([0-9]{14})")
_DIGITAL_LINK = re.compile(r"https?://[^\s?#]*/01/([0-9]{8}|[0-9]{12,14})(?:[/?#]|$)", re.ASCII)


def gtin14(text: str) -> str | None:
    """A GTIN-8, -12, -13 or -14 as 14 digits, or None for anything else.

    Spaces and hyphens are ignored, leading zeros fill up, and the check digit must be right. All
    zeros has a right check digit and names nothing: None.
    """
    digits = re.sub(r"[ -]", "", text)
    if not _DIGITS.fullmatch(digits) or not digits.strip("0") or not ean.is_valid(digits):
        return None
    return digits.zfill(14)


def gtin14_in_gs1(text: str) -> str | None:
    """The GTIN of a GS1 element string in its readable form, ``(01)09506000134352(10)AB``.

    None without application identifier 01, with a wrong check digit, or with two that differ.
    """
    found = {gtin14(digits) for digits in _ELEMENT.findall(text)}
    return found.pop() if len(found) == 1 else None


def gtin14_in_link(text: str) -> str | None:
    """The GTIN of a GS1 Digital Link URI, ``https://example.com/01/09506000134352/10/AB``."""
    match = _DIGITAL_LINK.match(text)
    return gtin14(match[1]) if match else None
