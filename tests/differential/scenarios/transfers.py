# SPDX-License-Identifier: MIT
"""Moving bytes over streams: every receive and send, with good and bad arguments."""

from __future__ import annotations

import signal
from socket import (
    MSG_DONTWAIT,
    MSG_OOB,
    MSG_PEEK,
    MSG_WAITALL,
    SHUT_WR,
    SO_LINGER,
    SO_RCVBUF,
    SO_SNDBUF,
    SOL_SOCKET,
    socket,
    socketpair,
)

from canonical import attempt, receive_exactly, say, scenario, tcp_pair, took_about

MILLION = 1000000


@scenario
def recv_sizes() -> None:
    """Sizes from negative to larger than what is there."""
    client, server = tcp_pair()
    client.sendall(b"hello\x00\xff")
    say("part", server.recv(2))
    say("rest", server.recv(100))
    attempt("nothing", lambda: server.recv(0))
    attempt("negative", lambda: server.recv(-1))
    client.sendall(b"x" * 10000)
    say("large", len(receive_exactly(server, 10000)))
    client.close()
    say("end", server.recv(10))
    say("end again", server.recv(10))
    say("nothing at end", server.recv(0))
    attempt("unconnected", lambda: socket().recv(10))


@scenario
def recv_flags() -> None:
    """Peeking, waiting for all, not waiting."""
    client, server = tcp_pair()
    attempt("don't wait", lambda: server.recv(10, MSG_DONTWAIT))
    client.sendall(b"hello")
    say("all", server.recv(2, MSG_WAITALL))
    say("peek", server.recv(10, MSG_PEEK))
    say("again", server.recv(10))
    client.send(b"!", MSG_OOB)
    attempt("no urgent byte", lambda: client.recv(1, MSG_OOB))


@scenario
def recv_into_buffers() -> None:
    """recv_into(): whole, part, and too much."""
    client, server = tcp_pair()
    buffer = bytearray(b"........")
    client.sendall(b"abc")
    say("whole", server.recv_into(buffer))
    say("buffer", buffer)
    client.sendall(b"defgh")
    say("two", server.recv_into(buffer, 2))
    say("buffer", buffer)
    say("zero is all", server.recv_into(buffer, 0))
    say("buffer", buffer)
    attempt("negative", lambda: server.recv_into(buffer, -1))
    attempt("too much", lambda: server.recv_into(buffer, 9))
    attempt("empty buffer", lambda: server.recv_into(bytearray()))
    client.close()
    say("end", server.recv_into(buffer))


@scenario
def recvfrom_on_a_stream() -> None:
    """TCP has no sender's address."""
    client, server = tcp_pair()
    client.sendall(b"hello")
    say("recvfrom", server.recvfrom(2))
    attempt("negative", lambda: server.recvfrom(-1))
    buffer = bytearray(8)
    say("into", server.recvfrom_into(buffer))
    attempt("into negative", lambda: server.recvfrom_into(buffer, -1))
    attempt("into too much", lambda: server.recvfrom_into(buffer, 9))
    client.close()
    say("end", server.recvfrom(10))
    attempt("unconnected", lambda: socket().recvfrom(10))


@scenario
def send_kinds() -> None:
    """send() of nothing, binary data, and where nobody reads."""
    client, server = tcp_pair()
    say("some", client.send(b"a\x00b"))
    say("none", client.send(b""))
    say("flags", client.send(b"c", MSG_DONTWAIT))
    say("received", receive_exactly(server, 4))
    attempt("unconnected", lambda: socket().send(b"x"))
    attempt("sendall nothing", lambda: client.sendall(b""))
    attempt("sendall unconnected", lambda: socket().sendall(b"x"))
    attempt("sendto an address", lambda: client.sendto(b"to", ("127.0.0.1", 9)))
    say("received", server.recv(10))


