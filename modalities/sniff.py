"""What bytes are, decided by their first few; and reading them under a loader's limits."""

from .errors import EmptyMediumError
from .loader import Limits
from .source import Source

_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "JPEG"),
    (0, b"\x89PNG\r\n\x1a\n", "PNG"),
    (8, b"WEBP", "WEBP"),
    (0, b"GIF87a", "GIF"),
    (0, b"GIF89a", "GIF"),
    (0, b"II*\0", "TIFF"),
    (0, b"MM\0*", "TIFF"),
    (0, b"BM", "BMP"),
    (0, b"P1", "PPM"),
    (0, b"P2", "PPM"),
    (0, b"P3", "PPM"),
    (0, b"P4", "PPM"),
    (0, b"P5", "PPM"),
    (0, b"P6", "PPM"),
    (8, b"WAVE", "WAV"),
    (0, b"fLaC", "FLAC"),
    (0, b"OggS", "OGG"),
    (0, b"ID3", "MP3"),
    (8, b"AIFF", "AIFF"),
    (8, b"AVI ", "AVI"),
    (0, b"\x93NUMPY", "NPY"),
    (0, b"%PDF-", "PDF"),
    (0, b"PK\x03\x04", "ZIP"),
    (0, b"\x1f\x8b", "GZIP"),
    (4, b"ftyphei", "HEIC"),
    (4, b"ftyphev", "HEIC"),
    (4, b"ftypmif1", "HEIC"),
    (4, b"ftypmsf1", "HEIC"),
    (4, b"ftypavif", "AVIF"),
    (4, b"ftypavis", "AVIF"),
    (4, b"ftyp", "MP4"),
    # QuickTime files from before there was a file type box begin with one of these.
    (4, b"moov", "MP4"),
    (4, b"mdat", "MP4"),
    (4, b"wide", "MP4"),
    (0, b"FLV\x01", "FLV"),
    (0, b"0&\xb2u\x8ef\xcf\x11", "WMV"),
    (0, b"\0\0\1\xba", "MPEG-PS"),
)
_EBML = b"\x1a\x45\xdf\xa3"
_EBML_NAMES_ITSELF_WITHIN = 64
_TS_PACKET, _TS_SYNC = 188, 0x47
_MPEG_LAYER_3 = (0xFA, 0xFB, 0xF2, 0xF3, 0xE2, 0xE3)
"""Second byte of an MPEG audio frame of layer III: versions 1, 2 and 2.5, with and without CRC."""
_PDF_HEADER_WITHIN = 1024
"""Readers accept the header anywhere in the first 1024 bytes (ISO 32000-1, annex H.3)."""


def identify(data: bytes) -> str | None:
    """The format that the first bytes announce, such as ``PNG``; None where no known one does."""
    for offset, signature, name in _SIGNATURES:
        if data.startswith(signature, offset):
            return name
    if len(data) > 1 and data[0] == 0xFF and data[1] in _MPEG_LAYER_3:
        return "MP3"
    if data.startswith(_EBML):
        return "WEBM" if b"webm" in data[:_EBML_NAMES_ITSELF_WITHIN] else "MKV"
    if b"%PDF-" in data[:_PDF_HEADER_WITHIN]:
        return "PDF"
    if len(data) > 2 * _TS_PACKET and set(data[: 3 * _TS_PACKET : _TS_PACKET]) == {_TS_SYNC}:
        return "MPEG-TS"
    return None


def describe(data: bytes) -> str:
    """What was found, for a message: a format, or the first bytes where it is unknown."""
    name = identify(data)
    if name is not None:
        return name
    start = data[:64]
    if start.isascii() and start.decode("ascii").replace("\n", " ").isprintable():
        return "plain text"
    return f"unknown data (starts with {start[:8].hex(' ')})"


def read_bytes(source: Source, limits: Limits) -> bytes:
    """All bytes of a source that has any.

    Raises UnreadableError, LimitError, and EmptyMediumError where there are none.
    """
    data = source.read(limits.bytes)
    if not data:
        raise EmptyMediumError(f"{source.name}: found 0 bytes, expected a file with content")
    return data


def one_line(error: BaseException) -> str:
    """A backend's complaint, fit for a one-line message."""
    return " ".join(str(error).split()) or type(error).__name__
