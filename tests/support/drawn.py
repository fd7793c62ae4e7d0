"""Pictures drawn for tests: printed lines and real barcodes."""

import hashlib

import numpy as np
import zxingcpp
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont

from modalities import Image


def image_of(picture: Pillow.Image, source: str = "drawn") -> Image:
    pixels = np.array(picture.convert("RGB"))
    return Image(pixels, hashlib.sha256(pixels.tobytes()).hexdigest(), source)


def lines(*texts: str, size: int = 40) -> Pillow.Image:
    """Dark lines of print on a light ground."""
    font = ImageFont.load_default(size)
    picture = Pillow.new("RGB", (max(len(text) for text in texts) * size, 2 * size * len(texts)))
    picture.paste((240, 240, 235), (0, 0, *picture.size))
    draw = ImageDraw.Draw(picture)
    for row, text in enumerate(texts):
        draw.text((size, 2 * size * row + size // 2), text, fill=(20, 20, 30), font=font)
    return picture


def symbol(content: str, symbology: str = "EAN13", scale: int = 3) -> Pillow.Image:
    """One barcode with its quiet zone, in grey."""
    code = zxingcpp.create_barcode(content, getattr(zxingcpp.BarcodeFormat, symbology))
    bars = Pillow.fromarray(np.array(zxingcpp.write_barcode_to_image(code, scale=scale)))
    quiet = Pillow.new("L", (bars.width + 20 * scale, bars.height + 20 * scale), 255)
    quiet.paste(bars, (10 * scale, 10 * scale))
    return quiet


def turned(picture: Pillow.Image, degrees: float) -> Pillow.Image:
    """The picture turned counter-clockwise on a larger light ground."""
    return picture.convert("L").rotate(
        degrees, resample=Pillow.Resampling.BICUBIC, expand=True, fillcolor=225
    )
