"""Everything that can go wrong between a candidate and its verdict.

JudgeError
├── ReaderError        a reader could not read a medium
├── JudgeConfigError   a judge's options are wrong; the message names the key
├── ExpressionError    an expression does not compile, or uses a name nobody declared
├── FactError          a fact of a record, a claim or the context has the wrong type
├── GraphError         a judge graph is refused by its proof
└── VerdictError       a verdict that cannot be: a confirm or reject without evidence
"""


class JudgeError(Exception):
    """Root of all errors of this package."""


class ReaderError(JudgeError):
    """A reader could not read a medium."""


class JudgeConfigError(JudgeError):
    """A judge's options are wrong."""


class ExpressionError(JudgeError):
    """An expression does not compile, or uses a name nobody declared."""


class FactError(JudgeError):
    """A fact of a record, a claim or the context is unknown or has the wrong type."""


class GraphError(JudgeError):
    """A judge graph is refused: some way through it escapes judgement."""

    def __init__(self, *problems: str) -> None:
        super().__init__(*problems)
        self.problems = problems
        """Everything that is wrong with the graph, one line each."""

    def __str__(self) -> str:
        return "; ".join(self.problems)


class VerdictError(JudgeError):
    """A verdict that cannot be."""
