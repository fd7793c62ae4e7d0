"""Motion: recordings of an inertial measurement unit, from arrays or tables."""

import csv
import math
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO

import numpy as np
from numpy.typing import NDArray

from .errors import EmptyMediumError, LimitError, UnreadableError
from .loader import DEFAULT_LIMITS, Limits
from .medium import Imu
from .npy import float_map
from .sniff import describe, identify, one_line, read_bytes
from .source import Source, content_hash

AXES = ("ax", "ay", "az", "gx", "gy", "gz")
"""Columns of a table: acceleration in m/s2, then rotation in rad/s."""
MIN_RATE, MAX_RATE = 1.0, 100_000.0
"""Samples per second. Below, a movement is over between two; above, no such unit measures."""
MIN_SECONDS = 0.1
WIDEST_GAP = 5.0
"""Steps between two samples; a recording with a wider gap is two recordings."""
_TIME = "t"


@dataclass(frozen=True, slots=True)
class ImuLoader:
    """Loads float ``.npy`` of shape (n, 6), and CSV with columns ax, ay, az, gx, gy, gz.

    Acceleration is in m/s2, rotation in rad/s. A table may have a column t, in seconds, from whose
    median step the rate follows; without one, and for an array, ``Source.rate`` says it. Names of
    columns may be in capitals and in any order. Values are read-only.
    """

    limits: Limits = DEFAULT_LIMITS

    def load(self, source: Source) -> Imu:
        """One recording as (n, 6) float32.

        Raises UnreadableError for another format or shape, a missing or impossible rate, values
        that are not finite, times that do not ascend, a gap of more than ``WIDEST_GAP`` steps, and
        less than ``MIN_SECONDS``; LimitError beyond ``limits.bytes``, ``limits.samples`` or
        ``limits.seconds``; EmptyMediumError for no samples and where nothing ever changes.
        """
        name, data = source.name, read_bytes(source, self.limits)
        kind = identify(data)
        if kind == "NPY":
            motion, rate = self._array(name, data), _stated_rate(source)
        elif kind is None:
            motion, rate = self._table(source, data)
        else:
            raise UnreadableError(
                f"{name}: found {describe(data)}, expected a recording of motion (CSV, float .npy)"
            )
        self._check(name, motion, rate)
        motion.flags.writeable = False
        return Imu(motion, rate, content_hash("imu", data, rate), name)

    def _array(self, name: str, data: bytes) -> NDArray[np.float32]:
        stored = float_map(name, data, self._most_values, "acceleration in m/s2, rotation in rad/s")
        rows, columns = stored.shape
        if columns != len(AXES) or rows == len(AXES):
            turned = "; it may have to be transposed" if rows == len(AXES) else ""
            raise UnreadableError(
                f"{name}: found an array of shape {stored.shape}, expected (n, 6): "
                f"one row a sample, with {', '.join(AXES)}{turned}"
            )
        return _single(stored)

    def _table(self, source: Source, data: bytes) -> tuple[NDArray[np.float32], float]:
        columns, values = self._rows(source.name, data)
        motion = _single(values[:, [columns.index(axis) for axis in AXES]])
        if _TIME not in columns:
            return motion, _stated_rate(source)
        return motion, _measured_rate(source.name, values[:, columns.index(_TIME)])

    def _rows(self, name: str, data: bytes) -> tuple[list[str], NDArray[np.float64]]:
        """The columns' names, and the rows below them."""
        try:
            rows = csv.reader(StringIO(data.decode("utf-8-sig")), strict=True)
            columns = _columns(name, next(rows, []))
            values = array("d")
            for row in rows:
                if row:
                    values.extend(_numbers(name, rows.line_num, columns, row))
                if len(values) > self.limits.samples * len(columns):
                    raise LimitError(f"{name}: more than {self.limits.samples} samples")
        except (UnicodeDecodeError, csv.Error) as error:
            raise UnreadableError(
                f"{name}: found {describe(data)} that is no table ({one_line(error)}), "
                "expected CSV in UTF-8"
            ) from error
        return columns, np.frombuffer(values, np.float64).reshape(-1, len(columns))

    @property
    def _most_values(self) -> int:
        return self.limits.samples * len(AXES)

    def _check(self, name: str, motion: NDArray[np.float32], rate: float) -> None:
        if not np.isfinite(motion).all():
            raise UnreadableError(f"{name}: found values that are NaN or infinite")
        if len(motion) == 0:
            raise EmptyMediumError(f"{name}: found no samples, expected a recording of motion")
        seconds = len(motion) / rate
        if seconds > self.limits.seconds:
            raise LimitError(
                f"{name}: {seconds:.1f} seconds at {rate:g} Hz, "
                f"at most {self.limits.seconds:g} allowed"
            )
        if seconds < MIN_SECONDS:
            raise UnreadableError(
                f"{name}: found {seconds:.3f} seconds, expected at least {MIN_SECONDS:g}"
            )
        if (motion == motion[0]).all():
            raise EmptyMediumError(f"{name}: found that nothing ever changes, expected motion")


