"""Recordings that were cut off: what a header promises and the file does not hold.

Decoders hand over what there is and stay silent about the rest, or complain on standard error.
"""

import struct
from itertools import takewhile

from .boxes import top_boxes

_UNKNOWN = 0x7FFF0000
"""A writer that could not know the length, such as a pipe, states 0 or one close to 2 or 4 GiB."""
_STATED_ELSEWHERE = 0xFFFFFFFF
_EBML, _SEGMENT = b"\x1a\x45\xdf\xa3", b"\x18\x53\x80\x67"
_BOXES = frozenset(
    (b"ftyp", b"styp", b"moov", b"moof", b"mdat", b"mfra", b"sidx", b"free", b"skip", b"wide",
     b"meta", b"udta", b"uuid", b"pdin", b"emsg", b"prft")
)  # fmt: skip
_XING_WITHIN = 256
"""The Xing header stands in the first frame, after at most 32 bytes of side information."""
_XING_HAS_FRAMES, _XING_HAS_BYTES = 1, 2
_XING_TOLERANCE = 0.01
"""Encoders disagree on whether tags and the first frame count; decoders allow the same."""


def missing_bytes(data: bytes) -> int:
    """How many bytes of the samples are stated but not there; 0 where no length is stated.

    Knows WAV and RF64 (EBU Tech 3306), AIFF, MP3 with a Xing header, AVI, MP4 and MKV. Ogg and
    MPEG-TS state no length, and FLAC states one in samples, which its decoder counts.
    """
    if data[:4] == b"RIFF" and data[8:12] == b"AVI ":
        return _missing_riff(data)
    if data[:4] == _EBML:
        return _missing_segment(data)
    if data[4:8] in _BOXES:
        return _missing_box(data)
    if data[:4] in (b"RIFF", b"RF64"):
        return _missing_chunk(data, struct.Struct("<4sI"), b"data")
    if data[:4] == b"FORM":
        return _missing_chunk(data, struct.Struct(">4sI"), b"SSND")
    return _missing_mpeg(data)


def _missing_riff(data: bytes) -> int:
    """AVI: one RIFF chunk, and more of them after the first GiB (OpenDML 1.02)."""
    position = 0
    while data[position : position + 4] == b"RIFF" and position + 8 <= len(data):
        size = int.from_bytes(data[position + 4 : position + 8], "little")
        if size == 0 or size >= _UNKNOWN:
            return 0
        position += 8 + size
    # The last byte may be padding that some writers leave out.
    return max(0, position - 1 - len(data))


def _missing_box(data: bytes) -> int:
    """MP4: what comes after the last box that is known is no part of the file."""
    known = takewhile(lambda box: box.kind in _BOXES, top_boxes(data))
    return max(0, max((box.end for box in known), default=0) - len(data))


def _missing_segment(data: bytes) -> int:
    """MKV: a header and a segment, of which a live one states no length (RFC 8794 and 9559)."""
    position = 4
    for identifier in (b"", _SEGMENT):
        if data[position : position + len(identifier)] != identifier:
            return 0
        position += len(identifier)
        size, length = _ebml_size(data, position)
        if size is None:
            return 0
        position += length + size
    return max(0, position - len(data))


def _ebml_size(data: bytes, position: int) -> tuple[int | None, int]:
    """A size and the bytes that state it: as many as its first byte has leading zeros, and one."""
    first = data[position] if position < len(data) else 0
    length = 9 - first.bit_length()
    if length > 8:
        return None, length
    bits = 7 * length
    size = int.from_bytes(data[position : position + length], "big") & (1 << bits) - 1
    return (None if size == (1 << bits) - 1 else size), length


def _missing_chunk(data: bytes, header: struct.Struct, wanted: bytes) -> int:
    position = 12
    while position + header.size <= len(data):
        name: bytes
        size: int
        name, size = header.unpack_from(data, position)
        position += header.size
        if name == wanted:
            if size == _STATED_ELSEWHERE and data[:4] == b"RF64":
                size = _rf64_data_size(data)
            elif size >= _UNKNOWN:
                return 0
            return max(0, position + size - len(data))
        position += size + size % 2
    return 0


def _rf64_data_size(data: bytes) -> int:
    """From the ``ds64`` chunk, which must come first: after its header and the RIFF size."""
    if data[12:16] != b"ds64" or len(data) < 36:
        return 0
    return int.from_bytes(data[28:36], "little")


def _missing_mpeg(data: bytes) -> int:
    start = _id3_size(data)
    for tag in (b"Xing", b"Info"):
        found = data.find(tag, start, start + _XING_WITHIN)
        if found < 0 or found + 16 > len(data):
            continue
        flags = int.from_bytes(data[found + 4 : found + 8], "big")
        if not flags & _XING_HAS_BYTES:
            return 0
        field = found + (12 if flags & _XING_HAS_FRAMES else 8)
        stated = int.from_bytes(data[field : field + 4], "big")
        missing = start + stated - len(data)
        return missing if missing > stated * _XING_TOLERANCE else 0
    return 0


def _id3_size(data: bytes) -> int:
    """Length of a leading ID3v2 tag, whose size has seven bits a byte."""
    if not data.startswith(b"ID3") or len(data) < 10:
        return 0
    size = 0
    for byte in data[6:10]:
        size = size << 7 | byte & 0x7F
    return 10 + size
