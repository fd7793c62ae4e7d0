import pytest
from pydantic import ValidationError

from judges import Outcome
from judges.graph import Edge, GraphSpec


def test_an_edge_reads_the_keys_of_yaml() -> None:
    edge = Edge.model_validate({"from": "gtin", "when": "abstain", "to": "label"})
    assert (edge.source, edge.when, edge.to) == ("gtin", (Outcome.ABSTAIN,), "label")
    assert str(edge) == "gtin -abstain-> label"


def test_several_outcomes_may_share_an_edge() -> None:
    edge = Edge.model_validate({"from": "gtin", "when": ["abstain", "failure"], "to": "label"})
    assert edge.when == (Outcome.ABSTAIN, Outcome.FAILURE)


def test_an_unknown_outcome_is_refused_with_the_valid_ones() -> None:
    with pytest.raises(ValidationError, match="'confirm', 'reject', 'abstain' or 'failure'"):
        Edge.model_validate({"from": "gtin", "when": "maybe", "to": "label"})


@pytest.mark.parametrize(
    ("key", "value"), [("when", []), ("when", None), ("to", None), ("from", 3), ("weight", 0.5)]
)
def test_what_does_not_belong_in_an_edge_is_refused(key: str, value: object) -> None:
    with pytest.raises(ValidationError) as caught:
        Edge.model_validate({"from": "gtin", "when": "abstain", "to": "label", key: value})
    assert caught.value.errors()[0]["loc"][0] == key


def test_a_spec_takes_no_other_keys_and_cannot_be_changed() -> None:
    spec = GraphSpec.of("gtin", ("gtin", "confirm/abstain", "drop"))
    assert spec.edges[0].when == (Outcome.CONFIRM, Outcome.ABSTAIN)
    with pytest.raises(ValidationError, match="frozen"):
        spec.start = "label"  # type: ignore[misc]
    with pytest.raises(ValidationError, match="Extra inputs"):
        GraphSpec.model_validate({"start": "gtin", "edges": [], "threshold": 0.8})
