"""From a checkpoint to a model and its processors: all of its tensors, or an error."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import torch
from safetensors import SafetensorError
from transformers import (
    AutoFeatureExtractor,
    AutoImageProcessor,
    AutoModel,
    AutoProcessor,
    AutoTokenizer,
)
from transformers.utils import logging

from modalities.errors import SpaceError
from modalities.medium import Modality

from .checkpoint import Checkpoint
from .hub import first_line

_LOCAL = {"local_files_only": True, "trust_remote_code": False}
_LOGS: Any = logging
_FAILURES = (
    OSError, ValueError, TypeError, KeyError, AttributeError, ImportError, RuntimeError,
    SafetensorError,
)  # fmt: skip
"""What transformers raises for files that it cannot make a model of."""
_QUIET = threading.Lock()


class Parts(NamedTuple):
    """What prepares media; None where the model has no such tower."""

    tokenizer: Any
    images: Any
    sounds: Any


def load_model(checkpoint: Checkpoint, device: torch.device, dtype: torch.dtype) -> Any:
    """The model, ready to infer.

    Raises SpaceError where it is no two-tower model, or a tensor is missing or of another shape:
    transformers alone would fill in random numbers and go on.
    """
    folder = checkpoint.folder
    with _quiet():
        try:
            model, report = AutoModel.from_pretrained(
                folder,
                dtype=dtype,
                use_safetensors=True,
                output_loading_info=True,
                ignore_mismatched_sizes=True,
                **_LOCAL,
            )
        except _FAILURES as error:
            raise SpaceError(f"{folder}: cannot be loaded ({first_line(error)})") from error
    for modality in sorted(checkpoint.family.modalities):
        method = checkpoint.family.method(modality)
        if not callable(getattr(model, method, None)):
            kind = type(model).__name__
            raise SpaceError(f"{folder} is not a two-tower model: {kind} has no {method}")
    _refuse_gaps(report, str(folder))
    return model.to(device).eval()


def load_parts(checkpoint: Checkpoint, vocabulary: int) -> Parts:
    """The checkpoint's processor, or its parts where it ships them apart.

    ``vocabulary`` is how many tokens the text tower knows. Raises SpaceError where a part that the
    model needs is missing.
    """
    with _quiet():
        try:
            parts = _parts(checkpoint)
        except _FAILURES as error:
            raise SpaceError(
                f"{checkpoint.folder}: its processor cannot be loaded ({first_line(error)})"
            ) from error
    # Where the files of a tokenizer are missing, transformers makes one that knows no words.
    if len(parts.tokenizer) < vocabulary // 2:
        raise SpaceError(
            f"{checkpoint.folder}: found a tokenizer of {len(parts.tokenizer)} tokens, "
            f"expected about {vocabulary}: its tokenizer.json or vocabulary is missing"
        )
    return parts


def _parts(checkpoint: Checkpoint) -> Parts:
    folder, takes = checkpoint.folder, checkpoint.family.modalities
    try:
        whole = _read(AutoProcessor, folder)
    except _FAILURES:
        whole = None
    sounds = images = None
    if Modality.AUDIO in takes:
        # Recordings go to the extractor itself: it knows its rate and how long it hears.
        sounds = getattr(whole, "feature_extractor", None)
        sounds = sounds or _read(AutoFeatureExtractor, folder)
    if Modality.IMAGE in takes:
        images = whole if hasattr(whole, "image_processor") else None
        images = images or _read(AutoImageProcessor, folder)
    tokenizer = getattr(whole, "tokenizer", None)
    tokenizer = tokenizer or _read(AutoTokenizer, folder)
    return Parts(tokenizer, images, sounds)


def _read(kind: Any, folder: Path) -> Any:
    return kind.from_pretrained(folder, **_LOCAL)


def _refuse_gaps(report: Any, source: str) -> None:
    missing = sorted(report["missing_keys"])
    if missing:
        raise SpaceError(
            f"{source}: found no tensor {missing[0]!r}, expected all of the model's "
            f"({len(missing)} missing)"
        )
    mismatched = sorted(tuple(each) for each in report["mismatched_keys"])
    if mismatched:
        name, found, expected = mismatched[0]
        raise SpaceError(
            f"{source}: tensor {name!r}: found shape {tuple(found)}, expected {tuple(expected)}"
        )
    if report.get("error_msgs"):
        raise SpaceError(f"{source}: cannot be loaded ({report['error_msgs'][0]})")


@contextmanager
def _quiet() -> Iterator[None]:
    """Neither progress bars nor advice on stderr, for as long as something is loaded."""
    with _QUIET:
        level, bars = _LOGS.get_verbosity(), _LOGS.is_progress_bar_enabled()
        _LOGS.set_verbosity_error()
        _LOGS.disable_progress_bar()
        try:
            yield
        finally:
            _LOGS.set_verbosity(level)
            if bars:
                _LOGS.enable_progress_bar()
