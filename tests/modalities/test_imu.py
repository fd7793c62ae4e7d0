from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modalities import (
    EmptyMediumError,
    Imu,
    ImuLoader,
    LimitError,
    Limits,
    MediumError,
    Source,
    UnreadableError,
)

Encode = Callable[[np.ndarray], bytes]
MOTION = np.random.default_rng(3).normal(size=(100, 6)).round(6)
AXES = ("ax", "ay", "az", "gx", "gy", "gz")


def load(data: bytes, rate: Any = None, limits: Limits | None = None) -> Imu:
    return ImuLoader(limits or Limits()).load(Source("given", data=data, rate=rate))


def table(columns: dict[str, Any], separator: str = "\n") -> bytes:
    rows = zip(*columns.values(), strict=True)
    lines = [",".join(columns), *(",".join(str(float(cell)) for cell in row) for row in rows)]
    return separator.join(lines).encode()


def motion_table(times: Any = None, motion: np.ndarray = MOTION) -> bytes:
    axes = dict(zip(AXES, motion.T, strict=True))
    return table(axes if times is None else {"t": times, **axes})


@pytest.mark.parametrize("dtype", ["<f2", "<f4", ">f8"])
@pytest.mark.parametrize("order", ["C", "F"])
def test_an_array_is_a_recording_at_the_stated_rate(
    dtype: str, order: Any, npy_bytes: Encode
) -> None:
    stored = np.asarray(MOTION, dtype, order=order)
    imu = load(npy_bytes(stored), rate=200)
    np.testing.assert_array_equal(imu.motion, stored.astype(np.float32))
    assert (imu.motion.dtype, imu.rate, imu.seconds) == (np.float32, 200.0, 0.5)
    assert imu.motion.flags.c_contiguous
    assert not imu.motion.flags.writeable


def test_a_table_with_times_states_its_rate() -> None:
    imu = load(motion_table(7 + np.arange(100) / 50))
    np.testing.assert_array_equal(imu.motion, MOTION.astype(np.float32))
    assert imu.rate == pytest.approx(50)


def test_a_table_without_times_needs_a_rate() -> None:
    assert load(motion_table(), rate=100).seconds == 1
    with pytest.raises(UnreadableError, match="no rate was given; expected samples per second"):
        load(motion_table())


def test_columns_are_told_by_name() -> None:
    mixed = {name: np.ones(100) * place for place, name in enumerate(AXES)}
    mixed["az"] = np.arange(100.0)
    columns = {" GZ": mixed["gz"], "note": np.zeros(100), "T": np.arange(100) / 10}
    columns |= {name.upper(): mixed[name] for name in AXES[:5]}
    imu = load(b"\xef\xbb\xbf" + table(columns, "\r\n"))
    np.testing.assert_array_equal(imu.motion[3], [0, 1, 3, 3, 4, 5])
    assert imu.rate == pytest.approx(10)


def test_a_lost_sample_or_two_is_bridged() -> None:
    lost = [20, 21, 22, 60]
    whole = np.arange(104.0)[:, None] * [1, 2, 3, -1, -2, -3]
    kept = np.delete(np.arange(104) / 50, lost)
    imu = load(motion_table(7 + kept, np.delete(whole, lost, axis=0)))
    assert imu.rate == pytest.approx(50)
    np.testing.assert_allclose(imu.motion, whole, atol=1e-4)


def test_a_clock_that_rounds_changes_no_sample() -> None:
    imu = load(motion_table(np.round(np.arange(100) / 60, 3)))
    np.testing.assert_array_equal(imu.motion, MOTION.astype(np.float32))
    assert imu.rate == pytest.approx(60, rel=1e-3)


def test_uneven_steps_become_even() -> None:
    """A wave that was sampled at random times keeps its frequency and its phase."""
    chance = np.random.default_rng(5)
    times = np.cumsum(chance.uniform(0.001, 0.0035, 4000))
    wave = np.sin(2 * np.pi * 3 * times)
    imu = load(motion_table(times, np.tile(wave[:, None], 6)))
    seen = np.arange(len(imu.motion)) / imu.rate + times[0]
    assert seen[-1] == pytest.approx(times[-1], abs=1 / imu.rate)
    np.testing.assert_allclose(imu.motion[:, 0], np.sin(2 * np.pi * 3 * seen), atol=2e-3)


@pytest.mark.parametrize(
    ("times", "found"),
    [
        (np.arange(100) / 50 + 2 * (np.arange(100) > 49), "a gap of 2.02 s after 0.98 s"),
        (np.arange(100)[::-1] / 50, "found time 1.96 after 1.98, expected ascending times"),
        (np.repeat(np.arange(50), 2) / 50, "found time 0 after 0"),
        (np.where(np.arange(100) == 7, np.nan, np.arange(100)), "found time nan after 6"),
        (np.arange(100) * 1e6, "found steps of 1e[+]06 s, expected 1e-05 to 1"),
        (np.arange(100) * 1e-9, "found steps of 1e-09 s"),
        (np.arange(100) * 5e-324, "found steps of 4.94066e-324 s"),
    ],
    ids=("gap", "backwards", "standing", "nan", "slow", "fast", "tiny"),
)
def test_times_that_are_no_recording_are_refused(times: np.ndarray, found: str) -> None:
    with pytest.raises(UnreadableError, match=found):
        load(motion_table(times))


