"""A small ray marcher: solids in, pictures and depth maps out of the same scene.

Sphere tracing after Hart (1996), soft shadows and ambient occlusion after Quilez.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from .shapes import Points, Shape

Colour = tuple[int, int, int]
Floats = NDArray[np.float32]

WHITE, BLACK, STEEL = (240, 240, 238), (38, 40, 44), (176, 180, 186)
DARK, ORANGE = (58, 62, 70), (232, 116, 34)

LIGHT = np.array([-0.50, 0.78, 0.55], np.float32) / np.float32(np.linalg.norm([-0.5, 0.78, 0.55]))
REACH = 6.0
"""Metres after which a ray has missed."""


@dataclass(frozen=True)
class Part:
    """One solid of one colour."""

    shape: Shape
    colour: Colour
    gloss: float = 0.25


@dataclass(frozen=True)
class Model:
    """What is photographed: parts that stand on y = 0, and a sphere that holds them all."""

    parts: tuple[Part, ...]
    centre: tuple[float, float, float]
    radius: float

    def distance(self, p: Points) -> Floats:
        return np.min([part.shape(p) for part in self.parts], axis=0)

    def nearest(self, p: Points) -> NDArray[np.intp]:
        return np.argmin([part.shape(p) for part in self.parts], axis=0)


@dataclass(frozen=True)
class Camera:
    """A pinhole camera that looks at ``target`` from ``distance`` metres."""

    target: tuple[float, float, float]
    distance: float
    yaw: float = 0.0
    """Degrees to the right."""
    pitch: float = 12.0
    """Degrees from above."""
    roll: float = 0.0
    field: float = 26.0
    """Vertical field of view in degrees."""
    width: int = 440
    height: int = 520

    def focal(self) -> float:
        """In pixels, for both axes."""
        return self.height / 2 / float(np.tan(np.radians(self.field) / 2))

    def axes(self) -> tuple[Floats, Floats, Floats, Floats]:
        """Eye, then right, up and forward as unit vectors."""
        yaw, pitch, roll = np.radians([self.yaw, self.pitch, self.roll])
        back = np.array([np.sin(yaw) * np.cos(pitch), np.sin(pitch), np.cos(yaw) * np.cos(pitch)])
        right = np.array([np.cos(yaw), 0, -np.sin(yaw)])
        up = np.cross(back, right)
        tilted = np.cos(roll) * right + np.sin(roll) * up
        up = np.cross(back, tilted)
        eye = np.array(self.target) + self.distance * back
        return tuple(v.astype(np.float32) for v in (eye, tilted, up, -back))  # type: ignore[return-value]


@dataclass(frozen=True)
class Hits:
    """What each ray met. ``shape`` is (rows, columns); rays that met no part have part -1."""

    shape: tuple[int, int]
    part: NDArray[np.intp]
    point: Points
    normal: Points
    ray: Points
    light: Floats
    """Share of the key light that arrives, 0 to 1."""
    occlusion: Floats
    """Share of the surroundings that is open, 0 to 1."""
    depth: Floats
    """Metres along the optical axis; infinite where the ray met nothing, not even the floor."""


def look(model: Model, camera: Camera, *, oversample: int = 2, floor: bool = True) -> Hits:
    """Send one ray through every sample of the picture."""
    eye, right, up, forward = camera.axes()
    rows, columns = camera.height * oversample, camera.width * oversample
    focal = camera.focal() * oversample
    x, y = np.meshgrid(np.arange(columns) + 0.5 - columns / 2, rows / 2 - np.arange(rows) - 0.5)
    rays = (x[..., None] * right + y[..., None] * up).reshape(-1, 3) / focal + forward
    stretch = np.linalg.norm(rays, axis=1)
    rays = (rays / stretch[:, None]).astype(np.float32)

    along = march(model, eye, rays)
    part = np.full(len(rays), -1)
    with np.errstate(divide="ignore"):
        ground = np.where(rays[:, 1] < -1e-4, -eye[1] / rays[:, 1], np.inf)
    ground = np.where(ground > REACH, np.inf, ground) if floor else np.full(len(rays), np.inf)
    solid = along < np.minimum(ground, REACH) + 1e-4
    reach = np.where(solid, along, ground).astype(np.float32)
    met = np.isfinite(reach)
    point = eye + rays * np.where(met, reach, 0)[:, None]
    part[solid] = model.nearest(point[solid])
    normal = np.tile(np.array([0, 1, 0], np.float32), (len(rays), 1))
    normal[solid] = normals(model, point[solid])
    light, occlusion = np.ones((2, len(rays)), np.float32)
    light[met] = shadow(model, point[met] + normal[met] * 0.001)
    occlusion[met] = openness(model, point[met], normal[met])
    return Hits(
        (rows, columns),
        part,
        point,
        normal,
        rays,
        light,
        occlusion,
        (reach / stretch).astype(np.float32),
    )


def entry(model: Model, origin: Points, rays: Points) -> tuple[Floats, Floats]:
    """Where rays enter and leave the model's sphere; entry beyond exit where they miss it."""
    offset = origin - np.array(model.centre, np.float32)
    half = (offset * rays).sum(axis=1)
    gap = half * half - (offset * offset).sum(axis=-1) + np.float32(model.radius**2)
    root = np.sqrt(np.maximum(gap, 0))
    return np.where(gap > 0, np.maximum(-half - root, 0), np.inf), np.where(gap > 0, root - half, 0)


