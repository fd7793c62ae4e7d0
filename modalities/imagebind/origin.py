"""Where a model's weights come from: Meta's file, or a checkpoint of somebody's own."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

from modalities.weights import WEIGHTS, file_digest, locate

from .architecture import HUGE, Architecture, architecture_beside

METAS = WEIGHTS["imagebind"]


class Origin(Protocol):
    """A checkpoint: what it is called, what may be done with it, where it lies."""

    @property
    def name(self) -> str:
        """What the space is called after it."""
        ...

    @property
    def licence(self) -> str: ...

    @property
    def architecture(self) -> Architecture:
        """Raises SpaceError where it is not told rightly."""
        ...

    def path(self) -> Path:
        """Raises SpaceError, saying what to do, where there is no such file."""
        ...

    def digest(self) -> str:
        """SHA-256 of what decides the vectors, in hexadecimal. Raises SpaceError as ``path``."""
        ...


class Published:
    """The weights that Meta published, wherever they were put."""

    name = "imagebind"
    licence = METAS.licence
    architecture = HUGE

    def path(self) -> Path:
        return locate(METAS)

    def digest(self) -> str:
        self.path()
        return METAS.sha256


@dataclass(frozen=True)
class Own:
    """A checkpoint file, its architecture in ``<file>.json`` beside it."""

    file: Path
    licence = "unknown"

    @property
    def name(self) -> str:
        return f"imagebind:{self.file.stem}"

    @cached_property
    def architecture(self) -> Architecture:
        return architecture_beside(self.file)

    def path(self) -> Path:
        return self.file

    def digest(self) -> str:
        # The file does not say how many heads share its width; its vectors depend on it.
        told = f"{file_digest(self.file)} {self.architecture.model_dump_json()}"
        return hashlib.sha256(told.encode()).hexdigest()
