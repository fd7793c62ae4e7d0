"""Asking at the page with everything that can be asked with."""

import base64
import io
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import pytest
import soundfile
from browser_tab import STOREFRONT, Tab
from playwright.sync_api import Page

from router import Answer
from router.service import ServiceCore
from router.service.auth import Caller
from router.service.media import Upload
from router.service.models import SearchBody

OpenTab = Callable[..., Tab]


class Asked(NamedTuple):
    """One search."""

    body: SearchBody
    uploads: Sequence[Upload]


@pytest.fixture
def asked(core: ServiceCore, monkeypatch: pytest.MonkeyPatch) -> list[Asked]:
    """What arrives at the service's core, which answers as ever."""
    arrived: list[Asked] = []
    search = core.search

    def noted(
        caller: Caller, body: SearchBody, uploads: Sequence[Upload] = (), *more: Any
    ) -> Answer:
        arrived.append(Asked(body, uploads))
        return search(caller, body, uploads, *more)

    monkeypatch.setattr(core, "search", noted)
    return arrived


def submit(page: Page) -> None:
    page.click("button.primary")
    page.wait_for_selector("#answer:not([aria-busy])")


def test_the_form_has_what_the_config_declares(open_tab: OpenTab) -> None:
    page = open_tab().open()
    context = page.eval_on_selector_all("#context [data-type]", "all => all.map(e => e.name)")
    assert {"region", "as_of"} <= set(context)
    claims = page.eval_on_selector_all("#claims [data-type]", "all => all.map(e => e.name)")
    assert {"gtin", "sku", "plug"} <= set(claims)
    assert page.get_attribute("#limit", "placeholder") == "5"


def test_facts_are_sent_in_their_declared_types(open_tab: OpenTab, asked: list[Asked]) -> None:
    page = open_tab().open()
    page.evaluate("document.getElementById('claims').open = true")
    page.fill("#claims-year", "2024")
    page.fill("#claims-sku", " PI-003 ")
    page.fill("#context-as_of", "2026-05-31")
    page.fill("#limit", "3")
    submit(page)
    assert asked[0].body.claims == {"year": 2024, "sku": "PI-003"}
    assert asked[0].body.context == {"as_of": "2026-05-31"}
    assert asked[0].body.limit == 3


@pytest.mark.parametrize(
    ("field", "text", "says"),
    [
        ("#words", " ", "Ask with something"),
        ("#claims-year", "20.5", "year: expected int"),
        ("#limit", "0", "At most: expected a whole number from 1"),
    ],
)
def test_what_cannot_be_asked_is_said_at_the_form(
    open_tab: OpenTab, field: str, text: str, says: str
) -> None:
    page = open_tab().open()
    page.evaluate("document.getElementById('claims').open = true")
    page.fill(field, text)
    page.click("button.primary")
    assert says in page.inner_text("#form-problem")
    assert page.evaluate("document.activeElement.id") == field.removeprefix("#")
    assert not page.query_selector("#answer[aria-busy]")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("queries/oat-barcode.jpg", "image"),
        ("queries/mug-scan.png", "depth"),
        ("media/pipkin-owl-sound.flac", "audio"),
    ],
)
def test_a_file_is_known_by_its_content(open_tab: OpenTab, path: str, kind: str) -> None:
    page = open_tab().open()
    page.set_input_files("#files", STOREFRONT / path)
    page.wait_for_selector(".attached li")
    assert page.input_value(".attached select") == kind
    page.click(".attached button")
    assert page.locator(".attached li").count() == 0


def test_a_depth_map_asks_for_what_its_file_does_not_say(
    open_tab: OpenTab, asked: list[Asked]
) -> None:
    page = open_tab().open()
    page.set_input_files("#files", STOREFRONT / "queries" / "mug-scan.png")
    page.fill("input[name=scale]", "0.0005")
    page.fill("input[name=intrinsics]", "525, 525, 120, 119.5")
    submit(page)
    (stated,) = asked[0].body.media.depth
    assert stated.scale == 0.0005
    assert stated.intrinsics == [525, 525, 120, 119.5]
    assert [upload.kind for upload in asked[0].uploads] == ["depth"]
    page.fill("input[name=intrinsics]", "525, 525")
    page.click("button.primary")
    assert page.inner_text("#form-problem") == "intrinsics: expected four numbers"


@pytest.mark.parametrize("happening", ["drop", "paste"])
def test_files_can_be_dropped_and_pasted(open_tab: OpenTab, happening: str) -> None:
    page = open_tab().open()
    form = base64.b64encode((STOREFRONT / "media" / "form-7004-2024.pdf").read_bytes()).decode()
    page.evaluate(
        """([happening, form]) => {
            const bytes = Uint8Array.from(atob(form), letter => letter.charCodeAt(0));
            const data = new DataTransfer();
            data.items.add(new File([bytes], "form.pdf", { type: "application/pdf" }));
            const event = happening === "drop"
                ? new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true })
                : new ClipboardEvent("paste", { clipboardData: data, bubbles: true });
            document.getElementById("drop").dispatchEvent(event);
        }""",
        [happening, form],
    )
    page.wait_for_selector(".attached .thumb img")
    assert page.input_value(".attached select") == "document"


def test_a_recording_is_a_wav_file(open_tab: OpenTab, asked: list[Asked]) -> None:
    page = open_tab().open()
    page.click("#record")
    page.wait_for_selector("#record.recording")
    page.wait_for_timeout(700)
    page.click("#record")
    page.wait_for_selector(".attached li")
    assert page.input_value(".attached select") == "audio"
    submit(page)
    samples, rate = soundfile.read(io.BytesIO(asked[0].uploads[0].data))
    assert samples.ndim == 1
    assert 0.2 < len(samples) / rate < 20


def test_the_credential_is_sent_and_stays_in_the_tab(open_tab: OpenTab) -> None:
    page = open_tab().open()
    page.click("#credential")
    page.fill("#secret", "cj_secret")
    with page.expect_request("**/v1/config") as again:
        page.click("text=Use it")
    assert again.value.headers["authorization"] == "Bearer cj_secret"
    assert page.inner_text("#credential") == "Credential: set"
    assert page.evaluate("JSON.stringify(localStorage)") == "{}"
    assert page.evaluate("document.cookie") == ""
    page.click("#credential")
    page.click("text=Forget it")
    assert page.evaluate("sessionStorage.length") == 0
