"""The boxes that an MP4 or MOV file is made of, read before FFmpeg allocates what they state.

ISO/IEC 14496-12, 4.2 (boxes), 8.6 to 8.8 (tables of samples).
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from .errors import UnreadableError

_TABLE = re.compile(rb"stsz|stz2|stsc|trun|cmov")
_COUNT_AFTER = {b"stsz": 8, b"stz2": 8, b"trun": 4}
"""Bytes between a box's name and its count of samples."""


class Box(NamedTuple):
    """One box at the top level."""

    kind: bytes
    start: int
    end: int
    """Where it says that it ends, which may be after the end of the file."""


def top_boxes(data: bytes) -> Iterator[Box]:
    """All boxes in a row, up to the first thing that cannot be one."""
    start = 0
    while start + 8 <= len(data):
        size, header = int.from_bytes(data[start : start + 4], "big"), 8
        if size == 1:
            size, header = int.from_bytes(data[start + 8 : start + 16], "big"), 16
        elif size == 0:
            size = len(data) - start
        if size < header:
            return
        yield Box(data[start + 4 : start + 8], start, start + size)
        start += size


def check_tables(name: str, data: bytes) -> None:
    """Raises UnreadableError where a header lists more samples than the file has bytes.

    FFmpeg makes an entry for each that is listed: a table of a few bytes, which says that all
    samples are alike, could cost gigabytes. A header that is itself compressed is refused, for
    nobody has written one since QuickTime 3.
    """
    for start, end in _outside_media(data):
        for found in _TABLE.finditer(data, start, end):
            if found.group() == b"cmov":
                raise UnreadableError(f"{name}: found an MP4 whose header is compressed")
            listed = _most_samples(found.group(), data, found.end())
            if listed > len(data):
                raise UnreadableError(
                    f"{name}: found an MP4 of {len(data)} bytes that lists {listed} samples"
                )


def _most_samples(kind: bytes, data: bytes, start: int) -> int:
    """What a table states: samples of a track, of a fragment, or of one chunk."""
    if kind != b"stsc":
        place = start + _COUNT_AFTER[kind]
        return int.from_bytes(data[place : place + 4], "big")
    entries = int.from_bytes(data[start + 4 : start + 8], "big")
    last = min(start + 8 + 12 * entries, len(data))
    places = range(start + 12, last - 3, 12)
    return max((int.from_bytes(data[place : place + 4], "big") for place in places), default=0)


def _outside_media(data: bytes) -> Iterator[tuple[int, int]]:
    """Everything but the media themselves, in which any byte may follow any other."""
    end = 0
    for box in top_boxes(data):
        if box.kind != b"mdat":
            yield box.start, min(box.end, len(data))
        end = min(box.end, len(data))
    yield end, len(data)
