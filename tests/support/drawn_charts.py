"""Charts drawn for tests, with axes in print that the words reader can read."""

import math
from collections.abc import Mapping, Sequence

from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

WIDTH, HEIGHT = 500, 360
LEFT, RIGHT, TOP, BOTTOM = 60, 400, 40, 300
COLOURS = [(70, 120, 170), (240, 130, 30), (90, 160, 80), (200, 60, 60)]


def bar_chart(
    values: Mapping[str, Sequence[float]],
    *,
    highest: float = 100,
    ticks: Sequence[float] = (0, 20, 40, 60, 80, 100),
    form: str = "{:g}",
    title: str = "Rainfall",
    stacked: bool = False,
    legend: Sequence[str] = (),
    second: float | None = None,
) -> Pillow.Image:
    """Upright bars: for each category one value, or several side by side or on one another.

    ``legend`` names the series; ``second`` is the highest value of a second axis at the right.
    """
    picture = Pillow.new("RGB", (WIDTH, HEIGHT), "white")
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(14)
    if title:
        draw.text((LEFT, 8), title, fill="black", font=font)
    for tick in ticks:
        y = BOTTOM - round((BOTTOM - TOP) * tick / highest)
        draw.line((LEFT - 6, y, RIGHT, y), fill=(220, 220, 220))
        draw.text((LEFT - 10, y), form.format(tick), fill="black", font=font, anchor="rm")
        if second is not None:
            there = form.format(tick * second / highest)
            draw.text((RIGHT + 30, y), there, fill="black", font=font, anchor="rm")
    for position, name in enumerate(legend):
        y = TOP + 30 * position
        draw.rectangle((RIGHT + 12, y, RIGHT + 23, y + 11), fill=COLOURS[position])
        draw.text((RIGHT + 36, y + 6), name, fill="black", font=font, anchor="lm")
    step = (RIGHT - LEFT) / len(values)
    for position, (name, heights) in enumerate(values.items()):
        middle = LEFT + step * (position + 0.5)
        draw.text((middle, BOTTOM + 8), name, fill="black", font=font, anchor="mt")
        breadth = round(0.6 * step / (1 if stacked else max(len(heights), 1)))
        base = 0.0
        for series, value in enumerate(heights):
            start = round(middle - 0.3 * step) + (0 if stacked else series * breadth)
            top, bottom = (_row(base + value, highest), _row(base, highest))
            draw.rectangle((start, top, start + breadth - 1, bottom - 1), fill=COLOURS[series])
            base += value if stacked else 0.0
    return picture


def with_legend(picture: Pillow.Image, names: Sequence[str], at: tuple[int, int]) -> Pillow.Image:
    """A chart with a legend over it, in a frame whose top left corner is ``at``."""
    draw, font, (left, top) = ImageDraw.Draw(picture), ImageFont.load_default(14), at
    frame = (left, top, left + 110, top + 10 + 22 * len(names))
    draw.rectangle(frame, fill="white", outline=(200, 200, 200))
    for position, name in enumerate(names):
        y = top + 8 + 22 * position
        draw.rectangle((left + 6, y, left + 41, y + 11), fill=COLOURS[position])
        draw.text((left + 50, y + 6), name, fill="black", font=font, anchor="lm")
    return picture


def _row(value: float, highest: float) -> int:
    return BOTTOM - round((BOTTOM - TOP) * value / highest)


def line_chart(
    values: Mapping[str, Sequence[float]], names: Sequence[str], *, thickness: int = 3
) -> Pillow.Image:
    """Lines over named places, one a series, with an axis from 0 to 100."""
    picture = bar_chart({name: [] for name in names}, legend=list(values))
    draw = ImageDraw.Draw(picture)
    step = (RIGHT - LEFT) / len(names)
    for series, heights in enumerate(values.values()):
        points = [
            (round(LEFT + step * (position + 0.5)), _row(value, 100))
            for position, value in enumerate(heights)
        ]
        draw.line(points, fill=COLOURS[series], width=thickness)
    return picture


