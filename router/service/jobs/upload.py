"""A multipart body of a bulk ingest, written to a job's folder as it streams in.

Nothing of it is kept in memory: neither a large file, nor ten thousand small ones.
"""

from typing import BinaryIO

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header

from router.service.problems import Problem

from .folder import JobFolder


class BulkUpload:
    """Takes a body chunk by chunk. Blocks on the disk."""

    def __init__(self, content_type: str, folder: JobFolder, most_files: int) -> None:
        """Raises Problem: 415 for another type."""
        kind, options = parse_options_header(content_type)
        if kind != b"multipart/form-data" or b"boundary" not in options:
            raise Problem(
                415, "unsupported_media_type", "expected multipart/form-data with a boundary"
            )
        self._folder = folder
        self._most_files = most_files
        self._files = 0
        self._header = b""
        self._value = b""
        self._disposition = b""
        self._open: BinaryIO | None = None
        self._ended = False
        self._parser = MultipartParser(
            options[b"boundary"],
            {
                "on_part_begin": self._begin,
                "on_header_field": self._header_field,
                "on_header_value": self._header_value,
                "on_header_end": self._header_end,
                "on_headers_finished": self._headers_finished,
                "on_part_data": self._data,
                "on_part_end": self.close,
                "on_end": self._end,
            },
        )

    def feed(self, chunk: bytes) -> None:
        """The next bytes. Raises Problem, 422; StoreError, OSError."""
        try:
            self._parser.write(chunk)
        except MultipartParseError as error:
            raise Problem(422, "invalid", "the body is not well-formed multipart") from error

    def finish(self) -> None:
        """All bytes came. Raises Problem, 422, where something is missing."""
        if not self._ended:
            raise Problem(422, "invalid", "the multipart body is cut off")
        if not self._folder.has_manifest():
            raise Problem(422, "invalid", "manifest: missing; expected one part of that name")

    def close(self) -> None:
        """Close the file that is being written, if any."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def _begin(self) -> None:
        self._disposition = b""

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = self._value
        self._header = self._value = b""

    def _headers_finished(self) -> None:
        _, options = parse_options_header(self._disposition)
        part = _text(options.get(b"name", b""))
        if part == "manifest":
            self._open = self._folder.open_manifest()
        elif part == "media" and b"filename" in options:
            self._files += 1
            if self._files > self._most_files:
                raise Problem(413, "too_large", f"found more than {self._most_files} files")
            self._open = self._folder.open_medium(_text(options[b"filename"]))
        else:
            raise Problem(
                422, "invalid", f"part {part!r:.80}: expected manifest, or media with a file name"
            )

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._open is not None:
            self._open.write(data[start:end])

    def _end(self) -> None:
        self._ended = True


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem(422, "invalid", "found a name of a part that is not UTF-8") from error
