"""Media in, vectors out. Knows neither judges nor router.

Loaders are imported when first asked for, because their libraries are heavy.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .errors import (
    EmptyMediumError,
    LimitError,
    MediumError,
    ModalityError,
    RegistryError,
    SpaceError,
    UnreadableError,
    WeightsError,
)
from .load import LOADERS, load_media
from .loader import DEFAULT_LIMITS, Limits, Loader
from .medium import (
    Audio,
    Depth,
    Image,
    Imu,
    Intrinsics,
    Medium,
    Modality,
    Text,
    Thermal,
    Video,
)
from .registry import SPACES, build_space, registry, resolve
from .source import Source, content_hash
from .space import Fetching, Space, WindowedSpace, Windows

if TYPE_CHECKING:
    from .audio import AudioLoader
    from .depth import DepthLoader
    from .document import Document, DocumentLoader
    from .image import ImageLoader
    from .imu import ImuLoader
    from .text import TextLoader
    from .thermal import ThermalLoader
    from .video import VideoLoader

__all__ = [
    "DEFAULT_LIMITS",
    "LOADERS",
    "SPACES",
    "Audio",
    "AudioLoader",
    "Depth",
    "DepthLoader",
    "Document",
    "DocumentLoader",
    "EmptyMediumError",
    "Fetching",
    "Image",
    "ImageLoader",
    "Imu",
    "ImuLoader",
    "Intrinsics",
    "LimitError",
    "Limits",
    "Loader",
    "Medium",
    "MediumError",
    "Modality",
    "ModalityError",
    "RegistryError",
    "Source",
    "Space",
    "SpaceError",
    "Text",
    "TextLoader",
    "Thermal",
    "ThermalLoader",
    "UnreadableError",
    "Video",
    "VideoLoader",
    "WeightsError",
    "WindowedSpace",
    "Windows",
    "build_space",
    "content_hash",
    "load_media",
    "registry",
    "resolve",
]

_ON_FIRST_USE = {
    "AudioLoader": ".audio",
    "DepthLoader": ".depth",
    "Document": ".document",
    "DocumentLoader": ".document",
    "ImageLoader": ".image",
    "ImuLoader": ".imu",
    "TextLoader": ".text",
    "ThermalLoader": ".thermal",
    "VideoLoader": ".video",
}


def __getattr__(name: str) -> Any:
    if name not in _ON_FIRST_USE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_ON_FIRST_USE[name], __name__), name)
