"""Lines of a file that nobody vouches for."""

from collections.abc import Iterator
from typing import IO, NamedTuple

LONGEST_LINE = 4 * 2**20
"""Bytes."""
_MARK = b"\xef\xbb\xbf"


class Line(NamedTuple):
    """One line: its text, or why there is none."""

    number: int
    text: str
    problem: str | None = None


def read_lines(file: IO[bytes]) -> Iterator[Line]:
    """All lines, line ends included, without a byte order mark."""
    number = 0
    while data := file.readline(LONGEST_LINE + 1):
        number += 1
        if len(data) > LONGEST_LINE:
            _skip_rest(file, data)
            yield Line(number, "", f"found a line of more than {LONGEST_LINE} bytes")
            continue
        try:
            text = (data.removeprefix(_MARK) if number == 1 else data).decode("utf-8")
        except UnicodeDecodeError as error:
            yield Line(number, "", f"found bytes that are not UTF-8 ({error.reason})")
        else:
            yield Line(number, text)


def first_character(file: IO[bytes]) -> str:
    """What the file starts with, white space aside; the file is where it was after this."""
    start = file.read(4096).removeprefix(_MARK).lstrip()[:1]
    file.seek(0)
    return start.decode("latin-1")


def _skip_rest(file: IO[bytes], data: bytes) -> None:
    while data and not data.endswith(b"\n"):
        data = file.readline(LONGEST_LINE)
