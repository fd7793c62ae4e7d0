"""Values derived from the catalogue live exactly as long as its revision."""

from concurrent.futures import ThreadPoolExecutor

from fake_catalogue import FakeCatalogue

from judges import Catalogue
from judges.by_revision import ByRevision


def test_made_once_per_revision_and_forgotten_in_order() -> None:
    made: list[str] = []

    def make(catalogue: Catalogue) -> str:
        made.append(catalogue.revision)
        return catalogue.revision

    catalogues = [FakeCatalogue({str(number): {}}) for number in range(3)]
    first, second, third = (catalogue.revision for catalogue in catalogues)
    latest = ByRevision(make, keep=2)
    for number in (0, 1, 0, 2, 0, 1):
        assert latest(catalogues[number]) == catalogues[number].revision
    assert made == [first, second, third, second]


def test_threads_get_their_own_revision() -> None:
    catalogues = [FakeCatalogue({str(number): {}}) for number in range(5)]
    latest = ByRevision(lambda catalogue: catalogue.revision, keep=2)
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(latest, catalogues * 50))
    assert found == [catalogue.revision for catalogue in catalogues * 50]
