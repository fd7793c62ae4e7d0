"""Scenes as PNG, with Pillow and the font that comes with it."""

from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from .scene import Box, Curve, Scene, Shape, Words
from .svg import HEAD

SCALE = 2
"""Pixels of the picture per pixel of the scene."""
OVERSAMPLED = 2
"""Drawn this many times larger still, then reduced: Pillow draws without anti-aliasing."""
ZOOM = SCALE * OVERSAMPLED
_STEPS = 48


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
                outline=shape.stroke,
                width=ZOOM,
            )
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
    line = []
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
    pencil.line(line, fill=curve.colour, width=2 * ZOOM, joint="curve")
    if curve.arrow:
        back = x3 - HEAD - 1
        head = [(x3, y3), (back, y3 - 5), (back, y3 + 5)]
        pencil.polygon([(ZOOM * x, ZOOM * y) for x, y in head], fill=curve.colour)


@cache
def _font(size: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size * ZOOM)
