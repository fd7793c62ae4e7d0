"""Photos of labels, made for measuring: a code printed on a plate, bent, tilted, turned, spoilt.

The plate is a piece of a cylinder in front of a pinhole camera, laid over a photo. ``height`` is
that of the code's capitals in the finished picture, in pixels, at the middle of the code.
"""

import hashlib
import io
import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFilter, ImageFont

from judges.reading import Box
from modalities import Image

SHAPES = (
    "AA-9999", "AA-9999A", "AAA-999", "A9999", "AA9999", "AA-99-99", "9999-AA", "AAA9999A",
    "A-99999", "AA999/99", "99A-999", "AAA-9999-A", "AA 9999", "A99-AA99", "AAAA-99",
    "AA.999.9", "9AA99999",
)  # fmt: skip
"""A for a letter, 9 for a digit."""
BARE_SHAPES = ("9999999", "9999 999", "999.999.99", "99999999", "AAAAA", "AAAAAAA")
"""Digits alone and letters alone."""
WORDS = (
    "Made in Sweden", "220-240V ~ 50/60Hz", "1500 W", "MODEL", "Do not immerse", "Class II", "IPX4",
    "Keep dry", "12V DC", "Art. no.", "Indoor use only", "Recycle",
)  # fmt: skip
_PREFIXES = ("", "", "", "Model ", "TYPE ", "Mod. ", "No. ", "Model: ")
_FINE = 3
"""Samples of the plate for each pixel of the picture, each way."""


@dataclass(frozen=True)
class Label:
    """One picture, and what it shows."""

    image: Image
    code: str
    shape: str
    font: str
    height: float
    degrees: float
    bent: bool
    line: Box
    """Corners of the line of print that the code is in, clockwise from where it starts."""


class _Plate(NamedTuple):
    """A flat plate, and where the code is on it, in its pixels."""

    pixels: NDArray[np.float32]
    """Shape (height, width, 3)."""
    middle: tuple[float, float]
    """Of the code: across and down."""
    line: tuple[int, int, int, int]
    """Left, top, right and bottom of the code's line of print."""
    capital: float
    """Height of its capitals."""


def in_second_half(name: str) -> bool:
    """Which half a photo's item or a font's family belongs to, by a hash of its name."""
    return hashlib.sha256(name.encode()).digest()[0] % 2 == 1


def fonts_in(folders: Sequence[Path], *, second: bool) -> list[Path]:
    """Text fonts of one half, split by family: what a file's name says before the first hyphen."""
    found = {
        path.name: path
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.suffix in {".ttf", ".otf", ".woff"} and is_text(path.name)
    }
    return [path for name, path in sorted(found.items()) if in_second_half(family(name)) == second]


def family(name: str) -> str:
    stem = name.split(".", maxsplit=1)[0].split("-latin-", maxsplit=1)[0]
    return stem.partition("-")[0] if stem.startswith("DejaVu") else stem


def is_text(name: str) -> bool:
    """Of the packages of Fontsource the Latin files in two weights; no fonts of formulas."""
    if name.endswith(".woff"):
        return name.endswith(("-latin-400-normal.woff", "-latin-700-normal.woff"))
    return "Math" not in name


def code_of(shape: str, rng: random.Random) -> str:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    drawn = {"A": letters, "9": "0123456789"}
    return "".join(rng.choice(drawn[char]) if char in drawn else char for char in shape)


def label_on(
    photo: Path,
    font: Path,
    heights: tuple[float, float],
    rng: random.Random,
    shapes: Sequence[str] = SHAPES,
    draw: Callable[[str, random.Random], str] = code_of,
    longest: tuple[float, float] = (600, 1000),
) -> Label:
    """A label with a random code somewhere on the photo.

    ``draw`` makes a code of a shape; ``longest`` is how long the photo is made, in pixels.
    """
    shape = rng.choice(shapes)
    code, height = draw(shape, rng), rng.uniform(*heights)
    with Pillow.open(photo) as opened:
        ground = opened.convert("RGB")
    scale = rng.uniform(*longest) / max(ground.size)
    ground = ground.resize((round(ground.width * scale), round(ground.height * scale)))
    plate = _plate(code, font, height * _FINE, rng)
    if rng.random() < 0.3:
        plate = plate._replace(pixels=_with_glare(plate.pixels, rng))
    bend = rng.choice([0.0, 0.0, rng.uniform(0.3, 0.9)])
    roll = rng.uniform(0, 360)
    tilts = (rng.uniform(-30, 30), rng.uniform(-30, 30))
    colours, cover, line = _seen(plate, bend, (*tilts, roll), height)
    picture, corner = _laid_over(np.asarray(ground, np.float32), colours, cover, rng)
    spoilt = _spoilt(picture, height, rng)
    name = f"{photo.stem} {code}"
    return Label(
        Image(spoilt, hashlib.sha256(spoilt.tobytes()).hexdigest(), name),
        code, shape, family(font.name), height, roll, bend > 0, _around(line + corner),
    )  # fmt: skip


