"""Melodies as records write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judges.melody.notation import Melody, parse_melody, pitch_name, run_together


@pytest.mark.parametrize(
    ("text", "semitones", "steps"),
    [
        ("A4 C5", (69, 72), None),
        ("a4:1 c5:2", (69, 72), (1,)),
        ("A4:1/2 R:1/4 C5:.25 | B#3:1", (69, 72, 60), (0.75, 0.25)),
        ("R:1 A4:1 R:1 R:1 Bb4:1 R:2", (69, 70), (3,)),
        ("C-1:1 G9:1", (0, 127), (1,)),
        ("F\u266f4 E\u266d4 Cb4", (66, 63, 59), None),
    ],
)
def test_notes_and_the_steps_between(
    text: str, semitones: tuple[float, ...], steps: tuple[float, ...] | None
) -> None:
    assert parse_melody(text) == Melody(semitones, steps)


@pytest.mark.parametrize(
    "text",
    ["", "|", "A4", "R:1 A4:1", "A4 H4", "A4 C", "A4:1 C5", "A4 R C5", "A4:0 C5:1", "A4:1/0 C5:1",
     "A4:-1 C5:1", "A4:nan C5:1", "A4:1e9 C5:1", "A10 C5", "A4##5 C5", "A4,C5", "A4 " * 1001,
     "A4 " * 10_000, "A4:" + "9" * 9 + " C5:1"],
)  # fmt: skip
def test_what_is_no_melody(text: str) -> None:
    assert parse_melody(text) is None


@given(st.lists(st.integers(0, 127), min_size=2, max_size=20))
def test_names_of_notes_read_back(semitones: list[int]) -> None:
    text = " ".join(pitch_name(each) for each in semitones)
    assert parse_melody(text) == Melody(tuple(map(float, semitones)), None)


def test_repeated_notes_run_together() -> None:
    assert run_together(Melody((60, 60.4, 62, 62, 60), (1, 2, 3, 4))) == Melody(
        (60, 62, 60), (3, 7)
    )
    assert run_together(Melody((60, 60), None)) == Melody((60,), None)
    assert run_together(Melody((60, 60), (1,))) == Melody((60,), ())
