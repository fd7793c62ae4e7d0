"""From a manifest's kind of medium to its loader."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from .loader import DEFAULT_LIMITS, Limits
from .medium import Medium
from .registry import resolve
from .source import Source

if TYPE_CHECKING:
    from .document import Document

LOADERS: Mapping[str, str] = {
    "audio": "modalities.audio:AudioLoader",
    "depth": "modalities.depth:DepthLoader",
    "document": "modalities.document:DocumentLoader",
    "image": "modalities.image:ImageLoader",
    "imu": "modalities.imu:ImuLoader",
    "text": "modalities.text:TextLoader",
    "thermal": "modalities.thermal:ThermalLoader",
    "video": "modalities.video:VideoLoader",
}
"""What a manifest may list under ``media``."""


def load_media(kind: str, source: Source, limits: Limits = DEFAULT_LIMITS) -> tuple[Medium, ...]:
    """Everything in one source, flat: one medium, or all pages and texts of a document.

    Raises RegistryError for an unknown kind, listing the valid ones; MediumError where the
    source cannot be used.
    """
    loaded: Medium | Document = resolve(LOADERS, kind, "kind of medium")(limits).load(source)
    return (loaded,) if isinstance(loaded, Medium) else loaded.media
