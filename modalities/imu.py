"""Motion: recordings of an inertial measurement unit, from arrays or tables."""

import csv
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO

import numpy as np
from numpy.typing import NDArray

from .errors import EmptyMediumError, LimitError, UnreadableError
from .loader import DEFAULT_LIMITS, Limits
from .medium import Imu
from .motion_times import MAX_RATE, MIN_RATE, evenly
from .npy import float_map
from .sniff import describe, identify, one_line, read_bytes
from .source import Source, content_hash

AXES = ("ax", "ay", "az", "gx", "gy", "gz")
"""Columns of a table: acceleration in m/s2, then rotation in rad/s."""
MIN_SECONDS = 0.1
_TIME = "t"


@dataclass(frozen=True, slots=True)
class ImuLoader:
    """Loads float ``.npy`` of shape (n, 6), and CSV with columns ax, ay, az, gx, gy, gz.

    Acceleration is in m/s2, rotation in rad/s. A table may have a column t, in seconds, from which
    the rate follows; samples taken unevenly are interpolated at even steps. Without it, and for an
    array, ``Source.rate`` says the rate. Names of columns may be in capitals and in any order.
    Values are read-only.
    """

    limits: Limits = DEFAULT_LIMITS

    def load(self, source: Source) -> Imu:
        """One recording as (n, 6) float32.

        Raises UnreadableError for another format or shape, a missing or impossible rate, values
        that are not finite, times that do not ascend, a gap of several steps, and less than
        ``MIN_SECONDS``; LimitError beyond ``limits.bytes``, ``limits.samples`` or
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
        motion = values[:, [columns.index(axis) for axis in AXES]]
        if _TIME not in columns:
            return _single(motion), _stated_rate(source)
        even, rate = evenly(source.name, values[:, columns.index(_TIME)], motion)
        return _single(even), rate

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
