import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judges import FactType, Labels, Vocabulary
from modalities import Intrinsics
from router.errors import ManifestError
from router.manifest import BadItem, ManifestItem, MediumEntry, estimated_length, read_manifest
from router.manifest.item import checked_item
from router.manifest.lines import LONGEST_LINE

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda each: st.lists(each) | st.dictionaries(st.text(), each),
)
VOCABULARY = Vocabulary.extended(record={"weights": FactType.DOUBLES, "new": FactType.BOOL})


def read(path: Path) -> list[ManifestItem | BadItem]:
    return list(read_manifest(path, VOCABULARY))


def jsonl(folder: Path, *lines: str | bytes, name: str = "m.jsonl") -> Path:
    path = folder / name
    path.write_bytes(b"\n".join(x.encode() if isinstance(x, str) else x for x in lines))
    return path


def table(folder: Path, text: str, name: str = "m.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    return path


class TestJsonl:
    def test_a_full_line(self, tmp_path: Path) -> None:
        camera = {"fx": 500, "fy": 501.5, "cx": 320, "cy": 240}
        line = {
            "id": "a",
            "record": {"name": "Kanne", "regions": ["EU"], "stock": 3, "nested": {"x": [None]}},
            "media": {
                "image": ["a.jpg", "/b.jpg"],
                "text": ["not/a/path.jpg"],
                "depth": [
                    "d.npy",
                    {"path": "e.png", "scale": 0.001, "intrinsics": camera, "baseline": 0.05},
                ],
                "document": ["f.pdf"],
                "imu": ["m.csv", {"path": "m.npy", "rate": 200}],
                "thermal": ["t.png"],
                "video": ["v.mp4"],
            },
            "access": {"tenant": "acme", "groups": ["x", "y"]},
        }
        (item,) = read(jsonl(tmp_path, json.dumps(line)))
        assert isinstance(item, ManifestItem)
        assert (item.line, item.id, item.record) == (1, "a", line["record"])
        assert item.labels == Labels("acme", frozenset({"x", "y"}))
        assert item.media == (
            MediumEntry("image", "a.jpg"),
            MediumEntry("image", "/b.jpg"),
            MediumEntry("text", "not/a/path.jpg"),
            MediumEntry("document", "f.pdf"),
            MediumEntry("video", "v.mp4"),
            MediumEntry("thermal", "t.png"),
            MediumEntry("depth", "d.npy"),
            MediumEntry("depth", "e.png", 0.001, Intrinsics(500, 501.5, 320, 240), 0.05),
            MediumEntry("imu", "m.csv"),
            MediumEntry("imu", "m.npy", rate=200.0),
        )
        assert item.media[0].source(tmp_path).path == tmp_path / "a.jpg"
        assert item.media[1].source(tmp_path).path == Path("/b.jpg")
        assert item.media[2].source(tmp_path).data == b"not/a/path.jpg"
        map_of, motion = item.media[7].source(tmp_path), item.media[9].source(tmp_path)
        assert (map_of.scale, map_of.intrinsics, map_of.baseline, map_of.rate) == (
            *item.media[7][2:5],
            None,
        )
        assert (motion.path, motion.rate) == (tmp_path / "m.npy", 200.0)

    def test_only_the_id_is_needed_and_blank_lines_are_nothing(self, tmp_path: Path) -> None:
        path = jsonl(tmp_path, b'\xef\xbb\xbf{"id": "a"}\r', "", "   ", '{"id": "b"}')
        assert [(each.line, each.id) for each in read(path)] == [(1, "a"), (4, "b")]
        assert estimated_length(path) == 2

    @pytest.mark.parametrize(
        ("line", "message"),
        [
            ('{"id": "a"', "no valid JSON"),
            ("[1]", "found a JSON list, expected one object"),
            ("null", "found a JSON NoneType"),
            ('{"record": {}}', "id: found nothing"),
            ('{"id": 5}', "id: found 5, expected a valid string"),
            ('{"id": ""}', "id: found ''"),
            ('{"id": "a\\nb"}', "expected printable characters"),
            ('{"id": "a", "recrod": {}}', "recrod: found a key that means nothing"),
            ('{"id": "a", "media": {"picture": ["a"]}}', "media.picture: found a key"),
            ('{"id": "a", "media": {"image": "a.jpg"}}', "media.image: found 'a.jpg', expected"),
            ('{"id": "a", "media": {"image": [5]}}', "media.image.0: found 5"),
            ('{"id": "a", "media": {"image": [""]}}', "media.image.0: found ''"),
            ('{"id": "a", "media": {"depth": [{"scale": 1}]}}', "media.depth.0.path: found noth"),
            ('{"id": "a", "media": {"depth": [{"path": "d", "scale": -1}]}}', "scale: found -1"),
            (
                '{"id": "a", "media": {"depth": [{"path": "d", "intrinsics": {"fx": 1}}]}}',
                "media.depth.0.intrinsics.fy: found nothing",
            ),
            (
                '{"id": "a", "media": {"depth": [{"path": "d", "baseline": 0}]}}',
                "baseline: found 0",
            ),
            ('{"id": "a", "media": {"imu": [{"path": "m", "rate": 0}]}}', "imu.0.rate: found 0"),
            ('{"id": "a", "media": {"imu": [{"path": "m", "scale": 1}]}}', "imu.0.scale: found a"),
            ('{"id": "a", "media": {"video": [{"path": "v"}]}}', "media.video.0: found"),
            ('{"id": "a", "record": []}', "record: found []"),
            ('{"id": "a", "record": {"x": NaN}}', "NaN is no number"),
            ('{"id": "a", "record": {"x": -Infinity}}', "-Infinity is no number"),
            ('{"id": "a", "record": {"x": 1e999}}', "1e999 is larger than numbers go"),
            ('{"id": "a", "record": {"x": 9223372036854775808}}', "record.x: found 92233720368"),
            ('{"id": "a", "record": {"x": ' + "9" * 5000 + "}}", "no valid JSON"),
            ('{"id": "a", "record": {"x": "\\ud800"}}', "record.x: found half a surrogate pair"),
            ('{"id": "a", "record": {"\\udfff": 1}}', "record: found half a surrogate pair"),
            ('{"id": "a", "record": {"x": 1, "x": 2}}', "key 'x' stands twice"),
            ('{"id": "a", "id": "b"}', "key 'id' stands twice"),
            ('{"id": "a", "record": {"x": ' + "[" * 50 + "]" * 50 + "}}", "nested too deeply"),
            ('{"id": "a", "record": ' + '{"x":' * 99_999 + "1" + "}" * 99_999 + "}", "deeply"),
            ('{"id": "a", "access": {"group": ["x"]}}', "access.group: found a key"),
            ('{"id": "a", "access": {"tenant": ""}}', "access.tenant: found ''"),
            ('{"id": "a", "access": {"groups": "x"}}', "access.groups: found 'x'"),
            ('{"id": "a", "access": null}', "access: found None"),
            (b'{"id": "\xff"}', "not UTF-8"),
            ('{"id": "a"}'.encode("utf-16"), "not UTF-8"),
            (b"\x1f\x8b\x08\x00" + bytes(range(128, 160)), "not UTF-8"),
        ],
    )
    def test_bad_lines_are_reported_and_the_rest_is_read(
        self, tmp_path: Path, line: str | bytes, message: str
    ) -> None:
        path = jsonl(tmp_path, '{"id": "before"}', line, '{"id": "after"}')
        before, bad, *_, after = read(path)
        assert isinstance(bad, BadItem)
        assert message in bad.message
        assert bad.message.startswith(f"{path}:2: ")
        assert bad.message.isprintable()
        assert len(bad.message) < 400
        assert (before.id, after.id) == ("before", "after")

    def test_a_bad_line_says_whom_it_meant(self, tmp_path: Path) -> None:
        (bad,) = read(jsonl(tmp_path, '{"id": "a", "extra": 1}'))
        assert (type(bad), bad.id) == (BadItem, "a")

    def test_of_two_items_with_one_id_the_second_is_bad(self, tmp_path: Path) -> None:
        first, second = read(jsonl(tmp_path, '{"id": "a"}', '{"id": "a", "record": {"x": 1}}'))
        assert isinstance(first, ManifestItem)
        assert isinstance(second, BadItem)
        assert "found 'a', which line 1 already has" in second.message

    def test_a_line_without_end_is_skipped(self, tmp_path: Path) -> None:
        path = jsonl(tmp_path, b"x" * (2 * LONGEST_LINE + 5), '{"id": "after"}')
        bad, after = read(path)
        assert isinstance(bad, BadItem)
        assert f"more than {LONGEST_LINE} bytes" in bad.message
        assert after.id == "after"

    @given(JSON)
    def test_any_object_is_an_item_or_a_bad_item(self, value: Any) -> None:
        whole = value if isinstance(value, dict) else {"id": "a", "record": {"x": value}}
        entry = checked_item("f:1", 1, whole)
        assert isinstance(entry, BadItem | ManifestItem)
        if isinstance(entry, BadItem):
            assert entry.message.isprintable()


class TestTable:
    def test_columns_are_typed_by_the_vocabulary(self, tmp_path: Path) -> None:
        text = (
            "id,image,text,depth,depth_scale,tenant,groups,"
            "name,stock,price,regions,weights,new,x\r\n"
            'a,a.jpg; b.jpg,"one; text",d.png,0.001,acme,x;y,'
            '"Kanne, blau",3,2.5,"EU,US","1,2",true,7\r\n'
            "b,,,,,,,,,,,,,\r\n"
        )
        full, empty = read(table(tmp_path, text))
        assert isinstance(full, ManifestItem)
        assert full.record == {
            "name": "Kanne, blau", "stock": 3, "price": 2.5, "regions": ["EU", "US"],
            "weights": [1.0, 2.0], "new": True, "x": "7",
        }  # fmt: skip
        assert full.media == (
            MediumEntry("image", "a.jpg"),
            MediumEntry("image", "b.jpg"),
            MediumEntry("text", "one; text"),
            MediumEntry("depth", "d.png", 0.001),
        )
        assert full.labels == Labels("acme", frozenset({"x", "y"}))
        assert empty == ManifestItem(3, "b", {}, (), Labels())

    def test_columns_state_what_files_do_not(self, tmp_path: Path) -> None:
        text = (
            "id,depth,depth_scale,depth_baseline,imu,imu_rate,video,thermal\n"
            "a,d.png;e.png,0.001,0.05,m.npy;n.npy,100,v.mp4,t.png\n"
            "b,,0.001,0.05,,100,,\n"
        )
        full, none = read(table(tmp_path, text))
        assert isinstance(full, ManifestItem)
        assert full.media == (
            MediumEntry("video", "v.mp4"),
            MediumEntry("thermal", "t.png"),
            MediumEntry("depth", "d.png", 0.001, None, 0.05),
            MediumEntry("depth", "e.png", 0.001, None, 0.05),
            MediumEntry("imu", "m.npy", rate=100.0),
            MediumEntry("imu", "n.npy", rate=100.0),
        )
        assert none == ManifestItem(3, "b", {}, (), Labels())

    @pytest.mark.parametrize(
        ("row", "message"),
        [
            ("a,x,1.5", "stock: found 'x', expected int"),
            ("a,1,cheap", "price: found 'cheap', expected double"),
            ("a,1,nan", "record.price: found nan, expected a finite number"),
            ("a,1,inf", "record.price: found inf"),
            ("a,1", "found 2 cells, expected 3"),
            ("a,1,2,3", "found 4 cells, expected 3"),
            (",1,2", "id: found nothing"),
            ('a,"1"x,2', "no valid CSV row"),
            ("a,\ud800,2", "not UTF-8"),
        ],
    )
    def test_bad_rows_are_reported_and_the_rest_is_read(
        self, tmp_path: Path, row: str, message: str
    ) -> None:
        path = tmp_path / "m.csv"
        text = f"id,stock,price\nbefore,1,2\n{row}\nafter,1,2\n"
        path.write_bytes(text.encode("utf-8", errors="surrogatepass"))
        before, bad, after = read(path)
        assert isinstance(bad, BadItem)
        assert message in bad.message
        assert bad.message.startswith(f"{path}:3: ")
        assert (before.id, after.id) == ("before", "after")

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("", "expected one named id"),
            ("name,price\n", "expected one named id"),
            ("id,name,name\n", "found 'name' twice"),
            ("id,,name\n", "a column without a name"),
            ('"id', "no valid CSV header"),
        ],
    )
    def test_a_header_that_names_no_items_is_refused(
        self, tmp_path: Path, text: str, message: str
    ) -> None:
        with pytest.raises(ManifestError, match=message):
            read(table(tmp_path, text))

    def test_a_quote_that_never_ends_is_one_bad_row(self, tmp_path: Path) -> None:
        rows = read(table(tmp_path, 'id,name\na,ok\nb,"' + "x,y\n" * 50_000))
        assert [type(each) for each in rows[:2]] == [ManifestItem, BadItem]

    def test_depth_scale_must_be_a_number(self, tmp_path: Path) -> None:
        (bad,) = read(table(tmp_path, "id,depth,depth_scale\na,d.png,mm\n"))
        assert isinstance(bad, BadItem)
        assert "depth_scale: found 'mm', expected double" in bad.message

    def test_a_rate_must_be_a_number_above_0(self, tmp_path: Path) -> None:
        for cell, found in (("fast", "imu_rate: found 'fast'"), ("-1", "imu.0.rate: found -1")):
            (bad,) = read(table(tmp_path, f"id,imu,imu_rate\na,m.npy,{cell}\n"))
            assert isinstance(bad, BadItem)
            assert found in bad.message


class TestFormat:
    @pytest.mark.parametrize("name", ["m.jsonl", "m.ndjson", "m.json", "m.txt", "manifest"])
    def test_json_is_told_by_ending_or_content(self, tmp_path: Path, name: str) -> None:
        assert read(jsonl(tmp_path, '{"id": "a"}', name=name))[0].id == "a"

    @pytest.mark.parametrize("name", ["m.csv", "M.CSV", "m.txt", "manifest"])
    def test_a_table_is_told_by_ending_or_content(self, tmp_path: Path, name: str) -> None:
        assert read(table(tmp_path, "\ufeffid,name\na,b\n", name=name))[0].id == "a"

    def test_a_manifest_that_cannot_be_read_is_refused(self, tmp_path: Path) -> None:
        for path in (tmp_path / "nowhere.jsonl", tmp_path):
            with pytest.raises(ManifestError, match="cannot be read"):
                read(path)
            with pytest.raises(ManifestError, match="cannot be read"):
                estimated_length(path)

    def test_an_empty_manifest_holds_nothing(self, tmp_path: Path) -> None:
        assert read(jsonl(tmp_path)) == []
