"""The image trunk: EfficientNet-Lite0 up to its last feature map, pooled."""

from collections.abc import Sequence

import numpy as np
import torch
from efficientnet_lite_pytorch import EfficientNet
from numpy.typing import NDArray
from torch.nn.utils.fusion import fuse_conv_bn_eval

from modalities.errors import SpaceError

from .maps import product
from .packages import TRUNK, package_file
from .pictures import Picture

WEIGHTS = "models/efficientnet-lite0-57934424.pth"
WIDTH = 1280
CHUNK = 32
"""Pictures in one pass: enough to keep a processor busy, about 200 MB of activations."""
NORMALISED = (
    ("_conv_stem", "_bn0"),
    ("_conv_head", "_bn1"),
    ("_expand_conv", "_bn0"),
    ("_depthwise_conv", "_bn1"),
    ("_project_conv", "_bn2"),
)
"""Each convolution and the normalisation that follows it, as the trunk's code names them."""
FOCUS = 0.7
"""Spread of the Gaussian that weights a photo's feature map, in halves of its side."""


class Trunk:
    """Pictures to pooled features. Safe to call from threads."""

    def __init__(self, device: str) -> None:
        """Loads the weights. Raises SpaceError where they are missing."""
        self.device = torch.device(device)
        path = package_file(TRUNK, WEIGHTS)
        state = torch.load(path, map_location="cpu", weights_only=True)
        model = EfficientNet.from_name("efficientnet-lite0")
        try:
            model.load_state_dict(state)
        except RuntimeError as error:
            raise SpaceError(
                f"space lite: {WEIGHTS} does not hold the weights of EfficientNet-Lite0"
            ) from error
        self._classifier = state["_fc.weight"].T.contiguous().numpy(), state["_fc.bias"].numpy()
        # Channels last is the faster layout on a processor; the sums are the same.
        self._model = _fuse(model.eval()).to(self.device, memory_format=torch.channels_last)
        self._focus = _focus().to(self.device)

    def features(self, pictures: Sequence[Picture], *, focused: bool) -> NDArray[np.float32]:
        """Shape (n, 1280), not negative. ``focused`` weights the middle of each picture most."""
        chunks = [pictures[i : i + CHUNK] for i in range(0, len(pictures), CHUNK)]
        return np.concatenate([self._pass(chunk, focused) for chunk in chunks])

    def probabilities(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """What the trunk's own classifier makes of pooled features: shape (n, 1000), rows sum to 1.

        The classes are ImageNet's, in its order.
        """
        weights, bias = self._classifier
        logits = product(features, weights) + bias
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares: NDArray[np.float32] = odds / odds.sum(axis=1, keepdims=True)
        return shares

    def _pass(self, pictures: Sequence[Picture], focused: bool) -> NDArray[np.float32]:
        with torch.inference_mode():
            batch = torch.from_numpy(np.stack(pictures))
            batch = batch.to(self.device, memory_format=torch.channels_last)
            maps = self._model.extract_features(batch)
            pooled = (maps * self._focus).sum((2, 3)) if focused else maps.mean((2, 3))
        features: NDArray[np.float32] = pooled.cpu().numpy()
        return features


def _focus() -> torch.Tensor:
    axis = torch.linspace(-1, 1, 7)
    weights = torch.exp(-(axis[:, None] ** 2 + axis[None] ** 2) / (2 * FOCUS**2))
    return weights / weights.sum()


def _fuse(model: EfficientNet) -> EfficientNet:
    """Fold each batch normalisation into the convolution before it: the same, in fewer passes."""
    for owner in list(model.modules()):
        parts = dict(owner.named_children())
        for convolution, normalisation in NORMALISED:
            if convolution in parts:
                fused = fuse_conv_bn_eval(parts[convolution], parts[normalisation])
                setattr(owner, convolution, fused)
                setattr(owner, normalisation, torch.nn.Identity())
    return model
