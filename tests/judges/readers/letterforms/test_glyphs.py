"""Where the ink of each character of a line is."""

import numpy as np
import pytest
from drawn import lines
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image as Pillow
from PIL import ImageDraw, ImageOps

from judges.readers.letterforms.glyphs import Glyph, glyphs

TEXT = "KT3307"


def drawn(text: str) -> tuple[Pillow.Image, list[float]]:
    """A strip 48 pixels high, and where each character is, as a share of its width."""
    strip = lines(text, size=24)
    columns = np.flatnonzero((np.asarray(strip.convert("L")) < 128).any(axis=0))
    starts = columns[np.flatnonzero(np.diff(columns, prepend=-9) > 1)]
    ends = columns[np.flatnonzero(np.diff(columns, append=1e6) > 1)]
    return strip, ((starts + ends + 1) / 2 / strip.width).tolist()


def found(strip: Pillow.Image, places: list[float]) -> list[Glyph]:
    cut = [glyph for glyph in glyphs(np.asarray(strip), places) if glyph is not None]
    assert len(cut) == len(places)
    return cut


def test_each_character_has_its_ink() -> None:
    strip, places = drawn(TEXT)
    cut = found(strip, places)
    for place, glyph in zip(places, cut, strict=True):
        assert glyph.left < place * strip.width < glyph.right
    assert [glyph.width for glyph in cut[2:4]] == pytest.approx([cut[2].width] * 2, abs=1)
    assert [glyph.height for glyph in cut] == pytest.approx([17.5] * len(TEXT), abs=1.5)


def test_light_print_on_a_dark_ground_is_cut_alike() -> None:
    strip, places = drawn(TEXT)
    assert found(ImageOps.invert(strip), places) == found(strip, places)


def test_shade_along_the_line_changes_little() -> None:
    strip, places = drawn(TEXT)
    shade = np.linspace(1.0, 0.6, strip.width)[None, :, None]
    shaded = Pillow.fromarray((np.asarray(strip) * shade).astype(np.uint8))
    for plain, dim in zip(found(strip, places), found(shaded, places), strict=True):
        assert dim.width == pytest.approx(plain.width, abs=0.7)


def test_all_places_may_be_a_little_beside_their_characters() -> None:
    strip, places = drawn(TEXT)
    beside = [place + 4 / strip.width for place in places]
    assert found(strip, beside) == found(strip, places)


def test_characters_that_touch_are_not_cut() -> None:
    strip, places = drawn(TEXT)
    y = strip.height // 2
    ImageDraw.Draw(strip).line(
        (places[2] * strip.width, y, places[3] * strip.width, y), fill=(20, 20, 30), width=3
    )
    cut = glyphs(np.asarray(strip), places)
    assert [glyph is None for glyph in cut] == [False, False, True, True, False, False]


def test_hyphens_have_no_glyph() -> None:
    strip, places = drawn("K-3")
    assert [glyph is None for glyph in glyphs(np.asarray(strip), places)] == [False, True, False]


def test_a_marked_zero_is_inked_in_its_middle() -> None:
    strip, places = drawn("K003")
    x, y = places[1] * strip.width, strip.height / 2
    top, bottom = found(strip, places)[1][2:4]
    y = (top + bottom) / 2
    ImageDraw.Draw(strip).ellipse((x - 2, y - 2, x + 2, y + 2), fill=(20, 20, 30))
    marked, plain = found(strip, places)[1:3]
    assert marked.middle > 0.5
    assert plain.middle < 0.1


def test_an_i_is_as_wide_all_the_way_down() -> None:
    bar, flagged, footed = (glyph.even for glyph in found(*drawn("I1L")))
    assert bar > 0.9
    assert max(flagged, footed) < 0.6


@given(
    arrays.arrays(
        np.uint8,
        st.tuples(st.just(48), st.integers(8, 90), st.just(3)),
        elements=st.integers(0, 255),
    ),
    st.lists(st.floats(0, 1.5), max_size=5),
)
def test_any_strip_gives_a_glyph_or_none_for_each_place(
    strip: np.ndarray, places: list[float]
) -> None:
    assert len(glyphs(strip, places)) == len(places)
