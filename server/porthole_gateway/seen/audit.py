# SPDX-License-Identifier: MIT
"""The audit: one line of JSON for every tunnel that ended: who, where to, how much, how."""

from __future__ import annotations

import json
import logging
import time
from logging.handlers import WatchedFileHandler

Value = str | int | float | None


class Audit:
    """Appends to a file, which may be moved away at any time: a new one is begun. Without a file it does nothing."""

    def __init__(self, path: str | None) -> None:
        self._handler: WatchedFileHandler | None = None
        if path is not None:
            self._handler = WatchedFileHandler(path, encoding="utf-8")

    def line(self, **fields: Value) -> None:
        """One tunnel."""
        if self._handler is None:
            return
        now = time.time()
        stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now)) + f".{int(now * 1000) % 1000:03d}Z"
        text = json.dumps({"time": stamp, **fields}, ensure_ascii=False)
        self._handler.emit(logging.makeLogRecord({"msg": text}))
