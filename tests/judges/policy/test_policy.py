"""The policy judge: what no policy permits is denied, and policies never widen access."""

import json
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from fake_catalogue import FakeCatalogue
from hypothesis import given, settings
from hypothesis import strategies as st
from outside_samples import LABELS_POLICY, POLICY_OPTIONS, SHOP_SCHEMA, policy_judge
from structlog.testing import capture_logs

from judges import (
    Candidate,
    FactError,
    JudgeConfigError,
    JudgeError,
    Labels,
    Principal,
    Query,
    Truth,
    Vocabulary,
    build_judge,
)
from judges.graph import JudgeGraph, prove
from judges.graph.spec import GraphSpec
from judges.judge import AnyJudge

ALL = "permit(principal, action, resource);"
UNLABELLED = SHOP_SCHEMA.replace(", groups: Set<Group>", "")
BARE: dict[str, Any] = {
    "schema": UNLABELLED,
    "resource": {"fields": ["lifecycle", "stock", "price", "regions"]},
}


def outcome(judge: AnyJudge, record: Mapping[str, Any], **query: Any) -> tuple[str, str]:
    (found,) = judge.judge(Query(**query), [Candidate("a", record)])
    return str(found.outcome), found.reason


YES, NO = ("confirm", "permitted"), ("reject", "not_permitted")


def test_covers_permission_and_nothing_else(tmp_path: Path) -> None:
    judge = policy_judge(tmp_path, ALL, **BARE)
    assert judge.covers == {Truth.PERMISSION}
    with pytest.raises(JudgeConfigError, match="cannot vouch for identity"):
        policy_judge(tmp_path, ALL, covers=["identity"])


@pytest.mark.parametrize(
    ("condition", "record", "expected"),
    [
        ("resource has stock && resource.stock > 2", {"stock": 3}, YES),
        ("resource has stock && resource.stock > 2", {"stock": 2}, NO),
        ("resource has stock && resource.stock > 2", {"stock": None}, NO),
        ("!(resource has stock)", {"stock": None}, YES),
        ("!(resource has stock)", {"stock": "many"}, NO),
        ("!(resource has stock)", {"stock": True}, NO),
        ("!(resource has stock)", {"stock": 1.0}, NO),
        ("!(resource has stock)", {"stock": 2**63}, NO),
        ('resource has regions && resource.regions.contains("EU")', {"regions": ["EU"]}, YES),
        ('resource has price && resource.price.lessThan(decimal("2.5"))', {"price": 2.4999}, YES),
        ('resource has price && resource.price.lessThan(decimal("2.5"))', {"price": 2}, YES),
        ('resource has price && resource.price.lessThan(decimal("2.5"))', {"price": 2.5}, NO),
        ("!(resource has price)", {"price": 2.12345}, NO),
        ("!(resource has price)", {"price": float("nan")}, NO),
        ("!(resource has price)", {"price": 1e300}, NO),
        ('resource == Item::"a"', {}, YES),
        ('resource == Item::"b"', {}, NO),
        ('principal == User::"ada"', {}, YES),
        ('principal in Group::"staff"', {}, YES),
        ('principal in Group::"board"', {}, NO),
        ('context has region && context.region == "EU"', {}, YES),
        ('principal has tenant && principal.tenant == "acme"', {}, YES),
    ],
)
def test_facts_become_attributes(
    tmp_path: Path, condition: str, record: dict[str, Any], expected: tuple[str, str]
) -> None:
    policy = f"permit(principal, action, resource) when {{ {condition} }};"
    judge = policy_judge(tmp_path, policy, **BARE, context=["region"])
    principal = Principal("ada", "acme", frozenset({"staff"}))
    assert outcome(judge, record, principal=principal, context={"region": "EU"}) == expected


def test_dates_are_compared_as_moments(tmp_path: Path) -> None:
    judge = policy_judge(
        tmp_path,
        "permit(principal, action, resource) when { resource has valid_until &&"
        ' resource.valid_until > datetime("2026-01-01T00:00:00Z") };',
        UNLABELLED,
        resource={"fields": ["valid_until"]},
    )
    assert outcome(judge, {"valid_until": "2026-01-01T00:30:00+01:00"}) == NO
    assert outcome(judge, {"valid_until": "2026-01-02"}) == YES
    assert outcome(judge, {"valid_until": "soon"}) == NO


