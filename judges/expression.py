"""Expressions over declared facts, in Google's Common Expression Language (CEL).

The language is specified at https://github.com/google/cel-spec. An expression may name
``record.FIELD``, ``ctx.NAME`` and ``claims.NAME`` where the vocabulary declares them, and where a
judge brings facts of its own, ``row.COLUMN`` or alike; anything else is refused when it is
compiled, before any query. The only file that meets ``cel_expr_python``.
"""

import difflib
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from cel_expr_python import cel

from .errors import ExpressionError, FactError
from .facts import FactType, Vocabulary, as_moment, check_fact

_SOURCES = {"record": "record", "ctx": "context", "claims": "claim"}
_NO_ROW: Mapping[str, Any] = MappingProxyType({})
_TYPES = {
    FactType.STRING: cel.Type.STRING,
    FactType.INT: cel.Type.INT,
    FactType.DOUBLE: cel.Type.DOUBLE,
    FactType.BOOL: cel.Type.BOOL,
    FactType.DATE: cel.Type.TIMESTAMP,
    FactType.STRINGS: cel.Type.List(cel.Type.STRING),
    FactType.INTS: cel.Type.List(cel.Type.INT),
    FactType.DOUBLES: cel.Type.List(cel.Type.DOUBLE),
}
_PLAIN = {
    FactType.INT: int,
    FactType.DOUBLE: float,
    FactType.BOOL: bool,
}
"""Values of exactly these types need no conversion; text must also be free of NUL."""
_UNDECIDED = (cel.Type.ERROR, cel.Type.UNKNOWN)
_TOKEN = re.compile(
    r"""
    (?P<comment> //[^\n]* )
  | (?P<raw> (?:[rR][bB]?|[bB][rR]) (?: \"{3}.*?\"{3} | '{3}.*?'{3} | "[^"\n]*" | '[^'\n]*' ) )
  | (?P<string> [bB]? (?: \"{3}(?:\\.|[^\\])*?\"{3} | '{3}(?:\\.|[^\\])*?'{3}
                        | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*' ) )
  | (?P<number> 0[xX][0-9a-fA-F]+[uU]? | \d+(?:\.\d+)?(?:[eE][+-]?\d+)?[uU]? )
  | (?P<word> [A-Za-z_]\w* )
  | (?P<symbol> \S )
    """,
    re.VERBOSE | re.DOTALL | re.ASCII,
)
_CEL_ERROR = re.compile(r"ERROR: <input>:(?P<line>\d+):(?P<column>\d+): (?P<message>[^\n]*)")
_UNDECLARED = re.compile(r"undeclared reference to '(?P<name>[^']*)'")


class Fact(NamedTuple):
    """A declared fact that an expression mentions."""

    name: str
    """As the expression writes it: ``record.stock``."""
    source: str
    """Where it comes from, as evidence names it: ``record``, ``context``, ``claim`` or ``row``."""
    field: str
    type: FactType


class Evaluation(NamedTuple):
    """What an expression came to over one set of facts."""

    value: Any
    """A bool, int, float, str, aware datetime, list or dict; None where there is a problem."""
    given: Sequence[tuple[Fact, Any]] = ()
    """The mentioned facts that are present, with their values."""
    problem: str | None = None
    """Why there is no value: ``fact_missing``, ``fact_type`` or ``not_computable``."""
    names: tuple[str, ...] = ()
    """The names of the facts that are missing or of the wrong type."""


