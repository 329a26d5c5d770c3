# SPDX-License-Identifier: MIT
"""What a page does wrong."""

from __future__ import annotations


class ProtocolError(Exception):
    """The page broke the protocol; the reason goes into `fail`, `code` is the WebSocket's close code."""

    def __init__(self, reason: str, code: int = 1002, error: str = "EPROTO") -> None:
        super().__init__(reason)
        self.reason, self.code, self.error = reason, code, error
