# SPDX-License-Identifier: MIT
"""Where a stream can stand, and what it needs of the link it belongs to."""

from __future__ import annotations

import errno
from enum import Enum, auto
from typing import TYPE_CHECKING, Protocol

from ..engine.frames import Frames
from ..loop import Loop
from .way import Way

if TYPE_CHECKING:
    from ..context import Context
    from .stream import Stream

LINGER_SECONDS = 30.0


class State(Enum):
    """Where a stream stands."""

    CONNECTING = auto()
    OPEN = auto()
    DEAD = auto()  # the host's side died and the page was told; it still has to close
    CLOSING = auto()  # the page closed; what it sent is still on its way
    LINGERING = auto()  # `closed` was sent; the host's TCP has not acknowledged everything
    GONE = auto()


class Owner(Protocol):
    """What a stream needs of its link."""

    context: Context
    loop: Loop
    out: Frames
    window: int
    way: Way

    @property
    def metered(self) -> bool: ...
    def turn(self) -> bool: ...
    def crashed(self) -> None: ...
    def tell(self, kind: str, **fields: object) -> None: ...
    def spend(self, size: int) -> None: ...
    def wait(self) -> float: ...
    def forget(self, stream: Stream) -> None: ...
    def finish_soon(self, stream: Stream) -> None: ...
    def ended(self, stream: Stream, how: str) -> None: ...


def endpoint(place: tuple[str, int]) -> dict[str, object]:
    """An address and port as they stand in a message."""
    return {"address": place[0].partition("%")[0], "port": place[1]}


def name_of(error: OSError) -> str:
    """The errno's name, for those that only some systems have the nearest one that all have."""
    name = errno.errorcode.get(error.errno or 0, "EIO")
    return {"EHOSTDOWN": "EHOSTUNREACH", "ENONET": "ENETUNREACH", "ESHUTDOWN": "EPIPE"}.get(name, name)
