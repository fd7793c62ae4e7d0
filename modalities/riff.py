"""The chunks of a WAV file, as far as needed to see that it was cut off."""

import struct

_HEADER = struct.Struct("<4sI")
_UNKNOWN = 0x7FFF0000
"""A writer that could not know the length, such as a pipe, states 0 or one close to 2 or 4 GiB."""


def missing_bytes(data: bytes) -> int:
    """How much of the samples that a WAV header promises is not there.

    0 for other files, and where the header leaves the length open.
    """
    if data[:4] != b"RIFF":
        return 0
    position = 12
    while position + _HEADER.size <= len(data):
        name, size = _HEADER.unpack_from(data, position)
        position += _HEADER.size
        if name == b"data":
            return 0 if size >= _UNKNOWN else max(0, position + size - len(data))
        position += size + size % 2
    return 0
