"""Questions with known answers, one a line, as ``eval`` and ``demo`` ask them.

JSONL: ``{"media": {"image": "p.jpg"}, "claims": {…}, "context": {…}, "as": {"subject", "tenant",
"groups"}, "expect": [ids]}``. ``media`` is as in a manifest, where one entry needs no list; paths
are relative to the file. ``expect`` holds every right answer; ``[]`` means that nothing is right.
``ask`` and ``teaches`` say in words what is asked and why.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from judges import Principal
from modalities import DEFAULT_LIMITS, Limits, load_media

from .errors import ManifestError
from .manifest import BadItem, MediumEntry
from .manifest.item import checked_item
from .manifest.lines import Line, read_lines
from .request import Request


@dataclass(frozen=True, slots=True)
class Question:
    """One question and its right answers."""

    where: str
    """File and line."""
    folder: Path
    media: tuple[MediumEntry, ...]
    claims: Mapping[str, Any]
    context: Mapping[str, Any]
    principal: Principal
    expect: frozenset[str]
    """Ids of which at least one must be returned, and no other; empty: nothing may be."""
    ask: str = ""
    """The question in words."""
    teaches: str = ""
    """What it shows, in words."""

    def request(self, limits: Limits = DEFAULT_LIMITS) -> Request:
        """The question with its media loaded. Raises MediumError."""
        media = tuple(
            medium
            for entry in self.media
            for medium in load_media(entry.kind, entry.source(self.folder), limits)
        )
        return Request(media, self.context, self.claims, self.principal)


@dataclass(frozen=True, slots=True)
class BadQuestion:
    """A line that cannot be asked, and why, in one line."""

    message: str


class _As(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    subject: str = Field(default="anonymous", min_length=1)
    tenant: str | None = Field(default=None, min_length=1)
    groups: list[str] = []


class _Question(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    media: dict[str, Any] = {}
    claims: dict[str, Any] = {}
    context: dict[str, Any] = {}
    principal: _As = Field(default=_As(), alias="as")
    expect: list[str]
    ask: str = ""
    teaches: str = ""


def read_questions(path: Path) -> Iterator[Question | BadQuestion]:
    """All lines of a file. Raises ManifestError where it cannot be read."""
    try:
        with path.open("rb") as file:
            for line in read_lines(file):
                if line.problem is not None or not line.text.isspace():
                    yield _question(f"{path}:{line.number}", path.parent, line)
    except OSError as error:
        raise ManifestError(f"{path}: cannot be read ({error.strerror or error})") from error


def _question(where: str, folder: Path, line: Line) -> Question | BadQuestion:
    if line.problem is not None:
        return BadQuestion(f"{where}: {line.problem}")
    try:
        parsed = _Question.model_validate(json.loads(line.text))
    except ValidationError as error:
        return BadQuestion(f"{where}: {_explain(error)}")
    except (ValueError, RecursionError) as error:
        return BadQuestion(f"{where}: found no JSON object ({error})")
    # A manifest's own check, so that media are written in one way only.
    entry = checked_item(where, line.number, {"id": "question", "media": _listed(parsed.media)})
    if isinstance(entry, BadItem):
        return BadQuestion(entry.message)
    asker = parsed.principal
    return Question(
        where=where,
        folder=folder,
        media=entry.media,
        claims=parsed.claims,
        context=parsed.context,
        principal=Principal(asker.subject, asker.tenant, frozenset(asker.groups)),
        expect=frozenset(parsed.expect),
        ask=parsed.ask,
        teaches=parsed.teaches,
    )


def _listed(media: Mapping[str, Any]) -> dict[str, Any]:
    return {kind: each if isinstance(each, list) else [each] for kind, each in media.items()}


def _explain(error: ValidationError) -> str:
    problem = error.errors(include_url=False)[0]
    key = ".".join(str(part) for part in problem["loc"])
    if problem["type"] == "extra_forbidden":
        valid = ", ".join(field.alias or name for name, field in _Question.model_fields.items())
        return f"{key}: unknown key; valid here: {valid}"
    if problem["type"] == "missing":
        return f"{key}: missing, and it is required"
    if not key:
        return f"found {type(problem['input']).__name__}, expected a JSON object"
    return f"{key}: found {problem['input']!r}. {problem['msg']}"
