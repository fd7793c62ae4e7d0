"""Nearest neighbours: the one file that meets faiss. Every index is derived from the store.

Search is exact: at the sizes a catalogue of judged items has, an approximate index saves little,
and a selective access filter would ruin its recall.
"""

import hashlib
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import faiss
import numpy as np
import structlog
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError

from modalities import Modality

from .errors import VectorIndexError
from .store import INDEXES, Scope, Store, write_durably

FORMAT = 1

# The types that SWIG generates do not know the constructors that faiss puts over them.
_faiss: Any = faiss

log = structlog.get_logger()

_Key = tuple[str, Modality]


@dataclass(frozen=True, slots=True, eq=False)
class Hits:
    """Items that a search proposes, best first, ties by item key; one row per item."""

    keys: NDArray[np.int64]
    """Shape (m,)."""
    scores: NDArray[np.float32]
    """Shape (m,): cosine similarity, the best over the item's media and the query's vectors."""


@dataclass(frozen=True, slots=True, eq=False)
class _Loaded:
    """One index in memory. Never changed once made, so that requests may share it."""

    revision: str
    dim: int
    keys: NDArray[np.int64]
    """Item key of each row."""
    index: Any


class _Note(BaseModel):
    """What lies beside a saved index and says what it must hold."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int
    revision: str
    sha256: str


class VectorIndexes:
    """The indexes of one store, one per (space fingerprint, modality). Safe for threads.

    Files lie in the store's ``indexes`` folder and may be deleted at any time: an index that is
    missing, damaged or not made from the vectors now in the store is made again from the store.
    """

    def __init__(self, store: Store, directory: Path | None = None) -> None:
        self._store = store
        self._files = IndexFiles(directory or store.directory / INDEXES)
        self._loaded: dict[_Key, _Loaded] = {}
        self._locks: defaultdict[_Key, threading.Lock] = defaultdict(threading.Lock)
        self._guard = threading.Lock()

    def size(self, fingerprint: str, modality: Modality, scope: Scope) -> int:
        """How many vectors the principal may see."""
        loaded = self._current((fingerprint, modality), scope)
        return 0 if loaded is None else int(np.count_nonzero(scope.visible_keys(loaded.keys)))

    def search(
        self,
        fingerprint: str,
        modality: Modality,
        vectors: NDArray[np.float32],
        k: int,
        scope: Scope,
    ) -> Hits:
        """The ``k`` visible items nearest to any of the query's vectors, of shape (q, dim).

        Items that the principal may not see are excluded inside the search, and every hit is
        checked again after it. Raises VectorIndexError for vectors that do not fit the index.
        """
        loaded = self._current((fingerprint, modality), scope)
        if loaded is None:
            return _hits([], [], scope, 0)
        queries = _checked(vectors, fingerprint, loaded.dim)
        visible = scope.visible_keys(loaded.keys)
        rows = int(np.count_nonzero(visible))
        if not rows or k < 1:
            return _hits([], [], scope, 0)
        # Bits by item key; a key beyond the last bit is refused, as is every item not in scope.
        bits = np.zeros(int(loaded.keys.max()) + 1, dtype=np.bool_)
        bits[loaded.keys[visible]] = True
        bitmap = np.packbits(bits, bitorder="little")
        parameters = _faiss.SearchParameters(sel=_faiss.IDSelectorBitmap(bitmap))
        with _one_thread():
            found = [_nearest(loaded, query, k, rows, parameters) for query in queries]
        return _hits([keys for keys, _ in found], [scores for _, scores in found], scope, k)

    def _current(self, key: _Key, scope: Scope) -> _Loaded | None:
        """The index for this scope, or a newer one: what left the scope is filtered out anyway."""
        wanted = scope.vector_revision(key)
        if wanted is None:
            return None
        loaded = self._loaded.get(key)
        if loaded is not None and loaded.revision == wanted:
            return loaded
        with self._guard:
            lock = self._locks[key]
        with lock:
            return self._refreshed(key)

    def _refreshed(self, key: _Key) -> _Loaded | None:
        revision = self._store.vector_revision(*key)
        if revision is None:
            return None
        loaded = self._loaded.get(key)
        if loaded is None or loaded.revision != revision:
            loaded = self._files.load(key, revision) or self._rebuilt(key)
            if loaded is not None:
                self._loaded[key] = loaded
        return loaded

    def _rebuilt(self, key: _Key) -> _Loaded | None:
        rows = self._store.vectors(*key)
        if rows is None:
            return None
        index = faiss.IndexIDMap(faiss.IndexFlatIP(rows.vectors.shape[1]))
        index.add_with_ids(rows.vectors, rows.keys)
        built = _Loaded(rows.revision, rows.vectors.shape[1], rows.keys, index)
        log.info("index.built", space=key[0], modality=key[1], vectors=len(rows.keys))
        self._files.save(key, built)
        return built


class IndexFiles:
    """Indexes on disk: a faiss file, and beside it a note that says what it must hold."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def load(self, key: _Key, revision: str) -> _Loaded | None:
        """The saved index, if it was made from this revision and is undamaged; else None."""
        try:
            note = _Note.model_validate_json(self._path(key, "json").read_bytes())
            if note.format != FORMAT or note.revision != revision:
                return None
            data = self._path(key, "faiss").read_bytes()
        except (OSError, ValidationError):
            return None
        # faiss may abort the process on damaged bytes: it never sees any.
        if hashlib.sha256(data).hexdigest() != note.sha256:
            log.warning("index.damaged", space=key[0], modality=key[1])
            return None
        try:
            index = _faiss.deserialize_index(np.frombuffer(data, dtype=np.uint8))
            keys = faiss.vector_to_array(index.id_map)
        except (RuntimeError, AttributeError):
            return None
        return _Loaded(revision, index.d, keys, index)

    def save(self, key: _Key, loaded: _Loaded) -> None:
        """Save atomically. A disk that refuses costs the next start a rebuild, nothing more."""
        data = faiss.serialize_index(loaded.index).tobytes()
        note = _Note(
            format=FORMAT, revision=loaded.revision, sha256=hashlib.sha256(data).hexdigest()
        )
        try:
            self._directory.mkdir(parents=True, exist_ok=True)
            write_durably(self._path(key, "faiss"), data)
            write_durably(self._path(key, "json"), note.model_dump_json().encode())
        except OSError as error:
            log.warning("index.not_saved", directory=str(self._directory), reason=str(error))

    def _path(self, key: _Key, suffix: str) -> Path:
        return self._directory / f"{quote(key[0], safe='')}.{key[1]}.{suffix}"


