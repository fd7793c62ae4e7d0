import subprocess
import sys
import xml.etree.ElementTree as ET
from io import BytesIO
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from judges import GraphError, Outcome, Truth
from judges.graph import GraphSpec, Proof, Trace, draw, prove, trace_of
from judges.graph.layout import lay_out
from judges.graph.scene import scene_of
from judges.graph.shapes import BOX, COLOURS, Box, Curve, Words

Covers = dict[str, frozenset[Truth]]
USES = {"access": "access", "sellable": "metadata", "gtin": "barcode", "label": "printed"}
IDENTITY = frozenset({Truth.IDENTITY})


@pytest.fixture
def proof(
    edges: tuple[tuple[str, str, str], ...], covers: Covers, truth: frozenset[Truth]
) -> Proof:
    more = (("gtin", "failure", "label"), ("access", "reject", "drop"))
    return prove(GraphSpec.of("access", *edges, *more), covers, truth, public=False)


@st.composite
def graphs(draw_from: st.DrawFn) -> tuple[Proof, Covers]:
    """Chains of judges with detours, some of which run over many columns."""
    names = [f"judge {number}" for number in range(draw_from(st.integers(1, 8)))]
    edges = []
    for position, (name, onward) in enumerate(zip(names, [*names[1:], "return"], strict=True)):
        shortcut = onward != "return" and draw_from(st.booleans())
        edges += [(name, "confirm", "return" if shortcut else onward)]
        edges += [(name, "abstain", onward)] if shortcut else []
        if names[position + 1 :]:
            edges.append((name, "failure", draw_from(st.sampled_from(names[position + 1 :]))))
    covers = {name: IDENTITY | draw_from(st.frozensets(st.sampled_from(Truth))) for name in names}
    return prove(GraphSpec.of(names[0], *edges), covers, IDENTITY, public=True), covers


@given(graphs())
@settings(max_examples=60)
def test_judges_never_overlap_and_links_run_to_the_right(graph: tuple[Proof, Covers]) -> None:
    proof, covers = graph
    scene = scene_of(proof, covers, dict.fromkeys(covers, "printed"))
    boxes = [s for s in scene.shapes if isinstance(s, Box) and s.fill == BOX and s.radius == 10]
    assert len(boxes) == len(covers)
    for one, other in combinations(boxes, 2):
        assert (
            one.x + one.width <= other.x
            or other.x + other.width <= one.x
            or one.y + one.height <= other.y
            or other.y + other.height <= one.y
        )
    for shape in scene.shapes:
        if isinstance(shape, Box):
            assert 0 <= shape.x <= shape.x + shape.width <= scene.width
            assert 0 <= shape.y <= shape.y + shape.height <= scene.height
        if isinstance(shape, Curve):
            assert shape.points[0][0] < shape.points[3][0]


@given(graphs())
@settings(max_examples=60)
def test_each_link_spans_one_column_and_no_two_places_share_a_spot(
    graph: tuple[Proof, Covers],
) -> None:
    grid = lay_out(graph[0])
    spots = [(place.column, place.row) for place in grid.places.values()]
    assert len(set(spots)) == len(spots)
    for link in grid.links:
        assert grid.places[link.to].column == grid.places[link.source].column + 1


def test_an_svg_shows_every_judge_what_it_uses_and_what_it_covers(
    proof: Proof, covers: Covers
) -> None:
    drawing = draw(proof, covers=covers, uses=USES, format="svg")
    root = ET.fromstring(drawing)  # noqa: S314 - made two lines above
    texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    expected = {*USES, *USES.values(), "permission", "recency", "identity", "quantity", "return"}
    assert expected <= set(texts)
    assert texts.count("drop") == 1
    assert "abstain / failure" in texts


def test_the_card_of_a_judge_can_be_found_in_an_svg(together: Proof) -> None:
    root = ET.fromstring(draw(together, covers={}, uses={}, format="svg"))  # noqa: S314 - as above
    cards = [element.get("data-judge") for element in root.iter()]
    assert sorted(filter(None, cards)) == sorted(together.order)


def test_names_are_escaped(covers: Covers) -> None:
    spec = GraphSpec.of('<b>&"', ('<b>&"', "confirm", "return"))
    covers = {'<b>&"': IDENTITY}
    proof = prove(spec, covers, IDENTITY, public=True)
    root = ET.fromstring(draw(proof, covers=covers, uses={}, format="svg"))  # noqa: S314 - as above
    assert '<b>&"' in [element.text for element in root.iter()]
    assert "#lt;b#gt;#amp;#quot;" in draw(proof, covers=covers, uses={}, format="mermaid").decode()


