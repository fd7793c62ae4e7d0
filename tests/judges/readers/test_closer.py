"""Which way up lines stand, and what they say when they are looked at once more."""

from collections.abc import Sequence

import pytest
from drawn import image_of, lines
from judge_samples import reading

from judges import ReaderError, Reading
from judges.readers.closer import again, as_read, right_way_up
from judges.readers.words import WordsReader
from modalities import Image

WORDS = WordsReader()


def read(*texts: str, overhead: bool) -> tuple[Image, list[Reading]]:
    """A picture of lines of print, upside down or not, and what the words reader makes of it."""
    picture = lines(*texts, size=30)
    image = image_of(picture.rotate(180) if overhead else picture)
    found = WORDS.read(image)
    assert len(found) == len(texts)
    return image, found


def taken_for(line: Reading, text: str, confidence: float) -> Reading:
    return line.model_copy(update={"text": text, "value": text, "confidence": confidence})


def turned(image: Image, tried: Sequence[Reading], around: Sequence[Reading]) -> list[str]:
    return [each.first for each in right_way_up(WORDS, image.pixels, tried, around)]


@pytest.mark.parametrize("overhead", [False, True])
def test_a_line_counts_the_way_it_is_read_more_surely(*, overhead: bool) -> None:
    image, (line,) = read("KT-3307M", overhead=overhead)
    (looked,) = right_way_up(WORDS, image.pixels, [line], [line])
    assert looked.first == "KT-3307M"
    assert (looked.box != line.box) == overhead
    ((_, second),) = again(WORDS, image.pixels, [looked])
    assert second.text == "KT-3307M"


@pytest.mark.parametrize("overhead", [False, True])
def test_what_is_read_surely_both_ways_goes_the_way_of_its_neighbour(*, overhead: bool) -> None:
    image, found = read("HJ-6009", "Recycle", overhead=overhead)
    code, other = sorted(found, key=lambda line: line.box[0][1], reverse=overhead)  # type: ignore[index]
    sure = taken_for(code, "6009-CH" if overhead else "HJ-6009", 0.96)
    assert turned(image, [sure, other], [sure, other]) == ["HJ-6009", "Recycle"]


def test_such_a_line_alone_stays_as_it_was_read() -> None:
    image, (line,) = read("HJ-6009", overhead=True)
    sure = taken_for(line, "6009-CH", 0.96)
    assert turned(image, [sure], [sure]) == ["6009-CH"]


def test_lines_that_run_across_are_no_neighbours() -> None:
    image, (line,) = read("HJ-6009", overhead=True)
    sure = taken_for(line, "6009-CH", 0.96)
    box = ((1.0, 1.0), (9.0, 1.0), (9.0, 60.0), (1.0, 60.0))
    across = reading("words", "Recycle", 1.0).model_copy(update={"box": box})
    assert turned(image, [sure], [sure, across]) == ["6009-CH"]


def test_a_surely_read_neighbour_stands_as_it_was_read() -> None:
    image, (line,) = read("HJ-6009", overhead=True)
    sure = taken_for(line, "6009-CH", 0.96)
    for box, text in [
        (((1.0, 1.0), (90.0, 1.0), (90.0, 9.0), (1.0, 9.0)), "6009-CH"),
        (((90.0, 9.0), (1.0, 9.0), (1.0, 1.0), (90.0, 1.0)), "HJ-6009"),
    ]:
        beside = reading("words", "Recycle", 1.0).model_copy(update={"box": box})
        assert turned(image, [sure], [sure, beside]) == [text]


def test_a_line_without_a_place_cannot_be_looked_at() -> None:
    with pytest.raises(ReaderError, match="a line of a picture has no place"):
        as_read(reading("words", "WX-4410"))
