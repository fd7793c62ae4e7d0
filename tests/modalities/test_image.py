import struct
import tracemalloc
import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from PIL import Image as Pillow
from PIL import ImageCms

from modalities import Image, ImageLoader, LimitError, Limits, Source, UnreadableError

RED, WHITE = (255, 0, 0), (255, 255, 255)


def load(data: bytes, limits: Limits | None = None) -> Image:
    return ImageLoader(limits or Limits()).load(Source("given", data=data))


def encode(picture: Pillow.Image, kind: str = "PNG", **options: Any) -> bytes:
    file = BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def png_header(width: int, height: int) -> bytes:
    """A PNG that ends right after announcing its size."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = b"IDAT" + zlib.compress(b"\0" * 64)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
        for chunk in (header, data, b"IEND")
    )


def gif_header(width: int, height: int) -> bytes:
    return (
        b"GIF89a" + struct.pack("<HH", width, height) + b"\x80\0\0" + b"\0" * 6
        + b"," + struct.pack("<HHHH", 0, 0, width, height) + b"\0\x02\x02\x4c\x01\0;"
    )  # fmt: skip


def tiff_header(width: int, height: int) -> bytes:
    tags = [(256, width), (257, height), (258, 8), (259, 1), (262, 1), (273, 8), (277, 1)]
    tags += [(278, height), (279, width * height % 2**32)]
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + entries + b"\0" * 4


@pytest.mark.parametrize(
    "bomb",
    [
        png_header(100_000, 100_000),
        gif_header(65_535, 65_535),
        tiff_header(60_000, 60_000),
        b"P6 99999 99999 255\n" + b"\0" * 64,
        b"BM" + struct.pack("<IHHIIiiHHIIIIII", 80, 0, 0, 54, 40, 60000, 60000, 1, 24, *[0] * 6),
    ],
    ids=("png", "gif", "tiff", "ppm", "bmp"),
)
def test_refuses_a_decompression_bomb_from_its_header(bomb: bytes) -> None:
    tracemalloc.start()
    with pytest.raises(LimitError, match=r"given.*at most 100000000 allowed"):
        load(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2**20


def test_pixel_limit_is_inclusive(picture_bytes: Callable[[str], bytes]) -> None:
    data = picture_bytes("PNG")
    assert load(data, Limits(pixels=64 * 48)).pixels.shape == (48, 64, 3)
    with pytest.raises(LimitError, match="64 x 48 pixels are 3072, at most 3071"):
        load(data, Limits(pixels=64 * 48 - 1))


@pytest.mark.parametrize("kind", ["BMP", "GIF", "JPEG", "PNG", "PPM", "TIFF", "WEBP"])
def test_every_format_shows_the_same_picture(
    kind: str, picture_bytes: Callable[[str], bytes]
) -> None:
    expected = load(picture_bytes("PNG")).pixels.astype(int)
    difference = np.abs(load(picture_bytes(kind)).pixels.astype(int) - expected)
    assert difference.mean() < 6  # GIF has 256 colours, JPEG and WEBP lose a little


def test_pixels_are_read_only(picture_bytes: Callable[[str], bytes]) -> None:
    pixels = load(picture_bytes("PNG")).pixels
    assert pixels.dtype == np.uint8
    with pytest.raises(ValueError, match="read-only"):
        pixels[0, 0] = 0


# Where the red corner of the upright picture is stored under each EXIF orientation.
@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_exif_orientation_is_applied(orientation: int, kind: str) -> None:
    upright = np.full((16, 32, 3), 255, np.uint8)
    upright[:8, :8] = RED
    stored = {
        1: upright,
        2: upright[:, ::-1],
        3: upright[::-1, ::-1],
        4: upright[::-1],
        5: upright.transpose(1, 0, 2),
        6: np.rot90(upright),
        7: np.rot90(upright, 2).transpose(1, 0, 2),
        8: np.rot90(upright, -1),
    }[orientation]
    exif = Pillow.Exif()
    exif[0x0112] = orientation
    options = {"JPEG": {"quality": 95, "subsampling": 0}, "WEBP": {"lossless": True}}
    picture = Pillow.fromarray(np.ascontiguousarray(stored))
    loaded = load(encode(picture, kind, exif=exif, **options.get(kind, {}))).pixels
    assert loaded.shape == upright.shape
    assert np.abs(loaded.astype(int) - upright).max() < 20


def test_transparency_lies_on_white() -> None:
    layer = Pillow.new("RGBA", (4, 4), (*RED, 0))
    layer.putpixel((1, 1), (*RED, 255))
    layer.putpixel((2, 2), (0, 0, 0, 128))
    pixels = load(encode(layer)).pixels
    assert tuple(pixels[0, 0]) == WHITE
    assert tuple(pixels[1, 1]) == RED
    assert tuple(pixels[2, 2]) == (127, 127, 127)


def test_transparent_palette_and_grey_lie_on_white() -> None:
    palette = Pillow.new("P", (2, 1), 0)
    palette.putpalette([0, 0, 0, *RED])
    palette.putpixel((1, 0), 1)
    for kind in ("PNG", "GIF"):
        pixels = load(encode(palette, kind, transparency=0)).pixels
        assert [tuple(pixel) for pixel in pixels[0]] == [WHITE, RED]
    grey = Pillow.new("LA", (1, 1), (0, 0))
    assert tuple(load(encode(grey)).pixels[0, 0]) == WHITE
    keyed = encode(Pillow.new("RGB", (1, 1), RED), transparency=RED)
    assert tuple(load(keyed).pixels[0, 0]) == WHITE


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "CMYK", "YCbCr"])
def test_every_mode_becomes_rgb(mode: str) -> None:
    picture = Pillow.new("RGB", (3, 2), WHITE).convert(mode)
    pixels = load(encode(picture, "TIFF")).pixels
    assert pixels.shape == (2, 3, 3)
    assert pixels.min() >= 254


def test_cmyk_jpeg_keeps_its_colour() -> None:
    pixels = load(encode(Pillow.new("CMYK", (16, 16), (0, 255, 255, 0)), "JPEG")).pixels
    assert np.abs(pixels[8, 8].astype(int) - RED).max() < 8


def test_sixteen_bit_grey_is_scaled_by_full_scale(png16_bytes: Callable[..., bytes]) -> None:
    samples = np.array([[0, 128, 129, 32_896, 65_407, 65_535]])
    expected = np.round(samples / 257).astype(np.uint8)
    for data in (png16_bytes(samples), b"P5 6 1 65535\n" + samples.astype(">u2").tobytes()):
        np.testing.assert_array_equal(load(data).pixels[..., 0], expected)


@pytest.mark.parametrize("dtype", [np.float32, np.int32])
def test_samples_without_a_white_are_refused(dtype: type) -> None:
    picture = Pillow.fromarray(np.ones((4, 4), dtype))
    with pytest.raises(UnreadableError, match=r"32-bit samples.*expected 8 or 16 bits"):
        load(encode(picture, "TIFF"))


def test_an_animation_shows_its_first_frame() -> None:
    frames = [Pillow.new("RGB", (4, 4), colour) for colour in (RED, (0, 255, 0), (0, 0, 255))]
    for kind in ("GIF", "PNG", "TIFF"):
        data = encode(frames[0], kind, save_all=True, append_images=frames[1:])
        assert tuple(load(data).pixels[0, 0]) == RED


def wide_gamut_profile() -> bytes:
    """sRGB with its red and green primaries exchanged: a conversion that nobody can overlook."""
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack_from(">I", data, 128)[0]
    entries = {bytes(data[132 + 12 * i : 136 + 12 * i]): 132 + 12 * i for i in range(count)}
    red, green = entries[b"rXYZ"], entries[b"gXYZ"]
    data[red + 4 : red + 12], data[green + 4 : green + 12] = (
        data[green + 4 : green + 12],
        data[red + 4 : red + 12],
    )
    return bytes(data)


def test_another_colour_profile_is_converted_and_srgb_left_alone() -> None:
    picture = Pillow.new("RGB", (4, 4), RED)
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert tuple(load(encode(picture, icc_profile=srgb)).pixels[0, 0]) == RED
    converted = load(encode(picture, icc_profile=wide_gamut_profile())).pixels[0, 0]
    assert np.abs(converted.astype(int) - (0, 255, 0)).max() <= 2


def test_an_srgb_profile_moves_no_pixel() -> None:
    steps = np.random.default_rng(3).integers(0, 256, (64, 64, 3)).astype(np.uint8)
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    loaded = load(encode(Pillow.fromarray(steps), icc_profile=srgb)).pixels
    np.testing.assert_array_equal(loaded, steps)


def test_a_profile_is_converted_below_transparency() -> None:
    layer = Pillow.new("RGBA", (2, 1), (*RED, 255))
    layer.putpixel((1, 0), (*RED, 0))
    pixels = load(encode(layer, icc_profile=wide_gamut_profile())).pixels[0]
    assert np.abs(pixels[0].astype(int) - (0, 255, 0)).max() <= 2
    assert tuple(pixels[1]) == WHITE


@pytest.mark.parametrize("profile", [b"not a profile", wide_gamut_profile()[:200]])
def test_a_broken_profile_is_ignored(profile: bytes) -> None:
    data = encode(Pillow.new("RGB", (4, 4), RED), icc_profile=profile)
    assert tuple(load(data).pixels[0, 0]) == RED


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"RIFF\0\0\0\0WAVEfmt ", "WAV"),
        (b"hello, I am a picture", "plain text"),
        (b"\0\0\0\x18ftypheic", "HEIC"),
        (bytes(range(200, 240)), "unknown data (starts with c8 c9 ca cb cc cd ce cf)"),
    ],
)
def test_says_what_was_found_instead(data: bytes, found: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        load(data)
    assert f"given: found {found}, expected a picture (BMP, GIF, JPEG" in str(refused.value)
