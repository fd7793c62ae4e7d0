"""Scenes as SVG."""

from html import escape

from .shapes import Box, Curve, Scene, Shape, Words

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
HEAD = 8.0
"""Length of an arrow head."""


def svg(scene: Scene, title: str) -> str:
    """A picture on its own light card, so that it reads on dark pages too."""
    width, height = f"{scene.width:.0f}", f"{scene.height:.0f}"
    return "\n".join(
        [
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
                f'viewBox="0 0 {width} {height}" role="img" font-family="{FONT}">'
            ),
            f"<title>{escape(title)}</title>",
            *(_element(shape) for shape in scene.shapes),
            "</svg>\n",
        ]
    )


def _element(shape: Shape) -> str:
    match shape:
        case Box():
            dash = ' stroke-dasharray="4 3"' if shape.dashed else ""
            whose = f'data-judge="{escape(shape.judge)}" ' if shape.judge else ""
            return (
                f'<rect {whose}x="{shape.x:.1f}" y="{shape.y:.1f}" width="{shape.width:.1f}" '
                f'height="{shape.height:.1f}" rx="{shape.radius:g}" fill="{shape.fill}" '
                f'stroke="{shape.stroke}" stroke-width="{2 if shape.bold else 1}"{dash}/>'
            )
        case Curve():
            return _curve(shape)
        case Words():
            weight = ' font-weight="600"' if shape.bold else ""
            anchor = ' text-anchor="middle"' if shape.centred else ""
            return (
                f'<text x="{shape.x:.1f}" y="{shape.y:.1f}" dy="0.35em" font-size="{shape.size:g}" '
                f'fill="{shape.colour}"{weight}{anchor}>{escape(shape.text)}</text>'
            )


def _curve(curve: Curve) -> str:
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = curve.points
    x2, end = (x2 - HEAD, x3 - HEAD) if curve.arrow else (x2, x3)
    dash = ' stroke-dasharray="4 3"' if curve.dashed else ""
    path = (
        f'<path d="M{x0:.1f} {y0:.1f}C{x1:.1f} {y1:.1f} {x2:.1f} {y2:.1f} {end:.1f} {y3:.1f}" '
        f'fill="none" stroke="{curve.colour}" stroke-width="{3.5 if curve.bold else 2}"{dash}/>'
    )
    if not curve.arrow:
        return path
    head = f"M{x3:.1f} {y3:.1f}l{-HEAD - 1:g} -5v10z"
    return f'{path}<path d="{head}" fill="{curve.colour}"/>'
