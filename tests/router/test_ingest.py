import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest
from catalogues import Catalogues
from numpy.typing import NDArray
from PIL import Image as Pictures
from rows import visible_ids

from judges import FactType, Labels, Principal, Reader, Reading, Vocabulary
from modalities import Limits, Medium, Modality, Text
from router.errors import ManifestError, StoreError
from router.ingest import Ingest, IngestReport, Outcome, Progress
from router.store import Store
from router.testing import RandomSpace

ANYONE = Principal()


class CountingSpace(RandomSpace):
    """Counts what it embeds, and cannot stand some texts."""

    def __init__(self, dim: int = 8, hates: str | None = None, seed: int = 0) -> None:
        super().__init__(dim, seed)
        self.embedded: list[str] = []
        self.hates = hates

    def embed(self, modality: Modality, media: Sequence[Medium]) -> NDArray[np.float32]:
        if any(isinstance(each, Text) and each.text == self.hates for each in media):
            raise RuntimeError("CUDA exploded\nbadly")
        self.embedded += [each.content_hash for each in media]
        return super().embed(modality, media)


class LongWords:
    """Reads the words of a text; counts what it reads."""

    kind: ClassVar[str] = "words"
    version: ClassVar[str] = "1"
    modalities: ClassVar[frozenset[Modality]] = frozenset({Modality.TEXT})

    def __init__(self, hates: str | None = None) -> None:
        self.read_texts: list[str] = []
        self.hates = hates

    def warm_up(self) -> None:
        """Nothing to load."""

    def read(self, medium: Medium) -> list[Reading]:
        assert isinstance(medium, Text)
        if medium.text == self.hates:
            raise ZeroDivisionError
        self.read_texts.append(medium.text)
        return [
            Reading(kind=self.kind, value=word, text=word, confidence=1, reader="w", version="1")
            for word in medium.text.split()
            if len(word) > 3
        ]


class NewerLongWords(LongWords):
    version: ClassVar[str] = "2"


class Capitals:
    """Derives from the words; must never be asked to read where the words were read anyway."""

    kind: ClassVar[str] = "capitals"
    version: ClassVar[str] = "1"
    modalities: ClassVar[frozenset[Modality]] = frozenset({Modality.TEXT})
    source: ClassVar[str] = "words"

    def warm_up(self) -> None:
        """Nothing to load."""

    def read(self, medium: Medium) -> list[Reading]:
        raise AssertionError("read twice")

    def derive(self, readings: Sequence[Reading]) -> list[Reading]:
        return [
            each.model_copy(update={"kind": self.kind, "value": each.text.upper()})
            for each in readings
        ]


def entry(name: str, *texts: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "record": {"name": name}, "media": {"text": list(texts)}, **more}


