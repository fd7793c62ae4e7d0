"""Media as agents give them: bytes in base64, or files under one folder of this machine."""

import base64
import binascii
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pydantic import Field

from router.errors import RequestError
from router.service.media import Upload
from router.service.models.base import Model

Kind = Literal["image", "audio", "document", "depth", "video", "thermal", "imu"]


class ToolMedium(Model):
    """One file, by ``base64`` or by ``path``."""

    kind: Kind
    base64: str | None = Field(default=None, description="The bytes of the file.")
    path: str | None = Field(
        default=None, description="A file of this machine, where the server has a folder for them."
    )


class Files:
    """Turns what agents give into bytes, with files from one folder or none."""

    def __init__(self, largest: int, root: Path | None = None) -> None:
        """``largest``: bytes of one file. Without a ``root`` no path is taken."""
        self._largest = largest
        self._root = None if root is None else root.resolve()

    def uploads(self, media: Sequence[ToolMedium]) -> list[Upload]:
        """Raises RequestError naming the medium by its position, never a path's content."""
        return [
            Upload(each.kind, self._data(f"media[{at}]", each)) for at, each in enumerate(media)
        ]

    def _data(self, where: str, medium: ToolMedium) -> bytes:
        if (medium.base64 is None) == (medium.path is None):
            raise RequestError(f"{where}: expected either base64 or path")
        if medium.base64 is not None:
            return self._decoded(where, medium.base64)
        return self._read(where, medium.path or "")

    def _decoded(self, where: str, text: str) -> bytes:
        if 3 * len(text) > 4 * (self._largest + 3):
            raise RequestError(f"{where}: more than {self._largest} bytes, the limit for a file")
        try:
            return base64.b64decode(text, validate=True)
        except binascii.Error as error:
            raise RequestError(f"{where}.base64: found no base64 ({error})") from error

    def _read(self, where: str, given: str) -> bytes:
        if self._root is None:
            raise RequestError(f"{where}.path: this server takes no paths; give base64")
        try:
            # Links are followed before it is asked where the file lies.
            path = (self._root / given).resolve()
            if not path.is_relative_to(self._root) or not path.is_file():
                raise RequestError(f"{where}.path: there is no such file in the server's folder")
            if path.stat().st_size > self._largest:
                raise RequestError(f"{where}.path: more than {self._largest} bytes")
            return path.read_bytes()
        except (OSError, ValueError, RuntimeError) as error:
            raise RequestError(f"{where}.path: cannot be read") from error
