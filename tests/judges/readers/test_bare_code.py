"""Numbers and words that may be codes, as a reader of its own."""

import pytest
from drawn import image_of, lines
from hypothesis import given
from hypothesis import strategies as st
from judge_samples import reading

from judges.codes import compact
from judges.readers.bare_code import BareCodeReader
from judges.readers.words import WordsReader

READER = BareCodeReader()


@given(st.lists(st.text(max_size=60), max_size=4))
def test_any_lines_give_digits_or_letters_that_stand_in_them(lines: list[str]) -> None:
    for found in READER.derive([reading("words", line) for line in lines]):
        assert any(found.text in line for line in lines)
        code = compact(found.value)
        assert code.isdigit() or code.isalpha()


@pytest.mark.parametrize(
    ("code", "value", "details"),
    [
        ("4410 221", "4410-221", {"joined": True, "looks": 2, "rivals": {}}),
        ("KJUXT", "KJUXT", {"looks": 2, "rivals": {}}),
    ],
)
def test_what_stands_in_a_picture_is_looked_at_twice(
    code: str, value: str, details: dict[str, object]
) -> None:
    (found,) = READER.read(image_of(lines(code, size=30)))
    assert (found.kind, found.reader, found.text) == ("bare_code", "bare_code", code)
    assert (found.value, found.details) == (value, details)


def test_a_mixed_code_is_none() -> None:
    assert READER.read(image_of(lines("KT-3307", size=30))) == []


def test_a_word_that_was_found_ends_no_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """Print is full of words: where a line was read badly, more is looked for all the same."""
    turned = [reading("words", "4410 221")]
    monkeypatch.setattr(WordsReader, "read_turned", lambda *_: turned)
    image = image_of(lines("BUTTER", size=30))
    for doubt, expected in [(0.5, ["BUTTER", "4410-221"]), (0.99, ["BUTTER"])]:
        found = READER.reread(image, [reading("words", "BUTTER"), reading("words", "x?", doubt)])
        assert [code.value for code in found] == expected
