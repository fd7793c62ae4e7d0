"""What the proof shows of a good graph, and every single thing that it refuses."""

import pickle

import networkx as nx
import pytest

from judges import GraphError, Outcome, Truth
from judges.graph import DROP, GraphSpec, prove

Edges = tuple[tuple[str, str, str], ...]
Covers = dict[str, frozenset[Truth]]


def problems(
    edges: Edges,
    covers: Covers,
    truth: frozenset[Truth],
    *,
    start: str = "access",
    public: bool = False,
) -> tuple[str, ...]:
    with pytest.raises(GraphError) as caught:
        prove(GraphSpec.of(start, *edges), covers, truth, public)
    assert str(caught.value) == "; ".join(caught.value.problems)
    assert not any("\n" in problem for problem in caught.value.problems)
    return caught.value.problems


class TestProven:
    def test_guards_are_the_judges_whose_confirm_cuts_every_way(
        self, edges: Edges, covers: Covers, truth: frozenset[Truth]
    ) -> None:
        proof = prove(GraphSpec.of("access", *edges), covers, truth, public=False)
        assert proof.guards == {
            Truth.IDENTITY: ("gtin", "label"),
            Truth.RECENCY: ("sellable",),
            Truth.PERMISSION: ("access",),
        }
        assert proof.order == ("access", "sellable", "gtin", "label")

    def test_a_judge_whose_confirm_leads_nowhere_guards_nothing(
        self, edges: Edges, covers: Covers, truth: frozenset[Truth]
    ) -> None:
        # Gtin only sends on what it cannot read; its confirm is never what lets a candidate out.
        spec = GraphSpec.of("access", *(edge for edge in edges if edge[:2] != ("gtin", "confirm")))
        assert prove(spec, covers, truth, public=False).guards[Truth.IDENTITY] == ("label",)

    def test_every_outcome_has_a_route_and_no_edge_means_drop(
        self, edges: Edges, covers: Covers, truth: frozenset[Truth]
    ) -> None:
        proof = prove(GraphSpec.of("access", *edges), covers, truth, public=False)
        assert proof.routes("gtin") == {
            Outcome.CONFIRM: "return",
            Outcome.ABSTAIN: "label",
            Outcome.REJECT: DROP,
            Outcome.FAILURE: DROP,
        }

    def test_the_digraph_is_frozen_and_carries_outcomes(
        self, edges: Edges, covers: Covers, truth: frozenset[Truth]
    ) -> None:
        edges = (*edges, ("gtin", "failure", "label"))
        digraph = prove(GraphSpec.of("access", *edges), covers, truth, public=False).digraph
        assert digraph.edges["gtin", "label"]["when"] == {Outcome.ABSTAIN, Outcome.FAILURE}
        assert nx.is_frozen(digraph)

    def test_two_outcomes_between_one_pair_are_cut_one_at_a_time(
        self, covers: Covers, truth: frozenset[Truth]
    ) -> None:
        """The abstain between gtin and label stays when its confirm is cut; label then guards."""
        edges = (
            ("access", "confirm", "sellable"),
            ("sellable", "confirm", "gtin"),
            ("gtin", "confirm/abstain", "label"),
            ("label", "confirm", "return"),
        )
        assert prove(GraphSpec.of("access", *edges), covers, truth, public=False)
        covers["label"] = frozenset({Truth.QUANTITY})
        assert problems(edges, covers, truth) == (
            (
                "identity: access -confirm-> sellable -confirm-> gtin -abstain-> label -confirm-> "
                "return reaches return without the confirm of a judge that covers identity (gtin)"
            ),
        )

    def test_a_public_catalogue_needs_no_permission(self) -> None:
        spec = GraphSpec.of("gtin", ("gtin", "confirm", "return"))
        identity = frozenset({Truth.IDENTITY})
        assert prove(spec, {"gtin": identity}, identity, public=True).order == ("gtin",)

    def test_an_edge_may_lead_to_drop_in_so_many_words(
        self, edges: Edges, covers: Covers, truth: frozenset[Truth]
    ) -> None:
        edges = (*edges, ("gtin", "reject/failure", "drop"))
        assert prove(GraphSpec.of("access", *edges), covers, truth, public=False)


