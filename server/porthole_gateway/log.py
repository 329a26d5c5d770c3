# SPDX-License-Identifier: MIT
"""The gateway's log: one line each to standard error, for people or as JSON."""

from __future__ import annotations

import logging
import sys

LOG = logging.getLogger("porthole")
_HIDDEN = {code: f"\\x{code:02x}" for code in [*range(32), 127]}


def start(verbose: bool, form: str = "text") -> None:
    """Log to standard error as `text` or `json`; websockify's own chatter only when `verbose`."""
    logging.raiseExceptions = False  # a full disk is no reason to print traces
    # What no line of ours shows need not be found out for each.
    logging.logThreads = logging.logMultiprocessing = logging.logProcesses = False
    logging._srcfile = None  # as logging's own HOWTO says
    handler = logging.StreamHandler(sys.stderr)
    if form == "json":
        from pythonjsonlogger.jsonlogger import JsonFormatter

        handler.setFormatter(
            JsonFormatter(
                "%(asctime)s %(levelname)s %(message)s",
                rename_fields={"asctime": "time", "levelname": "level"},
            )
        )
    else:
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%Y-%m-%d %H:%M:%S"))
    LOG.addHandler(handler)
    LOG.setLevel(logging.DEBUG if verbose else logging.INFO)
    LOG.propagate = False
    logging.getLogger("websocket").setLevel(logging.DEBUG if verbose else logging.CRITICAL)
    if verbose:
        logging.getLogger("websocket").addHandler(handler)


class Journal:
    """Lines about one link."""

    def __init__(self, number: int) -> None:
        self.number = number

    def line(self, text: str) -> None:
        """Log one line, control characters shown."""
        LOG.info("link %d %s", self.number, text.translate(_HIDDEN), extra={"link": self.number})


def line(who: str, text: str) -> None:
    """Log one line about somebody who has no link, control characters shown."""
    LOG.info("%s %s", who, text.translate(_HIDDEN))
