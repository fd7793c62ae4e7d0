"""Spaces that are not as they should be, or not all there."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from modalities import Medium, Modality, SpaceError
from router.testing import RandomSpace


class Weightless(RandomSpace):
    """A space whose weights are not here; what it says without them is true all the same."""

    def __init__(self, *, device: str | None = None) -> None:
        super().__init__()
        self.name, self.licence = "weightless", "CC0-1.0"
        del self.fingerprint

    def __getattr__(self, name: str) -> Any:
        if name == "fingerprint":
            raise SpaceError("weights small: found no file;\nrun: crossjudge weights fetch small")
        raise AttributeError(name)

    def embed(self, modality: Modality, media: Sequence[Medium]) -> NDArray[np.float32]:
        raise SpaceError("weights small: found no file")


class FromFolder(RandomSpace):
    """A space that is made from something."""

    def __init__(self, where: str, *, device: str | None = None) -> None:
        super().__init__()
        self.name = f"folder:{where}"
        self.licence, self.fingerprint = "MIT", f"folder-{where}"


class Unfetched(RandomSpace):
    """A space that would fetch gigabytes if it were asked for anything but its name."""

    def __init__(self) -> None:
        super().__init__()
        self.name = "unfetched"
        del self.fingerprint, self.licence, self.modalities, self.dim

    def __getattr__(self, name: str) -> Any:
        if name in {"fingerprint", "licence", "modalities", "dim"}:
            pytest.fail(f"fetched for its {name}")
        raise AttributeError(name)

    def missing(self) -> str:
        return "not here; run: fetch it"


class Broken(RandomSpace):
    """A space that does not keep the contract."""

    def __init__(self) -> None:
        raise ValueError("no such luck")


class Unfinished(RandomSpace):
    """A space that was written before there were licences."""

    def __init__(self) -> None:
        super().__init__()
        del self.licence, self.fingerprint
