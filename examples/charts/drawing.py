"""Charts drawn with Pillow alone, its own font included: the same file on any machine."""

import math
from collections.abc import Callable, Mapping, Sequence

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 520, 360
LEFT, RIGHT, TOP, BOTTOM = 70, 400, 44, 300
COLOURS = [(70, 120, 170), (240, 130, 30), (90, 160, 80), (200, 60, 60), (130, 90, 160)]
GRID = (220, 220, 220)
FINE = 4
"""Discs and sectors are drawn so many times as large, and made smaller."""

Values = Mapping[str, Sequence[float]]


def font() -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(14)


def canvas(title: str, scale: int = 1) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    picture = Image.new("RGB", (WIDTH * scale, HEIGHT * scale), "white")
    draw = ImageDraw.Draw(picture)
    if scale == 1:
        draw.text((LEFT, 10), title, fill="black", font=font())
    return picture, draw


def axis(
    draw: ImageDraw.ImageDraw, ticks: Sequence[float], *, logarithmic: bool = False
) -> Callable[[float], float]:
    """Draws the upright axis and its grid; gives the row of a value, in pixels."""
    low, high = (math.log10(end) if logarithmic else end for end in (ticks[0], ticks[-1]))

    def row(value: float) -> float:
        at = math.log10(value) if logarithmic else value
        return BOTTOM - (BOTTOM - TOP) * (at - low) / (high - low)

    for tick in ticks:
        y = round(row(tick))
        draw.line((LEFT - 6, y, RIGHT, y), fill=GRID)
        draw.text((LEFT - 10, y), f"{tick:,g}", fill="black", font=font(), anchor="rm")
    return row


def names(draw: ImageDraw.ImageDraw, labels: Sequence[str]) -> list[float]:
    """Prints the labels of the level axis; gives the column of each, in pixels."""
    step = (RIGHT - LEFT) / len(labels)
    middles = [LEFT + step * (position + 0.5) for position in range(len(labels))]
    for middle, label in zip(middles, labels, strict=True):
        draw.text((middle, BOTTOM + 12), label, fill="black", font=font(), anchor="mt")
    return middles


def legend(draw: ImageDraw.ImageDraw, series: Sequence[str]) -> None:
    for position, name in enumerate(series):
        top = TOP + 30 * position
        draw.rectangle((RIGHT + 16, top, RIGHT + 27, top + 11), fill=COLOURS[position])
        draw.text((RIGHT + 38, top + 6), name, fill="black", font=font(), anchor="lm")


def bars(
    title: str,
    values: Values,
    ticks: Sequence[float],
    *,
    series: Sequence[str] = (),
    stacked: bool = False,
    logarithmic: bool = False,
) -> Image.Image:
    """Upright bars: of each category one, or one a series, side by side or on one another."""
    picture, draw = canvas(title)
    row = axis(draw, ticks, logarithmic=logarithmic)
    middles = names(draw, list(values))
    legend(draw, series)
    group = 0.6 * (RIGHT - LEFT) / len(values)
    breadth = round(group / (1 if stacked else max(len(series), 1)))
    for middle, heights in zip(middles, values.values(), strict=True):
        base = ticks[0] if logarithmic else 0.0
        for position, height in enumerate(heights):
            left = round(middle - group / 2) + (0 if stacked else position * breadth)
            foot = base if stacked or logarithmic else 0.0
            top, bottom = sorted((round(row(foot)), round(row(height + (foot if stacked else 0)))))
            draw.rectangle((left, top, left + breadth - 1, bottom - 1), fill=COLOURS[position])
            base += height if stacked else 0.0
    return picture


def lines(title: str, values: Values, labels: Sequence[str], ticks: Sequence[float]) -> Image.Image:
    """One line a series, over named places."""
    picture, draw = canvas(title)
    row = axis(draw, ticks)
    middles = names(draw, labels)
    legend(draw, list(values))
    for position, heights in enumerate(values.values()):
        points = [(x, row(height)) for x, height in zip(middles, heights, strict=True)]
        draw.line(points, fill=COLOURS[position], width=3)
    return picture


def points(
    title: str,
    marks: Sequence[tuple[float, float]],
    places: Sequence[float],
    ticks: Sequence[float],
) -> Image.Image:
    """Discs between two scales; ``places`` are the ticks of the level one."""
    picture, draw = canvas(title)
    row = axis(draw, ticks)
    middles = names(draw, [f"{place:g}" for place in places])
    step = (middles[-1] - middles[0]) / (places[-1] - places[0])
    fine = picture.resize((FINE * WIDTH, FINE * HEIGHT), Image.Resampling.NEAREST)
    draw = ImageDraw.Draw(fine)
    for place, value in marks:
        x = FINE * (middles[0] + step * (place - places[0]))
        draw.circle((x, FINE * (row(value) + 0.5)), FINE * 4.5, fill=COLOURS[0])
    return fine.resize((WIDTH, HEIGHT), Image.Resampling.BOX)


def pie(title: str, values: Mapping[str, float], *, hole: float = 0.0) -> Image.Image:
    """Sectors clockwise from the top; ``hole`` is the share of the radius left open."""
    x, y, radius = 180, 185, 130
    fine, draw = canvas(title, FINE)
    start = -90.0
    for position, value in enumerate(values.values()):
        end = start + 360 * value / sum(values.values())
        far = FINE * radius
        box = (FINE * x - far, FINE * y - far, FINE * x + far, FINE * y + far)
        draw.pieslice(box, start, end, fill=COLOURS[position])
        start = end
    if hole:
        draw.circle((FINE * x, FINE * y), FINE * radius * hole, fill="white")
    picture = fine.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    draw = ImageDraw.Draw(picture)
    draw.text((LEFT, 10), title, fill="black", font=font())
    legend(draw, list(values))
    return picture
