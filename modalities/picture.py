"""Still pictures through Pillow: opened by content, measured before they are decoded."""

from collections.abc import Collection, Mapping
from io import BytesIO

from PIL import Image
from PIL.BmpImagePlugin import BmpImageFile
from PIL.GifImagePlugin import GifImageFile
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.PpmImagePlugin import PpmImageFile
from PIL.TiffImagePlugin import TiffImageFile
from PIL.WebPImagePlugin import WebPImageFile

from .errors import LimitError, UnreadableError
from .sniff import describe, identify, one_line

# Image.open would try every decoder that is installed and warn about large pictures in its own
# way; these few are called directly, so that only they ever see untrusted bytes.
_DECODERS: Mapping[str, type[ImageFile]] = {
    "BMP": BmpImageFile,
    "GIF": GifImageFile,
    "JPEG": JpegImageFile,
    "PNG": PngImageFile,
    "PPM": PpmImageFile,
    "TIFF": TiffImageFile,
    "WEBP": WebPImageFile,
}
FORMATS = tuple(sorted(_DECODERS))
"""Every format that can be opened."""


_ORIENTATION_TAG = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""What undoes each EXIF orientation (CIPA DC-008, tag 274); 1 is upright already."""


def check_size(name: str, width: int, height: int, limit: int) -> None:
    """Raises LimitError where a picture of this size has more pixels than the limit."""
    if width * height > limit:
        raise LimitError(
            f"{name}: {width} x {height} pixels are {width * height}, at most {limit} allowed"
        )


def open_picture(
    name: str, data: bytes, limit: int, formats: Collection[str] = FORMATS
) -> Image.Image:
    """A picture whose header has been read and found within the limit; no pixel is decoded yet.

    Raises UnreadableError where it is none of ``formats`` or its header is broken, LimitError
    where it has more pixels than ``limit``.
    """
    kind = identify(data)
    if kind is None or kind not in formats:
        raise UnreadableError(
            f"{name}: found {describe(data)}, expected a picture ({', '.join(formats)})"
        )
    try:
        picture = _DECODERS[kind](BytesIO(data))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise LimitError(f"{name}: {one_line(error)}") from error
    except Exception as error:
        raise broken(name, kind, error) from error
    check_size(name, picture.width, picture.height, limit)
    return picture


def broken(name: str, kind: str, error: Exception) -> UnreadableError:
    """What to raise where a picture's backend gave up."""
    return UnreadableError(f"{name}: found a {kind} that cannot be decoded ({one_line(error)})")


def upright(picture: Image.Image) -> Image.Image:
    """The picture as its EXIF orientation says that it was seen."""
    try:
        orientation = picture.getexif().get(_ORIENTATION_TAG)
    except (SyntaxError, ValueError, TypeError, LookupError, OSError, EOFError, UserWarning):
        # Broken metadata does not make the picture unusable.
        return picture
    turn = _UPRIGHT.get(orientation) if isinstance(orientation, int) else None
    return picture if turn is None else picture.transpose(turn)