def march(model: Model, eye: Points, rays: Points, steps: int = 90) -> Floats:
    """Distance to the model along each ray, infinite for a miss."""
    start, end = entry(model, eye[None, :], rays)
    reached = np.full(len(rays), np.inf, np.float32)
    active = np.flatnonzero(start < end)
    along = start[active].astype(np.float32)
    for _ in range(steps):
        if not len(active):
            break
        gap = model.distance(eye + rays[active] * along[:, None])
        close = gap < 2e-4
        reached[active[close]] = along[close]
        along = along + gap * np.float32(0.95)
        going = ~close & (along < end[active])
        active, along = active[going], along[going]
    return reached


def normals(model: Model, point: Points, step: float = 3e-4) -> Points:
    """Gradients of the distance by tetrahedral differences."""
    corners = np.array([[1, -1, -1], [-1, -1, 1], [-1, 1, -1], [1, 1, 1]], np.float32)
    total = np.zeros_like(point)
    for corner in corners:
        total += corner * model.distance(point + corner * np.float32(step))[:, None]
    return total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-9)


def shadow(model: Model, point: Points, steps: int = 28, hardness: float = 9.0) -> Floats:
    """Share of the key light that reaches each point."""
    rays = np.broadcast_to(LIGHT, point.shape)
    start, end = entry(model, point, rays)
    share = np.ones(len(point), np.float32)
    active = np.flatnonzero(start < end)
    along = np.maximum(start[active], 0.002).astype(np.float32)
    for _ in range(steps):
        if not len(active):
            break
        gap = model.distance(point[active] + LIGHT * along[:, None])
        share[active] = np.minimum(share[active], np.clip(hardness * gap / along, 0, 1))
        along = along + np.clip(gap, 0.004, 0.05)
        going = (share[active] > 0.01) & (along < end[active])
        active, along = active[going], along[going]
    return share * share * (3 - 2 * share)


def openness(model: Model, point: Points, normal: Points) -> Floats:
    """One minus how closely the surroundings crowd each point."""
    near = np.linalg.norm(point - np.array(model.centre, np.float32), axis=1) < model.radius * 1.4
    closed = np.zeros(len(point), np.float32)
    for reach in (0.006, 0.02, 0.045):
        probe = point[near] + normal[near] * np.float32(reach)
        gap = np.minimum(model.distance(probe), probe[:, 1])
        closed[near] += np.clip(1 - gap / np.float32(reach), 0, 1) * np.float32(0.28)
    return np.clip(1 - closed, 0.15, 1)


Surface = Callable[[Points], Floats]
"""The colour of the floor at a point, linear within 0 to 1, shape (n, 3)."""


@dataclass(frozen=True)
class Decal:
    """Artwork on the surface: flat along an axis, or wrapped around the y axis."""

    art: Image.Image
    """RGBA."""
    centre: tuple[float, float]
    """Flat: across and up. Wrapped: degrees around (0 faces the viewer) and up."""
    size: tuple[float, float]
    """Flat: metres. Wrapped: degrees and metres."""
    facing: str = "z"
    """``z``, ``-z``, ``x`` or ``-x`` for a flat decal, ``around`` for a wrapped one."""
    parts: frozenset[int] | None = None
    """The parts it sticks to; None: all."""

    def place(self, point: Points, normal: Points) -> tuple[Floats, Floats, NDArray[np.bool_]]:
        """Position within the artwork, 0 to 1 from the top left, and where it shows at all."""
        if self.facing == "around":
            across = np.degrees(np.arctan2(point[:, 0], point[:, 2])) - self.centre[0]
            across = (across + 180) % 360 - 180
            seen = np.abs(normal[:, 1]) < 0.85
        else:
            sign = -1 if self.facing.startswith("-") else 1
            axis = "xyz".index(self.facing[-1])
            horizontal = point[:, 0] if axis == 2 else -point[:, 2]
            across = sign * horizontal - self.centre[0]
            seen = normal[:, axis] * sign > 0.55
        u = across / self.size[0] + 0.5
        v = 0.5 - (point[:, 1] - self.centre[1]) / self.size[1]
        return u, v, seen & (u > 0) & (u < 1) & (v > 0) & (v < 1)


