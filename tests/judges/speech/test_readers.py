"""What is read from recordings, and that silence, noise and endless recordings give nothing."""

from pathlib import Path

import numpy as np
import pytest
from said import recording, spoken

from judges import ReaderError
from judges.speech.code_reader import SpokenCodeReader
from judges.speech.name_reader import SpokenNameReader
from judges.speech.reader import SpeechReader
from judges.speech.recording import samples_of
from judges.speech.whisper import Whisper
from modalities import Audio, Modality, Source, Text, load_media

RATE = 16_000


@pytest.fixture(scope="module")
def codes() -> SpokenCodeReader:
    return SpokenCodeReader()


def sound(samples: np.ndarray, rate: int = RATE) -> Audio:
    return Audio(np.asarray(samples, np.float32), rate, "", "a sound")


def endless() -> Audio:
    """Ten hours, in the memory of one sample."""
    samples = np.broadcast_to(np.float32(0.1), 36_000 * 48_000)
    return Audio(samples, 48_000, "", "ten hours")


@pytest.mark.parametrize(("name", "code"), [("fl529", "FL529"), ("gk73", "GK73")])
def test_codes_are_read(codes: SpokenCodeReader, name: str, code: str) -> None:
    (reading,) = codes.read(recording(name))
    assert reading.value == code
    assert reading.confidence > 0.8
    symbols = reading.details["symbols"]
    assert [each["symbol"] for each in symbols] == [*code, ""]
    assert all(0 <= each["probability"] <= 1 for each in symbols)


def test_words_are_no_code(codes: SpokenCodeReader) -> None:
    assert codes.read(recording("confirm")) == []


def test_words_are_read_with_their_places() -> None:
    audio = recording("confirm")
    (reading,) = SpeechReader().read(audio)
    assert "confirm" in reading.value.lower()
    words = reading.details["words"]
    assert words == sorted(words, key=lambda word: word["start"])
    assert all(0 <= word["start"] <= word["end"] <= audio.seconds + 0.1 for word in words)


@pytest.mark.parametrize("name", ["noise", "jingle-dawn", "beep-gas"])
def test_what_nobody_says_is_not_read(codes: SpokenCodeReader, name: str) -> None:
    assert codes.read(recording(name)) == []
    assert SpeechReader().read(recording(name)) == []


@pytest.mark.parametrize("seconds", [0.01, 3.0])
def test_silence_is_not_read(codes: SpokenCodeReader, seconds: float) -> None:
    silence = sound(np.zeros(int(seconds * RATE)))
    assert codes.read(silence) == []
    assert SpeechReader().read(silence) == []


def test_ten_hours_are_not_listened_to(codes: SpokenCodeReader) -> None:
    audio = endless()
    assert audio.seconds == pytest.approx(36_000)
    assert codes.read(audio) == []
    assert len(samples_of(audio, 2.0)) == pytest.approx(2 * RATE, abs=RATE // 100)


def test_other_media_are_refused(codes: SpokenCodeReader) -> None:
    (text,) = load_media(Modality.TEXT, Source.text("K X 4 4 1 6"))
    assert isinstance(text, Text)
    for reader in (codes, SpeechReader()):
        with pytest.raises(ReaderError, match="found text, expected audio"):
            reader.read(text)


def test_a_model_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ReaderError, match=r"found no Whisper in .*expected a model's name"):
        Whisper(str(tmp_path)).warm_up()


def test_a_name_is_heard_only_where_no_code_was(monkeypatch: pytest.MonkeyPatch) -> None:
    names, audio = SpokenNameReader(), recording("confirm")
    assert names.reread(audio, []) == names.read(audio) != []
    monkeypatch.setattr(Whisper, "hear", lambda *_: pytest.fail("it was heard"))
    assert names.reread(audio, [spoken("FL529")]) == []
