"""All commands, and the one place where what went wrong becomes a line and an exit status."""

import os
import sys
import traceback
from collections.abc import Sequence
from importlib.metadata import version
from io import TextIOWrapper
from typing import Annotated

import typer
from typer.exceptions import Abort, Exit, TyperException

from .check import check
from .demo import demo
from .doctor import doctor
from .evaluate import evaluate
from .graph import graph
from .ingest import ingest
from .keys import keys
from .logs import configure_logs
from .mcp import mcp
from .read import read
from .reembed import reembed
from .search import search
from .serve import serve
from .status import BROKEN_PIPE, INTERNAL, INTERRUPTED, OK, USAGE
from .terminal import NAME, complain
from .weights import weights

app = typer.Typer(
    name=NAME,
    help="Find items across image, audio, text and depth: proximity proposes, judges decide.",
    epilog="Exit status: 0 ran; 2 wrong usage or config; 3 some input was bad, the rest was done.",
    add_completion=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(demo)
app.command()(ingest)
app.command()(reembed)
app.command()(search)
app.command()(read)
app.command()(check)
app.command()(graph)
app.command("eval")(evaluate)
app.command()(serve)
app.command()(mcp)
app.add_typer(keys, name="keys")
app.add_typer(weights, name="weights")
app.command()(doctor)


@app.callback(invoke_without_command=True)
def crossjudge(
    context: typer.Context,
    verbose: Annotated[
        bool,
        typer.Option(
            "--verbose", "-v", help="Log events to stderr; so does CROSSJUDGE_LOG=info or debug."
        ),
    ] = False,
    show_version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    configure_logs("info" if verbose else os.environ.get("CROSSJUDGE_LOG", "warning"))
    if show_version:
        typer.echo(f"{NAME} {version(NAME)}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit


def main() -> None:
    """The console script."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A file name need not be valid in the terminal's encoding to be worth a message.
            stream.reconfigure(errors="backslashreplace")
    # A photo is read and embedded side by side, and each hands the interpreter to the other dozens
    # of times; at the default of 5 ms a turn, waiting for it adds a tenth to a search.
    sys.setswitchinterval(0.0005)
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """One command, to its exit status."""
    try:
        status = _invoke(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the results has gone; what is left unwritten must not complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except SystemExit as end:
        # What rich makes of a broken pipe.
        if isinstance(end.__context__, BrokenPipeError):
            return BROKEN_PIPE
        raise
    return status


def _invoke(arguments: Sequence[str]) -> int:
    command = typer.main.get_command(app)
    try:
        # Not command.main(): that would end the process itself where a pipe breaks.
        with command.make_context(NAME, list(arguments)) as context:
            status = command.invoke(context)
    except Exit as end:
        return end.exit_code
    except TyperException as error:
        complain(_with_hint(error))
        return USAGE
    except (KeyboardInterrupt, Abort):
        complain("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 - the last line of defence: never a traceback
        return _failed(error)
    return status if isinstance(status, int) else OK


def _with_hint(error: TyperException) -> str:
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else NAME
    return f"{error.format_message().rstrip('.')}; see {path} --help"


def _failed(error: Exception) -> int:
    # Imported here: what parses arguments and prints help needs neither package.
    from judges import JudgeError
    from modalities import ModalityError
    from router.errors import ConfigError, RouterError

    if isinstance(error, ConfigError):
        for problem in error.problems:
            complain(problem)
        return USAGE
    if isinstance(error, RouterError | JudgeError | ModalityError):
        complain(str(error))
        return USAGE
    if os.environ.get("CROSSJUDGE_DEBUG"):
        traceback.print_exception(error)
    complain(
        f"internal error: {type(error).__name__}: {error} "
        "(set CROSSJUDGE_DEBUG=1 for the traceback)"
    )
    return INTERNAL
