"""Depth maps in metres, from 16-bit pictures or float arrays."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .errors import EmptyMediumError, UnreadableError
from .loader import DEFAULT_LIMITS, Limits
from .medium import Depth, Intrinsics
from .npy import float_map
from .pgm import stored_values
from .picture import broken, open_picture
from .sniff import describe, identify, read_bytes
from .source import Source, content_hash

WIDEST_BASELINE = 10.0
"""Metres. A sensor's two viewpoints lie some centimetres apart, those of a vehicle a metre."""


@dataclass(frozen=True, slots=True)
class DepthLoader:
    """Loads 16-bit grey PNG and binary PGM, which need ``Source.scale``, and float ``.npy``.

    Values of an ``.npy`` are metres unless a scale says otherwise. Zero, negative, NaN and infinite
    values are holes and become NaN. The map is read-only.
    """

    limits: Limits = DEFAULT_LIMITS

    def load(self, source: Source) -> Depth:
        """One map as (height, width) float32 metres.

        Raises UnreadableError for another format or bit depth, a broken or cut-off file, a missing
        scale, a scale, intrinsics or a baseline that cannot be; LimitError beyond ``limits.bytes``
        or, from the header, ``limits.pixels``; EmptyMediumError where every value is a hole.
        """
        name, data = source.name, read_bytes(source, self.limits)
        kind = identify(data)
        if kind not in ("PNG", "PPM", "NPY"):
            raise UnreadableError(
                f"{name}: found {describe(data)}, "
                "expected a depth map (16-bit PNG or PGM, float .npy)"
            )
        if source.intrinsics is not None:
            _check_intrinsics(name, source.intrinsics)
        if source.baseline is not None:
            _check_baseline(name, source.baseline)
        stored = self._stored(name, data, kind)
        scale = _scale(source, required=kind != "NPY")
        metres = _to_metres(name, stored, scale)
        # Not a None where there is none: maps without a baseline keep the hash they always had.
        stated = () if source.baseline is None else (float(source.baseline),)
        digest = content_hash("depth", data, scale, source.intrinsics, *stated)
        return Depth(metres, digest, name, source.intrinsics, source.baseline)

    def _stored(self, name: str, data: bytes, kind: str) -> NDArray[np.generic]:
        if kind == "NPY":
            return float_map(name, data, self.limits.pixels)
        if kind == "PPM":
            return stored_values(name, data, self.limits.pixels)
        return _png_values(name, data, self.limits.pixels)


def _png_values(name: str, data: bytes, limit: int) -> NDArray[np.uint16]:
    picture = open_picture(name, data, limit, ("PNG",))
    if not picture.mode.startswith("I;16"):
        raise UnreadableError(f"{name}: found {_png_kind(data)} PNG, expected 16-bit grey")
    try:
        return np.asarray(picture, dtype=np.uint16)
    except Exception as error:
        raise broken(name, "PNG", error) from error


def _png_kind(data: bytes) -> str:
    """Bit depth and colour type, from the header chunk (PNG specification, 11.2.1)."""
    bits, colour = data[24], data[25]
    colours = {0: "grey", 2: "RGB", 3: "palette", 4: "grey with alpha", 6: "RGB with alpha"}
    return f"{bits}-bit {colours.get(colour, 'unknown')}"


def _scale(source: Source, *, required: bool) -> float:
    scale = source.scale
    if scale is None:
        if required:
            raise UnreadableError(
                f"{source.name}: no scale was given; expected metres per stored unit, "
                "such as 0.001 where a pixel counts millimetres"
            )
        return 1.0
    if not _is_finite(scale) or scale <= 0:
        raise UnreadableError(
            f"{source.name}: found scale {scale!r}, expected metres per stored unit, above 0"
        )
    return float(scale)


def _check_intrinsics(name: str, camera: Intrinsics) -> None:
    for field in ("fx", "fy", "cx", "cy"):
        value = getattr(camera, field)
        if not _is_finite(value) or (field in ("fx", "fy") and value <= 0):
            wanted = "a focal length in pixels, above 0" if field[0] == "f" else "a finite number"
            raise UnreadableError(f"{name}: found intrinsics.{field} {value!r}, expected {wanted}")


def _check_baseline(name: str, baseline: float) -> None:
    if not _is_finite(baseline) or not 0 < baseline < WIDEST_BASELINE:
        raise UnreadableError(
            f"{name}: found baseline {baseline!r}, expected the metres between the sensor's "
            f"viewpoints, above 0 and below {WIDEST_BASELINE:g}"
        )


def _is_finite(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _to_metres(name: str, stored: NDArray[np.generic], scale: float) -> NDArray[np.float32]:
    # A value that overflows float32 turns infinite, and so into a hole.
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        metres = (stored.astype(np.float64) * scale).astype(np.float32)
        metres[~(np.isfinite(metres) & (metres > 0))] = np.nan
    if np.isnan(metres).all():
        raise EmptyMediumError(f"{name}: found nothing but holes, expected depths above 0")
    metres.flags.writeable = False
    return metres
