"""Which label a bar belongs to."""

from judges.charts.categories import named, names_of
from judges.charts.labels import Label


def _row(*labels: tuple[str, float], confidence: float = 0.99) -> list[Label]:
    return [Label(text, confidence, x - 5, 300, x + 5, 312) for text, x in labels]


def _named(labels: list[Label], extents: list[tuple[float, float]]) -> list[str | None]:
    return named(names_of(labels, across=True), extents)


def test_a_label_names_the_bar_above_it() -> None:
    labels = _row(("A", 20), ("B", 50), ("C", 80))
    assert _named(labels, [(10, 30), (40, 60), (70, 90)]) == ["A", "B", "C"]


def test_a_group_shares_a_label() -> None:
    labels = _row(("A", 30), ("B", 90))
    assert _named(labels, [(10, 30), (30, 50), (70, 90), (90, 110)]) == ["A", "A", "B", "B"]


def test_a_bar_whose_label_was_not_read_has_no_name() -> None:
    """B is missing: its bar is neither A's nor C's."""
    labels = _row(("A", 20), ("C", 80), ("D", 110))
    extents = [(10, 30), (40, 60), (70, 90), (100, 120)]
    assert _named(labels, extents) == ["A", None, "C", "D"]


def test_every_other_label_missing_names_only_bars_above_labels() -> None:
    labels = _row(("A", 20), ("C", 80), ("E", 140))
    extents = [(10, 30), (40, 60), (70, 90), (100, 120), (130, 150)]
    assert _named(labels, extents) in (["A", None, "C", None, "E"], [None] * 5)


def test_an_unsure_label_names_nothing() -> None:
    labels = [*_row(("A", 20), ("B", 50)), *_row(("C", 80), confidence=0.5)]
    assert _named(labels, [(10, 30), (40, 60), (70, 90)]) == ["A", "B", None]


def test_bins_are_named_by_both_edges() -> None:
    labels = _row(("0", 10), ("5", 40), ("10", 70))
    assert _named(labels, [(11, 39), (41, 69)]) == ["0 \u2013 5", "5 \u2013 10"]


def test_a_bar_between_ticks_has_no_name() -> None:
    """On an axis of numbers a tick beside a bar is not its value."""
    labels = _row(("20", 100), ("30", 150), ("40", 200))
    assert _named(labels, [(137, 143), (183, 189)]) == [None, None]