class Expression:
    """One compiled expression. Safe to use from threads.

    ``where`` is the YAML key that messages begin with. Raises ExpressionError: one line with the
    key, the column, what was found, and the valid choices. ``row`` declares ``row.COLUMN``,
    or whatever ``row_name`` says instead.
    """

    def __init__(
        self,
        where: str,
        text: str,
        vocabulary: Vocabulary,
        row: Mapping[str, FactType] | None = None,
        row_name: str = "row",
    ) -> None:
        self.where = where
        self.text = text
        declared = _declared(vocabulary, row or {}, row_name)
        self.facts: tuple[Fact, ...] = _mentioned(where, text, declared)
        # Only what was found above is declared, so a name it missed cannot compile either.
        variables = {fact.name: _TYPES[fact.type] for fact in self.facts}
        try:
            self._program = cel.NewEnv(variables=variables).compile(text)
        except RuntimeError as error:
            raise ExpressionError(_explain(where, text, str(error), declared)) from error
        self.returns: str = self._program.return_type().name().lower()
        """The CEL type of its value: bool, int, double, string, timestamp, list<string> …"""

    @property
    def names(self) -> frozenset[str]:
        """Qualified names of the facts it mentions, such as ``record.stock``."""
        return frozenset(fact.name for fact in self.facts)

    @property
    def record_fields(self) -> frozenset[str]:
        """Fields of the record that it mentions."""
        return frozenset(fact.field for fact in self.facts if fact.source == "record")

    def require(self, *types: str) -> None:
        """Raises ExpressionError unless the expression's value is of one of these types."""
        if self.returns not in types:
            raise ExpressionError(
                f"{self.where}: {self.text!r} gives {self.returns}, expected {' or '.join(types)}"
            )

    def _given(self, sources: Mapping[str, Mapping[str, Any]]) -> list[tuple[Fact, Any]]:
        """The mentioned facts that are present. A JSON null is an absent fact."""
        return [
            (fact, value)
            for fact in self.facts
            if (value := sources[fact.source].get(fact.field)) is not None
        ]

    def evaluate(
        self,
        record: Mapping[str, Any],
        context: Mapping[str, Any],
        claims: Mapping[str, Any],
        row: Mapping[str, Any] = _NO_ROW,
    ) -> Evaluation:
        """Its value. A fact that is missing or mistyped matters only where the value turns on it.

        That is CEL's own rule: ``true || record.x == "a"`` is true without ``record.x``.
        """
        data, mistyped = {}, []
        given = self._given({"record": record, "context": context, "claim": claims, "row": row})
        for fact, value in given:
            if _is_plain(fact.type, value):
                data[fact.name] = value
                continue
            try:
                data[fact.name] = _as_cel(fact, value)
            except FactError:
                mistyped.append(fact.name)
        try:
            result = self._program.eval(data=data)
            if result.type() not in _UNDECIDED:
                return Evaluation(result.plain_value(), given)
        except (RuntimeError, ValueError, TypeError, OverflowError):
            return Evaluation(None, given, "not_computable")
        if mistyped:
            return Evaluation(None, given, "fact_type", tuple(mistyped))
        present = {fact.name for fact, _ in given}
        missing = tuple(fact.name for fact in self.facts if fact.name not in present)
        return Evaluation(None, given, "fact_missing" if missing else "not_computable", missing)


def _is_plain(expected: FactType, value: Any) -> bool:
    """Whether a value may go to CEL as it is, the common case; ``_as_cel`` decides all others."""
    found = type(value)
    if found is str:
        return expected is FactType.STRING and "\0" not in value
    if found is list:
        return expected is FactType.STRINGS and all(
            type(element) is str and "\0" not in element for element in value
        )
    return found is _PLAIN.get(expected)


def _as_cel(fact: Fact, value: Any) -> Any:
    check_fact(fact.name, value, fact.type)
    try:
        match fact.type:
            case FactType.STRING:
                return _whole(fact, value)
            case FactType.STRINGS:
                return [_whole(fact, element) for element in value]
            case FactType.DATE:
                return as_moment(fact.name, value)
            case FactType.DOUBLE:
                return float(value)
            case FactType.DOUBLES:
                return [float(element) for element in value]
    except OverflowError as error:
        raise FactError(f"{fact.name}: found a number too large for {fact.type}") from error
    return value


def _whole(fact: Fact, text: str) -> str:
    """The library ends a string at its first NUL, so that ``7`` would equal ``7\\0x``."""
    if "\0" in text:
        raise FactError(f"{fact.name}: found a NUL character, expected text")
    return text


