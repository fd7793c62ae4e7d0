"""The loaded model behind a space: imported, with torch, only when something is embedded."""

import inspect
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from modalities.errors import SpaceError
from modalities.medium import Audio, Modality
from modalities.space import Windows

from .checkpoint import Checkpoint
from .inputs import Inputs
from .load import load_model, load_parts
from .windows import Window, windows

Vectors = NDArray[np.float32]


class Engine:
    """Media to unit vectors. Safe to call from threads."""

    def __init__(
        self, checkpoint: Checkpoint, device: str | None, precision: str, batch: int
    ) -> None:
        """Loads the weights. Raises SpaceError where they are not the whole of a model."""
        self._family = checkpoint.family
        self._source = str(checkpoint.folder)
        self._batch = batch
        self._device = _device(device)
        self._dtype = _dtype(precision, self._device)
        self._model = load_model(checkpoint, self._device, self._dtype)
        text_config = self._model.config.text_config
        parts = load_parts(checkpoint, text_config.vocab_size)
        self._inputs = Inputs(parts, checkpoint.family, text_config)

    def embed(self, modality: Modality, media: Sequence[Any]) -> Vectors:
        """Shape (len(media), dim), rows of norm 1; of a recording, the pooled one."""
        if modality is Modality.AUDIO:
            return np.stack([each.pooled for each in self.windows(media)])
        batches = (media[at : at + self._batch] for at in range(0, len(media), self._batch))
        return np.concatenate([self._vectors(modality, batch) for batch in batches])

    def windows(self, media: Sequence[Audio]) -> list[Windows]:
        """Each recording, in as many windows as cover it."""
        heard: list[list[tuple[Window, Vectors]]] = [[] for _ in media]
        parts = self._parts(media)
        while batch := list(islice(parts, self._batch)):
            vectors = self._vectors(Modality.AUDIO, [part.samples for _, part in batch])
            for (place, part), vector in zip(batch, vectors, strict=True):
                # What was heard is not kept: a long recording's windows outweigh its vectors.
                heard[place].append((part._replace(samples=part.samples[:0]), vector))
        return [_joined(each) for each in heard]

    def _parts(self, media: Sequence[Audio]) -> Iterator[tuple[int, Window]]:
        """The windows of all recordings, each with its recording's place, made when asked for."""
        for place, medium in enumerate(media):
            for part in windows(medium, self._inputs.rate, self._inputs.window):
                yield place, part

    def _vectors(self, modality: Modality, contents: Sequence[Any]) -> Vectors:
        method = getattr(self._model, self._family.method(modality))
        known = inspect.signature(method).parameters
        inputs = {
            name: self._placed(tensor)
            for name, tensor in self._inputs.prepare(modality, contents).items()
            if name in known
        }
        with torch.inference_mode():
            output = method(**inputs)
        # transformers 4 gives the features, 5 an output that holds them.
        features = output if isinstance(output, torch.Tensor) else output.pooler_output
        expected = (len(contents), self._family.dim)
        if tuple(features.shape) != expected:
            raise SpaceError(
                f"{self._source}: {modality} features: found shape {tuple(features.shape)}, "
                f"expected {expected}"
            )
        return self._unit(features.float().cpu().numpy())

    def _placed(self, tensor: torch.Tensor) -> torch.Tensor:
        if tensor.is_floating_point():
            return tensor.to(self._device, self._dtype)
        return tensor.to(self._device)

    def _unit(self, features: Vectors) -> Vectors:
        norms = np.linalg.norm(features, axis=1, keepdims=True)
        if not (np.isfinite(norms).all() and norms.all()):
            raise SpaceError(f"{self._source}: found features without a direction (zero or NaN)")
        vectors: Vectors = features / norms
        return vectors


def _joined(heard: Sequence[tuple[Window, Vectors]]) -> Windows:
    vectors = np.stack([vector for _, vector in heard])
    spans = np.array([(part.start, part.end) for part, _ in heard], dtype=np.float64)
    if len(vectors) == 1:
        return Windows(vectors[0], vectors, spans)
    mean = vectors.mean(axis=0, dtype=np.float64)
    # Windows that cancel each other out leave no direction; the first then speaks for all.
    norm = float(np.linalg.norm(mean))
    pooled = (mean / norm).astype(np.float32) if norm > 1e-6 else vectors[0]
    return Windows(pooled, vectors, spans)


def _device(named: str | None) -> torch.device:
    try:
        return torch.device(named or ("cuda" if torch.cuda.is_available() else "cpu"))
    except RuntimeError as error:
        raise SpaceError(f"device: found {named!r}, expected cpu, cuda or cuda:0") from error


def _dtype(precision: str, device: torch.device) -> torch.dtype:
    if precision != "auto":
        dtype: torch.dtype = getattr(torch, precision)
        return dtype
    quick = device.type == "cuda" and torch.cuda.is_bf16_supported()
    return torch.bfloat16 if quick else torch.float32
