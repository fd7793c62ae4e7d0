"""The judge of printed fronts: packs in a picture, the words on them, and what they prove."""

from .judge import Printed, PrintedOptions

__all__ = ["Printed", "PrintedOptions"]
