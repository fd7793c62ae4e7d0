"""The shapes of the storefront's goods, in metres, each standing on y = 0."""

from collections.abc import Callable, Mapping
from functools import cache

from .scene import Model, Part
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
    roof,
    sphere,
    torus,
    turned,
    union,
)

WHITE, BLACK, STEEL = (240, 240, 238), (38, 40, 44), (176, 180, 186)
DARK, ORANGE, TEAL = (58, 62, 70), (232, 116, 34), (28, 132, 140)


def carton(half_width: float = 0.036, height: float = 0.18) -> Model:
    """A gable-top carton with a screw cap. Part 0 is the body, 1 the roof."""
    body = at(box(half_width, height / 2, half_width, 0.002), 0, height / 2, 0)
    gable = at(roof(half_width, half_width * 0.95, half_width), 0, height - 0.002, 0)
    fin_height = height + half_width * 0.95
    fin = at(box(half_width, 0.011, 0.0018, 0.0005), 0, fin_height + 0.004, 0)
    lean = at(
        turned(cylinder(half_width * 0.38, 0.009, 0.002), 0, 43),
        0, height + half_width * 0.55, half_width * 0.62,
    )  # fmt: skip
    return Model(
        (Part(body, WHITE, 0.15), Part(union(gable, fin), WHITE, 0.15), Part(lean, WHITE, 0.3)),
        (0, (height + 0.04) / 2, 0),
        height * 0.72,
    )


def bottle(radius: float, height: float) -> Model:
    """A drinks bottle. Part 0 is the bottle, 1 the cap."""
    trunk = at(cylinder(radius, height * 0.34, radius * 0.25), 0, height * 0.34, 0)
    shoulder = at(cone(radius * 0.92, 0.014, height * 0.11), 0, height * 0.76, 0)
    neck = at(cylinder(0.0135, height * 0.08, 0.002), 0, height * 0.88, 0)
    cap = at(cylinder(0.0165, 0.010, 0.002), 0, height * 0.965, 0)
    return Model(
        (Part(blend(radius * 0.5, trunk, shoulder, neck), (150, 200, 226), 0.75),
         Part(cap, (30, 92, 170), 0.4)),
        (0, height / 2, 0), height * 0.56,
    )  # fmt: skip


def flask(width: float, height: float) -> Model:
    """A cleaner's bottle: flat, with a shoulder and a trigger-free cap."""
    trunk = at(box(width, height * 0.36, width * 0.55, width * 0.35), 0, height * 0.36, 0)
    shoulder = at(cone(width * 0.62, 0.015, height * 0.12), 0, height * 0.78, 0)
    cap = at(cylinder(0.020, height * 0.075, 0.003), 0, height * 0.925, 0)
    return Model(
        (Part(blend(width * 0.6, trunk, shoulder), (226, 232, 120), 0.5),
         Part(cap, (36, 120, 70), 0.4)),
        (0, height / 2, 0), height * 0.58,
    )  # fmt: skip


def pouch() -> Model:
    """A coffee bag: a soft block with a folded top."""
    body = at(box(0.048, 0.10, 0.032, 0.010), 0, 0.10, 0)
    shoulder = at(cone(0.040, 0.012, 0.022), 0, 0.208, 0)
    fold = at(box(0.046, 0.013, 0.007, 0.003), 0, 0.228, 0)
    tin_tie = at(box(0.050, 0.004, 0.009, 0.002), 0, 0.231, 0)
    return Model(
        (Part(blend(0.03, body, at(box(0.046, 0.03, 0.012, 0.01), 0, 0.205, 0), shoulder, fold),
              (52, 36, 30), 0.22),
         Part(tin_tie, (206, 170, 80), 0.4)),
        (0, 0.12, 0), 0.145,
    )  # fmt: skip


