import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from modalities import (
    Document,
    DocumentLoader,
    EmptyMediumError,
    Image,
    LimitError,
    Limits,
    Source,
    Text,
    UnreadableError,
    pdf,
)

Encode = Callable[..., bytes]


def load(data: bytes, **limits: Any) -> Document:
    return DocumentLoader(Limits(**limits)).load(Source("f.pdf", data=data))


def test_expands_to_page_images_and_page_texts(pdf_bytes: Encode) -> None:
    document = load(pdf_bytes(["Invoice 4711", "", "Total 12.50"]))
    assert [page.page for page in document.pages] == [1, 2, 3]
    assert [(text.page, text.text) for text in document.texts] == [
        (1, "Invoice 4711"),
        (3, "Total 12.50"),
    ]
    assert document.media == (*document.pages, *document.texts)
    assert [medium.source for medium in document.media] == [
        f"f.pdf#page={page}" for page in (1, 2, 3, 1, 3)
    ]


def test_pages_are_rendered_at_150_dots_per_inch_on_white(pdf_bytes: Encode) -> None:
    page = load(pdf_bytes(["Invoice 4711"], box="0 0 288 144")).pages[0].pixels
    assert page.shape == (300, 600, 3)
    assert page.dtype == np.uint8
    assert tuple(page[0, 0]) == (255, 255, 255)
    assert page.min() < 50
    assert not page.flags.writeable


def test_colours_are_not_swapped(pdf_of_objects: Encode) -> None:
    drawing = "1 0 0 rg 0 0 72 72 re f"
    data = pdf_of_objects(
        [
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]/Contents 4 0 R>>",
            f"<</Length {len(drawing)}>>stream\n{drawing}\nendstream",
        ]
    )
    assert tuple(load(data).pages[0].pixels[75, 75]) == (255, 0, 0)


@pytest.mark.parametrize("xfa", ["", "/XFA[]"])
def test_filled_in_fields_are_drawn(
    xfa: str, pdf_of_objects: Encode, capfd: pytest.CaptureFixture[str]
) -> None:
    def form(value: str) -> bytes:
        style = "/DA(/F 12 Tf 0 g)"
        fields = f"/Fields[4 0 R]/NeedAppearances true{style}/DR<</Font<</F 5 0 R>>>>"
        return pdf_of_objects(
            [
                f"<</Type/Catalog/Pages 2 0 R/AcroForm<<{fields}{xfa}>>>>",
                "<</Type/Pages/Kids[3 0 R]/Count 1>>",
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Annots[4 0 R]>>",
                f"<</Subtype/Widget/FT/Tx/T(a)/V({value})/F 4{style}/Rect[10 10 150 50]>>",
                "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            ]
        )

    assert load(form("")).pages[0].pixels.min() == 255
    assert load(form("4711")).pages[0].pixels.min() < 100
    assert capfd.readouterr().err == ""


def test_large_sheets_are_rendered_coarser(pdf_bytes: Encode) -> None:
    height, width, _ = load(pdf_bytes(["A0"], box="0 0 2384 3370")).pages[0].pixels.shape
    assert 3_900_000 < height * width < 4_100_000
    assert height / width == pytest.approx(3370 / 2384, rel=0.01)


def test_all_pages_share_the_pixel_limit(pdf_bytes: Encode) -> None:
    document = load(pdf_bytes(["a", "b", "c", "d"]), pixels=40_000)
    sizes = [page.pixels.shape[0] * page.pixels.shape[1] for page in document.pages]
    assert max(sizes) <= 10_500
    assert min(sizes) > 9_500


@pytest.mark.parametrize("box", ["0 0 14400 0.001", "0 0 1000000000 1"])
def test_slivers_cost_nothing(box: str, pdf_bytes: Encode) -> None:
    try:
        pixels = load(pdf_bytes(["x"], box=box)).pages[0].pixels
    except (LimitError, UnreadableError):
        return
    assert pixels.size < 30_000_000


def test_page_limit_is_inclusive(pdf_bytes: Encode) -> None:
    assert len(load(pdf_bytes(["x"] * 3), pages=3).pages) == 3
    with pytest.raises(LimitError, match=r"f\.pdf: 4 pages, at most 3 allowed"):
        load(pdf_bytes(["x"] * 4), pages=3)


def test_ten_thousand_pages_are_refused(pdf_bytes: Encode) -> None:
    with pytest.raises(LimitError, match="10000 pages, at most 200 allowed"):
        load(pdf_bytes([""] * 10_000))


def test_no_pages_are_refused_whatever_was_refused_before(pdf_bytes: Encode) -> None:
    for _ in range(2):
        with pytest.raises(EmptyMediumError, match="without pages"):
            load(pdf_bytes([]))
        with pytest.raises(UnreadableError, match="found a broken PDF"):
            load(b"%PDF-1.7\n")


def test_an_encrypted_document_is_refused(pdf_bytes: Encode) -> None:
    lock = f"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<{'41' * 32}>/U<{'42' * 32}>>>/ID[<00><00>]"
    with pytest.raises(UnreadableError, match=r"f\.pdf: found an encrypted PDF, expected one that"):
        load(pdf_bytes(["secret"], trailer=lock))


def test_one_text_is_limited_by_page(pdf_bytes: Encode) -> None:
    with pytest.raises(LimitError, match=r"f\.pdf#page=2: 12 characters, at most 5"):
        load(pdf_bytes(["short", "not so short"]), characters=5)


def test_content_hashes_differ_by_page_and_kind(pdf_bytes: Encode) -> None:
    document = load(pdf_bytes(["same", "same"]))
    assert len({medium.content_hash for medium in document.media}) == 4


def test_documents_may_be_loaded_from_many_threads(pdf_bytes: Encode) -> None:
    files = [pdf_bytes([f"Document {number}", f"Number {number}"]) for number in range(12)]
    with ThreadPoolExecutor(6) as pool:
        documents = list(pool.map(load, files))
    for number, document in enumerate(documents):
        assert [text.text for text in document.texts] == [f"Document {number}", f"Number {number}"]
        assert all(page.pixels.min() < 50 for page in document.pages)


def test_pdfium_is_inside_one_call_at_a_time(
    pdf_bytes: Encode, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_page = pdf._read_page
    inside: list[int] = []
    seen: list[int] = []

    def watched(*arguments: Any) -> pdf.Page:
        inside.append(1)
        seen.append(len(inside))
        time.sleep(0.002)
        try:
            return read_page(*arguments)
        finally:
            inside.pop()

    monkeypatch.setattr(pdf, "_read_page", watched)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(load, [pdf_bytes(["a", "b"])] * 8))
    assert seen == [1] * 16


def test_says_what_was_found_instead() -> None:
    with pytest.raises(UnreadableError, match=r"f\.pdf: found PNG, expected a PDF"):
        load(b"\x89PNG\r\n\x1a\n")


def test_pages_and_texts_are_media(pdf_bytes: Encode) -> None:
    document = load(pdf_bytes(["words"]))
    assert [type(medium) for medium in document.media] == [Image, Text]