def _plate(code: str, path: Path, capital: float, rng: random.Random) -> _Plate:
    font = ImageFont.truetype(str(path), 100)
    size = 100 * capital / _capital(font)
    font = ImageFont.truetype(str(path), round(size))
    small = ImageFont.truetype(str(path), round(size * rng.uniform(0.5, 0.9)))
    before = rng.choice(_PREFIXES)
    rows = [(f"{before}{code}", font)]
    for _ in range(rng.choice([0, 0, 1, 2])):
        rows.insert(rng.randint(0, len(rows)), (rng.choice(WORDS), small))
    margin, gap = capital * rng.uniform(0.5, 1.2), capital * rng.uniform(0.5, 0.9)
    boxes = [face.getbbox(text) for text, face in rows]
    width = max(box[2] - box[0] for box in boxes) + 2 * margin
    tall = sum(box[3] - box[1] for box in boxes) + gap * (len(rows) - 1) + 2 * margin
    paper, ink = _colours(rng)
    plate = Pillow.new("RGB", (round(width), round(tall)), paper)
    draw, top, middle, line = ImageDraw.Draw(plate), margin, (0.0, 0.0), (0, 0, 1, 1)
    for (text, face), box in zip(rows, boxes, strict=True):
        draw.text((margin - box[0], top - box[1]), text, fill=ink, font=face)
        if face is font and text.endswith(code):
            start = margin + face.getlength(before)
            right, bottom = margin + box[2] - box[0], top + box[3] - box[1]
            middle = ((start + right) / 2, (top + bottom) / 2)
            line = (int(margin), int(top), int(right), int(bottom))
        top += box[3] - box[1] + gap
    return _Plate(np.asarray(plate, np.float32), middle, line, _capital(font))


def _capital(font: ImageFont.FreeTypeFont) -> float:
    box = font.getbbox("HE")
    return box[3] - box[1]


def _colours(rng: random.Random) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    """Colours of paper and ink, at least 90 levels apart."""
    light, dark = rng.randint(150, 255), rng.randint(0, 60)

    def tinted(level: int) -> tuple[int, int, int]:
        red, green, blue = (min(max(level + rng.randint(-25, 25), 0), 255) for _ in range(3))
        return red, green, blue

    pair = (tinted(light), tinted(dark))
    return pair if rng.random() < 0.75 else (pair[1], pair[0])


def _with_glare(plate: NDArray[np.float32], rng: random.Random) -> NDArray[np.float32]:
    """A soft bright spot, which takes away at most 60% of the contrast."""
    height, width = plate.shape[:2]
    y, x = np.mgrid[:height, :width]
    across = (x - rng.uniform(0, width)) / (width * rng.uniform(0.1, 0.3))
    down = (y - rng.uniform(0, height)) / (height * rng.uniform(0.3, 0.8))
    share = rng.uniform(0.2, 0.6) * np.exp(-(across**2 + down**2))[..., None]
    return (plate * (1 - share) + 255 * share).astype(np.float32)


def _seen(
    plate: _Plate, bend: float, degrees: tuple[float, float, float], height: float
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float64]]:
    """Colours (height, width, 3) and cover (height, width) of the plate as the camera sees it, and
    where the upper and the lower edge of the code's line run in it, (2, points, 2).

    ``bend`` is half the angle in radians that the plate spans on its cylinder, 0 for a flat one.
    """
    tall, wide = plate.pixels.shape[:2]
    turn = _rotation(*degrees)

    def project(u: NDArray[np.float64], v: NDArray[np.float64]) -> NDArray[np.float64]:
        across, down = (u - wide / 2) / wide, (v - tall / 2) / wide
        if bend:
            radius = 0.5 / bend
            along = np.stack(
                [radius * np.sin(across / radius), down, radius * (1 - np.cos(across / radius))]
            )
        else:
            along = np.stack([across, down, np.zeros_like(across)])
        x, y, z = np.tensordot(turn, along, 1)
        return np.stack([x, y]) / (3 + z)

    u, v = plate.middle
    ends = project(np.array([u, u]), np.array([v - plate.capital / 2, v + plate.capital / 2]))
    scale = height / np.hypot(*(ends[:, 1] - ends[:, 0]))
    rows, columns = np.mgrid[:tall, :wide].astype(np.float64)
    x, y = project(columns, rows) * scale
    x, y = x - x.min() + 2, y - y.min() + 2
    left, top, right, bottom = plate.line
    edges = np.stack([x, y], axis=-1)[[top, min(bottom, tall - 1)], left:right]
    return *_splatted(plate.pixels, x, y), edges


