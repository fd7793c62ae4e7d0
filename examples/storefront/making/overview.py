"""One sheet for the documentation: families of siblings, side by side."""

from pathlib import Path

from PIL import Image, ImageDraw

from .artwork import INK, font

TILE, CAPTION, MARGIN = 150, 22, 14
BACKGROUND = (252, 252, 250)

ROWS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("One word apart", (
        ("solara-orange-1l-front", "orange"), ("solara-orange-mild-1l-front", "orange mild"),
        ("solara-mango-1l-front", "mango"), ("nordal-oat-a-front", "oat, recipe A"),
        ("nordal-oat-b-front", "oat, recipe B"), ("nordal-oat-barista-front", "barista"),
    )),
    ("Small print", (
        ("fontel-still-1l-front", "1 l"), ("fontel-still-500ml-front", "500 ml"),
        ("klaro-lemon-1l-front", "1 l"), ("klaro-lemon-500ml-front", "500 ml"),
        ("morello-coffee-acme-front", "tenant acme"),
        ("morello-coffee-globex-front", "tenant globex"),
    )),
    ("One character", (
        ("halden-wx-4418-side", "WX-4418"), ("halden-wx-4418-plate", "its plate"),
        ("halden-wx-441b-plate", "WX-441B"), ("orum-qt-105-side", "QT-105"),
        ("orum-qt-10s-plate", "QT-10S"), ("veltra-vr-9310-side", "VR-9310"),
    )),
    ("Plug, metres, year", (
        ("halden-charger-eu-side", "EU"), ("halden-charger-us-side", "US"),
        ("terra-mug-300ml-front", "300 ml"), ("terra-mug-450ml-front", "450 ml"),
        ("form-7004-2023-page", "2023"), ("form-7004-2024-page", "2024"),
    )),
    ("By ear", (
        ("sentra-sa-100-front", "SA-100"), ("sentra-sa-101-front", "SA-101"),
        ("sentra-db-200-front", "two notes"), ("pipkin-duck-front", "quack"),
        ("pipkin-frog-front", "croak"), ("pipkin-owl-front", "hoot"),
    )),
)  # fmt: skip


def tile(path: Path) -> Image.Image:
    """A square with the picture in its middle."""
    picture = Image.open(path).convert("RGB")
    square = Image.new("RGB", (TILE, TILE), picture.getpixel((4, 4)))
    picture.thumbnail((TILE, TILE), Image.Resampling.LANCZOS)
    square.paste(picture, ((TILE - picture.width) // 2, (TILE - picture.height) // 2))
    return square


def sheet(folder: Path) -> Image.Image:
    """All families, from the pictures that were written to ``folder``."""
    columns = max(len(row) for _, row in ROWS)
    step, line = TILE + MARGIN, TILE + CAPTION + MARGIN
    heading = 150
    art = Image.new("RGB", (heading + columns * step, MARGIN + len(ROWS) * line), BACKGROUND)
    draw = ImageDraw.Draw(art)
    for r, (title, row) in enumerate(ROWS):
        top = MARGIN + r * line
        words = title.replace(", ", ",\n").replace(" ", "\n", 1)
        draw.multiline_text((16, top + TILE // 2), words, INK, font(18), anchor="lm", spacing=6)
        for c, (name, caption) in enumerate(row):
            left = heading + c * step
            art.paste(tile(folder / "media" / f"{name}.jpg"), (left, top))
            where = (left + TILE // 2, top + TILE + CAPTION // 2)
            draw.text(where, caption, INK, font(13, "Book"), anchor="mm")
    return art
