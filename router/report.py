"""Answers, dossiers and telemetry as plain data, and their evidence in words.

The command line and the service show the same thing because both take it from here. All data is
JSON-compatible: dicts with string keys, lists, strings, finite numbers, booleans and None.
"""

import datetime as dt
import math
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from judges import Evidence, Failure, Outcome, Reading
from judges.graph import Course, JudgeTally, Step

from .answer import Answer, Dossier, Fate
from .lanes import Proposal
from .telemetry import LaneReport, Near, Telemetry

Data = dict[str, Any]


def answer_data(answer: Answer, *, dossiers: int | None = 0) -> Data:
    """One answer, with the dossiers of up to this many candidates that were not returned.

    None gives the dossiers of all. Those left out are counted in ``dossiers_left_out``.
    """
    data: Data = {
        "items": [_item_data(answer, item.id, item.record) for item in answer.items],
        "completeness": str(answer.completeness),
        "considered": answer.considered,
        "confirmed": answer.confirmed,
        "why_empty": answer.why_empty,
        "drops": [
            {
                "judge": drop.judge,
                "outcome": drop.outcome,
                "reason": drop.reason,
                "count": drop.count,
            }
            for drop in answer.drops
        ],
        "telemetry": telemetry_data(answer.telemetry),
    }
    if dossiers != 0:
        others = not_returned(answer, dossiers)
        data["dossiers"] = [dossier_data(dossier) for dossier in others.shown]
        data["dossiers_left_out"] = others.left_out
    return data


@dataclass(frozen=True, slots=True)
class Shown:
    """Some dossiers, and how many more there are."""

    shown: tuple[Dossier, ...]
    left_out: int


def not_returned(answer: Answer, most: int | None = None) -> Shown:
    """Dossiers of what was considered and not returned, the nearest of any lane first."""
    dossiers = [each for each in answer.dossiers() if each.fate is not Fate.RETURNED]
    dossiers.sort(key=lambda each: (_best_rank(each), each.id))
    kept = dossiers if most is None else dossiers[:most]
    return Shown(tuple(kept), len(dossiers) - len(kept))


def _best_rank(dossier: Dossier) -> float:
    """Its best rank in a lane that measures; a lane that only enumerates says nothing."""
    ranks = [each.rank for each in dossier.proposals if each.score is not None]
    return min(ranks, default=math.inf)


def _item_data(answer: Answer, item_id: str, record: Mapping[str, Any]) -> Data:
    dossier = answer.dossier(item_id)
    if dossier is None:
        return {"id": item_id, "record": plain(record)}
    return _returned_data(dossier, record)


def confirmed_data(course: Course, proposals: tuple[Proposal, ...]) -> Data:
    """One confirmed item as an answer shows it, before there is an answer."""
    candidate = course.candidate
    dossier = Dossier(candidate.id, proposals, course.steps, Fate.RETURNED, course.shadows)
    return _returned_data(dossier, candidate.record)


def _returned_data(dossier: Dossier, record: Mapping[str, Any]) -> Data:
    return {
        "id": dossier.id,
        "record": plain(record),
        "why": fate_words(dossier),
        **_verdict_data(dossier),
        "lanes": [_proposal_data(proposal) for proposal in dossier.proposals],
    }


def dossier_data(dossier: Dossier) -> Data:
    """Everything recorded about one candidate."""
    return {
        "id": dossier.id,
        "fate": str(dossier.fate),
        "why": fate_words(dossier),
        **_verdict_data(dossier),
        "lanes": [_proposal_data(proposal) for proposal in dossier.proposals],
    }


def _verdict_data(dossier: Dossier) -> Data:
    """What judges found; apart from it, where there are any, what those on trial found."""
    data: Data = {"verdicts": [step_data(step) for step in dossier.steps]}
    if dossier.shadows:
        data["shadows"] = [step_data(step) for step in dossier.shadows]
    return data


def step_data(step: Step) -> Data:
    """What one judge found."""
    finding = step.finding
    data: Data = {
        "judge": step.judge,
        "outcome": str(finding.outcome),
        "reason": finding.reason,
    }
    if isinstance(finding, Failure):
        data["message"] = finding.message
    else:
        data["evidence"] = [_evidence_data(evidence) for evidence in finding.evidence]
    return data


def _evidence_data(evidence: Evidence) -> Data:
    data: Data = {
        "source": evidence.source,
        "name": evidence.name,
        "value": plain(evidence.value),
    }
    if evidence.reading is not None:
        data["reading"] = reading_data(evidence.reading)
    return data


def reading_data(reading: Reading) -> Data:
    """One reading, without what it does not have."""
    data = reading.model_dump(exclude_defaults=True)
    return {key: plain(value) for key, value in data.items()}