def test_forbid_wins_and_silence_denies(tmp_path: Path) -> None:
    assert outcome(policy_judge(tmp_path, ALL, **BARE), {}) == YES
    forbid = f"{ALL} forbid(principal, action, resource);"
    assert outcome(policy_judge(tmp_path, forbid, **BARE), {}) == NO
    other = 'permit(principal == User::"bob", action, resource);'
    assert outcome(policy_judge(tmp_path, other, **BARE), {}) == NO


def test_a_forbid_that_cannot_be_evaluated_does_not_permit(tmp_path: Path) -> None:
    """Cedar itself answers Allow here: it leaves the policy out."""
    forbid = (
        "forbid(principal, action, resource)"
        " when { resource has stock && resource.stock * 9223372036854775807 > 3 };"
    )
    judge = policy_judge(tmp_path, ALL + forbid, **BARE)
    with capture_logs() as logs:
        assert outcome(judge, {"stock": 5}) == NO
    assert [(each["event"], each["judge"]) for each in logs] == [("policy.undecided", "policy")]
    assert "overflow" in logs[0]["problem"]
    assert outcome(judge, {}) == YES


def test_one_bad_record_costs_no_other_its_decision(tmp_path: Path) -> None:
    judge = policy_judge(tmp_path, ALL, **BARE)
    records: list[dict[str, Any]] = [{"stock": 1}, {"stock": "x"}, {"stock": 2}]
    found = judge.judge(Query(), [Candidate(str(n), each) for n, each in enumerate(records)])
    assert [str(each.outcome) for each in found] == ["confirm", "reject", "confirm"]


def test_a_context_unlike_the_schema_is_denied(tmp_path: Path) -> None:
    judge = policy_judge(tmp_path, ALL, **BARE, context=["region"])
    with capture_logs():
        assert outcome(judge, {}, context={"region": 7}) == NO
    assert outcome(judge, {}, context={"region": "EU", "unmentioned": 7}) == YES


def test_evidence_names_policies_but_no_labels(tmp_path: Path) -> None:
    judge = policy_judge(tmp_path, LABELS_POLICY)
    labels = {"a": Labels("acme", frozenset({"staff"})), "b": Labels("secret-tenant")}
    principal = Principal("ada", "acme", frozenset({"staff"}))
    catalogue = FakeCatalogue({"a": {}, "b": {}}, labels)
    query = Query(principal=principal, catalogue=catalogue)
    yes, no = judge.judge(query, [Candidate("a", {}), Candidate("b", {})])
    assert [each[:3] for each in yes.evidence] == [
        ("query", "principal", "ada"), ("policy", "labels", "permits"),
    ]  # fmt: skip
    assert [each[:3] for each in no.evidence] == [("query", "principal", "ada")]
    assert catalogue.calls == ["labels"]
    (found,) = policy_judge(tmp_path, f"\n\n{ALL}", **BARE).judge(query, [Candidate("a", {})])
    assert found.evidence[1].name == "shop.cedar, line 3"


def test_without_a_catalogue_it_fails(tmp_path: Path) -> None:
    with pytest.raises(JudgeError, match=r"judges\.policy: the query has no catalogue"):
        outcome(policy_judge(tmp_path, LABELS_POLICY), {})


@pytest.mark.parametrize("text", ["\0", 'a"b', "x\ny", "::", "Ω" * 1000])
def test_odd_names_harm_nobody(tmp_path: Path, text: str) -> None:
    judge = policy_judge(tmp_path, LABELS_POLICY)
    principal = Principal(text, text, frozenset({text}))
    labels = {text: Labels(text, frozenset({text})), "b": Labels(text + "x")}
    catalogue = FakeCatalogue({text: {}, "b": {}}, labels)
    query = Query(principal=principal, catalogue=catalogue)
    found = judge.judge(query, [Candidate(text, {"lifecycle": text}), Candidate("b", {})])
    assert [str(each.outcome) for each in found] == ["confirm", "reject"]


NAMES = st.sampled_from(["a", "b", "c"])
LABELS = st.builds(Labels, st.none() | NAMES, st.frozensets(NAMES, max_size=2))
PRINCIPALS = st.builds(Principal, NAMES, st.none() | NAMES, st.frozensets(NAMES, max_size=2))


@pytest.fixture(scope="module")
def labels_judge() -> AnyJudge:
    with TemporaryDirectory() as folder:
        return policy_judge(Path(folder), LABELS_POLICY)


