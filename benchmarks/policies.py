"""10,000 candidates through the policy judge in one batch, beside the access judge.

    python benchmarks/policies.py [--items N] [--runs N]

The policies are the rule of access written in Cedar and one over the stock that forbids nothing
here, so both judges must agree. Every candidate has facts of its own. Both are
measured in turn in one process.
"""

import argparse
import statistics
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

from judges import Candidate, Labels, Principal, Query, Reading, Vocabulary, build_judge

SCHEMA = """
entity Group;
entity User in [Group] { tenant?: String };
entity Item { stock?: Long, tenant?: String, groups: Set<Group> };
action view appliesTo { principal: User, resource: Item };
"""
POLICIES = """
permit(principal, action == Action::"view", resource)
when {
  (if resource has tenant
   then principal has tenant && principal.tenant == resource.tenant
   else true)
  && (resource.groups.isEmpty() || principal in resource.groups)
};
forbid(principal, action, resource) when { resource has stock && resource.stock < 0 };
"""
OPTIONS = {
    "use": "policy", "policies": "p.cedar", "schema": "p.cedarschema", "action": "view",
    "principal": {"groups": "Group", "tenant": True},
    "resource": {"labels": True, "fields": ["stock"]},
}  # fmt: skip


class OnlyLabels:
    """A catalogue that answers for labels alone."""

    revision = "1"

    def __init__(self, labels: Mapping[str, Labels]) -> None:
        self._labels = labels

    def labels(self, ids: Sequence[str]) -> Mapping[str, Labels]:
        return {each: self._labels[each] for each in ids}

    def facts(self, _fields: Sequence[str]) -> Sequence[tuple[str, Mapping[str, Any]]]:
        return []

    def readings(self, _ids: Sequence[str], _kind: str) -> Mapping[str, Sequence[Reading]]:
        return {}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=11)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "p.cedar").write_text(POLICIES)
        (Path(folder) / "p.cedarschema").write_text(SCHEMA)
        policy = build_judge("policy", OPTIONS, Vocabulary(), Path(folder))
    access = build_judge("access", {"use": "access"}, Vocabulary())
    labels = {
        str(number): Labels("acme" if number % 3 else None, frozenset({("a", "b")[number % 2]}))
        for number in range(given.items)
    }
    principal = Principal("ada", "acme", frozenset({"a"}))
    query = Query(principal=principal, catalogue=OnlyLabels(labels))
    candidates = [Candidate(key, {"stock": int(key)}) for key in labels]
    spent: dict[str, list[float]] = {"policy": [], "access": []}
    for _ in range(given.runs):
        outcomes = []
        for judge in (policy, access):
            began = perf_counter()
            verdicts = judge.judge(query, candidates)
            spent[judge.name].append(perf_counter() - began)
            outcomes.append([verdict.outcome for verdict in verdicts])
        assert outcomes[0] == outcomes[1]  # noqa: S101
    for name, seconds in spent.items():
        print(f"{name}: {given.items} candidates, {statistics.median(seconds) * 1000:.0f} ms")


if __name__ == "__main__":
    main()