def drill() -> Model:
    """A cordless drill seen from its left. Parts: housing, trim, chuck, bit, battery, trigger."""
    barrel = at(cylinder(0.034, 0.075, 0.012, axis=0), 0.0, 0.185, 0)
    handle = at(turned(box(0.022, 0.075, 0.019, 0.016), 2, -10), 0.022, 0.110, 0)
    rear = at(cylinder(0.030, 0.012, 0.006, axis=0), 0.082, 0.185, 0)
    collar = at(cone(0.026, 0.031, 0.014, axis=0), -0.086, 0.185, 0)
    chuck = at(cone(0.014, 0.024, 0.022, axis=0), -0.120, 0.185, 0)
    bit = at(cylinder(0.0035, 0.045, 0.001, axis=0), -0.180, 0.185, 0)
    battery = at(box(0.058, 0.021, 0.034, 0.008), 0.030, 0.021, 0)
    foot = at(box(0.050, 0.012, 0.029, 0.006), 0.032, 0.048, 0)
    trigger = at(box(0.010, 0.019, 0.010, 0.006), -0.016, 0.135, 0)
    return Model(
        (Part(blend(0.02, barrel, handle), ORANGE, 0.3),
         Part(union(rear, collar, foot), BLACK, 0.2),
         Part(chuck, DARK, 0.5), Part(bit, STEEL, 0.9),
         Part(battery, BLACK, 0.25), Part(trigger, (190, 40, 36), 0.3)),
        (-0.04, 0.115, 0), 0.225,
    )  # fmt: skip


def headphones() -> Model:
    band = common(
        at(torus(0.082, 0.0075, axis=2), 0, 0.125, 0), at(box(0.2, 0.06, 0.2), 0, 0.185, 0)
    )
    pad = common(
        at(torus(0.080, 0.011, axis=2), 0, 0.128, 0), at(box(0.05, 0.03, 0.2), 0, 0.215, 0)
    )
    arms = union(*(capsule((s * 0.082, 0.125, 0), (s * 0.080, 0.075, 0), 0.005) for s in (-1, 1)))
    cups = union(*(at(turned(cylinder(0.040, 0.014, 0.008, axis=0), 1, s * 12), s * 0.082, 0.055, 0)
                   for s in (-1, 1)))  # fmt: skip
    cushions = union(*(at(turned(torus(0.028, 0.012, axis=0), 1, s * 12), s * 0.064, 0.055, 0)
                       for s in (-1, 1)))  # fmt: skip
    return Model(
        (Part(band, DARK, 0.35), Part(pad, BLACK, 0.1), Part(arms, STEEL, 0.8),
         Part(cups, (46, 58, 84), 0.45), Part(cushions, (24, 24, 27), 0.1)),
        (0, 0.11, 0), 0.155,
    )  # fmt: skip


def shoe() -> Model:
    """A running shoe, toe to the left. Parts: sole, upper, collar, laces."""
    sole = blend(
        0.02,
        at(box(0.135, 0.014, 0.042, 0.012), 0, 0.014, 0),
        at(box(0.055, 0.019, 0.040, 0.012), 0.075, 0.020, 0),
    )
    toe = at(ellipsoid(0.090, 0.048, 0.040), -0.050, 0.040, 0)
    heel = at(ellipsoid(0.062, 0.060, 0.038), 0.072, 0.058, 0)
    throat = at(turned(ellipsoid(0.075, 0.045, 0.036), 2, 28), 0.005, 0.066, 0)
    ankle = at(cone(0.040, 0.037, 0.030), 0.072, 0.095, 0)
    floor = at(box(0.3, 0.1, 0.3), 0, 0.126, 0)
    hollow = union(
        at(cylinder(0.029, 0.045, 0.01), 0.072, 0.12, 0),
        at(ellipsoid(0.045, 0.05, 0.024), 0.05, 0.13, 0),
    )
    upper = cut(common(blend(0.03, toe, heel, throat, ankle), floor), hollow)
    collar = at(torus(0.034, 0.0065), 0.072, 0.123, 0)
    laces = union(*(capsule((0.028 - i * 0.021, 0.108 - i * 0.0105, -0.022),
                            (0.020 - i * 0.021, 0.108 - i * 0.0105, 0.022), 0.0035)
                    for i in range(4)))  # fmt: skip
    return Model(
        (Part(sole, WHITE, 0.1), Part(upper, (36, 92, 176), 0.12),
         Part(collar, (24, 56, 112), 0.05), Part(laces, WHITE, 0.05)),
        (0, 0.06, 0), 0.165,
    )  # fmt: skip


