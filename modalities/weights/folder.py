"""Where weights lie on this machine, and whether they are there."""

import os
from pathlib import Path

import platformdirs

from modalities.errors import WeightsError

from .table import WeightsFile


def home() -> Path:
    """The folder for what crossjudge keeps on this machine: CROSSJUDGE_HOME, else the user's cache.

    It may not exist yet.
    """
    stated = os.environ.get("CROSSJUDGE_HOME")
    return Path(stated).expanduser() if stated else platformdirs.user_cache_path("crossjudge")


def path_of(entry: WeightsFile) -> Path:
    """Where the file lies, or would."""
    return home() / "weights" / entry.file_name


def locate(entry: WeightsFile) -> Path:
    """The file, if it is there and as large as it must be; its content is not read.

    Raises WeightsError, saying what to run, where it is not.
    """
    path = path_of(entry)
    try:
        size = path.stat().st_size if path.is_file() else None
    except OSError as error:
        raise WeightsError(
            f"weights {entry.name}: {path}: cannot be looked at ({error.strerror})"
        ) from error
    if size == entry.size:
        return path
    found = "no file" if size is None else f"{size} bytes"
    raise WeightsError(
        f"weights {entry.name}: {path}: found {found}, expected {entry.size} bytes; "
        f"run: crossjudge weights fetch {entry.name} --accept-licence "
        "(with --from FILE where there is no network)"
    )


def is_here(entry: WeightsFile) -> bool:
    """Whether ``locate`` finds it."""
    try:
        locate(entry)
    except WeightsError:
        return False
    return True
