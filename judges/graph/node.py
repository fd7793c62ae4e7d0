"""A judge, or several that answer as one: how the outcomes of its members make its own.

Everything here is a function of outcomes alone. In which order judges were asked, and how long they
took, cannot enter.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import floor, log

from judges.truth import Truth
from judges.verdict import Outcome

from .spec import GraphSpec

Known = Mapping[str, Outcome]
"""What judges found of one candidate; who was not asked is absent."""

_CLASS = 4.0
"""Costs of one class differ by less than this factor."""


@dataclass(frozen=True)
class Node:
    """A judge by its name alone, or several members that answer as one."""

    name: str
    members: tuple["Node", ...] = ()
    """None for a judge."""
    needed: int | None = None
    """Confirms that it takes; None where the first, in order, that does not abstain decides."""

    @cached_property
    def judges(self) -> tuple[str, ...]:
        """All judges below it, in the order listed."""
        below = (judge for member in self.members for judge in member.judges)
        return tuple(below) if self.members else (self.name,)

    @property
    def rule(self) -> str:
        """``any of``, ``all of`` or ``2 of 3``; nothing for a judge."""
        if not self.members:
            return ""
        number = len(self.members)
        if self.needed is None:
            return "any of"
        return "all of" if self.needed == number else f"{self.needed} of {number}"

    @property
    def vouching(self) -> int:
        """Members that must cover a dimension for its own confirm to vouch for it.

        Any fewer could all stay silent, and the rest alone would make it confirm.
        """
        return len(self.members) - (self.needed or 1) + 1


def tree_of(name: str, spec: GraphSpec) -> Node:
    """What a name stands for, whose members are known and do not contain themselves."""
    if name not in spec.nodes:
        return Node(name)
    found = spec.nodes[name]
    return Node(name, tuple(tree_of(member, spec) for member in found.members), found.needed)


def outcome_of(node: Node, known: Known) -> Outcome | None:
    """How it ends for one candidate; None where that still depends on judges not asked."""
    if not node.members:
        return known.get(node.name)
    outcomes = [outcome_of(member, known) for member in node.members]
    if node.needed is None:
        return next((each for each in outcomes if each is not Outcome.ABSTAIN), Outcome.ABSTAIN)
    return _counted(outcomes, node.needed)


def _counted(outcomes: list[Outcome | None], needed: int) -> Outcome | None:
    """A reject decides; a failure is a vote less; with fewer votes than needed nothing is said."""
    if Outcome.REJECT in outcomes:
        return Outcome.REJECT
    if None in outcomes:
        return None
    if outcomes.count(Outcome.CONFIRM) >= needed:
        return Outcome.CONFIRM
    votes = len(outcomes) - outcomes.count(Outcome.FAILURE)
    return Outcome.ABSTAIN if votes >= needed else Outcome.FAILURE


def wanted(node: Node, known: Known, costs: Mapping[str, float]) -> tuple[str, ...]:
    """The judges to ask next, all at once, where the outcome is still open: at least one.

    Where the order is open, those that cost about as little as the cheapest. Where it is given,
    the first and whoever behind it costs no more: it lengthens nothing to have asked them too.
    """
    if not node.members:
        return () if node.name in known else (node.name,)
    in_order = node.needed is None
    undecided = list(_in_question(node, known) if in_order else _undecided(node.members, known))
    if not undecided:
        return ()
    classes = [_class(member, costs) for member in undecided]
    limit = classes[0] if in_order else min(classes)
    asked: dict[str, None] = {}
    for member, own in zip(undecided, classes, strict=True):
        if own <= limit:
            asked |= dict.fromkeys(wanted(member, known, costs))
        elif in_order:
            break
    return tuple(asked)


def _undecided(members: Iterable[Node], known: Known) -> Iterator[Node]:
    return (member for member in members if outcome_of(member, known) is None)


def _in_question(node: Node, known: Known) -> Iterator[Node]:
    """The undecided members before the first that is known to decide."""
    for member in node.members:
        outcome = outcome_of(member, known)
        if outcome is None:
            yield member
        elif outcome is not Outcome.ABSTAIN:
            return


def _class(node: Node, costs: Mapping[str, float]) -> int:
    return floor(log(sum(costs[judge] for judge in node.judges), _CLASS) + 0.5)


def walked(node: Node, known: Known) -> tuple[str, ...]:
    """The judges whose findings made the outcome, in order; the last found what came of it all.

    Who was asked in vain, because one before it decided, is left out.
    """
    if not node.members:
        return (node.name,) if node.name in known else ()
    own = outcome_of(node, known)
    early, late = list[str](), list[str]()
    for member in node.members:
        outcome = outcome_of(member, known)
        (late if outcome is own else early).extend(walked(member, known))
        if node.needed is None and outcome is not Outcome.ABSTAIN:
            break
    return (*early, *late)


def vouched(node: Node, covers: Mapping[str, frozenset[Truth]]) -> frozenset[Truth]:
    """The dimensions of which a covering judge confirmed each, whenever the node confirms."""
    if not node.members:
        return covers[node.name]
    below = [vouched(member, covers) for member in node.members]
    return frozenset(
        dimension
        for dimension in Truth
        if sum(dimension in dimensions for dimensions in below) >= node.vouching
    )


def vouchers(
    node: Node, dimension: Truth, covers: Mapping[str, frozenset[Truth]]
) -> tuple[str, ...]:
    """The judges through whose confirms a node vouches for a dimension."""
    if dimension not in vouched(node, covers):
        return ()
    if not node.members:
        return (node.name,)
    below = (vouchers(member, dimension, covers) for member in node.members)
    return tuple(judge for judges in below for judge in judges)
