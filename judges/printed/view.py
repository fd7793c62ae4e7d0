"""One scene, looked at for one item after another."""

from collections.abc import Iterator, Sequence

from judges.verdict import Evidence, Verdict, abstain, confirm, reject

from .absence import proven_absent
from .brands import NAME_SHARE, NOT_SHOWN, Brand, Brands, Shown
from .scene import Scene
from .siblings import Front, Fronts
from .sightings import Sighting

AGAINST = frozenset({"sibling_words_present", "other_brand_present"})
"""Reasons to abstain that speak against the item, rather than only not for it."""


class View:
    """What a scene says about items. The work on the scene itself is done once."""

    def __init__(
        self, scene: Scene, fronts: Fronts, brands: Brands, *, corroborate: int, least_share: float
    ) -> None:
        self._scene = scene
        self._fronts = fronts
        self._corroborate = corroborate
        self._least_share = least_share
        self._on_pack = brands.on(scene.pack)
        self._in_column = brands.on(scene.column)

    def verdict(self, front: Front) -> Verdict:
        """Whether the pack in front is the item."""
        shown, crowded = self._brand(front.brand)
        if front.brand and not shown.read:
            return abstain("brand_not_read")
        if front.brand and crowded:
            return abstain("other_brand_present")
        own = [s for s in self._scene.found if not front.words.isdisjoint(s.words)]
        foreign = [s for s in self._scene.found if self._is_foreign(s, front)]
        if foreign:
            return self._against(front, own, foreign)
        if _share_read(front, own) < self._least_share:
            return abstain("words_not_read")
        absent_from: list[str] = []
        doubt = next(self._doubts(front, own, absent_from), None)
        return doubt or confirm("printed_words_match", *_proof(front, shown, own, absent_from))

    def _brand(self, brand: Brand) -> tuple[Shown, bool]:
        """How the pack shows a brand, and whether it shows another one as fully."""
        where = self._on_pack
        shown = where.get(brand, NOT_SHOWN)
        if not shown.read:
            where = self._in_column
            shown = where.get(brand, NOT_SHOWN)
        most = max((other.share for name, other in where.items() if name != brand), default=0.0)
        return shown, most >= max(NAME_SHARE, shown.share)

    def _is_foreign(self, sighting: Sighting, front: Front) -> bool:
        """Whether it reads words of a sibling and would not pass for a word of the item's own."""
        return not sighting.fits(front.forms) and any(
            self._fronts.rivals(word, front) for word in sighting.words if word not in front.words
        )

    def _against(
        self, front: Front, own: Sequence[Sighting], foreign: Sequence[Sighting]
    ) -> Verdict:
        """Rejects where a sibling explains everything that was read, the item's words or not."""
        evidence = tuple(map(_read, foreign))
        read = {word for sighting in foreign for word in sighting.words}
        read |= {word for sighting in own for word in sighting.words} & front.words
        for sibling in self._fronts.siblings(front):
            if read <= sibling.words and all(sighting.sure for sighting in foreign):
                return reject("other_product", *evidence, _named(sibling.id))
        return abstain("sibling_words_present", *evidence)

    def _doubts(
        self, front: Front, own: Sequence[Sighting], absent_from: list[str]
    ) -> Iterator[Verdict]:
        """Reasons why another item may be in the picture. Notes in ``absent_from`` those that were
        ruled out because a word of theirs is shown to be absent."""
        read = self._scene.words
        for other in self._fronts.likes(front):
            apart = front.words - other.words
            if apart and apart.isdisjoint(read):
                yield abstain("words_not_read", _named(other.id))
        for sibling in self._fronts.siblings(front):
            if sibling.words == front.words:
                yield abstain("indistinguishable", _named(sibling.id))
            if not self._told_apart(front, sibling, own):
                yield abstain("words_not_read", _named(sibling.id))
            if any(sighting.plausible.isdisjoint(sibling.forms) for sighting in own):
                continue
            if proven_absent(front, sibling, own, self._scene.lines) is None:
                yield abstain("subset_unproven", _named(sibling.id))
            absent_from.append(sibling.id)

    def _told_apart(self, front: Front, sibling: Front, own: Sequence[Sighting]) -> bool:
        """Whether enough of the words that the sibling lacks were read."""
        apart = front.words - sibling.words
        telling = [sighting for sighting in own if not apart.isdisjoint(sighting.words)]
        if any(s.strong and s.plausible.isdisjoint(sibling.forms) for s in telling):
            return True
        read = {word for sighting in telling for word in sighting.words} & apart
        return len(read) >= min(self._corroborate, len(apart))


def _share_read(front: Front, own: Sequence[Sighting]) -> float:
    read = {word for sighting in own for word in sighting.words} & front.words
    return sum(map(len, read)) / sum(map(len, front.words))


def _proof(
    front: Front, shown: Shown, own: Sequence[Sighting], absent_from: Sequence[str]
) -> Iterator[Evidence]:
    for reading in shown.readings:
        yield Evidence("query", "brand", reading.text, reading)
    yield from map(_read, own)
    yield Evidence("record", "words", list(front.printed))
    for name in absent_from:
        yield Evidence("catalogue", "more_words_than", name)


def _read(sighting: Sighting) -> Evidence:
    text = " ".join(reading.text for reading in sighting.readings)
    return Evidence("query", "words", text, sighting.readings[0])


def _named(name: str) -> Evidence:
    return Evidence("catalogue", "sibling", name)