class TestRefused:
    @pytest.mark.parametrize("outcome", ["reject", "abstain", "failure"])
    def test_an_edge_to_return_that_is_not_a_confirm(
        self, outcome: str, edges: Edges, covers: Covers, truth: frozenset[Truth]
    ) -> None:
        assert problems((*edges, ("label", outcome, "return")), covers, truth) == (
            (
                f"graph: edge label -{outcome}-> return: only confirm may lead to return; "
                "access -confirm-> sellable -confirm-> gtin -abstain-> label "
                f"-{outcome}-> return escapes judgement"
            ),
        )

    def test_an_abstain_of_the_only_judge_that_leads_to_return(self) -> None:
        identity = frozenset({Truth.IDENTITY})
        edges = (("gtin", "confirm/abstain", "return"),)
        assert problems(edges, {"gtin": identity}, identity, start="gtin", public=True) == (
            (
                "graph: edge gtin -abstain-> return: only confirm may lead to return; "
                "gtin -abstain-> return escapes judgement"
            ),
        )

    def test_a_path_that_avoids_every_judge_of_a_dimension(
        self, edges: Edges, covers: Covers, truth: frozenset[Truth]
    ) -> None:
        edges = (*edges, ("access", "abstain", "gtin"))
        assert problems(edges, covers, truth) == (
            (
                "recency: access -abstain-> gtin -confirm-> return reaches return without the "
                "confirm of a judge that covers recency (sellable)"
            ),
            (
                "permission: access -abstain-> gtin -confirm-> return reaches return without the "
                "confirm of a judge that covers permission (access)"
            ),
        )

    def test_a_dimension_that_no_judge_covers(
        self, edges: Edges, covers: Covers, truth: frozenset[Truth]
    ) -> None:
        covers["sellable"] = frozenset()
        assert problems(edges, covers, truth) == (
            (
                "recency: no judge covers it; found access (permission), sellable (nothing), "
                "gtin (identity), label (identity, quantity)"
            ),
        )

    def test_a_cycle(self, edges: Edges, covers: Covers, truth: frozenset[Truth]) -> None:
        (problem,) = problems((*edges, ("label", "abstain", "sellable")), covers, truth)
        assert problem.startswith("graph: cycle ")
        for part in ("sellable -confirm-> gtin", "gtin -abstain-> label", "label -abstain->"):
            assert part in problem

    def test_a_judge_that_leads_to_itself(
        self, edges: Edges, covers: Covers, truth: frozenset[Truth]
    ) -> None:
        assert problems((*edges, ("gtin", "failure", "gtin")), covers, truth) == (
            "graph: cycle gtin -failure-> gtin; a judge may meet a candidate once",
        )

    def test_an_unreachable_judge(
        self, edges: Edges, covers: Covers, truth: frozenset[Truth]
    ) -> None:
        assert problems(edges[:3], covers, truth) == (
            (
                "graph: judge label cannot be reached from access; lead an edge to it or remove it "
                "from judges"
            ),
        )

    def test_a_judge_whose_work_could_change_no_answer(
        self, edges: Edges, covers: Covers, truth: frozenset[Truth]
    ) -> None:
        assert problems(edges[:4], covers, truth) == (
            (
                "graph: judge label cannot lead to return, so its work could change no answer; "
                "lead its confirm on or remove it from judges"
            ),
        )

    def test_a_graph_that_returns_nothing(
        self, edges: Edges, covers: Covers, truth: frozenset[Truth]
    ) -> None:
        del covers["label"]
        assert problems((*edges[:2], ("gtin", "confirm", "drop")), covers, truth) == (
            "graph: no way leads from access to return; nothing could ever be returned",
        )

    def test_an_empty_graph(self, covers: Covers, truth: frozenset[Truth]) -> None:
        assert problems((), covers, truth) == (
            "graph.edges: empty; expected edges of which at least one confirms into return",
        )

    def test_a_graph_without_judges(self) -> None:
        found = problems((), {}, frozenset({Truth.IDENTITY}), public=True)
        assert "graph.start: found 'access', expected one of no judges, for none are declared" in (
            found
        )
        assert "identity: no judge covers it; found no judges" in found

    def test_unknown_names(self, edges: Edges, covers: Covers, truth: frozenset[Truth]) -> None:
        edges = (*edges, ("acess", "abstain", "lable"))
        assert problems(edges, covers, truth, start="begin") == (
            "graph.start: found 'begin', expected one of access, gtin, label, sellable",
            "graph.edges.5.from: found 'acess', expected one of access, gtin, label, sellable",
            (
                "graph.edges.5.to: found 'lable', expected one of access, gtin, label, sellable, "
                "return, drop"
            ),
        )

    @pytest.mark.parametrize("end", ["return", "drop"])
    def test_an_edge_out_of_an_end(
        self, end: str, edges: Edges, covers: Covers, truth: frozenset[Truth]
    ) -> None:
        assert problems((*edges, (end, "confirm", "label")), covers, truth) == (
            f"graph.edges.5.from: {end} is an end, no edge leaves it; found {end} -confirm-> label",
        )

    @pytest.mark.parametrize("end", ["return", "drop"])
    def test_a_start_that_is_an_end(
        self, end: str, edges: Edges, covers: Covers, truth: frozenset[Truth]
    ) -> None:
        assert problems(edges, covers, truth, start=end) == (
            f"graph.start: found '{end}', expected one of access, gtin, label, sellable",
        )

    @pytest.mark.parametrize("end", ["return", "drop"])
    def test_a_judge_named_like_an_end(
        self, end: str, edges: Edges, covers: Covers, truth: frozenset[Truth]
    ) -> None:
        covers[end] = frozenset({Truth.IDENTITY})
        assert problems(edges, covers, truth)[0] == (
            f"judges.{end}: the name is taken by an end of the graph; choose another"
        )

    def test_two_edges_for_one_outcome(
        self, edges: Edges, covers: Covers, truth: frozenset[Truth]
    ) -> None:
        assert problems((*edges, ("gtin", "abstain/failure", "drop")), covers, truth) == (
            (
                "graph.edges.5: gtin -abstain/failure-> drop repeats the outcome abstain of "
                "graph.edges.3: gtin -abstain-> label; an outcome leads one way"
            ),
        )

    def test_an_outcome_named_twice_in_one_edge(
        self, edges: Edges, covers: Covers, truth: frozenset[Truth]
    ) -> None:
        (problem,) = problems((*edges, ("gtin", "failure/failure", "drop")), covers, truth)
        assert "repeats the outcome failure" in problem

    def test_permission_that_is_not_declared(
        self, edges: Edges, covers: Covers, truth: frozenset[Truth]
    ) -> None:
        assert problems(edges, covers, truth - {Truth.PERMISSION}) == (
            (
                "truth: permission is not declared; declare it, or state public: true if everyone "
                "may see every item"
            ),
        )

    def test_permission_of_a_public_catalogue(
        self, edges: Edges, covers: Covers, truth: frozenset[Truth]
    ) -> None:
        assert problems(edges, covers, truth, public=True) == (
            (
                "truth: permission is declared although public: true says that everyone may see "
                "every item; keep one of the two"
            ),
        )

    @pytest.mark.parametrize(
        ("truth", "public", "found"),
        [
            ({Truth.RESEMBLANCE}, True, "resemblance"),
            ({Truth.RESEMBLANCE, Truth.PERMISSION}, False, "permission, resemblance"),
            ({Truth.PERMISSION}, False, "permission"),
            (set(), True, "nothing"),
        ],
    )
    def test_likeness_as_the_only_guard(
        self, truth: set[Truth], public: bool, found: str, edges: Edges, covers: Covers
    ) -> None:
        covers["label"] |= {Truth.RESEMBLANCE}
        covers["gtin"] |= {Truth.RESEMBLANCE}
        assert problems(edges, covers, frozenset(truth), public=public) == (
            (
                f"truth: found {found}, expected at least one of identity, quantity, category, "
                "recency, value: likeness never suffices for an answer"
            ),
        )

    def test_all_that_is_wrong_is_told_at_once(
        self, edges: Edges, covers: Covers, truth: frozenset[Truth]
    ) -> None:
        covers["idle"] = frozenset()
        edges = (*edges, ("label", "failure", "return"), ("access", "reject", "gtin"))
        found = problems(edges, covers, truth | {Truth.VALUE})
        assert len(found) == 5  # value, edge to return, idle, recency and permission
        for start in ("value:", "graph: edge", "graph: judge idle", "recency:", "permission:"):
            assert any(problem.startswith(start) for problem in found)


def test_a_graph_error_survives_pickling() -> None:
    error = GraphError("first", "second")
    assert pickle.loads(pickle.dumps(error)).problems == ("first", "second")  # noqa: S301 - own bytes
