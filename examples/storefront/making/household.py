"""Shapes of alarms, bells, mugs, boxes, balls and vases, in metres, each standing on y = 0."""

from .scene import BLACK, STEEL, WHITE, Model, Part
from .shapes import (
    Shape,
    at,
    blend,
    box,
    capsule,
    common,
    cone,
    cut,
    cylinder,
    ellipsoid,
    sphere,
    torus,
    turned,
    union,
)


def disc_alarm() -> Model:
    """A ceiling alarm, leaning so that its face is seen. Parts: shell, ring, lamp, feet."""

    def tilt(shape: Shape) -> Shape:
        return at(turned(shape, 0, 78), 0, 0.060, 0)

    shell = tilt(cylinder(0.058, 0.017, 0.010))
    ring = tilt(at(torus(0.040, 0.0028), 0, 0.0165, 0))
    grille = tilt(union(*(at(torus(r, 0.0010), 0, 0.0172, 0) for r in (0.009, 0.0135, 0.018))))
    lamp = tilt(at(sphere(0.0035), 0.050, 0.012, 0.0))
    return Model(
        (
            Part(shell, WHITE, 0.3),
            Part(ring, (205, 205, 203), 0.3),
            Part(grille, (150, 150, 150), 0.2),
            Part(lamp, (210, 40, 36), 0.8),
        ),
        (0, 0.06, 0),
        0.092,
    )


def chime() -> Model:
    """A doorbell: a plate with a round push button. Parts: plate, ring, button."""
    plate = at(box(0.034, 0.055, 0.010, 0.008), 0, 0.055, 0)
    ring = at(torus(0.0155, 0.0028, axis=2), 0, 0.072, 0.010)
    push = at(ellipsoid(0.014, 0.014, 0.006), 0, 0.072, 0.010)
    return Model(
        (
            Part(plate, (228, 228, 232), 0.4),
            Part(ring, STEEL, 0.9),
            Part(push, (250, 214, 120), 0.5),
        ),
        (0, 0.055, 0),
        0.075,
    )


def cycle_bell() -> Model:
    dome = common(at(sphere(0.034), 0, 0.022, 0), at(box(0.1, 0.05, 0.1), 0, 0.072, 0))
    rim = at(torus(0.033, 0.003), 0, 0.022, 0)
    foot = at(cylinder(0.012, 0.012, 0.002), 0, 0.011, 0)
    lever = union(
        capsule((0.025, 0.016, 0.015), (0.062, 0.014, 0.034), 0.0042),
        at(sphere(0.007), 0.062, 0.015, 0.034),
    )
    cap = at(sphere(0.006), 0, 0.057, 0)
    return Model(
        (
            Part(union(dome, rim), (210, 176, 72), 0.95),
            Part(foot, BLACK, 0.2),
            Part(lever, BLACK, 0.3),
            Part(cap, STEEL, 0.9),
        ),
        (0.01, 0.03, 0),
        0.075,
    )


def mug(radius: float, height: float) -> Model:
    shell = at(cylinder(radius, height / 2, 0.004), 0, height / 2, 0)
    inside = at(cylinder(radius - 0.005, height / 2, 0.003), 0, height / 2 + 0.007, 0)
    handle = cut(
        at(torus(height * 0.28, 0.0068, axis=2), radius * 0.97, height * 0.52, 0),
        at(cylinder(radius - 0.004, height), 0, height / 2, 0),
    )
    return Model(
        (Part(union(cut(shell, inside), handle), (206, 92, 70), 0.55),),
        (0.012, height / 2, 0),
        height * 0.95,
    )


def storage(half_width: float, height: float, half_depth: float) -> Model:
    shell = at(box(half_width, height / 2, half_depth, 0.012), 0, height / 2, 0)
    inside = at(
        box(half_width - 0.006, height / 2, half_depth - 0.006, 0.01), 0, height / 2 + 0.006, 0
    )
    rim = cut(
        at(box(half_width + 0.007, 0.006, half_depth + 0.007, 0.004), 0, height - 0.006, 0), inside
    )
    holds = union(
        *(at(box(0.032, 0.011, 0.05, 0.009), 0, height * 0.78, s * half_depth) for s in (-1, 1))
    )
    return Model(
        (Part(cut(union(cut(shell, inside), rim), holds), (108, 146, 150), 0.3),),
        (0, height / 2, 0),
        float((half_width**2 + half_depth**2 + (height / 2) ** 2) ** 0.5) + 0.012,
    )


def ball(radius: float) -> Model:
    return Model(
        (Part(at(sphere(radius), 0, radius, 0), (226, 60, 60), 0.5),), (0, radius, 0), radius * 1.32
    )


def vase() -> Model:
    belly = at(ellipsoid(0.070, 0.085, 0.070), 0, 0.085, 0)
    neck = at(cone(0.030, 0.042, 0.045), 0, 0.195, 0)
    foot = at(cylinder(0.040, 0.010, 0.003), 0, 0.010, 0)
    hollow = at(cone(0.024, 0.037, 0.060), 0, 0.190, 0)
    return Model(
        (Part(cut(blend(0.03, belly, neck, foot), hollow), (62, 116, 130), 0.6),),
        (0, 0.12, 0),
        0.150,
    )
