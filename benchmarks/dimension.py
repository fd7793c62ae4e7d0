"""How well sizes are measured in depth maps, and what the judge makes of siblings.

    python benchmarks/dimension.py [--repeats 5] [--only dish book] [--data ../shared/data/depth]

Solids on a table are ray-cast from 0.4 to 2 m by cameras of four kinds, and spoiled as structured
light, a stereo pair and time of flight spoil them. Cans, bottles and boxes were developed on, then
balls, jars, cups, cones, cartons and crates, which were held back at first and showed that tapered
things were measured wrongly; vases, flasks, tubs and slabs were held back next, then barrels,
goblets, bricks and towers, which showed a stem that the sensor loses and a box too small to be told
from a can, then bowls, canisters and plinths, which showed bowls taken for corners of boxes.
Dishes, lamps and books were held back last. A sibling looks the same and is 1.26 times as large in
all directions: twice the volume. The real maps of rooms have no truth of size; of them it is told
what the judge would do.
"""

import argparse
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from rich.progress import track

from judges import (
    Candidate,
    FactType,
    Outcome,
    Query,
    Reading,
    Vocabulary,
    build_judge,
    build_reader,
)
from modalities import Depth, DepthLoader, Intrinsics, Source

sys.path.append(str(Path(__file__).parents[1] / "tests" / "support"))
import rendered_depth as rd

Rng = np.random.Generator
CAMERAS = {
    "structured light, 640 x 480": (Intrinsics(525, 525, 319.5, 239.5), 640, 480),
    "time of flight, 640 x 576": (Intrinsics(504, 504, 320, 288), 640, 576),
    "stereo, 848 x 480": (Intrinsics(425, 425, 424, 240), 848, 480),
    "small, 320 x 240": (Intrinsics(290, 290, 160, 120), 320, 240),
}
SENSORS: Mapping[str, Callable[[rd.Floats, Intrinsics, Rng], rd.Floats]] = {
    "exact, in millimetres": lambda z, _camera, _rng: z,
    "structured light": lambda z, _camera, rng: rd.structured_light(z, rng),
    "stereo": rd.stereo,
    "time of flight": lambda z, _camera, rng: rd.time_of_flight(z, rng),
}
DEVELOPED = ("can", "bottle", "box", "ball", "jar", "cup", "cone", "carton", "crate")
SEEN_ONCE = (
    "vase", "flask", "tub", "slab", "barrel", "goblet", "brick", "tower",
    "bowl", "canister", "plinth",
)  # fmt: skip
HELD_BACK = ("dish", "lamp", "book")
SETS = {"developed on": DEVELOPED, "seen once": SEEN_ONCE, "held back": HELD_BACK}
VOLUME = 2 ** (1 / 3)
LARGER = {
    "half": 1 / VOLUME,
    "a tenth less": 0.9,
    "same": 1.0,
    "a tenth more": 1.1,
    "double": VOLUME,
}


SLIM, BALL = 0.15, np.linspace(0, np.pi, 60)
PROFILES = {
    "can": ((0.25, 0), (0.25, 1)),
    "bottle": ((SLIM, 0), (SLIM, 0.6), (0.06, 0.8), (0.06, 1)),
    "ball": tuple((0.5 * float(np.sin(a)), 0.5 - 0.5 * float(np.cos(a))) for a in BALL),
    "jar": ((0.3, 0), (0.34, 0.1), (0.34, 0.7), (0.26, 0.8), (0.28, 0.82), (0.28, 1)),
    "cup": ((0.3, 0), (0.42, 1)),
    "cone": ((0.4, 0), (0.05, 1)),
    "vase": ((0.16, 0), (0.3, 0.25), (0.32, 0.4), (0.26, 0.6), (0.14, 0.75), (0.2, 1)),
    "flask": ((0.12, 0), (0.28, 0.2), (0.28, 0.3), (0.1, 0.55), (0.07, 0.6), (0.07, 1)),
    "tub": ((0.55, 0), (0.62, 0.9), (0.65, 0.9), (0.65, 1)),
    "barrel": ((0.28, 0), (0.34, 0.25), (0.36, 0.5), (0.34, 0.75), (0.28, 1)),
    "bowl": ((0.35, 0), (0.7, 0.6), (0.8, 1)),
    "canister": ((0.4, 0), (0.4, 0.75), (0.18, 0.9), (0.18, 1)),
    "dish": ((0.6, 0), (0.95, 0.4), (1.05, 0.9), (1.0, 1)),
    "lamp": ((0.22, 0), (0.22, 0.06), (0.05, 0.1), (0.05, 0.5), (0.36, 0.55), (0.2, 1)),
    "goblet": ((0.22, 0), (0.05, 0.06), (0.05, 0.4), (0.26, 0.55), (0.3, 0.8), (0.27, 1)),
}
BLOCKS = {
    "box": (0.5, 1.2, 0.4, 1.0),
    "carton": (0.3, 0.45, 0.6, 1),
    "crate": (1.4, 2.2, 0.5, 1),
    "slab": (0.6, 0.9, 0.15, 0.3),
    "brick": (1.5, 2.4, 0.35, 0.6),
    "tower": (0.22, 0.35, 0.7, 1),
    "plinth": (0.75, 1.1, 0.8, 1),
    "book": (0.6, 0.75, 0.12, 0.25),
}
"""Least and greatest width, as a share of the height, and depth, as a share of the width."""


