"""Which names a config may use for judges, and a command line for readers."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from modalities import RegistryError, registry, resolve

from .errors import ExpressionError, FactError, JudgeConfigError
from .facts import Vocabulary
from .judge import AnyJudge, Judge
from .reader import Reader

JUDGES: Mapping[str, str] = {
    "access": "judges.access:Access",
    "barcode": "judges.barcode:BarcodeJudge",
    "chart_value": "judges.charts:ChartValue",
    "document": "judges.documents:Document",
    "field": "judges.documents.field:Field",
    "consistent": "judges.consistent:Consistent",
    "dimension": "judges.dimension:DimensionJudge",
    "fingerprint": "judges.fingerprint:Fingerprint",
    "gs1": "judges.gs1:Gs1",
    "http": "judges.http_service:HttpJudge",
    "join": "judges.join:Join",
    "melody": "judges.melody:MelodyJudge",
    "metadata": "judges.metadata:Metadata",
    "model_code": "judges.model_code:ModelCodeJudge",
    "policy": "judges.policy:Policy",
    "printed": "judges.printed:Printed",
    "quantity": "judges.quantity:QuantityJudge",
    "spoken_code": "judges.speech:SpokenCodeJudge",
    "tone": "judges.tone:Tone",
    "vision_language": "judges.vision_language:VisionLanguage",
}
"""Judges that come with crossjudge. Others come from the entry point group crossjudge.judges."""

READERS: Mapping[str, str] = {
    "bare_code": "judges.readers.bare_code:BareCodeReader",
    "barcode": "judges.readers.barcode:BarcodeReader",
    "chart": "judges.charts.reader:ChartReader",
    "chart_model": "judges.charts.model_reader:ChartModelReader",
    "dimension": "judges.dimension.reader:DimensionReader",
    "document": "judges.documents.reader:DocumentReader",
    "field": "judges.documents.field_reader:FieldReader",
    "fingerprint": "judges.fingerprint.reader:FingerprintReader",
    "melody": "judges.melody.reader:MelodyReader",
    "model_code": "judges.readers.model_code:ModelCodeReader",
    "quantity": "judges.readers.quantity:QuantityReader",
    "speech": "judges.speech.reader:SpeechReader",
    "spoken_code": "judges.speech.code_reader:SpokenCodeReader",
    "spoken_name": "judges.speech.name_reader:SpokenNameReader",
    "tone": "judges.tone.reader:ToneReader",
    "words": "judges.readers.words:WordsReader",
}
"""Readers that come with crossjudge. Others come from the entry point group crossjudge.readers."""


@cache
def judge_names() -> Mapping[str, str]:
    return registry(JUDGES, "crossjudge.judges")


@cache
def reader_names() -> Mapping[str, str]:
    return registry(READERS, "crossjudge.readers")


def build_judge(
    name: str, options: Mapping[str, Any], vocabulary: Vocabulary, folder: Path | None = None
) -> AnyJudge:
    """One judge from its YAML mapping; files that it names lie in ``folder``, or where one works.

    Raises JudgeConfigError naming the key, what was found and what was expected; ExpressionError
    and FactError for expressions and fields that use undeclared names.
    """
    use = options.get("use")
    if not isinstance(use, str):
        raise JudgeConfigError(
            f"judges.{name}.use: missing; expected one of {', '.join(sorted(judge_names()))}"
        )
    try:
        judge_type: type[AnyJudge] = resolve(judge_names(), use, "judge")
    except RegistryError as error:
        raise JudgeConfigError(f"judges.{name}.use: {error}") from error
    if not (isinstance(judge_type, type) and issubclass(judge_type, Judge)):
        raise JudgeConfigError(f"judges.{name}.use: {use!r} is not a Judge")
    try:
        parsed = judge_type.options_type.model_validate(dict(options), context={"folder": folder})
    except ValidationError as error:
        problem = error.errors()[0]
        key = ".".join(str(part) for part in ("judges", name, *problem["loc"]))
        message = problem["msg"].removeprefix("Value error, ")
        if problem["type"] == "extra_forbidden":
            valid = ", ".join(sorted(judge_type.options_type.model_fields))
            message = f"unknown key; a {use} judge takes {valid}"
        raise JudgeConfigError(f"{key}: {message}") from error
    try:
        return judge_type(name, parsed, vocabulary)
    except (JudgeConfigError, ExpressionError, FactError):
        raise
    except Exception as error:  # a judge may be anybody's code
        raise JudgeConfigError(
            f"judges.{name}: {use!r} cannot be built ({type(error).__name__}: {error})"
        ) from error


def build_reader(kind: str) -> Reader:
    """A reader by its registered name.

    Raises RegistryError, listing the known names, or saying what is wrong with the one found.
    """
    made = resolve(reader_names(), kind, "reader")
    try:
        reader = made()
    except Exception as error:  # a reader may be anybody's code
        raise RegistryError(
            f"reader {kind!r}: cannot be built ({type(error).__name__}: {error})"
        ) from error
    if not isinstance(reader, Reader) or reader.kind != kind:
        raise RegistryError(f"reader {kind!r}: {made!r} is not a Reader of that kind")
    return reader
