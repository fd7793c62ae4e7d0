"""The barcode reader: zxing-cpp over a few views of one picture.

zxing-cpp reads a linear code that is tilted by some 25 degrees, but not by 30 to 60, and one with
very narrow modules only once it is enlarged. The only file that meets ``zxingcpp``.
"""

from collections.abc import Collection
from typing import Any, ClassVar, NamedTuple

import numpy as np
import zxingcpp
from numpy.typing import NDArray
from PIL.Image import Image as Picture

from judges.errors import ReaderError
from judges.gs1_data import gs1_facts
from judges.gtin import gtin14, gtin14_in_gs1, gtin14_in_link
from judges.reading import Reading
from modalities import Image, Medium, Modality

from .second_look import believable
from .stripes import bars
from .views import View, box_in_picture, look, luminance

_LONGEST = 3000
"""Pixels. A longer picture is first reduced to this, which bounds time and memory."""
_SMALL = 1000
"""Pixels. Up to this length, further views enlarge; beyond, they only turn."""
_TURNED_LONGEST = 1600
"""Pixels. Further views of a longer picture are made of a reduced one."""

_BARS_LONGEST = 1000
"""Pixels. Bars are looked for in a picture reduced to this."""
_SLANTED = 18
"""Degrees off level from which bars need a view that is turned."""
_TINY = 400
"""Pixels. Up to this length modules may be so narrow that level bars are read off level alone."""
_OFF_LEVEL = -22.5
"""Degrees."""

_LEVEL = View(1, 0)
_ENLARGED = View(2, 0)

_FORMAT = zxingcpp.BarcodeFormat
_ALL = zxingcpp.BarcodeFormats(_FORMAT.All)
_EAN = zxingcpp.BarcodeFormats(_FORMAT.EANUPC)
_SELF_CHECKING = [_FORMAT.EANUPC, _FORMAT.DataBar, _FORMAT.Code128, _FORMAT.Code93]
"""Linear symbologies; others are easily read by mistake in a picture that was resampled."""
_LINEAR = zxingcpp.BarcodeFormats(_SELF_CHECKING)
_MATRIX = zxingcpp.BarcodeFormats(_FORMAT.AllMatrix)
_ENLARGEABLE = zxingcpp.BarcodeFormats([*_SELF_CHECKING, _FORMAT.AllMatrix])

_RETAIL = frozenset({"EAN-13", "EAN-8", "UPC-A", "UPC-E"})
_DATABAR_GTIN = frozenset(
    {"DataBar Omni", "DataBar Stacked", "DataBar Stacked Omni", "DataBar Limited"}
)
_UNCHECKED = frozenset({"Codabar", "Code 39", "Code 39 Std", "Code 39 Ext", "ITF", "ITF-14"})
"""Symbologies in which nothing need catch a misread."""


def format_names() -> frozenset[str]:
    """Symbologies by the names that readings carry; ``Code 39`` is a family of several."""
    members = (getattr(_FORMAT, name) for name in dir(_FORMAT) if name[0].isupper())
    names = {str(member) for member in members}
    return frozenset(name for name in names if not name.startswith(("All ", "None", "Other")))


def is_one_of(symbology: str, names: Collection[str]) -> bool:
    """Whether a symbology is among these names, itself or by its family."""
    return any(symbology == name or symbology.startswith(f"{name} ") for name in names)


