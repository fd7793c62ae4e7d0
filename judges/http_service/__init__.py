"""The http judge: a service of one's own gives the verdicts."""

from .judge import HttpJudge

__all__ = ["HttpJudge"]
