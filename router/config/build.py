"""From a YAML file to a proven config: the last moment at which anything may be wrong with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_origin

from pydantic import BaseModel, ValidationError

from judges import (
    AnyJudge,
    ExpressionError,
    FactError,
    GraphError,
    JudgeConfigError,
    Lookup,
    Vocabulary,
    build_judge,
)
from judges.database_url import POSTGRESQL
from judges.graph import GraphSpec, Proof, prove
from router.errors import ConfigError
from router.ranking import Ranking

from .spec import ConfigSpec
from .yaml_source import KeyPath, YamlSource, read_yaml


@dataclass(frozen=True)
class Config:
    """A config whose judges are built and whose graph is proven. No model is loaded yet."""

    source: str
    spec: ConfigSpec
    vocabulary: Vocabulary
    judges: Mapping[str, AnyJudge]
    proof: Proof
    ranking: Ranking

    @property
    def folder(self) -> Path:
        """What relative paths in the config are relative to."""
        return Path(self.source).parent

    @property
    def readers(self) -> frozenset[str]:
        """Reading kinds to make from the media of a query."""
        asked = frozenset[str]().union(*(judge.readers for judge in self.judges.values()))
        return asked | {lookup.kind for lookup in self.lookups}

    @property
    def catalogue_readers(self) -> frozenset[str]:
        """Reading kinds to make from catalogue media, at ingest."""
        return frozenset[str]().union(*(judge.catalogue_readers for judge in self.judges.values()))

    @property
    def proposing(self) -> tuple[AnyJudge, ...]:
        """Judges by whose identifiers items are looked up; one on trial proposes nothing."""
        return tuple(each for name, each in self.judges.items() if name not in self.proof.shadows)

    @property
    def lookups(self) -> tuple[Lookup, ...]:
        """Identifiers by which items may be looked up."""
        return tuple(dict.fromkeys(lookup for judge in self.proposing for lookup in judge.lookups))

    @property
    def record_fields(self) -> frozenset[str]:
        """Record fields that any judge or the ranking looks at."""
        judged = frozenset[str]().union(*(judge.record_fields for judge in self.judges.values()))
        return judged | self.ranking.record_fields


def load_config(path: Path) -> Config:
    """Read, validate, build and prove a config.

    Raises ConfigError with everything that is wrong, one line each: file, line, key, what was
    found and what was expected.
    """
    return build_config(read_yaml(path))


def build_config(source: YamlSource) -> Config:
    """``load_config`` for YAML that is parsed already."""
    spec = _validated(source)
    vocabulary = Vocabulary.extended(spec.record, spec.context, spec.claims)
    problems = list(_catalogue_problems(source, spec))
    judges: dict[str, AnyJudge] = {}
    for name, options in spec.judges.items():
        try:
            judges[name] = build_judge(name, options, vocabulary, Path(source.name).parent)
        except (JudgeConfigError, ExpressionError, FactError) as error:
            problems.append(_located(source, ("judges", name), str(error)))
    ranking = None
    try:
        ranking = Ranking(spec.rank, vocabulary)
    except ExpressionError as error:
        problems.append(_located(source, ("rank",), str(error)))
    if problems or ranking is None:
        raise ConfigError(*problems)
    covers = {name: judge.covers for name, judge in judges.items()}
    graph = _with_shadows(source, spec.graph, judges)
    try:
        proof = prove(graph, covers, frozenset(spec.truth), spec.public)
    except GraphError as error:
        raise ConfigError(
            *(f"{source.where(('graph',))}: {problem}" for problem in error.problems)
        ) from error
    return Config(source.name, spec, vocabulary, judges, proof, ranking)


def _catalogue_problems(source: YamlSource, spec: ConfigSpec) -> Iterator[str]:
    try:
        if spec.catalogue is not None:
            spec.catalogue.check()
    except JudgeConfigError as error:
        yield _located(source, ("catalogue",), str(error))


def _with_shadows(
    source: YamlSource, graph: GraphSpec, judges: Mapping[str, AnyJudge]
) -> GraphSpec:
    """The graph with the judges on trial, whether they say so themselves or the graph does.

    Raises ConfigError where both do and disagree.
    """
    shadows = dict(graph.shadows)
    for name, judge in judges.items():
        said = judge.options.shadow
        if said is False:
            continue
        beside = graph.start if said is True else said
        if shadows.setdefault(name, beside) != beside:
            raise ConfigError(
                f"{source.where(('judges', name, 'shadow'))}: judges.{name}.shadow: found "
                f"{said!r}, but graph.shadows.{name} says {shadows[name]!r}"
            )
    return graph.model_copy(update={"shadows": shadows})


def _validated(source: YamlSource) -> ConfigSpec:
    try:
        return ConfigSpec.model_validate(source.data)
    except ValidationError as error:
        raise ConfigError(
            *dict.fromkeys(_explain(source, problem) for problem in error.errors())
        ) from error


def _explain(source: YamlSource, problem: Any) -> str:
    path = _in_file(source, problem["loc"])
    key = ".".join(str(part) for part in path)
    if problem["type"] == "extra_forbidden":
        valid = ", ".join(sorted(_valid_keys(path[:-1])))
        return f"{source.where(path)}: {key}: unknown key; valid here: {valid}"
    if problem["type"] == "missing":
        return f"{source.where(path)}: {key}: missing, and it is required"
    if path[:2] in {("catalogue",), ("catalogue", "url")}:  # there may be a password in what is
        return f"{source.where(path)}: {key}: found something else, expected {{url: {POSTGRESQL}}}"
    message = problem["msg"].removeprefix("Value error, ")
    return f"{source.where(path)}: {key}: found {problem['input']!r}. {message}"


def _in_file(source: YamlSource, location: tuple[str | int, ...]) -> KeyPath:
    """The part of a validation error's location that is keys; union branches are not."""
    path: KeyPath = ()
    for part in location:
        if (*path, part) in source.lines or part is location[-1]:
            path = (*path, part)
    return path


def _valid_keys(parent: KeyPath) -> list[str]:
    model: Any = ConfigSpec
    named = False
    for part in parent:
        if isinstance(part, int) or named:
            named = False
            continue
        field = model.model_fields.get(part)
        annotation = getattr(field, "annotation", None)
        inner = [annotation, *getattr(annotation, "__args__", ())]
        # The keys of a mapping are names of the config's own.
        named = get_origin(annotation) is dict
        model = next(
            (kind for kind in inner if isinstance(kind, type) and issubclass(kind, BaseModel)),
            None,
        )
        if model is None:
            return []
    return [field.alias or name for name, field in model.model_fields.items()]


def _located(source: YamlSource, path: KeyPath, message: str) -> str:
    """The message with file and line of the key that it begins with, or else of ``path``."""
    key = message.partition(":")[0]
    parts = tuple(key.split("."))
    if parts[: len(path)] == path:
        path = parts
    return f"{source.where(path)}: {message}"
