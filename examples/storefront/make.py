"""Make the storefront: the small catalogue and the questions that `crossjudge demo` runs on.

Everything is drawn, synthesised or written by this folder's code; there is no other source. It
needs the DejaVu fonts (fonts-dejavu-core, fonts-dejavu-extra) and espeak-ng, and takes minutes.

    python examples/storefront/make.py [--into FOLDER] [--only WORD]
"""

import argparse
import json
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from making import depth, models, photos, questions, sounds  # noqa: E402
from making.audible import audible  # noqa: E402
from making.drinks import drinks  # noqa: E402
from making.hardware import hardware  # noqa: E402
from making.items import Item  # noqa: E402
from making.papers import papers  # noqa: E402


def items() -> Iterator[Item]:
    yield from drinks()
    yield from hardware()
    yield from audible()
    yield from papers()


def manifest_line(item: Item) -> dict[str, Any]:
    """An item as `crossjudge ingest` takes it."""
    media: dict[str, Any] = {"text": list(item.text)}
    if item.pictures:
        media["image"] = [f"media/{name}.jpg" for name in item.pictures]
    if item.sounds:
        media["audio"] = [f"media/{name}.flac" for name in item.sounds]
    if item.depth:
        view = depth.camera(models.model(item.depth))
        media["depth"] = [depth.entry(f"media/{item.id}-depth.png", view)]
    if item.document:
        media["document"] = [f"media/{item.id}.pdf"]
    line: dict[str, Any] = {"id": item.id, "record": dict(item.record), "media": media}
    if item.access:
        line["access"] = dict(item.access)
    return line


def question_line(question: questions.Question) -> dict[str, Any]:
    """A question as `crossjudge eval` takes it."""
    media: dict[str, Any] = {}
    if question.picture:
        media["image"] = f"queries/{question.picture}.jpg"
    if question.recording:
        media["audio"] = f"queries/{question.recording}.flac"
    if question.depth:
        model, yaw, pitch, _ = questions.DEPTHS[question.depth]
        view = depth.camera(models.model(model), yaw=yaw, pitch=pitch)
        media["depth"] = depth.entry(f"queries/{question.depth}.png", view)
    if question.text:
        media["text"] = question.text
    return {
        "ask": question.ask,
        "teaches": question.teaches,
        "media": media,
        "claims": dict(question.claims),
        "context": {"region": question.region},
        "as": dict(question.who),
        "expect": list(question.expect),
    }


def save_item(item: Item, folder: Path) -> None:
    for name, picture in item.pictures.items():
        photos.save(picture(), folder / "media" / f"{name}.jpg")
    for name, wave in item.sounds.items():
        sounds.save(wave(), folder / "media" / f"{name}.flac")
    if item.depth:
        model = models.model(item.depth)
        measured = depth.millimetres(model, depth.camera(model))
        depth.save(measured, folder / "media" / f"{item.id}-depth.png")
    if item.document:
        path = folder / "media" / f"{item.id}.pdf"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(item.document)


def save_queries(folder: Path, only: str) -> None:
    for name, picture in questions.PICTURES.items():
        if only in name:
            photos.save(picture(), folder / "queries" / f"{name}.jpg", quality=80)
    for name, wave in questions.RECORDINGS.items():
        if only in name:
            sounds.save(wave(), folder / "queries" / f"{name}.flac")
    for name in questions.DEPTHS:
        if only in name:
            depth.save(questions.depth_scan(name)[0], folder / "queries" / f"{name}.png")


def write_lines(path: Path, lines: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--into", type=Path, default=HERE, help="folder to write to")
    parser.add_argument("--only", default="", help="draw only media of items and queries so named")
    asked = parser.parse_args()
    asked.into.mkdir(parents=True, exist_ok=True)
    catalogue = list(items())
    write_lines(asked.into / "catalogue.jsonl", [manifest_line(item) for item in catalogue])
    write_lines(asked.into / "questions.jsonl", [question_line(q) for q in questions.QUESTIONS])
    tell = partial(print, flush=True)
    for item in catalogue:
        if asked.only in item.id:
            save_item(item, asked.into)
            tell(item.id)
    save_queries(asked.into, asked.only)
    tell(f"{len(catalogue)} items, {len(questions.QUESTIONS)} questions")


if __name__ == "__main__":
    main()
