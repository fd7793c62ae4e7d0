"""The readers that there are."""

from collections.abc import Iterator

from judges import JudgeError, build_reader, reader_names
from modalities import ModalityError

from .finding import Finding, State, one_line


def look_at_readers() -> Iterator[Finding]:
    """Each of them, its model loaded."""
    for kind in sorted(reader_names()):
        try:
            reader = build_reader(kind)
            reader.warm_up()
        except (ModalityError, JudgeError) as error:
            yield Finding("readers", kind, State.MISSING, one_line(error))
        else:
            takes = ", ".join(sorted(reader.modalities))
            yield Finding("readers", kind, State.OK, f"{takes}; {reader.version}")
