"""Layout: a depth map and the photo of the same view share it."""

import numpy as np
import pytest
from numpy.typing import NDArray

from modalities import Depth, Image, Modality
from modalities.lite.layout import depth_layouts, image_layouts
from modalities.lite.maps import LAYOUT, unit
from modalities.lite.space import LiteSpace

SCENES = 8


def scene(seed: int, *, shift: int = 0) -> tuple[Depth, Image]:
    """Boards before a wall: what is nearer hides what is farther; colours know nothing of depth."""
    random = np.random.default_rng(seed)
    metres = np.full((240, 320), 4.0, dtype=np.float32)
    pixels = np.full((240, 320, 3), random.integers(60, 200, 3), dtype=np.uint8)
    for distance in np.linspace(3.5, 1.0, 5):
        top, left = random.integers(0, 160), random.integers(20, 220) + shift
        height, width = random.integers(40, 100, 2)
        board = slice(top, top + height), slice(left, left + width)
        metres[board] = distance
        pixels[board] = random.integers(0, 256, 3)
    return Depth(metres, f"d{seed}", "depth"), Image(pixels, f"i{seed}", "photo")


def ranked_first(asked: NDArray[np.float32], found: NDArray[np.float32]) -> int:
    nearest = (asked @ found.T).argmax(axis=1)
    return int((nearest == np.arange(len(asked))).sum())


@pytest.fixture(scope="module")
def scenes() -> tuple[list[Depth], list[Image]]:
    depths, photos = zip(*(scene(seed) for seed in range(SCENES)), strict=True)
    return list(depths), list(photos)


def test_a_depth_map_finds_its_own_photo(
    space: LiteSpace, scenes: tuple[list[Depth], list[Image]]
) -> None:
    depths = space.embed(Modality.DEPTH, scenes[0])
    photos = space.embed(Modality.IMAGE, scenes[1])
    assert ranked_first(depths, photos) == ranked_first(photos, depths) == SCENES


def test_a_view_moved_by_a_few_pixels_is_told_apart() -> None:
    moves = (-24, -16, -8, 0, 8, 16, 24)
    depths, photos = zip(*(scene(3, shift=move) for move in moves), strict=True)
    asked, found = unit(depth_layouts(depths)), unit(image_layouts(photos))
    assert ranked_first(asked, found) == ranked_first(found, asked) == len(moves)


def test_holes_are_no_edges(scenes: tuple[list[Depth], list[Image]]) -> None:
    (whole,) = depth_layouts([Depth(np.full((240, 320), 2.0, np.float32), "w", "wall")])
    metres = np.full((240, 320), 2.0, np.float32)
    metres[60:120, 80:200] = np.nan
    (holed,) = depth_layouts([Depth(metres, "h", "holed wall")])
    np.testing.assert_allclose(holed, whole, atol=1e-3)
    assert not whole.any()


def test_dark_on_bright_lies_as_bright_on_dark() -> None:
    _, photo = scene(5)
    other = Image(255 - photo.pixels, "n", "negative")
    positive, negative = unit(image_layouts([photo, other]))
    assert positive @ negative > 0.9


@pytest.mark.parametrize("shape", [(1, 900), (900, 1), (1, 1), (480, 640)])
def test_any_shape_has_a_layout(shape: tuple[int, int]) -> None:
    random = np.random.default_rng(0)
    photo = Image(random.integers(0, 256, (*shape, 3), dtype=np.uint8), "x", "x")
    depth = Depth(random.uniform(0.1, 9, shape).astype(np.float32), "x", "x")
    for layouts in (image_layouts([photo]), depth_layouts([depth])):
        assert layouts.shape == (1, LAYOUT)
        assert np.isfinite(layouts).all()


def test_an_infinite_or_missing_distance_is_a_hole() -> None:
    metres = np.full((48, 64), 2.0, np.float32)
    for nothing in (np.nan, 0.0, np.inf):
        metres[10:20] = nothing
        assert np.isfinite(depth_layouts([Depth(metres, "x", "x")])).all()


def test_a_large_photo_lies_as_a_small_one() -> None:
    _, photo = scene(2)
    large = Image(np.kron(photo.pixels, np.ones((9, 9, 1), np.uint8)), "l", "large")
    small, same = unit(image_layouts([photo, large]))
    assert small @ same > 0.98
