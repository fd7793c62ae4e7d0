"""Where the statements of a Cedar text begin. Cedar's own errors do not name a line."""

import re
from collections.abc import Sequence
from typing import NamedTuple

_TOKEN = re.compile(r'//[^\n]*|"(?:\\.|[^"\\])*"|[{};]|[^\s"/{};]+|/|"', re.DOTALL)


class Statement(NamedTuple):
    """One policy, or one declaration of a schema."""

    line: int
    """The line of its first token, counted from 1."""
    text: str


def statements(text: str) -> Sequence[Statement]:
    """The statements of a text, in order; comments and strings end none.

    A statement ends with a semicolon outside braces, or with the brace that closes a namespace.
    """
    found, begin, depth, is_namespace = [], None, 0, False
    for token in _TOKEN.finditer(text):
        word = token.group()
        if word.startswith("//"):
            continue
        if begin is None:
            begin, is_namespace = token.start(), word == "namespace"
        depth += (word == "{") - (word == "}")
        if depth <= 0 and (word == ";" or (word == "}" and is_namespace)):
            found.append(_statement(text, begin, token.end()))
            begin, depth = None, 0
    if begin is not None:
        found.append(_statement(text, begin, len(text)))
    return found


def _statement(text: str, begin: int, end: int) -> Statement:
    return Statement(text.count("\n", 0, begin) + 1, text[begin:end])
