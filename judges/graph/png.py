"""Scenes as PNG, with Pillow and the font that comes with it."""

from collections.abc import Iterator, Sequence
from functools import cache
from io import BytesIO
from itertools import pairwise
from math import cos, hypot, pi, sin

from PIL import Image, ImageDraw, ImageFont

from .shapes import Box, Curve, Point, Scene, Shape, Words
from .svg import HEAD

SCALE = 2
"""Pixels of the picture per pixel of the scene."""
OVERSAMPLED = 2
"""Drawn this many times larger still, then reduced: Pillow draws without anti-aliasing."""
ZOOM = SCALE * OVERSAMPLED
_STEPS = 48
_CORNER = 8


def png(scene: Scene) -> bytes:
    """An RGBA picture, transparent outside the card."""
    width, height = round(scene.width), round(scene.height)
    picture = Image.new("RGBA", (width * ZOOM, height * ZOOM), "#ffffff00")
    pencil = ImageDraw.Draw(picture)
    for shape in scene.shapes:
        _draw(pencil, shape)
    reduced = picture.resize((width * SCALE, height * SCALE), Image.Resampling.LANCZOS)
    file = BytesIO()
    reduced.save(file, "PNG", optimize=True)
    return file.getvalue()


def _draw(pencil: ImageDraw.ImageDraw, shape: Shape) -> None:
    match shape:
        case Box():
            corners = (shape.x, shape.y, shape.x + shape.width, shape.y + shape.height)
            pencil.rounded_rectangle(
                [ZOOM * corner for corner in corners],
                shape.radius * ZOOM,
                fill=shape.fill,
                outline=None if shape.dashed else shape.stroke,
                width=ZOOM * (2 if shape.bold else 1),
            )
            if shape.dashed:
                for dash in _dashes(list(_outline(shape))):
                    pencil.line(dash, fill=shape.stroke, width=ZOOM * (2 if shape.bold else 1))
        case Curve():
            _draw_curve(pencil, shape)
        case Words():
            pencil.text(
                (ZOOM * shape.x, ZOOM * shape.y),
                shape.text,
                fill=shape.colour,
                font=_font(shape.size),
                anchor="mm" if shape.centred else "lm",
                stroke_width=ZOOM * 0.12 if shape.bold else 0,
            )


def _draw_curve(pencil: ImageDraw.ImageDraw, curve: Curve) -> None:
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = curve.points
    x2, end = (x2 - HEAD, x3 - HEAD) if curve.arrow else (x2, x3)
    line: list[Point] = []
    steps = 1 if y0 == y3 else _STEPS
    for step in range(steps + 1):
        t = step / steps
        a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3
        line.append(
            (
                ZOOM * (a * x0 + b * x1 + c * x2 + d * end),
                ZOOM * (a * y0 + b * y1 + c * y2 + d * y3),
            )
        )
    width = round((3.5 if curve.bold else 2) * ZOOM)
    for piece in _dashes(line) if curve.dashed else [line]:
        pencil.line(piece, fill=curve.colour, width=width, joint="curve")
    if curve.arrow:
        back = x3 - HEAD - 1
        head = [(x3, y3), (back, y3 - 5), (back, y3 + 5)]
        pencil.polygon([(ZOOM * x, ZOOM * y) for x, y in head], fill=curve.colour)


def _outline(box: Box) -> Iterator[Point]:
    """Around a rounded rectangle, in pixels of the picture drawn."""
    radius = min(box.radius, box.width / 2, box.height / 2)
    right, low = box.x + box.width - radius, box.y + box.height - radius
    left, high = box.x + radius, box.y + radius
    corners = [(right, high, -0.5), (right, low, 0.0), (left, low, 0.5), (left, high, 1.0)]
    for x, y, turn in corners:
        for step in range(_CORNER + 1):
            angle = pi * (turn + step / _CORNER / 2)
            yield ZOOM * (x + radius * cos(angle)), ZOOM * (y + radius * sin(angle))
    yield ZOOM * right, ZOOM * box.y


def _dashes(line: Sequence[Point]) -> Iterator[list[Point]]:
    """A line cut into dashes, as long and as far apart as SVG's are."""
    on, off = 4.0 * ZOOM, 3.0 * ZOOM
    drawn, left, dash = True, on, [line[0]]
    for (x0, y0), (x1, y1) in pairwise(line):
        length, at = hypot(x1 - x0, y1 - y0), 0.0
        while length - at > left:
            at += left
            point = x0 + (x1 - x0) * at / length, y0 + (y1 - y0) * at / length
            if drawn:
                yield [*dash, point]
            drawn, left, dash = not drawn, off if drawn else on, [point]
        left -= length - at
        dash.append((x1, y1))
    if drawn:
        yield dash


@cache
def _font(size: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size * ZOOM)
