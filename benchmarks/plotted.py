"""How well charts are read as matplotlib plots them: another hand than drew benchmarks/charts.py's.

    pip install matplotlib
    python benchmarks/plotted.py [--charts 120] [--only "held back"]

Bars upright and level, side by side and on one another, lines and pies with random values, in nine
styles and four finenesses; legends stand where matplotlib puts them, which is among the marks. That
legends are found there, and how far a bar's end may be off, was worked out on the first set; the
second was only counted, thrice.
"""

import argparse
import io
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from rich.progress import track

from judges import Reading, build_reader
from modalities import ImageLoader, Source

try:
    import matplotlib as mpl
    from matplotlib import pyplot as plt
except ImportError:
    sys.exit("plotted.py: matplotlib is not installed: pip install matplotlib")

SETS = {"worked out on": 5, "held back": 7}
"""Seeds."""
STYLES = (
    "default", "ggplot", "seaborn-v0_8", "bmh", "fivethirtyeight", "seaborn-v0_8-whitegrid",
    "Solarize_Light2", "classic", "tableau-colorblind10",
)  # fmt: skip
CATEGORIES = (
    ("2016", "2017", "2018", "2019", "2020", "2021"),
    ("North", "South", "East", "West"),
    ("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    ("Apple", "Pear", "Plum", "Cherry", "Fig"),
    ("Q1", "Q2", "Q3", "Q4"),
)
SERIES = ("Alpha", "Beta", "Gamma")
KINDS = ("bars", "level bars", "side by side", "stacked", "line", "lines", "pie")
Truth = Mapping[tuple[str, ...], float]
"""The value of each category, or of each category and series."""


@dataclass(frozen=True)
class Plotted:
    """One chart."""

    kind: str
    png: bytes
    truth: Truth
    range: float
    """What the value axis spans."""


def plotted(kind: str, rng: np.random.Generator) -> Plotted:
    with plt.style.context(STYLES[rng.integers(len(STYLES))]):
        size = float(rng.uniform(5, 9)), float(rng.uniform(3.5, 6))
        figure, axes = plt.subplots(figsize=size, dpi=int(rng.choice([80, 100, 120, 150])))
        names = CATEGORIES[rng.integers(len(CATEGORIES))]
        most = float(10 ** rng.uniform(0.5, 4))
        count = {"side by side": 2, "stacked": 2, "lines": 2}.get(kind, 1) + (
            int(rng.integers(2)) if kind in ("side by side", "stacked") else 0
        )
        values = np.round(rng.uniform(0.1 * most, most, (count, len(names))), int(most < 100))
        draw(axes, kind, names, values, marked=bool(rng.random() < 0.5))
        if rng.random() < 0.6:
            axes.set_title("Sales of things")
        spans = axes.get_xlim() if kind == "level bars" else axes.get_ylim()
        file = io.BytesIO()
        figure.savefig(file)
        plt.close(figure)
    if kind == "pie":
        values, spans = 100 * values / values.sum(), (0.0, 100.0)
    truth = {
        (name, series) if count > 1 else (name,): float(value)
        for series, row in zip(SERIES, values, strict=False)
        for name, value in zip(names, row, strict=True)
    }
    return Plotted(kind, file.getvalue(), truth, abs(spans[1] - spans[0]))


def draw(axes: Any, kind: str, names: Sequence[str], values: Any, *, marked: bool) -> None:
    places, breadth, base = np.arange(len(names)), 0.8 / len(values), np.zeros(len(names))
    for at, row in enumerate(values):
        label = SERIES[at] if len(values) > 1 else None
        if kind == "pie":
            axes.pie(row, labels=names)
        elif kind == "level bars":
            axes.barh(names, row)
        elif kind in ("line", "lines"):
            axes.plot(names, row, label=label, marker="o" if marked else None)
        elif kind == "side by side":
            axes.bar(places + at * breadth, row, breadth, label=label)
        else:
            axes.bar(names, row, bottom=base, label=label)
            base += row
    if kind == "side by side":
        axes.set_xticks(places + breadth * (len(values) - 1) / 2, names)
    if len(values) > 1:
        axes.legend()


@dataclass
class Tally:
    """What became of the charts of one kind."""

    charts: int = 0
    read: int = 0
    values: int = 0
    strange: int = 0
    """Values with names that no mark has."""
    within: int = 0
    """Values off by at most 2% of what the axis spans."""
    held: int = 0
    """Values off by at most the error that the reading states."""

    def add(self, chart: Plotted, readings: Sequence[Reading]) -> None:
        self.charts += 1
        for reading in readings:
            self.read += 1
            for (*names, value), error in zip(
                reading.value["rows"], reading.details["errors"], strict=True
            ):
                self.values += 1
                truth = chart.truth.get(tuple(names))
                if truth is None:
                    self.strange += 1
                    continue
                self.within += abs(value - truth) <= 0.02 * chart.range
                self.held += abs(value - truth) <= error

    def row(self, title: str) -> str:
        counts = (self.charts, self.read, self.values, self.strange, self.within, self.held)
        return f"{title:<16}" + "".join(f"{count:>9}" for count in counts)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--charts", type=int, default=120, help="of each set")
    parser.add_argument("--only", choices=SETS)
    options = parser.parse_args()
    mpl.use("Agg")
    reader, loader = build_reader("chart"), ImageLoader()
    for title, seed in SETS.items():
        if options.only not in (None, title):
            continue
        rng = np.random.default_rng(seed)
        tallies: dict[str, Tally] = defaultdict(Tally)
        for at in track(range(options.charts), title):
            chart = plotted(KINDS[at % len(KINDS)], rng)
            readings = reader.read(loader.load(Source(f"{chart.kind} {at}", data=chart.png)))
            for name in (chart.kind, "all"):
                tallies[name].add(chart, readings)
        print(f"\n{title:<16}   charts     read   values  strange   within     held")
        for name in (*KINDS, "all"):
            print(tallies[name].row(name))


if __name__ == "__main__":
    main()
