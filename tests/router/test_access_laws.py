"""The filter inside the search and the judges of permission never disagree towards showing more.

Over a real store and index, whatever the labels, the asker, the validity windows, and whatever
changes between the search and the judgement.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outside_samples import LABELS_POLICY, policy_judge
from rows import SPACE, item_row, medium_row, put_all, unit

from judges import AnyJudge, Labels, Outcome, Principal, Query, Truth, Vocabulary, build_judge
from judges.graph import GraphSpec, JudgeGraph, prove
from modalities import Modality
from router.index import VectorIndexes
from router.store import Scope, Store

SCHEMA = """
entity Group;
entity User in [Group] { tenant?: String };
entity Item { valid_from?: datetime, valid_until?: datetime, tenant?: String, groups: Set<Group> };
action view appliesTo { principal: User, resource: Item, context: { as_of?: datetime } };
"""
WINDOW = """
forbid(principal, action, resource) when {
  if context has as_of
  then (resource has valid_from && context.as_of < resource.valid_from)
    || (resource has valid_until && resource.valid_until < context.as_of)
  else true
};
"""
NAMES = st.sampled_from(["a", "b", "c"])
LABELS = st.builds(Labels, st.none() | NAMES, st.frozensets(NAMES, max_size=2))
PRINCIPALS = st.builds(Principal, NAMES, st.none() | NAMES, st.frozensets(NAMES, max_size=2))
DAYS = st.integers(1, 28).map(lambda day: f"2024-02-{day:02d}")
WINDOWS = st.fixed_dictionaries({}, optional={"valid_from": DAYS, "valid_until": DAYS})
PATH = GraphSpec.of(
    "access",
    ("access", "confirm", "policy"),
    ("policy", "confirm", "current"),
    ("current", "confirm", "return"),
)
CURRENT = {"use": "metadata", "covers": ["recency"], "where": "ctx.as_of == ctx.as_of"}


class World(NamedTuple):
    """What is stored, and what becomes of it while somebody searches."""

    labels: Sequence[Labels]
    windows: Sequence[Mapping[str, str]]
    later: Mapping[int, Labels | None]
    """New labels of some items; None where the item goes."""


@st.composite
def worlds(draw: st.DrawFn) -> World:
    labels = draw(st.lists(LABELS, min_size=1, max_size=6))
    windows = draw(st.lists(WINDOWS, min_size=len(labels), max_size=len(labels)))
    later = draw(st.dictionaries(st.integers(0, len(labels) - 1), st.none() | LABELS, max_size=4))
    return World(labels, windows, later)


@pytest.fixture(scope="module")
def judges() -> Mapping[str, AnyJudge]:
    with TemporaryDirectory() as folder:
        policy = policy_judge(
            Path(folder), LABELS_POLICY + WINDOW, SCHEMA, context=["as_of"],
            resource={"labels": True, "fields": ["valid_from", "valid_until"]},
        )  # fmt: skip
    return {"access": build_judge("access", {"use": "access"}, Vocabulary()), "policy": policy}


@pytest.fixture(scope="module")
def graph(judges: Mapping[str, AnyJudge]) -> JudgeGraph:
    everyone = {**judges, "current": build_judge("current", CURRENT, Vocabulary())}
    covers = {name: judge.covers for name, judge in everyone.items()}
    truth = frozenset({Truth.PERMISSION, Truth.RECENCY})
    return JudgeGraph(prove(PATH, covers, truth, public=False), everyone)


def stored(store: Store, world: World, changed: Mapping[int, Labels | None] | None = None) -> None:
    """All items, or those that change, each with a vector of its own."""
    labels = dict(enumerate(world.labels)) if changed is None else changed
    store.delete([str(number) for number, own in labels.items() if own is None])
    put_all(
        store,
        [
            item_row(
                str(number), medium_row(str(number), unit(1, number / 10, 0, 0)),
                record=world.windows[number], labels=own,
            )
            for number, own in labels.items()
            if own is not None
        ],
    )  # fmt: skip


def proposed(store: Store, scope: Scope) -> list[int]:
    """Keys that the search finds: the filter is inside it."""
    hits = VectorIndexes(store).search(SPACE, Modality.TEXT, unit(1, 0, 0, 0)[None], 100, scope)
    assert sorted(hits.keys.tolist()) == sorted(scope.item_keys().tolist())
    return hits.keys.tolist()  # type: ignore[no-any-return]


def is_valid(window: Mapping[str, str], day: str) -> bool:
    return window.get("valid_from", "") <= day <= window.get("valid_until", "9999")


@settings(max_examples=40)
@given(world=worlds(), principal=PRINCIPALS, day=DAYS)
def test_what_is_shown_was_allowed_by_the_filter_and_is_allowed_by_the_judges(
    graph: JudgeGraph, world: World, principal: Principal, day: str
) -> None:
    with TemporaryDirectory() as folder, Store.open(Path(folder) / "s", create=True) as store:
        stored(store, world)
        scope = store.scope(principal)
        keys = proposed(store, scope)
        visible = {int(id_) for id_ in scope.ids(keys).values()}
        assert visible == {n for n, own in enumerate(world.labels) if principal.may_see(own)}
        query = Query(principal=principal, catalogue=scope, context={"as_of": day})
        candidates = scope.candidates(keys)
        stored(store, world, world.later)
        shown = {
            int(each.candidate.id) for each in graph.run(query, candidates).courses if each.returned
        }
    now = {**dict(enumerate(world.labels)), **world.later}
    allowed = {n for n, own in now.items() if own is not None and principal.may_see(own)}
    assert shown <= visible & allowed
    assert shown == {n for n in visible & allowed if is_valid(world.windows[n], day)}


@settings(max_examples=40)
@given(world=worlds(), principal=PRINCIPALS)
def test_the_judges_confirm_nothing_that_a_new_search_would_hide(
    judges: Mapping[str, AnyJudge], world: World, principal: Principal
) -> None:
    """Even of candidates that no search of this asker could have proposed."""
    with TemporaryDirectory() as folder, Store.open(Path(folder) / "s", create=True) as store:
        stored(store, world)
        everyone = Principal("root", None, frozenset())
        scopes = [store.scope(Principal("x", each, frozenset("abc"))) for each in (None, *"abc")]
        candidates = {
            each.id: each
            for scope in (store.scope(everyone), *scopes)
            for each in scope.candidates(scope.item_keys().tolist())
        }
        stored(store, world, world.later)
        scope = store.scope(principal)
        query = Query(principal=principal, catalogue=scope, context={"as_of": "2024-02-14"})
        visible = set(scope.ids(scope.item_keys().tolist()).values())
        for judge in judges.values():
            verdicts: Any = judge.judge(query, list(candidates.values()))
            confirmed = {
                id_
                for id_, verdict in zip(candidates, verdicts, strict=True)
                if verdict.outcome is Outcome.CONFIRM
            }
            assert confirmed <= visible
