# SPDX-License-Identifier: MIT
"""The gateway's log: one line each to standard error."""

from __future__ import annotations

import logging
import sys

LOG = logging.getLogger("porthole")
_HIDDEN = {code: f"\\x{code:02x}" for code in [*range(32), 127]}


def start(verbose: bool) -> None:
    """Log to standard error; websockify's own chatter only when `verbose`."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%Y-%m-%d %H:%M:%S"))
    LOG.addHandler(handler)
    LOG.setLevel(logging.DEBUG if verbose else logging.INFO)
    LOG.propagate = False
    logging.getLogger("websocket").setLevel(logging.DEBUG if verbose else logging.CRITICAL)
    if verbose:
        logging.getLogger("websocket").addHandler(handler)


class Journal:
    """Lines about one link."""

    def __init__(self, who: str) -> None:
        self.who = who

    def line(self, text: str) -> None:
        """Log one line, control characters shown."""
        LOG.info("%s %s", self.who, text.translate(_HIDDEN))