class BarcodeReader:
    """Reads barcodes of all symbologies that zxing-cpp knows, each content once.

    ``value`` is the content: for retail codes the digits as printed (8, 12 or 13), for GS1 data
    the readable element string (DataBar that holds only a GTIN: its 14 digits), for Codabar the
    data between the start and stop letters. ``details`` hold ``format``, ``symbology_identifier``
    (ISO/IEC 15424), where the content names a trade item ``gtin14``, what GS1 data say under
    ``gs1`` (``judges.gs1_data``), and of the picture its content hash (``medium``) and ``size``. A
    retail code with a wrong check digit is dropped. Confidence is 1, or 0.5 for symbologies without
    a check of their own. Further views are tried only while nothing was read.
    """

    kind: ClassVar[str] = "barcode"
    version: ClassVar[str] = "3"
    modalities: ClassVar[frozenset[Modality]] = frozenset({Modality.IMAGE})

    def __init__(self, formats: Collection[str] | None = None) -> None:
        """``formats`` restricts what is read, by names of ``format_names``."""
        self._formats = formats

    def warm_up(self) -> None:
        """Nothing to load."""

    def read(self, medium: Medium) -> list[Reading]:
        """Raises ReaderError for a medium that is no image, or one that the library refuses."""
        if not isinstance(medium, Image):
            raise ReaderError(f"{medium.source}: found {medium.modality}, expected image")
        try:
            return self._search(medium)
        except (RuntimeError, ValueError, TypeError) as error:
            raise ReaderError(f"{medium.source}: barcodes cannot be read ({error})") from error

    def _search(self, medium: Image) -> list[Reading]:
        grey = luminance(medium.pixels, _LONGEST)
        found = self._readings(medium, grey, _LEVEL, _ALL)
        if found:
            return found
        small = max(grey.size) <= _SMALL
        slants = bars(luminance(medium.pixels, _BARS_LONGEST))
        if small:
            # What shows no bars has no linear code, and to look for them costs half of it.
            found = self._readings(medium, grey, _ENLARGED, _ENLARGEABLE if slants else _MATRIX)
        elif max(grey.size) > _TURNED_LONGEST:
            grey = luminance(medium.pixels, _TURNED_LONGEST)
        tiny = max(grey.size) <= _TINY
        for slant in slants:
            # Matrix codes are found at any angle, so turned views look for linear ones only.
            if not found and (_is_slanted(slant) or tiny):
                degrees = slant if _is_slanted(slant) else slant + _OFF_LEVEL
                view = View(1.5 if small else 1, degrees)
                found = self._readings(medium, grey, view, _LINEAR)
        return found

    def _readings(self, medium: Image, grey: Picture, view: View, formats: Any) -> list[Reading]:
        height, width = medium.pixels.shape[:2]
        seen = look(grey, view, grey.size)
        picture = {"medium": medium.content_hash, "size": [width, height]}
        reduced = np.array([[width / grey.width], [height / grey.height]])
        readings: dict[tuple[str, str], Reading] = {}
        for barcode, readable in _decode(seen.pixels, formats):
            content = _content(barcode, readable)
            if content is None or not self._counts(content.details["format"]):
                continue
            key = (content.details["format"], content.value)
            corners = _corners(barcode)
            place = box_in_picture(corners, seen.to_picture, grey.size)
            level = view == _LEVEL
            if key[0] in _RETAIL and not believable(grey, place, key, _retail, level=level):
                continue
            readings[key] = Reading(
                kind=self.kind,
                value=content.value,
                text=content.text,
                confidence=0.5 if key[0] in _UNCHECKED else 1.0,
                box=box_in_picture(corners, seen.to_picture * reduced, (width, height)),
                page=medium.page,
                reader=self.kind,
                version=self.version,
                details={**content.details, **picture},
            )
        return list(readings.values())

    def _counts(self, symbology: str) -> bool:
        return self._formats is None or is_one_of(symbology, self._formats)


def _is_slanted(degrees: float) -> bool:
    return _SLANTED < abs(degrees) % 90 < 90 - _SLANTED


def _retail(pixels: NDArray[np.uint8]) -> set[tuple[str, str]]:
    found = (_content(barcode, barcode.text) for barcode in zxingcpp.read_barcodes(pixels, _EAN))
    return {(content.details["format"], content.value) for content in found if content}


def _decode(pixels: NDArray[np.uint8], formats: Any) -> list[tuple[Any, str]]:
    """Barcodes, and of each the content in readable form: GS1 identifiers in brackets."""
    modes = zxingcpp.TextMode
    plain = zxingcpp.read_barcodes(pixels, formats=formats, text_mode=modes.Plain)
    gs1 = zxingcpp.ContentType.GS1
    if not any(barcode.content_type == gs1 for barcode in plain):
        return [(barcode, barcode.text) for barcode in plain]
    again = zxingcpp.read_barcodes(pixels, formats=formats, text_mode=modes.HRI)
    readable = {barcode.bytes: barcode.text for barcode in again if barcode.content_type == gs1}
    return [(barcode, readable.get(barcode.bytes, barcode.text)) for barcode in plain]


def _corners(barcode: Any) -> list[tuple[float, float]]:
    place = barcode.position
    corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    return [(corner.x, corner.y) for corner in corners]


class _Content(NamedTuple):
    value: str
    text: str
    details: dict[str, Any]


def _content(barcode: Any, readable: str) -> _Content | None:
    """What a barcode says, or None for a retail code whose check digit is wrong."""
    symbology, text = str(barcode.format), readable
    value, item = text, None
    is_gs1 = barcode.content_type == zxingcpp.ContentType.GS1
    facts = (gs1_facts(barcode.text) if is_gs1 else None) or {}
    if symbology in _RETAIL:
        item = gtin14(text)
        if item is None:
            return None
        symbology, value = _as_printed(barcode, symbology, text)
        text = value
    elif symbology in _DATABAR_GTIN:
        item = gtin14_in_gs1(text)
        value = item or text
    elif symbology == "Codabar":
        value = text[1:-1] if text[:1].isalpha() and text[-1:].isalpha() else text
    elif symbology.startswith("ITF"):
        item = gtin14(text) if len(text) == 14 else None
    else:
        item = facts.get("gtin") if is_gs1 else gtin14_in_link(text)
    details: dict[str, Any] = {
        "format": symbology,
        "symbology_identifier": str(barcode.symbology_identifier),
    }
    if facts:
        details["gs1"] = facts
    if item is not None:
        details["gtin14"] = item
    return _Content(value, text, details)


def _as_printed(barcode: Any, symbology: str, digits: str) -> tuple[str, str]:
    """Symbology and digits of a retail code; the library gives EAN-13 for all but EAN-8."""
    if symbology == "UPC-E":
        return symbology, str((barcode.extra or {}).get("UPCE", digits))
    if len(digits) == 13 and digits.startswith("0"):
        return "UPC-A", digits[1:]
    return symbology, digits