@pytest.mark.parametrize("rate", [0, -1, 0.5, 1e6, np.nan, np.inf, True, "200"])
def test_a_rate_that_cannot_be_is_refused(rate: Any, npy_bytes: Encode) -> None:
    with pytest.raises(UnreadableError, match=r"found rate .*, expected 1 to 100000 samples"):
        load(npy_bytes(MOTION), rate=rate)


@pytest.mark.parametrize(
    ("shape", "hint"), [((6, 100), "transposed"), ((6, 6), "transposed"), ((100, 3), "one row a")]
)
def test_other_shapes_are_refused(shape: tuple[int, int], hint: str, npy_bytes: Encode) -> None:
    with pytest.raises(UnreadableError, match=rf"found an array of shape .*{hint}"):
        load(npy_bytes(np.random.default_rng(0).normal(size=shape)), rate=50)


def test_other_arrays_are_named(npy_bytes: Encode) -> None:
    for array in (np.ones((9, 6), int), np.ones(6), np.ones((9, 6, 1))):
        with pytest.raises(UnreadableError, match=r"found an array of .* acceleration in m/s2"):
            load(npy_bytes(array), rate=50)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"\x89PNG\r\n\x1a\n", "found PNG, expected a recording of motion"),
        (b"\0\1\2\3\xff\xfe", "found unknown data .* that is no table"),
        (b"hello\n", "found none of the columns named 'ax'"),
        (b"ax,ay,az,gx,gy,gz,AX\n", "found more than one of the columns named 'ax'"),
        (b"t,T,ax,ay,az,gx,gy,gz\n", "found two columns named 't'"),
        (b"ax,ay,az,gx,gy,gz\n1,2,3,4,5\n", "given:2: found 5 cells, expected 6"),
        (b"ax,ay,az,gx,gy,gz\n1,2,3,4,5,g\n", "given:2: could not convert .* 'g', expected num"),
        (b'ax,ay,az,gx,gy,gz\n"1"x,2,3,4,5,6\n', "that is no table"),
        (b"ax,ay,az,gx,gy,gz\n1,2,3,4,5,nan\n", "NaN or infinite"),
        (b"ax,ay,az,gx,gy,gz\n1,2,3,4,5,1e39\n", "NaN or infinite"),
    ],
)
def test_other_files_are_named(data: bytes, found: str) -> None:
    with pytest.raises(UnreadableError, match=found):
        load(data, rate=50)


def test_what_is_too_short_is_refused(npy_bytes: Encode) -> None:
    with pytest.raises(UnreadableError, match=r"found 0\.050 seconds, expected at least 0\.1"):
        load(npy_bytes(MOTION[:10]), rate=200)
    assert load(npy_bytes(MOTION[:20]), rate=200)


def test_no_motion_is_empty(npy_bytes: Encode) -> None:
    still = np.tile([0, 0, 9.81, 0, 0, 0], (100, 1))
    for data in (npy_bytes(still), motion_table(motion=still)):
        with pytest.raises(EmptyMediumError, match="nothing ever changes"):
            load(data, rate=50)
    for data in (npy_bytes(still[:0]), b"ax,ay,az,gx,gy,gz\n", b"t,ax,ay,az,gx,gy,gz\n"):
        with pytest.raises(EmptyMediumError, match=r"found (no|0) samples"):
            load(data, rate=50)


def test_limits(npy_bytes: Encode) -> None:
    for data in (npy_bytes(MOTION), motion_table()):
        with pytest.raises(LimitError, match=r"2\.0 seconds at 50 Hz, at most 1\.9 allowed"):
            load(data, 50, Limits(seconds=1.9))
        with pytest.raises(LimitError, match="given"):
            load(data, 50, Limits(samples=99))
        assert load(data, 50, Limits(seconds=2.0, samples=100))


def test_content_hash_follows_the_rate(npy_bytes: Encode) -> None:
    data = npy_bytes(MOTION)
    assert load(data, 50).content_hash == load(data, 50.0).content_hash
    assert load(data, 50).content_hash != load(data, 100).content_hash


@given(st.text('axyzgt,0123456789.-e \n\r"', max_size=200))
@settings(max_examples=80)
def test_any_table_is_a_recording_or_refused(text: str) -> None:
    for data in (text.encode(), b"ax,ay,az,gx,gy,gz\n" + text.encode()):
        try:
            assert np.isfinite(load(data, 50).motion).all()
        except MediumError as error:
            refusal = str(error)
            assert len(refusal.splitlines()) == 1
