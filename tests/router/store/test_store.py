import threading

import pytest
from catalogues import Catalogues
from rows import SPACE, blob_files, item_row, medium_row, put_all, reading, unit
from sqlalchemy import event

from judges import Labels, Principal
from modalities import Intrinsics, Modality
from router.errors import StoreError, VectorIndexError
from router.store import ItemRow, MediumKey, MediumRow, ReadingSet, Store

ANYONE = Principal()


def tables(store: Store) -> dict[str, int]:
    names = ("item", "medium", "item_medium", "vector", "reading", "fact")
    with store._database.reading() as connection:
        return {
            # Names of our own tables.
            name: connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one()  # noqa: S608
            for name in names
        }


class TestPut:
    def test_an_item_comes_back_whole(self, store: Store) -> None:
        camera = Intrinsics(500.0, 501.0, 320.0, 240.0)
        depth = MediumRow(
            MediumKey("h" * 64, Modality.DEPTH),
            b"pixels",
            "depth",
            "maps/a.png",
            scale=0.001,
            intrinsics=camera,
            baseline=0.05,
            rate=50.0,
        )
        page = MediumRow(MediumKey("p" * 64, Modality.IMAGE), b"%PDF", "document", "f.pdf", page=3)
        record = {"name": "Kanne", "price": 2.5, "regions": ["EU"], "size": {"w": 1}, "old": None}
        labels = Labels("acme", frozenset({"b", "a"}))
        store.put(item_row("i", depth, page, record=record, labels=labels, digest="d1"))

        scope = store.scope(Principal(tenant="acme", groups=frozenset({"a"})))
        (key,) = scope.item_keys().tolist()
        (candidate,) = scope.candidates([key])
        first, second = scope.media_of(key)
        assert (candidate.id, candidate.record) == ("i", record)
        assert scope.labels(["i"]) == {"i": labels}
        assert (first.kind, first.origin, first.scale) == ("depth", "maps/a.png", 0.001)
        assert (first.intrinsics, first.baseline, first.rate) == (camera, 0.05, 50.0)
        assert first.path.read_bytes() == b"pixels"
        assert (second.key, second.page, second.path.read_bytes()) == (page.key, 3, b"%PDF")
        assert store.digest("i") == "d1"

    def test_an_update_replaces_everything_and_keeps_the_key(self, store: Store) -> None:
        store.put(item_row("i", medium_row("old", unit(1, 0, 0, 0)), record={"sku": "OLD"}))
        before = store.scope(ANYONE).item_keys().tolist()
        store.put(item_row("i", medium_row("new", unit(0, 1, 0, 0)), record={"sku": "NEW"}))

        scope = store.scope(ANYONE)
        assert scope.item_keys().tolist() == before
        assert scope.candidates(before)[0].record == {"sku": "NEW"}
        assert scope.lookup("sku", "old") == []
        assert scope.lookup("sku", "new") == before
        assert [path.read_bytes() for path in blob_files(store)] == [b"new"]
        assert tables(store) == {
            "item": 1, "medium": 1, "item_medium": 1, "vector": 1, "reading": 0, "fact": 1,
        }  # fmt: skip

    def test_every_write_is_counted(self, store: Store) -> None:
        assert store.generation() == 0
        store.put(item_row("i"))
        store.put(item_row("i"))
        assert store.delete(["i"]) == 1
        assert store.generation() == 3
        assert store.delete(["i"]) == 0
        assert store.generation() == 3

    def test_keys_are_never_given_out_twice(self, store: Store) -> None:
        store.put(item_row("a"))
        (first,) = store.scope(ANYONE).item_keys().tolist()
        store.delete(["a"])
        store.put(item_row("b"))
        assert first not in store.scope(ANYONE).item_keys().tolist()

    def test_one_medium_may_stand_twice_in_an_item(self, store: Store) -> None:
        store.put(item_row("i", medium_row("same"), medium_row("same")))
        scope = store.scope(ANYONE)
        assert len(scope.media_of(scope.item_keys()[0])) == 2

    def test_a_failed_write_leaves_what_was_there(self, store: Store) -> None:
        store.put(item_row("i", medium_row("old", unit(1, 0, 0, 0)), record={"sku": "OLD"}))
        held, generation = tables(store), store.generation()
        with pytest.raises(VectorIndexError, match=r"by-hand-4.* 2 numbers.* holds 4"):
            store.put(item_row("i", medium_row("new", unit(1, 0)), record={"sku": "NEW"}))
        with pytest.raises(StoreError, match="item 'i': record cannot be stored"):
            store.put(item_row("i", record={"sku": {1, 2}}))
        assert (tables(store), store.generation()) == (held, generation)
        assert store.scope(ANYONE).lookup("sku", "old")

    @pytest.mark.parametrize("vector", [[float("nan"), 0, 0, 0], [], [[1, 0, 0, 0]]])
    def test_vectors_that_are_none_are_refused(self, store: Store, vector: list[float]) -> None:
        with pytest.raises(VectorIndexError, match="expected rows of finite numbers"):
            store.put(item_row("i", medium_row("text", vector)))
        assert store.item_count() == 0

    def test_writers_of_many_threads_take_turns(self, store: Store) -> None:
        def write(first: int) -> None:
            put_all(store, (item_row(f"{first}-{n}", medium_row("shared")) for n in range(5)))

        threads = [threading.Thread(target=write, args=(first,)) for first in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert store.item_count() == 20
        assert store.generation() == 20


class TestPutAll:
    """Many items in one transaction."""

    def test_new_and_replaced_items_come_back_whole(self, store: Store) -> None:
        found = {"barcode": ReadingSet("1", (reading("123"),))}
        shared = medium_row("shared", unit(1, 0, 0, 0), readings=found)
        old, new = medium_row("old", unit(0, 1, 0, 0)), medium_row("new", unit(0, 0, 1, 0))
        store.put(item_row("b", old, record={"sku": "OLD"}, labels=Labels("acme")))
        kept = store.scope(Principal(tenant="acme")).item_keys().tolist()
        store.put_all(
            [
                item_row("a", shared, record={"sku": "1"}),
                item_row("b", new, shared, record={"sku": "2"}),
                item_row("c", record={"sku": "3"}, labels=Labels("acme")),
            ]
        )
        scope = store.scope(Principal(tenant="acme"))
        by_sku = {sku: scope.lookup("sku", sku)[0] for sku in ("1", "2", "3")}
        assert scope.ids(list(by_sku.values())) == dict(
            zip(by_sku.values(), ("a", "b", "c"), strict=True)
        )
        assert by_sku["2"] == kept[0]
        assert scope.labels(["a", "b", "c"]) == {
            "a": Labels(), "b": Labels(), "c": Labels("acme"),
        }  # fmt: skip
        assert [each.origin for each in scope.media_of(by_sku["2"])] == ["text", "text"]
        assert [each.key for each in scope.media_of(by_sku["2"])] == [new.key, shared.key]
        assert store.embedded(SPACE, [shared.key, new.key]) == {shared.key, new.key}
        assert store.read_by("barcode", "1", [shared.key, new.key]) == {shared.key}
        assert sorted(path.read_bytes() for path in blob_files(store)) == [b"new", b"shared"]
        assert tables(store) == {
            "item": 3, "medium": 2, "item_medium": 3, "vector": 2, "reading": 1, "fact": 3,
        }  # fmt: skip
        assert store.generation() == 2

    def test_a_medium_that_changes_hands_gives_a_new_revision(self, store: Store) -> None:
        medium = medium_row("a", unit(1, 0, 0, 0))
        put_all(store, [item_row("i", medium), item_row("j")])
        revision = store.vector_revision(SPACE, Modality.TEXT)
        store.put_all([item_row("i"), item_row("j", medium)])
        assert store.vector_revision(SPACE, Modality.TEXT) != revision

    def test_of_two_with_one_id_the_later_is_stored(self, store: Store) -> None:
        store.put_all(
            [item_row("i", medium_row("first")), item_row("i", medium_row("second"), digest="2")]
        )
        assert store.digest("i") == "2"
        assert [path.read_bytes() for path in blob_files(store)] == [b"second"]

    def test_where_one_cannot_be_stored_none_is(self, store: Store) -> None:
        store.put(item_row("b", medium_row("old", unit(1, 0, 0, 0))))
        held, generation = tables(store), store.generation()
        for bad in (
            item_row("c", medium_row("bad", unit(1, 0))),
            item_row("c", record={"sku": {1, 2}}),
        ):
            with pytest.raises(StoreError):
                store.put_all([item_row("a", medium_row("good")), item_row("b"), bad])
        assert (tables(store), store.generation()) == (held, generation)
        store.sweep()
        assert [path.read_bytes() for path in blob_files(store)] == [b"old"]

    def test_nothing_is_no_transaction(self, store: Store) -> None:
        store.put_all([])
        assert store.generation() == 0

    def test_many_items_take_as_many_statements_as_two(self, store: Store) -> None:
        def statements(*names: str) -> int:
            said = 0

            def count(*_: object) -> None:
                nonlocal said
                said += 1

            rows = [
                item_row(
                    name,
                    medium_row(name, unit(1, 0, 0, 0), readings={"barcode": ReadingSet("1")}),
                    record={"sku": name},
                )
                for name in names
            ]
            event.listen(store._database._engine, "before_cursor_execute", count)
            store.put_all(rows)
            event.remove(store._database._engine, "before_cursor_execute", count)
            return said

        store.put(item_row("first", medium_row("first", unit(1, 0, 0, 0))))
        few = statements("a", "b")
        assert statements(*(f"i{number}" for number in range(50))) == few


class TestDelete:
    def test_what_only_it_used_goes_with_an_item(self, store: Store) -> None:
        found = {"barcode": ReadingSet("1", (reading("123"),))}
        shared = medium_row("shared", unit(1, 0, 0, 0), readings=found)
        alone = medium_row("alone", unit(0, 1, 0, 0), readings=found)
        put_all(store, [item_row("a", shared, alone, record={"sku": "1"}), item_row("b", shared)])
        assert store.delete(["a", "nobody"]) == 1
        assert tables(store) == {
            "item": 1, "medium": 1, "item_medium": 1, "vector": 1, "reading": 1, "fact": 0,
        }  # fmt: skip
        assert [path.read_bytes() for path in blob_files(store)] == [b"shared"]

    def test_files_that_a_kill_left_behind_are_swept(self, store: Store) -> None:
        store.put(item_row("a", medium_row("kept")))
        (kept,) = blob_files(store)
        kept.with_name(kept.name + ".1234.partial").write_bytes(b"ke")
        stray = store.directory / "media" / "00" / ("0" * 64)
        stray.parent.mkdir()
        stray.write_bytes(b"stray")
        assert store.sweep() == 2
        assert blob_files(store) == [kept]


class TestKnowledge:
    """What an ingest asks before it embeds or reads."""

    def test_known_media_are_told(self, store: Store) -> None:
        seen = medium_row("a", unit(1, 0, 0, 0), readings={"barcode": ReadingSet("1")})
        other = medium_row("b")
        store.put(item_row("i", seen, other))
        asked = [seen.key, other.key]
        assert store.embedded(SPACE, asked) == {seen.key}
        assert store.embedded("another", asked) == set()
        assert store.read_by("barcode", "1", asked) == {seen.key}
        assert store.read_by("barcode", "2", asked) == set()

    def test_vectors_stay_when_an_update_brings_none(self, store: Store) -> None:
        store.put(item_row("i", medium_row("a", unit(1, 0, 0, 0))))
        revision = store.vector_revision(SPACE, Modality.TEXT)
        store.put(item_row("i", medium_row("a"), record={"price": 2}))
        rows = store.vectors(SPACE, Modality.TEXT)
        assert rows is not None
        assert rows.vectors.tolist() == [[1, 0, 0, 0]]
        assert rows.revision == revision, "a new price must not cost a new index"

    def test_new_media_give_a_new_revision(self, store: Store) -> None:
        store.put(item_row("i", medium_row("a", unit(1, 0, 0, 0))))
        revisions = [store.vector_revision(SPACE, Modality.TEXT)]
        store.put(item_row("j", medium_row("a")))
        revisions.append(store.vector_revision(SPACE, Modality.TEXT))
        store.delete(["i"])
        revisions.append(store.vector_revision(SPACE, Modality.TEXT))
        assert len(set(revisions)) == 3
        assert store.vectors(SPACE, Modality.IMAGE) is None


def test_readers_go_on_while_another_writes(store: Store, catalogues: Catalogues) -> None:
    put_all(store, (item_row(f"i{n}") for n in range(3)))
    scope = store.scope(ANYONE)
    with catalogues.open(store.directory) as other, other._database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM fact")
        assert len(store.scope(ANYONE).item_keys()) == 3
        assert len(scope.labels(["i0", "i1"])) == 2


def test_an_item_row_without_media_is_an_item(store: Store) -> None:
    store.put(ItemRow("i", {"sku": "1"}, Labels()))
    assert store.scope(ANYONE).lookup("sku", "0001")
