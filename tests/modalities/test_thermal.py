from collections.abc import Callable
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image as Pillow

from modalities import (
    EmptyMediumError,
    LimitError,
    Limits,
    Source,
    Thermal,
    ThermalLoader,
    UnreadableError,
)

Encode = Callable[[np.ndarray], bytes]
GREY = np.arange(48, dtype=np.uint8).reshape(6, 8) * 5
DEEP = np.arange(200, dtype=np.uint16).reshape(10, 20) * 40 + 27_000


def load(data: bytes, limits: Limits | None = None) -> Thermal:
    return ThermalLoader(limits or Limits()).load(Source("given", data=data))


def encode(pixels: np.ndarray, kind: str = "PNG", mode: str | None = None, **options: Any) -> bytes:
    file = BytesIO()
    picture = Pillow.fromarray(pixels)
    (picture if mode is None else picture.convert(mode)).save(file, kind, **options)
    return file.getvalue()


@pytest.mark.parametrize("pixels", [GREY, DEEP], ids=("shown", "counts"))
def test_exif_orientation_is_applied(pixels: np.ndarray) -> None:
    exif = Pillow.Exif()
    exif[0x0112] = 6  # turned a quarter to the left
    turned = load(encode(np.rot90(pixels), exif=exif)).intensity
    np.testing.assert_array_equal(turned, load(encode(pixels)).intensity)


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "PPM"])
@pytest.mark.parametrize("mode", [None, "RGB"])
def test_what_a_camera_shows_is_taken_as_it_is(kind: str, mode: str | None) -> None:
    thermal = load(encode(GREY, kind, mode))
    assert thermal.intensity.dtype == np.float32
    np.testing.assert_allclose(thermal.intensity, GREY / 255, atol=1e-6)
    assert not thermal.intensity.flags.writeable


@pytest.mark.parametrize("mode", ["LA", "P", "RGBA"])
def test_grey_is_grey_however_it_is_stored(mode: str) -> None:
    np.testing.assert_allclose(load(encode(GREY, mode=mode)).intensity, GREY / 255, atol=1e-6)


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_jpeg_is_grey_within_its_own_rounding(mode: str) -> None:
    smooth = np.linspace(0, 255, 64 * 64).reshape(64, 64).astype(np.uint8)
    intensity = load(encode(smooth, "JPEG", mode, quality=80)).intensity
    np.testing.assert_allclose(intensity, smooth / 255, atol=0.03)


def test_a_picture_in_colours_says_what_to_do() -> None:
    colours = np.stack((GREY, GREY[::-1], 255 - GREY), axis=-1)
    with pytest.raises(UnreadableError, match=r"found a picture in colours.*'white hot'.*\.npy"):
        load(encode(colours))


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "PPM"])
def test_counts_are_stretched_between_their_percentiles(kind: str) -> None:
    low, high = np.percentile(DEEP, (1, 99))
    expected = np.clip((DEEP - low) / (high - low), 0, 1)
    np.testing.assert_allclose(load(encode(DEEP, kind)).intensity, expected, atol=1e-6)


def test_temperatures_are_stretched_whatever_the_unit(npy_bytes: Encode) -> None:
    celsius = DEEP / 1000.0
    expected = load(encode(DEEP)).intensity
    for stored in (celsius, celsius + 273.15, celsius * 1.8 + 32):
        intensity = load(npy_bytes(stored)).intensity
        np.testing.assert_allclose(intensity, expected, atol=1e-5)
    file = BytesIO()
    Pillow.fromarray(celsius.astype(np.float32)).save(file, "TIFF")
    np.testing.assert_allclose(load(file.getvalue()).intensity, expected, atol=1e-5)


def test_dead_pixels_are_the_coldest_and_move_nothing(npy_bytes: Encode) -> None:
    warm = DEEP.astype(np.float64)
    dead = warm.copy()
    dead[5, :3] = np.nan, np.inf, -np.inf
    intensity = load(npy_bytes(dead)).intensity
    assert (intensity[5, :3] == 0).all()
    assert np.abs(intensity - load(npy_bytes(warm)).intensity)[:5].max() < 0.02


def test_one_warm_spot_on_an_even_ground_is_seen(npy_bytes: Encode) -> None:
    spot = np.full((40, 40), 20.0)
    spot[20, 20] = 36.6
    intensity = load(npy_bytes(spot)).intensity
    assert (intensity[20, 20], intensity[0, 0]) == (1, 0)


@pytest.mark.parametrize(
    "array",
    [np.full((4, 4), 20.0), np.full((4, 4), np.nan), np.array([[20.0, np.nan]]), np.zeros((0, 4))],
    ids=("even", "dead", "one", "none"),
)
def test_the_same_warmth_everywhere_is_empty(array: np.ndarray, npy_bytes: Encode) -> None:
    with pytest.raises(EmptyMediumError, match="found the same warmth everywhere"):
        load(npy_bytes(array))


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_an_even_picture_is_empty(dtype: Any) -> None:
    with pytest.raises(EmptyMediumError, match="found the same warmth everywhere"):
        load(encode(np.full((4, 4), 200, dtype)))


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"GIF89a" + bytes(20), "found GIF, expected a thermal picture"),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "found WEBP, expected a thermal picture"),
        (b"t,ax,ay\n1,2,3\n", "found plain text, expected a thermal picture"),
        (b"P5 2 2 65535\n\1\2\3", "found 3 bytes of values, expected 8"),
        (b"P1 2 2\n1 0 0 1\n", "mode '1', expected 8-bit or 16-bit grey"),
    ],
)
def test_other_files_are_named(data: bytes, found: str) -> None:
    with pytest.raises(UnreadableError, match=found):
        load(data)


def test_other_arrays_are_named(npy_bytes: Encode) -> None:
    for array in (DEEP, np.ones(4), np.ones((2, 2, 3))):
        with pytest.raises(UnreadableError, match=r"found an array of .* temperatures or counts"):
            load(npy_bytes(array))


def test_pixels_are_limited(npy_bytes: Encode) -> None:
    for data in (encode(GREY), encode(DEEP, "PPM"), npy_bytes(GREY.astype(np.float32))):
        with pytest.raises(LimitError, match="at most 47 allowed"):
            load(data, Limits(pixels=47))
    assert load(encode(GREY), Limits(pixels=48))


@given(arrays(np.float64, (3, 4)))
def test_any_array_lies_within_0_and_1_or_is_empty(values: np.ndarray) -> None:
    file = BytesIO()
    np.save(file, values)
    try:
        intensity = load(file.getvalue()).intensity
    except EmptyMediumError:
        return
    assert intensity.min() >= 0
    assert intensity.max() <= 1


@given(arrays(np.float64, (3, 4), elements=st.floats(-100, 100)))
def test_the_warmer_the_brighter(values: np.ndarray) -> None:
    file = BytesIO()
    np.save(file, values)
    try:
        intensity = load(file.getvalue()).intensity.ravel()
    except EmptyMediumError:
        return
    assert (np.diff(intensity[np.argsort(values.ravel(), kind="stable")]) >= 0).all()
