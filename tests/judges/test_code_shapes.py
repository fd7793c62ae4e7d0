"""Shapes of codes, and what a reading can be among them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judges.code_shapes import Shapes, is_bare, shape
from judges.codes import compact

CODES = st.text("0O1IQ27BX-", min_size=1, max_size=6).filter(compact)


@pytest.mark.parametrize(
    ("code", "expected"), [("wx-4410/b", "AA9999A"), ("4410 221", "9999999"), ("BESTÅ", "AAAAA")]
)
def test_shape(code: str, expected: str) -> None:
    assert shape(code) == expected


@pytest.mark.parametrize(("code", "bare"), [("4410 221", True), ("KJUXT", True), ("K1", False)])
def test_bare(code: str, *, bare: bool) -> None:
    assert is_bare(code) == bare


def test_bare_shapes_are_learned_from_three_codes_or_declared() -> None:
    codes = ["111222", "333444", "K1", "QQQQ"]
    assert not Shapes(codes).vouch_for("777 888")
    assert Shapes([*codes, "555666"]).vouch_for("777 888")
    assert Shapes(codes, ["999 999"]).vouch_for("777 888")
    assert Shapes(codes).vouch_for("X9")


def test_too_many_doubts_leave_nothing() -> None:
    rivals = {str(place): "O" for place in range(9)}
    assert not Shapes([], ["A" * 9]).possible("0" * 9, rivals, twins=False)


@given(st.lists(CODES, max_size=8), CODES, st.dictionaries(st.integers(0, 5), st.text("OI0Q")))
def test_what_is_possible_has_a_shape_and_differs_where_it_may(
    codes: list[str], read: str, doubtful: dict[int, str]
) -> None:
    rivals = {str(place): others for place, others in doubtful.items()}
    shapes, own = Shapes(codes), compact(read)
    sure = shapes.possible(read, rivals, twins=False)
    assert sure <= shapes.possible(read, rivals, twins=True)
    for found in sure:
        assert shape(found) in set(map(shape, codes))
        assert len(found) == len(own)
        for place, (one, other) in enumerate(zip(found, own, strict=True)):
            assert one == other or one in doubtful.get(place, "")


@pytest.mark.parametrize(
    ("start", "more", "expected"),
    [
        ("", 0, True),
        ("KX", 0, True),
        ("KX-4", 0, True),
        ("K4", 0, False),
        ("KX-4416", 0, True),
        ("KX-4416", 1, False),
        ("FLT", 3, True),
        ("FLT", 4, False),
    ],
)
def test_how_codes_begin(start: str, more: int, *, expected: bool) -> None:
    assert Shapes(["KX-4416"], ["AAA-999"]).begin_with(start, more) == expected
