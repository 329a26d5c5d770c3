# SPDX-License-Identifier: MIT
"""The control messages a page may send: their fields, checked before anything is done with them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from ..engine.violation import ProtocolError
from .options import READABLE, SETTABLE

Check = tuple[Callable[[Any], bool], str]


def _whole(value: Any, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def whole(low: int, high: int) -> Check:
    """A whole number within bounds."""
    return lambda value: _whole(value, low, high), f"a whole number from {low} to {high}"


def one_of(*words: str) -> Check:
    """One of a few words."""
    return lambda value: isinstance(value, str) and value in words, " or ".join(f'"{word}"' for word in words)


TEXT: Check = (lambda value: isinstance(value, str), "a text")
ID: Check = (
    lambda value: _whole(value, 0, 2**53 - 1) or isinstance(value, str) and len(value) <= 64,
    "an id",
)
SOCKET: Check = (lambda value: _whole(value, 2, 2**32 - 2) and value % 2 == 0, "an even number below 2^32")
ANY_SOCKET: Check = (lambda value: _whole(value, 1, 2**32 - 1), "a number of a socket")
LIST: Check = (lambda value: isinstance(value, list), "a list")
OPTION_VALUE: Check = (
    lambda value: (
        isinstance(value, bool)
        or _whole(value, -(2**31), 2**31 - 1)
        or (isinstance(value, list) and len(value) == 2 and all(_whole(item, 0, 2**31 - 1) for item in value))
    ),
    "a whole number, true or false; for SO_LINGER [on, seconds]",
)
FAMILY = one_of("inet", "inet6")
PORT = whole(0, 65535)

REQUIRED: dict[str, dict[str, Check]] = {
    "hello": {"version": whole(1, 1), "credit": whole(1, 2**31 - 1)},
    "resolve": {"id": ID, "host": TEXT, "family": one_of("any", "inet", "inet6")},
    "reverse": {"id": ID, "address": TEXT},
    "connect": {
        "socket": SOCKET,
        "family": FAMILY,
        "address": TEXT,
        "port": PORT,
    },
    "udp": {"socket": SOCKET, "family": FAMILY},
    "route": {"socket": SOCKET, "id": ID, "address": TEXT, "port": PORT},
    "listen": {
        "socket": SOCKET,
        "family": FAMILY,
        "address": TEXT,
        "port": PORT,
        "backlog": whole(0, 2**31 - 1),
    },
    "accept": {"socket": ANY_SOCKET},
    "shutdown": {"socket": ANY_SOCKET},
    "close": {"socket": ANY_SOCKET},
    "reset": {"socket": ANY_SOCKET},
    "credit": {"socket": ANY_SOCKET, "bytes": whole(1, 2**31 - 1)},
    "option": {"socket": ANY_SOCKET, "name": one_of(*SETTABLE), "value": OPTION_VALUE},
    "divert": {"socket": ANY_SOCKET},
    "query": {"socket": ANY_SOCKET, "id": ID, "name": one_of(*READABLE)},
}
OPTIONAL: dict[str, dict[str, Check]] = {
    "hello": {"token": TEXT, "features": LIST},
    "udp": {"address": TEXT, "port": PORT},
}


def parse(payload: bytes | bytearray | memoryview) -> dict[str, Any]:
    """The control object in a text message; raises ProtocolError."""
    try:
        text = str(payload, "utf-8")
    except UnicodeDecodeError:
        raise ProtocolError("a text message is not UTF-8", 1007) from None
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        raise ProtocolError("a text message is not JSON") from None
    if not isinstance(message, dict):
        raise ProtocolError("a control message is not an object")
    kind = message.get("type")
    if not isinstance(kind, str) or kind not in REQUIRED:
        raise ProtocolError(f"unknown type {_show(kind)}")
    for field, (good, wanted) in REQUIRED[kind].items():
        if field not in message:
            raise ProtocolError(f"{kind} has no {field}: {wanted}")
        if not good(message[field]):
            raise ProtocolError(f"{kind}.{field} is {_show(message[field])}, not {wanted}")
    if kind == "option" and (message["name"] == "SO_LINGER") != isinstance(message["value"], list):
        raise ProtocolError(f"option.value is {_show(message['value'])}, not {OPTION_VALUE[1]}")
    for field, (good, wanted) in OPTIONAL.get(kind, {}).items():
        if field in message and not good(message[field]):
            shown = "something" if field == "token" else _show(message[field])
            raise ProtocolError(f"{kind}.{field} is {shown}, not {wanted}")
    return message


def encode(kind: str, **fields: Any) -> bytes:
    """One control object as it goes into a text message."""
    return json.dumps({"type": kind, **fields}, separators=(",", ":")).encode()


def _show(value: object) -> str:
    text = json.dumps(value)
    return text if len(text) <= 60 else text[:57] + "..."
