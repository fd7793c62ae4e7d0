"""Readers, judges and the judge graph. Knows modalities only."""

from .candidate import Candidate
from .errors import (
    ExpressionError,
    FactError,
    GraphError,
    JudgeConfigError,
    JudgeError,
    ReaderError,
    VerdictError,
)
from .facts import FactType, Vocabulary, as_moment, check_fact, parse_fact
from .judge import AnyJudge, Judge, Lookup, Options
from .principal import Labels, Principal
from .probed import Probed
from .query import Catalogue, Query
from .reader import DerivedReader, Reader, RereadingReader
from .reading import Reading
from .registry import JUDGES, READERS, build_judge, build_reader, judge_names, reader_names
from .truth import Truth
from .verdict import Evidence, Failure, Outcome, Verdict, abstain, confirm, reject

__all__ = [
    "JUDGES",
    "READERS",
    "AnyJudge",
    "Candidate",
    "Catalogue",
    "DerivedReader",
    "Evidence",
    "ExpressionError",
    "FactError",
    "FactType",
    "Failure",
    "GraphError",
    "Judge",
    "JudgeConfigError",
    "JudgeError",
    "Labels",
    "Lookup",
    "Options",
    "Outcome",
    "Principal",
    "Probed",
    "Query",
    "Reader",
    "ReaderError",
    "Reading",
    "RereadingReader",
    "Truth",
    "Verdict",
    "VerdictError",
    "Vocabulary",
    "abstain",
    "as_moment",
    "build_judge",
    "build_reader",
    "check_fact",
    "confirm",
    "judge_names",
    "parse_fact",
    "reader_names",
    "reject",
]
