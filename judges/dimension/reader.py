"""The dimension reader: how large the things in a depth map are."""

from typing import Any, ClassVar

from judges.errors import ReaderError
from judges.reading import Box, Reading
from modalities import Depth, Medium, Modality

from .size import Size, sizes_of

KIND = "dimension"
_SPREAD = 2.0
"""Standard deviations in the error that is stated."""
_NAMES = {"height_mm": "high", "width_mm": "wide", "depth_mm": "deep"}


class DimensionReader:
    """One reading for each thing that stands on the table, or before the wall, of a depth map.

    ``value`` has ``height_mm`` and, where the outline could be told, ``width_mm`` (across the line
    of sight) and ``depth_mm`` (along it). ``details`` hold ``errors``: how far each may be off, two
    standard deviations; ``shape``: ``round``, ``box`` or null; ``support``: ``table`` or ``wall``;
    ``doubts``: why the thing may be larger than it seems; ``medium``: the map's content hash.
    Maps without intrinsics have no readings.
    """

    kind: ClassVar[str] = KIND
    version: ClassVar[str] = "3"
    modalities: ClassVar[frozenset[Modality]] = frozenset({Modality.DEPTH})

    def warm_up(self) -> None:
        """Nothing to load."""

    def read(self, medium: Medium) -> list[Reading]:
        """Raises ReaderError for a medium that is no depth map."""
        if not isinstance(medium, Depth):
            raise ReaderError(f"{medium.source}: found {medium.modality}, expected depth")
        return [self._reading(size, medium) for size in sizes_of(medium)]

    def _reading(self, size: Size, medium: Depth) -> Reading:
        lengths = {"height_mm": size.height, "width_mm": size.width, "depth_mm": size.depth}
        known = {name: length for name, length in lengths.items() if length is not None}
        value = {name: round(float(length.value) * 1e3, 1) for name, length in known.items()}
        errors = {
            name: round(_SPREAD * float(length.error) * 1e3, 1) for name, length in known.items()
        }
        details: dict[str, Any] = {
            "errors": errors,
            "shape": size.shape,
            "support": "table" if size.on_table else "wall",
            "doubts": list(size.doubts),
            "medium": medium.content_hash,
        }
        sure = 1 - min(1.0, errors["height_mm"] / max(value["height_mm"], 1e-3))
        return Reading(
            kind=self.kind,
            value=value,
            text=", ".join(
                f"{value[name]:.0f} ± {errors[name]:.1f} mm {_NAMES[name]}" for name in value
            ),
            confidence=sure / 2 if size.doubts else sure,
            box=_corners(size.box),
            reader=self.kind,
            version=self.version,
            details=details,
        )


def _corners(box: tuple[int, int, int, int]) -> Box:
    left, top, right, bottom = box
    return ((left, top), (right, top), (right, bottom), (left, bottom))
