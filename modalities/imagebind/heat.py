"""Thermal pictures as the model takes them.

Meta's code has no loader for them, and the paper says only that they are one channel. Who compared
preparations on LLVIP, the model's thermal data, came near the paper's 63.4% without any
standardisation (62.4%) and not with CLIP's (55.2%), as told under the loader that was proposed to
Meta's repository. So intensities go in as they are, from 0 to 1.
"""

from torch import Tensor

from modalities.medium import Thermal

from .cut import Cut, uncut
from .square import square


def cut_thermal(thermal: Thermal) -> Cut:
    return uncut(lambda: heat_picture(thermal))


def heat_picture(thermal: Thermal) -> Tensor:
    """Shape (1, 224, 224), from 0 to 1: bicubic scaling may not leave that range."""
    return square(thermal.intensity).clamp(0, 1)