def solid(kind: str, rng: Rng) -> rd.Solid:
    height = float(rng.uniform(0.09, 0.33))
    if kind in PROFILES:
        stretch = float(rng.uniform(0.85, 1.2)) if kind != "ball" else 1.0
        profile = ((stretch * r * height, at * height) for r, at in PROFILES[kind])
        return rd.Turned(tuple(profile))
    least, most, shallow, deep = BLOCKS[kind]
    width = float(rng.uniform(least, most)) * height
    yaw = float(rng.uniform(-75, 75))
    if kind == "box" and rng.random() < 0.5:
        yaw = 0.0
    return rd.Block(height, width, width * float(rng.uniform(shallow, deep)), yaw)


TOLERANCES = (0.05, 0.1)
SURE = 0.03
"""Share of a size: where no more is stated as its error, it should be off by no more."""
Sibling = tuple[str, float]
"""Which one, and the tolerance of the judge."""


class Shot(NamedTuple):
    """One rendering."""

    kind: str
    sensor: str
    distance: float
    size: tuple[float, float, float]
    """Millimetres."""
    medium: Depth
    focal: float
    """Pixels."""

    @property
    def fineness(self) -> str:
        """How many pixels its width takes: an edge is known to a part of a pixel only."""
        across = self.size[1] / 1000 / self.distance * self.focal
        names = ("below 30 pixels wide", "30 to 60 pixels wide", "60 pixels wide and more")
        return names[(across >= 30) + (across >= 60)]


def shots(kinds: Sequence[str], repeats: int, seed: int) -> Iterator[Shot]:
    for kind in kinds:
        rng = np.random.default_rng(
            [seed, *kind.encode()]
        )  # the same maps whichever kinds are asked
        for sensor, spoil in SENSORS.items():
            for _ in range(repeats):
                camera, width, height = list(CAMERAS.values())[rng.integers(len(CAMERAS))]
                thing, distance = solid(kind, rng), float(rng.uniform(0.4, 2.0))
                view = rd.looking_at(
                    thing.size[0] * float(rng.uniform(0.3, 0.7)), distance,
                    float(rng.uniform(8, 50)), camera=camera, width=width, height=height,
                    roll=float(rng.normal(0, 3)), yaw=float(rng.uniform(-5, 5)),
                )  # fmt: skip
                wall = float(rng.uniform(0.4, 1.5)) if rng.random() < 0.6 else None
                z = spoil(rd.render([thing], view, wall=wall), camera, rng)
                size = tuple(1000 * each for each in thing.size)
                yield Shot(kind, sensor, distance, size, rd.as_depth(z, camera), camera.fx)


class Tally:
    """What became of some shots."""

    def __init__(self) -> None:
        self.shots = self.measured = self.held = self.extents = 0
        self.errors: dict[str, list[float]] = defaultdict(list)
        self.confirmed: dict[Sibling, int] = defaultdict(int)
        self.rejected: dict[Sibling, int] = defaultdict(int)
        self.coverage: dict[str, list[bool]] = defaultdict(list)
        self.sure: dict[str, list[bool]] = defaultdict(list)

    def add(
        self, shot: Shot, readings: Sequence[Reading], verdicts: Mapping[Sibling, Outcome]
    ) -> None:
        self.shots += 1
        for name, outcome in verdicts.items():
            self.confirmed[name] += outcome is Outcome.CONFIRM
            self.rejected[name] += outcome is Outcome.REJECT
        if len(readings) != 1 or readings[0].details["doubts"]:
            return
        self.measured += 1
        for name, off, error in _offs(shot, readings[0]):
            size = shot.size[0 if name == "height" else 1]
            self.errors[name].append(abs(off) / size)
            self.coverage[name].append(abs(off) <= error)
            if error <= SURE * size:
                self.sure[name].append(abs(off) <= SURE * size)

    def row(self, title: str) -> str:
        parts = [f"{title:<25}{self.shots:>6}{self.measured:>9}"]
        for name in ("height", "width", "depth"):
            found = 100 * np.array(self.errors[name] or [np.nan])
            middle, most = np.quantile(found, [0.5, 0.95])
            held = 100 * np.mean(self.coverage[name] or [np.nan])
            sure = f"{sum(self.sure[name])}/{len(self.sure[name])}"
            parts.append(
                f"{len(self.errors[name]):>6}{middle:>6.2f}{most:>6.2f}{held:>5.0f}%{sure:>9}"
            )
        for tolerance in TOLERANCES:
            parts.append(f"   {tolerance:.0%}")
            for name in LARGER:
                counts = self.confirmed[name, tolerance], self.rejected[name, tolerance]
                parts.append("{:>5}{:>4}".format(*counts))
        return "".join(parts)


