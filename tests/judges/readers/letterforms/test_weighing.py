"""O and 0, I and 1, by what the recogniser leaves open and by the forms of the print."""

import numpy as np
import pytest
from drawn import lines
from PIL import Image as Pillow
from PIL import ImageDraw

from judges.readers.ctc import Line
from judges.readers.letterforms import weighing
from judges.readers.letterforms.glyphs import Glyph
from judges.readers.letterforms.likeness import likeness
from judges.readers.letterforms.weighing import (
    ROUND,
    STRAIGHT,
    Evidence,
    are_twins,
    by_form,
    evidence,
    forms_of,
)
from judges.readers.ocr import PRINTABLE

BLANK = np.full((48, 160, 3), 230, np.uint8)


def line(
    text: str,
    place: int,
    share: float,
    other: str,
    places: tuple[float, ...] = (),
    like: float = 0.0,
) -> Line:
    """A line that is read surely but for one character, and the other that it may be.

    ``like`` are the log odds of the letter of the two by all other characters.
    """
    sure = tuple(1 - share if at == place else 1.0 for at in range(len(text)))
    shares = tuple({other: share} if at == place else {} for at in range(len(text)))
    letter = "I" if {other, text[place]} & {"I", "1"} else "O"
    likenesses = (looking(letter, like),) * len(text)
    middles = places or tuple(at / len(text) for at in range(len(text)))
    return Line(text, sure, shares, middles, likenesses)


def looking(letter: str, odds: float) -> tuple[float, ...]:
    """Log likelihoods of all characters that speak so for a letter."""
    none = likeness(letter, [0.0] * len(PRINTABLE))
    weights = [likeness(letter, one.tolist()) - none for one in np.eye(len(PRINTABLE))]
    return tuple((np.array(weights) * (odds - none) / np.square(weights).sum()).tolist())


def found_in(read: Line, strip: np.ndarray, pair: weighing.Pair = ROUND) -> dict[int, Evidence]:
    return evidence(read, forms_of(read, strip), pair)


def printed(text: str) -> tuple[np.ndarray, tuple[float, ...]]:
    """A strip that shows the text, and where its characters are."""
    strip = np.asarray(lines(text, size=24))
    columns = np.flatnonzero((strip.mean(axis=2) < 128).any(axis=0))
    starts = columns[np.flatnonzero(np.diff(columns, prepend=-9) > 1)]
    ends = columns[np.flatnonzero(np.diff(columns, append=1e6) > 1)]
    return strip, tuple((starts + ends + 1) / 2 / strip.shape[1])


@pytest.mark.parametrize(("shown", "text"), [("K03458", "K03458"), ("KO3458", "KO3458")])
def test_a_round_character_wider_than_the_digits_is_an_o(shown: str, text: str) -> None:
    strip, places = printed(shown)
    assert by_form(line("K03458", 1, 0.08, "O", places), strip).text == text


def test_one_that_is_wide_is_likelier_an_o_whatever_was_read() -> None:
    narrow, wide = (
        by_form(line("KO3458", 1, 0.4, "0", places), strip).shares[1]["0"]
        for strip, places in map(printed, ("K03458", "KO3458"))
    )
    assert wide < narrow


def dotted(text: str, at: int) -> tuple[np.ndarray, tuple[float, ...]]:
    """The text with a dot in the middle of one character."""
    strip, places = printed(text)
    picture = Pillow.fromarray(strip)
    x = places[at] * picture.width
    rows = np.flatnonzero((strip.mean(axis=2) < 128).any(axis=1))
    y = rows.mean()
    ImageDraw.Draw(picture).ellipse((x - 2, y - 2, x + 2, y + 2), fill=(20, 20, 30))
    return np.asarray(picture), places


