"""Decoding of a line recogniser's output."""

import numpy as np
import pytest

from judges.readers.ctc import decode

CHARACTERS = ["blank", "A", "O", "0"]
ALL = (1, 2, 3)


def steps(*rows: tuple[float, float, float, float]) -> np.ndarray:
    return np.array(rows, np.float32)


def test_repeats_are_one_and_blanks_part() -> None:
    a, blank = (0, 1, 0, 0), (1, 0, 0, 0)
    assert decode(steps(a, a, blank, a), CHARACTERS, 0.02, ALL).text == "AA"
    assert decode(steps(blank, blank), CHARACTERS, 0.02, ALL) == ("", (), (), (), ())


def test_a_character_is_as_sure_as_its_surest_step() -> None:
    line = decode(steps((0, 0.9, 0.1, 0), (0, 0.7, 0.3, 0), (0.1, 0, 0, 0.9)), CHARACTERS, 0.2, ALL)
    assert line.text == "A0"
    assert line.confidences == pytest.approx((0.9, 0.9))
    assert line.shares == ({"O": pytest.approx(0.3)}, {})


def test_shares_below_the_least_are_left_out() -> None:
    line = decode(steps((0.3, 0, 0.01, 0.69)), CHARACTERS, 0.02, ALL)
    assert (line.text, line.shares) == ("0", ({},))


def test_places_are_the_middle_of_the_steps_of_a_character() -> None:
    a, blank = (0, 1, 0, 0), (1, 0, 0, 0)
    assert decode(steps(blank, a, a, blank, a), CHARACTERS, 0.02, ALL).places == pytest.approx(
        (0.4, 0.9)
    )


def test_likenesses_are_those_of_the_surest_step() -> None:
    doubtful, sure = (0, 0.6, 0.1, 0.3), (0, 0.9, 0.08, 0.02)
    line = decode(steps(doubtful, sure), CHARACTERS, 0.02, (2, 3))
    apart = np.log(0.08 / 0.02) / 2
    assert line.likenesses == (pytest.approx((apart, -apart)),)


def test_what_has_no_likelihood_at_all_is_very_unlike() -> None:
    line = decode(steps((0, 1, 0, 0)), CHARACTERS, 0.02, (1, 2))
    assert line.likenesses[0][1] == -line.likenesses[0][0] < -30
