"""Lines of print as numbers, words and signs, each with its place in the line."""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

_TOKEN = re.compile(
    r"(?P<number>[0-9]+(?:[.,'\u2019][0-9]+)*)"
    # No letter can stand before it, because a word takes all of its letters.
    r"|(?P<power>(?:[cdkm]?m|ft|in|yd)\^?[23](?!\w))"
    r"|(?P<word>[^\W\d]+)"
    r"|(?P<sign>\S)",
    re.IGNORECASE,
)
_SQUARES = {"\u00b2": "2", "\u00b3": "3"}
_UNREADABLE = "\ufffd"


class Token(NamedTuple):
    """One piece of a line."""

    kind: str
    """``number``, ``word`` or ``sign``."""
    text: str
    start: int
    """Characters of the original line."""
    end: int
    glued: bool
    """Whether nothing stands between it and the token before."""


def word_set(words: str) -> frozenset[str]:
    """The words of a text, as a table is written."""
    return frozenset(words.split())


def tokens_of(line: str) -> Sequence[Token]:
    """All tokens, in Unicode's compatible forms: full-width digits are digits, ½ is 1/2."""
    plain, origin = _plain(line)
    found = []
    last = 0
    for match in _TOKEN.finditer(plain):
        kind = "word" if match.lastgroup == "power" else str(match.lastgroup)
        start, end = match.span()
        glued = start == last and start > 0
        found.append(Token(kind, match[0], origin[start], origin[end - 1] + 1, glued))
        last = end
    return found


def _plain(line: str) -> tuple[str, list[int]]:
    """The line in compatible characters, and of each the position that it came from."""
    pieces, origin = [], []
    for position, character in enumerate(line):
        piece = character if character.isascii() else _compatible(character)
        pieces.append(piece)
        origin.extend([position] * len(piece))
    return "".join(pieces), origin


def _compatible(character: str) -> str:
    if character in _SQUARES:
        return _SQUARES[character]
    plain = unicodedata.normalize("NFKC", character)
    if "\u2044" in plain:
        # A space, so that 1½ is not eleven halves.
        return f" {plain.replace(chr(0x2044), '/')}"
    if any(map(str.isdecimal, plain)) and not "\uff10" <= character <= "\uff19":
        # Raised, circled and foreign digits: what number they are part of is not known.
        return _UNREADABLE
    return plain.replace("\u03bc", "\u00b5")