def _offs(shot: Shot, reading: Reading) -> Iterator[tuple[str, float, float]]:
    """How far each extent is off, and by how much it may be; sides of a box in either order."""
    height, width, depth = shot.size
    errors = reading.details["errors"]
    yield "height", reading.value["height_mm"] - height, errors["height_mm"]
    if "width_mm" not in reading.value:
        return
    across = reading.value["width_mm"]
    turned_ = abs(across - depth) < abs(across - width)
    width, depth = (depth, width) if turned_ else (width, depth)
    yield "width", across - width, errors["width_mm"]
    if "depth_mm" in reading.value:
        yield "depth", reading.value["depth_mm"] - depth, errors["depth_mm"]


def judged(shot: Shot, readings: Sequence[Reading], tolerance: float) -> dict[Sibling, Outcome]:
    names = ["height_mm", "width_mm"]
    vocabulary = Vocabulary.extended(record=dict.fromkeys(names, FactType.DOUBLE))
    options = {"use": "dimension", "height": names[0], "width": names[1], "tolerance": tolerance}
    judge = build_judge("size", options, vocabulary)
    extents = dict(zip(("height_mm", "width_mm", "depth_mm"), shot.size, strict=True))
    candidates = [
        Candidate(name, {field: extents[field] * scale for field in names})
        for name, scale in LARGER.items()
    ]
    query = Query(media=(shot.medium,), read=lambda _kind: readings)
    verdicts = judge.judge(query, candidates)
    pairs = zip(LARGER, verdicts, strict=True)
    return {(name, tolerance): verdict.outcome for name, verdict in pairs}


def measure(title: str, kinds: Sequence[str], repeats: int, seed: int) -> None:
    reader = build_reader("dimension")
    tallies: dict[str, Tally] = defaultdict(Tally)
    seconds = []
    total = len(kinds) * len(SENSORS) * repeats
    for shot in track(shots(kinds, repeats, seed), title, total=total):
        began = time.process_time()
        readings = reader.read(shot.medium)
        seconds.append(time.process_time() - began)
        verdicts = judged(shot, readings, TOLERANCES[0]) | judged(shot, readings, TOLERANCES[1])
        for name in (shot.kind, shot.sensor, shot.fineness, "all"):
            tallies[name].add(shot, readings, verdicts)
    print(f"\n{title}: seed {seed}, {np.median(seconds):.2f} s of processor a map")
    print(f"{'':<25}{'maps':>6}{'measured':>9}" + "".join(
        f"{name:>6}{'med%':>6}{'95%':>6}{'held':>6}{'sure':>9}"
        for name in ("height", "width", "depth")
    ) + "   confirmed, rejected as: " + ", ".join(LARGER))  # fmt: skip
    for name, tally in tallies.items():
        print(tally.row(name))


def real(folder: Path) -> None:
    """Rooms: what is found, and whether any of 40 sizes would be confirmed."""
    kinds = {"redwood": (0.001, 640), "slam": (0.0002, 640)}
    reader = build_reader("dimension")
    judge = build_judge(
        "size", {"use": "dimension", "height": "height_mm"},
        Vocabulary.extended(record={"height_mm": FactType.DOUBLE}),
    )  # fmt: skip
    candidates = [Candidate(str(mm), {"height_mm": float(mm)}) for mm in range(20, 820, 20)]
    for path in sorted(folder.glob("*/*.depth.png")):
        scale, _ = kinds[path.parent.name]
        source = Source.file(path, scale=scale, intrinsics=Intrinsics(525, 525, 319.5, 239.5))
        medium = DepthLoader().load(source)
        readings = reader.read(medium)
        verdicts = judge.judge(
            Query(media=(medium,), read=lambda _kind, found=readings: found), candidates
        )
        reasons = sorted({f"{each.outcome} ({each.reason})" for each in verdicts})
        print(f"{path.parent.name}/{path.name}: {len(readings)} things; {', '.join(reasons)}")
        for each in readings:
            print("   ", each.text, each.details["doubts"])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data/depth"))
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--only", nargs="+", choices=sum(SETS.values(), ()), metavar="KIND")
    options = parser.parse_args()
    for seed, (title, kinds) in enumerate(SETS.items(), start=5):
        chosen = [kind for kind in kinds if kind in (options.only or kinds)]
        if chosen:
            measure(title, chosen, options.repeats, seed)
    real(options.data)


if __name__ == "__main__":
    main()
