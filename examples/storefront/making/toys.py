"""Shapes of toys: animals and vehicles, in metres, each standing on y = 0."""

from .scene import DARK, WHITE, Model, Part
from .shapes import at, blend, box, capsule, cone, cylinder, ellipsoid, sphere, torus, turned, union


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
        (
            Part(blend(0.018, body, tail, head), (248, 206, 40), 0.45),
            Part(beak, (236, 110, 30), 0.4),
            Part(wings, (240, 190, 30), 0.4),
            *_eyes(0.013, 0.096, 0.046, 0.0065),
        ),
        (0, 0.06, 0),
        0.092,
    )


def frog() -> Model:
    body = at(ellipsoid(0.046, 0.034, 0.044), 0, 0.034, 0)
    head = at(ellipsoid(0.044, 0.027, 0.034), 0, 0.062, 0.018)
    bumps = union(*(at(sphere(0.016), s * 0.024, 0.086, 0.022) for s in (-1, 1)))
    legs = union(
        *(at(ellipsoid(0.018, 0.022, 0.032), s * 0.046, 0.022, -0.004) for s in (-1, 1)),
        *(at(ellipsoid(0.014, 0.006, 0.018), s * 0.028, 0.006, 0.044) for s in (-1, 1)),
    )
    mouth = at(torus(0.026, 0.0018), 0, 0.056, 0.027)
    return Model(
        (
            Part(blend(0.012, body, head, bumps, legs), (82, 168, 60), 0.4),
            Part(mouth, (40, 96, 34), 0.1),
            *_eyes(0.024, 0.090, 0.031, 0.0085),
        ),
        (0, 0.05, 0),
        0.093,
    )


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
        (
            Part(blend(0.010, body, head, ears), (134, 96, 66), 0.2),
            Part(belly, (222, 196, 158), 0.15),
            Part(discs, (236, 220, 190), 0.2),
            Part(beak, (230, 150, 40), 0.4),
            Part(wings, (104, 72, 48), 0.2),
            *_eyes(0.015, 0.107, 0.034, 0.0085),
        ),
        (0, 0.07, 0),
        0.092,
    )


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
        (
            Part(blend(0.012, body, head), (62, 122, 196), 0.3),
            Part(tail, (36, 78, 140), 0.2),
            Part(breast, (232, 128, 60), 0.2),
            Part(union(beak, legs), (60, 52, 46), 0.3),
            Part(wings, (40, 88, 156), 0.25),
            *_eyes(0.013, 0.083, 0.046, 0.0048),
        ),
        (0, 0.05, -0.005),
        0.085,
    )


def cricket() -> Model:
    body = at(turned(ellipsoid(0.016, 0.015, 0.050), 0, -8), 0, 0.034, -0.008)
    head = at(sphere(0.017), 0, 0.042, 0.044)
    hind = union(
        *(capsule((s * 0.016, 0.032, -0.012), (s * 0.036, 0.070, -0.034), 0.006) for s in (-1, 1)),
        *(capsule((s * 0.036, 0.070, -0.034), (s * 0.040, 0.003, -0.058), 0.003) for s in (-1, 1)),
    )
    front = union(
        *(
            capsule((s * 0.012, 0.028, z), (s * 0.038, 0.003, z + 0.012), 0.0028)
            for s in (-1, 1)
            for z in (0.010, 0.030)
        )
    )
    feelers = union(
        *(capsule((s * 0.008, 0.055, 0.050), (s * 0.034, 0.098, 0.066), 0.0014) for s in (-1, 1))
    )
    wings = at(turned(ellipsoid(0.018, 0.006, 0.044), 0, -6), 0, 0.048, -0.018)
    return Model(
        (
            Part(union(body, head), (96, 130, 44), 0.4),
            Part(union(hind, front), (74, 98, 34), 0.3),
            Part(feelers, (40, 48, 24), 0.2),
            Part(wings, (150, 176, 90), 0.5),
            *_eyes(0.010, 0.048, 0.054, 0.0055),
        ),
        (0, 0.05, 0),
        0.100,
    )


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
        (
            Part(union(hood, cab), (200, 44, 38), 0.4),
            Part(glass, (170, 206, 222), 0.8),
            Part(top, (200, 44, 38), 0.4),
            Part(union(frame, pipe), DARK, 0.3),
            *_wheels((0.040, 0.036, 0.036), (-0.052, 0.023, 0.030)),
        ),
        (0, 0.06, 0),
        0.098,
    )


def racer() -> Model:
    body = at(ellipsoid(0.088, 0.022, 0.032), 0, 0.032, 0)
    flat = at(box(0.080, 0.011, 0.033, 0.008), 0, 0.026, 0)
    cabin = at(ellipsoid(0.040, 0.024, 0.026), 0.010, 0.050, 0)
    wing = at(box(0.010, 0.003, 0.036, 0.002), 0.080, 0.062, 0)
    posts = union(
        *(capsule((0.080, 0.036, s * 0.02), (0.080, 0.060, s * 0.02), 0.003) for s in (-1, 1))
    )
    return Model(
        (
            Part(blend(0.012, body, flat), (30, 90, 190), 0.7),
            Part(cabin, (34, 40, 52), 0.9),
            Part(union(wing, posts), (30, 90, 190), 0.6),
            *_wheels((0.052, 0.020, 0.032), (-0.052, 0.020, 0.032)),
        ),
        (0, 0.036, 0),
        0.105,
    )
