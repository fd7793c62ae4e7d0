"""The base of readers that hear by Whisper."""

from typing import ClassVar

from modalities import Modality

from .whisper import model_name, whisper


class Listening:
    """Has one Whisper, which all readers of this process share."""

    modalities: ClassVar[frozenset[Modality]] = frozenset({Modality.AUDIO})

    def __init__(self, model: str | None = None) -> None:
        """``model``: a Whisper's name or folder; by default what CROSSJUDGE_WHISPER says."""
        self._whisper = whisper(model_name() if model is None else model)

    def warm_up(self) -> None:
        """Loads Whisper. Raises ReaderError where it cannot be found."""
        self._whisper.warm_up()