def kettle() -> Model:
    body = at(cone(0.075, 0.055, 0.085), 0, 0.115, 0)
    base = at(cylinder(0.080, 0.012, 0.005), 0, 0.012, 0)
    lid = at(ellipsoid(0.054, 0.018, 0.054), 0, 0.200, 0)
    knob = at(sphere(0.011), 0, 0.222, 0)
    spout = at(turned(cone(0.030, 0.010, 0.030), 2, 55), -0.072, 0.175, 0)
    handle = common(
        at(torus(0.062, 0.011, axis=2), 0.072, 0.135, 0), at(box(0.09, 0.2, 0.2), 0.15, 0.135, 0)
    )
    return Model(
        (Part(blend(0.015, body, spout), (196, 202, 208), 0.7), Part(base, BLACK, 0.3),
         Part(lid, (196, 202, 208), 0.7), Part(union(handle, knob), BLACK, 0.3)),
        (0, 0.115, 0), 0.165,
    )  # fmt: skip


def _pins(plug: str) -> Shape:
    """Contacts that point up: round for the EU, flat blades for the US."""
    if plug == "EU":
        return union(*(at(cylinder(0.0024, 0.010, 0.001), s * 0.0095, 0.072, 0) for s in (-1, 1)))
    return union(*(at(box(0.0008, 0.009, 0.0032, 0.0004), s * 0.0064, 0.071, 0) for s in (-1, 1)))


def charger(plug: str) -> Model:
    """A wall charger on its back, contacts up, the model name on the side."""
    body = at(box(0.022, 0.030, 0.022, 0.006), 0, 0.030, 0)
    collar = at(box(0.017, 0.004, 0.010, 0.003), 0, 0.061, 0)
    cable = blend(0.004, capsule((0.020, 0.008, 0), (0.050, 0.004, 0.012), 0.0026),
                  capsule((0.050, 0.004, 0.012), (0.072, 0.004, -0.012), 0.0026))  # fmt: skip
    return Model(
        (Part(union(body, collar), WHITE, 0.45), Part(_pins(plug), (196, 180, 120), 0.9),
         Part(cable, WHITE, 0.2)),
        (0.01, 0.04, 0), 0.085,
    )  # fmt: skip


def wall_plug(plug: str) -> Model:
    """The plug at the end of a kettle's cord."""
    grip = at(cone(0.013, 0.020, 0.028), 0, 0.032, 0)
    face = at(cylinder(0.020, 0.004, 0.002), 0, 0.059, 0)
    cord = capsule((0, 0.006, 0), (0.06, 0.005, 0.02), 0.0035)
    return Model(
        (Part(blend(0.01, grip, face), BLACK, 0.2), Part(_pins(plug), (200, 190, 150), 0.9),
         Part(cord, BLACK, 0.2)),
        (0.01, 0.042, 0), 0.080,
    )  # fmt: skip


def disc_alarm() -> Model:
    """A ceiling alarm, leaning so that its face is seen. Parts: shell, ring, lamp, feet."""
    tilt = lambda shape: at(turned(shape, 0, 78), 0, 0.060, 0)  # noqa: E731
    shell = tilt(cylinder(0.058, 0.017, 0.010))
    ring = tilt(at(torus(0.040, 0.0028), 0, 0.0165, 0))
    grille = tilt(union(*(at(torus(r, 0.0010), 0, 0.0172, 0) for r in (0.0145, 0.0195, 0.0245))))
    lamp = tilt(at(sphere(0.0035), 0.050, 0.012, 0.0))
    return Model(
        (Part(shell, WHITE, 0.3), Part(ring, (205, 205, 203), 0.3),
         Part(grille, (150, 150, 150), 0.2), Part(lamp, (210, 40, 36), 0.8)),
        (0, 0.06, 0), 0.082,
    )  # fmt: skip


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
        (Part(union(dome, rim), (210, 176, 72), 0.95), Part(foot, BLACK, 0.2),
         Part(lever, BLACK, 0.3), Part(cap, STEEL, 0.9)),
        (0.01, 0.03, 0), 0.075,
    )  # fmt: skip


