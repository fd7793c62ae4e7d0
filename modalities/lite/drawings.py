"""Drawings of the things that ESC-10 records, for want of photos: the emoji of a colour font."""

from pathlib import Path

import numpy as np
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from modalities.medium import Image

SIZE = 109
"""The one size, in points, that the bitmaps of Noto Color Emoji come in."""
DRAWN = {
    "baby cry": "\N{BABY}",
    "chainsaw": "\N{CARPENTRY SAW}",
    "clock tick": "\N{ALARM CLOCK}",
    "dog bark": "\N{DOG}",
    "fire crackling": "\N{FIRE}",
    "helicopter": "\N{HELICOPTER}",
    "person sneeze": "\N{SNEEZING FACE}",
    "rain": "\N{CLOUD WITH RAIN}",
    "rooster": "\N{ROOSTER}",
    "sea waves": "\N{WATER WAVE}",
}
"""The drawing of each label, in alphabetical order; a hand saw has to do for a chainsaw."""


def drawings(font: Path) -> list[Image]:
    """One picture for each label of ``DRAWN``, in order. Raises OSError for no colour font."""
    bitmaps = ImageFont.truetype(font, SIZE)
    return [_drawing(character, bitmaps) for character in DRAWN.values()]


def _drawing(character: str, font: ImageFont.FreeTypeFont) -> Image:
    canvas = Pillow.new("RGB", (160, 160), "white")
    middle = (canvas.width / 2, canvas.height / 2)
    ImageDraw.Draw(canvas).text(middle, character, font=font, embedded_color=True, anchor="mm")
    return Image(np.asarray(canvas), character, character)
