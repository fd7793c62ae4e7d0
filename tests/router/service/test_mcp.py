"""Tools for agents, asked in memory with the SDK's own client."""

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from world import item

from judges import Principal
from router import Config, Router
from router.errors import CredentialError, RequestError
from router.service import Caller, Role, ServiceCore
from router.service.admission import Workplace

pytest.importorskip("mcp", reason="needs the extra mcp")
from mcp import Client

from router.service.mcp.media import Files, ToolMedium
from router.service.mcp.tools import Desk, make_server

ROOT = Path(__file__).parents[3]
OPEN = [item(number) for number in range(6)]
ACME = [item(9, sku="S-1", access={"tenant": "acme"})]


@pytest.fixture
def core(make_router: Callable[..., Router], shop: Config) -> ServiceCore:
    return ServiceCore(make_router(shop, OPEN + ACME))


def asked(core: ServiceCore, *calls: tuple[str, dict[str, Any]], **of: Any) -> list[Any]:
    """What tools answer to a client in the same process."""
    caller = Caller(of.get("principal", Principal()), Role.SEARCH)
    files = Files(10_000, of.get("root"))
    work = Workplace("tool", 2, waiting=8, patience=5)
    caller_of = of.get("caller_of", lambda _asked: caller)
    server = make_server(Desk(core, caller_of, files, work))
    try:
        return anyio.run(_asked, server, calls)
    finally:
        work.close()


async def _asked(server: Any, calls: Any) -> list[Any]:
    async with Client(server) as client:
        return [await client.call_tool(name, arguments) for name, arguments in calls]


SEARCH = ("search", {"text": ["text of item 3"], "claims": {"sku": "S-1"}, "explain": 3})


def test_search_gives_what_was_confirmed_and_no_neighbours(core: ServiceCore) -> None:
    (found,) = asked(core, SEARCH)
    assert not found.is_error
    answer = found.structured_content
    assert {each["id"] for each in answer["items"]} == {"item-004", "item-005"}
    assert answer["items"][0]["verdicts"][0]["judge"] == "access"
    assert len(answer["dossiers"]) == 3
    shown = json.dumps(answer)
    for near in ("score", "telemetry", "nearest", "lanes", "random:text"):
        assert near not in shown
    assert json.loads(found.content[0].text) == answer


def test_an_empty_answer_says_why(core: ServiceCore) -> None:
    (found,) = asked(core, ("search", {"text": ["text of item 3"]}))
    assert found.structured_content["items"] == []
    assert found.structured_content["why_empty"]


def test_the_principal_is_the_callers(core: ServiceCore) -> None:
    acme = Principal("ada", "acme")
    (mine,) = asked(core, SEARCH, principal=acme)
    (others,) = asked(core, SEARCH)
    assert "item-009" in json.dumps(mine.structured_content)
    assert "item-009" not in json.dumps(others.structured_content)
    (named,) = asked(core, ("search", {**SEARCH[1], "principal": {"tenant": "acme"}}))
    assert named.is_error or "item-009" not in json.dumps(named.structured_content)


def test_read_and_check_are_tools_too(core: ServiceCore) -> None:
    good = (ROOT / "configs" / "groceries.yaml").read_text(encoding="utf-8")
    read, unknown, proven, refused = asked(
        core,
        ("read", {"kind": "quantity", "text": ["2 x 500 ml"]}),
        ("read", {"kind": "tea leaves", "text": ["x"]}),
        ("check", {"config": good}),
        ("check", {"config": good.replace("when: confirm, to: gtin", "when: abstain, to: return")}),
    )
    assert read.structured_content["readings"][0]["kind"] == "quantity"
    assert unknown.is_error
    assert "no such reader" in unknown.content[0].text
    assert proven.structured_content["proven"] is True
    assert refused.structured_content["proven"] is False
    assert refused.structured_content["problems"]


def test_what_is_wrong_is_said_in_one_line(core: ServiceCore) -> None:
    bad = [
        {},
        {"claims": {"colour": "red"}},
        {"media": [{"kind": "image", "base64": "####"}]},
        {"media": [{"kind": "image"}]},
        {"media": [{"kind": "image", "path": "/etc/passwd"}]},
        {"media": [{"kind": "image", "base64": base64.b64encode(b"no picture").decode()}]},
        {"media": [{"kind": "image", "base64": "A" * 20_000}]},
    ]
    said = asked(core, *(("search", arguments) for arguments in bad))
    texts = [each.content[0].text for each in said]
    assert all(each.is_error for each in said)
    for text, wanted in zip(
        texts,
        ["nothing to search by", "colour", "base64", "either", "no paths", "image[0]", "10000"],
        strict=True,
    ):
        assert wanted in text
        assert "\n" not in text
        assert "Traceback" not in text


def test_a_crash_tells_an_agent_nothing(core: ServiceCore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core.router, "search", lambda _request: 1 / 0)
    (found,) = asked(core, SEARCH)
    assert found.is_error
    assert "division" not in found.content[0].text


def test_a_credential_that_is_revoked_meanwhile_is_refused(core: ServiceCore) -> None:
    def revoked(_asked: Any) -> Caller:
        raise CredentialError("the credential is not valid")

    (found,) = asked(core, SEARCH, caller_of=revoked)
    assert found.is_error
    assert "not valid" in found.content[0].text


class TestFiles:
    @pytest.fixture
    def root(self, tmp_path: Path) -> Path:
        (tmp_path / "inside").mkdir()
        (tmp_path / "inside" / "a.png").write_bytes(b"picture")
        (tmp_path / "secret.png").write_bytes(b"secret")
        (tmp_path / "inside" / "link.png").symlink_to(tmp_path / "secret.png")
        return tmp_path / "inside"

    def test_a_file_of_the_folder_is_taken(self, root: Path) -> None:
        files = Files(100, root)
        for path in ("a.png", str(root / "a.png")):
            (upload,) = files.uploads([ToolMedium(kind="image", path=path)])
            assert upload.data == b"picture"

    @pytest.mark.parametrize(
        "path",
        ["../secret.png", "/etc/passwd", "link.png", "missing.png", "", "a.png\0", "x" * 9999],
    )
    def test_no_other_file_is(self, root: Path, path: str) -> None:
        with pytest.raises(RequestError) as refused:
            Files(100, root).uploads([ToolMedium(kind="image", path=path)])
        assert "secret" not in str(refused.value)

    def test_nor_one_that_is_too_large(self, root: Path) -> None:
        with pytest.raises(RequestError, match="3 bytes"):
            Files(3, root).uploads([ToolMedium(kind="image", path="a.png")])