def _checked(vectors: NDArray[np.float32], fingerprint: str, dim: int) -> NDArray[np.float32]:
    if vectors.ndim != 2 or vectors.shape[1] != dim or not np.isfinite(vectors).all():
        raise VectorIndexError(
            f"space {fingerprint!r}: found query vectors of shape {vectors.shape}, "
            f"expected (n, {dim}), all finite; the catalogue's vectors have {dim} numbers"
        )
    return np.ascontiguousarray(vectors, dtype=np.float32)


@contextmanager
def _one_thread() -> Iterator[None]:
    """A single query has no work to share; waking a team of threads costs more than it does."""
    threads = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(threads)


def _nearest(
    loaded: _Loaded, query: NDArray[np.float32], k: int, rows: int, parameters: Any
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Rows nearest to one vector, enough of them that no item of the best ``k`` is missing."""
    fetch = min(rows, k + 1)
    while True:
        scores, keys = loaded.index.search(query[None], fetch, params=parameters)
        # faiss pads what it did not find with -1.
        found = keys[0] >= 0
        keys, scores = keys[0][found], scores[0][found]
        first = np.sort(np.unique(keys, return_index=True)[1])
        # Past the k-th item and past everything that ties with it.
        if fetch >= rows or (len(first) >= k and scores[-1] < scores[first[k - 1]]):
            return keys, scores
        fetch = min(rows, 2 * fetch)


def _hits(
    keys: list[NDArray[np.int64]], scores: list[NDArray[np.float32]], scope: Scope, k: int
) -> Hits:
    """One row per visible item, with its best score, best first, ties by item id."""
    all_keys = np.concatenate([np.empty(0, dtype=np.int64), *keys])
    all_scores = np.concatenate([np.empty(0, dtype=np.float32), *scores])
    visible = scope.visible_keys(all_keys)
    all_keys, all_scores = all_keys[visible], all_scores[visible]
    items, item_of = np.unique(all_keys, return_inverse=True)
    best = np.full(len(items), -np.inf, dtype=np.float32)
    np.maximum.at(best, item_of, all_scores)
    order = np.lexsort((scope.places(items), -best))[:k]
    return Hits(items[order], np.clip(best[order], -1.0, 1.0))
