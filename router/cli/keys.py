"""``crossjudge keys``: who may use a service."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .status import OK
from .terminal import note, plain, put, put_json

if TYPE_CHECKING:
    from router.service.auth.keys import Key, KeyFile

keys = typer.Typer(help="API keys of a service: add, list, revoke.")

_File = Annotated[
    Path, typer.Option("--keys", "-k", metavar="FILE", help="As `auth: {keys: …}` names it.")
]


@keys.callback(invoke_without_command=True)
def about(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@keys.command("add")
def add_key(
    subject: Annotated[str, typer.Argument(help="Who it is for; answers and logs name them.")],
    file: _File,
    role: Annotated[str, typer.Option(help="search, ingest or admin.")] = "search",
    tenant: Annotated[str | None, typer.Option(help="Sees and writes as this tenant.")] = None,
    group: Annotated[list[str] | None, typer.Option(help="Any number.")] = None,
    days: Annotated[float | None, typer.Option(min=0, help="Until it expires.")] = None,
) -> int:
    """Make a key and print its secret, once; the file keeps only a hash."""
    from router.service.auth.caller import Role

    if role not in set(Role):
        raise typer.BadParameter(
            f"found {role!r}, expected one of {', '.join(Role)}", param_hint="--role"
        )
    for what, word in (
        ("SUBJECT", subject),
        ("--tenant", tenant),
        *(("--group", g) for g in group or ()),
    ):
        if word is not None and not 0 < len(word) <= 256:
            raise typer.BadParameter("expected 1 to 256 characters", param_hint=what)
    made = _file(file).add(
        subject, Role(role), tenant=tenant, groups=frozenset(group or ()), days=days
    )
    put(made.secret)
    note(f"key {made.key.id}: this secret is shown only now; {file} keeps its SHA-256")
    return OK


@keys.command("list")
def list_keys(
    file: _File, as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False
) -> int:
    """Whose there are, and which of them work."""
    import datetime as dt

    now = dt.datetime.now(dt.UTC)
    found = _file(file).all()
    if as_json:
        put_json([{**_data(key), "state": key.state(now)} for key in found])
        return OK
    for key in found:
        state = key.state(now)
        style = "green" if state == "active" else "red"
        who = ", ".join([key.subject, *([key.tenant] if key.tenant else []), *sorted(key.groups)])
        put(key.id, "  ", (f"{state:<8}", style), f"  {key.role:<7}", plain(who))
    return OK


@keys.command("revoke")
def revoke_key(
    key_id: Annotated[str, typer.Argument(metavar="ID", help="As `list` shows it.")], file: _File
) -> int:
    """From the next request on, refuse a key."""
    if _file(file).revoke(key_id) is None:
        raise typer.BadParameter(f"found no key {key_id!r} in {file}", param_hint="ID")
    note(f"key {key_id} is revoked")
    return OK


def _file(path: Path) -> "KeyFile":
    from router.service.auth.keys import KeyFile

    return KeyFile(path)


def _data(key: "Key") -> dict[str, object]:
    return key.model_dump(mode="json", exclude={"sha256"})