def _eyes(x: float, y: float, z: float, size: float) -> tuple[Part, Part]:
    white = union(*(at(sphere(size), s * x, y, z) for s in (-1, 1)))
    pupil = union(
        *(at(sphere(size * 0.6), s * x * 1.04, y + size * 0.05, z + size * 0.58) for s in (-1, 1))
    )
    return Part(white, WHITE, 0.5), Part(pupil, (18, 18, 20), 0.9)


def duck() -> Model:
    body = at(ellipsoid(0.046, 0.036, 0.052), 0, 0.036, 0)
    tail = at(turned(ellipsoid(0.020, 0.012, 0.026), 0, 35), 0, 0.056, -0.046)
    head = at(sphere(0.030), 0, 0.088, 0.022)
    beak = blend(
        0.004,
        at(ellipsoid(0.013, 0.0045, 0.017), 0, 0.084, 0.054),
        at(ellipsoid(0.011, 0.004, 0.013), 0, 0.079, 0.051),
    )
    wings = union(*(at(ellipsoid(0.009, 0.020, 0.030), s * 0.044, 0.044, -0.006) for s in (-1, 1)))
    return Model(
        (Part(blend(0.018, body, tail, head), (248, 206, 40), 0.45), Part(beak, (236, 110, 30), 0.4),
         Part(wings, (240, 190, 30), 0.4), *_eyes(0.013, 0.096, 0.046, 0.0065)),
        (0, 0.06, 0), 0.082,
    )  # fmt: skip


def frog() -> Model:
    body = at(ellipsoid(0.046, 0.034, 0.044), 0, 0.034, 0)
    head = at(ellipsoid(0.044, 0.027, 0.034), 0, 0.062, 0.018)
    bumps = union(*(at(sphere(0.016), s * 0.024, 0.086, 0.022) for s in (-1, 1)))
    legs = union(*(at(ellipsoid(0.018, 0.022, 0.032), s * 0.046, 0.022, -0.004) for s in (-1, 1)),
                 *(at(ellipsoid(0.014, 0.006, 0.018), s * 0.028, 0.006, 0.044) for s in (-1, 1)))  # fmt: skip
    mouth = at(torus(0.026, 0.0018), 0, 0.056, 0.027)
    return Model(
        (Part(blend(0.012, body, head, bumps, legs), (82, 168, 60), 0.4),
         Part(mouth, (40, 96, 34), 0.1), *_eyes(0.024, 0.090, 0.031, 0.0085)),
        (0, 0.05, 0), 0.085,
    )  # fmt: skip


def owl() -> Model:
    body = at(ellipsoid(0.040, 0.052, 0.036), 0, 0.052, 0)
    head = at(ellipsoid(0.038, 0.030, 0.034), 0, 0.102, 0.002)
    ears = union(
        *(at(turned(cone(0.010, 0.001, 0.014), 2, -s * 18), s * 0.026, 0.132, 0) for s in (-1, 1))
    )
    belly = at(ellipsoid(0.028, 0.036, 0.014), 0, 0.048, 0.026)
    discs = union(*(at(ellipsoid(0.0165, 0.0165, 0.006), s * 0.015, 0.106, 0.031) for s in (-1, 1)))
    beak = at(turned(cone(0.006, 0.001, 0.008), 0, 155), 0, 0.095, 0.038)
    wings = union(*(at(ellipsoid(0.010, 0.036, 0.024), s * 0.040, 0.056, -0.004) for s in (-1, 1)))
    return Model(
        (Part(blend(0.010, body, head, ears), (134, 96, 66), 0.2), Part(belly, (222, 196, 158), 0.15),
         Part(discs, (236, 220, 190), 0.2), Part(beak, (230, 150, 40), 0.4),
         Part(wings, (104, 72, 48), 0.2), *_eyes(0.015, 0.107, 0.034, 0.0085)),
        (0, 0.07, 0), 0.092,
    )  # fmt: skip


