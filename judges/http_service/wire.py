"""What goes over the wire: the question as JSON, and the only form in which an answer counts."""

import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from judges.candidate import Candidate
from judges.errors import JudgeError
from judges.query import Query
from judges.verdict import Evidence, Outcome, Verdict

from .options import HttpOptions

_Text = Annotated[str, StringConstraints(max_length=1_000)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class EvidenceAnswer(_Strict):
    """One thing that a verdict rests on."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    value: _Text | int | float | bool | None


class VerdictAnswer(_Strict):
    """The verdict on one candidate."""

    id: str
    outcome: Literal["confirm", "reject", "abstain"]
    reason: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
    evidence: Annotated[list[EvidenceAnswer], Field(max_length=32)] = []


class Answer(_Strict):
    """All verdicts of a batch, one per candidate, in any order."""

    verdicts: list[VerdictAnswer]


def question(
    name: str, options: HttpOptions, query: Query, candidates: Sequence[Candidate]
) -> bytes:
    """The request's body. Raises JudgeError for facts that JSON has no form for."""
    asked: dict[str, Any] = {
        "context": _present(query.context, options.context),
        "claims": _present(query.claims, options.claims),
        "readings": {
            kind: [
                {"value": one.value, "text": one.text, "confidence": one.confidence}
                for one in query.read(kind)
            ]
            for kind in sorted(options.readings)
        },
    }
    if options.principal:
        who = query.principal
        asked["principal"] = {
            "subject": who.subject, "tenant": who.tenant, "groups": sorted(who.groups),
        }  # fmt: skip
    items = [{"id": one.id, "record": _present(one.record, options.fields)} for one in candidates]
    try:
        body = {"version": 1, "judge": name, "query": asked, "candidates": items}
        return json.dumps(body, allow_nan=False).encode()
    except (TypeError, ValueError) as error:
        raise JudgeError(f"judges.{name}: a fact cannot be sent as JSON ({error})") from error


def _present(facts: Mapping[str, Any], names: frozenset[str]) -> dict[str, Any]:
    return {name: facts[name] for name in sorted(names) if facts.get(name) is not None}


def verdicts(body: bytes, ids: Sequence[str]) -> Mapping[str, Verdict]:
    """The verdicts of an answer by id. Raises ValueError, one line, for anything but exactly one
    well-formed verdict for each of ``ids``."""
    answer = _parsed(body)
    found: dict[str, Verdict] = {}
    wanted = set(ids)
    for one in answer.verdicts:
        if one.id not in wanted:
            raise ValueError(f"a verdict on {one.id[:100]!r}, which was not asked about")
        if one.id in found:
            raise ValueError(f"two verdicts on {one.id[:100]!r}")
        found[one.id] = _verdict(one)
    missing = len(wanted) - len(found)
    if missing:
        raise ValueError(f"no verdict on {missing} of {len(wanted)} candidates")
    return found


def _parsed(body: bytes) -> Answer:
    try:
        data = json.loads(body, object_pairs_hook=_unique, parse_constant=_refuse)
        return Answer.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        raise ValueError(f"{place or 'answer'}: {first['msg']}"[:200]) from error
    except RecursionError as error:
        raise ValueError("too deeply nested") from error


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A key given twice would leave open which of its values counts."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key is given twice in one object")
    return found


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def _verdict(one: VerdictAnswer) -> Verdict:
    evidence = tuple(Evidence("service", each.name, each.value) for each in one.evidence)
    if not evidence and one.outcome != "abstain":
        raise ValueError(f"a {one.outcome} without evidence")
    return Verdict(Outcome(one.outcome), one.reason, evidence)
