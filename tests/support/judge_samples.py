"""One sample per registered judge and reader, for the contract tests that run over the registries.

To add one, write a function that gives the sample and name it in the table below.
"""

import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import chart_samples
import depth_samples
import heard
import hummed
import said
from drawn import image_of, lines, symbol
from fake_catalogue import FakeCatalogue
from outside_samples import consistent_sample, http_sample, join_sample, policy_sample
from printed_packs import TEAS, pack

from judges import (
    Candidate,
    FactType,
    Labels,
    Principal,
    Query,
    Reading,
    Vocabulary,
    build_judge,
)
from judges.documents.field_reader import FieldReader
from judges.documents.reader import DocumentReader
from judges.readers.barcode import BarcodeReader
from judges.readers.bare_code import BareCodeReader
from judges.readers.model_code import ModelCodeReader
from judges.readers.quantity import QuantityReader
from judges.readers.words import WordsReader
from judges.testing import JudgeSample, ReaderSample

GTIN, OTHER_GTIN = "7310865004703", "5000213101025"


def reading(kind: str, value: str, confidence: float = 0.99, **details: Any) -> Reading:
    return Reading(
        kind=kind, value=value, text=value, confidence=confidence,
        reader=kind, version="1", details=details,
    )  # fmt: skip


def barcode_reading(gtin: str) -> Reading:
    return reading("barcode", gtin, format="EAN-13", gtin14=gtin.zfill(14))


def query_reading(*readings: Reading, **rest: Any) -> Query:
    return Query(read=lambda kind: [one for one in readings if one.kind == kind], **rest)


def candidates(records: Mapping[str, Mapping[str, Any]]) -> tuple[Candidate, ...]:
    return tuple(Candidate(key, record) for key, record in records.items())


def _access() -> JudgeSample:
    labels = {
        "open": Labels(),
        "mine": Labels("acme", frozenset({"sales", "staff"})),
        "theirs": Labels("other"),
        "closed": Labels("acme", frozenset({"board"})),
    }
    principal = Principal("ada", "acme", frozenset({"staff"}))
    records = {key: {"name": key} for key in labels}
    catalogue = FakeCatalogue(records, labels, principal=principal)
    return JudgeSample(
        build_judge("access", {"use": "access"}, Vocabulary()),
        Query(principal=principal, catalogue=catalogue),
        candidates({**records, "gone": {"name": "gone"}}),
        confirmed=frozenset({"open", "mine"}),
    )


def _metadata() -> JudgeSample:
    where = 'record.lifecycle == "active" && ctx.region in record.regions'
    records: dict[str, dict[str, Any]] = {
        "active": {"lifecycle": "active", "regions": ["EU", "US"], "stock": 3},
        "again": {"lifecycle": "active", "regions": ["EU"]},
        "elsewhere": {"lifecycle": "active", "regions": ["US"]},
        "withdrawn": {"lifecycle": "withdrawn", "regions": ["EU"]},
        "unknown": {"regions": ["EU"]},
        "broken": {"lifecycle": 1, "regions": ["EU"]},
    }
    options = {"use": "metadata", "covers": ["recency"], "where": where}
    return JudgeSample(
        build_judge("sellable", options, Vocabulary()),
        Query(context={"region": "EU"}),
        candidates(records),
        confirmed=frozenset({"active", "again"}),
    )


def _barcode() -> JudgeSample:
    records: dict[str, dict[str, Any]] = {
        "same": {"gtin": GTIN},
        "as14": {"gtin": "0" + GTIN, "name": "the same, as GTIN-14"},
        "other": {"gtin": OTHER_GTIN},
        "wrong": {"gtin": "7310865004704"},
        "none": {"name": "no gtin"},
        "number": {"gtin": 7310865004703},
    }
    return JudgeSample(
        build_judge("gtin", {"use": "barcode"}, Vocabulary()),
        query_reading(barcode_reading(GTIN)),
        candidates(records),
        confirmed=frozenset({"same", "as14"}),
    )


