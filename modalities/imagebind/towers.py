"""The encoders of the model, each on its device once it is needed."""

import threading
from collections.abc import Callable, Mapping

import torch
from torch import Tensor, nn
from torch.nn import functional

from modalities.medium import Modality

from .architecture import TOWERS

TOWER_OF: Mapping[Modality, str] = {
    Modality.IMAGE: "vision",
    Modality.VIDEO: "vision",
    Modality.TEXT: "text",
    Modality.AUDIO: "audio",
    Modality.DEPTH: "depth",
    Modality.THERMAL: "thermal",
    Modality.IMU: "imu",
}
"""Which encoder sees what."""


class Tower(nn.Module):
    """One encoder: prepared inputs (n, …) to unit vectors (n, dim), float32.

    The model's own forward scales the unit vectors of all but images: text by a learnt number,
    audio by 20, and so on. A cosine does not see that, so it is left out.
    """

    def __init__(self, model: nn.Module, name: str) -> None:
        super().__init__()
        self._name = name
        self.preprocessor = model.get_submodule(f"modality_preprocessors.{name}")
        self.trunk = model.get_submodule(f"modality_trunks.{name}")
        self.head = model.get_submodule(f"modality_heads.{name}")

    def forward(self, inputs: Tensor, words: int | None = None) -> Tensor:
        """``words`` is how many tokens count, where the rest is padding of texts."""
        ready = self.preprocessor(**{self._name: inputs})
        if words is not None:
            # No token attends to what follows it: padding takes time and changes nothing.
            trunk = ready["trunk"]
            trunk["tokens"] = trunk["tokens"][:, :words]
            trunk["attn_mask"] = trunk["attn_mask"][:words, :words]
        tokens = self.trunk(**ready["trunk"])
        features = self.head(tokens, **ready["head"])
        return functional.normalize(features.float(), dim=-1)


class Towers:
    """All encoders. The model is opened, and a tower moved, when it is first used; thread-safe."""

    def __init__(
        self,
        open_model: Callable[[], nn.Module],
        device: str,
        dtype: torch.dtype,
        *,
        compiled: bool,
    ) -> None:
        self._open, self._device, self._dtype = open_model, torch.device(device), dtype
        self._compiled = compiled
        self._lock = threading.Lock()
        self._model: nn.Module | None = None
        self._ready: dict[str, Callable[[Tensor, int | None], Tensor]] = {}

    @property
    def ready(self) -> frozenset[str]:
        """The towers that are on the device."""
        return frozenset(self._ready)

    def load(self) -> None:
        """Bring every tower to the device. Raises SpaceError where the model cannot be opened."""
        for name in TOWERS:
            self._tower(name)

    def embed(self, modality: Modality, inputs: Tensor) -> Tensor:
        """Prepared inputs (n, …) to unit vectors (n, dim), float32, left on the device.

        Raises SpaceError where the model cannot be opened.
        """
        tower = self._tower(TOWER_OF[modality])
        # The end of a text is the highest token; what counts is the longest text.
        words = int(inputs.argmax(1).max()) + 1 if modality is Modality.TEXT else None
        if self._device.type == "cuda":
            inputs = inputs.pin_memory().to(self._device, non_blocking=True)
        if inputs.is_floating_point():
            inputs = inputs.to(self._dtype)
        with torch.inference_mode():
            return tower(inputs.to(self._device), words)

    def _tower(self, name: str) -> Callable[[Tensor, int | None], Tensor]:
        ready = self._ready.get(name)
        if ready is None:
            # Towers that are ready do not wait for one that is being loaded.
            with self._lock:
                ready = self._ready[name] = self._ready.get(name) or self._load(name)
        return ready

    def _load(self, name: str) -> Callable[[Tensor, int | None], Tensor]:
        if self._model is None:
            self._model = self._open()
        # On a processor, in the precision of the file, this copies nothing.
        tower = Tower(self._model, name).eval().to(self._device, self._dtype)
        return torch.compile(tower, dynamic=True) if self._compiled else tower