def plain(colour: Colour) -> Surface:
    flat = (np.array(colour, np.float32) / 255) ** 2.2
    return lambda p: np.broadcast_to(flat, p.shape)


def develop(
    model: Model,
    hits: Hits,
    decals: tuple[Decal, ...] = (),
    *,
    colours: dict[int, Colour] | None = None,
    floor: Surface | None = None,
    wall: Colour = (244, 244, 242),
) -> Image.Image:
    """The picture of what the rays met, at half the sampled size."""
    floor = floor or plain((238, 238, 236))
    base = np.tile((np.array(wall, np.float32) / 255) ** 2.2, (len(hits.part), 1))
    ground = (hits.part < 0) & np.isfinite(hits.depth)
    solid = hits.part >= 0
    base[ground] = floor(hits.point[ground])
    for index, part in enumerate(model.parts):
        colour = (colours or {}).get(index, part.colour)
        base[hits.part == index] = (np.array(colour, np.float32) / 255) ** 2.2
    for decal in decals:
        stick(decal, hits, base, solid)
    gloss = np.array([0.0] + [part.gloss for part in model.parts], np.float32)[hits.part + 1]
    shaded = base.copy()
    shaded[solid] = lit(base[solid], gloss[solid], hits, solid)
    dim = 0.45 + 0.55 * hits.light * (0.5 + 0.5 * hits.occlusion)
    far = np.clip((hits.depth - 1.6) / 2.0, 0, 1)[:, None] ** 0.7
    fade = (np.array(wall, np.float32) / 255) ** 2.2
    shaded[ground] = (shaded * dim[:, None] * (1 - far) + fade * far)[ground]
    pixels = np.clip(shaded, 0, 1) ** (1 / 2.2) * 255
    rows, columns = hits.shape
    picture = Image.fromarray(pixels.reshape(rows, columns, 3).astype(np.uint8))
    return picture.resize((columns // 2, rows // 2), Image.Resampling.BOX)


def stick(decal: Decal, hits: Hits, base: Floats, solid: NDArray[np.bool_]) -> None:
    """Lay a decal over the base colours, in place."""
    where = solid if decal.parts is None else np.isin(hits.part, list(decal.parts))
    chosen = np.flatnonzero(where)
    u, v, seen = decal.place(hits.point[chosen], hits.normal[chosen])
    chosen, u, v = chosen[seen], u[seen], v[seen]
    art = np.asarray(decal.art.convert("RGBA"), np.float32) / 255
    rows, columns = art.shape[:2]
    x, y = np.clip(u * columns - 0.5, 0, columns - 1.01), np.clip(v * rows - 0.5, 0, rows - 1.01)
    i, j = x.astype(int), y.astype(int)
    p, q = (x - i)[:, None], (y - j)[:, None]
    colour = (art[j, i] * (1 - p) + art[j, i + 1] * p) * (1 - q) + (
        art[j + 1, i] * (1 - p) + art[j + 1, i + 1] * p
    ) * q
    alpha = colour[:, 3:]
    base[chosen] = base[chosen] * (1 - alpha) + colour[:, :3] ** 2.2 * alpha


def lit(base: Floats, gloss: Floats, hits: Hits, solid: NDArray[np.bool_]) -> Floats:
    """Lambert's law for a key and a fill light, the open sky, and a Blinn highlight."""
    normal, ray = hits.normal[solid], hits.ray[solid]
    key = np.clip(normal @ LIGHT, 0, 1) * hits.light[solid]
    fill = np.clip(normal @ np.array([0.75, 0.2, 0.6], np.float32), 0, 1)
    sky = (0.65 + 0.35 * normal[:, 1]) * hits.occlusion[solid]
    diffuse = 0.78 * key + 0.22 * fill + 0.36 * sky
    half = LIGHT - ray
    half /= np.linalg.norm(half, axis=1, keepdims=True)
    spark = np.clip((normal * half).sum(axis=1), 0, 1) ** 48 * hits.light[solid]
    rim = np.clip(1 + (normal * ray).sum(axis=1), 0, 1) ** 4 * 0.35 * hits.occlusion[solid]
    return base * diffuse[:, None] + ((spark * 0.9 + rim) * gloss)[:, None]
