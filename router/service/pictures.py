"""Stored media as a browser may have them: safe types, and pictures of what it cannot show."""

from collections.abc import Mapping
from io import BytesIO
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow

from modalities import Depth, Image, Limits, Medium, Modality, Source, Thermal, load_media
from modalities.sniff import identify
from router.store import StoredMedium

from .problems import Problem

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
    """A picture of it: depth and heat in grey, a page of a document as it looks.

    Raises Problem, 422, for what has no look.
    """
    loaded = _loaded(medium, limits)
    if isinstance(loaded, Image):
        picture = Pillow.fromarray(loaded.pixels)
    elif isinstance(loaded, Depth):
        picture = Pillow.fromarray(_grey(1 / np.where(loaded.metres > 0, loaded.metres, np.nan)))
    elif isinstance(loaded, Thermal):
        picture = Pillow.fromarray(_grey(loaded.intensity))
    else:
        raise Problem(422, "medium", f"{medium.key.modality} has no look")
    file = BytesIO()
    picture.save(file, "PNG")
    return Shown(file.getvalue(), "image/png", is_safe=True)


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


def _grey(values: NDArray[np.floating]) -> NDArray[np.uint8]:
    """Values from the least, black, to the largest, white; black where there is none."""
    known = np.isfinite(values)
    if not known.any():
        return np.zeros(values.shape, dtype=np.uint8)
    low, high = np.percentile(values[known], [1, 99])
    scaled = np.clip((values - low) / max(float(high - low), 1e-9), 0, 1)
    return np.where(known, np.rint(scaled * 255), 0).astype(np.uint8)
