"""Text: Unicode in normal form C, without invisible controls."""

import codecs
import unicodedata
from dataclasses import dataclass

from .errors import EmptyMediumError, LimitError, UnreadableError
from .loader import DEFAULT_LIMITS, Limits
from .medium import Text
from .sniff import describe
from .source import Source, content_hash

_BYTES_PER_CHARACTER = 4
"""The most that UTF-8 and UTF-16 take."""
_CONTROLS = {code: None for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n"}
"""C0, DEL and C1 but tab and newline."""
_JUNK_SHARE = 0.05
"""A text of which more than this share are controls is not text."""
_COMBINING_RUN = 64
"""Longest run of combining marks. Normalisation takes quadratic time in it; languages need 10,
and UAX #15 (stream-safe text) allows 30."""


@dataclass(frozen=True, slots=True)
class TextLoader:
    """Loads UTF-8, with or without a byte order mark, and UTF-16 with one.

    Line ends become newlines; control characters other than tab and newline are stripped,
    for they cannot be seen and would split words. NUL, or more than a few controls, is binary data.
    """

    limits: Limits = DEFAULT_LIMITS

    def load(self, source: Source) -> Text:
        """One text in normal form C.

        Raises UnreadableError for another encoding, lone surrogates and binary data; LimitError
        beyond ``limits.bytes`` or ``limits.characters``; EmptyMediumError where only white space
        is left.
        """
        most = self.limits.characters * _BYTES_PER_CHARACTER + len(codecs.BOM_UTF8)
        data = source.read(min(self.limits.bytes, most))
        text = clean(source.name, _decode(source.name, data), self.limits.characters)
        return Text(text, content_hash("text", data), source.name)


def clean(name: str, text: str, limit: int) -> str:
    """Text in normal form C, without controls, of at most ``limit`` characters.

    Raises UnreadableError for binary data, LimitError, and EmptyMediumError where nothing is left.
    """
    if len(text) > limit:
        raise LimitError(f"{name}: {len(text)} characters, at most {limit} allowed")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    stripped = lines.translate(_CONTROLS)
    controls = len(lines) - len(stripped)
    if "\0" in text or controls > _JUNK_SHARE * len(lines):
        raise UnreadableError(
            f"{name}: found {controls} control characters among {len(lines)}, expected text"
        )
    _refuse_combining_runs(name, stripped)
    normal = unicodedata.normalize("NFC", stripped)
    if len(normal) > limit:
        raise LimitError(
            f"{name}: {len(normal)} characters in normal form, at most {limit} allowed"
        )
    if not normal.strip():
        raise EmptyMediumError(f"{name}: found only white space, expected text")
    return normal


def _decode(name: str, data: bytes) -> str:
    marked_utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encoding = "utf-16" if marked_utf16 else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableError(
            f"{name}: found {describe(data)}, no {error.encoding} at byte {error.start} "
            f"({error.reason}); expected text in UTF-8, or in UTF-16 with a byte order mark"
        ) from error


def _refuse_combining_runs(name: str, text: str) -> None:
    if text.isascii():
        return
    run = 0
    for character in text:
        run = run + 1 if unicodedata.combining(character) else 0
        if run > _COMBINING_RUN:
            raise UnreadableError(
                f"{name}: found more than {_COMBINING_RUN} combining marks in a row, expected text"
            )
