"""One line of a manifest: its values, and how an object is checked to be one."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from judges import Labels
from modalities import Intrinsics, Source

DEEPEST = 16
"""Levels of lists and objects in one line."""
_LONGEST_SHOWN = 80


class MediumEntry(NamedTuple):
    """One source of media, as a manifest names it."""

    kind: str
    content: str
    """A path, absolute or relative to the manifest's folder; for ``text`` the text itself."""
    scale: float | None = None
    intrinsics: Intrinsics | None = None
    baseline: float | None = None
    rate: float | None = None

    @property
    def origin(self) -> str:
        """How messages and dossiers name it."""
        return "text" if self.kind == "text" else self.content

    def source(self, folder: Path) -> Source:
        """Where to load it from, given the manifest's folder."""
        if self.kind == "text":
            return Source.text(self.content)
        return Source.file(
            folder / self.content,
            scale=self.scale,
            intrinsics=self.intrinsics,
            baseline=self.baseline,
            rate=self.rate,
        )


@dataclass(frozen=True, slots=True)
class ManifestItem:
    """One good line."""

    line: int
    id: str
    record: Mapping[str, Any]
    media: tuple[MediumEntry, ...]
    labels: Labels


@dataclass(frozen=True, slots=True)
class BadItem:
    """One item that cannot be stored, and why."""

    line: int
    id: str | None
    """None where the line is so bad that it does not say."""
    message: str
    """One line: the manifest and its line, the key, what was found, what was expected."""


Entry = ManifestItem | BadItem

_Word = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
_Id = Annotated[str, StringConstraints(min_length=1, max_length=256)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


class _Intrinsics(_Strict):
    fx: float = Field(gt=0)
    fy: float = Field(gt=0)
    cx: float
    cy: float


class _File(_Strict):
    path: _Word

    @model_validator(mode="before")
    @classmethod
    def _path_alone(cls, value: Any) -> Any:
        return {"path": value} if isinstance(value, str) else value


class _Depth(_File):
    scale: float | None = Field(default=None, gt=0)
    intrinsics: _Intrinsics | None = None
    baseline: float | None = Field(default=None, gt=0)

    def entry(self) -> MediumEntry:
        lens = self.intrinsics
        camera = None if lens is None else Intrinsics(lens.fx, lens.fy, lens.cx, lens.cy)
        return MediumEntry("depth", self.path, self.scale, camera, self.baseline)


class _Imu(_File):
    rate: float | None = Field(default=None, gt=0)

    def entry(self) -> MediumEntry:
        return MediumEntry("imu", self.path, rate=self.rate)


class _Media(_Strict):
    image: list[_Word] = []
    audio: list[_Word] = []
    text: list[str] = []
    depth: list[_Depth] = []
    document: list[_Word] = []
    video: list[_Word] = []
    thermal: list[_Word] = []
    imu: list[_Imu] = []

    def entries(self) -> Iterator[MediumEntry]:
        for kind in ("image", "audio", "text", "document", "video", "thermal"):
            yield from (MediumEntry(kind, each) for each in getattr(self, kind))
        yield from (each.entry() for each in self.depth)
        yield from (each.entry() for each in self.imu)


class _Access(_Strict):
    tenant: _Word | None = None
    groups: list[_Word] = []


class _Line(_Strict):
    id: _Id
    record: dict[_Word, Any] = {}
    media: _Media = _Media()
    access: _Access = _Access()


def checked_item(where: str, number: int, value: Mapping[str, Any]) -> Entry:
    """The item that an object describes, every key checked. ``where`` names file and line."""
    named = value.get("id")
    known_id = named if isinstance(named, str) and named.isprintable() else None
    try:
        _check_storable(value)
        line = _Line.model_validate(value)
    except ValidationError as error:
        return BadItem(number, known_id, f"{where}: {_first_problem(error)}")
    except ValueError as error:
        return BadItem(number, known_id, f"{where}: {error}")
    if not line.id.isprintable():
        found = _shown(line.id)
        return BadItem(number, None, f"{where}: id: found {found}, expected printable characters")
    labels = Labels(line.access.tenant, frozenset(line.access.groups))
    return ManifestItem(number, line.id, line.record, tuple(line.media.entries()), labels)


def _check_storable(value: Any, key: str = "", depth: int = 0) -> None:
    """Refuse what JSON allows and a catalogue cannot hold. Raises ValueError naming the key."""
    if depth > DEEPEST:
        raise ValueError(f"{_cut(key)}: nested too deeply, at most {DEEPEST} levels")
    match value:
        case dict():
            for name, each in value.items():
                _check_storable(name, key, depth)
                _check_storable(each, f"{key}.{name}" if key else name, depth + 1)
        case list():
            for position, each in enumerate(value):
                _check_storable(each, f"{key}[{position}]", depth + 1)
        case str() if any("\ud800" <= character <= "\udfff" for character in value):
            raise ValueError(f"{_cut(key)}: found half a surrogate pair, expected Unicode text")
        case float() if not math.isfinite(value):
            raise ValueError(f"{_cut(key)}: found {value}, expected a finite number")
        case int() if not -(2**63) <= value < 2**63:
            raise ValueError(f"{_cut(key)}: found {_shown(value)}, expected at most 64 bits")


def _first_problem(error: ValidationError) -> str:
    problem = error.errors(include_url=False)[0]
    key = _cut(".".join(str(part) for part in problem["loc"]))
    match problem["type"]:
        case "extra_forbidden":
            return (
                f"{key}: found a key that means nothing here, expected one of the documented keys"
            )
        case "missing":
            return f"{key}: found nothing, expected a value"
    expected = problem["msg"].removeprefix("Input should be ").removeprefix("Input should ")
    return f"{key}: found {_shown(problem['input'])}, expected {expected}"


def _shown(value: Any) -> str:
    return _cut(repr(value))


def _cut(text: str) -> str:
    printable = text if text.isprintable() else ascii(text)[1:-1]
    return (
        printable if len(printable) <= _LONGEST_SHOWN else f"{printable[: _LONGEST_SHOWN - 3]}..."
    )
