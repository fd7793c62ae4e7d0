"""Spoken codes for tests: recordings of the audio example, and readings made by hand."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from fake_catalogue import FakeCatalogue

from judges import Candidate, Query, Reading, Vocabulary, build_judge
from judges.speech.code_reader import SpokenCodeReader
from judges.speech.name_reader import SpokenNameReader
from judges.speech.reader import SpeechReader
from judges.testing import JudgeSample, ReaderSample
from modalities import Audio, AudioLoader, Source

QUERIES = Path(__file__).resolve().parents[2] / "examples" / "audio" / "queries"


def recording(name: str) -> Audio:
    return AudioLoader().load(Source.file(QUERIES / f"{name}.flac"))


def spoken(
    code: str,
    confidence: float = 0.95,
    *,
    rivals: Mapping[int, Mapping[str, float]] | None = None,
    codes: Mapping[str, float] | None = None,
    also: tuple[str, ...] = (),
) -> Reading:
    """A reading as the spoken code reader makes one; ``rivals`` by place."""
    symbols = [
        {"symbol": symbol, "probability": confidence, "or": dict((rivals or {}).get(at, {}))}
        for at, symbol in enumerate([*code, ""])
    ]
    details = {"symbols": symbols, "codes": dict(codes or {code: 1.0}), "also": list(also)}
    return Reading(
        kind="spoken_code", value=code, text=code, confidence=confidence, reader="spoken_code",
        version="1", details=details,
    )  # fmt: skip


def named(said: Mapping[str, float], slowly: Mapping[str, float] | None = None) -> Reading:
    """A reading as the spoken name reader makes one: wordings and their shares, at both paces."""
    likeliest = max(said, key=lambda wording: said[wording])
    details = {"said": [dict(said), dict(said if slowly is None else slowly)]}
    return Reading(
        kind="spoken_name", value=likeliest, text=likeliest, confidence=said[likeliest],
        reader="spoken_name", version="1", details=details,
    )  # fmt: skip


def asked(codes: Mapping[str, Any], *readings: Reading, **claims: str) -> Query:
    """A query of a catalogue whose items have these codes."""
    records = {id_: {"model_code": code} for id_, code in codes.items()}
    return Query(claims=claims, catalogue=FakeCatalogue(records), read=lambda _kind: readings)


@cache  # made once, since all of the contract's tests ask for it
def spoken_code_judge() -> JudgeSample:
    codes = {"radio": "KX-4416", "other": "KX-4418", "clock": "FL-529", "number": 4416, "bare": ""}
    candidates = [Candidate(id_, {"model_code": code}) for id_, code in codes.items()]
    return JudgeSample(
        build_judge("said", {"use": "spoken_code"}, Vocabulary()),
        asked(codes, spoken("KX4416")),
        (*candidates, Candidate("none", {"name": "no code"})),
        confirmed=frozenset({"radio"}),
    )


@cache  # a reader keeps its model
def spoken_code_reader() -> ReaderSample:
    return ReaderSample(SpokenCodeReader(), recording("kx4416"), values=("KX4416",))


@cache  # a reader keeps its model
def spoken_name_reader() -> ReaderSample:
    return ReaderSample(
        SpokenNameReader(),
        recording("silver-toaster"),
        values=("I'm looking for the silver toaster.",),
    )


@cache  # a reader keeps its model
def speech_reader() -> ReaderSample:
    return ReaderSample(SpeechReader(), recording("fl529"), values=(_FL529,))


_FL529 = "The code is FL529."
_TOASTER = "I'm looking for the silver toaster."
