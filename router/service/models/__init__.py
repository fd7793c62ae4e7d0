"""Every request and response, typed; what OpenAPI shows is made from these."""

from .answers import (
    AnswerData,
    DossierData,
    EvidenceData,
    ItemData,
    ReadingData,
    VerdictData,
)
from .problems import ProblemData
from .requests import DepthFacts, ImuFacts, MediaFacts, SearchBody, TraceBody
from .resources import ConfigData, HealthData, MediumData, PartData, ReadyData, StoredItemData
from .telemetry import HistoryData

__all__ = [
    "AnswerData",
    "ConfigData",
    "DepthFacts",
    "DossierData",
    "EvidenceData",
    "HealthData",
    "HistoryData",
    "ImuFacts",
    "ItemData",
    "MediaFacts",
    "MediumData",
    "PartData",
    "ProblemData",
    "ReadingData",
    "ReadyData",
    "SearchBody",
    "StoredItemData",
    "TraceBody",
    "VerdictData",
]
