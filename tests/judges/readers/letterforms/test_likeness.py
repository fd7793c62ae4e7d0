"""How like a letter a character looks, of print that the recogniser reads."""

import json

import numpy as np
import pytest
from drawn import lines

from judges.readers.ctc import Line
from judges.readers.letterforms.likeness import FILE, likeness
from judges.readers.ocr import PRINTABLE
from judges.readers.words import WordsReader


@pytest.fixture(scope="module")
def reader() -> WordsReader:
    return WordsReader()


def read(reader: WordsReader, text: str) -> Line:
    (line,) = reader.read_lines([np.asarray(lines(text, size=24))])
    return line


@pytest.mark.parametrize(("letter", "digit"), [("O", "0"), ("I", "1")])
def test_a_letter_is_liker_to_itself_than_the_digit_is(
    reader: WordsReader, letter: str, digit: str
) -> None:
    true, other = (read(reader, f"5K{char}384").likenesses[2] for char in (letter, digit))
    assert likeness(letter, true) > 0 > likeness(letter, other)


def test_each_character_is_compared_with_all(reader: WordsReader) -> None:
    line = read(reader, "KO-38 4")
    assert [len(each) for each in line.likenesses] == [len(PRINTABLE)] * len(line.text)
    assert [sum(each) for each in line.likenesses] == pytest.approx([0] * len(line.text), abs=1e-3)
    assert PRINTABLE[int(np.argmax(line.likenesses[0]))] == "K"


def test_odds_are_linear_in_what_was_fitted() -> None:
    weights = json.loads(FILE.read_text(encoding="utf-8"))["O"]
    logs = np.linspace(-5, 5, len(PRINTABLE))
    stated = weights[""] + sum(
        weights[char] * log for char, log in zip(PRINTABLE, logs, strict=True)
    )
    assert likeness("O", logs) == pytest.approx(stated)
