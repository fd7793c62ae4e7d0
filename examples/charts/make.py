"""Make the example of charts: pictures, the catalogue, and questions with what they must return.

    python examples/charts/make.py [--into FOLDER]

Charts are drawn from the figures below, which are invented; nothing else comes in.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import drawing
from PIL import Image

HERE = Path(__file__).resolve().parent
MONTHS = ["Jan", "Mar", "May", "Jul", "Sep", "Nov"]
RAIN = {
    ("oslo", 2023): [49, 41, 57, 83, 88, 79],
    ("oslo", 2024): [62, 33, 57, 96, 71, 84],
    ("bergen", 2024): [190, 140, 106, 148, 247, 260],
}
SPENT = {
    2023: {"rent": 38, "food": 27, "fares": 20, "other": 15},
    2024: {"rent": 44, "food": 25, "fares": 13, "other": 18},
}
HALLS = ["East", "Main", "West"]
VISITORS = {"child": [12, 31, 8], "adult": [25, 44, 17]}
POWER = {"Mon": [30, 45], "Tue": [22, 51], "Wed": [41, 28]}
WARMTH = {"inside": [19, 21, 23, 26, 22, 20], "outside": [2, 6, 15, 18, 12, 4]}
RESULT = {"North": [34], "South": [-62], "East": [-18], "West": [77]}
CITIES = {"Ada": [37], "Brin": [820], "Cole": [5], "Dorn": [6100]}
GROWTH = [(3.0, 21.0), (8.0, 34.0), (15.5, 47.0), (22.0, 66.0), (31.0, 58.0), (37.0, 88.0)]


@dataclass
class Item:
    """One chart of the catalogue, and claims about it: true ones, and ones that must find nothing.

    An item without a picture has only its data; ``access`` says who may see it.
    """

    id: str
    topic: str
    year: int
    true: list[str]
    refused: list[str]
    picture: Image.Image | None = None
    data: str | None = None
    access: dict[str, Any] = field(default_factory=dict)


def items() -> Iterator[Item]:
    tens = [0, 20, 40, 60, 80, 100]
    for (city, year), heights in RAIN.items():
        ticks = [0, 100, 200, 300] if city == "bergen" else tens
        title = f"Rain in {city.title()} {year}, mm"
        bars = dict(zip(MONTHS, ([height] for height in heights), strict=True))
        off = ticks[-1] / 25
        yield Item(
            f"rain-{city}-{year}", f"rain in {city}", year,
            [f"Mar < {heights[1] + off:g}", f"Nov = {heights[5]} ± {off:g}", "May > 50"],
            [f"Mar > {heights[1] + off:g}", f"Jul < {heights[3] - off:g}", "May = 57",
             "Feb > 1", "Mar ?", "Mar > 10%"],
            drawing.bars(title, bars, ticks),
        )  # fmt: skip
    for year, parts in SPENT.items():
        yield Item(
            f"budget-{year}", "household budget", year,
            [f"rent > {parts['rent'] - 2}%", f"fares < {parts['fares'] + 2}%"],
            [f"rent > {parts['rent'] + 2}%", f"rent > {parts['rent'] - 2}", "fuel > 1%"],
            drawing.pie(f"Household budget {year}", parts, hole=0.5 if year == 2024 else 0.0),
        )  # fmt: skip
    grouped = {hall: [VISITORS[who][at] for who in VISITORS] for at, hall in enumerate(HALLS)}
    yield Item(
        "visitors-2024", "visitors by hall", 2024,
        ["Main / adult > 42", "East / child = 12 ± 2"],
        ["Main / adult > 46", "Main > 10", "adult / Hall > 1"],
        drawing.bars("Visitors by hall, thousands", grouped, [0, 10, 20, 30, 40, 50],
                     series=list(VISITORS)),
    )  # fmt: skip
    yield Item(
        "power-2024", "power by day", 2024,
        ["Tue / night = 51 ± 3", "Wed / day > 38"],
        ["Tue / night > 60", "Mon / night > 70", "Wed / day < 38"],
        drawing.bars("Power by day, kWh", POWER, tens, series=["day", "night"], stacked=True),
    )  # fmt: skip
    yield Item(
        "warmth-2024", "warmth of the house", 2024,
        ["inside / May = 23 ± 2", "outside / Jul < 20"],
        ["outside / May > 20", "May > 10", "inside / Jun > 10"],
        drawing.lines("Warmth of the house, degrees", WARMTH, MONTHS, [0, 10, 20, 30]),
    )  # fmt: skip
    yield Item(
        "result-2024", "result by region", 2024,
        ["South < -58", "West > 72"],
        ["South > 58", "East > -10", "West < 72"],
        drawing.bars("Result by region, thousands", RESULT, [-100, -50, 0, 50, 100]),
    )  # fmt: skip
    yield Item(
        "cities-2024", "people by city", 2024,
        ["Dorn > 5000", "Cole < 6"],
        ["Dorn > 7000", "Ada > 60", "Brin < 700"],
        drawing.bars("People by city", CITIES, [1, 10, 100, 1000, 10000], logarithmic=True),
    )  # fmt: skip
    yield Item(
        "growth-2024", "height by age", 2024,
        ["8 = 34 ± 2", "22 > 60"],
        ["8 > 40", "9 > 1", "31 > 62"],
        drawing.points("Height by age", GROWTH, [0, 10, 20, 30, 40], tens),
    )  # fmt: skip
    yield Item(
        "exports-2024", "exports by port", 2024,
        ["Oslo = 1,204", "Narvik < 900"],
        ["Oslo = 1,205", "Narvik > 900", "Oslo"],
        data="port,tonnes\nOslo,1204\nNarvik,877\n",
    )  # fmt: skip
    # Its table is of other figures than its picture: nobody can say which of them is right.
    yield Item(
        "imports-2024", "imports by port", 2024,
        ["Narvik > 30"],
        ["Oslo > 60", "Oslo < 60"],
        drawing.bars("Imports by port, tonnes", {"Oslo": [80], "Narvik": [40]}, tens),
        "port,tonnes\nOslo,50\nNarvik,40\n",
    )  # fmt: skip
    yield Item(
        "payroll-2024", "payroll by team", 2024,
        [],
        ["Sales > 50", "Sales < 100"],
        drawing.bars("Payroll by team", {"Sales": [80], "Lab": [40]}, tens),
        access={"tenant": "acme"},
    )  # fmt: skip


def manifest_line(item: Item) -> dict[str, Any]:
    record: dict[str, Any] = {"topic": item.topic, "year": item.year}
    media: dict[str, Any] = {"text": [f"{item.topic}, {item.year}"]}
    if item.data is not None:
        record["data"] = item.data
    if item.picture is not None:
        media["image"] = [f"media/{item.id}.png"]
    line = {"id": item.id, "record": record, "media": media}
    return {**line, "access": item.access} if item.access else line


def questions(item: Item) -> Iterator[dict[str, Any]]:
    """True claims find the chart; false, open and unanswerable ones find nothing."""
    for claim in item.true:
        yield _question(item, claim, item.year, [item.id])
    for claim in [*item.refused, "CONFIRM"]:
        yield _question(item, claim, item.year, [])
    if item.true:
        yield _question(item, item.true[0], item.year + 2, [])


def _question(item: Item, claim: str, year: int, expect: list[str]) -> dict[str, Any]:
    return {
        "media": {"text": f"{item.topic} in {year}"},
        "claims": {"topic": item.topic, "year": year, "chart": claim},
        "expect": expect,
    }


def write(folder: Path) -> None:
    (folder / "media").mkdir(parents=True, exist_ok=True)
    made = list(items())
    for item in made:
        if item.picture is not None:
            palette = item.picture.quantize(64, dither=Image.Dither.NONE)
            palette.save(folder / "media" / f"{item.id}.png", optimize=True)
    asked = [question for item in made for question in questions(item)]
    for name, lines in (
        ("catalogue.jsonl", [manifest_line(item) for item in made]),
        ("questions.jsonl", asked),
    ):
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        (folder / name).write_text(text, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--into", type=Path, default=HERE)
    write(parser.parse_args().into)


if __name__ == "__main__":
    main()
