"""Vectors on disk, ready to be searched: what an index is made from, saved beside the store."""

import hashlib
import zipfile
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import numpy as np
import structlog
from pydantic import BaseModel, ConfigDict, ValidationError

from modalities import Modality

from .store import VectorRows, durably, write_durably

FORMAT = 2

log = structlog.get_logger()

SetKey = tuple[str, Modality]
"""Space fingerprint and modality: what one index is about."""


class _Note(BaseModel):
    """What lies beside saved vectors and says what they must be."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int
    revision: str
    sha256: str


class IndexFiles:
    """Per index an npz file, and beside it a note that says what it must hold."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def load(self, key: SetKey, revision: str) -> VectorRows | None:
        """The saved rows, if they are of this revision and undamaged; else None."""
        try:
            note = _Note.model_validate_json(self._path(key, "json").read_bytes())
            if note.format != FORMAT or note.revision != revision:
                return None
            with self._path(key, "npz").open("rb") as file:
                # numpy never sees damaged bytes.
                if hashlib.file_digest(file, "sha256").hexdigest() != note.sha256:
                    log.warning("index.damaged", space=key[0], modality=key[1])
                    return None
                file.seek(0)
                with np.load(file, allow_pickle=False) as saved:
                    return VectorRows(revision, saved["keys"], saved["vectors"], saved["spans"])
        except (OSError, ValidationError, ValueError, KeyError, zipfile.BadZipFile):
            return None

    def save(self, key: SetKey, rows: VectorRows) -> None:
        """Save atomically. A disk that refuses costs the next start a rebuild, nothing more."""
        try:
            self._directory.mkdir(parents=True, exist_ok=True)
            with durably(self._path(key, "npz")) as file:
                np.savez(file, keys=rows.keys, vectors=rows.vectors, spans=rows.spans)
                file.seek(0)
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            note = _Note(format=FORMAT, revision=rows.revision, sha256=digest)
            write_durably(self._path(key, "json"), note.model_dump_json().encode())
        except OSError as error:
            log.warning("index.not_saved", directory=str(self._directory), reason=str(error))

    def prune(self, fingerprints: Collection[str]) -> None:
        """Remove the files of other spaces than these, and those of older formats.

        One that cannot be removed stays; it costs room, nothing more.
        """
        kept = {
            self._path((fingerprint, modality), suffix).name
            for fingerprint in fingerprints
            for modality in Modality
            for suffix in ("npz", "json")
        }
        with suppress(OSError):
            for path in list(self._directory.iterdir()):
                if path.name not in kept:
                    path.unlink(missing_ok=True)

    def _path(self, key: SetKey, suffix: str) -> Path:
        return self._directory / f"{quote(key[0], safe='')}.{key[1]}.{suffix}"
