"""What works on this machine, and what is missing."""

import os
import platform
import sqlite3
import sys
from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from statistics import median
from time import perf_counter
from typing import NamedTuple

from judges import JudgeError, build_reader, reader_names
from modalities import SPACES, ModalityError, Space, registry, resolve

from .sample_media import sample_media


class State(StrEnum):
    """How one thing is."""

    OK = "ok"
    MISSING = "missing"
    WRONG = "wrong"
    NOTE = "note"
    """Neither good nor bad."""


class Finding(NamedTuple):
    """One thing that was looked at."""

    area: str
    name: str
    state: State
    detail: str


class Timing(NamedTuple):
    """What one call costs here, weights loaded: the median of some calls."""

    what: str
    milliseconds: float


_LIBRARIES = (
    "transformers", "faiss-cpu", "networkx", "pydantic", "SQLAlchemy", "cel-expr-python",
    "rapidocr", "onnxruntime", "zxing-cpp", "soundfile", "soxr", "pypdfium2", "pillow", "typer",
)  # fmt: skip
_OLDEST_SQLITE = (3, 38, 0)
"""The first whose JSON functions are always there."""
_REPEATS = 3


def examine() -> Iterator[Finding]:
    """Everything, one finding at a time; slow ones come last."""
    yield from _machine()
    yield from _libraries()
    yield from _torch_family()
    yield from _storage()
    yield from _drawing()
    yield from _spaces()
    yield from _readers()


def _machine() -> Iterator[Finding]:
    python = platform.python_version()
    fits = sys.version_info >= (3, 11)
    yield Finding(
        "machine", "Python", State.OK if fits else State.WRONG, f"{python}; 3.11 or newer is needed"
    )
    yield Finding("machine", "CPU", State.NOTE, f"{os.cpu_count()} cores, {platform.machine()}")
    yield Finding("machine", "system", State.NOTE, platform.platform(terse=True))


def _libraries() -> Iterator[Finding]:
    for name in _LIBRARIES:
        try:
            yield Finding("libraries", name, State.OK, version(name))
        except PackageNotFoundError:
            yield Finding("libraries", name, State.MISSING, f"pip install {name}")


def _torch_family() -> Iterator[Finding]:
    """PyTorch's libraries work together only if they are of one release train."""
    try:
        found = {name: version(name) for name in ("torch", "torchvision", "torchaudio")}
    except PackageNotFoundError as error:
        yield Finding("models", "PyTorch", State.MISSING, f"pip install {error.name}")
        return
    shown = ", ".join(f"{name} {number}" for name, number in found.items())
    state = State.OK if is_one_train(*found.values()) else State.WRONG
    detail = shown if state is State.OK else f"{shown}: not of one release, they may crash"
    yield Finding("models", "PyTorch", state, detail)
    yield _accelerator()


def is_one_train(torch: str, torchvision: str, torchaudio: str) -> bool:
    """Whether versions match: torchvision 0.(n + 15) and torchaudio 2.n belong to torch 2.n.

    The table is PyTorch's own: https://github.com/pytorch/vision#installation
    """
    try:
        major, minor = _release(torch)
        return _release(torchaudio) == (major, minor) and _release(torchvision) == (0, minor + 15)
    except ValueError:
        return False


def _release(number: str) -> tuple[int, int]:
    major, minor, *_ = number.partition("+")[0].split(".")
    return int(major), int(minor)


def _accelerator() -> Finding:
    try:
        import torch

        if torch.cuda.is_available():
            return Finding("models", "GPU", State.OK, torch.cuda.get_device_name())
        return Finding("models", "GPU", State.NOTE, "none that PyTorch can use; a CPU will do")
    except (ImportError, OSError, RuntimeError) as error:
        return Finding("models", "GPU", State.WRONG, _one_line(error))


def _storage() -> Iterator[Finding]:
    fits = sqlite3.sqlite_version_info >= _OLDEST_SQLITE
    oldest = ".".join(map(str, _OLDEST_SQLITE))
    detail = f"{sqlite3.sqlite_version}; {oldest} or newer is needed"
    yield Finding("storage", "SQLite", State.OK if fits else State.WRONG, detail)


def _drawing() -> Iterator[Finding]:
    from PIL import features

    fits = bool(features.check("freetype2"))
    detail = "Pillow draws its own font" if fits else "Pillow has no FreeType: no PNG of a graph"
    yield Finding("drawing", "fonts", State.OK if fits else State.MISSING, detail)


def _spaces() -> Iterator[Finding]:
    table = registry(SPACES, "crossjudge.spaces")
    for name in sorted(table):
        try:
            space: Space = resolve(table, name, "space")()
            space.warm_up()
            takes = ", ".join(sorted(space.modalities))
            detail = f"{takes}; {space.dim} dimensions; {space.fingerprint}"
        except ModalityError as error:
            yield Finding("spaces", name, State.MISSING, _one_line(error))
        else:
            yield Finding("spaces", name, State.OK, detail)


def _readers() -> Iterator[Finding]:
    for kind in sorted(reader_names()):
        try:
            reader = build_reader(kind)
            reader.warm_up()
        except (ModalityError, JudgeError) as error:
            yield Finding("readers", kind, State.MISSING, _one_line(error))
        else:
            takes = ", ".join(sorted(reader.modalities))
            yield Finding("readers", kind, State.OK, f"{takes}; {reader.version}")


def measure() -> Iterator[Timing | Finding]:
    """One embedding per space and modality, and one reading per reader, on made-up media."""
    media = sample_media()
    table = registry(SPACES, "crossjudge.spaces")
    for name in sorted(table):
        try:
            space: Space = resolve(table, name, "space")()
            for modality in sorted(space.modalities):
                sample = media[modality]
                spent = _milliseconds(partial(space.embed, modality, [sample]))
                yield Timing(f"{name} embeds {modality}", spent)
        except ModalityError as error:
            yield Finding("speed", name, State.MISSING, _one_line(error))
    for kind in sorted(reader_names()):
        try:
            reader = build_reader(kind)
            for modality in sorted(reader.modalities):
                sample = media[modality]
                spent = _milliseconds(partial(reader.read, sample))
                yield Timing(f"{kind} reads {modality}", spent)
        except (ModalityError, JudgeError) as error:
            yield Finding("speed", kind, State.MISSING, _one_line(error))


def _milliseconds(call: Callable[[], object]) -> float:
    call()
    spent = []
    for _ in range(_REPEATS):
        began = perf_counter()
        call()
        spent.append(perf_counter() - began)
    return 1000 * median(spent)


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__
