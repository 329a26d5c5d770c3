# SPDX-License-Identifier: MIT
"""Runs a program on a pseudo terminal of 80 by 24 and types what standard input (JSON) says.

Standard output gets JSON: what the screen showed, and how the program ended.
"""

from __future__ import annotations

import fcntl
import json
import os
import pty
import select
import struct
import sys
import termios
import time

LIMIT = 30.0
IUTF8 = 0o40000  # not in termios before Python 3.12


def main() -> None:
    """Type each text once the screen shows what it waits for."""
    keys = json.load(sys.stdin)
    child, terminal = pty.fork()
    if child == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        settings = termios.tcgetattr(0)
        settings[0] |= IUTF8
        termios.tcsetattr(0, termios.TCSANOW, settings)
        os.execv(sys.argv[1], sys.argv[1:])
    screen, seen, deadline = b"", 0, time.monotonic() + LIMIT
    while time.monotonic() < deadline:
        while keys and (at := screen.find(keys[0]["after"].encode(), seen)) >= 0:
            seen = at + len(keys[0]["after"].encode())
            time.sleep(0.05)
            if size := keys[0].get("size"):
                fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
                time.sleep(0.05)
            os.write(terminal, keys.pop(0)["text"].encode())
        if not select.select([terminal], [], [], 0.05)[0]:
            continue
        try:
            data = os.read(terminal, 65536)
        except OSError:
            break
        if not data:
            break
        screen += data
    status = os.waitpid(child, 0)[1]
    code = os.WEXITSTATUS(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status)
    json.dump({"screen": screen.decode(errors="replace"), "code": code}, sys.stdout)


main()
