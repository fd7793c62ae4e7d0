"""Nodes and shadows in a config: what they may be, and what of them is refused."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from judges import GraphError, Truth
from judges.graph import GraphSpec, Proof, prove

IDENTITY = frozenset({Truth.IDENTITY})
COVERS = {"gtin": IDENTITY, "code": IDENTITY, "label": IDENTITY, "digits": frozenset[Truth]()}
WHO = {"any_of": ["gtin", "code", "label"]}
TO_RETURN = ("who", "confirm", "return")


def proven(
    *edges: tuple[str, str, str],
    nodes: dict[str, Any],
    start: str = "who",
    shadows: dict[str, str] | None = None,
    covers: dict[str, frozenset[Truth]] | None = None,
) -> Proof:
    spec = GraphSpec.of(start, *edges, nodes=nodes, shadows=shadows)
    # A judge that is named nowhere would be a problem of its own.
    given = {name: own for name, own in COVERS.items() if name != "digits" or name in str(spec)}
    return prove(spec, covers or given, IDENTITY, public=True)


def problems(*edges: tuple[str, str, str], **more: Any) -> tuple[str, ...]:
    with pytest.raises(GraphError) as caught:
        proven(*edges, **more)
    return caught.value.problems


class TestSpec:
    @pytest.mark.parametrize(
        ("node", "rule", "members"),
        [
            ({"any_of": ["gtin", "code"]}, None, ("gtin", "code")),
            ({"all_of": ["gtin", "code"]}, 2, ("gtin", "code")),
            ({"quorum": 2, "of": ["gtin", "code", "label"]}, 2, ("gtin", "code", "label")),
        ],
    )
    def test_three_rules(self, node: Any, rule: int | None, members: tuple[str, ...]) -> None:
        spec = GraphSpec.of("who", TO_RETURN, nodes={"who": node}).nodes["who"]
        assert (spec.needed, spec.members) == (rule, members)

    @pytest.mark.parametrize(
        ("node", "message"),
        [
            ({}, "expected one of any_of, all_of, or quorum together with of"),
            ({"any_of": ["gtin"], "all_of": ["code"]}, "expected one of any_of"),
            ({"quorum": 2}, "quorum together with of"),
            ({"of": ["gtin"]}, "quorum together with of"),
            ({"any_of": ["gtin"], "of": ["code"]}, "quorum together with of"),
            ({"quorum": 3, "of": ["gtin", "code"]}, "a quorum of 1 to 2, as many as members"),
            ({"quorum": 0, "of": ["gtin"]}, "greater than or equal to 1"),
            ({"quorum": True, "of": ["gtin"]}, "valid integer"),
            ({"quorum": 1.0, "of": ["gtin"]}, "valid integer"),
            ({"any_of": []}, "at least 1 item"),
            ({"any_of": "gtin"}, "valid tuple"),
            ({"one_of": ["gtin"]}, "Extra inputs"),
        ],
    )
    def test_what_is_no_rule_is_refused(self, node: Any, message: str) -> None:
        with pytest.raises(ValidationError, match=message):
            GraphSpec.of("who", TO_RETURN, nodes={"who": node})


class TestNodes:
    def test_members_guard_and_the_node_is_the_place(self) -> None:
        proof = proven(TO_RETURN, nodes={"who": WHO})
        assert proof.places == ("who",)
        assert proof.order == ("gtin", "code", "label")
        assert proof.guards == {Truth.IDENTITY: ("gtin", "code", "label")}

    def test_a_member_that_covers_nothing_may_stand_in_all_of_but_not_in_any_of(self) -> None:
        assert proven(
            TO_RETURN, ("who", "abstain", "rest"), ("rest", "confirm", "return"),
            nodes={"who": {"all_of": ["gtin", "digits"]}, "rest": {"any_of": ["code", "label"]}},
        ).guards == {Truth.IDENTITY: ("gtin", "code", "label")}  # fmt: skip
        nodes = {"who": {"any_of": ["gtin", "code", "label", "digits"]}}
        assert problems(TO_RETURN, nodes=nodes) == (
            (
                "identity: who -confirm-> return reaches return without the confirm of a judge that"
                " covers identity (gtin, code, label); who (any of) vouches for identity once 4 of "
                "its 4 members do, found gtin, code, label"
            ),
        )

    def test_a_quorum_that_others_could_fill(self) -> None:
        covers = COVERS | {"code": frozenset[Truth](), "label": frozenset[Truth]()}
        del covers["digits"]
        two = {"quorum": 2, "of": ["gtin", "code", "label"]}
        (problem,) = problems(TO_RETURN, nodes={"who": two}, covers=covers)
        assert problem.endswith(
            "; who (2 of 3) vouches for identity once 2 of its 3 members do, found gtin"
        )
        covers["code"] = IDENTITY
        guards = proven(TO_RETURN, nodes={"who": two}, covers=covers).guards
        assert guards == {Truth.IDENTITY: ("gtin", "code")}

    def test_the_weak_node_in_a_node_is_named(self) -> None:
        nodes = {
            "who": {"any_of": ["gtin", "rest"]},
            "rest": {"quorum": 1, "of": ["code", "label", "digits"]},
        }
        (problem,) = problems(TO_RETURN, nodes=nodes)
        assert "; who (any of) vouches for identity once 2 of its 2 members do, found gtin;" in (
            problem
        )
        assert problem.endswith(
            "; rest (1 of 3) vouches for identity once 3 of its 3 members do, found code, label"
        )

    def test_a_judge_may_stand_in_nodes_that_no_candidate_meets_both_of(self) -> None:
        edges = (
            ("digits", "confirm", "who"), ("digits", "abstain", "two"),
            TO_RETURN, ("two", "confirm", "return"),
        )  # fmt: skip
        nodes = {"who": WHO, "two": {"quorum": 2, "of": ["gtin", "code", "label"]}}
        proof = proven(*edges, nodes=nodes, start="digits")
        assert proof.order == ("digits", "gtin", "code", "label")

    def test_a_judge_that_a_candidate_could_meet_twice(self) -> None:
        nodes = {"who": WHO, "two": {"quorum": 2, "of": ["gtin", "code", "label"]}}
        found = problems(
            TO_RETURN, ("who", "abstain", "two"), ("two", "confirm", "return"), nodes=nodes
        )
        assert found[0] == (
            "graph: gtin would be asked at who and again at two (who -abstain-> two); a judge may "
            "meet a candidate once"
        )
        assert len(found) == 3

    @pytest.mark.parametrize(
        ("nodes", "problem"),
        [
            (
                {"who": {"any_of": ["gtin", "code", "lable"]}},
                "graph.nodes.who.any_of.2: found 'lable', expected one of code, gtin, label, who",
            ),
            (
                {"who": {"quorum": 1, "of": ["return"]}},
                "graph.nodes.who.of.0: found 'return', expected one of code, gtin, label, who",
            ),
            (
                {"who": WHO, "gtin": {"any_of": ["code"]}},
                "graph.nodes.gtin: the name is taken by a judge; choose another",
            ),
            (
                {"who": WHO, "drop": {"any_of": ["code"]}},
                "graph.nodes.drop: the name is taken by an end of the graph; choose another",
            ),
            (
                {"who": {"any_of": ["gtin", "two"]}, "two": {"all_of": ["who"]}},
                "graph.nodes: cycle who > two > who; a node may not contain itself",
            ),
            (
                {"who": {"any_of": ["who"]}},
                "graph.nodes: cycle who > who; a node may not contain itself",
            ),
            (
                {"who": {"any_of": ["gtin", "two"]}, "two": {"all_of": ["code", "gtin"]}},
                "graph.nodes.who: gtin stands in it twice; a judge has one vote",
            ),
            (
                {"who": WHO, "spare": {"any_of": ["label"]}},
                (
                    "graph: node spare cannot be reached from who; lead an edge to it or remove it "
                    "from graph.nodes"
                ),
            ),
        ],
    )  # fmt: skip
    def test_refused(self, nodes: dict[str, Any], problem: str) -> None:
        assert problem in problems(TO_RETURN, nodes=nodes)

    def test_a_node_that_cannot_lead_to_return(self) -> None:
        nodes = {"who": {"any_of": ["gtin", "code"]}, "rest": {"any_of": ["label"]}}
        found = problems(TO_RETURN, ("who", "abstain", "rest"), nodes=nodes)
        assert found == (
            (
                "graph: node rest cannot lead to return, so its work could change no answer; lead "
                "its confirm on or remove it from graph.nodes"
            ),
        )


class TestShadows:
    def test_a_shadow_stands_beside_a_place_and_guards_nothing(self) -> None:
        edges = (("gtin", "confirm", "return"),)
        covers = {"gtin": IDENTITY, "code": IDENTITY}
        proof = proven(*edges, nodes={}, start="gtin", shadows={"code": "gtin"}, covers=covers)
        assert proof.order == ("gtin", "code")
        assert proof.shadows == {"code": "gtin"}
        assert proof.guards == {Truth.IDENTITY: ("gtin",)}
        assert "code" not in proof.digraph

    def test_what_only_a_shadow_covers_is_not_covered(self) -> None:
        covers = {"digits": frozenset[Truth](), "gtin": IDENTITY}
        edges = (("digits", "confirm", "return"),)
        found = problems(
            *edges, nodes={}, start="digits", shadows={"gtin": "digits"}, covers=covers
        )
        assert found == ("identity: no judge covers it; found digits (nothing)",)

    @pytest.mark.parametrize(
        ("shadows", "nodes", "problem"),
        [
            (
                {"trial": "who"},
                WHO,
                "graph.shadows.trial: no such judge; expected one of code, gtin, label",
            ),
            (
                {"label": "gtin"},
                {"any_of": ["gtin", "code"]},
                (
                    "graph.shadows.label: found 'gtin', expected the judge or node whose "
                    "candidates it also sees, one of who"
                ),
            ),
            (
                {"label": "who"},
                WHO,
                "graph.nodes.who.any_of.2: found 'label', expected one of code, gtin, who",
            ),
        ],
    )  # fmt: skip
    def test_refused(self, shadows: dict[str, str], nodes: dict[str, Any], problem: str) -> None:
        assert problem in problems(TO_RETURN, nodes={"who": nodes}, shadows=shadows)

    def test_no_edge_leads_to_a_shadow(self) -> None:
        found = problems(
            TO_RETURN, ("who", "abstain", "label"), ("label", "confirm", "return"),
            nodes={"who": {"any_of": ["gtin", "code"]}}, shadows={"label": "who"},
        )  # fmt: skip
        assert "graph.edges.1.to: found 'label', expected one of code, gtin, who, return, drop" in (
            found
        )


def test_the_graph_in_the_documentation_is_proven() -> None:
    text = (Path(__file__).parents[3] / "docs" / "judges.md").read_text(encoding="utf-8")
    example = text.partition("\n## The graph\n")[2].partition("```yaml\n")[2].partition("```")[0]
    spec = GraphSpec.model_validate(yaml.safe_load(example)["graph"])
    judges = ("access", "gtin", "code", "label", "size", "sku", "named", "edition", "trial")
    covers = dict.fromkeys(judges, IDENTITY) | {"size": frozenset({Truth.QUANTITY})}
    assert prove(spec, covers, IDENTITY, public=True).places == ("access", "both", "two")
