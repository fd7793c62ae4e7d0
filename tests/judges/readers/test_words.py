"""What the OCR reader makes of drawn labels, and of pictures that it cannot read."""

import socket
from typing import NoReturn

import numpy as np
import pytest
from drawn import image_of, lines
from PIL import Image as Pillow

from judges import ReaderError, Reading
from judges.readers import ocr
from judges.readers.ocr import Ocr
from judges.readers.words import WordsReader
from modalities import Image, Text


@pytest.fixture(scope="module")
def reader() -> WordsReader:
    return WordsReader()


def values(readings: list[Reading]) -> list[str]:
    return [reading.value for reading in readings]


def test_reads_lines_from_the_top_down(reader: WordsReader) -> None:
    found = reader.read(image_of(lines("ROASTED BARLEY", "Net 450 g")))
    assert values(found) == ["ROASTED BARLEY", "Net 450 g"]
    assert all(reading.text == reading.value for reading in found)
    assert all(reading.confidence > 0.9 for reading in found)


def test_lines_of_the_turned_picture_are_placed_in_the_picture_as_given(
    reader: WordsReader,
) -> None:
    image = image_of(lines("BARLEY", size=60))
    (level,), (turned,) = reader.read(image), reader.read_turned(image)
    assert level.box is not None
    assert turned.box is not None
    for one, other in zip(sorted(level.box), sorted(turned.box), strict=True):
        assert one == pytest.approx(other, abs=8)


@pytest.mark.parametrize("zoom", [0.4, 1, 6])
def test_boxes_are_in_pixels_of_the_picture_as_given(reader: WordsReader, zoom: float) -> None:
    drawn = lines("BARLEY", size=40)
    picture = drawn.resize((round(drawn.width * zoom), round(drawn.height * zoom)))
    (found,) = reader.read(image_of(picture))
    assert found.value == "BARLEY"
    assert found.box is not None
    left, top = found.box[0]
    right, bottom = found.box[2]
    ink = np.argwhere(np.asarray(picture.convert("L")) < 128)
    (first_row, first_column), (last_row, last_column) = ink.min(0), ink.max(0)
    slack = 12 * zoom
    assert left == pytest.approx(first_column, abs=slack)
    assert right == pytest.approx(last_column, abs=slack)
    assert top == pytest.approx(first_row, abs=slack)
    assert bottom == pytest.approx(last_row, abs=slack)


def test_readings_name_their_picture_and_its_size(reader: WordsReader) -> None:
    image = image_of(lines("BARLEY"))
    (found,) = reader.read(image)
    assert found.details["medium"] == image.content_hash
    assert found.details["size"] == [image.pixels.shape[1], image.pixels.shape[0]]


@pytest.mark.parametrize("shape", [(1, 1), (2, 500), (500, 2), (80, 80)])
def test_blank_pictures_of_any_shape_hold_no_words(
    reader: WordsReader, shape: tuple[int, int]
) -> None:
    assert reader.read(image_of(Pillow.new("RGB", shape, (200, 200, 200)))) == []


def test_a_text_is_refused(reader: WordsReader) -> None:
    with pytest.raises(ReaderError, match=r"note: found text.*images"):
        reader.read(Text("words", "hash", "note"))


def test_pixels_that_are_none_are_refused(reader: WordsReader) -> None:
    broken = Image(np.zeros((50, 50), np.uint8), "hash", "grey")  # one channel, not three
    with pytest.raises(ReaderError, match="grey"):
        reader.read(broken)


def test_nothing_is_downloaded(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> NoReturn:
        raise AssertionError("the reader opened a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    fresh = WordsReader(Ocr())
    fresh.warm_up()
    assert values(fresh.read(image_of(lines("BARLEY")))) == ["BARLEY"]


def test_missing_models_are_a_reader_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setattr(ocr, "files", lambda _: tmp_path)
    with pytest.raises(ReaderError, match="models"):
        WordsReader(Ocr()).warm_up()
