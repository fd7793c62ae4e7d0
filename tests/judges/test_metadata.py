"""The metadata judge: facts decide, absent facts never confirm, and sharing changes nothing."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judges import Candidate, JudgeConfigError, Query, Vocabulary, build_judge
from judges.judge import AnyJudge


def metadata(where: str, covers: tuple[str, ...] = ("recency",)) -> AnyJudge:
    options = {"use": "metadata", "covers": list(covers), "where": where}
    return build_judge("m", options, Vocabulary())


def verdict(where: str, record: Mapping[str, Any], **query: Any) -> Any:
    (found,) = metadata(where).judge(Query(**query), [Candidate("a", record)])
    return found


def test_evidence_is_every_fact_it_mentions() -> None:
    found = verdict(
        "record.gtin == claims.gtin && ctx.region in record.regions",
        {"gtin": "1", "regions": ["EU"], "name": "unmentioned"},
        context={"region": "EU"},
        claims={"gtin": "1"},
    )
    assert (found.outcome, found.reason) == ("confirm", "holds")
    assert {(item.source, item.name, repr(item.value)) for item in found.evidence} == {
        ("record", "gtin", "'1'"),
        ("record", "regions", "['EU']"),
        ("claim", "gtin", "'1'"),
        ("context", "region", "'EU'"),
    }


def test_false_rejects_on_the_same_evidence() -> None:
    found = verdict("record.stock > 0", {"stock": 0})
    assert (found.outcome, found.reason) == ("reject", "does_not_hold")
    assert [(item.name, item.value) for item in found.evidence] == [("stock", 0)]


def test_absent_facts_abstain_and_are_named() -> None:
    found = verdict("record.stock > 0 && ctx.region == 'EU'", {"stock": 1})
    assert (found.outcome, found.reason) == ("abstain", "fact_missing")
    assert ("context", "region", None) in [(e.source, e.name, e.value) for e in found.evidence]


def test_mistyped_facts_abstain_and_are_shown() -> None:
    found = verdict("record.stock > 0", {"stock": "many"})
    assert (found.outcome, found.reason) == ("abstain", "fact_type")
    assert [item.value for item in found.evidence] == ["many"]


def test_truth_without_any_fact_confirms_nothing() -> None:
    found = verdict("true || record.stock > 0", {})
    assert (found.outcome, found.reason) == ("abstain", "fact_missing")


VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-2, 2), st.sampled_from([0.0, -0.0, 1.0, float("nan")]),
    st.sampled_from(["", "1", "True"]), st.lists(st.sampled_from(["EU", 1, 1.0, True]), max_size=2),
)  # fmt: skip


@given(st.lists(st.fixed_dictionaries({"price": VALUES, "regions": VALUES}), max_size=15))
def test_sharing_verdicts_changes_none(records: list[dict[str, Any]]) -> None:
    """Values that Python holds equal (True, 1, 1.0; 0.0, -0.0) must not share a verdict."""
    judge = metadata("1.0 / record.price > 0.5 || 'EU' in record.regions")
    candidates = [Candidate(str(number), record) for number, record in enumerate(records)]
    together = judge.judge(Query(), candidates)
    alone = [judge.judge(Query(), [candidate])[0] for candidate in candidates]
    assert [repr(one) for one in together] == [repr(one) for one in alone]


def test_equal_facts_share_one_verdict() -> None:
    records = [{"stock": number % 3, "name": str(number)} for number in range(30)]
    candidates = [Candidate(record["name"], record) for record in records]
    verdicts = metadata("record.stock > 0").judge(Query(), candidates)
    assert len({id(one) for one in verdicts}) == 3


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"where": "record.stock > 0"}, r"judges\.m\.covers: missing"),
        ({"covers": ["recency"]}, r"judges\.m\.where"),
        ({"covers": ["permission"], "where": "record.stock > 0"}, "cannot vouch for permission"),
        ({"covers": ["resemblance"], "where": "record.stock > 0"}, "cannot vouch for resemblance"),
        ({"covers": ["recency"], "where": "1 < 2"}, "mentions no fact"),
        ({"covers": ["identity"], "where": "record.stock > 0"}, "identity needs"),
        ({"covers": ["identity"], "where": "claims.gtin == '1'"}, "identity needs"),
        ({"covers": ["identity"], "where": "record.name == 'claims.gtin'"}, "identity needs"),
        ({"covers": ["recency"], "where": "record.stock > 0", "wehre": ""}, "unknown key"),
    ],
)
def test_wrong_options_are_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(JudgeConfigError, match=message):
        build_judge("m", {"use": "metadata", **options}, Vocabulary())


def test_identity_may_rest_on_a_claim() -> None:
    judge = metadata("record.sku == claims.sku", ("identity",))
    query = Query(claims={"sku": "7"})
    verdicts = judge.judge(query, [Candidate("a", {"sku": "7"}), Candidate("b", {"sku": "8"})])
    assert [one.outcome for one in verdicts] == ["confirm", "reject"]
    (unasked,) = judge.judge(Query(), [Candidate("a", {"sku": "7"})])
    assert unasked.outcome == "abstain"


def test_record_fields_are_declared() -> None:
    assert metadata("record.stock > 0 && ctx.region in record.regions").record_fields == {
        "stock",
        "regions",
    }
