"""The bare code reader: numbers and words that may be codes, to whoever knows that some are."""

from collections.abc import Iterator
from typing import ClassVar

from .bare_tokens import bare_in
from .code_tokens import Token
from .printed_codes import PrintedCodes
from .words import WordsReader


class BareCodeReader(PrintedCodes):
    """Reads codes of digits alone or of letters alone, such as ``4410 221`` and ``KJUXT``.

    Digits are six at least, letters are capitals that have a line to themselves. Groups of digits
    are read as one, with ``details["joined"]``. What looks like a price, a date, a quantity or a
    GTIN of 12 to 14 digits is no code. Print is full of numbers and words that are none either.
    """

    kind: ClassVar[str] = "bare_code"
    version: ClassVar[str] = f"5+{WordsReader.version}"
    is_telling: ClassVar[bool] = False

    def tokens(self, line: str) -> Iterator[Token]:
        return bare_in(line)
