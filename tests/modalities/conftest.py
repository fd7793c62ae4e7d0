"""Media made on the spot."""

from collections.abc import Callable, Sequence
from io import BytesIO

import numpy as np
import pytest
import soundfile
from PIL import Image as Pillow


def encode_picture(kind: str) -> bytes:
    """A small colour gradient."""
    rows, columns = np.mgrid[0:48, 0:64]
    pixels = np.stack((rows * 5, columns * 4, rows + columns), axis=-1).astype(np.uint8)
    file = BytesIO()
    Pillow.fromarray(pixels).save(file, kind)
    return file.getvalue()


def encode_sound(kind: str, subtype: str | None = None, *, rate: int = 48_000) -> bytes:
    """Half a second of 440 Hz with a little noise, which compresses badly, in two channels."""
    time = np.arange(rate // 2) / rate
    noise = np.random.default_rng(7).normal(scale=0.02, size=(len(time), 2))
    file = BytesIO()
    tone = 0.5 * np.sin(2 * np.pi * 440 * time)
    soundfile.write(file, tone[:, None] + noise, rate, format=kind, subtype=subtype)
    return file.getvalue()


def encode_pdf(pages: Sequence[str], *, trailer: str = "", box: str = "0 0 300 200") -> bytes:
    """One page per line of text; an empty line is an empty page."""
    kids = " ".join(f"{4 + 2 * index} 0 R" for index in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for index, words in enumerate(pages):
        drawing = f"BT /F 24 Tf 20 100 Td ({words}) Tj ET" if words else ""
        fonts = "/Resources<</Font<</F 3 0 R>>>>"
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Contents {5 + 2 * index} 0 R{fonts}>>",
            f"<</Length {len(drawing)}>>stream\n{drawing}\nendstream",
        ]
    return assemble_pdf(objects, trailer=trailer)


def assemble_pdf(objects: Sequence[str], *, trailer: str = "") -> bytes:
    """A PDF file out of its numbered objects; the first is the catalogue."""
    body = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n".encode()
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    tail = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{len(body)}\n%%EOF"
    )
    return bytes(body) + tail.encode()


def encode_npy(array: np.ndarray) -> bytes:
    file = BytesIO()
    np.save(file, array)
    return file.getvalue()


def encode_png16(values: np.ndarray) -> bytes:
    file = BytesIO()
    Pillow.fromarray(values.astype(np.uint16)).save(file, "PNG")
    return file.getvalue()


@pytest.fixture(scope="session")
def picture_bytes() -> Callable[[str], bytes]:
    return encode_picture


@pytest.fixture(scope="session")
def sound_bytes() -> Callable[..., bytes]:
    return encode_sound


@pytest.fixture(scope="session")
def pdf_bytes() -> Callable[..., bytes]:
    return encode_pdf


@pytest.fixture(scope="session")
def pdf_of_objects() -> Callable[..., bytes]:
    return assemble_pdf


@pytest.fixture(scope="session")
def npy_bytes() -> Callable[[np.ndarray], bytes]:
    return encode_npy


@pytest.fixture(scope="session")
def png16_bytes() -> Callable[[np.ndarray], bytes]:
    return encode_png16
