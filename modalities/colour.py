"""Embedded colour profiles: conversion to sRGB through LittleCMS."""

from io import BytesIO

import numpy as np
from PIL import Image, ImageCms

_COLOUR_SPACES = {"L": "GRAY", "RGB": "RGB ", "RGBA": "RGB ", "CMYK": "CMYK"}
"""Which profiles fit which pixels: Pillow's mode, and the signature in the profile's header."""
_IMPERCEPTIBLE = 2
"""Of 255. A profile that moves no colour further than this is sRGB under another name."""


def to_srgb(picture: Image.Image) -> Image.Image:
    """The picture in sRGB; the same picture where it says no other space.

    A profile that is broken or describes other pixels than these is ignored, as browsers do.
    """
    if picture.mode in ("P", "PA") and picture.info.get("icc_profile"):
        picture = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    data = picture.info.get("icc_profile")
    space = _COLOUR_SPACES.get(picture.mode)
    if not data or space is None:
        return picture
    try:
        profile = ImageCms.ImageCmsProfile(BytesIO(data))
        if profile.profile.xcolor_space != space:
            return picture
        transform = ImageCms.buildTransform(
            profile, ImageCms.createProfile("sRGB"), picture.mode, _converted_mode(picture.mode)
        )
        if _changes_nothing(transform, picture.mode):
            return picture
        converted = ImageCms.applyTransform(picture, transform)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return picture
    return picture if converted is None else converted


def _converted_mode(mode: str) -> str:
    return "RGBA" if mode == "RGBA" else "RGB"


def _changes_nothing(transform: ImageCms.ImageCmsTransform, mode: str) -> bool:
    if mode == "CMYK":
        return False
    steps = np.arange(0, 256, 17, dtype=np.uint8)
    grid = np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), axis=-1).reshape(16, -1, 3)
    if mode == "L":
        grid = np.repeat(steps, 3).reshape(1, -1, 3)
    probe = Image.fromarray(grid).convert(mode)
    converted = ImageCms.applyTransform(probe, transform)
    if converted is None:
        return False
    moved = np.asarray(converted.convert("RGB")).astype(int) - grid
    return bool(np.abs(moved).max() <= _IMPERCEPTIBLE)
