"""Cedar policies, validated against their schema, and what they decide.

The language is specified at https://docs.cedarpolicy.com. The only file that meets ``cedarpy``.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import cedarpy

from judges.errors import JudgeConfigError

from .statements import Statement, statements

Uid = dict[str, str]
"""``{"type": "Item", "id": "a"}``."""
Entity = dict[str, Any]
"""An entity in Cedar's JSON form: uid, attrs, parents."""
_NUMBERED = re.compile(r"policy(\d+)")
_UNKNOWN = re.compile(r"unrecognized|not found|unable to find an applicable action")


class Decision(NamedTuple):
    """What the policies say of one request."""

    is_allowed: bool
    """Whether some policy permits it and none forbids it, each of them evaluated without error."""
    policies: tuple[str, ...] = ()
    """The policies that decided: their ``@id``, or their line."""
    problem: str | None = None
    """Why nothing could be decided, or decided soundly."""


class Policies:
    """Policies and their schema, read once. Safe to use from threads."""

    def __init__(self, where: str, policies: Path, schema: Path) -> None:
        """Raises JudgeConfigError: one line with ``where``, the file, the line and the problem."""
        self._where = where
        self._file = policies
        self._text = _read(f"{where}.policies", policies)
        self._schema = _parsed_schema(f"{where}.schema", schema)
        self._policies = _parsed(
            f"{where}.policies", policies, self._text, cedarpy.PolicySet.from_str
        )
        self._statements = statements(self._text)
        if not self._statements:
            raise JudgeConfigError(f"{where}.policies: {policies}: holds no policy")
        self._validate()

    def _validate(self) -> None:
        result = cedarpy.validate_policies(self._text, self._schema)
        if not result.validation_passed:
            first = result.errors[0]
            raise JudgeConfigError(
                f"{self._where}.policies: {self._file}{self._place(first.policy_id)}: "
                f"{_one_line(first.error)}"
            )

    def _place(self, policy_id: str) -> str:
        match = _NUMBERED.fullmatch(policy_id)
        if match is None or int(match[1]) >= len(self._statements):
            return ""
        return f", line {self._statements[int(match[1])].line}"

    def require(self, key: str, scope: str, condition: str = "true") -> None:
        """Raises JudgeConfigError where the schema does not know what a policy would mention.

        ``scope`` is what stands in a policy's parentheses, ``condition`` what it is asked when.
        """
        policy = f"permit({scope}) when {{ {condition} }};"
        for error in cedarpy.validate_policies(policy, self._schema).errors:
            if _UNKNOWN.search(error.error):
                message = _one_line(error.error).removeprefix("for policy `policy0`, ")
                raise JudgeConfigError(
                    f"{self._where}.{key}: the schema does not have it: {message}"
                )

    def conform(self, entities: Sequence[Entity]) -> bool:
        """Whether entities are as the schema says."""
        return self._entities(entities) is not None

    def _entities(self, entities: Sequence[Entity]) -> "cedarpy.Entities | None":
        try:
            return cedarpy.Entities.from_json_str(json.dumps(entities), self._schema)
        except ValueError:
            return None

    def decide(
        self,
        principal: Uid,
        action: Uid,
        resources: Sequence[Entity],
        others: Sequence[Entity],
        context: Mapping[str, Any],
    ) -> Sequence[Decision]:
        """One decision per resource, in their order, from one call.

        A resource that is not as the schema says costs no other its decision.
        """
        known = self._entities([*others, *resources])
        bad: set[int] = set()
        if known is None:
            bad = {at for at, one in enumerate(resources) if not self.conform([one])}
            good = [one for at, one in enumerate(resources) if at not in bad]
            known = self._entities([*others, *good])
        if known is None:
            return [Decision(False, problem="entities do not conform to the schema")] * len(
                resources
            )
        requests = [
            {"principal": principal, "action": action, "resource": one["uid"], "context": context}
            for one in resources
        ]
        found = cedarpy.is_authorized_batch(requests, self._policies, known, self._schema)
        return [
            Decision(False, problem="the item does not conform to the schema")
            if at in bad
            else self._decision(result)
            for at, result in enumerate(found)
        ]

    def _decision(self, result: cedarpy.AuthzResult) -> Decision:
        names = tuple(self._names(result.diagnostics.reasons, result))
        if result.diagnostics.errors:
            # Cedar leaves out a policy that cannot be evaluated. It may have forbidden.
            return Decision(False, names, _one_line(result.diagnostics.errors[0]))
        return Decision(result.decision is cedarpy.Decision.Allow, names)

    def _names(self, reasons: Iterable[str], result: cedarpy.AuthzResult) -> Iterable[str]:
        named = result.diagnostics.id_annotations_by_reason
        for reason in sorted(reasons):
            yield named.get(reason) or f"{self._file.name}{self._place(reason)}"


def _read(where: str, path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise JudgeConfigError(f"{where}: {path}: cannot be read ({reason})") from error


def _parsed_schema(where: str, path: Path) -> cedarpy.Schema:
    text = _read(where, path)
    if path.suffix == ".json":
        try:
            return cedarpy.Schema.from_json_str(text)
        except ValueError as error:
            raise JudgeConfigError(f"{where}: {path}: {_one_line(error)}") from error
    found: cedarpy.Schema = _parsed(where, path, text, cedarpy.Schema.from_str)
    return found


def _parsed(where: str, path: Path, text: str, parse: Callable[[str], Any]) -> Any:
    try:
        return parse(text)
    except ValueError as error:
        line, message = _first_problem(statements(text), parse)
        place = f", line {line}" if line else ""
        raise JudgeConfigError(f"{where}: {path}{place}: {message or _one_line(error)}") from error


def _first_problem(
    found: Sequence[Statement], parse: Callable[[str], Any]
) -> tuple[int | None, str]:
    """The line and problem of the first statement that cannot be read even by itself."""
    for statement in found:
        try:
            parse(statement.text)
        except ValueError as error:
            message = _one_line(error)
            # By itself a statement cannot know the types that others declare.
            if not message.startswith("failed to resolve"):
                return statement.line, message
    return None, ""


def _one_line(problem: object) -> str:
    return " ".join(str(problem).split())[:300]