@given(labels=st.lists(LABELS, max_size=6), principal=PRINCIPALS)
def test_the_rule_of_access_can_be_written_in_cedar(
    labels_judge: AnyJudge, labels: list[Labels], principal: Principal
) -> None:
    known = {str(number): each for number, each in enumerate(labels)}
    records: dict[str, dict[str, Any]] = {key: {} for key in known}
    query = Query(principal=principal, catalogue=FakeCatalogue(records, known))
    found = labels_judge.judge(query, [Candidate(key, {}) for key in known])
    assert [one.outcome == "confirm" for one in found] == list(map(principal.may_see, labels))


CONDITIONS = st.sampled_from(
    [
        "true", "false", "resource.groups.isEmpty()", "principal in resource.groups",
        "resource has tenant", "!(resource has tenant)", "resource has stock && resource.stock > 1",
        "resource has stock && resource.stock * 9223372036854775807 > 3",
        'principal == User::"a"', 'resource has lifecycle && resource.lifecycle == "active"',
    ]
)  # fmt: skip
POLICIES = st.lists(
    st.tuples(st.sampled_from(["permit", "forbid"]), CONDITIONS), min_size=1, max_size=3
)
RECORDS = st.fixed_dictionaries(
    {},
    optional={
        "stock": st.sampled_from([0, 2, 2**70, "x", None]),
        "lifecycle": st.sampled_from(["active", "gone", 1]),
    },
)
CURRENT = {"use": "metadata", "covers": ["recency"], "where": 'ctx.region == "EU"'}
PATH = GraphSpec.model_validate(
    {
        "start": "access",
        "edges": [
            {"from": "access", "when": "confirm", "to": "policy"},
            {"from": "policy", "when": "confirm", "to": "current"},
            {"from": "current", "when": "confirm", "to": "return"},
        ],
    }
)


@settings(max_examples=60)
@given(
    policies=POLICIES,
    items=st.lists(st.tuples(RECORDS, LABELS), min_size=1, max_size=5),
    principal=PRINCIPALS,
)
def test_an_item_is_returned_only_if_both_allow(
    policies: list[tuple[str, str]],
    items: list[tuple[dict[str, Any], Labels]],
    principal: Principal,
) -> None:
    """Permissive policies cannot widen what labels allow, nor labels what policies allow."""
    text = "".join(f"{kind}(principal, action, resource) when {{ {c} }};" for kind, c in policies)
    with TemporaryDirectory() as folder:
        judges = {
            "access": build_judge("access", {"use": "access"}, Vocabulary()),
            "policy": policy_judge(Path(folder), text),
            "current": build_judge("current", CURRENT, Vocabulary()),
        }
    truth = frozenset({Truth.PERMISSION, Truth.RECENCY})
    proof = prove(PATH, {name: each.covers for name, each in judges.items()}, truth, False)
    labels = {str(number): each for number, (_, each) in enumerate(items)}
    candidates = [Candidate(str(number), record) for number, (record, _) in enumerate(items)]
    catalogue = FakeCatalogue({each.id: each.record for each in candidates}, labels)
    query = Query(principal=principal, catalogue=catalogue, context={"region": "EU"})
    with capture_logs():
        allowed = [one.outcome == "confirm" for one in judges["policy"].judge(query, candidates)]
        run = JudgeGraph(proof, judges).run(query, candidates)
    for course, is_allowed in zip(run.courses, allowed, strict=True):
        sees = principal.may_see(labels[course.candidate.id])
        assert course.returned == (sees and is_allowed)


JSON_SCHEMA = {
    "": {
        "entityTypes": {"User": {"shape": {"type": "Record", "attributes": {}}}, "Item": {}},
        "actions": {"view": {"appliesTo": {"principalTypes": ["User"], "resourceTypes": ["Item"]}}},
    }
}


def test_a_schema_may_be_json(tmp_path: Path) -> None:
    (tmp_path / "s.json").write_text(json.dumps(JSON_SCHEMA))
    judge = policy_judge(tmp_path, ALL, UNLABELLED, principal={}, resource={})
    assert outcome(judge, {}) == YES
    options = {"use": "policy", "policies": "shop.cedar", "schema": "s.json", "action": "view"}
    assert outcome(build_judge("p", options, Vocabulary(), tmp_path), {}) == YES
    (tmp_path / "s.json").write_text('{"": {"entityTypes": 3}}')
    with pytest.raises(JudgeConfigError, match=r"judges\.p\.schema: .*s\.json: .*line 1"):
        build_judge("p", options, Vocabulary(), tmp_path)


