"""The barcode reader, on symbols drawn by the same library and on hostile pictures."""

import numpy as np
import pytest
from drawn import image_of, symbol, turned
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Pillow
from stdnum.ean import calc_check_digit

from judges import ReaderError, Reading
from judges.readers.barcode import BarcodeReader
from modalities import Image, Text

READER = BarcodeReader()
EAN13 = "7310865004703"


def read(picture: Pillow.Image) -> list[Reading]:
    return READER.read(image_of(picture))


def one(picture: Pillow.Image) -> Reading:
    (reading,) = read(picture)
    return reading


@pytest.mark.parametrize(
    ("symbology", "content", "value", "gtin14"),
    [
        ("EAN13", EAN13, EAN13, "0" + EAN13),
        ("EAN8", "96385074", "96385074", "00000096385074"),
        ("UPCA", "036000291452", "036000291452", "00036000291452"),
        ("UPCE", "01234565", "01234565", "00012345000065"),
        ("ITF", "09506000134352", "09506000134352", "09506000134352"),
        ("ITF", "09506000134353", "09506000134353", None),
        ("Code128", "SHELF-7", "SHELF-7", None),
        ("Code128", EAN13, EAN13, None),
        ("QRCode", "https://id.gs1.org/01/09506000134352", None, "09506000134352"),
        ("QRCode", "https://example.com/", "https://example.com/", None),
        ("DataMatrix", "line\nbreak", "line\nbreak", None),
        ("Codabar", "A294/586B", "294/586", None),
        ("DataBarOmni", "09506000134352", "09506000134352", "09506000134352"),
        ("DataBarExp", "(01)09506000134352(10)AB1", "(01)09506000134352(10)AB1", "09506000134352"),
    ],
)
def test_symbologies(symbology: str, content: str, value: str | None, gtin14: str | None) -> None:
    reading = one(symbol(content, symbology))
    assert reading.value == (value or content)
    assert reading.details.get("gtin14") == gtin14
    assert reading.details["symbology_identifier"].startswith("]")


def test_symbologies_without_a_check_are_trusted_less() -> None:
    assert one(symbol(EAN13)).confidence == 1.0
    assert one(symbol("A294/586B", "Codabar")).confidence == 0.5


@pytest.mark.parametrize("degrees", range(0, 360, 15))
def test_any_angle(degrees: int) -> None:
    picture = turned(symbol(EAN13), degrees)
    reading = one(picture)
    assert reading.value == EAN13
    assert np.linalg.norm(centre(reading) - np.array(picture.size) / 2) < 12


def centre(reading: Reading) -> np.ndarray:
    assert reading.box is not None
    return np.mean(reading.box, axis=0)


