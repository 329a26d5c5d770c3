# SPDX-License-Identifier: MIT
"""select() and poll()."""

from __future__ import annotations

import math
import select
from select import POLLERR, POLLHUP, POLLIN, POLLNVAL, POLLOUT, POLLPRI
from socket import MSG_OOB, SHUT_WR, create_server, socket

from canonical import attempt, say, scenario, tcp_pair, took_about


def numbers(ready: list) -> list[int]:
    """Give descriptors for sockets and descriptors."""
    return [item if isinstance(item, int) else item.fileno() for item in ready]


@scenario
def select_reads_and_writes() -> None:
    """Sockets that can be read from and written to."""
    client, server = tcp_pair()
    say("writable", numbers(select.select([], [client], [], 5)[1]) == [client.fileno()])
    say("not readable", select.select([server], [], [], 0)[0])
    client.sendall(b"x")
    say("readable", numbers(select.select([server], [], [], 5)[0]) == [server.fileno()])
    both = select.select([client, server], [client, server], [], 5)
    say("both", [len(part) for part in both])
    say("descriptors", len(select.select([server.fileno()], [], [], 5)[0]))
    client.close()
    server.recv(1)
    say("end is readable", len(select.select([server], [], [], 5)[0]))


@scenario
def select_times_out() -> None:
    """Nothing, in time."""
    _, server = tcp_pair()
    say(
        "in time",
        took_about(0.1, lambda: say("ready", [len(p) for p in select.select([server], [], [], 0.1)])),
    )
    say(
        "no descriptors",
        took_about(0.05, lambda: say("ready", [len(p) for p in select.select([], [], [], 0.05)])),
    )


@scenario
def select_bad() -> None:
    """What select() refuses."""
    _, server = tcp_pair()
    closed = socket()
    number = closed.fileno()
    closed.close()
    attempt("closed", lambda: select.select([closed], [], [], 0)[0])
    attempt("negative", lambda: select.select([-1], [], [], 0)[0])
    attempt("not open", lambda: select.select([number], [], [], 0)[0])
    attempt("too large", lambda: select.select([5000], [], [], 0)[0])
    attempt("negative timeout", lambda: select.select([server], [], [], -1)[0])
    attempt("NaN", lambda: select.select([server], [], [], math.nan)[0])
    attempt("1e300", lambda: select.select([server], [], [], 1e300)[0])


@scenario
def select_a_listener() -> None:
    """A connection that waits makes its listener readable."""
    listener = create_server(("127.0.0.1", 0))
    say("nobody", len(select.select([listener], [], [], 0)[0]))
    client = socket()
    client.connect(listener.getsockname())
    say("somebody", len(select.select([listener], [], [], 5)[0]))


@scenario
def select_urgent_data() -> None:
    """An urgent byte is an exceptional state."""
    client, server = tcp_pair()
    client.send(b"!", MSG_OOB)
    say("exceptional", len(select.select([], [], [server], 5)[2]))
    say("urgent", server.recv(1, MSG_OOB))


@scenario
def select_a_file() -> None:
    """A file from makefile() has its socket's descriptor."""
    client, server = tcp_pair()
    file = server.makefile("rb")
    client.sendall(b"x")
    say("readable", len(select.select([file], [], [], 5)[0]))
    file.close()
    attempt("closed", lambda: len(select.select([file], [], [], 0)[0]))


@scenario
def poll_events() -> None:
    """poll() and its events."""
    client, server = tcp_pair()
    poll = select.poll()
    poll.register(server, POLLIN)
    poll.register(client)
    client.sendall(b"x")
    ready = dict(poll.poll(5000))
    say("server", ready.get(server.fileno()) == POLLIN)
    say("client", ready.get(client.fileno()) == POLLOUT)
    poll.modify(server, POLLOUT)
    say("modified", dict(poll.poll(5000)).get(server.fileno()) == POLLOUT)
    poll.unregister(client)
    say("one less", len(poll.poll(5000)))
    say("values", [POLLIN, POLLPRI, POLLOUT, POLLERR, POLLHUP, POLLNVAL])


@scenario
def poll_ends() -> None:
    """Half-close, close and descriptors that are gone."""
    client, server = tcp_pair()
    poll = select.poll()
    poll.register(server, POLLIN)
    client.shutdown(SHUT_WR)
    say("half-closed", [event for _, event in poll.poll(5000)] == [POLLIN])
    server.shutdown(SHUT_WR)
    say("both", [event for _, event in poll.poll(5000)] == [POLLIN | POLLHUP])
    server.close()
    say("gone", [event for _, event in poll.poll(5000)] == [POLLNVAL])


@scenario
def poll_bad() -> None:
    """What poll() refuses, and its timeouts."""
    client, server = tcp_pair()
    closed = socket()
    closed.close()
    poll = select.poll()
    attempt("closed", lambda: poll.register(closed))
    attempt("modify", lambda: poll.modify(server, POLLIN))
    attempt("unregister", lambda: poll.unregister(server))
    say("empty", len(poll.poll(0)))
    poll.register(server, POLLIN)
    poll.register(server, POLLIN)
    say("in time", took_about(0.1, lambda: say("nothing", len(poll.poll(100)))))
    say("at once", len(poll.poll(0)))
    client.sendall(b"x")
    say("twice is once", len(poll.poll(5000)))


@scenario
def poll_waits_without_end() -> None:
    """No timeout waits for what comes."""
    client, server = tcp_pair()
    client.sendall(b"x")
    poll = select.poll()
    poll.register(server, POLLIN)
    say("poll", len(poll.poll()))
    say("select", len(select.select([server], [], [])[0]))
