"""The weights that come as files of their own: where they are, and under which licence."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True, slots=True)
class WeightsFile:
    """One published file of weights. It is told from any other by its size and its SHA-256."""

    name: str
    """What people type to get it."""
    url: str
    """Where its publisher offers it, over HTTPS."""
    size: int
    """Bytes."""
    sha256: str
    """Of the whole file, in lower-case hexadecimal."""
    licence: str
    """An SPDX identifier."""
    licence_url: str
    """Where the licence can be read."""
    what: str
    """What it is, in a few words."""

    @property
    def file_name(self) -> str:
        """What the file is called at its publisher's, and here."""
        return unquote(urlsplit(self.url).path).rpartition("/")[2]


WEIGHTS: Mapping[str, WeightsFile] = {
    "imagebind": WeightsFile(
        name="imagebind",
        url="https://dl.fbaipublicfiles.com/imagebind/imagebind_huge.pth",
        size=4_803_584_173,
        sha256="d6f6c22bedcc90708448d5d2fbb7b2db9c73f505dc89bd0b2e09b23af1b62157",
        licence="CC-BY-NC-SA-4.0",
        licence_url="https://github.com/facebookresearch/ImageBind/blob/main/LICENSE",
        what="Meta's ImageBind, for non-commercial use",
    ),
}
"""Every file that ``crossjudge weights fetch`` knows, by its name."""
