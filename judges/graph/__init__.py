"""The judge graph: its spec, the proof that nothing escapes it, and its runner."""

from .course import Course, JudgeTally, Run, Step
from .drawing import draw
from .proof import Proof, prove
from .runner import JudgeGraph
from .spec import DROP, RETURN, Edge, GraphSpec, NodeSpec
from .trace import Trace, trace_of

__all__ = [
    "DROP",
    "RETURN",
    "Course",
    "Edge",
    "GraphSpec",
    "JudgeGraph",
    "JudgeTally",
    "NodeSpec",
    "Proof",
    "Run",
    "Step",
    "Trace",
    "draw",
    "prove",
    "trace_of",
]
