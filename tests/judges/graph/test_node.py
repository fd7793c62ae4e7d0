"""What comes of the outcomes of several judges, and which of them are asked for it."""

from itertools import permutations, product

import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from judges import Outcome, Truth
from judges.graph.node import Node, outcome_of, vouched, vouchers, walked, wanted

C, R, A, F = Outcome.CONFIRM, Outcome.REJECT, Outcome.ABSTAIN, Outcome.FAILURE
IDENTITY = Truth.IDENTITY


def node(needed: int | None, *names: str) -> Node:
    return Node("node", tuple(map(Node, names)), needed)


def outcome(needed: int | None, *outcomes: Outcome) -> Outcome | None:
    names = [f"judge{number}" for number in range(len(outcomes))]
    return outcome_of(node(needed, *names), dict(zip(names, outcomes, strict=True)))


@st.composite
def trees(draw: st.DrawFn, most: int = 5) -> Node:
    """Nodes within nodes over up to ``most`` judges, each of which stands in them once."""
    rest = [Node(f"judge{number}") for number in range(draw(st.integers(1, most)))]
    if draw(st.booleans()):
        rest[0] = Node("alone", (rest[0],), draw(st.sampled_from([None, 1])))
    while len(rest) > 1:
        number = draw(st.integers(2, len(rest)))
        rest = draw(st.permutations(rest))
        needed = draw(st.sampled_from([None, *range(1, number + 1)]))
        rest = [*rest[number:], Node(f"node of {len(rest)}", tuple(rest[:number]), needed)]
    return rest[0]


any_outcomes = st.dictionaries(
    st.sampled_from([f"judge{number}" for number in range(6)]), st.sampled_from(Outcome)
)


def all_known(tree: Node, drawn: dict[str, Outcome]) -> dict[str, Outcome]:
    return {judge: drawn.get(judge, Outcome.CONFIRM) for judge in tree.judges}


class TestAnyOf:
    @pytest.mark.parametrize(
        ("outcomes", "expected"),
        [
            ((C, R), C), ((R, C), R), ((A, C), C), ((A, R, C), R), ((A, A), A), ((F, C), F),
            ((A, F, C), F), ((C, F), C), ((A,), A),
        ],
    )  # fmt: skip
    def test_the_first_that_does_not_abstain_decides(
        self, outcomes: tuple[Outcome, ...], expected: Outcome
    ) -> None:
        assert outcome(None, *outcomes) is expected


class TestCounted:
    @pytest.mark.parametrize(
        ("needed", "outcomes", "expected"),
        [
            (2, (C, C), C), (2, (C, A), A), (2, (C, R), R), (2, (F, R), R), (2, (C, F), F),
            (2, (A, F), F), (2, (A, A), A),
            # A quorum is a vote less where one fails; where too few are left to vote, it fails.
            (2, (C, C, A), C), (2, (C, C, F), C), (2, (C, F, F), F), (2, (C, A, F), A),
            (2, (C, C, R), R), (1, (F, F, C), C), (1, (F, F, F), F), (1, (A, F, F), A),
        ],
    )  # fmt: skip
    def test_so_many_confirm_and_none_rejects(
        self, needed: int, outcomes: tuple[Outcome, ...], expected: Outcome
    ) -> None:
        for order in permutations(outcomes):
            assert outcome(needed, *order) is expected

    @given(st.lists(st.sampled_from(Outcome), min_size=1, max_size=6), st.integers(1, 6))
    def test_it_reads_as_defined(self, outcomes: list[Outcome], needed: int) -> None:
        assume(needed <= len(outcomes))
        found = outcome(needed, *outcomes)
        confirms, failures = outcomes.count(C), outcomes.count(F)
        assert (found is R) == (R in outcomes)
        assert (found is C) == (confirms >= needed and R not in outcomes)
        if found is F:
            assert len(outcomes) - failures < needed

    @given(trees(), any_outcomes, st.data())
    def test_a_failure_never_turns_into_a_confirm(
        self, tree: Node, drawn: dict[str, Outcome], data: st.DataObject
    ) -> None:
        """What confirms with a failure in it still confirms once that judge abstains instead.

        Unless whoever stands behind that judge in an ``any_of`` then rejects: a quorum counts what
        failed as a vote less, and cannot know what it would have said.
        """
        known = all_known(tree, drawn)
        failing = data.draw(st.sampled_from(tree.judges))
        if outcome_of(tree, known | {failing: F}) is C:
            assert outcome_of(tree, known | {failing: A}) in (C, R)

    def test_a_failure_hides_who_stands_behind_it_from_a_quorum(self) -> None:
        first = Node("first", (Node("b"), Node("c")))
        quorum = Node("quorum", (Node("a"), first), needed=1)
        assert outcome_of(quorum, {"a": C, "b": A, "c": R}) is R
        assert outcome_of(quorum, {"a": C, "b": F, "c": R}) is C