def _gs1() -> JudgeSample:
    records: dict[str, dict[str, Any]] = {
        "sold": {"name": "sold"},
        "recalled": {"version": "L7"},
        "other": {"version": "L8"},
        "broken": {"version": 7},
    }
    pack = reading("barcode", "(10)L7", format="Data Matrix", gs1={"lot": "L7"})
    options = {"use": "gs1", "where": "record.version != gs1.lot", "covers": ["recency"]}
    return JudgeSample(
        build_judge("batch", options, Vocabulary()),
        query_reading(pack),
        candidates(records),
        confirmed=frozenset({"other"}),
    )


def _model_code() -> JudgeSample:
    records: dict[str, dict[str, Any]] = {
        "kettle": {"model_code": "KT-3300"},
        "toaster": {"model_code": "TS-5120"},
        "zero": {"model_code": "XR-10"},
        "letter": {"model_code": "XR-1O"},
        "none": {"name": "no code"},
    }
    return JudgeSample(
        build_judge("code", {"use": "model_code"}, Vocabulary()),
        query_reading(reading("model_code", "KT-3300"), catalogue=FakeCatalogue(records)),
        candidates(records),
        confirmed=frozenset({"kettle"}),
    )


def _printed() -> JudgeSample:
    options = {"use": "printed", "brand": "brand", "words": "printed"}
    records = {**TEAS, "bare": {"brand": "Quillon"}, "broken": {"brand": 3, "printed": "MINT"}}
    return JudgeSample(
        build_judge("label", options, Vocabulary()),
        query_reading(
            *pack("Quillon", "PEPPERMINT", "LOOSE LEAF"), catalogue=FakeCatalogue(records)
        ),
        candidates(records),
        confirmed=frozenset({"mint"}),
    )


def _quantity() -> JudgeSample:
    records: dict[str, dict[str, Any]] = {
        "can": {"quantity": "330 ml"},
        "centilitres": {"quantity": "33 cl", "name": "the same, in centilitres"},
        "six": {"quantity": "6 x 330 ml"},
        "bottle": {"quantity": "1,5 l"},
        "solid": {"quantity": "330 g"},
        "words": {"quantity": "one can"},
        "none": {"name": "no quantity"},
        "number": {"quantity": 330},
    }
    return JudgeSample(
        build_judge("amount", {"use": "quantity"}, Vocabulary()),
        query_reading(reading("quantity", "330 ml")),
        candidates(records),
        confirmed=frozenset({"can", "centilitres"}),
    )


def _document() -> JudgeSample:
    pages = {
        "right": "Form 1040 (2021)",
        "unfiled": "Form 1040 (2021)",
        "older": "Form 1040 (2020)",
        "other": "Schedule 1 (Form 1040) 2021",
        "misfiled": "Form 1040 (2021)",
    }
    records: dict[str, dict[str, Any]] = {
        key: {"form": "Form 1040", "year": 2021, "name": key} for key in pages
    }
    records |= {"unfiled": {}, "misfiled": {"year": 2020}, "unread": {"form": "Form 1040"}}
    read = {key: DocumentReader().derive([reading("words", line)]) for key, line in pages.items()}
    return JudgeSample(
        build_judge(
            "paper", {"use": "document"}, Vocabulary.extended(record={"form": FactType.STRING})
        ),
        Query(
            claims={"form": "form 1040", "year": 2021},
            catalogue=FakeCatalogue(records, readings=read),
        ),
        candidates(records),
        confirmed=frozenset({"right", "unfiled"}),
    )


def _field() -> JudgeSample:
    records: dict[str, dict[str, Any]] = {
        "same": {"price": 1234.5},
        "whole": {"price": 1234},
        "near": {"price": 1234.51},
        "words": {"price": "1234.5"},
        "none": {"name": "no price"},
    }
    return JudgeSample(
        build_judge(
            "amount_due",
            {"use": "field", "field": "price", "labels": ["Total"], "unit": "EUR"},
            Vocabulary(),
        ),
        query_reading(
            reading("field", "1 234,50 EUR", label="total"), reading("field", "5", label="subtotal")
        ),
        candidates(records),
        confirmed=frozenset({"same"}),
    )


