"""Thermal pictures: heat as brightness, from grey pictures or arrays of temperatures."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .errors import EmptyMediumError, UnreadableError
from .loader import DEFAULT_LIMITS, Limits
from .medium import Thermal
from .npy import float_map
from .pgm import stored_values
from .picture import broken, open_picture, upright
from .sniff import describe, identify, read_bytes
from .source import Source, content_hash

_PICTURES = ("JPEG", "PNG", "PPM", "TIFF")
_SHALLOW = ("L", "LA", "P", "RGB", "RGBA")
_DEEP = ("I;16", "I;16B", "I;16L", "F")
_COLDEST, _WARMEST = 1, 99
"""Percentiles between which counts and temperatures are stretched."""
_GREY_WITHIN = 4
"""Levels by which the channels of a grey picture may differ; JPEG rounds each on its own."""


@dataclass(frozen=True, slots=True)
class ThermalLoader:
    """Loads grey PNG, JPEG, TIFF and binary PGM, and float ``.npy``; the warmer, the brighter.

    8-bit grey is what a camera shows: value / 255. A colour picture whose channels are equal is
    grey; any other shows a palette, from which heat cannot be told, and is refused. 16-bit grey
    and floats are counts or temperatures in any unit: they are stretched between their 1st and
    99th percentile to [0, 1] and clipped, as a thermal camera's automatic gain does. NaN and
    infinite values are dead pixels and become 0, the coldest. EXIF orientation is applied,
    transparency ignored. Values are read-only.
    """

    limits: Limits = DEFAULT_LIMITS

    def load(self, source: Source) -> Thermal:
        """One picture as (height, width) float32 within [0, 1].

        Raises UnreadableError for another format or bit depth, a picture in colours, a broken or
        cut-off file; LimitError beyond ``limits.bytes`` or, from the header, ``limits.pixels``;
        EmptyMediumError where all that is alive is equally warm.
        """
        name, data = source.name, read_bytes(source, self.limits)
        kind = identify(data)
        if kind == "NPY":
            stored = float_map(name, data, self.limits.pixels, "temperatures or counts")
            intensity = _stretched(stored)
        elif kind in _PICTURES:
            intensity = self._from_picture(name, data)
        else:
            raise UnreadableError(
                f"{name}: found {describe(data)}, "
                f"expected a thermal picture ({', '.join(_PICTURES)}, float .npy)"
            )
        if intensity is None or intensity.min() == intensity.max():
            raise EmptyMediumError(
                f"{name}: found the same warmth everywhere, expected a picture of heat"
            )
        intensity.flags.writeable = False
        return Thermal(intensity, content_hash("thermal", data), name)

    def _from_picture(self, name: str, data: bytes) -> NDArray[np.float32] | None:
        picture = open_picture(name, data, self.limits.pixels, _PICTURES)
        if picture.format == "PPM" and picture.mode == "I":
            # Pillow would stretch a 16-bit PGM to full scale before the percentiles see it.
            return _stretched(stored_values(name, data, self.limits.pixels))
        if picture.mode not in _SHALLOW + _DEEP:
            raise UnreadableError(
                f"{name}: found a picture of Pillow's mode {picture.mode!r}, "
                "expected 8-bit or 16-bit grey"
            )
        try:
            turned = upright(picture)
            if turned.mode in _DEEP:
                return _stretched(np.asarray(turned))
            colours = np.asarray(turned.convert("RGBA"))[:, :, :3]
        except Exception as error:
            raise broken(name, picture.format or "picture", error) from error
        return _grey(name, colours)


def _grey(name: str, colours: NDArray[np.uint8]) -> NDArray[np.float32]:
    apart = int((colours.max(axis=2) - colours.min(axis=2)).max())
    if apart > _GREY_WITHIN:
        raise UnreadableError(
            f"{name}: found a picture in colours, expected grey; "
            "export it with the palette 'white hot', or its temperatures as .npy"
        )
    return np.asarray(colours.mean(axis=2, dtype=np.float32) / np.float32(255))


def _stretched(stored: NDArray[np.generic]) -> NDArray[np.float32] | None:
    """None where all values that there are, are equal."""
    values = stored.astype(np.float64)
    alive = np.isfinite(values)
    if not alive.any():
        return None
    coldest, warmest = np.percentile(values[alive], (_COLDEST, _WARMEST))
    if coldest == warmest:
        # Nearly everything is equally warm; what differs is all that there is to see.
        coldest, warmest = values[alive].min(), values[alive].max()
    if coldest == warmest:
        return None
    with np.errstate(over="ignore", invalid="ignore"):
        stretched = np.clip((values - coldest) / (warmest - coldest), 0.0, 1.0)
    return np.where(alive & np.isfinite(stretched), stretched, 0.0).astype(np.float32)
