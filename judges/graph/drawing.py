"""Drawings of a proven graph: Mermaid for Markdown, SVG and PNG for everything else."""

from collections.abc import Mapping
from typing import Literal

from judges.truth import Truth

from .mermaid import mermaid
from .proof import Proof
from .scene import scene_of
from .svg import svg
from .trace import Trace

Format = Literal["mermaid", "svg", "png"]


def draw(
    proof: Proof,
    *,
    covers: Mapping[str, frozenset[Truth]],
    uses: Mapping[str, str],
    format: Format,  # noqa: A002 - the command line calls it so
    trace: Trace | None = None,
) -> bytes:
    """One drawing; text formats are UTF-8.

    ``covers`` names the dimensions to show on each judge; ``uses`` its registered name. What a
    judge guards stands out from what it covers besides, and the way of a trace from all else.
    """
    if format == "mermaid":
        return mermaid(proof, covers, uses, trace).encode()
    scene = scene_of(proof, covers, uses, trace)
    if format == "svg":
        of = f", the way of {trace.item}" if trace else ""
        return svg(scene, title=f"Judge graph: {', '.join(proof.order)}{of}").encode()
    from .png import png

    return png(scene)