class TestWanted:
    @given(trees(), any_outcomes, st.data())
    @settings(max_examples=400)
    def test_whatever_it_costs_the_outcome_is_that_of_asking_everybody(
        self, tree: Node, drawn: dict[str, Outcome], data: st.DataObject
    ) -> None:
        costs = {judge: data.draw(st.floats(1e-6, 1e6)) for judge in tree.judges}
        whole, known, waves = all_known(tree, drawn), dict[str, Outcome](), 0
        while outcome_of(tree, known) is None:
            asked = wanted(tree, known, costs)
            assert asked
            assert not set(asked) & set(known)
            known |= {judge: whole[judge] for judge in asked}
            waves += 1
        event(f"waves: {waves}")
        event(f"spared: {len(whole) - len(known)}")
        assert outcome_of(tree, known) is outcome_of(tree, whole)

    def test_the_cheap_go_first_and_those_that_cost_about_as_much_go_together(self) -> None:
        costs = {"label": 100.0, "gtin": 1.0, "words": 90.0, "facts": 1.5}
        everyone = node(4, *costs)
        assert wanted(everyone, {}, costs) == ("gtin", "facts")
        assert wanted(everyone, {"gtin": C, "facts": A}, costs) == ("label", "words")

    def test_the_order_of_any_of_stands_whatever_it_costs(self) -> None:
        costs = {"label": 100.0, "gtin": 1.0, "words": 5000.0, "facts": 1.0}
        first = node(None, *costs)
        # To ask gtin beside label lengthens nothing; words would.
        assert wanted(first, {}, costs) == ("label", "gtin")
        assert wanted(first, {"label": A, "gtin": A}, costs) == ("words", "facts")

    def test_nobody_is_asked_behind_one_who_decided(self) -> None:
        first = node(None, "gtin", "code", "label")
        costs = dict.fromkeys(first.judges, 1.0)
        assert wanted(first, {"code": C}, costs) == ("gtin",)

    def test_within_a_node_in_a_node_the_same_holds(self) -> None:
        who = Node("who", (Node("gtin"), Node("label")), None)
        both = Node("both", (who, Node("facts")), 2)
        costs = {"gtin": 1.0, "label": 100.0, "facts": 1.0}
        assert wanted(both, {}, costs) == ("facts",)  # who may come to cost 101
        assert wanted(both, {"facts": C}, costs) == ("gtin",)
        assert wanted(both, {"facts": C, "gtin": A}, costs) == ("label",)


class TestWalked:
    @given(trees(), any_outcomes)
    @settings(max_examples=300)
    def test_the_last_found_what_came_of_it_all(
        self, tree: Node, drawn: dict[str, Outcome]
    ) -> None:
        known = all_known(tree, drawn)
        way = walked(tree, known)
        assert known[way[-1]] is outcome_of(tree, known)
        assert len(set(way)) == len(way)

    def test_who_was_asked_in_vain_is_left_out(self) -> None:
        first = node(None, "gtin", "code", "label")
        assert walked(first, {"gtin": A, "code": R, "label": C}) == ("gtin", "code")


class TestVouched:
    @given(trees(), st.data())
    @settings(max_examples=300)
    def test_exactly_if_it_cannot_confirm_unless_a_covering_judge_does(
        self, tree: Node, data: st.DataObject
    ) -> None:
        covering = data.draw(st.frozensets(st.sampled_from(tree.judges)))
        covers = {
            judge: frozenset({IDENTITY} if judge in covering else ()) for judge in tree.judges
        }
        slips = any(
            outcome_of(tree, dict(zip(tree.judges, outcomes, strict=True))) is C
            for outcomes in product(Outcome, repeat=len(tree.judges))
            if not any(
                judge in covering and each is C
                for judge, each in zip(tree.judges, outcomes, strict=True)
            )
        )
        event(f"vouches: {not slips}")
        assert (IDENTITY in vouched(tree, covers)) is not slips

    @pytest.mark.parametrize(
        ("needed", "number", "enough"), [(None, 3, 3), (3, 3, 1), (2, 3, 2), (1, 3, 3), (4, 6, 3)]
    )
    def test_how_many_it_takes(self, needed: int | None, number: int, enough: int) -> None:
        names = [f"judge{each}" for each in range(number)]
        for covering in range(number + 1):
            covers = {
                name: frozenset({IDENTITY} if position < covering else ())
                for position, name in enumerate(names)
            }
            tree = node(needed, *names)
            assert (IDENTITY in vouched(tree, covers)) is (covering >= enough)
            expected = tuple(names[:covering]) if covering >= enough else ()
            assert vouchers(tree, IDENTITY, covers) == expected
