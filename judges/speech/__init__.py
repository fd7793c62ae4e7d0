"""What is said in a recording, and codes that are spelled in it."""

from .judge import SpokenCodeJudge

__all__ = ["SpokenCodeJudge"]
