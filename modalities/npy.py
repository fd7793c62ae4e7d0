"""NumPy's array files, read without trusting their header and without pickle."""

import math
from io import BytesIO

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from .errors import LimitError, UnreadableError
from .sniff import one_line


def float_map(
    name: str, data: bytes, limit: int, meaning: str = "in metres"
) -> NDArray[np.floating]:
    """A two-dimensional array of floats out of the bytes of an ``.npy`` file.

    ``meaning`` says in messages what its values should be.

    Raises UnreadableError for another type or number of dimensions and for a size that the file
    does not have; LimitError, before anything is allocated, for more than ``limit`` values.
    """
    file = BytesIO(data)
    try:
        version = npy.read_magic(file)
        read_header = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
        shape, fortran, dtype = read_header(file)
    except Exception as error:
        raise UnreadableError(f"{name}: found a broken .npy header ({one_line(error)})") from error
    is_float = dtype.kind == "f" and dtype.itemsize <= np.dtype(np.float64).itemsize
    if not is_float or len(shape) != 2 or min(shape) < 0:
        raise UnreadableError(
            f"{name}: found an array of {dtype} with shape {shape}, "
            f"expected float16, float32 or float64 with two dimensions, {meaning}"
        )
    if math.prod(shape) > limit:
        raise LimitError(
            f"{name}: {shape[0]} x {shape[1]} values are {math.prod(shape)}, "
            f"at most {limit} allowed"
        )
    values = data[file.tell() :]
    if len(values) != math.prod(shape) * dtype.itemsize:
        raise UnreadableError(
            f"{name}: found {len(values)} bytes of values, "
            f"expected {math.prod(shape) * dtype.itemsize} for shape {shape}"
        )
    return np.frombuffer(values, dtype).reshape(shape, order="F" if fortran else "C")
