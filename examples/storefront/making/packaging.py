"""Shapes of packs, in metres, each standing on y = 0."""

from .scene import WHITE, Model, Part
from .shapes import at, blend, box, cylinder, ellipsoid, roof, turned, union


def carton(half_width: float = 0.036, height: float = 0.18) -> Model:
    """A gable-top carton with a screw cap. Part 0 is the body, 1 the roof."""
    body = at(box(half_width, height / 2, half_width, 0.002), 0, height / 2, 0)
    gable = at(roof(half_width, half_width * 0.95, half_width), 0, height - 0.002, 0)
    fin_height = height + half_width * 0.95
    fin = at(box(half_width, 0.011, 0.0018, 0.0005), 0, fin_height + 0.004, 0)
    lean = at(
        turned(cylinder(half_width * 0.38, 0.009, 0.002), 0, 43),
        0,
        height + half_width * 0.55,
        half_width * 0.62,
    )
    return Model(
        (Part(body, WHITE, 0.15), Part(union(gable, fin), WHITE, 0.15), Part(lean, WHITE, 0.3)),
        (0, (height + 0.04) / 2, 0),
        (height + 0.04) * 0.62,
    )


def bottle(radius: float, height: float) -> Model:
    """A drinks bottle. Part 0 is the bottle, 1 the cap."""
    trunk = at(cylinder(radius, height * 0.31, radius * 0.2), 0, height * 0.31, 0)
    chest = at(cylinder(radius, height * 0.20, 0), 0, height * 0.40, 0)
    shoulder = at(ellipsoid(radius, height * 0.22, radius), 0, height * 0.60, 0)
    neck = at(cylinder(0.0135, height * 0.09, 0.002), 0, height * 0.87, 0)
    collar = at(cylinder(0.0175, 0.0022, 0.001), 0, height * 0.905, 0)
    cap = at(cylinder(0.0165, 0.010, 0.002), 0, height * 0.965, 0)
    glass = union(blend(0.018, union(chest, shoulder), neck), trunk, collar)
    return Model(
        (Part(glass, (150, 200, 226), 0.75), Part(cap, (30, 92, 170), 0.4)),
        (0, height / 2, 0),
        height * 0.56,
    )


def flask(width: float, height: float) -> Model:
    """A cleaner's bottle: flat, with round shoulders. Part 0 is the bottle, 1 the cap."""
    deep = width * 0.55
    trunk = at(box(width, height * 0.33, deep, deep * 0.7), 0, height * 0.33, 0)
    shoulder = at(ellipsoid(width * 0.98, height * 0.20, deep * 0.98), 0, height * 0.60, 0)
    neck = at(cylinder(0.015, height * 0.08, 0.002), 0, height * 0.80, 0)
    cap = at(cylinder(0.020, height * 0.075, 0.003), 0, height * 0.925, 0)
    body = blend(0.016, blend(0.008, trunk, shoulder), neck)
    return Model(
        (Part(body, (226, 232, 120), 0.5), Part(cap, (36, 120, 70), 0.4)),
        (0, height / 2, 0),
        height * 0.58,
    )


def pouch() -> Model:
    """A coffee bag with a gusset and a folded top. Part 0 is the bag, 1 the tin tie."""
    body = at(box(0.048, 0.095, 0.032, 0.008), 0, 0.095, 0)
    gusset = at(roof(0.0475, 0.062, 0.031), 0, 0.181, 0)
    fold = at(box(0.0475, 0.014, 0.0065, 0.003), 0, 0.236, 0)
    tin_tie = at(box(0.051, 0.0045, 0.0085, 0.002), 0, 0.243, 0)
    return Model(
        (
            Part(blend(0.010, body, gusset, fold), (52, 36, 30), 0.22),
            Part(tin_tie, (206, 170, 80), 0.4),
        ),
        (0, 0.125, 0),
        0.145,
    )
