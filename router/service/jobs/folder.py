"""Where a job's manifest and media lie until it is over: a private folder inside the store's."""

import os
import secrets
import shutil
from collections.abc import Generator
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from router.errors import StoreError
from router.service.problems import Problem
from router.store import sync_tree

_LONGEST_NAME = 1000
_LONGEST_PART = 200
_SLICE = 128
"""Lines ingested before others get a turn to write."""


class JobFolder:
    """One job's folder: ``job.json``, and ``files`` with what was uploaded."""

    def __init__(self, root: Path, job_id: str) -> None:
        self.path = root / job_id
        self.state = self.path / "job.json"
        self.files = self.path / "files"
        self._manifest = self.path / "manifest.jsonl"

    def make(self) -> None:
        """Raises StoreError."""
        try:
            self.files.mkdir(parents=True, mode=0o700)
        except OSError as error:
            raise StoreError(f"{self.path}: cannot be made ({error.strerror})") from error

    def open_manifest(self) -> BinaryIO:
        """For writing, once. Raises Problem, 422."""
        return _created(self._manifest, "manifest")

    def open_medium(self, name: str) -> BinaryIO:
        """For writing, once for each name. Raises Problem, 422, for a name that leads elsewhere."""
        return _created(self.files.joinpath(*_parts(name)), name)

    def has_manifest(self) -> bool:
        return self._manifest.is_file()

    def sync(self) -> None:
        """Let what was uploaded reach the disk. Raises StoreError."""
        try:
            sync_tree(self.path)
        except OSError as error:
            raise StoreError(f"{self.path}: cannot be written ({error.strerror})") from error

    def uploaded(self) -> frozenset[str]:
        """Names of all media, as they were uploaded."""
        return frozenset(
            str(PurePosixPath(path.relative_to(self.files)))
            for path in self.files.rglob("*")
            if path.is_file()
        )

    def count_lines(self) -> int:
        """Lines that are not blank."""
        with self._manifest.open("rb") as file:
            return sum(not line.isspace() for line in file)

    def slices(self) -> Generator[Path, None, None]:
        """The manifest in parts, each a manifest beside the media with its lines where they were.

        A part is removed when the next is asked for.
        """
        number = 0
        with self._manifest.open("rb") as source:
            while lines := list(islice(source, _SLICE)):
                part = self.files / f".{secrets.token_hex(16)}.jsonl"
                try:
                    part.write_bytes(b"\n" * number + b"".join(lines))
                    yield part
                finally:
                    part.unlink(missing_ok=True)
                number += len(lines)

    def clear(self) -> None:
        """Remove what was uploaded; the state stays."""
        shutil.rmtree(self.files, ignore_errors=True)
        self._manifest.unlink(missing_ok=True)

    def remove(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)


def _parts(name: str) -> tuple[str, ...]:
    """A name as a path below the folder. Raises Problem, 422."""
    parts = tuple(name.split("/"))
    is_plain = all(part not in {"", ".", ".."} and part.isprintable() for part in parts)
    short = len(name) <= _LONGEST_NAME and all(
        len(os.fsencode(part)) <= _LONGEST_PART for part in parts if part.isprintable()
    )
    if not (is_plain and short):
        raise Problem(
            422,
            "invalid",
            f"media: found a file named {name!r:.200}, expected the relative path of the manifest",
        )
    return parts


def _created(path: Path, name: str) -> BinaryIO:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("xb")
    except (FileExistsError, NotADirectoryError) as error:
        raise Problem(422, "invalid", f"found {name!r:.200} twice, expected it once") from error
    except OSError as error:
        raise StoreError(f"{path}: cannot be written ({error.strerror})") from error