@cache  # a model is made and loaded
def _vision_language() -> JudgeSample:
    from tiny_vision_language import YES, plain, tiny_llava

    records: dict[str, dict[str, Any]] = {
        "kettle": {"kind": "kettle", "name": "k"}, "none": {}, "list": {"kind": ["kettle"]},
    }  # fmt: skip
    query = Query(media=(plain(YES),))
    with tempfile.TemporaryDirectory() as folder:
        options = {
            "use": "vision_language", "model": str(tiny_llava(Path(folder) / "tiny")),
            "device": "cpu", "question": "Is this a {record.kind}?",
        }  # fmt: skip
        judge = build_judge("seen", options, Vocabulary())
        judge.judge(query, candidates(records))  # loads the model
    return JudgeSample(judge, query, candidates(records), confirmed=frozenset({"kettle"}))


JUDGE_SAMPLES: Mapping[str, Callable[[], JudgeSample]] = {
    "access": _access,
    "barcode": _barcode,
    "chart_value": chart_samples.chart_judge,
    "dimension": depth_samples.dimension_judge,
    "document": _document,
    "field": _field,
    "fingerprint": heard.fingerprint_judge,
    "consistent": consistent_sample,
    "gs1": _gs1,
    "http": http_sample,
    "join": join_sample,
    "melody": hummed.melody_judge,
    "metadata": _metadata,
    "model_code": _model_code,
    "policy": policy_sample,
    "printed": _printed,
    "quantity": _quantity,
    "spoken_code": said.spoken_code_judge,
    "tone": heard.tone_judge,
    "vision_language": _vision_language,
}


@cache  # a reader keeps its models
def _barcode_reader() -> ReaderSample:
    return ReaderSample(BarcodeReader(), image_of(symbol(GTIN)), values=(GTIN,))


@cache  # a reader keeps its models
def _model_code_reader() -> ReaderSample:
    return ReaderSample(
        ModelCodeReader(), image_of(lines("Model KT-3300", "220-240V 50Hz")), values=("KT-3300",)
    )


@cache  # a reader keeps its models
def _bare_code_reader() -> ReaderSample:
    return ReaderSample(
        BareCodeReader(), image_of(lines("Art. 4410 221", "Model KT-3300")), values=("4410-221",)
    )


@cache  # a reader keeps its models
def _quantity_reader() -> ReaderSample:
    return ReaderSample(
        QuantityReader(), image_of(lines("Cola 6 x 330 ml", "1,5% fett")), values=("6 x 330 ml",)
    )


@cache  # a reader keeps its models
def _document_reader() -> ReaderSample:
    return ReaderSample(
        DocumentReader(),
        image_of(lines("Form 8889 (2021)", "Attach to Form 1040")),
        values=("Form 8889", "2021"),
    )


@cache  # a reader keeps its models
def _field_reader() -> ReaderSample:
    return ReaderSample(
        FieldReader(), image_of(lines("Invoice no: 4711", "Thank you")), values=("4711",)
    )


@cache  # a reader keeps its models
def _words_reader() -> ReaderSample:
    return ReaderSample(WordsReader(), image_of(lines("Organic Milk")), values=("Organic Milk",))


READER_SAMPLES: Mapping[str, Callable[[], ReaderSample]] = {
    "barcode": _barcode_reader,
    "bare_code": _bare_code_reader,
    "chart": chart_samples.chart_reader,
    "chart_model": chart_samples.chart_model_reader,
    "dimension": depth_samples.dimension_reader,
    "document": _document_reader,
    "field": _field_reader,
    "fingerprint": heard.fingerprint_reader,
    "melody": hummed.melody_reader,
    "model_code": _model_code_reader,
    "quantity": _quantity_reader,
    "speech": said.speech_reader,
    "spoken_code": said.spoken_code_reader,
    "spoken_name": said.spoken_name_reader,
    "tone": heard.tone_reader,
    "words": _words_reader,
}
