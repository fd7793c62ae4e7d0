"""The folded trunk computes what the published one does."""

import numpy as np
import torch
from efficientnet_lite_pytorch import EfficientNet

from modalities.lite.packages import TRUNK, package_file
from modalities.lite.trunk import WEIGHTS, Trunk


def test_folding_normalisations_changes_nothing() -> None:
    plain = EfficientNet.from_name("efficientnet-lite0")
    plain.load_state_dict(torch.load(package_file(TRUNK, WEIGHTS), weights_only=True))
    plain.eval()
    picture = np.random.default_rng(0).uniform(-1, 1, (3, 224, 224)).astype(np.float32)
    with torch.inference_mode():
        expected = plain.extract_features(torch.from_numpy(picture)[None]).mean((2, 3)).numpy()
    trunk = Trunk("cpu")
    features = trunk.features([picture], focused=False)
    np.testing.assert_allclose(features, expected, atol=1e-4 * float(expected.max()))
    probabilities = trunk.probabilities(features)
    assert probabilities.shape == (1, 1000)
    np.testing.assert_allclose(probabilities.sum(), 1, atol=1e-5)
