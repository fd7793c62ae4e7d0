"""Binary PGM with its values as they are stored; Pillow would stretch them to full scale."""

import re

import numpy as np
from numpy.typing import NDArray

from .errors import UnreadableError
from .picture import check_size

_GAP = rb"(?:\s|#[^\n\r]*[\n\r])+"
_HEADER = re.compile(
    rb"P5" + _GAP + rb"(\d{1,10})" + _GAP + rb"(\d{1,10})" + _GAP + rb"(\d{1,10})\s"
)


def stored_values(name: str, data: bytes, limit: int) -> NDArray[np.uint16]:
    """The values of a 16-bit binary PGM (netpbm's ``pgm(5)``: big-endian), shape (height, width).

    Raises UnreadableError for plain or 8-bit PGM, a broken header or a cut-off file; LimitError,
    before decoding, for more than ``limit`` pixels.
    """
    if not data.startswith(b"P5"):
        raise UnreadableError(
            f"{name}: found {data[:2].decode()} of the PPM family, expected binary PGM (P5)"
        )
    header = _HEADER.match(data)
    if header is None:
        raise UnreadableError(f"{name}: found a PGM with a broken header")
    width, height, largest = (int(field) for field in header.groups())
    check_size(name, width, height, limit)
    if not 255 < largest < 65536:
        bits = 8 if largest <= 255 else largest.bit_length()
        raise UnreadableError(
            f"{name}: found a {bits}-bit PGM (largest value {largest}), expected 16 bits"
        )
    values = data[header.end() :]
    if width == 0 or height == 0 or len(values) < 2 * width * height:
        raise UnreadableError(
            f"{name}: found {len(values)} bytes of values, expected {2 * width * height} "
            f"for {width} x {height}"
        )
    return np.frombuffer(values, ">u2", count=width * height).reshape(height, width)