def _declared(
    vocabulary: Vocabulary, row: Mapping[str, FactType], row_name: str
) -> dict[str, Fact]:
    """All facts of a vocabulary, and of a judge's own row, under their qualified names."""
    tables: dict[str, Mapping[str, FactType]] = {
        "record": vocabulary.record, "ctx": vocabulary.context, "claims": vocabulary.claims,
        row_name: row,
    }  # fmt: skip
    return {
        f"{root}.{field}": Fact(f"{root}.{field}", _SOURCES.get(root, "row"), field, kind)
        for root, table in tables.items()
        for field, kind in table.items()
    }


def _mentioned(where: str, text: str, declared: Mapping[str, Fact]) -> tuple[Fact, ...]:
    """The facts that an expression mentions, by name. Literals and comments mention nothing."""
    roots = {"record", "ctx", "claims", *(name.partition(".")[0] for name in declared)}
    found = {}
    tokens = [token for token in _TOKEN.finditer(text) if token.lastgroup != "comment"]
    for position, token in enumerate(tokens):
        word, place = token.group(), _place(text, token.start())
        following = [after.group() for after in tokens[position + 1 : position + 3]]
        if token.lastgroup != "word" or _is_selected(tokens, position):
            continue
        if word == "has" and following[:1] == ["("]:
            raise ExpressionError(
                f"{where}, {place}: has() is not needed: where a fact is absent "
                "and the outcome turns on it, the judge abstains"
            )
        if word not in roots:
            continue
        if len(following) < 2 or following[0] != "." or not following[1].isidentifier():
            raise ExpressionError(
                f"{where}, {place}: found {word!r} by itself, expected {word}.NAME"
            )
        name = f"{word}.{following[1]}"
        if name not in declared:
            raise ExpressionError(_undeclared(where, place, name, declared))
        found[name] = declared[name]
    return tuple(found[name] for name in sorted(found))


def _is_selected(tokens: list[re.Match[str]], position: int) -> bool:
    """Whether this word is a field or method of the operand before it: ``x.word``."""
    if position < 2 or tokens[position - 1].group() != ".":
        return False
    before = tokens[position - 2]
    ends_operand = before.lastgroup != "symbol" or before.group() in ")]}"
    return ends_operand and before.group() != "in"


def _place(text: str, offset: int) -> str:
    line = text.count("\n", 0, offset) + 1
    column = offset - text.rfind("\n", 0, offset)
    return f"column {column}" if "\n" not in text else f"line {line}, column {column}"


def _undeclared(where: str, place: str, name: str, declared: Mapping[str, Fact]) -> str:
    root = name.partition(".")[0]
    choices = [known for known in declared if known.startswith(f"{root}.")] or list(declared)

    def likeness(known: str) -> float:
        return -difflib.SequenceMatcher(None, name, known).ratio()

    return (
        f"{where}, {place}: {name!r} is not declared; "
        f"declared, closest first: {', '.join(sorted(choices, key=likeness))}"
    )


def _explain(where: str, text: str, problem: str, declared: Mapping[str, Fact]) -> str:
    """One line for what the compiler says over several."""
    match = _CEL_ERROR.search(problem)
    if match is None:
        return f"{where}: {text!r} does not compile ({problem.splitlines()[0]})"
    line, column = int(match["line"]), int(match["column"])
    place = f"column {column}" if "\n" not in text else f"line {line}, column {column}"
    message = match["message"].removesuffix(" [INVALID_ARGUMENT]")
    undeclared = _UNDECLARED.search(message)
    if undeclared and "." in undeclared["name"]:
        return _undeclared(where, place, undeclared["name"], declared)
    if undeclared:
        return f"{where}, {place}: {undeclared['name']!r} is not a name or function of CEL"
    if "no matching overload" in message and {"int", "double"} <= set(
        re.findall(r"\w+", message.rpartition("applied to")[2])
    ):
        message += "; beside a double write a whole number with a point, as in 1.0"
    return f"{where}, {place}: {message}"
