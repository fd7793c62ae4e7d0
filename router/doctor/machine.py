"""The machine, and the libraries that are installed on it."""

import os
import platform
import sqlite3
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version

from .finding import Finding, State, one_line

_LIBRARIES = (
    "transformers", "tokenizers", "safetensors", "faiss-cpu", "networkx", "pydantic", "SQLAlchemy",
    "cel-expr-python", "rapidocr", "onnxruntime", "zxing-cpp", "soundfile", "soxr", "pypdfium2",
    "pillow", "av", "httpx2", "typer",
)  # fmt: skip
_OPTIONAL = {
    "imagebind-unofficial": "crossjudge[imagebind]",
    "psycopg": "crossjudge[postgres]",
}
_OLDEST_SQLITE = (3, 38, 0)
"""The first whose JSON functions are always there."""


def look_at_machine() -> Iterator[Finding]:
    """Interpreter, libraries, PyTorch, storage, fonts."""
    yield from _machine()
    yield from _libraries()
    yield from _torch_family()
    yield from _storage()
    yield from _drawing()


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
    for name, extra in _OPTIONAL.items():
        try:
            yield Finding("libraries", name, State.OK, version(name))
        except PackageNotFoundError:
            detail = f"not installed, and only needed with pip install '{extra}'"
            yield Finding("libraries", name, State.NOTE, detail)


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
        return Finding("models", "GPU", State.WRONG, one_line(error))


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
