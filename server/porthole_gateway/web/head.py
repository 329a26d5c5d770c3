# SPDX-License-Identifier: MIT
"""What a request's head is read with: no more than so many bytes of it, whatever http.server would take."""

from __future__ import annotations

from typing import BinaryIO

LIMIT = 32 * 1024
_TOO_LONG = bytes(65537)  # http.server refuses a line of this length


class HeadReader:
    """Reads like the file it stands before, but for the lines of each head, which may only be `LIMIT` bytes together."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._left = LIMIT
        self.read = file.read
        self.close = file.close

    def begin(self) -> None:
        """A new head begins."""
        self._left = LIMIT

    def readline(self, _most: int = -1) -> bytes:
        """The next line; one that goes beyond the limit comes as one that is too long for http.server."""
        line = self._file.readline(self._left + 1)
        self._left -= len(line)
        return line if self._left >= 0 else _TOO_LONG
