"""What one embedding and one reading cost here."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

from judges import JudgeError, build_reader, reader_names
from modalities import ModalityError
from router.sample_media import sample_media

from .finding import Finding, State, Timing, one_line
from .spaces import Candidate, candidates, unfetched

_REPEATS = 3


def measure(config: Path | None = None) -> Iterator[Timing | Finding]:
    """One embedding per space and modality, and one reading per reader, on made-up media.

    The spaces are those of a config, else all registered ones; a note stands for each that is
    skipped. Raises ConfigError.
    """
    for each in candidates(config):
        if isinstance(each, Finding):
            yield Finding("speed", each.name, State.NOTE, f"skipped: {each.detail}")
        else:
            yield from _of_space(each)
    for kind in sorted(reader_names()):
        yield from _of_reader(kind)


def _of_space(candidate: Candidate) -> Iterator[Timing | Finding]:
    name, space, media = candidate.name, candidate.space, sample_media()
    if (lack := unfetched(space)) is not None:
        yield Finding("speed", name, State.NOTE, f"skipped: {lack}")
        return
    try:
        for modality in sorted(space.modalities):
            spent = _milliseconds(partial(space.embed, modality, [media[modality]]))
            yield Timing(f"{name} embeds {modality}", spent)
    except ModalityError as error:
        yield Finding("speed", name, State.NOTE, f"skipped: {one_line(error)}")
    except Exception as error:  # noqa: BLE001 - what one package gets wrong hides no other
        yield Finding("speed", name, State.WRONG, f"{type(error).__name__}: {one_line(error)}")


def _of_reader(kind: str) -> Iterator[Timing | Finding]:
    media = sample_media()
    try:
        reader = build_reader(kind)
        for modality in sorted(reader.modalities):
            spent = _milliseconds(partial(reader.read, media[modality]))
            yield Timing(f"{kind} reads {modality}", spent)
    except (ModalityError, JudgeError) as error:
        yield Finding("speed", kind, State.MISSING, one_line(error))


def _milliseconds(call: Callable[[], object]) -> float:
    call()
    spent = []
    for _ in range(_REPEATS):
        began = perf_counter()
        call()
        spent.append(perf_counter() - began)
    return 1000 * median(spent)
