"""What the store says is missing, against a plain look at every medium."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from rows import item_row, put_all, unit

from modalities import Modality
from router.store import Embedded, MediumKey, MediumRow, ReadingSet, Store

KINDS = (Modality.TEXT, Modality.IMAGE, Modality.AUDIO)
SPACES = ("one", "two")
VERSIONS = ("1", "2")

drawn_media = st.fixed_dictionaries(
    {
        f"{n}-{modality}": st.tuples(
            st.sets(st.sampled_from(SPACES)), st.sampled_from([None, *VERSIONS])
        )
        for n in range(2)
        for modality in KINDS
    }
)
"""By medium: the spaces that embedded it, and the version of the reader that read it."""
modalities = st.frozensets(st.sampled_from(KINDS))

Made = Mapping[str, tuple[set[str], str | None]]


def modality_of(name: str) -> Modality:
    return Modality(name.partition("-")[2])


def medium(name: str, made: Made) -> MediumRow:
    spaces, version = made[name]
    return MediumRow(
        MediumKey(name, modality_of(name)),
        name.encode(),
        "text",
        name,
        vectors={space: Embedded.whole(unit(1, 2)) for space in spaces},
        readings={} if version is None else {"words": ReadingSet(version)},
    )


@settings(max_examples=25)
@given(
    made=drawn_media,
    takes=st.fixed_dictionaries(dict.fromkeys(SPACES, modalities)),
    reads=modalities,
    data=st.data(),
)
def test_an_item_lacks_what_any_of_its_media_lacks(
    made: Made,
    takes: dict[str, frozenset[Modality]],
    reads: frozenset[Modality],
    data: st.DataObject,
) -> None:
    items = data.draw(
        st.dictionaries(
            st.sampled_from("abcd"), st.lists(st.sampled_from(sorted(made)), max_size=4)
        )
    )
    held = {name for names in items.values() for name in names}
    unread = {name for name in held if modality_of(name) in reads and made[name][1] != "2"}
    bare = {
        space: {name for name in held if modality_of(name) in takes[space]}
        - {name for name in held if space in made[name][0]}
        for space in SPACES
    }
    with (
        tempfile.TemporaryDirectory() as folder,
        Store.open(Path(folder), create=True) as store,
    ):
        put_all(
            store,
            (
                item_row(id_, *(medium(name, made) for name in names))
                for id_, names in items.items()
            ),
        )
        lacking = store.lacking(takes, {"words": ("2", reads)})
        for space in SPACES:
            taken = {name for name in held if modality_of(name) in takes[space]}
            found = store.coverage(space, takes[space])
            assert found == (len(taken) - len(bare[space]), len(taken))
    missing = unread.union(*bare.values())
    assert lacking == {id_ for id_, names in items.items() if missing & set(names)}


def test_windows_do_not_count_as_media(store: Store) -> None:
    spans = np.array([[np.nan, np.nan], [0, 1], [1, 2]])
    vectors = {"one": Embedded(np.ones((3, 2), dtype=np.float32), spans)}
    key = MediumKey("long", Modality.AUDIO)
    store.put(item_row("a", MediumRow(key, b"long", "audio", "long", vectors=vectors)))
    assert store.coverage("one", {Modality.AUDIO, Modality.TEXT}) == (1, 1)
    assert store.coverage("two", {Modality.AUDIO}) == (0, 1)
    assert store.coverage("one", {Modality.TEXT}) == (0, 0)
