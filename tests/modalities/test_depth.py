import math
import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Pillow

from modalities import (
    Depth,
    DepthLoader,
    EmptyMediumError,
    Intrinsics,
    LimitError,
    Limits,
    Source,
    UnreadableError,
)

Encode = Callable[[np.ndarray], bytes]
MILLIMETRES = np.array([[0, 500, 1_000], [2_000, 65_535, 1]])
METRES = np.array([[np.nan, 0.5, 1.0], [2.0, 65.535, 0.001]], np.float32)


def load(data: bytes, scale: Any = 0.001, limits: Limits | None = None, **given: Any) -> Depth:
    source = Source("given", data=data, scale=scale, **given)
    return DepthLoader(limits or Limits()).load(source)


def pgm(values: np.ndarray, largest: int = 65_535) -> bytes:
    height, width = values.shape
    return (
        f"P5\n# by a camera\n{width} {height}\n{largest}\n".encode()
        + values.astype(">u2").tobytes()
    )


def test_png_and_pgm_are_scaled_to_metres(png16_bytes: Encode) -> None:
    for data in (png16_bytes(MILLIMETRES), pgm(MILLIMETRES)):
        metres = load(data).metres
        assert metres.dtype == np.float32
        np.testing.assert_allclose(metres, METRES, rtol=1e-6)


def test_pgm_values_are_not_stretched_to_full_scale() -> None:
    assert load(pgm(np.array([[1_000]]), largest=5_000)).metres[0, 0] == 1


@pytest.mark.parametrize("dtype", ["<f2", "<f4", ">f4", "<f8"])
@pytest.mark.parametrize("order", ["C", "F"])
def test_float_arrays_are_metres(dtype: str, order: Any, npy_bytes: Encode) -> None:
    array = np.asarray([[0.5, 1.0, 1.5], [2.0, 2.5, 3.0]], dtype, order=order)
    np.testing.assert_array_equal(load(npy_bytes(array), scale=None).metres, array)


def test_an_array_may_have_a_scale_too(npy_bytes: Encode) -> None:
    assert load(npy_bytes(np.array([[1500.0]])), scale=0.001).metres[0, 0] == np.float32(1.5)


def test_what_is_no_distance_is_a_hole(npy_bytes: Encode) -> None:
    array = np.array([[0.0, -1.0, np.nan, np.inf, -np.inf, 1e300, 1e-300, 2.0]])
    metres = load(npy_bytes(array), scale=None).metres
    np.testing.assert_array_equal(metres, np.float32([[np.nan] * 7 + [2.0]]))


def test_nothing_but_holes_is_empty(png16_bytes: Encode, npy_bytes: Encode) -> None:
    for data in (png16_bytes(np.zeros((4, 4))), npy_bytes(np.full((2, 2), np.nan))):
        with pytest.raises(EmptyMediumError, match="nothing but holes"):
            load(data)


def test_a_picture_without_a_scale_is_refused(png16_bytes: Encode) -> None:
    for data in (png16_bytes(MILLIMETRES), pgm(MILLIMETRES)):
        with pytest.raises(UnreadableError, match="no scale was given; expected metres per stored"):
            load(data, scale=None)


@pytest.mark.parametrize("scale", [0, -1, math.nan, math.inf, True, "0.001"])
def test_a_scale_that_cannot_be_is_refused(scale: Any, png16_bytes: Encode) -> None:
    with pytest.raises(UnreadableError, match=r"found scale .*, expected metres per stored unit"):
        load(png16_bytes(MILLIMETRES), scale=scale)


@pytest.mark.parametrize(
    ("mode", "found"),
    [
        ("1", "1-bit grey"),
        ("L", "8-bit grey"),
        ("P", "8-bit palette"),
        ("RGB", "8-bit RGB"),
        ("LA", "8-bit grey with alpha"),
        ("RGBA", "8-bit RGB with alpha"),
    ],
)
def test_other_bit_depths_are_named(mode: str, found: str) -> None:
    file = BytesIO()
    picture = Pillow.new("L", (32, 32))
    picture.putdata(list(range(256)) * 4)
    picture.convert(mode).save(file, "PNG", bits=8)
    with pytest.raises(UnreadableError, match=f"found {found} PNG, expected 16-bit grey"):
        load(file.getvalue())


def test_sixteen_bit_colour_is_refused() -> None:
    rows = zlib.compress(b"\0" + b"\1" * 6)
    chunks = (b"IHDR" + struct.pack(">IIBBBBB", 1, 1, 16, 2, 0, 0, 0), b"IDAT" + rows, b"IEND")
    data = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
        for chunk in chunks
    )
    with pytest.raises(UnreadableError, match="found 16-bit RGB PNG, expected 16-bit grey"):
        load(data)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"P5 2 2 255\n\1\2\3\4", "8-bit PGM"),
        (b"P5 2 2 70000\n" + b"\1" * 16, "17-bit PGM"),
        (b"P2 2 2 65535\n1 2 3 4\n", "P2 of the PPM family, expected binary PGM"),
        (b"P6 2 2 65535\n" + b"\1" * 24, "P6 of the PPM family"),
        (b"P5 two 2 65535\n", "broken header"),
        (b"P5 2 2 65535\n\1\2\3", "found 3 bytes of values, expected 8 for 2 x 2"),
        (b"P5 0 2 65535\n", "found 0 bytes"),
        (b"\xff\xd8\xff\xe0 JPEG", "found JPEG, expected a depth map"),
        (b"II*\0 and so on", "found TIFF, expected a depth map"),
    ],
)
def test_other_files_are_named(data: bytes, found: str) -> None:
    with pytest.raises(UnreadableError, match=found):
        load(data)