@scenario
def send_after_the_peer_closed() -> None:
    """The first send succeeds, the second is a broken pipe; no signal comes."""
    client, server = tcp_pair()
    server.close()
    attempt("first", lambda: client.send(b"x"))
    client.settimeout(5)
    attempt("reset", lambda: client.recv(1))
    attempt("second", lambda: client.send(b"x"))
    attempt("sendall", lambda: client.sendall(b"x"))
    attempt("sendto", lambda: client.sendto(b"x", ("127.0.0.1", 9)))
    attempt("sendmsg", lambda: client.sendmsg([b"x"]))


@scenario
def recv_after_a_reset() -> None:
    """A peer that leaves with SO_LINGER 0 resets."""
    client, server = tcp_pair()
    server.setsockopt(SOL_SOCKET, SO_LINGER, b"\1\0\0\0\0\0\0\0")
    server.close()
    attempt("recv", lambda: client.recv(10))
    attempt("again", lambda: client.recv(10))
    attempt("getpeername", client.getpeername)


@scenario
def sendall_over_a_full_buffer() -> None:
    """sendall() of much more than the buffers hold has one deadline for the whole."""
    client, server = tcp_pair()
    client.setsockopt(SOL_SOCKET, SO_SNDBUF, 8192)
    server.setsockopt(SOL_SOCKET, SO_RCVBUF, 8192)
    client.settimeout(0.2)
    data = b"x" * (20 * MILLION)
    say("in time", took_about(0.2, lambda: attempt("sendall", lambda: client.sendall(data))))
    attempt("send, full", lambda: client.send(b"x" * MILLION))
    client.setblocking(False)
    attempt("non-blocking", lambda: client.sendall(data))
    attempt("send, non-blocking", lambda: client.send(b"x" * MILLION))
    attempt("sendmsg, non-blocking", lambda: client.sendmsg([b"x" * MILLION]))


@scenario
def send_may_be_short() -> None:
    """A non-blocking send takes a part of much."""
    client, server = tcp_pair()
    client.setblocking(False)
    sent = client.send(b"x" * (50 * MILLION))
    say("something", sent > 0)
    say("not all", sent < 50 * MILLION)
    say("arrives", len(receive_exactly(server, sent)) == sent)


@scenario
def recv_nonblocking_and_timeout() -> None:
    """Nothing to receive, in each of the three states."""
    client, server = tcp_pair()
    server.setblocking(False)
    buffer = bytearray(4)
    attempt("recv", lambda: server.recv(1))
    attempt("recv_into", lambda: server.recv_into(buffer))
    attempt("recvfrom", lambda: server.recvfrom(1))
    attempt("recvmsg", lambda: server.recvmsg(1))
    server.settimeout(0.1)
    say("in time", took_about(0.1, lambda: attempt("recv", lambda: server.recv(1))))
    attempt("recv_into", lambda: server.recv_into(buffer))
    attempt("recvfrom", lambda: server.recvfrom(1))
    attempt("recvfrom_into", lambda: server.recvfrom_into(buffer))
    attempt("recvmsg", lambda: server.recvmsg(1))
    client.sendall(b"late")
    attempt("and then", lambda: server.recv(10))
    client.shutdown(SHUT_WR)
    attempt("end", lambda: server.recv(10))


@scenario
def interrupted_by_signals() -> None:
    """EINTR is retried, and the deadline stays where it was."""
    _, server = tcp_pair()
    server.settimeout(0.3)
    signal.signal(signal.SIGALRM, lambda *_: None)
    signal.setitimer(signal.ITIMER_REAL, 0.05, 0.05)
    say("in time", took_about(0.3, lambda: attempt("recv", lambda: server.recv(1))))
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)


@scenario
def sendmsg_and_recvmsg() -> None:
    """Several buffers as one."""
    a, b = socketpair()
    say("sent", a.sendmsg([b"one", b"", b"two"]))
    data, _, flags, _ = b.recvmsg(10)
    say("data", data)
    say("flags", flags)
    attempt("none", lambda: a.sendmsg([]))
    attempt("negative", lambda: b.recvmsg(-1))
    a.close()
    say("end", b.recvmsg(10)[0])
    attempt("broken", lambda: b.sendmsg([b"x"]))
    attempt("unconnected", lambda: socket().sendmsg([b"x"]))
