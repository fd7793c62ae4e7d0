"""Shapes of tools, shoes, headphones and what has a plug, in metres, each standing on y = 0."""

import itertools

import numpy as np

from .scene import BLACK, DARK, ORANGE, STEEL, WHITE, Model, Part
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
        (
            Part(blend(0.02, barrel, handle), ORANGE, 0.3),
            Part(union(rear, collar, foot), BLACK, 0.2),
            Part(chuck, DARK, 0.5),
            Part(bit, STEEL, 0.9),
            Part(battery, BLACK, 0.25),
            Part(trigger, (190, 40, 36), 0.3),
        ),
        (-0.04, 0.115, 0),
        0.225,
    )


def headphones() -> Model:
    band = common(
        at(torus(0.082, 0.0075, axis=2), 0, 0.125, 0), at(box(0.2, 0.06, 0.2), 0, 0.185, 0)
    )
    pad = common(
        at(torus(0.080, 0.011, axis=2), 0, 0.128, 0), at(box(0.05, 0.03, 0.2), 0, 0.215, 0)
    )
    arms = union(*(capsule((s * 0.082, 0.125, 0), (s * 0.080, 0.075, 0), 0.005) for s in (-1, 1)))
    cups = union(
        *(
            at(turned(cylinder(0.040, 0.014, 0.008, axis=0), 1, s * 12), s * 0.082, 0.055, 0)
            for s in (-1, 1)
        )
    )
    cushions = union(
        *(at(turned(torus(0.028, 0.012, axis=0), 1, s * 12), s * 0.064, 0.055, 0) for s in (-1, 1))
    )
    return Model(
        (
            Part(band, DARK, 0.35),
            Part(pad, BLACK, 0.1),
            Part(arms, STEEL, 0.8),
            Part(cups, (46, 58, 84), 0.45),
            Part(cushions, (24, 24, 27), 0.1),
        ),
        (0, 0.11, 0),
        0.155,
    )


def shoe() -> Model:
    """A running shoe, toe to the left. Parts: sole, upper, lining, laces."""
    sole = blend(
        0.02,
        at(box(0.132, 0.013, 0.041, 0.011), 0, 0.013, 0),
        at(box(0.060, 0.018, 0.041, 0.012), 0.068, 0.020, 0),
    )
    toe = at(ellipsoid(0.088, 0.042, 0.039), -0.046, 0.034, 0)
    heel = at(ellipsoid(0.062, 0.074, 0.039), 0.070, 0.044, 0)
    throat = at(turned(ellipsoid(0.072, 0.036, 0.034), 2, 26), 0.006, 0.062, 0)
    ankle = at(turned(cone(0.039, 0.036, 0.034), 2, -6), 0.076, 0.092, 0)
    full = blend(0.03, toe, heel, throat, ankle)
    hollow = blend(
        0.01,
        at(turned(cylinder(0.028, 0.05, 0.01), 2, -6), 0.078, 0.118, 0),
        at(ellipsoid(0.032, 0.032, 0.022), 0.050, 0.126, 0),
    )
    upper = cut(full, hollow, at(box(0.3, 0.1, 0.3), 0, -0.078, 0))
    lining = cut(at(ellipsoid(0.050, 0.050, 0.030), 0.068, 0.070, 0), hollow)
    laces = union(*(_lace(full, x) for x in (-0.038, -0.020, -0.002, 0.016)))
    return Model(
        (
            Part(sole, WHITE, 0.1),
            Part(upper, (36, 92, 176), 0.12),
            Part(lining, (20, 44, 88), 0.05),
            Part(laces, WHITE, 0.05),
        ),
        (0, 0.06, 0),
        0.165,
    )


def _lace(upper: Shape, x: float) -> Shape:
    """A lace that lies across the upper at ``x``, on its skin."""
    across = np.linspace(-0.021, 0.021, 4)
    heights = np.linspace(0.03, 0.16, 200)
    knots = []
    for z in across:
        column = np.stack([np.full(200, x), heights, np.full(200, z)], axis=1).astype(np.float32)
        inside = np.flatnonzero(upper(column) < 0)
        knots.append((x + z * 0.25, float(heights[inside[-1]]) + 0.0012, float(z)))
    return union(*(capsule(a, b, 0.0034) for a, b in itertools.pairwise(knots)))


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
        (
            Part(blend(0.015, body, spout), (196, 202, 208), 0.7),
            Part(base, BLACK, 0.3),
            Part(lid, (196, 202, 208), 0.7),
            Part(union(handle, knob), BLACK, 0.3),
        ),
        (0, 0.115, 0),
        0.188,
    )


def _pins(plug: str) -> Shape:
    """Contacts that point up: round for the EU, flat blades for the US."""
    if plug == "EU":
        return union(*(at(cylinder(0.0024, 0.010, 0.001), s * 0.0095, 0.072, 0) for s in (-1, 1)))
    return union(*(at(box(0.0008, 0.009, 0.0032, 0.0004), s * 0.0064, 0.071, 0) for s in (-1, 1)))


def charger(plug: str) -> Model:
    """A wall charger on its back, contacts up, the model name on the side."""
    body = at(box(0.022, 0.030, 0.022, 0.006), 0, 0.030, 0)
    collar = at(box(0.017, 0.004, 0.010, 0.003), 0, 0.061, 0)
    cable = blend(
        0.004,
        capsule((0.020, 0.008, 0), (0.050, 0.004, 0.012), 0.0026),
        capsule((0.050, 0.004, 0.012), (0.072, 0.004, -0.012), 0.0026),
    )
    return Model(
        (
            Part(union(body, collar), WHITE, 0.45),
            Part(_pins(plug), (196, 180, 120), 0.9),
            Part(cable, WHITE, 0.2),
        ),
        (0.01, 0.04, 0),
        0.085,
    )


def wall_plug(plug: str) -> Model:
    """The plug at the end of a kettle's cord."""
    grip = at(cone(0.013, 0.020, 0.028), 0, 0.032, 0)
    face = at(cylinder(0.020, 0.004, 0.002), 0, 0.059, 0)
    cord = capsule((0, 0.006, 0), (0.06, 0.005, 0.02), 0.0035)
    return Model(
        (
            Part(blend(0.01, grip, face), BLACK, 0.2),
            Part(_pins(plug), (200, 190, 150), 0.9),
            Part(cord, BLACK, 0.2),
        ),
        (0.01, 0.042, 0),
        0.080,
    )
