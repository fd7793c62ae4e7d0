"""From a clean picture to a shopper's photo: tilt, clutter, blur, noise, JPEG."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

from .scene import Floats, Surface
from .shapes import Points


@dataclass(frozen=True)
class Shake:
    """How unsteady the hand was and how bad the light."""

    turn: float = 4.0
    """Degrees."""
    skew: float = 0.05
    """How far corners move, as a share of the picture."""
    blur: float = 0.7
    """Pixels."""
    noise: float = 5.0
    """Standard deviation in grey levels."""
    shade: float = 0.22
    """How much darker one side is."""


def wood(tone: tuple[int, int, int] = (176, 128, 84)) -> Surface:
    """Planks with grain, for a table."""
    base = (np.array(tone, np.float32) / 255) ** 2.2

    def colour(p: Points) -> Floats:
        plank = np.floor(p[:, 2] / 0.09)
        shift = np.sin(plank * 12.9898) * 43.7
        ring = np.sin((p[:, 2] * 190 + np.sin(p[:, 0] * 9 + shift) * 2.4 + shift) * 1.4)
        fine = np.sin(p[:, 0] * 41 + p[:, 2] * 900 + shift)
        light = 1 + 0.10 * ring + 0.05 * fine + 0.10 * np.sin(plank * 7.1)
        seam = np.abs((p[:, 2] / 0.09) % 1 - 0.5) > 0.485
        return (base * np.where(seam, 0.45, light)[:, None]).astype(np.float32)

    return colour


def table(width: int, height: int, seed: int) -> Image.Image:
    """A desk seen from above, for flat things to lie on."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32) * np.float32(0.0008)
    points = np.stack([x.ravel() + seed, np.zeros(x.size, np.float32), y.ravel() + seed], axis=1)
    tone = ((168, 126, 88), (126, 132, 138), (196, 186, 170))[seed % 3]
    pixels = np.clip(wood(tone)(points), 0, 1) ** (1 / 2.2) * 255
    return Image.fromarray(pixels.reshape(height, width, 3).astype(np.uint8))


def laid_out(flat: Image.Image, seed: int, shake: Shake, *, size: tuple[int, int]) -> Image.Image:
    """A flat thing on a table, photographed by hand."""
    rng = np.random.default_rng(seed)
    width, height = size
    scale = min(width / flat.width, height / flat.height) * 0.80
    half = np.array([flat.width, flat.height]) * scale / 2
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * half
    angle = np.radians(shake.turn * rng.choice([-1, 1]))
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    corners = corners @ turn + np.array(size) / 2
    corners += rng.uniform(-shake.skew, shake.skew, (4, 2)) * half
    mask = warped(Image.new("L", flat.size, 255), corners, size)
    under = table(width, height, seed)
    dark = Image.new("RGB", size, (30, 24, 18))
    soft = mask.filter(ImageFilter.GaussianBlur(9)).point(lambda level: level * 0.55)
    shifted = Image.new("L", size)
    shifted.paste(soft, (8, 10))
    under = Image.composite(dark, under, shifted)
    return Image.composite(warped(flat, corners, size), under, mask)


def warped(flat: Image.Image, corners: Floats, size: tuple[int, int]) -> Image.Image:
    """The picture with its corners (clockwise from the top left) moved to ``corners``."""
    source = [(0, 0), (flat.width, 0), (flat.width, flat.height), (0, flat.height)]
    rows, goal = [], []
    for (u, v), (x, y) in zip(source, corners, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        goal += [u, v]
    terms = np.linalg.solve(np.array(rows, np.float64), np.array(goal, np.float64))
    return flat.transform(size, Image.Transform.PERSPECTIVE, tuple(terms), Image.Resampling.BICUBIC)


def exposed(picture: Image.Image, seed: int, shake: Shake) -> Image.Image:
    """Uneven light, a warm cast, blur and sensor noise."""
    rng = np.random.default_rng(seed)
    picture = picture.convert("RGB").filter(ImageFilter.GaussianBlur(shake.blur))
    pixels = np.asarray(picture, np.float32)
    rows, columns = pixels.shape[:2]
    y, x = np.mgrid[0:rows, 0:columns] / max(rows, columns)
    angle = rng.uniform(0, 2 * np.pi)
    slope = np.cos(angle) * (x - 0.5) + np.sin(angle) * (y - 0.5)
    pixels = pixels * (0.94 + shake.shade * slope)[..., None] * np.array([1.03, 1.0, 0.94])
    pixels += rng.normal(0, shake.noise, pixels.shape)
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def save(picture: Image.Image, path: Path, quality: int = 84) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.convert("RGB").save(path, quality=quality, optimize=True)
