"""Questions that quote facts of a record."""

import re
from collections.abc import Mapping
from typing import Any

from judges.errors import JudgeConfigError
from judges.facts import FactType, Vocabulary

_QUOTED = re.compile(r"\{([^{}]*)\}")
_FIELD = re.compile(r"record\.([A-Za-z_][A-Za-z0-9_]*)")
_QUOTABLE = (FactType.STRING, FactType.INT, FactType.DOUBLE)
_LONGEST = 200
_SPECIAL = re.compile(r"[<>|\[\]{}]")
"""What models spell their own marks with: no fact may write one."""


class Question:
    """A text in which ``{record.NAME}`` stands for a fact."""

    def __init__(self, where: str, text: str, vocabulary: Vocabulary) -> None:
        """Raises JudgeConfigError for what cannot be quoted, FactError for undeclared fields."""
        self._text = text
        names = []
        for quoted in _QUOTED.findall(text):
            field = _FIELD.fullmatch(quoted)
            if field is None:
                raise JudgeConfigError(f"{where}: found {{{quoted}}}, expected {{record.NAME}}")
            found = vocabulary.require_record(where, field[1])
            if found not in _QUOTABLE:
                raise JudgeConfigError(
                    f"{where}: record.{field[1]} is declared {found}, "
                    f"expected {' or '.join(_QUOTABLE)}"
                )
            names.append(field[1])
        self.fields = frozenset(names)

    def of(self, record: Mapping[str, Any]) -> str | None:
        """The question about one item; None where its record lacks a fact that is quoted."""
        facts = {name: _plain(record.get(name)) for name in self.fields}
        if not all(facts.values()):
            return None
        return _QUOTED.sub(lambda quoted: facts[quoted[1].removeprefix("record.")], self._text)


def _plain(fact: Any) -> str:
    """In one line, without marks; empty for what is no fact to quote."""
    if isinstance(fact, bool) or not isinstance(fact, str | int | float):
        return ""
    return " ".join(_SPECIAL.sub(" ", str(fact)).split())[:_LONGEST]
