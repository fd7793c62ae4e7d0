"""Fetching from servers that are well, and from servers that are not."""

import os
import signal
import subprocess
import sys
import threading
from dataclasses import asdict, replace
from functools import partial as bound
from pathlib import Path
from typing import Any

import pytest
import weights_server as http
from weights_server import Server, serving

from modalities import WeightsError
from modalities.weights import WeightsFile, fetch, file_digest, locate, path_of
from modalities.weights import part as parts
from modalities.weights.lock import locked

quick = bound(fetch, wait=0.0, attempts=3, timeout=10.0)


def kept(entry: WeightsFile) -> bytes | None:
    """What of a download lies there for the next call."""
    path = parts.part_path(entry)
    return path.read_bytes() if path.exists() else None


def assert_here(entry: WeightsFile, server: Server) -> None:
    assert locate(entry).read_bytes() == server.body
    assert kept(entry) is None
    assert not parts.note_path(entry).exists()


def test_fetches_once(entry: WeightsFile, server: Server) -> None:
    seen: list[int] = []
    path = quick(entry, on_progress=seen.append)
    assert path == path_of(entry)
    assert_here(entry, server)
    assert seen == sorted(seen)
    assert seen[-1] == entry.size
    assert quick(entry) == path
    assert len(server.asked) == 1


def test_goes_on_where_the_connection_broke(entry: WeightsFile, server: Server) -> None:
    server.answers = [http.drops_after(100_000), http.drops_after(50_000)]
    quick(entry)
    assert_here(entry, server)
    assert [asked["Range"] for asked in server.asked] == [None, "bytes=100000-", "bytes=150000-"]
    assert [asked["If-Range"] for asked in server.asked] == [None, '"1"', '"1"']


def test_gives_up_and_keeps_what_it_has(entry: WeightsFile, server: Server) -> None:
    server.answers = [http.drops_after(1000), *[http.status(503)] * 3]
    with pytest.raises(WeightsError, match=r"503; 3 attempts .* 1000 of 256000 bytes are kept"):
        quick(entry)
    assert len(server.asked) == 4
    assert kept(entry) == server.body[:1000]
    quick(entry)
    assert server.asked[-1]["Range"] == "bytes=1000-"
    assert_here(entry, server)


def test_progress_gives_new_attempts(entry: WeightsFile, server: Server) -> None:
    server.answers = [http.drops_after(10) for _ in range(12)]
    quick(entry)
    assert_here(entry, server)


def test_a_server_that_always_begins_again_is_not_asked_for_ever(
    entry: WeightsFile, server: Server
) -> None:
    server.answers = [http.whole_but_drops_after(1000) for _ in range(50)]
    with pytest.raises(WeightsError, match="3 attempts"):
        quick(entry)
    assert len(server.asked) == 4


def test_begins_again_where_ranges_are_ignored(entry: WeightsFile, server: Server) -> None:
    server.answers = [http.drops_after(1000), http.ignores_range]
    quick(entry)
    assert_here(entry, server)


def test_begins_again_where_the_content_has_changed(entry: WeightsFile, server: Server) -> None:
    server.body = bytes(len(server.body))
    server.answers = [http.drops_after(1000), *[http.status(500)] * 3]
    with pytest.raises(WeightsError):
        quick(entry)
    server.body, server.etag = bytes(range(256)) * 1000, '"2"'
    quick(entry)
    assert server.asked[-1]["If-Range"] == '"1"'
    assert_here(entry, server)


def test_a_partial_answer_with_another_etag_is_not_appended(
    entry: WeightsFile, server: Server
) -> None:
    def changes(handler: http.Handler) -> None:
        rest = server.body[1000:]
        server.etag = '"2"'
        whole = f"bytes 1000-{len(server.body) - 1}/{len(server.body)}"
        handler.head(206, Content_Length=len(rest), Content_Range=whole)
        handler.wfile.write(rest)

    server.answers = [http.drops_after(1000), changes]
    quick(entry)
    assert [asked["Range"] for asked in server.asked] == [None, "bytes=1000-", None]
    assert_here(entry, server)


