"""Nearest neighbours: the one file that meets faiss. Every index is derived from the store.

Search is exact: at the sizes a catalogue of judged items has, an approximate index saves little,
and a selective access filter would ruin its recall.
"""

import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import structlog
from numpy.typing import NDArray

from modalities import Modality

from .errors import VectorIndexError
from .index_files import IndexFiles, SetKey
from .store import INDEXES, Scope, Store, VectorRows

# The types that SWIG generates do not know the constructors that faiss puts over them.
_faiss: Any = faiss

log = structlog.get_logger()

_GROWTH = 4
"""How much further a search looks where the windows of few items took all places."""


@dataclass(frozen=True, slots=True, eq=False)
class Hits:
    """Items that a search proposes, best first, ties by item id; one row per item."""

    keys: NDArray[np.int64]
    """Shape (m,)."""
    scores: NDArray[np.float32]
    """Shape (m,): cosine similarity, the best over the item's vectors and the query's."""
    spans: NDArray[np.float64]
    """Shape (m, 2): the window that came nearest, in seconds; NaN for a medium as a whole."""


@dataclass(frozen=True, slots=True, eq=False)
class _Loaded:
    """One index in memory. Never changed once made, so that requests may share it."""

    revision: str
    dim: int
    keys: NDArray[np.int64]
    """Item key of each row, ascending. Row numbers are what faiss knows the vectors by."""
    spans: NDArray[np.float64]
    items: NDArray[np.int64]
    """Each item key once."""
    rows: NDArray[np.int64]
    """How many rows each item has."""
    media: NDArray[np.int64]
    """How many media each item has among them."""
    index: Any

    @classmethod
    def of(cls, vectors: VectorRows) -> "_Loaded":
        index = faiss.IndexFlatIP(vectors.vectors.shape[1])
        index.add(vectors.vectors)
        items, first, rows = np.unique(vectors.keys, return_index=True, return_counts=True)
        whole = np.isnan(vectors.spans[:, 0]).astype(np.int64)
        media = np.add.reduceat(whole, first) if len(first) else whole
        return cls(
            vectors.revision, index.d, vectors.keys, vectors.spans, items, rows, media, index
        )

    def visible(self, scope: Scope) -> NDArray[np.bool_]:
        """For each row, whether the principal may see its item."""
        return np.repeat(scope.visible_keys(self.items), self.rows)


class VectorIndexes:
    """The indexes of one store, one per (space fingerprint, modality). Safe for threads.

    Files lie in the store's ``indexes`` folder and may be deleted at any time: an index that is
    missing, damaged or not made from the vectors now in the store is made again from the store.
    """

    def __init__(self, store: Store, directory: Path | None = None) -> None:
        self._store = store
        self._files = IndexFiles(directory or store.directory / INDEXES)
        self._loaded: dict[SetKey, _Loaded] = {}
        self._locks: defaultdict[SetKey, threading.Lock] = defaultdict(threading.Lock)
        self._guard = threading.Lock()

    def size(self, fingerprint: str, modality: Modality, scope: Scope) -> int:
        """How many media with a vector the principal may see; a medium counts for each item."""
        loaded = self._current((fingerprint, modality), scope)
        return 0 if loaded is None else int(loaded.media[scope.visible_keys(loaded.items)].sum())

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
            return _NONE
        queries = _checked(vectors, fingerprint, loaded.dim)
        visible = loaded.visible(scope)
        count = int(np.count_nonzero(visible))
        if not count or k < 1:
            return _NONE
        # A bit for each row; faiss never looks at a row whose bit is not set.
        bitmap = np.packbits(visible, bitorder="little")
        parameters = _faiss.SearchParameters(sel=_faiss.IDSelectorBitmap(bitmap))
        with _one_thread():
            found = [_nearest(loaded, query, k, count, parameters) for query in queries]
        return _hits(loaded, found, scope, k)

    def _current(self, key: SetKey, scope: Scope) -> _Loaded | None:
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

    def _refreshed(self, key: SetKey) -> _Loaded | None:
        revision = self._store.vector_revision(*key)
        if revision is None:
            return None
        loaded = self._loaded.get(key)
        if loaded is None or loaded.revision != revision:
            rows = self._files.load(key, revision) or self._rebuilt(key)
            if rows is not None:
                loaded = self._loaded[key] = _Loaded.of(rows)
        return loaded

    def _rebuilt(self, key: SetKey) -> VectorRows | None:
        rows = self._store.vectors(*key)
        if rows is not None:
            log.info("index.built", space=key[0], modality=key[1], vectors=len(rows.keys))
            self._files.save(key, rows)
        return rows


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
    loaded: _Loaded, query: NDArray[np.float32], k: int, count: int, parameters: Any
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Rows nearest to one vector and their scores: all that the best ``k`` items are known by."""
    fetch = min(count, k + 1)
    while True:
        scores, rows = loaded.index.search(query[None], fetch, params=parameters)
        # faiss pads what it did not find with -1.
        found = rows[0] >= 0
        rows, scores = rows[0][found], scores[0][found]
        first = np.sort(np.unique(loaded.keys[rows], return_index=True)[1])
        # Past the k-th item and past everything that ties with it.
        if fetch >= count or (len(first) >= k and scores[-1] < scores[first[k - 1]]):
            return rows, scores
        fetch = min(count, _GROWTH * fetch)


def _hits(
    loaded: _Loaded,
    found: list[tuple[NDArray[np.int64], NDArray[np.float32]]],
    scope: Scope,
    k: int,
) -> Hits:
    """One row per visible item, with its best score, best first, ties by item id."""
    rows = np.concatenate([rows for rows, _ in found])
    scores = np.concatenate([scores for _, scores in found])
    seen = scope.visible_keys(loaded.keys[rows])
    rows, scores = rows[seen], scores[seen]
    # The best row of each item comes first; among equals the one that stands first in the item.
    order = np.lexsort((rows, -scores))
    rows, scores = rows[order], scores[order]
    keys, best = np.unique(loaded.keys[rows], return_index=True)
    order = np.lexsort((scope.places(keys), -scores[best]))[:k]
    best = best[order]
    return Hits(keys[order], np.clip(scores[best], -1.0, 1.0), loaded.spans[rows[best]])


_NONE = Hits(np.empty(0, np.int64), np.empty(0, np.float32), np.empty((0, 2), np.float64))