@pytest.mark.parametrize("degrees", [0, 45])
@pytest.mark.parametrize("size", [(600, 500), (3600, 2800)])
def test_box_is_in_pixels_of_the_picture_as_given(size: tuple[int, int], degrees: int) -> None:
    bars = turned(symbol(EAN13, scale=size[0] // 300), degrees)
    picture = Pillow.new("L", size, 225)
    picture.paste(bars, (40, 20))
    expected = np.array([40 + bars.width / 2, 20 + bars.height / 2])
    found = one(picture)
    assert np.linalg.norm(centre(found) - expected) < 0.02 * size[0]


def test_box_follows_the_text() -> None:
    upside_down = one(symbol(EAN13).rotate(180)).box
    assert upside_down is not None
    (left, top), (right, _), _, (_, bottom) = upside_down
    assert left > right
    assert top > bottom


@pytest.mark.parametrize("scale", [0.3, 0.35, 0.4, 0.5])
def test_narrow_modules_are_read_right_or_not_at_all(scale: float) -> None:
    """At 0.3 the library alone gives other digits, and their check digit is right."""
    large = symbol(EAN13, scale=4)
    small = large.resize((round(large.width * scale), round(large.height * scale)))
    assert {reading.value for reading in read(small)} <= {EAN13}
    assert scale < 0.35 or read(small)


@given(
    st.from_regex("[1-9][0-9]{11}", fullmatch=True),
    st.floats(0.3, 0.8),
    st.sampled_from([-8, 0, 5, 15, 40, 90]),
)
@settings(max_examples=40, derandomize=True)
def test_no_other_gtin_is_ever_read(body: str, scale: float, degrees: int) -> None:
    content = body + calc_check_digit(body)
    large = symbol(content, scale=4)
    size = (round(large.width * scale), round(large.height * scale))
    found = read(turned(large.resize(size, Pillow.Resampling.BILINEAR), degrees))
    assert {reading.value for reading in found if "gtin14" in reading.details} <= {content}


def test_several_barcodes_each_content_once() -> None:
    picture = Pillow.new("L", (800, 900), 255)
    for row, content in enumerate([EAN13, "5000213101025", EAN13]):
        picture.paste(symbol(content), (50, 20 + 290 * row))
    assert sorted(reading.value for reading in read(picture)) == ["5000213101025", EAN13]


def test_light_on_dark_is_read() -> None:
    content = "https://example.com/"
    inverted = Pillow.fromarray(255 - np.asarray(symbol(content, "QRCode")))
    assert one(inverted).value == content


@pytest.mark.parametrize("shape", [(1, 1), (2, 3), (1, 20_000), (20_000, 1), (64, 64), (3500, 10)])
@pytest.mark.parametrize("noise", [False, True])
def test_pictures_without_barcodes(shape: tuple[int, int], *, noise: bool) -> None:
    pixels = np.zeros((*shape, 3), np.uint8)
    if noise:
        pixels = np.random.default_rng(7).integers(0, 256, pixels.shape, dtype=np.uint8)
    assert READER.read(Image(pixels, "hash", "hostile")) == []


def test_page_is_kept() -> None:
    image = image_of(symbol(EAN13))
    (reading,) = READER.read(Image(image.pixels, image.content_hash, "f.pdf", page=3))
    assert reading.page == 3


def test_other_modalities_are_refused() -> None:
    with pytest.raises(ReaderError, match="note: found text, expected image"):
        READER.read(Text("7310865004703", "hash", "note"))


def test_formats_can_be_restricted() -> None:
    picture = image_of(symbol(EAN13))
    assert BarcodeReader(formats=["EAN-13"]).read(picture)
    assert BarcodeReader(formats=["Code 128", "QR Code"]).read(picture) == []


@pytest.mark.parametrize(
    "content",
    [
        "'; DROP TABLE items; --07310865004703",
        "https://example.com/?gtin=07310865004703",
        "https://example.com/01/07310865004704",
        "(01)07310865004703",
        "CONFIRM 7310865004703",
        "https://example.com/x?/01/07310865004703",
    ],
)
def test_hostile_codes_name_no_trade_item(content: str) -> None:
    (reading,) = read(symbol(content, "QRCode"))
    assert reading.value == content
    assert "gtin14" not in reading.details
    assert "gs1" not in reading.details


def test_gs1_data_is_told_apart() -> None:
    reading = one(symbol("(01)09506000134352(10)AB1(17)260331(3103)001250", "DataBarExp"))
    assert reading.details["gs1"] == {
        "gtin": "09506000134352", "lot": "AB1", "expiry": "2026-03-31", "kilograms": 1.25,
    }  # fmt: skip


def test_what_looks_like_an_identifier_inside_a_lot_is_no_gtin() -> None:
    (reading,) = read(symbol("(10)X(01)07310865004703", "DataBarExp"))
    assert reading.details.get("gtin14") in (None, "07310865004703")
    assert (reading.details.get("gs1") or {}).get("lot", "X").startswith("X")


def test_names_the_picture_that_it_was_read_in() -> None:
    medium = image_of(symbol(EAN13))
    (reading,) = READER.read(medium)
    height, width = medium.pixels.shape[:2]
    assert reading.details["medium"] == medium.content_hash
    assert reading.details["size"] == [width, height]