@pytest.mark.parametrize(
    "array",
    [
        np.ones((2, 2), np.uint16),
        np.ones((2, 2), np.int64),
        np.ones((2, 2), bool),
        np.ones((2, 2), np.complex64),
        np.ones((2, 2), np.longdouble),
        np.ones(4),
        np.ones((2, 2, 1)),
        np.ones(()),
        np.array([["a", "b"]]),
        np.array([[(1.0, 2)]], dtype="f4,i4"),
        np.array([[{"a": "pickle"}]], dtype=object),
    ],
    ids=lambda array: f"{array.dtype}-{array.ndim}d",
)
def test_other_arrays_are_named(array: np.ndarray, npy_bytes: Encode) -> None:
    with pytest.raises(UnreadableError, match=r"found an array of .*, expected float16, float32"):
        load(npy_bytes(array))


def test_array_sizes_are_checked_before_anything_is_allocated(npy_bytes: Encode) -> None:
    data = npy_bytes(np.ones((2, 3), np.float32))
    huge = data.replace(b"(2, 3), }", b"(99999999, 99999999), }").replace(b" " * 14, b"", 1)
    with pytest.raises(LimitError, match="99999999 x 99999999 values"):
        load(huge)
    lying = data.replace(b"(2, 3), }  ", b"(20, 30), }")
    with pytest.raises(UnreadableError, match="found 24 bytes of values, expected 2400"):
        load(lying)
    negative = data.replace(b"(2, 3), }  ", b"(-2, -3), }")
    with pytest.raises(UnreadableError, match=r"shape \(-2, -3\)"):
        load(negative)


def test_pictures_are_limited_before_they_are_decoded(png16_bytes: Encode) -> None:
    for data in (png16_bytes(MILLIMETRES), pgm(MILLIMETRES), b"P5 99999 99999 65535\n"):
        with pytest.raises(LimitError, match="at most 5 allowed"):
            load(data, limits=Limits(pixels=5))


CAMERA = Intrinsics(fx=525.0, fy=525.0, cx=319.5, cy=239.5)


def test_intrinsics_are_kept(png16_bytes: Encode) -> None:
    assert load(png16_bytes(MILLIMETRES), intrinsics=CAMERA).intrinsics == CAMERA


@pytest.mark.parametrize("field", ["fx", "fy", "cx", "cy"])
@pytest.mark.parametrize("value", [math.nan, math.inf, "525", None])
def test_intrinsics_must_be_numbers(field: str, value: Any, png16_bytes: Encode) -> None:
    broken = {"fx": 1.0, "fy": 1.0, "cx": 0.0, "cy": 0.0, field: value}
    with pytest.raises(UnreadableError, match=rf"intrinsics\.{field} .*expected"):
        load(png16_bytes(MILLIMETRES), intrinsics=Intrinsics(**broken))


@pytest.mark.parametrize("field", ["fx", "fy"])
def test_focal_lengths_must_be_positive(field: str, png16_bytes: Encode) -> None:
    broken = {"fx": 1.0, "fy": 1.0, "cx": 0.0, "cy": 0.0, field: 0.0}
    with pytest.raises(UnreadableError, match="expected a focal length in pixels, above 0"):
        load(png16_bytes(MILLIMETRES), intrinsics=Intrinsics(**broken))


def test_content_hash_follows_scale_and_intrinsics(png16_bytes: Encode) -> None:
    data = png16_bytes(MILLIMETRES)
    hashes = {
        load(data).content_hash,
        load(data, scale=0.002).content_hash,
        load(data, intrinsics=CAMERA).content_hash,
    }
    assert len(hashes) == 3
    assert load(data).content_hash in hashes


def test_a_baseline_is_kept_and_changes_the_content(png16_bytes: Encode) -> None:
    data = png16_bytes(MILLIMETRES)
    seen = load(data, baseline=0.075)
    assert (seen.baseline, load(data).baseline) == (0.075, None)
    hashes = {load(data, baseline=each).content_hash for each in (None, 0.075, 0.08)}
    assert len(hashes) == 3


def test_a_map_without_a_baseline_has_the_hash_it_always_had() -> None:
    """What a store holds under it was made before there were baselines."""
    data = b"P5 2 1 65535\n\3\xe8\7\xd0"
    assert load(data, intrinsics=CAMERA).content_hash == (
        "496ff02ccc8bcd6163fdd5a23fa212a1701de8630688a3e8e581ede783bc49b7"
    )


@pytest.mark.parametrize("baseline", [0, -0.1, 10, math.nan, math.inf, True, "0.075"])
def test_a_baseline_that_cannot_be_is_refused(baseline: Any, png16_bytes: Encode) -> None:
    with pytest.raises(UnreadableError, match=r"found baseline .*, above 0 and below 10"):
        load(png16_bytes(MILLIMETRES), baseline=baseline)


@given(
    values=st.lists(st.integers(1, 65_535), min_size=1, max_size=40),
    scale=st.floats(1e-6, 10),
)
def test_pgm_and_array_say_the_same(values: list[int], scale: float) -> None:
    stored = np.array([values])
    file = BytesIO()
    np.save(file, stored.astype(np.float64))
    np.testing.assert_array_equal(
        load(pgm(stored), scale=scale).metres, load(file.getvalue(), scale=scale).metres
    )
