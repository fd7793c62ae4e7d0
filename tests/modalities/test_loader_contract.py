"""What every loader promises, whatever bytes it is given."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from films import encode_film
from hypothesis import given, settings
from hypothesis import strategies as st

from modalities import (
    LOADERS,
    Audio,
    Depth,
    EmptyMediumError,
    Image,
    Imu,
    LimitError,
    Limits,
    Medium,
    MediumError,
    Source,
    Text,
    Thermal,
    UnreadableError,
    Video,
    load_media,
)

# Backends warn about some broken files; users see that, and it must not decide what a test sees.
pytestmark = pytest.mark.filterwarnings("ignore")

SMALL = Limits(bytes=2**20, pixels=2**20, seconds=10, characters=2**16, pages=10)
"""So that a corrupted header cannot make the tests slow."""

Encode = Callable[..., bytes]


CONTENT = {
    Image: "pixels",
    Audio: "samples",
    Text: "text",
    Depth: "metres",
    Video: "times",
    Thermal: "intensity",
    Imu: "motion",
}


def content(medium: Medium) -> Any:
    return getattr(medium, CONTENT[type(medium)])


class LoaderContract:
    """Inherited once per kind of medium; a subclass gives ``sample``, valid bytes per format."""

    kind: str
    scale: float | None = None
    rate: float | None = None
    detects_truncation = True
    """Whether a file cut in half can be told from a whole one."""

    def load(self, data: bytes, limits: Limits = SMALL) -> tuple[Medium, ...]:
        source = Source("given", data=data, scale=self.scale, rate=self.rate)
        return load_media(self.kind, source, limits)

    def load_or_refuse(self, data: bytes) -> tuple[Medium, ...] | MediumError:
        """Any other error than a one-line MediumError that names the source fails the test."""
        try:
            return self.load(data)
        except MediumError as error:
            refusal = error
        assert "given" in str(refusal)
        assert len(str(refusal).splitlines()) == 1
        return refusal

    def test_loads_the_sample_the_same_from_a_file_and_from_memory(
        self, sample: bytes, tmp_path: Path
    ) -> None:
        path = tmp_path / "misleading.xyz"
        path.write_bytes(sample)
        source = Source.file(path, scale=self.scale, rate=self.rate)
        from_file = load_media(self.kind, source, SMALL)
        from_memory = self.load(sample)
        assert from_file
        assert [medium.content_hash for medium in from_file] == [
            medium.content_hash for medium in from_memory
        ]
        assert all(str(path) in medium.source for medium in from_file)

    def test_many_threads_load_the_same(self, sample: bytes) -> None:
        expected = [content(medium) for medium in self.load(sample)]
        with ThreadPoolExecutor(4) as pool:
            results = list(pool.map(self.load, [sample] * 8))
        for result in results:
            for medium, wanted in zip(result, expected, strict=True):
                np.testing.assert_array_equal(content(medium), wanted)

    def test_content_hash_follows_the_bytes(self, sample: bytes) -> None:
        longer = self.load_or_refuse(sample + b"\n")
        if isinstance(longer, tuple):
            assert longer[0].content_hash != self.load(sample)[0].content_hash

    def test_refuses_a_missing_file(self, tmp_path: Path) -> None:
        with pytest.raises(UnreadableError, match=r"no-such-file.*found nothing"):
            load_media(self.kind, Source.file(tmp_path / "no-such-file", scale=self.scale))

    def test_refuses_a_folder(self, tmp_path: Path) -> None:
        with pytest.raises(UnreadableError, match="found a folder, expected a file"):
            load_media(self.kind, Source.file(tmp_path, scale=self.scale))

    def test_refuses_an_empty_file(self) -> None:
        with pytest.raises(EmptyMediumError, match="given"):
            self.load(b"")

    def test_refuses_too_many_bytes(self, sample: bytes) -> None:
        with pytest.raises(LimitError, match="given"):
            self.load(sample, Limits(bytes=len(sample) - 1))

    def test_takes_exactly_as_many_bytes_as_allowed(self, sample: bytes) -> None:
        assert self.load(sample, Limits(bytes=len(sample)))

    @pytest.mark.parametrize("tenth", range(1, 10))
    def test_contains_a_file_cut_off(
        self, sample: bytes, tenth: int, capfd: pytest.CaptureFixture[str]
    ) -> None:
        cut = sample[: len(sample) * tenth // 10]
        result = self.load_or_refuse(cut)
        if self.detects_truncation and isinstance(result, tuple):
            # Only a trailer was lost.
            for found, whole in zip(result, self.load(sample), strict=True):
                np.testing.assert_array_equal(content(found), content(whole))
        assert capfd.readouterr().err == ""

    def test_contains_random_bytes(self) -> None:
        @settings(max_examples=60)
        @given(noise=st.binary(min_size=1, max_size=400))
        def check(noise: bytes) -> None:
            self.load_or_refuse(noise)

        check()

    def test_contains_noise_after_a_valid_start(self, sample: bytes) -> None:
        @settings(max_examples=40)
        @given(noise=st.binary(max_size=200), kept=st.integers(4, 64))
        def check(noise: bytes, kept: int) -> None:
            self.load_or_refuse(sample[:kept] + noise)

        check()

    @pytest.mark.parametrize("within", [200, None], ids=("head", "anywhere"))
    def test_contains_corruption(self, sample: bytes, within: int | None) -> None:
        last = min(len(sample), within or len(sample)) - 1
        edit = st.tuples(st.integers(0, last), st.integers(0, 255))

        @settings(max_examples=60)
        @given(edits=st.lists(edit, min_size=1, max_size=12))
        def check(edits: list[tuple[int, int]]) -> None:
            corrupt = bytearray(sample)
            for place, value in edits:
                corrupt[place] = value
            self.load_or_refuse(bytes(corrupt))

        check()


class TestImageContract(LoaderContract):
    kind = "image"

    @pytest.fixture(scope="class", params=("BMP", "GIF", "JPEG", "PNG", "PPM", "TIFF", "WEBP"))
    def sample(self, request: pytest.FixtureRequest, picture_bytes: Encode) -> bytes:
        return picture_bytes(request.param)


class TestAudioContract(LoaderContract):
    kind = "audio"

    @pytest.fixture(scope="class", params=("WAV", "AIFF", "FLAC", "RF64", "MP3"))
    def sample(self, request: pytest.FixtureRequest, sound_bytes: Encode) -> bytes:
        return sound_bytes(request.param)


class TestStreamedAudioContract(LoaderContract):
    """Ogg was made for broadcast: what has arrived is a recording, there is no length to miss."""

    kind = "audio"
    detects_truncation = False

    @pytest.fixture(
        scope="class",
        params=("VORBIS", "OPUS"),
    )
    def sample(self, request: pytest.FixtureRequest, sound_bytes: Encode) -> bytes:
        return sound_bytes("OGG", request.param)


class TestTextContract(LoaderContract):
    kind = "text"
    detects_truncation = False

    @pytest.fixture(scope="class", params=("utf-8", "utf-8-sig", "utf-16"))
    def sample(self, request: pytest.FixtureRequest) -> bytes:
        return "Crème fraîche 30 %, 2 dl\nArtikel 10-442\n".encode(request.param)


class TestDepthContract(LoaderContract):
    kind = "depth"
    scale = 0.001

    @pytest.fixture(scope="class", params=("png", "pgm", "npy"))
    def sample(
        self, request: pytest.FixtureRequest, png16_bytes: Encode, npy_bytes: Encode
    ) -> bytes:
        millimetres = np.arange(500, 500 + 24 * 32).reshape(24, 32)
        if request.param == "png":
            return png16_bytes(millimetres)
        if request.param == "npy":
            return npy_bytes(millimetres.astype(np.float32))
        return b"P5\n# a comment\n32 24\n65535\n" + millimetres.astype(">u2").tobytes()


class TestVideoContract(LoaderContract):
    kind = "video"

    @pytest.fixture(
        scope="class",
        params=(("mp4", "libx264"), ("matroska", "mpeg4"), ("webm", "libvpx"), ("avi", "mpeg4")),
        ids=lambda param: param[0],
    )
    def sample(self, request: pytest.FixtureRequest) -> bytes:
        return encode_film(*request.param)


class TestStreamedVideoContract(LoaderContract):
    """Made for broadcast: what has arrived is a recording, there is no length to miss."""

    kind = "video"
    detects_truncation = False

    @pytest.fixture(
        scope="class",
        params=(
            ("mpegts", "mpeg2video", {}),
            ("webm", "libvpx", {"live": "1"}),
            ("mp4", "libx264", {"movflags": "frag_keyframe+empty_moov"}),
        ),
        ids=lambda param: param[0],
    )
    def sample(self, request: pytest.FixtureRequest) -> bytes:
        container, codec, options = request.param
        return encode_film(container, codec, options=options)


class TestThermalContract(LoaderContract):
    kind = "thermal"

    @pytest.fixture(scope="class", params=("png", "pgm", "npy"))
    def sample(
        self, request: pytest.FixtureRequest, png16_bytes: Encode, npy_bytes: Encode
    ) -> bytes:
        counts = np.arange(27_000, 27_000 + 24 * 32).reshape(24, 32)
        if request.param == "png":
            return png16_bytes(counts)
        if request.param == "npy":
            return npy_bytes(counts / 100)
        return b"P5\n32 24\n65535\n" + counts.astype(">u2").tobytes()


class TestImuArrayContract(LoaderContract):
    kind = "imu"
    rate = 50.0

    @pytest.fixture(scope="class")
    def sample(self, npy_bytes: Encode) -> bytes:
        return npy_bytes(np.random.default_rng(5).normal(size=(40, 6)))


class TestImuTableContract(LoaderContract):
    """A table that was cut off between two rows is a shorter one."""

    kind = "imu"
    detects_truncation = False

    @pytest.fixture(scope="class")
    def sample(self) -> bytes:
        motion = np.random.default_rng(5).normal(size=(40, 6))
        rows = np.column_stack((np.arange(40) / 50, motion)).tolist()
        lines = ["t,ax,ay,az,gx,gy,gz", *(",".join(map(str, row)) for row in rows)]
        return "\n".join(lines).encode()


class TestDocumentContract(LoaderContract):
    kind = "document"
    detects_truncation = False  # pdfium rebuilds a lost cross-reference table

    @pytest.fixture(scope="class")
    def sample(self, pdf_bytes: Encode) -> bytes:
        return pdf_bytes(["Invoice 4711", "", "Total 12.50"])


def test_every_kind_keeps_the_contract() -> None:
    tested = {contract.kind for contract in LoaderContract.__subclasses__()}
    assert tested == set(LOADERS)