def bird() -> Model:
    body = at(turned(ellipsoid(0.030, 0.028, 0.044), 0, -22), 0, 0.044, 0)
    head = at(sphere(0.023), 0, 0.078, 0.030)
    tail = at(turned(box(0.011, 0.003, 0.030, 0.002), 0, 25), 0, 0.052, -0.056)
    breast = at(ellipsoid(0.024, 0.024, 0.020), 0, 0.040, 0.024)
    beak = at(turned(cone(0.0055, 0.0008, 0.009), 0, 90), 0, 0.077, 0.058)
    legs = union(
        *(capsule((s * 0.011, 0.025, 0.004), (s * 0.013, 0.002, 0.010), 0.002) for s in (-1, 1))
    )
    wings = union(
        *(
            at(turned(ellipsoid(0.007, 0.018, 0.032), 0, -22), s * 0.028, 0.048, -0.008)
            for s in (-1, 1)
        )
    )
    return Model(
        (Part(blend(0.012, body, head), (62, 122, 196), 0.3), Part(tail, (36, 78, 140), 0.2),
         Part(breast, (232, 128, 60), 0.2), Part(union(beak, legs), (60, 52, 46), 0.3),
         Part(wings, (40, 88, 156), 0.25), *_eyes(0.013, 0.083, 0.046, 0.0048)),
        (0, 0.05, -0.005), 0.085,
    )  # fmt: skip


def cricket() -> Model:
    body = at(turned(ellipsoid(0.016, 0.015, 0.050), 0, -8), 0, 0.034, -0.008)
    head = at(sphere(0.017), 0, 0.042, 0.044)
    hind = union(*(capsule((s * 0.016, 0.032, -0.012), (s * 0.036, 0.070, -0.034), 0.006) for s in (-1, 1)),
                 *(capsule((s * 0.036, 0.070, -0.034), (s * 0.040, 0.003, -0.058), 0.003) for s in (-1, 1)))  # fmt: skip
    front = union(*(capsule((s * 0.012, 0.028, z), (s * 0.038, 0.003, z + 0.012), 0.0028)
                    for s in (-1, 1) for z in (0.010, 0.030)))  # fmt: skip
    feelers = union(
        *(capsule((s * 0.008, 0.055, 0.050), (s * 0.034, 0.098, 0.066), 0.0014) for s in (-1, 1))
    )
    wings = at(turned(ellipsoid(0.018, 0.006, 0.044), 0, -6), 0, 0.048, -0.018)
    return Model(
        (Part(union(body, head), (96, 130, 44), 0.4), Part(union(hind, front), (74, 98, 34), 0.3),
         Part(feelers, (40, 48, 24), 0.2), Part(wings, (150, 176, 90), 0.5),
         *_eyes(0.010, 0.048, 0.054, 0.0055)),
        (0, 0.05, 0), 0.100,
    )  # fmt: skip


def _wheels(*places: tuple[float, float, float]) -> tuple[Part, Part]:
    """Tyres and hubs at (x, radius, half track)."""
    tyres = union(
        *(at(cylinder(r, 0.010, 0.004, axis=2), x, r, s * z) for x, r, z in places for s in (-1, 1))
    )
    hubs = union(
        *(
            at(cylinder(r * 0.5, 0.012, 0.002, axis=2), x, r, s * z)
            for x, r, z in places
            for s in (-1, 1)
        )
    )
    return Part(tyres, (34, 34, 36), 0.15), Part(hubs, (236, 200, 60), 0.4)


