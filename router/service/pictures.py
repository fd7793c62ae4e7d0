"""Stored media as a browser may have them: safe types, and pictures of what it cannot show."""

from collections.abc import Mapping
from io import BytesIO
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow

from modalities import (
    Depth,
    DocumentLoader,
    Image,
    Limits,
    Medium,
    Modality,
    Source,
    Thermal,
    load_media,
)
from modalities.sniff import identify
from router.store import StoredMedium

from .media import Named
from .problems import Problem

CONTENT_HASH = "X-Content-Hash"
NEAREST, FARTHEST = "X-Nearest-Metres", "X-Farthest-Metres"
FACTS: Mapping[str, str] = {
    CONTENT_HASH: "What readings name the medium by.",
    NEAREST: "Of a depth map: where it is white, and nearer.",
    FARTHEST: "Of a depth map: where it is black, and farther; black is also what has no depth.",
}
"""Headers beside a picture."""

_TYPES: Mapping[str, str] = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "GIF": "image/gif",
    "WAV": "audio/wav",
    "FLAC": "audio/flac",
    "OGG": "audio/ogg",
    "MP3": "audio/mpeg",
    "MP4": "video/mp4",
    "WEBM": "video/webm",
}
"""What browsers show without running anything in it."""
_OPAQUE: Mapping[str, str] = {
    "PDF": "application/pdf",
    "TIFF": "image/tiff",
    "BMP": "image/bmp",
    "AIFF": "audio/aiff",
}
"""What they should hand to the user to save."""


class Shown(NamedTuple):
    """Bytes to send."""

    data: bytes
    media_type: str
    is_safe: bool
    """Whether a browser may show them in place."""
    facts: Mapping[str, str] = {}
    """Headers that say what a picture shows."""


def as_stored(medium: StoredMedium) -> Shown:
    """The file as it was ingested. Raises Problem, 404, where it is gone."""
    data = _read(medium)
    if medium.key.modality is Modality.TEXT and medium.kind == "text":
        return Shown(data, "text/plain; charset=utf-8", is_safe=True)
    name = identify(data[:4096]) or ""
    if name in _TYPES:
        return Shown(data, _TYPES[name], is_safe=True)
    return Shown(data, _OPAQUE.get(name, "application/octet-stream"), is_safe=False)


def as_png(medium: StoredMedium, limits: Limits) -> Shown:
    """A picture of it, as ``picture_of``. Raises Problem, 404, where it is gone."""
    return picture_of(_loaded(medium, limits))


def picture_sent(sent: Named, page: int, limits: Limits) -> Shown:
    """A picture of a file that was sent; of a document one page, from 1. Raises MediumError."""
    if sent.kind == "document":
        return picture_of(DocumentLoader(limits).load_page(sent.source, page))
    return picture_of(load_media(sent.kind, sent.source, limits)[0])


def picture_of(medium: Medium) -> Shown:
    """As PNG: depth (near is light) and heat in grey, a page of a document as it looks.

    Raises Problem, 422, for what has no look.
    """
    facts = {CONTENT_HASH: medium.content_hash}
    if isinstance(medium, Image):
        picture = Pillow.fromarray(medium.pixels)
    elif isinstance(medium, Depth):
        # The inverse: steps of what is near are told apart better than those of what is far.
        grey = _grey(1 / medium.metres.astype(np.float64))
        picture = Pillow.fromarray(grey.pixels)
        facts |= {NEAREST: f"{1 / grey.white:.4g}", FARTHEST: f"{1 / grey.black:.4g}"}
    elif isinstance(medium, Thermal):
        picture = Pillow.fromarray(_grey(medium.intensity).pixels)
    else:
        raise Problem(422, "medium", f"{medium.modality} has no look")
    file = BytesIO()
    picture.save(file, "PNG")
    return Shown(file.getvalue(), "image/png", is_safe=True, facts=facts)


def _read(medium: StoredMedium) -> bytes:
    try:
        return medium.path.read_bytes()
    except OSError as error:
        raise Problem(404, "not_found", "there is no such medium") from error


def _loaded(medium: StoredMedium, limits: Limits) -> Medium:
    source = Source(
        "the medium",
        data=_read(medium),
        scale=medium.scale,
        intrinsics=medium.intrinsics,
        baseline=medium.baseline,
        rate=medium.rate,
    )
    for each in load_media(medium.kind, source, limits):
        if each.content_hash == medium.key.hash:
            return each
    raise Problem(404, "not_found", "there is no such medium")


class _Grey(NamedTuple):
    pixels: NDArray[np.uint8]
    black: float
    """The value that is black, as are lesser ones and where there is none."""
    white: float


def _grey(values: NDArray[np.floating]) -> _Grey:
    """Values from the least to the largest, but for one in a hundred at either end.

    At least one is finite: a loader refuses what holds nothing.
    """
    known = np.isfinite(values)
    low, high = map(float, np.percentile(values[known], [1, 99]))
    scaled = np.clip((values - low) / max(high - low, 1e-9), 0, 1)
    return _Grey(np.where(known, np.rint(scaled * 255), 0).astype(np.uint8), low, high)
