"""An ImageBindModel with random weights, of Meta's own classes, made in a moment."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import nn

from modalities.imagebind.upstream import empty_model

DIM = 32
TINY: Mapping[str, Any] = {
    "out_embed_dim": DIM,
    "kernel_size": [2, 28, 28],
    "depth_kernel_size": 28,
    "thermal_kernel_size": 28,
    **{
        f"{tower}_{key}": value
        for tower in ("vision", "text", "audio", "depth", "thermal", "imu")
        for key, value in {"embed_dim": 32, "num_blocks": 2, "num_heads": 4}.items()
    },
}
"""What the JSON beside the checkpoint says."""


def tiny_model(seed: int = 0) -> nn.Module:
    """The model in evaluation mode, with weights that let inputs differ in what comes out."""
    empty = empty_model({**TINY, "kernel_size": tuple(TINY["kernel_size"])})
    model = empty.to_empty(device="cpu").eval().requires_grad_(False)
    random = torch.Generator().manual_seed(seed)
    for name, tensor in model.state_dict().items():
        _fill(name, tensor, random)
    return model


def tiny_checkpoint(folder: Path, seed: int = 0) -> Path:
    """``tiny.pth`` in a folder, with its architecture beside it."""
    path = folder / "tiny.pth"
    torch.save(tiny_model(seed).state_dict(), path)
    path.with_name("tiny.pth.json").write_text(json.dumps(TINY), encoding="utf-8")
    return path


def _fill(name: str, tensor: torch.Tensor, random: torch.Generator) -> None:
    if name.endswith("mask"):
        tensor.fill_(float("-inf")).triu_(1)
    elif name.endswith("log_logit_scale"):
        tensor.fill_(2.0)
    elif tensor.ndim == 1:
        # Biases, and the factors of the layers that normalise.
        centre = 1.0 if name.endswith("weight") else 0.0
        tensor.normal_(centre, 0.1, generator=random)
    elif "cls_token" in name or "pos_embed" in name:
        # As trained ones: small beside the content, lest every input look alike.
        tensor.normal_(0, 0.05, generator=random)
    else:
        # Wide enough for attention to pick, which tells inputs apart.
        inputs = tensor[0].numel()
        tensor.normal_(0, 2 * inputs**-0.5, generator=random)