def _around(edges: NDArray[np.float64]) -> Box:
    """The rectangle along a line of print that holds both its edges, as a detector finds it."""
    start, end = edges[:, 0].mean(axis=0), edges[:, -1].mean(axis=0)
    along = (end - start) / np.hypot(*(end - start))
    axes = np.stack([along, (-along[1], along[0])])
    far = edges.reshape(-1, 2) @ axes.T
    (left, top), (right, bottom) = far.min(axis=0), far.max(axis=0)
    corners = np.array([(left, top), (right, top), (right, bottom), (left, bottom)]) @ axes
    a, b, c, d = ((float(x), float(y)) for x, y in corners)
    return (a, b, c, d)


def _rotation(pitch: float, yaw: float, roll: float) -> NDArray[np.float64]:
    a, b, c = (math.radians(angle) for angle in (pitch, yaw, roll))
    about_x = np.array([[1, 0, 0], [0, math.cos(a), -math.sin(a)], [0, math.sin(a), math.cos(a)]])
    about_y = np.array([[math.cos(b), 0, math.sin(b)], [0, 1, 0], [-math.sin(b), 0, math.cos(b)]])
    about_z = np.array([[math.cos(c), -math.sin(c), 0], [math.sin(c), math.cos(c), 0], [0, 0, 1]])
    return about_z @ about_y @ about_x


def _splatted(
    plate: NDArray[np.float32], x: NDArray[np.float64], y: NDArray[np.float64]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Each sample of the plate shared among the four pixels around where it is seen."""
    shape = (int(y.max()) + 4, int(x.max()) + 4)
    left, top = np.floor(x).astype(int), np.floor(y).astype(int)
    right_share, low_share = x - left, y - top
    total = np.zeros((4, shape[0] * shape[1]))
    values = np.concatenate([np.moveaxis(plate, 2, 0), np.ones((1, *x.shape))])
    for down, share_down in ((0, 1 - low_share), (1, low_share)):
        for across, share_across in ((0, 1 - right_share), (1, right_share)):
            index = ((top + down) * shape[1] + left + across).ravel()
            share = (share_down * share_across).ravel()
            for channel in range(4):
                total[channel] += np.bincount(
                    index, values[channel].ravel() * share, minlength=total.shape[1]
                )
    weight = total[3].reshape(shape)
    colours = (total[:3] / np.maximum(total[3], 1e-6)).reshape(3, *shape)
    cover = np.minimum(weight / max(float(np.median(weight[weight > 0])), 1e-6), 1)
    return np.moveaxis(colours, 0, 2).astype(np.float32), cover.astype(np.float32)


def _laid_over(
    ground: NDArray[np.float32],
    colours: NDArray[np.float32],
    cover: NDArray[np.float32],
    rng: random.Random,
) -> tuple[NDArray[np.float32], tuple[int, int]]:
    """The seen plate at a random place of the ground, which grows where it is too small, and how
    far to the right and down that is."""
    missing = [
        max(0, need - have) for need, have in zip(cover.shape, ground.shape[:2], strict=True)
    ]
    ground = np.pad(ground, ((0, missing[0]), (0, missing[1]), (0, 0)), mode="edge")
    top = rng.randint(0, ground.shape[0] - cover.shape[0])
    left = rng.randint(0, ground.shape[1] - cover.shape[1])
    place = (slice(top, top + cover.shape[0]), slice(left, left + cover.shape[1]))
    shade = rng.uniform(0.7, 1.0)
    ground[place] += cover[..., None] * (colours * shade - ground[place])
    return ground, (left, top)


def _spoilt(picture: NDArray[np.float32], height: float, rng: random.Random) -> NDArray[np.uint8]:
    """Blur of up to a twentieth of the capitals' height, noise, JPEG of quality 50 to 95."""
    sharp = Pillow.fromarray(np.clip(picture, 0, 255).astype(np.uint8))
    soft = np.asarray(sharp.filter(ImageFilter.GaussianBlur(rng.uniform(0, height / 20))))
    noise = np.random.default_rng(rng.getrandbits(32)).normal(0, rng.uniform(0, 8), soft.shape)
    noisy = Pillow.fromarray(np.clip(soft + noise, 0, 255).astype(np.uint8))
    file = io.BytesIO()
    noisy.save(file, "JPEG", quality=rng.randint(50, 95))
    return np.asarray(Pillow.open(file).convert("RGB"))
