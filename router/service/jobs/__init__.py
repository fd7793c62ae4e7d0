"""Bulk ingests in the background: accepted once they are on the disk, and then never forgotten."""

from .runner import JobRunner
from .state import Job, JobState

__all__ = ["Job", "JobRunner", "JobState"]
