"""Whether something beeps as specified: at which frequency, how long, how often."""

from .judge import Tone, ToneOptions

__all__ = ["Tone", "ToneOptions"]