def test_what_guards_a_declared_dimension_stands_out(proof: Proof, covers: Covers) -> None:
    shapes = scene_of(proof, covers, USES).shapes
    badges = {
        words.text: box.fill
        for box, words in pairwise(shapes)
        if isinstance(box, Box) and isinstance(words, Words) and words.text in set(Truth)
    }
    assert badges["identity"] == badges["permission"] != badges["quantity"]


def test_a_png_is_the_same_drawing_at_twice_the_size(proof: Proof, covers: Covers) -> None:
    scene = scene_of(proof, covers, USES)
    with Image.open(BytesIO(draw(proof, covers=covers, uses=USES, format="png"))) as picture:
        assert picture.format == "PNG"
        assert picture.size == (2 * round(scene.width), 2 * round(scene.height))
        green = next(s for s in scene.shapes if isinstance(s, Box) and s.fill in COLOURS.values())
        pixel = picture.getpixel((int(2 * green.x + 20), int(2 * green.y + 20)))
        assert pixel == (0x15, 0x80, 0x3D, 0xFF)
        assert picture.getpixel((0, 0))[3] == 0


def test_mermaid(proof: Proof, covers: Covers) -> None:
    lines = draw(proof, covers=covers, uses=USES, format="mermaid").decode().splitlines()
    assert lines[:12] == [
        "flowchart LR",
        '  j0["<b>access</b><br/>access<br/>● permission"]',
        '  j1["<b>sellable</b><br/>metadata<br/>● recency"]',
        '  j2["<b>gtin</b><br/>barcode<br/>● identity"]',
        '  j3["<b>label</b><br/>printed<br/>● identity<br/>○ quantity"]',
        "  ret([return])",
        "  j0 -- confirm --> j1",
        "  j1 -- confirm --> j2",
        "  j2 -- confirm --> ret",
        "  j2 -- abstain / failure --> j3",
        "  j3 -- confirm --> ret",
        "  other[every other outcome] -.-> drop([drop])",
    ]
    assert sum(line.startswith("  linkStyle") for line in lines) == 5


