"""The spaces that are registered, or that a config names: are their weights here?"""

import inspect
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from modalities import SPACES, Fetching, ModalityError, RegistryError, Space, registry, resolve
from router.build import build_spaces
from router.config import load_config

from .finding import Finding, State, one_line


class Candidate(NamedTuple):
    """A space to look at."""

    name: str
    space: Space
    device: str | None
    """What it runs on, as torch calls it; None where that is not to be chosen."""


def candidates(config: Path | None = None) -> Iterator[Candidate | Finding]:
    """The spaces of a config, else all registered ones; a finding for each that cannot be made.

    No weights are loaded. Raises ConfigError.
    """
    yield from _registered() if config is None else _named_by(config)


def _registered() -> Iterator[Candidate | Finding]:
    table = registry(SPACES, "crossjudge.spaces")
    for name in sorted(table):
        try:
            cls = resolve(table, name, "space")
        except RegistryError as error:
            yield Finding("spaces", name, State.MISSING, one_line(error))
            continue
        if argument := _required(cls):
            detail = (
                f"a config names one as {name}:<{argument}>; "
                "crossjudge doctor --config CONFIG looks at it"
            )
            yield Finding("spaces", name, State.NOTE, detail)
            continue
        try:
            yield Candidate(name, cls(), _device(cls, {}))
        except Exception as error:  # noqa: BLE001 - what one package gets wrong hides no other
            yield Finding("spaces", name, State.WRONG, one_line(error))


def _named_by(config: Path) -> Iterator[Candidate]:
    loaded = load_config(config)
    for use, space in zip(loaded.spec.spaces, build_spaces(loaded), strict=True):
        yield Candidate(use.use, space, _device(type(space), use.options))


def _required(cls: Callable[..., object]) -> str | None:
    """The argument without which a space cannot be made."""
    for parameter in inspect.signature(cls).parameters.values():
        named = parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
        if named and parameter.default is parameter.empty:
            return parameter.name
    return None


def _device(cls: Callable[..., object], options: Mapping[str, Any]) -> str | None:
    if "device" not in inspect.signature(cls).parameters:
        return None
    return str(options.get("device") or _default_device())


@cache
def _default_device() -> str:
    try:
        import torch
    except (ImportError, OSError):
        return "cpu"
    return "cuda" if torch.cuda.is_available() else "cpu"


def look_at_spaces(config: Path | None = None) -> Iterator[Finding]:
    """What each takes and gives, its licence, and whether its weights are here: not loaded.

    Raises ConfigError.
    """
    for each in candidates(config):
        yield each if isinstance(each, Finding) else _look_at(each)


def unfetched(space: Space) -> str | None:
    """What it would fetch if it were asked; a look must not cost gigabytes."""
    return space.missing() if isinstance(space, Fetching) else None


def _look_at(candidate: Candidate) -> Finding:
    if (lack := unfetched(candidate.space)) is not None:
        return Finding("spaces", candidate.name, State.MISSING, lack)
    told = [_told(candidate, about) for about in (_takes, _dimensions, _licence, _runs_on)]
    known = [part for part in told if part is not None]
    try:
        state, last = State.OK, candidate.space.fingerprint
    except ModalityError as error:
        state, last = State.MISSING, one_line(error)
    except Exception as error:  # noqa: BLE001 - what one package gets wrong hides no other
        state, last = State.WRONG, f"{type(error).__name__}: {one_line(error)}"
    return Finding("spaces", candidate.name, state, "; ".join([*known, last]))


def _told(candidate: Candidate, about: Callable[[Candidate], str | None]) -> str | None:
    """None where a space cannot tell without its weights; then its fingerprint says so."""
    try:
        return about(candidate)
    except Exception:  # noqa: BLE001 - as above
        return None


def _takes(candidate: Candidate) -> str:
    return ", ".join(sorted(candidate.space.modalities))


def _dimensions(candidate: Candidate) -> str:
    return f"{candidate.space.dim} dimensions"


def _licence(candidate: Candidate) -> str:
    return f"licence {candidate.space.licence}"


def _runs_on(candidate: Candidate) -> str | None:
    return None if candidate.device is None else f"on {candidate.device}"
