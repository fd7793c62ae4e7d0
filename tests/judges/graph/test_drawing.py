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

from judges import Truth
from judges.graph import GraphSpec, Proof, draw, prove
from judges.graph.layout import lay_out
from judges.graph.scene import BOX, COLOURS, Box, Curve, Words, scene_of

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
@settings(max_examples=60, deadline=None)
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
@settings(max_examples=60, deadline=None)
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
        '  j0["<b>access</b><br/>access<br/>permission"]',
        '  j1["<b>sellable</b><br/>metadata<br/>recency"]',
        '  j2["<b>gtin</b><br/>barcode<br/>identity"]',
        '  j3["<b>label</b><br/>printed<br/>identity<br/>quantity"]',
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