def _columns(name: str, header: Sequence[str]) -> list[str]:
    columns = [column.strip().lower() for column in header]
    for axis in AXES:
        if columns.count(axis) != 1:
            found = "none" if axis not in columns else "more than one"
            raise UnreadableError(
                f"{name}: found {found} of the columns named {axis!r}, "
                f"expected a header with {', '.join(AXES)} and perhaps {_TIME}"
            )
    if columns.count(_TIME) > 1:
        raise UnreadableError(f"{name}: found two columns named {_TIME!r}, expected at most one")
    return columns


def _numbers(name: str, line: int, columns: Sequence[str], row: Sequence[str]) -> list[float]:
    if len(row) != len(columns):
        raise UnreadableError(
            f"{name}:{line}: found {len(row)} cells, expected {len(columns)} as in the header"
        )
    wanted = (_TIME, *AXES)
    try:
        return [
            float(cell) if column in wanted else 0.0
            for column, cell in zip(columns, row, strict=True)
        ]
    except ValueError as error:
        raise UnreadableError(f"{name}:{line}: {one_line(error)}, expected numbers") from error


def _single(values: NDArray[np.floating]) -> NDArray[np.float32]:
    # What overflows turns infinite, and is refused for that.
    with np.errstate(over="ignore", under="ignore"):
        return np.ascontiguousarray(values, dtype=np.float32).copy()


def _stated_rate(source: Source) -> float:
    rate = source.rate
    if rate is None:
        raise UnreadableError(
            f"{source.name}: no rate was given; expected samples per second, such as 200, "
            f"or a table with times in a column {_TIME}"
        )
    is_number = isinstance(rate, int | float) and not isinstance(rate, bool)
    if not is_number or not MIN_RATE <= rate <= MAX_RATE:
        raise UnreadableError(
            f"{source.name}: found rate {rate!r}, "
            f"expected {MIN_RATE:g} to {MAX_RATE:g} samples per second"
        )
    return float(rate)


def _measured_rate(name: str, times: NDArray[np.float64]) -> float:
    """Samples per second, from the median step."""
    if len(times) < 2:
        raise EmptyMediumError(f"{name}: found {len(times)} samples, expected a recording")
    steps = np.diff(times)
    if not (steps > 0).all():
        # Written so that NaN fails too.
        row = int(np.argmin(steps > 0))
        raise UnreadableError(
            f"{name}: found time {times[row + 1]:g} after {times[row]:g}, expected ascending times"
        )
    step = float(np.median(steps))
    widest = int(np.argmax(steps))
    if not math.isfinite(step) or steps[widest] > WIDEST_GAP * step:
        raise UnreadableError(
            f"{name}: found a gap of {steps[widest]:g} s after {times[widest]:g} s, "
            f"expected steps of about {step:g} s"
        )
    rate = 1 / step
    if not MIN_RATE <= rate <= MAX_RATE:
        raise UnreadableError(
            f"{name}: found steps of {step:g} s, expected {1 / MAX_RATE:g} to {1 / MIN_RATE:g}"
        )
    return rate