def test_namespaces(tmp_path: Path) -> None:
    schema = (
        "namespace Shop { entity User; entity Item; action view appliesTo"
        " { principal: User, resource: Item }; }"
    )
    judge = policy_judge(
        tmp_path, 'permit(principal, action == Shop::Action::"view", resource);', schema,
        principal={"type": "Shop::User"}, resource={"type": "Shop::Item"},
    )  # fmt: skip
    assert outcome(judge, {}) == YES


@pytest.mark.parametrize(
    ("policies", "message"),
    [
        ("", r"shop\.cedar: holds no policy"),
        (f"{ALL}\n\npermit(principal, action, resource\nwhen {{ true }};", r"line 3: unexpected t"),
        (f"// a;\n{ALL}\npermit(principal)", r"shop\.cedar, line 3: "),
        (
            f"{ALL}\npermit(principal, action, resource) when {{ resource.stokc > 0 }};",
            r"judges\.policy\.policies: .*shop\.cedar, line 2: .*`stokc` on entity type `Item` not",
        ),
        (f"{ALL}\n\n// x\n{ALL[:-1]} when {{ resource.stock > 0 }};", r"line 4: .*optional attrib"),
        (ALL.replace("action", 'action == Action::"look"'), r"line 1: .*unrecognized action"),
    ],
)
def test_policies_are_checked_at_load(tmp_path: Path, policies: str, message: str) -> None:
    with pytest.raises(JudgeConfigError, match=message) as caught:
        policy_judge(tmp_path, policies)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ("entity Group;\nentity User {", r"judges\.policy\.schema: .*shop\.cedarschema, line 2: "),
        ("entity A;\nentity B { c: Strin };", "failed to resolve type: Strin"),
        (SHOP_SCHEMA.replace("action view", "action look"), r"policies: .*unrecognized action"),
        (SHOP_SCHEMA.replace("entity User in [Group]", "entity User"), r"principal: the schema ta"),
        (SHOP_SCHEMA.replace("stock?: Long, ", ""), r"resource\.fields: the schema .*`stock`"),
        (SHOP_SCHEMA.replace("tenant?: String }", "}"), r"principal\.tenant: .*`tenant`"),
    ],
)
def test_schemas_are_checked_at_load(tmp_path: Path, schema: str, message: str) -> None:
    with pytest.raises(JudgeConfigError, match=message) as caught:
        policy_judge(tmp_path, LABELS_POLICY, schema)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"policies": "no.cedar"}, JudgeConfigError, r"\.policies: .*no\.cedar: cannot be read"),
        ({"schema": "no.cedarschema"}, JudgeConfigError, r"\.schema: .*cannot be read \(No such"),
        ({"action": "buy"}, JudgeConfigError, r"judges\.policy\.action: the schema does not have"),
        ({"action": 'v"iew'}, JudgeConfigError, r"judges\.policy\.action: the schema"),
        ({"principal": {"type": "Usr", "groups": "Group"}}, JudgeConfigError, "unrecognized entit"),
        ({"principal": {"type": "U r"}}, JudgeConfigError, r"judges\.policy\.principal\.type"),
        ({"principal": {}}, JudgeConfigError, r"principal\.groups: missing; labels need"),
        ({"resource": {"fields": ["stokc"]}}, FactError, "no declared field 'stokc'"),
        ({"resource": {"fields": ["brand"]}}, JudgeConfigError, r"resource\.fields: .*`brand`"),
        ({"context": ["region", "size"]}, JudgeConfigError, r"\.context: the schema .*`size`"),
        ({"context": ["regoin"]}, JudgeConfigError, r"\.context: no declared fact 'regoin'"),
    ],
)
def test_wrong_options_are_refused_at_load(
    tmp_path: Path, options: dict[str, Any], error: type[Exception], message: str
) -> None:
    policy_judge(tmp_path, LABELS_POLICY)  # writes the files
    with pytest.raises(error, match=message) as caught:
        build_judge("policy", {**POLICY_OPTIONS, **options}, Vocabulary(), tmp_path)
    assert "\n" not in str(caught.value)