@pytest.mark.parametrize("wrong", ["bytes 999-255999/256000", "bytes 0-", "lines 1-2/3", ""])
def test_another_range_than_asked_for_is_not_appended(
    entry: WeightsFile, server: Server, wrong: str
) -> None:
    server.answers = [http.drops_after(1000), http.partial(wrong)]
    if wrong.endswith("/3"):
        with pytest.raises(WeightsError, match="found a file of 3 bytes"):
            quick(entry)
        return
    quick(entry)
    assert [asked["Range"] for asked in server.asked] == [None, "bytes=1000-", None]
    assert_here(entry, server)


def test_without_a_validator_the_digest_decides(entry: WeightsFile, server: Server) -> None:
    server.etag = None
    server.answers = [http.drops_after(1000)]
    quick(entry)
    assert [asked["If-Range"] for asked in server.asked] == [None, None]
    assert_here(entry, server)


def test_a_weak_etag_is_no_validator(entry: WeightsFile, server: Server) -> None:
    server.etag = 'W/"1"'
    server.answers = [http.drops_after(1000)]
    quick(entry)
    assert server.asked[1]["If-Range"] is None
    assert_here(entry, server)


def test_a_range_that_cannot_be_begins_again(entry: WeightsFile, server: Server) -> None:
    server.answers = [http.drops_after(1000), http.status(416)]
    quick(entry)
    assert [asked["Range"] for asked in server.asked] == [None, "bytes=1000-", None]
    assert_here(entry, server)


def test_a_range_beyond_a_shorter_file_is_refused(entry: WeightsFile, server: Server) -> None:
    server.answers = [http.drops_after(1000), http.status(416, Content_Range="bytes */700")]
    with pytest.raises(WeightsError, match="found a file of 700 bytes, expected 256000"):
        quick(entry)


@pytest.mark.parametrize("length", [1, 255_999, 256_001, 10**12])
def test_a_file_of_another_length_is_refused(
    entry: WeightsFile, server: Server, length: int
) -> None:
    server.answers = [http.says_length(length)]
    with pytest.raises(WeightsError, match=rf"found a file of {length} bytes, expected 256000"):
        quick(entry)
    assert not kept(entry)


def test_less_than_stated_is_asked_for_again(entry: WeightsFile, server: Server) -> None:
    whole, server.body = server.body, server.body[:-1]
    server.answers = [http.says_length(entry.size)]
    with pytest.raises(WeightsError, match="found a file of 255999 bytes"):
        quick(entry)
    server.body = whole
    quick(entry)
    assert_here(entry, server)


def test_a_length_need_not_be_stated(entry: WeightsFile, server: Server) -> None:
    server.answers = [http.says_no_length]
    quick(entry)
    assert_here(entry, server)


@pytest.mark.parametrize("answer", [http.endless, http.says_length(256_000)])
def test_takes_no_more_than_the_file_can_have(
    entry: WeightsFile, server: Server, answer: http.Answer
) -> None:
    right = server.body
    server.body += b"more"
    server.answers = [answer]
    assert quick(entry).read_bytes() == right


def test_corrupt_bytes_are_deleted(entry: WeightsFile, server: Server) -> None:
    right, server.body = server.body, bytes(len(server.body))
    with pytest.raises(WeightsError, match=rf"found SHA-256 \w+, expected {entry.sha256}; .*delet"):
        quick(entry)
    assert kept(entry) is None
    assert not path_of(entry).exists()
    server.body = right
    quick(entry)
    assert server.asked[-1]["Range"] is None
    assert_here(entry, server)


def test_a_compressed_body_is_refused(entry: WeightsFile, server: Server) -> None:
    server.answers = [http.encoded]
    with pytest.raises(WeightsError, match="encoded"):
        quick(entry)
    assert server.asked[0]["Accept-Encoding"] == "identity"


@pytest.mark.parametrize("code", [401, 403, 404, 410])
def test_a_refusal_is_final(entry: WeightsFile, server: Server, code: int) -> None:
    server.answers = [http.status(code)]
    with pytest.raises(WeightsError, match=f"the server answered {code}"):
        quick(entry)
    assert len(server.asked) == 1


@pytest.mark.parametrize("code", [408, 429, 500, 502, 503, 504])
def test_a_passing_failure_is_retried(entry: WeightsFile, server: Server, code: int) -> None:
    server.answers = [http.status(code)] * 2
    quick(entry)
    assert_here(entry, server)


