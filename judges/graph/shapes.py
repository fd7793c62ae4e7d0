"""What drawings are made of: boxes, curves and words on a plane, and their colours."""

from dataclasses import dataclass

from judges.verdict import Outcome

Point = tuple[float, float]

PAPER, RULE, INK, FAINT = "#ffffff", "#d5dce6", "#1b2430", "#66738a"
BOX, GROUP = "#f5f7fa", "#fbfcfe"
GUARD, GUARD_INK, OPEN_INK = "#dbe8ff", "#1c4a94", "#66738a"
COLOURS = {
    Outcome.CONFIRM: "#15803d",
    Outcome.ABSTAIN: "#b45309",
    Outcome.REJECT: "#b91c1c",
    Outcome.FAILURE: "#7c3aed",
}
NAME, SMALL, BADGE = 16.0, 12.0, 11.5


@dataclass(frozen=True, slots=True)
class Box:
    """A rounded rectangle."""

    x: float
    y: float
    width: float
    height: float
    radius: float
    fill: str
    stroke: str
    dashed: bool = False
    bold: bool = False
    judge: str | None = None
    """Whose card this is."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A cubic Bézier curve from the first point to the last."""

    points: tuple[Point, Point, Point, Point]
    colour: str
    arrow: bool
    """Whether a head points right at its end."""
    dashed: bool = False
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text; ``y`` is its middle."""

    x: float
    y: float
    text: str
    size: float
    colour: str
    bold: bool = False
    centred: bool = True


Shape = Box | Curve | Words


@dataclass(frozen=True)
class Scene:
    """Shapes from back to front. All measures are in pixels."""

    width: float
    height: float
    shapes: tuple[Shape, ...]


def width_of(text: str, size: float) -> float:
    """What a line of text takes, roughly: no font is at hand when a drawing is laid out."""
    narrow, wide = "fijlrtI.,:/-_|'()[] ", "mwMWGOQ@%"
    units = sum(0.31 if c in narrow else 0.86 if c in wide else 0.56 for c in text)
    return units * size


def line(start: Point, end: Point, colour: str, *, dashed: bool = False) -> Curve:
    """A straight line without a head."""
    return Curve((start, start, end, end), colour, arrow=False, dashed=dashed)


def pill(middle: Point, text: str, fill: str, ink: str, stroke: str | None = None) -> list[Shape]:
    """A short word on a rounded ground."""
    (x, y), width = middle, pill_width(text)
    return [
        Box(x - width / 2, y - 9, width, 18, 9, fill, stroke or fill),
        Words(x, y, text, BADGE, ink),
    ]


def pill_width(text: str) -> float:
    return width_of(text, BADGE) + 16


def faded(colour: str) -> str:
    """The same, most of the way to paper."""
    parts = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(part + (255 - part) * 0.72):02x}" for part in parts)