def test_neither_a_proof_nor_an_svg_needs_pillow() -> None:
    program = (
        "import sys\n"
        "from judges import Truth\n"
        "from judges.graph import GraphSpec, draw, prove\n"
        "covers = {'gtin': frozenset({Truth.IDENTITY})}\n"
        "proof = prove(GraphSpec.of('gtin', ('gtin', 'confirm', 'return')), covers,"
        " covers['gtin'], True)\n"
        "draw(proof, covers=covers, uses={}, format='svg')\n"
        "heavy = {'PIL', 'torch', 'faiss', 'matplotlib'} & set(sys.modules)\n"
        "print(sorted(heavy))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[]\n"


# Nodes, shadows, and the way of one candidate.


NODES = {
    "who": {"any_of": ["gtin", "same"]},
    "same": {"quorum": 2, "of": ["code", "label", "size"]},
}
KINDS = dict.fromkeys(("gtin", "code", "label", "trial"), IDENTITY)
WATCHED: Covers = {**KINDS, "size": frozenset({Truth.QUANTITY}), "last": IDENTITY}
TOGETHER = ("who", "confirm", "return"), ("who", "abstain", "last"), ("last", "confirm", "return")


@pytest.fixture
def together() -> Proof:
    spec = GraphSpec.of("who", *TOGETHER, nodes=NODES, shadows={"trial": "who"})
    return prove(spec, WATCHED, IDENTITY, public=True)


def words(proof: Proof, trace: Trace | None = None) -> list[str]:
    shapes = scene_of(proof, WATCHED, dict.fromkeys(WATCHED, "told"), trace).shapes
    return [shape.text for shape in shapes if isinstance(shape, Words)]


def cards(proof: Proof, trace: Trace | None = None) -> dict[str, Box]:
    """The box around each name: of those that hold it, the last drawn."""
    shapes = scene_of(proof, WATCHED, dict.fromkeys(WATCHED, "told"), trace).shapes
    boxes = [s for s in shapes if isinstance(s, Box) and s.radius in (10, 14) and s.x > 1]
    names = [s for s in shapes if isinstance(s, Words) and s.text in {*WATCHED, *NODES} and s.bold]
    return {
        name.text: [box for box in boxes if holds(box, name.x, name.y)][-1]
        for name in names
        if any(holds(box, name.x, name.y) for box in boxes)
    }


def holds(box: Box, x: float, y: float) -> bool:
    return box.x <= x <= box.x + box.width and box.y <= y <= box.y + box.height


def inside(inner: Box, outer: Box) -> bool:
    return holds(outer, inner.x, inner.y) and holds(
        outer, inner.x + inner.width, inner.y + inner.height
    )


def test_members_stand_in_the_box_of_their_node(together: Proof) -> None:
    found = cards(together)
    for inner, outer in [
        ("gtin", "who"), ("same", "who"), ("code", "same"), ("label", "same"), ("size", "same"),
    ]:  # fmt: skip
        assert inside(found[inner], found[outer]), (inner, outer)
    assert not inside(found["trial"], found["who"])
    assert not inside(found["last"], found["who"])
    assert [name for name, box in found.items() if box.dashed] == ["trial"]
    for one, other in combinations(["gtin", "same", "trial", "last"], 2):
        first, second = found[one], found[other]
        assert (
            first.x + first.width <= second.x
            or second.x + second.width <= first.x
            or first.y + first.height <= second.y
            or second.y + second.height <= first.y
        )
    assert {"any of, in order", "2 of 3", "told, shadow", "shadow"} <= set(words(together))


C, R, A, F = Outcome.CONFIRM, Outcome.REJECT, Outcome.ABSTAIN, Outcome.FAILURE


def test_the_way_of_a_candidate_stands_out(together: Proof) -> None:
    trace = trace_of(together, "mango", {"gtin": A, "code": C, "label": C, "size": A}, {"trial": R})
    assert (trace.way, trace.returned) == ({"who": C}, True)
    found = words(together, trace)
    assert {"mango", "confirmed on the way shown"} <= set(found)
    # On the tags of code, label, same and who, and on two links.
    assert found.count("confirm") == 4 + 2
    assert found.count("reject") == 1
    scene = scene_of(together, WATCHED, {}, trace)
    bold = [shape for shape in scene.shapes if isinstance(shape, Curve) and shape.bold]
    assert {shape.colour for shape in bold} == {COLOURS[C]}
    edges = {name: box.stroke for name, box in cards(together, trace).items()}
    assert edges["gtin"] == COLOURS[A]
    assert edges["code"] == edges["who"] == edges["same"] == COLOURS[C]
    assert edges["trial"] == COLOURS[R]
    assert edges["last"] not in COLOURS.values()


def test_a_candidate_that_was_dropped_ends_beneath_the_last_place(together: Proof) -> None:
    findings = {"gtin": A, "code": A, "label": A, "size": A, "last": R}
    trace = trace_of(together, "peach", findings)
    assert (dict(trace.way), trace.end) == ({"who": A, "last": R}, "drop")
    found = words(together, trace)
    assert "dropped at last: reject" in found
    assert found.count("drop") == 2  # and in the note
    text = draw(together, covers=WATCHED, uses={}, format="mermaid", trace=trace).decode()
    assert "  j6 -- reject --> drop\n" in text


def test_a_trace_is_drawn_in_every_format(together: Proof) -> None:
    trace = trace_of(together, "<i>", {"gtin": C})
    svg = draw(together, covers=WATCHED, uses={}, format="svg", trace=trace)
    root = ET.fromstring(svg)  # noqa: S314 - made a line above
    assert "<i>" in [element.text for element in root.iter()]
    drawing = draw(together, covers=WATCHED, uses={}, format="png", trace=trace)
    with Image.open(BytesIO(drawing)) as picture:
        scene = scene_of(together, WATCHED, {}, trace)
        assert picture.size == (2 * round(scene.width), 2 * round(scene.height))


@pytest.mark.parametrize(
    ("findings", "problem"),
    [
        ({}, "mango: stood at who, but what was found there is not recorded"),
        ({"gtin": A, "code": C}, "mango: stood at who, but what was found there is not recorded"),
        ({"gtin": C, "last": C}, "mango: judged by last, which its way does not lead to"),
        (
            {"sku": C},
            "mango: judged by sku; this graph has gtin, code, label, size, trial, last",
        ),
    ],
)
def test_findings_of_another_graph(
    findings: dict[str, Outcome], problem: str, together: Proof
) -> None:
    with pytest.raises(GraphError, match=f"^{problem}$"):
        trace_of(together, "mango", findings)


def test_mermaid_of_nodes_and_shadows(together: Proof) -> None:
    text = draw(together, covers=WATCHED, uses={}, format="mermaid").decode()
    assert text.splitlines()[:12] == [
        "flowchart LR",
        '  subgraph j0["<b>who</b>: any of, in order"]',
        '    j1["<b>gtin</b><br/>● identity"]',
        '    subgraph j2["<b>same</b>: 2 of 3"]',
        '      j3["<b>code</b><br/>● identity"]',
        '      j4["<b>label</b><br/>● identity"]',
        '      j5["<b>size</b><br/>○ quantity"]',
        "    end",
        "  end",
        '  j6["<b>last</b><br/>● identity"]',
        '  s0["<b>trial</b><br/>shadow<br/>○ identity"]',
        "  ret([return])",
    ]
    for edge in ("j0 -- confirm --> ret", "j0 -- abstain --> j6", "j0 -. shadow .- s0"):
        assert f"  {edge}\n" in text