class Shop:
    """A manifest beside a store, and a way to ingest it."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store = store
        self.path = folder / "manifest.jsonl"
        self.space = CountingSpace()

    def ingest(
        self,
        *lines: Mapping[str, Any] | str,
        space: RandomSpace | None = None,
        readers: Sequence[Reader] = (),
        delete_missing: bool = False,
        on_progress: Callable[[Progress], None] | None = None,
        limits: Limits | None = None,
    ) -> IngestReport:
        text = (line if isinstance(line, str) else json.dumps(line) for line in lines)
        self.path.write_text("\n".join(text), encoding="utf-8")
        ingest = Ingest(
            self.store,
            [space or self.space],
            {reader.kind: reader for reader in readers},
            Vocabulary.extended(record={"year": FactType.INT}),
            frozenset({"name", "year", "undeclared"}),
            batch=3,
            limits=limits,
        )
        return ingest.run(self.path, on_progress, delete_missing=delete_missing)


@pytest.fixture
def shop(store: Store, tmp_path: Path) -> Shop:
    return Shop(store, tmp_path)


class TestStoring:
    def test_items_of_all_kinds_are_stored_whole(self, shop: Shop, tmp_path: Path) -> None:
        Pictures.new("RGB", (8, 6), "red").save(tmp_path / "a.png")
        np.save(tmp_path / "d.npy", np.ones((4, 5), dtype=np.float32))
        report = shop.ingest(
            entry("text", "some words"),
            {"id": "picture", "media": {"image": ["a.png"]}, "access": {"tenant": "acme"}},
            {"id": "depth", "media": {"depth": [{"path": str(tmp_path / "d.npy")}]}},
            {"id": "nothing"},
        )
        assert (report.stored, report.failed) == (4, [])
        scope = shop.store.scope(Principal(tenant="acme"))
        assert visible_ids(shop.store, Principal(tenant="acme")) == [
            "depth", "nothing", "picture", "text",
        ]  # fmt: skip
        assert scope.labels(["picture"]) == {"picture": Labels("acme")}
        for modality in (Modality.TEXT, Modality.IMAGE, Modality.DEPTH):
            rows = shop.store.vectors(shop.space.fingerprint, modality)
            assert rows is not None
            assert rows.vectors.shape == (1, 8)
        (picture,) = scope.media_of(scope.lookup("name", "text")[0] + 1)
        assert picture.origin == "a.png"
        assert picture.path.read_bytes() == (tmp_path / "a.png").read_bytes()

    def test_progress_names_each_item_once_it_is_stored(
        self, shop: Shop, catalogues: Catalogues
    ) -> None:
        heard: list[Progress] = []

        def listen(progress: Progress) -> None:
            heard.append(progress)
            if progress.outcome is Outcome.STORED:
                assert progress.id is not None
                with catalogues.open(shop.store.directory) as other:
                    assert other.digest(progress.id) is not None

        shop.ingest(*(entry(f"i{n}", f"t{n}") for n in range(7)), "{", on_progress=listen)
        assert sorted(str(each.id) for each in heard) == ["None", *(f"i{n}" for n in range(7))]
        assert [each.done for each in heard] == list(range(1, 9))
        assert {each.total for each in heard} == {8}

    def test_an_unchanged_manifest_costs_no_embedding(self, shop: Shop) -> None:
        lines = [entry(f"i{n}", f"text {n}") for n in range(7)]
        words = LongWords()
        shop.ingest(*lines, readers=[words])
        before = (shop.store.generation(), len(shop.space.embedded), len(words.read_texts))
        report = shop.ingest(*lines, readers=[words])
        assert (report.stored, report.unchanged) == (0, 7)
        assert before == (shop.store.generation(), len(shop.space.embedded), len(words.read_texts))

    def test_only_what_is_new_is_made(self, shop: Shop) -> None:
        words = LongWords()
        shop.ingest(entry("a", "same text"), entry("b", "same text"), readers=[words])
        shop.ingest(entry("c", "same text", "more text"), readers=[words])
        report = shop.ingest(entry("a", "same text", record={"name": "dear"}), readers=[words])
        assert report.stored == 1
        assert len(shop.space.embedded) == len(set(shop.space.embedded)) == 2
        assert words.read_texts == ["same text", "more text"]

    def test_another_space_and_a_newer_reader_make_what_they_need(self, shop: Shop) -> None:
        lines = [entry("a", "text of a"), entry("b", "text of b")]
        shop.ingest(*lines, readers=[LongWords()])
        other, newer = CountingSpace(seed=1), NewerLongWords()
        assert shop.ingest(*lines, readers=[LongWords()], space=other).stored == 2
        assert len(other.embedded) == 2
        assert shop.ingest(*lines, readers=[newer], space=other).stored == 2
        assert newer.read_texts == ["text of a", "text of b"]
        assert len(other.embedded) == 2

    def test_only_items_that_lack_something_are_loaded(self, shop: Shop, tmp_path: Path) -> None:
        Pictures.new("RGB", (8, 6), "red").save(tmp_path / "a.png")
        lines = [
            entry("a", "text of a"),
            {"id": "b", "media": {"image": ["a.png"]}},
            {"id": "c"},
        ]
        words = LongWords()
        shop.ingest(*lines)
        assert shop.ingest(*lines, readers=[words]).stored == 1
        pictures = RandomSpace(4, modalities=frozenset({Modality.IMAGE}))
        assert shop.ingest(*lines, readers=[words], space=pictures).stored == 1
        assert shop.ingest(*lines, readers=[words]).unchanged == 3, "an earlier space is kept"
        assert shop.ingest(*lines).unchanged == 3
        assert (len(shop.space.embedded), words.read_texts) == (2, ["text of a"])

    def test_what_is_stated_of_a_file_is_part_of_the_item(self, shop: Shop, tmp_path: Path) -> None:
        np.save(tmp_path / "d.npy", np.ones((4, 5), dtype=np.float32))
        depth = {"path": "d.npy", "baseline": 0.05}
        for stated in (depth, {**depth, "baseline": 0.06}):
            assert shop.ingest({"id": "a", "media": {"depth": [stated]}}).stored == 1
            assert shop.ingest({"id": "a", "media": {"depth": [stated]}}).unchanged == 1

    def test_a_changed_file_is_a_changed_item(self, shop: Shop, tmp_path: Path) -> None:
        line = {"id": "a", "media": {"image": ["a.png"]}}
        for colour in ("red", "blue"):
            Pictures.new("RGB", (8, 6), colour).save(tmp_path / "a.png")
            assert shop.ingest(line).stored == 1
        assert len(shop.space.embedded) == 2

    def test_readings_are_kept_and_derived(self, shop: Shop) -> None:
        shop.ingest(
            entry("a", "two long words"), entry("b", "a b c"), readers=[Capitals(), LongWords()]
        )
        scope = shop.store.scope(ANYONE)
        for kind, values in (("words", ["long", "words"]), ("capitals", ["LONG", "WORDS"])):
            found = scope.readings(["a", "b"], kind)
            assert {key: [each.value for each in read] for key, read in found.items()} == {
                "a": values
            }

    def test_missing_items_are_deleted_only_when_asked(self, shop: Shop) -> None:
        lines = [entry(name, name) for name in "abc"]
        shop.ingest(*lines)
        assert shop.ingest(lines[0]).deleted == 0
        report = shop.ingest(lines[0], {"id": "b", "bad": 1}, delete_missing=True)
        assert (report.deleted, len(report.failed)) == (1, 1)
        assert visible_ids(shop.store, ANYONE) == ["a", "b"]

    def test_a_line_that_does_not_say_whom_it_meant_deletes_nobody(self, shop: Shop) -> None:
        shop.ingest(entry("a", "a"), entry("b", "b"))
        report = shop.ingest(entry("a", "a"), "{", delete_missing=True)
        assert report.deletion_skipped
        assert visible_ids(shop.store, ANYONE) == ["a", "b"]


class TestBadItems:
    def test_a_bad_item_is_reported_and_the_rest_is_stored(
        self, shop: Shop, tmp_path: Path
    ) -> None:
        (tmp_path / "no.png").write_bytes(b"this is no picture")
        report = shop.ingest(
            entry("a", "a"),
            {"id": "gone", "media": {"image": ["gone.png"]}},
            {"id": "no", "media": {"text": ["good"], "image": ["no.png"]}},
            {"id": "empty", "media": {"text": ["   "]}},
            {"id": "typed", "record": {"year": "2024"}},
            entry("a", "again"),
            entry("z", "z"),
        )
        assert visible_ids(shop.store, ANYONE) == ["a", "z"]
        messages = {bad.id: bad.message for bad in report.failed}
        assert set(messages) == {"gone", "no", "empty", "typed", "a"}
        assert messages["typed"].endswith("5: record.year: found '2024', expected int")
        assert "gone.png" in messages["gone"]
        assert all(text.startswith(f"{shop.path}:") for text in messages.values())
        assert all("\n" not in text for text in messages.values())

    def test_undeclared_fields_hold_what_they_like(self, shop: Shop) -> None:
        line = {"id": "a", "record": {"undeclared": 5, "price": "not asked for"}}
        assert shop.ingest(line).stored == 1

    def test_what_was_stored_before_stays(self, shop: Shop, tmp_path: Path) -> None:
        picture = tmp_path / "a.png"
        Pictures.new("RGB", (8, 6), "red").save(picture)
        line = {"id": "a", "record": {"name": "old"}, "media": {"image": ["a.png"]}}
        shop.ingest(line)
        good = picture.read_bytes()
        picture.write_bytes(good[:20])
        assert len(shop.ingest({**line, "record": {"name": "new"}}).failed) == 1
        scope = shop.store.scope(ANYONE)
        (key,) = scope.item_keys().tolist()
        assert scope.candidates([key])[0].record == {"name": "old"}
        assert scope.media_of(key)[0].path.read_bytes() == good

    def test_one_medium_that_breaks_a_space_costs_one_item(self, shop: Shop) -> None:
        space = CountingSpace(hates="poison")
        lines = [entry(f"i{n}", "poison" if n == 4 else f"text {n}") for n in range(9)]
        report = shop.ingest(*lines, space=space)
        assert report.stored == 8
        (bad,) = report.failed
        assert bad.id == "i4"
        assert "space 'random': CUDA exploded badly" in bad.message

    def test_one_medium_that_breaks_a_reader_costs_one_item(self, shop: Shop) -> None:
        report = shop.ingest(entry("a", "fine"), entry("b", "bad"), readers=[LongWords("bad")])
        assert visible_ids(shop.store, ANYONE) == ["a"]
        assert "words reader: ZeroDivisionError" in report.failed[0].message

    @pytest.mark.parametrize(
        "answer",
        [
            np.full((1, 8), np.nan, dtype=np.float32),
            np.zeros((1, 8), dtype=np.float32),
            np.ones((1, 8), dtype=np.float32),
            np.ones((1, 3), dtype=np.float32),
            np.ones(8, dtype=np.float32),
        ],
    )
    def test_a_space_that_answers_nonsense_stores_nothing(
        self, shop: Shop, answer: NDArray[np.float32]
    ) -> None:
        class Nonsense(RandomSpace):
            def embed(self, modality: Modality, media: Sequence[Medium]) -> NDArray[np.float32]:
                return answer

        report = shop.ingest(entry("a", "text"), space=Nonsense(8))
        assert "space 'random': found" in report.failed[0].message
        assert shop.store.item_count() == 0

    def test_limits_are_kept(self, shop: Shop) -> None:
        report = shop.ingest(entry("a", "long text"), limits=Limits(characters=4))
        assert "at most 4" in report.failed[0].message

    def test_a_manifest_that_is_none_changes_nothing(self, shop: Shop, tmp_path: Path) -> None:
        shop.ingest(entry("a", "a"))
        ingest = Ingest(shop.store, [shop.space], {}, Vocabulary(), frozenset())
        with pytest.raises(ManifestError):
            ingest.run(tmp_path / "nowhere.jsonl", delete_missing=True)
        assert visible_ids(shop.store, ANYONE) == ["a"]


def test_a_second_ingest_is_told_of_the_first(shop: Shop, catalogues: Catalogues) -> None:
    with (
        catalogues.open(shop.store.directory) as other,
        other.writing(),
        pytest.raises(StoreError, match="another ingest or deletion is writing"),
    ):
        shop.ingest(entry("a", "a"))
    assert shop.ingest(entry("a", "a")).stored == 1


@pytest.mark.parametrize("catalogues", ["sqlite"], indirect=True)
def test_a_disk_that_fills_up_ends_the_ingest_and_keeps_the_rest(shop: Shop) -> None:
    shop.ingest(entry("a", "a"))
    with shop.store._database.reading() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    with pytest.raises(StoreError, match="database or disk is full"):
        shop.ingest(entry("b", "b", record={"name": "x" * 100_000}))
    assert visible_ids(shop.store, ANYONE) == ["a"]
