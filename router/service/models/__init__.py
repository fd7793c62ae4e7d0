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
from .requests import (
    DepthFacts,
    ImuFacts,
    ItemBody,
    MediaFacts,
    PictureBody,
    ReadBody,
    SearchBody,
    TraceBody,
)
from .resources import (
    ConfigData,
    HealthData,
    JobData,
    JobsData,
    JudgesData,
    MediumData,
    PartData,
    ProofData,
    ReadingsData,
    ReadyData,
    StoredItemData,
    WrittenData,
)
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
    "ItemBody",
    "ItemData",
    "JobData",
    "JobsData",
    "JudgesData",
    "MediaFacts",
    "MediumData",
    "PartData",
    "PictureBody",
    "ProblemData",
    "ProofData",
    "ReadBody",
    "ReadingData",
    "ReadingsData",
    "ReadyData",
    "SearchBody",
    "StoredItemData",
    "TraceBody",
    "VerdictData",
    "WrittenData",
]
