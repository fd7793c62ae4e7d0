"""Checkpoints on a Hugging Face hub: out of its local cache, else fetched. One file meets it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from modalities.errors import SpaceError

FILES = (
    "config.json",
    "model.safetensors",
    "model.safetensors.index.json",
    "model-*.safetensors",
    "preprocessor_config.json",
    "processor_config.json",
    "tokenizer.json",
    "vocab.json",
    "vocab.txt",
    "merges.txt",
    "spiece.model",
    "sentencepiece.bpe.model",
    "tokenizer.model",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "added_tokens.json",
    "README.md",
)
"""All that a space may need of a repository; pickled weights and code are never fetched."""


def cached(repo: str, revision: str | None, is_whole: Callable[[Path], bool]) -> Path | None:
    """The folder in the local cache that holds a repository's files; makes no request.

    None where there is none, or where ``is_whole`` says that something is missing in it.
    """
    from huggingface_hub import snapshot_download

    try:
        folder = Path(snapshot_download(repo, local_files_only=True, **_wanted(revision)))
    except (OSError, ValueError):
        return None
    return folder if is_whole(folder) else None


def snapshot(repo: str, revision: str | None, is_whole: Callable[[Path], bool]) -> Path:
    """The folder in the local cache that holds a repository's files, fetched if need be.

    No request is made for what is ``cached``. Raises SpaceError where the files are neither here
    nor to be had.
    """
    folder = cached(repo, revision, is_whole)
    if folder is not None:
        return folder
    from httpx2 import HTTPError
    from huggingface_hub import constants, snapshot_download

    try:
        return Path(snapshot_download(repo, tqdm_class=_silent(), **_wanted(revision)))
    except (OSError, ValueError, HTTPError) as error:
        where = f"{repo} at {revision}" if revision else repo
        raise SpaceError(
            f"space transformers:{repo}: found neither a folder {repo!r} nor {where} in "
            f"{constants.HF_HUB_CACHE}, and it cannot be fetched ({first_line(error)}); "
            "expected a folder, or a hub id where there is a network"
        ) from error


def first_line(error: BaseException) -> str:
    """What an error of another library says, cut to a line."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    said = lines[0] if lines else type(error).__name__
    return said.removeprefix("Got: ")[:300]


def _wanted(revision: str | None) -> dict[str, Any]:
    return {"revision": revision, "allow_patterns": list(FILES)}


def _silent() -> Any:
    """A progress bar that shows none: a library prints nothing."""
    from huggingface_hub.utils.tqdm import tqdm

    bar: Any = tqdm  # its calls are not typed

    class Silent(tqdm):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            bar.__init__(self, *arguments, **{**options, "disable": True})

    return Silent
