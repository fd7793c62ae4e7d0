"""Printed matter: pack fronts, labels, type plates, backs with a barcode."""

from functools import cache
from pathlib import Path

import numpy as np
import zxingcpp
from PIL import Image, ImageDraw, ImageFont

from .scene import Colour

FONTS = Path("/usr/share/fonts/truetype/dejavu")
"""Debian and Ubuntu: package fonts-dejavu-core, and fonts-dejavu-extra for the condensed cuts."""

INK: Colour = (32, 34, 38)
PAPER: Colour = (250, 249, 245)


@cache
def font(size: int, cut: str = "Bold") -> ImageFont.FreeTypeFont:
    """A DejaVu font; ``cut`` as in the file name: Bold, Book, Condensed-Bold, Mono-Bold."""
    name = {
        "Bold": "DejaVuSans-Bold",
        "Book": "DejaVuSans",
        "Condensed-Bold": "DejaVuSansCondensed-Bold",
        "Mono-Bold": "DejaVuSansMono-Bold",
        "Serif-Bold": "DejaVuSerif-Bold",
    }[cut]
    return ImageFont.truetype(str(FONTS / f"{name}.ttf"), size)


def write(
    art: Image.Image,
    y: int,
    words: str,
    size: int,
    colour: Colour,
    cut: str = "Bold",
    x: int | None = None,
) -> None:
    """One line centred on ``x`` (the middle without it) and ``y``, made smaller until it fits."""
    draw = ImageDraw.Draw(art)
    while draw.textlength(words, font=font(size, cut)) > art.width * 0.92:
        size -= 2
    draw.text((x or art.width // 2, y), words, (*colour, 255), font(size, cut), anchor="mm")


def sheet(width: int, height: int, colour: Colour | None = None) -> Image.Image:
    return Image.new("RGBA", (width, height), (*colour, 255) if colour else (0, 0, 0, 0))


def mixed(a: Colour, b: Colour, share: float) -> Colour:
    red, green, blue = (round(p * (1 - share) + q * share) for p, q in zip(a, b, strict=True))
    return red, green, blue


def fruit(art: Image.Image, kind: str, x: int, y: int, size: int) -> None:
    """A round fruit with a highlight, a leaf, and what tells its kind."""
    draw = ImageDraw.Draw(art)
    flesh: Colour = {
        "orange": (246, 148, 30),
        "mango": (250, 178, 46),
        "apple": (150, 196, 56),
        "oat": (222, 196, 140),
    }[kind]
    if kind == "oat":
        ear(draw, x, y, size, flesh)
        return
    wide = size * (1.22 if kind == "mango" else 1.0)
    for step in range(24):
        share = step / 24
        tone = mixed(mixed(flesh, (120, 50, 10), 0.35), mixed(flesh, (255, 250, 220), 0.5), share)
        r = 1 - share * 0.75
        dx, dy = -size * 0.22 * share, -size * 0.25 * share
        draw.ellipse(
            (x - wide * r + dx, y - size * r + dy, x + wide * r + dx, y + size * r + dy),
            fill=(*tone, 255),
        )
    leaf = [(x, y - size), (x + size * 0.55, y - size * 1.5), (x + size * 0.9, y - size * 1.15)]
    draw.polygon(leaf, fill=(60, 130, 52, 255))
    draw.line((x, y - size * 0.9, x + size * 0.1, y - size * 1.25), (96, 66, 38, 255), size // 12)


def ear(draw: ImageDraw.ImageDraw, x: int, y: int, size: int, flesh: Colour) -> None:
    draw.line((x, y + size * 1.3, x, y - size), (*mixed(flesh, INK, 0.3), 255), max(3, size // 14))
    for row in range(5):
        for side in (-1, 1):
            cx, cy = x + side * size * 0.26, y - size * 0.95 + row * size * 0.38
            draw.ellipse(
                (cx - size * 0.17, cy - size * 0.3, cx + size * 0.17, cy + size * 0.3),
                fill=(*mixed(flesh, PAPER, 0.1 * row), 255),
                outline=(150, 116, 60, 255),
                width=2,
            )


def carton_front(
    brand: str, lines: tuple[str, ...], quantity: str, main: Colour, picture: str
) -> Image.Image:
    """The front of a drinks carton, 480 by 1200."""
    art = sheet(480, 1200, PAPER)
    draw = ImageDraw.Draw(art)
    draw.rectangle((0, 0, 480, 300), fill=(*main, 255))
    draw.ellipse((-120, 220, 600, 400), fill=(*main, 255))
    write(art, 150, brand, 104, (255, 255, 255))
    for index, line in enumerate(lines):
        write(art, 490 + index * 88, line, 74, mixed(main, INK, 0.55))
    fruit(art, picture, 240, 860, 130)
    draw.rectangle((0, 1080, 480, 1200), fill=(*mixed(main, INK, 0.25), 255))
    write(art, 1140, quantity, 60, (255, 255, 255))
    return art


def wrap_label(
    brand: str, lines: tuple[str, ...], quantity: str, main: Colour, accent: Colour
) -> Image.Image:
    """A bottle's label all around, 1800 by 620: the front in the middle, dots elsewhere."""
    art = sheet(1800, 620, main)
    draw = ImageDraw.Draw(art)
    draw.rectangle((0, 0, 1800, 34), fill=(*accent, 255))
    draw.rectangle((0, 586, 1800, 620), fill=(*accent, 255))
    draw.polygon(
        [(640, 240), (760, 110), (830, 190), (930, 70), (1050, 200), (1110, 150), (1170, 240)],
        fill=(*mixed(main, accent, 0.16), 255),
    )
    front = art.crop((560, 34, 1240, 586))
    write(front, 130, brand, 120, (255, 255, 255))
    for index, line in enumerate(lines):
        write(front, 275 + index * 92, line, 76, (255, 255, 255))
    write(front, 485, quantity, 62, (255, 255, 255))
    art.paste(front, (560, 34))
    return art


def panel(
    brand: str, lines: tuple[str, ...], quantity: str, main: Colour, ink: Colour
) -> Image.Image:
    """A flat label for bags and flasks, 560 by 760."""
    art = sheet(560, 760)
    draw = ImageDraw.Draw(art)
    draw.rounded_rectangle((6, 6, 554, 754), 46, fill=(*main, 255), outline=(*ink, 255), width=6)
    write(art, 150, brand, 104, ink)
    draw.line((90, 240, 470, 240), (*ink, 255), 6)
    for index, line in enumerate(lines):
        write(art, 330 + index * 96, line, 76, ink)
    write(art, 670, quantity, 64, ink)
    return art


def mark(words: str, colour: Colour, *, height: int = 160, cut: str = "Bold") -> Image.Image:
    """Words alone, without a background."""
    face = font(height, cut)
    left, top, right, bottom = face.getbbox(words)
    art = sheet(int(right - left) + 20, int(bottom - top) + 20)
    ImageDraw.Draw(art).text((10 - left, 10 - top), words, (*colour, 255), face)
    return art


def swoosh(colour: Colour) -> Image.Image:
    """The stripe on a running shoe."""
    art = sheet(600, 300)
    draw = ImageDraw.Draw(art)
    draw.polygon([(20, 210), (180, 250), (580, 40), (200, 190)], fill=(*colour, 255))
    draw.polygon([(120, 280), (240, 290), (590, 90), (260, 240)], fill=(*colour, 255))
    return art


def barcode(gtin: str, *, module: int = 4, height: int = 150) -> Image.Image:
    """An EAN-13 with its digits and quiet zones."""
    symbol = zxingcpp.create_barcode(gtin, zxingcpp.BarcodeFormat.EAN13)
    line = np.asarray(symbol.to_image(scale=1, add_hrt=False, add_quiet_zones=False))
    row = line[line.shape[0] // 2 - 1]
    bars = Image.fromarray(np.tile(np.repeat(row, module), (height, 1)))
    art = Image.new("RGB", (bars.width + 22 * module, height + 13 * module), "white")
    art.paste(bars, (11 * module, 3 * module))
    draw = ImageDraw.Draw(art)
    spaced = f"{gtin[0]}  {gtin[1:7]}  {gtin[7:]}"
    draw.text(
        (art.width // 2, height + 8 * module),
        spaced,
        "black",
        font(8 * module, "Book"),
        anchor="mm",
    )
    return art


def back(
    brand: str, title: str, quantity: str, gtin: str, lines: tuple[str, ...], main: Colour
) -> Image.Image:
    """The back of a pack with its barcode, 620 by 800."""
    art = Image.new("RGB", (620, 800), PAPER)
    draw = ImageDraw.Draw(art)
    draw.rectangle((0, 0, 620, 96), fill=main)
    draw.text((310, 48), brand, "white", font(54), anchor="mm")
    draw.text((310, 146), f"{title}, {quantity}", INK, font(28), anchor="mm")
    for index, line in enumerate(lines):
        draw.text((48, 210 + index * 36), line, INK, font(23, "Book"), anchor="lm")
    symbol = barcode(gtin)
    art.paste(symbol, (310 - symbol.width // 2, 500))
    draw.rectangle((0, 776, 620, 800), fill=main)
    return art


def plate(brand: str, kind: str, code: str, rating: str, serial: str) -> Image.Image:
    """A brushed-metal type plate with the model code, 720 by 440."""
    grain = np.random.default_rng(7).normal(0, 5, (440, 1)) + np.linspace(12, -12, 720)[None, :]
    steel = np.clip(204 + grain, 0, 255)[..., None] + np.array([0, 2, 5])
    art = Image.fromarray(np.clip(steel, 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(art)
    draw.rounded_rectangle((10, 10, 709, 429), 22, outline=INK, width=5)
    for x, y in ((38, 38), (682, 38), (38, 402), (682, 402)):
        draw.ellipse((x - 13, y - 13, x + 13, y + 13), fill=(128, 130, 136), outline=INK, width=2)
    draw.text((360, 76), brand, INK, font(58), anchor="mm")
    draw.text((360, 134), kind, INK, font(28, "Book"), anchor="mm")
    draw.line((60, 166, 660, 166), INK, 3)
    draw.text((60, 226), "Model", INK, font(30, "Book"), anchor="lm")
    draw.text((420, 226), code, INK, font(72, "Mono-Bold"), anchor="mm")
    draw.text((60, 312), rating, INK, font(28, "Book"), anchor="lm")
    draw.text((60, 366), f"Serial  {serial}", INK, font(28, "Book"), anchor="lm")
    draw.text((640, 350), "CE", INK, font(52), anchor="rm")
    return art
