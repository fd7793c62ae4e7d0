"""How large something is, from a depth map, and whether that is what the record says."""

from .judge import DimensionJudge, DimensionOptions

__all__ = ["DimensionJudge", "DimensionOptions"]