def pie_chart(
    values: Mapping[str, float],
    *,
    hole: float = 0.0,
    at_sectors: Sequence[str] = (),
    legend: bool = True,
    reach: Sequence[float] = (),
    line: int = 0,
    of: float | None = None,
) -> Pillow.Image:
    """Sectors clockwise from the top, drawn four times as large and made smaller.

    ``hole`` is the share of the radius left open; ``at_sectors`` prints one text in each sector;
    ``reach`` is how far each reaches, as a share of the radius; ``line`` is the breadth of the
    lines between them; ``of`` is what makes a full circle, where that is more than all values.
    """
    x, y, radius, scale = 160, 180, 130, 4
    large = Pillow.new("RGB", (WIDTH * scale, HEIGHT * scale), "white")
    draw = ImageDraw.Draw(large)
    total, start = of or sum(values.values()), -90.0
    for position, value in enumerate(values.values()):
        far = scale * radius * (reach[position] if reach else 1.0)
        box = (scale * x - far, scale * y - far, scale * x + far, scale * y + far)
        end = start + 360 * value / total
        outline = "white" if line else None
        draw.pieslice(box, start, end, COLOURS[position], outline, line * scale)
        start = end
    near = scale * radius * hole
    if near:
        draw.ellipse(
            (scale * x - near, scale * y - near, scale * x + near, scale * y + near), fill="white"
        )
    picture = large.resize((WIDTH, HEIGHT), Pillow.Resampling.LANCZOS)
    draw, font, start = ImageDraw.Draw(picture), ImageFont.load_default(14), 0.0
    for position, (name, value) in enumerate(values.items()):
        if legend:
            top = TOP + 30 * position
            draw.ellipse((330, top, 341, top + 11), fill=COLOURS[position])
            draw.text((350, top + 6), name, fill="black", font=font, anchor="lm")
        if at_sectors:
            middle = math.tau * (start + value / 2) / total
            where = (x + 0.7 * radius * math.sin(middle), y - 0.7 * radius * math.cos(middle))
            draw.text(where, at_sectors[position], fill="white", font=font, anchor="mm")
        start += value
    return picture


def dot_chart(
    marks: Sequence[tuple[float, float, int]],
    names: Sequence[str],
    *,
    legend: Sequence[str] = (),
    side: int = 9,
    corners: int = 0,
) -> Pillow.Image:
    """Marks at (place, value, series) over named places 0, 1, …, with an axis from 0 to 100.

    ``corners`` draws polygons of so many corners in place of discs.
    """
    picture = bar_chart({name: [] for name in names}, legend=legend)
    large = picture.resize((4 * WIDTH, 4 * HEIGHT), Pillow.Resampling.NEAREST)
    draw = ImageDraw.Draw(large)
    step = (RIGHT - LEFT) / len(names)
    for place, value, series in marks:
        x = 4 * (LEFT + step * (place + 0.5)) + 2
        y = 4 * (BOTTOM - (BOTTOM - TOP) * value / 100) + 2
        disc = (x, y, 2 * side)
        if corners:
            draw.regular_polygon(disc, corners, fill=COLOURS[series])
        else:
            draw.circle(disc[:2], disc[2], fill=COLOURS[series])
    return large.resize((WIDTH, HEIGHT), Pillow.Resampling.BOX)


def standing_chart(
    values: Mapping[str, float], ticks: Sequence[float], *, logarithmic: bool = False
) -> Pillow.Image:
    """Upright bars that stand at zero, below it too, or on a log axis at its lowest tick."""
    picture = Pillow.new("RGB", (WIDTH, HEIGHT), "white")
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(14)

    def place(value: float) -> int:
        low, high, at = (
            math.log10(one) if logarithmic else one for one in (ticks[0], ticks[-1], value)
        )
        return BOTTOM - round((BOTTOM - TOP) * (at - low) / (high - low))

    for tick in ticks:
        y = place(tick)
        draw.line((LEFT - 6, y, RIGHT, y), fill=(220, 220, 220))
        draw.text((LEFT - 10, y), f"{tick:,g}", fill="black", font=font, anchor="rm")
    step = (RIGHT - LEFT) / len(values)
    for position, (name, value) in enumerate(values.items()):
        middle = LEFT + step * (position + 0.5)
        draw.text((middle, BOTTOM + 12), name, fill="black", font=font, anchor="mt")
        top, bottom = sorted((place(value), place(ticks[0] if logarithmic else 0)))
        left = round(middle - 0.3 * step)
        draw.rectangle((left, top, left + round(0.6 * step), bottom - 1), fill=COLOURS[0])
    return picture
