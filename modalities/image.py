"""Images: any common picture file as upright sRGB pixels."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow

from .colour import to_srgb
from .errors import MediumError, UnreadableError
from .loader import DEFAULT_LIMITS, Limits
from .medium import Image
from .picture import broken, open_picture, upright
from .sniff import read_bytes
from .source import Source, content_hash


@dataclass(frozen=True, slots=True)
class ImageLoader:
    """Loads BMP, GIF, JPEG, PNG, PPM/PGM/PBM, TIFF and WEBP; content decides, never a name.

    EXIF orientation is applied; a colour profile other than sRGB is converted; transparency lies
    on white; of an animation or a multi-page TIFF the first frame counts; 16-bit samples become
    8-bit by full scale (65535 is white). Pixels are read-only.
    """

    limits: Limits = DEFAULT_LIMITS

    def load(self, source: Source) -> Image:
        """One picture as (height, width, 3) uint8, sRGB.

        Raises UnreadableError for another format, a broken or cut-off file, and samples whose
        white is not defined (32-bit, floating point); LimitError beyond ``limits.bytes`` or,
        from the header, ``limits.pixels``; EmptyMediumError for a file of 0 bytes.
        """
        data = read_bytes(source, self.limits)
        picture = open_picture(source.name, data, self.limits.pixels)
        kind = picture.format or "picture"
        try:
            pixels = _decode(source.name, picture)
        except MediumError:
            raise
        except Exception as error:
            raise broken(source.name, kind, error) from error
        pixels.flags.writeable = False
        return Image(pixels, content_hash("image", data), source.name)


def _decode(name: str, picture: Pillow.Image) -> NDArray[np.uint8]:
    picture.load()
    turned = upright(picture)
    shallow = _eight_bit(name, turned, full_scale=picture.format == "PPM")
    return np.asarray(_on_white(to_srgb(shallow)))


def _eight_bit(name: str, picture: Pillow.Image, *, full_scale: bool) -> Pillow.Image:
    if picture.mode.startswith("I;16") or (picture.mode == "I" and full_scale):
        samples = np.asarray(picture).astype(np.uint32)
        shallow = ((samples + 128) // 257).astype(np.uint8)
        return Pillow.fromarray(shallow)
    if picture.mode in ("I", "F"):
        raise UnreadableError(
            f"{name}: found 32-bit samples, whose white is not defined; expected 8 or 16 bits"
        )
    return picture


def _on_white(picture: Pillow.Image) -> Pillow.Image:
    if picture.mode == "RGB" and "transparency" not in picture.info:
        return picture
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    layer = picture.convert("RGBA")
    white = Pillow.new("RGBA", layer.size, (255, 255, 255, 255))
    return Pillow.alpha_composite(white, layer).convert("RGB")
