"""A yes/no question about the query's pictures, put to a local model."""

from .judge import VisionLanguage, VisionLanguageOptions

__all__ = ["VisionLanguage", "VisionLanguageOptions"]
