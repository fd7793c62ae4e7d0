"""Depth maps as the model takes them: disparity, by the recipe that its training data went through.

ImageBind's depth encoder learnt from SUN RGB-D, prepared as for Omnivore (Girdhar et al., CVPR
2022). The code of neither loads depth maps; Omnivore's authors published the script that made
disparities, in their repository's issues, and its tutorial the transform that follows:

- disparity = baseline * focal length / depth, with depth clamped to 0.01 and 50;
- clamped to 75 and divided by it, short side to 224, the middle, less 0.0418, over 0.0295.

The eighth. SUN RGB-D stores millimetres rotated left by three bits (its toolbox, read3dPoints.m): a
value is eight times the distance. The script divides by 1000 and does not rotate back, so what it
calls a metre is an eighth of one, and the model knows disparities an eighth of the true ones. The
published numbers agree with that alone: a mean of 0.0418 stands for 0.0418 * 75 * 8 = 25.1 pixels
of true disparity, and whoever reproduced the paper's 35% on SUN RGB-D standardised true disparities
by 24.8, the mean over its training half (an issue of Meta's repository; the number stands in the
same author's "robust-retrieval-augmentation"). So metres are turned into the script's here. Without
that an ordinary room would lie nine deviations from all that the model has seen.

The size. A disparity in pixels grows with the map's resolution, and all of SUN RGB-D is between 561
and 730 pixels wide. The focal length of any other map is taken as it would be at the nearest of
those widths: a scene gives the same numbers at every resolution.
"""

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from modalities.medium import Depth

from .cut import Cut, uncut
from .square import square

BASELINE = 0.075
"""Metres between the viewpoints of a Kinect, in the script's table: where none is given."""
FOCAL, FOCAL_SIDE = 518.86, 640
"""A Kinect's focal length, and the longer side of its map, in pixels: where none is given. This
assumes a view as wide as a Kinect's, 63 degrees."""
SIDES = (561, 730)
"""The longer sides of the smallest and the largest map of SUN RGB-D, in pixels."""
PER_METRE = 8
"""What the script read, in what it took for metres, at a distance of one metre."""
NEAREST, FARTHEST = 0.01, 50.0
"""Depths are clamped to these, in the script's metres: no wall is beyond 6.25 true ones."""
LEAST, MOST = 0.01, 75.0
"""Disparities are clamped to these, in pixels (Omnivore's DepthNorm)."""
MEAN, SPREAD = 0.0418, 0.0295
"""Mean and standard deviation of disparity / 75 over SUN RGB-D (Omnivore's tutorial)."""


def cut_depth(depth: Depth) -> Cut:
    return uncut(lambda: disparity_picture(depth))


def disparity_picture(depth: Depth) -> Tensor:
    """Shape (1, 224, 224), standardised. A hole is as far away as can be."""
    shares = disparity(depth).clip(LEAST, MOST) / MOST
    return (square(shares.astype(np.float32)) - MEAN) / SPREAD


def disparity(depth: Depth) -> NDArray[np.float64]:
    """Shape (height, width), in pixels, at the scale of the authors' script; 0 in holes."""
    side = max(depth.metres.shape)
    focal = depth.intrinsics.fx if depth.intrinsics else FOCAL * side / FOCAL_SIDE
    focal *= min(max(side, SIDES[0]), SIDES[1]) / side
    baseline = BASELINE if depth.baseline is None else depth.baseline
    read = (depth.metres.astype(np.float64) * PER_METRE).clip(NEAREST, FARTHEST)
    return np.where(np.isnan(read), 0.0, baseline * focal / read)
