# SPDX-License-Identifier: MIT
"""makefile() in its modes, for reading, writing and both."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from socket import socket

from canonical import attempt, say, scenario, tcp_pair

TEXT = "one\ntwo\r\nthree\rfour\n中文".encode()


@contextmanager
def sent(data: bytes) -> Iterator[socket]:
    """Yield a socket whose peer has sent this and closed."""
    client, server = tcp_pair()
    with client, server:
        client.sendall(data)
        client.close()
        yield server


@scenario
def file_modes() -> None:
    """Modes, good and bad."""
    _, server = tcp_pair()
    for mode in ("", "r", "w", "rw", "wr", "b", "rb", "br", "wb", "rwb", "wrb"):
        with server.makefile(mode) as file:
            say(mode, [file.readable(), file.writable()])
    for mode in ("x", "a", "r+", "t", "rt", "U"):
        attempt(mode, lambda mode=mode: server.makefile(mode).close())
    attempt("text without buffer", lambda: server.makefile("r", buffering=0).close())
    attempt("no such encoding", lambda: server.makefile("r", encoding="klingon").close())
    attempt("bad newline", lambda: server.makefile("r", newline="x").close())


@scenario
def file_reads_text() -> None:
    """Text with every newline rule."""
    for newline in (None, "", "\n", "\r", "\r\n"):
        with sent(TEXT) as s, s.makefile("r", newline=newline, encoding="utf-8") as file:
            say("lines", list(file))
    with sent(TEXT) as s:
        say("read", s.makefile("r", encoding="utf-8").read())


@scenario
def file_reads_some_characters() -> None:
    """read(n) counts characters."""
    with sent("a中文b\nlast".encode()) as s:
        file = s.makefile("r", encoding="utf-8")
        say("two", file.read(2))
        say("none", file.read(0))
        say("line", file.readline())
        say("limited line", file.readline(2))
        say("rest", file.read())
        say("end", file.read())
        say("end of lines", file.readline())
        say("no lines", file.readlines())


@scenario
def file_encodings() -> None:
    """Encodings and what they do with bad bytes."""
    with sent(b"caf\xe9\n") as s:
        say("latin-1", s.makefile("r", encoding="latin-1").read())
    with sent(b"caf\xe9!") as s:
        attempt("strict", lambda: s.makefile("r", encoding="utf-8").read())
    with sent(b"caf\xe9!") as s:
        say("replace", s.makefile("r", encoding="utf-8", errors="replace").read())
    with sent(b"caf\xe9!") as s:
        say("ignore", s.makefile("r", encoding="utf-8", errors="ignore").read())
    with sent(b"caf\xe9!") as s:
        attempt("ascii", lambda: s.makefile("r", encoding="ascii").read())
    with sent(b"\xe4\xb8\xad\xe6\x96") as s:
        say("cut at the end", s.makefile("r", encoding="utf-8", errors="replace").read())


@scenario
def file_reads_bytes() -> None:
    """A buffered binary file."""
    with sent(b"one\ntwo\nthree") as s:
        file = s.makefile("rb")
        say("two", file.read(2))
        say("line", file.readline())
        say("limited", file.readline(2))
        buffer = bytearray(4)
        say("into", file.readinto(buffer))
        say("buffer", buffer)
        say("rest", file.read())
        say("end", file.read())
        say("into at end", file.readinto(buffer))
        say("line at end", file.readline())
    with sent(b"one\r\ntwo\rthree\n") as s:
        say("lines", s.makefile("rb").readlines())


@scenario
def file_reads_across_pieces() -> None:
    """read(n) waits for all, read1 for what comes."""
    client, server = tcp_pair()
    file = server.makefile("rb")
    client.sendall(b"abc")
    say("read1", file.read1(10))
    client.sendall(b"defgh")
    say("read", file.read(4))
    say("read1 of the buffer", file.read1())
    client.close()
    say("end", file.read1(10))


@scenario
def file_raw() -> None:
    """No buffer: each read is one receive, each write one send."""
    client, server = tcp_pair()
    file = server.makefile("rwb", buffering=0)
    client.sendall(b"hello")
    say("read", file.read(100))
    say("write", file.write(b"back"))
    say("at once", client.recv(10))
    client.sendall(b"one\ntwo\n")
    say("line", file.readline())
    buffer = bytearray(2)
    say("into", file.readinto(buffer))
    say("buffer", buffer)
    client.close()
    say("all", file.read())
    say("end", file.read(5))


@scenario
def file_writes_text() -> None:
    """Text goes out with flush() or close(), its newlines as asked."""
    for newline in (None, "", "\n", "\r", "\r\n"):
        client, server = tcp_pair()
        file = client.makefile("w", newline=newline, encoding="utf-8")
        say("count", file.write("a\nb\r\n中"))
        file.writelines(["x\n", "y"])
        file.flush()
        file.close()
        client.close()
        with server.makefile("rb") as reader:
            say("bytes", reader.read())
    client, server = tcp_pair()
    attempt("ascii", lambda: client.makefile("w", encoding="ascii").write("中"))
    with client.makefile("w", encoding="ascii", errors="replace") as file:
        file.write("a中b")
    say("replaced", server.recv(10))


@scenario
def file_writes_bytes() -> None:
    """Buffered bytes wait for flush()."""
    client, server = tcp_pair()
    server.settimeout(0.05)
    file = client.makefile("wb")
    say("write", file.write(b"hello"))
    attempt("not yet", lambda: server.recv(10))
    file.flush()
    say("now", server.recv(10))
    file.write(b"last")
    file.close()
    say("by close", server.recv(10))
    small = client.makefile("wb", buffering=4)
    small.write(b"more than four")
    small.flush()
    say("over the buffer", server.recv(100))
    small.close()


@scenario
def file_both_ways() -> None:
    """One file to read and write."""
    client, server = tcp_pair()
    file = client.makefile("rw", encoding="utf-8", newline="\n")
    file.write("question\n")
    file.flush()
    peer = server.makefile("rwb")
    say("question", peer.readline())
    peer.write(b"answer\n")
    peer.flush()
    say("answer", file.readline())
    file.close()
    peer.close()


@scenario
def file_keeps_the_descriptor() -> None:
    """close() of the socket waits for its files."""
    client, server = tcp_pair()
    first, second = client.makefile("rb"), client.makefile("wb")
    client.close()
    attempt("fileno is kept", lambda: client.fileno() >= 0)
    server.sendall(b"still")
    say("read", first.read(5))
    first.close()
    second.write(b"open")
    second.close()
    say("last words", server.recv(10))
    say("end", server.recv(10))
    say("fileno", client.fileno())


@scenario
def file_wrong_ways() -> None:
    """Reading what only writes, and closed files."""
    client, _ = tcp_pair()
    reader, writer = client.makefile("r"), client.makefile("w")
    attempt("write to a reader", lambda: reader.write("x"))
    attempt("read from a writer", lambda: writer.read())
    attempt("line from a writer", lambda: writer.readline())
    reader.close()
    attempt("closed twice", reader.close)
    say("closed", reader.closed)
    attempt("read closed", lambda: reader.read())
    attempt("line closed", lambda: reader.readline())
    attempt("fileno closed", lambda: reader.fileno())
    writer.close()
    attempt("write closed", lambda: writer.write("x"))
    attempt("flush closed", lambda: writer.flush())


@scenario
def file_timeout_poisons() -> None:
    """After a timeout nobody knows what was lost."""
    client, server = tcp_pair()
    server.settimeout(0.05)
    file = server.makefile("rb")
    attempt("timeout", lambda: file.read(5))
    client.sendall(b"hello")
    attempt("poisoned", lambda: file.read(5))
    attempt("line", lambda: file.readline())
    say("the socket reads", server.recv(10))
    text = server.makefile("r")
    attempt("text timeout", lambda: text.readline())
    attempt("text poisoned", lambda: text.readline())


@scenario
def file_of_a_closed_socket() -> None:
    """A broken pipe shows when the buffer goes out."""
    client, server = tcp_pair()
    server.close()
    file = client.makefile("wb")
    file.write(b"x")
    attempt("first flush", file.flush)
    client.settimeout(5)
    attempt("reset", lambda: client.recv(1))
    file.write(b"y")
    attempt("second flush", file.flush)
    attempt("close", file.close)
    say("closed", file.closed)