def tractor() -> Model:
    hood = at(box(0.042, 0.018, 0.020, 0.006), -0.034, 0.058, 0)
    cab = at(box(0.026, 0.030, 0.024, 0.004), 0.034, 0.082, 0)
    glass = at(box(0.021, 0.018, 0.0255, 0.002), 0.034, 0.088, 0)
    top = at(box(0.031, 0.005, 0.029, 0.003), 0.034, 0.114, 0)
    frame = at(box(0.060, 0.012, 0.016, 0.004), 0, 0.038, 0)
    pipe = capsule((-0.045, 0.07, 0.010), (-0.045, 0.108, 0.010), 0.0038)
    return Model(
        (Part(union(hood, cab), (200, 44, 38), 0.4), Part(glass, (170, 206, 222), 0.8),
         Part(top, (200, 44, 38), 0.4), Part(union(frame, pipe), DARK, 0.3),
         *_wheels((0.040, 0.036, 0.036), (-0.052, 0.023, 0.030))),
        (0, 0.06, 0), 0.098,
    )  # fmt: skip


def racer() -> Model:
    body = at(ellipsoid(0.088, 0.022, 0.032), 0, 0.032, 0)
    flat = at(box(0.080, 0.011, 0.033, 0.008), 0, 0.026, 0)
    cabin = at(ellipsoid(0.040, 0.024, 0.026), 0.010, 0.050, 0)
    wing = at(box(0.010, 0.003, 0.036, 0.002), 0.080, 0.062, 0)
    posts = union(
        *(capsule((0.080, 0.036, s * 0.02), (0.080, 0.060, s * 0.02), 0.003) for s in (-1, 1))
    )
    return Model(
        (Part(blend(0.012, body, flat), (30, 90, 190), 0.7), Part(cabin, (34, 40, 52), 0.9),
         Part(union(wing, posts), (30, 90, 190), 0.6),
         *_wheels((0.052, 0.020, 0.032), (-0.052, 0.020, 0.032))),
        (0, 0.036, 0), 0.105,
    )  # fmt: skip


def mug(radius: float, height: float) -> Model:
    shell = at(cylinder(radius, height / 2, 0.004), 0, height / 2, 0)
    inside = at(cylinder(radius - 0.005, height / 2, 0.003), 0, height / 2 + 0.007, 0)
    handle = cut(at(torus(height * 0.28, 0.0068, axis=2), radius * 0.97, height * 0.52, 0),
                 at(cylinder(radius - 0.004, height), 0, height / 2, 0))  # fmt: skip
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
        (0, height / 2, 0), float((half_width**2 + half_depth**2 + (height / 2) ** 2) ** 0.5) + 0.012,
    )  # fmt: skip


def ball(radius: float) -> Model:
    return Model(
        (Part(at(sphere(radius), 0, radius, 0), (226, 60, 60), 0.5),), (0, radius, 0), radius * 1.05
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


MODELS: Mapping[str, Callable[[], Model]] = {
    "carton": carton,
    "small_carton": lambda: carton(0.023, 0.105),
    "bottle_1l": lambda: bottle(0.041, 0.285),
    "bottle_500ml": lambda: bottle(0.0325, 0.226),
    "flask_1l": lambda: flask(0.048, 0.260),
    "flask_500ml": lambda: flask(0.038, 0.206),
    "pouch": pouch,
    "drill": drill,
    "headphones": headphones,
    "shoe": shoe,
    "kettle": kettle,
    "charger_EU": lambda: charger("EU"),
    "charger_US": lambda: charger("US"),
    "plug_EU": lambda: wall_plug("EU"),
    "plug_US": lambda: wall_plug("US"),
    "disc_alarm": disc_alarm,
    "chime": chime,
    "cycle_bell": cycle_bell,
    "duck": duck,
    "frog": frog,
    "owl": owl,
    "bird": bird,
    "cricket": cricket,
    "tractor": tractor,
    "racer": racer,
    "mug_300ml": lambda: mug(0.040, 0.085),
    "mug_450ml": lambda: mug(0.046, 0.098),
    "box_s": lambda: storage(0.10, 0.08, 0.075),
    "box_m": lambda: storage(0.15, 0.12, 0.11),
    "box_l": lambda: storage(0.20, 0.16, 0.15),
    "ball_15cm": lambda: ball(0.075),
    "ball_20cm": lambda: ball(0.10),
    "vase": vase,
}


@cache
def model(name: str) -> Model:
    return MODELS[name]()
