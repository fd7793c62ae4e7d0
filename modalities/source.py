"""Where a medium comes from, before anything about it is believed."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from .errors import LimitError, UnreadableError
from .medium import Intrinsics


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes to load, from a file or from memory, and what their owner states about them."""

    name: str
    """How messages name it."""
    path: Path | None = None
    data: bytes | None = None
    scale: float | None = None
    """Depth only: metres per stored unit (0.001 where a pixel counts millimetres)."""
    intrinsics: Intrinsics | None = None
    """Depth only: the camera that took it."""
    baseline: float | None = None
    """Depth only: the distance between the sensor's two viewpoints, in metres."""
    rate: float | None = None
    """IMU only: samples per second, where the file does not tell."""

    @classmethod
    def file(
        cls,
        path: Path,
        *,
        scale: float | None = None,
        intrinsics: Intrinsics | None = None,
        baseline: float | None = None,
        rate: float | None = None,
    ) -> "Source":
        return cls(str(path), path, None, scale, intrinsics, baseline, rate)

    @classmethod
    def text(cls, text: str, *, name: str = "text") -> "Source":
        return cls(name=name, data=text.encode("utf-8", errors="surrogatepass"))

    def read(self, limit: int) -> bytes:
        """All bytes, at most ``limit`` of them.

        Raises UnreadableError where there is no such regular file, LimitError where it is longer.
        """
        if self.data is not None:
            if len(self.data) > limit:
                raise LimitError(f"{self.name}: {len(self.data)} bytes, at most {limit} allowed")
            return self.data
        if self.path is None:
            raise UnreadableError(f"{self.name}: neither a file nor bytes were given")
        try:
            if not self.path.is_file():
                found = "a folder" if self.path.is_dir() else "nothing"
                raise UnreadableError(f"{self.name}: found {found}, expected a file")
            with self.path.open("rb") as file:
                data = file.read(limit + 1)
        except OSError as error:
            raise UnreadableError(
                f"{self.name}: cannot be read ({error.strerror or error})"
            ) from error
        if len(data) > limit:
            raise LimitError(f"{self.name}: more than {limit} bytes, the limit for its kind")
        return data


def content_hash(kind: str, data: bytes, *facts: object) -> str:
    """SHA-256, in hex, of what decides how a medium is embedded and read: kind, facts, bytes."""
    digest = hashlib.sha256(repr((kind, *facts)).encode())
    digest.update(data)
    return digest.hexdigest()
