"""Drawings of a proven graph: Mermaid for Markdown, SVG and PNG for everything else."""

from collections.abc import Mapping
from typing import Literal

from judges.truth import Truth
from judges.verdict import Outcome

from .proof import Proof
from .scene import COLOURS, scene_of
from .spec import DROP, RETURN
from .svg import svg
from .ways import arrows

Format = Literal["mermaid", "svg", "png"]


def draw(
    proof: Proof,
    *,
    covers: Mapping[str, frozenset[Truth]],
    uses: Mapping[str, str],
    format: Format,  # noqa: A002 - the command line calls it so
) -> bytes:
    """One drawing; text formats are UTF-8.

    ``covers`` names the dimensions to show on each judge; ``uses`` its registered name. What a
    judge guards stands out from what it covers besides.
    """
    if format == "mermaid":
        return mermaid(proof, covers, uses).encode()
    scene = scene_of(proof, covers, uses)
    if format == "svg":
        return svg(scene, title=f"Judge graph: {', '.join(proof.order)}").encode()
    from .png import png

    return png(scene)


def mermaid(proof: Proof, covers: Mapping[str, frozenset[Truth]], uses: Mapping[str, str]) -> str:
    """A Mermaid flowchart. ``drop`` stands in it once, reached by a dotted edge."""
    ids = {name: f"j{number}" for number, name in enumerate(proof.order)} | {RETURN: "ret"}
    lines, styles = ["flowchart LR"], list[str]()
    for name in proof.order:
        parts = [f"<b>{_escaped(name)}</b>", _escaped(uses.get(name, "")), *sorted(covers[name])]
        lines.append(f'  {ids[name]}["{"<br/>".join(filter(None, parts))}"]')
    lines.append(f"  ret([{RETURN}])")
    for source, to, when in arrows(proof.digraph):
        outcomes = [outcome for outcome in Outcome if outcome in when]
        if to != DROP:
            styles.append(f"  linkStyle {len(styles)} stroke:{COLOURS[outcomes[0]]}")
            lines.append(f"  {ids[source]} -- {' / '.join(outcomes)} --> {ids[to]}")
    lines += [
        "  other[every other outcome] -.-> drop([drop])",
        *styles,
        f"  style ret fill:{COLOURS[Outcome.CONFIRM]},stroke:{COLOURS[Outcome.CONFIRM]},color:#fff",
        "  style other fill:none,stroke:none",
        "  style drop stroke-dasharray:4 3,fill:none",
    ]
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    """Mermaid's own entities: its parser takes quotes and markup in a label otherwise."""
    table = {"#": "#35;", '"': "#quot;", "<": "#lt;", ">": "#gt;", "&": "#amp;", "`": "#96;"}
    return "".join(table.get(character, character) for character in text)