def _proposal_data(proposal: Proposal) -> Data:
    data = {"lane": proposal.lane, "rank": proposal.rank, "score": plain(proposal.score)}
    if proposal.span is not None:
        data["span"] = [plain(proposal.span.start), plain(proposal.span.end)]
    return data


def telemetry_data(telemetry: Telemetry) -> Data:
    """How near the confirmed items were, what each judge did, and what it cost."""
    return {
        "lanes": [_lane_data(lane) for lane in telemetry.lanes],
        "judges": [tally_data(tally) for tally in telemetry.judges],
        "nearest_lane": telemetry.nearest_lane,
        "nearest": [near_data(near) for near in telemetry.nearest],
        "rounds": telemetry.rounds,
        "partial": list(telemetry.partial),
        "seconds": {part: round(spent, 6) for part, spent in telemetry.seconds.items()},
    }


def _lane_data(lane: LaneReport) -> Data:
    return {
        "lane": lane.lane,
        "visible": lane.visible,
        "proposed": lane.proposed,
        "best_score": plain(lane.best_score),
        "confirmed_ranks": list(lane.confirmed_ranks),
    }


def tally_data(tally: JudgeTally) -> Data:
    """What one judge did: candidates by outcome, and seconds."""
    counts = {str(outcome): count for outcome, count in tally.counts.items()}
    return {
        "judge": tally.judge,
        "considered": tally.considered,
        **counts,
        "seconds": round(tally.seconds, 6),
        **({"shadow": True} if tally.shadow else {}),
    }


def near_data(near: Near) -> Data:
    """One item of what the space alone would have answered."""
    return {"id": near.id, "rank": near.rank, "score": plain(near.score)}


def plain(value: Any) -> Any:
    """A value as JSON can carry it. Sets are sorted; a number that is not finite becomes None."""
    match value:
        case None | bool() | int():
            plainly: Any = value
        case str():
            plainly = str(value)
        case float():
            plainly = float(value) if math.isfinite(value) else None
        case dt.date():
            plainly = value.isoformat()
        case Mapping():
            plainly = {str(key): plain(inner) for key, inner in value.items()}
        case Set():
            plainly = sorted((plain(inner) for inner in value), key=str)
        case Sequence() if not isinstance(value, bytes | bytearray):
            plainly = [plain(inner) for inner in value]
        case _:
            plainly = str(value)
    return plainly


def step_words(step: Step) -> str:
    """``gtin confirm: read 7310865001825 = record.gtin``; for the rest with the reason as well."""
    finding = step.finding
    if isinstance(finding, Failure):
        return f"{step.judge} failure ({finding.reason}): {finding.message}"
    reason = "" if finding.outcome is Outcome.CONFIRM else f" ({finding.reason})"
    shown = evidence_words(finding.evidence)
    return f"{step.judge} {finding.outcome}{reason}{f': {shown}' if shown else ''}"


def fate_words(dossier: Dossier) -> str:
    """What says most about a candidate's fate, in one line."""
    step = dossier.telling
    if step.finding.outcome is not Outcome.ABSTAIN or step is not dossier.decisive:
        return step_words(step)
    reasons = [each.finding.reason for each in dossier.steps if _abstained(each)]
    return f"nothing to tell it by: {', '.join(dict.fromkeys(reasons))}"


def _abstained(step: Step) -> bool:
    return step.finding.outcome is Outcome.ABSTAIN


def evidence_words(evidence: Sequence[Evidence]) -> str:
    """Evidence in one line: ``read 7310865001825 = record.gtin``, ``read OAT, DRINK``.

    What has the same value is put together by ``=``, what comes from the same place by commas.
    """
    labels: dict[str, list[str]] = {}
    for each in evidence:
        places = labels.setdefault(_shown(plain(each.value)), [])
        if (label := _label(each)) not in places:
            places.append(label)
    together: dict[tuple[str, ...], list[str]] = {}
    for value, places in labels.items():
        together.setdefault(tuple(places), []).append(value)
    return "; ".join(_same(values, places) for places, values in together.items())


_READ = "read"
_NONE = "none"
_QUALIFIED = {"record": "record", "claim": "claims", "context": "ctx", "catalogue": "catalogue"}


def _label(evidence: Evidence) -> str:
    if evidence.reading is not None:
        return _READ
    if evidence.source in _QUALIFIED:
        return f"{_QUALIFIED[evidence.source]}.{evidence.name}"
    return evidence.name


def _same(values: Sequence[str], places: Sequence[str]) -> str:
    if list(values) == [_NONE]:
        return f"no {', '.join(places)}"
    value = ", ".join(values)
    if _READ in places:
        return " = ".join([f"{_READ} {value}", *(place for place in places if place != _READ)])
    return " = ".join([*places, value])


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_shown(each) for each in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_shown(inner)}" for key, inner in value.items())
    if isinstance(value, bool):
        return str(value).lower()
    return _NONE if value is None else str(value)
