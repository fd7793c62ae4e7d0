"""Depth maps in millimetres from the scenes that the pictures are taken of."""

from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from .scene import Camera, Floats, Model, look

SCALE = 0.001
"""Metres per stored unit."""


def camera(model: Model, *, yaw: float = -25, pitch: float = 22) -> Camera:
    """A depth camera that sees the whole model: 240 by 180 pixels."""
    return Camera(
        model.centre, model.radius / 0.20 + 0.05, yaw, pitch, field=30, width=240, height=180
    )


def millimetres(model: Model, view: Camera, *, floor: bool = True) -> Floats:
    """Distance along the optical axis, shape (height, width); 0 where nothing was met."""
    hits = look(model, view, oversample=1, floor=floor)
    depth = hits.depth.reshape(hits.shape) * 1000
    return np.where(np.isfinite(depth), depth, 0)


def sensed(depth: Floats, seed: int) -> Floats:
    """As a cheap sensor gives it: noise that grows with distance, holes, ragged edges."""
    rng = np.random.default_rng(seed)
    noisy = depth + rng.normal(0, 1, depth.shape) * (1.5 * (depth / 1000) ** 2)
    step = np.abs(np.gradient(depth, axis=0)) + np.abs(np.gradient(depth, axis=1))
    lost = (step > 25) & (rng.random(depth.shape) < 0.7)
    for _ in range(14):
        row, column = rng.integers(0, depth.shape[0]), rng.integers(0, depth.shape[1])
        lost[row : row + rng.integers(2, 9), column : column + rng.integers(2, 9)] = True
    return np.where(lost | (depth <= 0), 0, noisy)


def save(depth: Floats, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    units = np.round(np.clip(depth, 0, 65535)).astype(np.uint16)
    Image.fromarray(units).save(path, optimize=True)


def entry(path: str, view: Camera) -> dict[str, Any]:
    """How a manifest or a question names a depth map."""
    focal = round(view.focal(), 2)
    centre = {"cx": view.width / 2, "cy": view.height / 2}
    return {"path": path, "scale": SCALE, "intrinsics": {"fx": focal, "fy": focal, **centre}}
