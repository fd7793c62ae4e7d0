"""Access: the live labels decide, and nothing about a forbidden item is told."""

import pytest
from fake_catalogue import FakeCatalogue
from hypothesis import given
from hypothesis import strategies as st

from judges import (
    Candidate,
    JudgeConfigError,
    JudgeError,
    Labels,
    Principal,
    Query,
    Truth,
    Vocabulary,
    build_judge,
)

TENANTS = st.sampled_from([None, "acme", "other"])
GROUPS = st.frozensets(st.sampled_from(["staff", "sales", "board"]))


def judge_all(principal: Principal, labels: dict[str, Labels], ids: list[str]) -> list:
    judge = build_judge("access", {"use": "access"}, Vocabulary())
    records = {key: {} for key in labels}
    catalogue = FakeCatalogue(records, labels, principal=principal)
    query = Query(principal=principal, catalogue=catalogue)
    verdicts = list(judge.judge(query, [Candidate(key, {}) for key in ids]))
    assert catalogue.calls == (["labels"] if ids else [])
    return verdicts


@given(
    st.builds(Principal, tenant=TENANTS, groups=GROUPS),
    st.lists(st.builds(Labels, tenant=TENANTS, groups=GROUPS), max_size=12),
)
def test_confirms_exactly_what_the_rule_allows(principal: Principal, labels: list[Labels]) -> None:
    table = {str(number): label for number, label in enumerate(labels)}
    verdicts = judge_all(principal, table, [*table, "gone"] if table else [])
    allowed = [verdict.outcome == "confirm" for verdict in verdicts]
    expected = [principal.may_see(label) for label in labels] + ([False] if table else [])
    assert allowed == expected


def test_reasons() -> None:
    labels = {"open": Labels(), "theirs": Labels("other")}
    verdicts = judge_all(Principal("ada"), labels, ["open", "theirs", "gone"])
    assert [verdict.reason for verdict in verdicts] == ["permitted", "not_permitted", "gone"]
    assert [verdict.outcome for verdict in verdicts] == ["confirm", "reject", "reject"]


def test_evidence_tells_nothing_of_the_labels() -> None:
    labels = {"theirs": Labels("secret-tenant", frozenset({"secret-group"}))}
    (verdict,) = judge_all(Principal("ada"), labels, ["theirs"])
    assert "secret" not in repr(verdict)
    assert verdict.evidence[0].value == "ada"


def test_without_a_catalogue_it_fails() -> None:
    judge = build_judge("access", {"use": "access"}, Vocabulary())
    with pytest.raises(JudgeError, match=r"judges\.access: .* no catalogue"):
        judge.judge(Query(), [Candidate("a", {})])


@pytest.mark.parametrize("truth", sorted(set(Truth) - {Truth.PERMISSION}))
def test_covers_permission_only(truth: Truth) -> None:
    with pytest.raises(JudgeConfigError, match=r"judges\.access\.covers"):
        build_judge("access", {"use": "access", "covers": [truth]}, Vocabulary())
