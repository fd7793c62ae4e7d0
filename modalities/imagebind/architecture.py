"""How large a model is: what Meta's class takes, and the file that says so beside a checkpoint."""

from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, NonNegativeFloat, PositiveInt, model_validator
from pydantic import ValidationError as Invalid

from modalities.errors import SpaceError

TOWERS = ("vision", "text", "audio", "depth", "thermal", "imu")
"""The encoders, as Meta's code names them."""


class Architecture(BaseModel):
    """Keyword arguments of ImageBindModel. The defaults are ``imagebind_huge``.

    Those that say what an input looks like may be given, but have one value: it is what the
    preparation of media here makes.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    out_embed_dim: PositiveInt = 1024
    """Length of every vector."""
    video_frames: Literal[2] = 2
    kernel_size: tuple[Literal[2], PositiveInt, PositiveInt] = (2, 14, 14)
    vision_embed_dim: PositiveInt = 1280
    vision_num_blocks: PositiveInt = 32
    vision_num_heads: PositiveInt = 16
    text_embed_dim: PositiveInt = 1024
    text_num_blocks: PositiveInt = 24
    text_num_heads: PositiveInt = 16
    audio_kernel_size: PositiveInt = 16
    audio_stride: PositiveInt = 10
    audio_embed_dim: PositiveInt = 768
    audio_num_blocks: PositiveInt = 12
    audio_num_heads: PositiveInt = 12
    audio_num_mel_bins: Literal[128] = 128
    audio_target_len: Literal[204] = 204
    audio_drop_path: NonNegativeFloat = 0.1
    depth_embed_dim: PositiveInt = 384
    depth_kernel_size: PositiveInt = 16
    depth_num_blocks: PositiveInt = 12
    depth_num_heads: PositiveInt = 8
    depth_drop_path: NonNegativeFloat = 0.0
    thermal_embed_dim: PositiveInt = 768
    thermal_kernel_size: PositiveInt = 16
    thermal_num_blocks: PositiveInt = 12
    thermal_num_heads: PositiveInt = 12
    thermal_drop_path: NonNegativeFloat = 0.0
    imu_embed_dim: PositiveInt = 512
    imu_kernel_size: Literal[8] = 8
    imu_num_blocks: PositiveInt = 6
    imu_num_heads: PositiveInt = 8
    imu_drop_path: NonNegativeFloat = 0.7

    @model_validator(mode="after")
    def _heads_share_the_width(self) -> Self:
        for tower in TOWERS:
            width, heads = getattr(self, f"{tower}_embed_dim"), getattr(self, f"{tower}_num_heads")
            if width % heads:
                raise ValueError(
                    f"{tower}_embed_dim: found {width}, expected a multiple of "
                    f"{tower}_num_heads, {heads}"
                )
        return self


HUGE = Architecture()
"""The model whose weights Meta published."""


def architecture_beside(checkpoint: Path) -> Architecture:
    """What ``<checkpoint>.json`` says, or ``HUGE`` where there is no such file.

    Raises SpaceError, naming the file and the key, where it says something else.
    """
    path = checkpoint.with_name(f"{checkpoint.name}.json")
    try:
        return Architecture.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return HUGE
    except OSError as error:
        raise SpaceError(f"space imagebind: {path}: cannot be read ({error.strerror})") from error
    except Invalid as error:
        raise SpaceError(f"space imagebind: {path}: {_first(error)}") from error


def _first(error: Invalid) -> str:
    found = error.errors(include_url=False)[0]
    key = ".".join(str(part) for part in found["loc"])
    if found["type"] == "extra_forbidden":
        return f"found key {key!r}, expected none but {', '.join(Architecture.model_fields)}"
    message = found["msg"].removeprefix("Value error, ")
    return f"{key}: {message}, found {found['input']!r}" if key else message
