"""Finding the statements of a Cedar text: each once, on its own line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judges.policy.statements import statements


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("// nothing; here\n", []),
        ('permit(a);\n// a; b\n\n@id("x;y")\nforbid(b)\nwhen { c };', [1, 4]),
        ('permit(a) when { b == "a\\"; }" };\npermit(c)', [1, 2]),
        ("namespace A {\n entity B;\n}\nentity C { d: Long };", [1, 4]),
        ("a; b;\nc;", [1, 1, 2]),
        ('"', [1]),
        ("}};{;", [1, 1]),
    ],
)
def test_statements_and_their_lines(text: str, lines: list[int]) -> None:
    assert [each.line for each in statements(text)] == lines


@given(st.text(alphabet='ab{};"/\\\n @n'))
def test_any_text_is_cut_into_its_own_parts(text: str) -> None:
    begin = 0
    for each in statements(text):
        begin = text.index(each.text, begin)
        assert each.line == text.count("\n", 0, begin) + 1
        begin += len(each.text)
