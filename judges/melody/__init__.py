"""Whether the melody hummed, sung, whistled or played is a record's, in whatever key and tempo."""

from .judge import MelodyJudge, MelodyOptions

__all__ = ["MelodyJudge", "MelodyOptions"]
