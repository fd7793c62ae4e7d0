"""The model code reader: codes of letters and digits in printed lines."""

from collections.abc import Iterator
from typing import ClassVar

from .code_tokens import Token, codes_in, may_hold_code
from .printed_codes import PrintedCodes
from .words import WordsReader


class ModelCodeReader(PrintedCodes):
    """Reads codes such as ``WX-4410B``.

    A code is 4 to 24 letters and digits, some of each, with ``-``, ``/``, ``|``, ``.`` or ``_``
    between. Where a short word in capitals stands before a number (``WX 4410``), or a single
    capital or number stands after a code (``WX-4410 B``), the two are also read as one, with
    ``details["joined"]``. Quantities, prices, dates, times, addresses and degrees of protection
    (``IPX4``) are no codes.
    """

    kind: ClassVar[str] = "model_code"
    version: ClassVar[str] = f"9+{WordsReader.version}"

    def tokens(self, line: str) -> Iterator[Token]:
        return codes_in(line)

    def may_hold(self, line: str) -> bool:
        return may_hold_code(line)
