# SPDX-License-Identifier: MIT
"""What a scenario is written with: the twin of ../scenario.hpp, printing the same lines in the same form."""

from __future__ import annotations

import errno
import socket
import time
from collections.abc import Callable

SCENARIOS: dict[str, Callable[[], None]] = {}
FIRST_SYSTEM_PORT = 32768


def scenario(function: Callable[[], None]) -> Callable[[], None]:
    """Register a scenario by its name."""
    if function.__name__ in SCENARIOS:
        raise ValueError(f"two scenarios named {function.__name__}")
    SCENARIOS[function.__name__] = function
    return function


def quoted(data: bytes) -> str:
    """Everything that is not printable ASCII as \\xNN."""
    plain = "".join(chr(c) if 32 <= c < 127 and c not in b"'\\" else f"\\x{c:02x}" for c in data)
    return f"'{plain}'"


def is_address(value: tuple) -> bool:
    """Whether a tuple is an internet address: host and port, and for IPv6 two numbers more."""
    return len(value) in (2, 4) and isinstance(value[0], str) and type(value[1]) is int


def canonical(value: object) -> str:
    """A value's form, the same in both languages."""
    if isinstance(value, str):
        return quoted(value.encode("utf-8", "surrogateescape"))
    if isinstance(value, bytes | bytearray | memoryview):
        return quoted(bytes(value))
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, socket.socket):
        closed = " closed" if value.fileno() < 0 else ""
        return f"<socket family={int(value.family)} type={int(value.type)} proto={value.proto}{closed}>"
    if isinstance(value, list):
        return "[" + ", ".join(map(canonical, value)) + "]"
    if isinstance(value, tuple):
        items = list(map(canonical, value))
        if is_address(value) and value[1] >= FIRST_SYSTEM_PORT:
            items[1] = "PORT"
        return "(" + ", ".join(items) + ")"
    raise TypeError(f"no canonical form for {type(value)}")


def error_text(failure: Exception, with_text: bool) -> str:
    """An exception by its class and its errno's name, or its text where it has none."""
    if isinstance(failure, socket.gaierror):
        names = [n for n in dir(socket) if n.startswith("EAI_") and getattr(socket, n) == failure.errno]
        return f"gaierror {names[0]}"
    if isinstance(failure, socket.herror):
        return f"herror {failure.errno}"
    if isinstance(failure, OSError):
        # Classes that C++ has no part of its own for are their base there.
        name = type(failure).__name__
        if name in ("UnsupportedOperation", "NotADirectoryError", "error"):
            name = "OSError"
        if failure.errno:
            number = "EOPNOTSUPP" if failure.errno == errno.EOPNOTSUPP else errno.errorcode[failure.errno]
            return f"{name} {number}"
        return f"{name}: {failure}"
    for known, name in ((OverflowError, "OverflowError"), (KeyError, "KeyError")):
        if isinstance(failure, known):
            return name + (f": {failure}" if with_text and known is OverflowError else "")
    # C++ has one class, std::invalid_argument, for a wrong value, one of a wrong shape and an unknown encoding.
    if isinstance(failure, ValueError | TypeError | LookupError):
        return "ValueError" + (f": {failure}" if with_text else "")
    if type(failure).__name__ == "ExceptionGroup":
        return " ".join(["ExceptionGroup", *(errno.errorcode[e.errno] for e in failure.exceptions)])
    return f"unexpected: {failure!r}"


def say(label: str, value: object) -> None:
    """Print "label: value"."""
    print(f"{label}: {canonical(value)}", flush=True)


def attempt(label: str, call: Callable[[], object], with_text: bool = False) -> None:
    """Print what the call returns or raises."""
    try:
        text = canonical(call())
    except Exception as failure:
        text = error_text(failure, with_text)
    print(f"{label}: {text}", flush=True)


def attempt_text(label: str, call: Callable[[], object]) -> None:
    """Print the same, with the text of a ValueError or OverflowError too."""
    attempt(label, call, with_text=True)


def tcp_pair() -> tuple[socket.socket, socket.socket]:
    """Make a connected pair over loopback, the client first."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        client = socket.create_connection(listener.getsockname())
        return client, listener.accept()[0]


def udp_socket() -> socket.socket:
    """Make a bound UDP socket on loopback."""
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.bind(("127.0.0.1", 0))
    return made


def took_about(least: float, call: Callable[[], None]) -> bool:
    """Tell whether a call takes at least so many seconds, and not absurdly more."""
    start = time.monotonic()
    call()
    return least <= time.monotonic() - start < least + 5


def receive_exactly(receiver: socket.socket, size: int) -> bytes:
    """Receive so many bytes, in as many receives as it takes."""
    out = b""
    while len(out) < size:
        piece = receiver.recv(size - len(out))
        if not piece:
            break
        out += piece
    return out


def free_port() -> int:
    """Find a port of loopback where nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
