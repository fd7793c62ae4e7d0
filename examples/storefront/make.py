"""Make the storefront: the small catalogue and the questions that `crossjudge demo` runs on.

Everything is drawn, synthesised or written by this folder's code; there is no other source. It
needs the DejaVu fonts (fonts-dejavu-core, fonts-dejavu-extra) and espeak-ng, and takes minutes.

    python examples/storefront/make.py [--into FOLDER] [--only WORD] [--overview PICTURE]
"""

import argparse
import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from making import depth, models, overview, photos, questions, sounds
from making.audible import audible
from making.drinks import drinks
from making.hardware import hardware
from making.items import Item
from making.papers import papers
from making.scene import Model

HERE = Path(__file__).resolve().parent


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


def savers(item: Item, folder: Path) -> Iterator[tuple[Path, Callable[[Path], None]]]:
    """Each file of an item, and what writes it."""
    for name, picture in item.pictures.items():
        yield folder / f"{name}.jpg", lambda path, make=picture: photos.save(make(), path)
    for name, wave in item.sounds.items():
        yield folder / f"{name}.flac", lambda path, make=wave: sounds.save(make(), path)
    if item.depth:
        model = models.model(item.depth)
        yield folder / f"{item.id}-depth.png", partial(save_depth, model)
    if item.document:
        yield folder / f"{item.id}.pdf", partial(save_bytes, item.document)


def query_savers(folder: Path) -> Iterator[tuple[Path, Callable[[Path], None]]]:
    """Each file of the questions, and what writes it."""
    for name, picture in questions.PICTURES.items():
        yield (
            folder / f"{name}.jpg",
            lambda path, make=picture: photos.save(make(), path, quality=80),
        )
    for name, wave in questions.RECORDINGS.items():
        yield folder / f"{name}.flac", lambda path, make=wave: sounds.save(make(), path)
    for name in questions.DEPTHS:
        yield (
            folder / f"{name}.png",
            lambda path, name=name: depth.save(questions.depth_scan(name)[0], path),
        )


def save_depth(model: Model, path: Path) -> None:
    depth.save(depth.millimetres(model, depth.camera(model)), path)


def save_bytes(data: bytes, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def write_lines(path: Path, lines: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--into", type=Path, default=HERE, help="folder to write to")
    parser.add_argument(
        "--only", default="", help="make only the media whose file name contains this"
    )
    parser.add_argument("--overview", type=Path, help="also write a sheet of the families here")
    asked = parser.parse_args()
    asked.into.mkdir(parents=True, exist_ok=True)
    catalogue = list(items())
    write_lines(asked.into / "catalogue.jsonl", [manifest_line(item) for item in catalogue])
    write_lines(asked.into / "questions.jsonl", [question_line(q) for q in questions.QUESTIONS])
    files = [each for item in catalogue for each in savers(item, asked.into / "media")]
    for path, save in [*files, *query_savers(asked.into / "queries")]:
        if asked.only in path.name:
            save(path)
            print(path.name, flush=True)
    if asked.overview:
        photos.save(overview.sheet(asked.into), asked.overview, quality=86)
    print(f"{len(catalogue)} items, {len(questions.QUESTIONS)} questions")


if __name__ == "__main__":
    main()
