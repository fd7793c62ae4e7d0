"""The policy judge itself."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

import structlog

from judges.candidate import Candidate
from judges.errors import JudgeConfigError, JudgeError
from judges.facts import FactType, Vocabulary
from judges.judge import Judge, Options
from judges.principal import Labels, Principal
from judges.query import Query
from judges.truth import Truth
from judges.verdict import Evidence, Verdict, confirm, reject

from .cedar import Decision, Entity, Policies
from .entities import item_entity, principal_entities, principal_uid, values
from .options import PolicyOptions

log = structlog.get_logger(__name__)


class Policy(Judge[PolicyOptions]):
    """Confirms what some policy permits and none forbids; rejects everything else.

    It never abstains: whatever the policies leave open is denied, and the asker does not learn why,
    nor what an item's labels are. What could not be evaluated is denied and logged.
    """

    options_type: ClassVar[type[Options]] = PolicyOptions
    default_covers: ClassVar[frozenset[Truth]] = frozenset({Truth.PERMISSION})
    may_cover: ClassVar[frozenset[Truth]] = frozenset({Truth.PERMISSION})
    cost: ClassVar[float] = 2.0

    def __init__(self, name: str, options: PolicyOptions, vocabulary: Vocabulary) -> None:
        """Raises JudgeConfigError and FactError, naming the key, and the file and its line."""
        super().__init__(name, options, vocabulary)
        where = f"judges.{name}"
        self._fields = {
            field: vocabulary.require_record(f"{where}.resource.fields", field)
            for field in sorted(options.resource.fields)
        }
        self._context = self._context_types()
        self._action = {"type": _action_type(options.resource.type), "id": options.action}
        self._policies = Policies(where, options.policies.path(), options.schema_.path())
        self._check_schema()

    def _context_types(self) -> Mapping[str, FactType]:
        declared = self.vocabulary.context
        for each in sorted(self.options.context - declared.keys()):
            raise JudgeConfigError(
                f"judges.{self.name}.context: no declared fact {each!r}; "
                f"declared: {', '.join(sorted(declared))}"
            )
        return {each: declared[each] for each in sorted(self.options.context)}

    def _check_schema(self) -> None:
        principal, resource = self.options.principal, self.options.resource
        if {"tenant", "groups"} & resource.fields and resource.labels:
            raise JudgeConfigError(
                f"judges.{self.name}.resource: fields tenant and groups would hide the labels"
            )
        if resource.labels and principal.groups is None:
            raise JudgeConfigError(
                f"judges.{self.name}.principal.groups: missing; labels need the type of groups"
            )
        scope = (
            f"principal is {principal.type}, "
            f"action == {self._action['type']}::{_quoted(self.options.action)}, "
            f"resource is {resource.type}"
        )
        require = self._policies.require
        require("action", scope)
        for field in (*self._fields, *(("tenant", "groups") if resource.labels else ())):
            require("resource.fields", scope, _mentions("resource", field))
        for field in self._context:
            require("context", scope, _mentions("context", field))
        if principal.tenant:
            require("principal.tenant", scope, _mentions("principal", "tenant"))
        asker = Principal("ada", "acme", frozenset({"staff"}))
        if not self._policies.conform(principal_entities(asker, principal)):
            raise JudgeConfigError(
                f"judges.{self.name}.principal: the schema takes no {principal.type} "
                f"with groups {principal.groups} and these attributes"
            )

    @property
    def record_fields(self) -> frozenset[str]:
        return self.options.resource.fields

    def judge(self, query: Query, candidates: Sequence[Candidate]) -> Sequence[Verdict]:
        """``permitted``, ``not_permitted``, or ``gone`` where an item has left the catalogue.

        Raises JudgeError where labels are asked for and the query brings no catalogue, and where
        the principal is not as the schema says.
        """
        if not candidates:
            return []
        asker = Evidence("query", "principal", query.principal.subject)
        distinct = {candidate.id: candidate for candidate in candidates}
        labels = self._labels(query, list(distinct))
        here = {key: one for key, one in distinct.items() if labels is None or key in labels}
        entities = [self._entity(one, labels) for one in here.values()]
        decisions = dict(zip(here, self._decide(query, entities), strict=True))
        refused = reject("not_permitted", asker)
        gone = reject("gone", Evidence("catalogue", "item", None))
        known: dict[tuple[str, ...], Verdict] = {}
        verdicts = {
            key: self._permitted(known, one, asker) if one.is_allowed else refused
            for key, one in decisions.items()
        }
        return [verdicts.get(candidate.id, gone) for candidate in candidates]

    def _labels(self, query: Query, ids: Sequence[str]) -> Mapping[str, Labels] | None:
        if not self.options.resource.labels:
            return None
        if query.catalogue is None:
            raise JudgeError(f"judges.{self.name}: the query has no catalogue to ask for labels")
        return query.catalogue.labels(ids)

    def _entity(self, candidate: Candidate, labels: Mapping[str, Labels] | None) -> Entity:
        own = None if labels is None else labels[candidate.id]
        options = (self.options.resource, self.options.principal)
        return item_entity(candidate.id, candidate.record, own, self._fields, options)

    def _decide(self, query: Query, entities: Sequence[Entity]) -> Sequence[Decision]:
        option = self.options.principal
        others = principal_entities(query.principal, option)
        if not self._policies.conform(others):
            raise JudgeError(f"judges.{self.name}: the principal does not conform to the schema")
        context = values(query.context, self._context)
        uid = principal_uid(query.principal, option)
        decisions = self._policies.decide(uid, self._action, entities, others, context)
        problems = sorted({one.problem for one in decisions if one.problem is not None})
        for problem in problems[:3]:
            log.warning("policy.undecided", judge=self.name, problem=problem)
        return decisions

    def _permitted(
        self, known: dict[tuple[str, ...], Verdict], decision: Decision, asker: Evidence
    ) -> Verdict:
        if decision.policies not in known:
            named = (Evidence("policy", name, "permits") for name in decision.policies)
            known[decision.policies] = confirm("permitted", asker, *named)
        return known[decision.policies]


def _action_type(resource: str) -> str:
    """Actions live in the namespace of what they are done to."""
    namespace, separator, _ = resource.rpartition("::")
    return f"{namespace}{separator}Action"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _mentions(entity: str, attribute: str) -> str:
    return f"{entity}[{_quoted(attribute)}] == {entity}[{_quoted(attribute)}]"
