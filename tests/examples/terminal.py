#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Runs a program in a pseudo-terminal of 80 by 24: its screen on standard output, keys from standard input.

The program sees what it would see in the page: a terminal with a line discipline and an echo. Ends with the program's
exit status, or 128 and the signal's number.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import sys
import termios


def main() -> int:
    """Copy both ways until the program has ended and its last output is out."""
    child, terminal = pty.fork()
    if child == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        os.execv(sys.argv[1], sys.argv[1:])
    watched = [terminal, 0]
    while True:
        readable, _, _ = select.select(watched, [], [])
        if 0 in readable:
            keys = os.read(0, 4096)
            if keys:
                os.write(terminal, keys)
            else:
                watched.remove(0)
        if terminal in readable:
            try:
                output = os.read(terminal, 65536)
            except OSError:  # Linux reports the end of a pseudo-terminal as EIO
                break
            if not output:
                break
            os.write(1, output)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status)


sys.exit(main())
