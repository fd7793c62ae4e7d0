"""Patterns as records write them."""

import pytest

from judges.tone.pattern import Pulse, parse_pattern


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0.5 on 0.5 off", [(0.5, 0.5)]),
        ("0.5 on 0.5 off x3, 1.5 off", [(0.5, 0.5), (0.5, 0.5), (0.5, 1.5)]),
        ("0.1 ON 0.1 OFF \u00d7 4, 5 off", [(0.1, 0.1)] * 3 + [(0.1, 5)]),
        ("1s on 0.2s off, 0.1s on 2s off", [(1, 0.2), (0.1, 2)]),
        ("1 on, 0.5 off", [(1, 0.5)]),
    ],
)
def test_patterns(text: str, expected: list[tuple[float, float]]) -> None:
    assert parse_pattern(text) == tuple(Pulse(*pulse) for pulse in expected)


@pytest.mark.parametrize(
    "text",
    ["", "beep", "0.5", "0.5 on", "1 off", "0 on 1 off", "1 on 0 off", "-1 on 1 off",
     "1 on 1 off x0", "1 on 1 off x99", "1 off x2", "1 on 1 off,", "1e9 on 1 off"],
)  # fmt: skip
def test_what_is_no_pattern(text: str) -> None:
    assert parse_pattern(text) is None