def test_redirects_are_followed(entry: WeightsFile, server: Server) -> None:
    server.answers = [http.status(302, Location="/elsewhere.bin"), http.drops_after(1000)]
    quick(entry)
    assert_here(entry, server)
    assert path_of(entry).name == "model.bin"


def test_a_circle_of_redirects_ends(entry: WeightsFile, server: Server) -> None:
    server.answers = [http.status(302, Location="/model.bin")] * 30
    with pytest.raises(WeightsError, match="redirects"):
        quick(entry)


@pytest.mark.parametrize("url", ["http://example.invalid/model.bin", "ftp://example.invalid/m"])
def test_only_https_from_elsewhere(entry: WeightsFile, server: Server, url: str) -> None:
    with pytest.raises(WeightsError, match="expected https"):
        quick(replace(entry, url=url))
    server.answers = [http.status(302, Location=url)]
    with pytest.raises(WeightsError):
        quick(entry)


def test_a_server_that_is_not_there(entry: WeightsFile) -> None:
    with serving(b"") as gone:
        url = gone.url
    with pytest.raises(WeightsError, match=r"3 attempts in a row brought nothing"):
        quick(replace(entry, url=url))


def test_a_server_that_says_nothing_times_out(entry: WeightsFile, server: Server) -> None:
    reached, go_on = threading.Event(), threading.Event()
    server.answers = [http.stops_at(1000, reached, go_on)]
    try:
        quick(entry, timeout=0.2)
    finally:
        go_on.set()
    assert server.asked[1]["Range"] == "bytes=1000-"
    assert_here(entry, server)


def test_a_file_that_was_changed_is_fetched_again(entry: WeightsFile, server: Server) -> None:
    path = quick(entry)
    path.write_bytes(bytes(entry.size))
    os.utime(path, ns=(1, 1))
    quick(entry)
    assert_here(entry, server)
    assert len(server.asked) == 2


@pytest.mark.parametrize("note", [b"", b"[]", b"{", b'{"url": "https://example.org/other.bin"}'])
def test_a_part_of_who_knows_what_is_not_continued(
    entry: WeightsFile, server: Server, note: bytes
) -> None:
    parts.part_path(entry).parent.mkdir(parents=True)
    parts.part_path(entry).write_bytes(b"something")
    parts.note_path(entry).write_bytes(note)
    quick(entry)
    assert server.asked[0]["Range"] is None
    assert_here(entry, server)


def test_one_process_at_a_time(entry: WeightsFile, server: Server) -> None:
    folder = path_of(entry).parent
    folder.mkdir(parents=True)
    with (
        locked(folder / "model.bin.lock"),
        pytest.raises(WeightsError, match=r"model\.bin: another process is writing it"),
    ):
        quick(entry)
    quick(entry)
    assert_here(entry, server)


def test_no_room_is_found_out_before_anything_is_fetched(
    entry: WeightsFile, server: Server
) -> None:
    with pytest.raises(WeightsError, match=r"bytes free, expected 9{18}"):
        quick(replace(entry, size=999_999_999_999_999_999))
    assert not server.asked


def test_a_folder_that_cannot_be_made(
    entry: WeightsFile, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.write_text("a file")
    with pytest.raises(WeightsError, match="cannot be written"):
        quick(entry)


def test_ctrl_c_keeps_what_is_there(entry: WeightsFile, server: Server) -> None:
    def press(done: int) -> None:
        if done >= 60_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        quick(entry, on_progress=press)
    left = kept(entry)
    assert left
    quick(entry)
    assert server.asked[-1]["Range"] == f"bytes={len(left)}-"
    assert_here(entry, server)


def test_a_killed_process_is_continued(entry: WeightsFile, server: Server) -> None:
    reached, go_on = threading.Event(), threading.Event()
    server.answers = [http.stops_at(1000, reached, go_on)]
    told: dict[str, Any] = asdict(entry)
    code = (
        "from modalities.weights import WeightsFile, fetch\n"
        "def show(done):\n    if done >= 1000: print(done, flush=True)\n"
        f"fetch(WeightsFile(**{told!r}), on_progress=show)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"1000\n"
        process.send_signal(signal.SIGKILL)
        process.wait()
        go_on.set()
    assert kept(entry) == server.body[:1000]
    quick(entry)
    assert server.asked[-1]["Range"] == "bytes=1000-"
    assert_here(entry, server)
    assert file_digest(path_of(entry)) == entry.sha256
