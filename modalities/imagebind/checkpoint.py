"""A checkpoint file to a model that holds its weights, checked before anything is taken from it."""

import pickle
from collections.abc import Mapping
from itertools import chain
from pathlib import Path

import torch
from torch import Tensor, nn

from modalities.errors import SpaceError

from .architecture import Architecture
from .upstream import empty_model


def load_model(path: Path, architecture: Architecture) -> nn.Module:
    """The model in evaluation mode, its weights mapped from the file: read as they are used.

    Raises SpaceError, naming the file and the tensor, where the file is no checkpoint of this
    architecture. Code in a checkpoint is never run.
    """
    stored = _stored(path)
    model = empty_model(architecture.model_dump())
    _check(path, model.state_dict(), stored)
    model.load_state_dict(stored, assign=True)
    return model.eval().requires_grad_(False)


def _stored(path: Path) -> dict[str, Tensor]:
    try:
        stored = torch.load(path, map_location="cpu", weights_only=True, mmap=True)
    except FileNotFoundError as error:
        raise SpaceError(f"space imagebind: {path}: there is no such file") from error
    except pickle.UnpicklingError as error:
        raise _refused(path, "something besides tensors, which was not run") from error
    except Exception as error:
        raise _refused(path, "a file that is none, or is cut off") from error
    if not isinstance(stored, dict):
        raise _refused(path, f"one {type(stored).__name__}")
    for name, value in stored.items():
        if not isinstance(value, Tensor):
            raise _refused(path, f"{type(value).__name__} {name!r}")
    return stored


def _refused(path: Path, found: str) -> SpaceError:
    return SpaceError(
        f"space imagebind: {path}: found {found}, expected a checkpoint: "
        "the state dict of an ImageBindModel, as torch.save writes it"
    )


def _check(path: Path, wanted: Mapping[str, Tensor], stored: Mapping[str, Tensor]) -> None:
    """The first difference in the model's order, then what the model does not know."""
    unknown = (name for name in stored if name not in wanted)
    for name in chain(wanted, unknown):
        found, expected = _describe(stored.get(name)), _describe(wanted.get(name))
        if found != expected:
            raise SpaceError(
                f"space imagebind: {path}: tensor {name!r}: found {found}, expected {expected}"
            )


def _describe(tensor: Tensor | None) -> str:
    if tensor is None:
        return "none"
    kind = "floating point" if tensor.is_floating_point() else str(tensor.dtype).split(".")[-1]
    return f"{kind} {tuple(tensor.shape)}"