@pytest.mark.parametrize(("dot", "unmarked"), [(3, 1.0), (1, 0.0)])
def test_a_plain_one_beside_a_marked_zero_speaks_for_the_letter(dot: int, unmarked: float) -> None:
    strip, places = dotted("K0304", dot)
    assert found_in(line("K0304", 1, 0.01, "O", places), strip)[1].unmarked == unmarked


@pytest.mark.parametrize("shown", ["KI34", "K134"])
def test_one_bar_is_an_i_and_what_has_a_flag_a_1(shown: str) -> None:
    strip, places = printed(shown)
    assert by_form(line("K134", 1, 0.02, "I", places, like=2.5), strip).text == shown


@pytest.mark.parametrize(("shown", "bar"), [("KI34", 1.0), ("K134", 0.0)])
def test_a_bar_has_no_flag(shown: str, bar: float) -> None:
    strip, places = printed(shown)
    found = found_in(line("K134", 1, 0.1, "I", places), strip, STRAIGHT)[1]
    assert found.bar == pytest.approx(bar, abs=0.2)


def test_where_print_makes_no_difference_the_recogniser_alone_is_heard() -> None:
    found = found_in(line("K0", 1, 0.01, "O"), BLANK)
    assert found == {
        1: Evidence(
            ROUND, pytest.approx(np.log(0.01 / 0.99)), pytest.approx(0, abs=1e-9), 0.0, 0.0, 0.0
        )
    }


def test_the_recogniser_tends_to_the_digit() -> None:
    """It gives a true 0 hardly any share of O, and many a true O no more than a fifth."""
    assert by_form(line("K0", 1, 0.2, "O"), BLANK).text == "KO"
    assert by_form(line("K0", 1, 0.04, "O"), BLANK).text == "K0"


@pytest.mark.parametrize(("like", "text"), [(3, "KO"), (0, "K0"), (-3, "K0")])
def test_what_looks_like_an_o_in_all_else_is_one(like: float, text: str) -> None:
    weighed = by_form(line("K0", 1, 0.04, "O", like=like), BLANK)
    assert weighed.text == text


def test_the_two_of_a_pair_keep_their_sum_and_others_their_share() -> None:
    like = (looking("O", 0.0),) * 2
    read = Line("K0", (1.0, 0.6), ({}, {"O": 0.3, "D": 0.05}), (0.2, 0.8), like)
    weighed = by_form(read, BLANK)
    assert weighed.text == "KO"
    assert weighed.confidences[1] + weighed.shares[1]["0"] == pytest.approx(0.9)
    assert weighed.shares[1]["D"] == 0.05


@pytest.mark.parametrize("pair", [ROUND, STRAIGHT])
def test_the_forms_leave_doubt_where_they_overrule(pair: weighing.Pair) -> None:
    weighed = by_form(line(f"K{pair.digit}", 1, 0.45, pair.letter, like=9.0), BLANK)
    assert weighed.text == f"K{pair.letter}"
    assert weighed.shares[1][pair.digit] >= 0.029


def test_what_the_recogniser_is_sure_of_stays() -> None:
    read = line("KO-101", 0, 0.2, "X")
    assert by_form(read, BLANK) == read
    assert by_form(Line("", (), (), (), ()), BLANK).text == ""


def test_a_badly_cut_glyph_says_no_more_than_the_widest(monkeypatch: pytest.MonkeyPatch) -> None:
    sides = [(0, 90, 0, 20), (100, 110, 0, 20), (120, 130, 0, 70)]
    cut = [Glyph(*each, middle=0.0, even=0.5) for each in sides]
    monkeypatch.setattr(weighing, "glyphs", lambda _strip, _places: cut)
    assert found_in(line("034", 0, 0.01, "O"), BLANK)[0].width == pytest.approx(0.2)
    assert found_in(line("304", 1, 0.01, "O"), BLANK)[1].width == pytest.approx(-0.25)


def test_pairs() -> None:
    assert are_twins("O", "0")
    assert are_twins("1", "I")
    assert not are_twins("O", "Q")
    assert not are_twins("0", "0")
