"""Which document this is: what pages print of themselves, and values named on them."""

from .judge import Document, DocumentOptions

__all__ = ["Document", "DocumentOptions"]
