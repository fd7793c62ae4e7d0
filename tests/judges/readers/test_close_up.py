"""Lines cut out of pictures stand level, whatever way they ran."""

import numpy as np
import pytest
from PIL import Image as Pillow

from judges.readers.close_up import HEIGHT, close_up, upside_down

SIDES = (60, 12)
"""Width and height of the line below: dark at its start, light at its end, white beneath."""


def strip() -> np.ndarray:
    row = np.linspace(20, 180, SIDES[0])
    pixels = np.repeat(row[None, :], SIDES[1], axis=0)
    pixels[-3:] = 255
    return np.repeat(pixels[:, :, None], 3, axis=2).astype(np.uint8)


def placed(turns: int) -> tuple[np.ndarray, tuple[tuple[float, float], ...]]:
    """The line turned clockwise by quarters on grey, and its box as a detector gives it."""
    line = np.rot90(strip(), -turns)
    pixels = np.full((100, 120, 3), 128, np.uint8)
    height, width = line.shape[:2]
    pixels[20 : 20 + height, 30 : 30 + width] = line
    left, top, right, bottom = 30.0, 20.0, 30.0 + width, 20.0 + height
    return pixels, ((left, top), (right, top), (right, bottom), (left, bottom))


@pytest.mark.parametrize(("turns", "overhead"), [(0, False), (1, False), (2, True), (3, True)])
def test_lines_of_any_quarter_are_laid_level(turns: int, *, overhead: bool) -> None:
    pixels, box = placed(turns)
    seen = close_up(pixels, upside_down(box) if overhead else box, 0)
    assert seen.shape[0] == HEIGHT
    assert seen.shape[1] == pytest.approx(HEIGHT * SIDES[0] / SIDES[1], rel=0.05)
    middle = seen[HEIGHT // 3, :, 0].astype(int)
    assert middle[5] < 50
    assert middle[-5] > 150
    assert seen[-3, seen.shape[1] // 2, 0] > 230


def test_margin_shows_what_stands_around() -> None:
    pixels, box = placed(0)
    assert close_up(pixels, box, 0.5)[1, 100, 0] == pytest.approx(128, abs=3)


def test_slanted_boxes_are_straightened() -> None:
    pixels, _ = placed(0)
    turned = Pillow.fromarray(pixels).rotate(-30, resample=Pillow.Resampling.BICUBIC)
    centre = np.array([60, 50])
    angle = np.radians(30)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    corners = np.array([(30, 20), (90, 20), (90, 32), (30, 32)]) - centre
    box = tuple(map(tuple, (corners @ turn.T + centre).tolist()))
    seen = close_up(np.asarray(turned), box, 0).astype(int)
    assert np.abs(seen - close_up(pixels, placed(0)[1], 0).astype(int)).mean() < 12


@pytest.mark.parametrize(
    "box",
    [
        ((0, 0), (0, 0), (0, 0), (0, 0)),
        ((500, 500), (600, 500), (600, 510), (500, 510)),
        ((-40, -40), (300, -40), (300, 300), (-40, 300)),
        ((0, 5), (120, 5), (120, 5), (0, 5)),
    ],
)
def test_odd_boxes_give_some_picture(box: tuple) -> None:
    seen = close_up(np.zeros((100, 120, 3), np.uint8), box, 0.1)
    assert seen.shape[0] == HEIGHT
    assert seen.shape[1] >= 8
