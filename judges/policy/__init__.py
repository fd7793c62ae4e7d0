"""The policy judge: permission by Cedar policies."""

from .judge import Policy

__all__ = ["Policy"]
