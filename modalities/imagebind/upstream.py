"""Meta's model code: the one file that imports ``imagebind``.

Only ``imagebind.models`` is imported. The package's own ``__init__`` pulls in its loading code,
which needs pytorchvideo, decord and pkg_resources and breaks under today's torchvision and
setuptools. An empty module in its place, with the package's path, leads to the same submodules
without executing any of that.
"""

import sys
import threading
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

import torch
from torch import nn
from torch.overrides import TorchFunctionMode

from modalities.errors import SpaceError

INSTALL = "pip install 'crossjudge[imagebind]'"
_VOCABULARY = "bpe/bpe_simple_vocab_16e6.txt.gz"
_LOCK = threading.Lock()


def empty_model(architecture: Mapping[str, Any]) -> nn.Module:
    """An ImageBindModel without weights: every tensor has its shape and no memory.

    ``architecture`` are its keyword arguments. Raises SpaceError where Meta's code is missing.
    """
    with _LOCK:
        _stand_in()
        try:
            from imagebind.models.imagebind_model import (  # type: ignore[import-untyped]
                ImageBindModel,
            )
        except ImportError as error:
            raise _missing(error) from error
    with torch.device("meta"), _RealNumbers():
        model: nn.Module = ImageBindModel(**architecture)
    return model


def tokenizer() -> Any:
    """Meta's tokenizer: called with a text, it gives its 77 tokens, shape (77,), int64.

    Its vocabulary is read once. Raises SpaceError where Meta's code is missing.
    """
    with _LOCK:
        return _tokenizer()


@cache
def _tokenizer() -> Any:
    package = _stand_in()
    try:
        from imagebind.models.multimodal_preprocessors import (  # type: ignore[import-untyped]
            SimpleTokenizer,
        )
    except ImportError as error:
        raise _missing(error) from error
    return SimpleTokenizer(bpe_path=str(Path(package.__path__[0]) / _VOCABULARY))


def _stand_in() -> ModuleType:
    """The package as an empty module, or the real one where somebody imported it before."""
    if "imagebind" in sys.modules:
        return sys.modules["imagebind"]
    spec = find_spec("imagebind")
    if spec is None or not spec.submodule_search_locations:
        raise SpaceError(f"space imagebind: Meta's model code is not installed; run: {INSTALL}")
    package = ModuleType("imagebind")
    package.__path__ = list(spec.submodule_search_locations)
    package.__spec__ = spec
    sys.modules["imagebind"] = package
    return package


def _missing(error: ImportError) -> SpaceError:
    return SpaceError(
        f"space imagebind: Meta's model code cannot be imported ({error}); run: {INSTALL}"
    )


class _RealNumbers(TorchFunctionMode):
    """Ranges keep their numbers where tensors have none: the model reads them as it is built."""

    def __torch_function__(
        self, func: Any, types: Any, args: Any = (), kwargs: Mapping[str, Any] | None = None
    ) -> Any:
        given = dict(kwargs or {})
        if func is torch.linspace:
            given["device"] = "cpu"
        return func(*args, **given)
