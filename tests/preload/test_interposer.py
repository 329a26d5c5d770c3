# SPDX-License-Identifier: MIT
"""The interposer in foreign programs: curl, Python, and a raw C program built with the sanitizers."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

INTERPOSER = os.environ["PORTHOLE_INTERPOSER"]
PROBE = os.environ["PORTHOLE_PROBE"]


@pytest.fixture(scope="module")
def echo_port() -> Iterator[int]:
    """An echo host, many clients at once."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)

    def serve(client: socket.socket) -> None:
        with client:
            try:
                while data := client.recv(4096):
                    client.sendall(data)
            except OSError:
                pass

    def accept() -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=(client,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    yield listener.getsockname()[1]
    listener.close()


@pytest.fixture
def practice_map(tmp_path: Path, echo_port: int) -> Path:
    path = tmp_path / "practice.map"
    path.write_text(f"echo.test 198.18.0.16 7 {echo_port}\n")
    return path


def run(
    arguments: list[str], practice_map: Path | str, trace: str | None = None, **more: str
) -> subprocess.CompletedProcess[str]:
    """The program under the interposer."""
    environment = {
        **os.environ,
        "LD_PRELOAD": INTERPOSER,
        "ASAN_OPTIONS": "verify_asan_link_order=0",
        "PORTHOLE_PRACTICE_MAP": str(practice_map),
        **more,
    }
    if trace is not None:
        environment["PORTHOLE_TRACE"] = trace
    return subprocess.run(arguments, env=environment, capture_output=True, text=True, timeout=60, check=False)


def probe(
    scene: str, host: str, port: int, practice_map: Path | str, **more: str
) -> subprocess.CompletedProcess[str]:
    return run([PROBE, scene, host, str(port)], practice_map, **more)


def test_practice_name_leads_to_its_host(practice_map: Path) -> None:
    result = probe("dial", "echo.test", 7, practice_map)
    assert (result.stdout, result.stderr, result.returncode) == ("done\n", "", 0)


@pytest.mark.parametrize("name", ["ECHO.test", "echo.test."])
def test_names_are_compared_as_dns_does(practice_map: Path, name: str) -> None:
    assert probe("dial", name, 7, practice_map).returncode == 0


@pytest.mark.parametrize(
    ("host", "port", "message"),
    [
        ("nobody.test", 7, "getaddrinfo: Name or service not known"),
        ("echo.test", 8, "connect: Connection refused"),
        ("198.18.0.99", 7, "connect: No route to host"),
    ],
)
def test_what_is_not_there_fails_as_a_real_host_would(
    practice_map: Path, host: str, port: int, message: str
) -> None:
    result = probe("dial", host, port, practice_map)
    assert (result.stdout, result.returncode) == (f"{message}\n", 1)


def test_without_a_map_there_are_no_practice_names(tmp_path: Path) -> None:
    result = probe("dial", "echo.test", 7, tmp_path / "none")
    assert result.stdout == "getaddrinfo: Name or service not known\n"


def test_lookups_of_every_kind(practice_map: Path) -> None:
    result = probe("lookups", "echo.test", 7, practice_map)
    assert result.stdout.splitlines() == [
        "echo.test 198.18.0.16",
        "echo.test",
        "No address associated with hostname",
        "echo.test 7",
        "1",
        "done",
    ]


def test_gethostbyname_of_an_unknown_name(practice_map: Path) -> None:
    assert probe("lookups", "nobody.test", 7, practice_map).stdout == "gethostbyname: 1\n"


def test_mapped_addresses_lead_there_and_back(practice_map: Path) -> None:
    assert probe("mapped", "198.18.0.16", 7, practice_map).stdout == "::ffff:198.18.0.16 7\ndone\n"


def test_python_sees_the_practice_address(practice_map: Path) -> None:
    code = "import socket; s = socket.create_connection(('echo.test', 7)); print(s.getpeername())"
    assert run(["/usr/bin/python3", "-c", code], practice_map).stdout == "('198.18.0.16', 7)\n"


def test_a_datagram_goes_there_and_reports_where_it_came_from(tmp_path: Path) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as host:
        host.bind(("127.0.0.1", 0))
        (tmp_path / "map").write_text(f"time.test 198.18.0.17 37 {host.getsockname()[1]}\n")

        def answer() -> None:
            data, client = host.recvfrom(100)
            host.sendto(data.upper(), client)

        threading.Thread(target=answer, daemon=True).start()
        code = (
            "import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.settimeout(10);"
            "s.sendto(b'hi', ('time.test', 37)); print(s.recvfrom(9))"
        )
        assert (
            run(["/usr/bin/python3", "-c", code], tmp_path / "map").stdout == "(b'HI', ('198.18.0.17', 37))\n"
        )


def test_threads_and_forks(practice_map: Path, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    result = probe("threads", "echo.test", 7, practice_map, trace=str(trace))
    assert (result.stdout, result.stderr, result.returncode) == ("done\n", "", 0)
    lines = trace.read_text().splitlines()
    record = re.compile(r"\d+\.\d{6} (\[\d+\] )?\w+\(.*\) = .* <\d+\.\d{6}>|    [0-9a-f]{6}  .*")
    assert [line for line in lines if not record.fullmatch(line)] == []
    assert sum("connect(" in line for line in lines) == 100
    assert sum("write(" in line for line in lines) == 100


def test_calls_in_signal_handlers_do_not_block(practice_map: Path, tmp_path: Path) -> None:
    result = probe("signals", "echo.test", 7, practice_map, trace=str(tmp_path / "trace"))
    assert (result.stdout, result.returncode) == ("done\n", 0)


def test_trace_tells_call_arguments_result_bytes_and_time(practice_map: Path, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    code = (
        "import socket; s = socket.create_connection(('echo.test', 7), 5); s.sendall(b'Hello\\n');"
        "s.recv(10, socket.MSG_PEEK); s.recv(10); s.shutdown(socket.SHUT_WR); s.recv(10); s.close()"
    )
    assert run(["/usr/bin/python3", "-c", code], practice_map, trace=str(trace)).returncode == 0
    text = re.sub(r"^\d+\.\d{6} | <\d+\.\d{6}>$", "", trace.read_text(), flags=re.MULTILINE)
    wanted = [
        'getaddrinfo("echo.test", "7", AF_UNSPEC, SOCK_STREAM) = 0 [198.18.0.16:7]',
        "socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, 6) = 3",
        "connect(3, 198.18.0.16:7) = -1 EINPROGRESS",
        "send(3, 6 bytes, 0) = 6",
        "    000000  48 65 6c 6c 6f 0a                                |Hello.|",
        "recv(3, 10 bytes, MSG_PEEK) = 6",
        "recv(3, 10 bytes, 0) = 6",
        "shutdown(3, SHUT_WR) = 0",
        "recv(3, 10 bytes, 0) = 0",
        "close(3) = 0",
    ]
    lines = iter(text.splitlines())
    assert [line for line in wanted if line not in lines] == []


def test_trace_shows_as_many_bytes_as_asked_for(practice_map: Path, tmp_path: Path) -> None:
    code = "import socket; s = socket.create_connection(('echo.test', 7)); s.sendall(b'x' * 1000)"
    for limit, shown, left in [("0", 0, 0), ("32", 2, 1), ("all", 63, 0)]:
        trace = tmp_path / f"trace-{limit}"
        run(["/usr/bin/python3", "-c", code], practice_map, trace=str(trace), PORTHOLE_TRACE_BYTES=limit)
        lines = trace.read_text().splitlines()
        assert sum(line.endswith("|") for line in lines) == shown
        assert sum("more bytes" in line for line in lines) == left


def test_trace_records_a_socket_that_stands_at_a_standard_descriptor(
    practice_map: Path, tmp_path: Path
) -> None:
    trace = tmp_path / "trace"
    assert probe("standard", "echo.test", 7, practice_map, trace=str(trace)).stdout == "written\ndone\n"
    text = trace.read_text()
    assert "write(0, 1 bytes) = 1" in text
    assert "read(0, 1 bytes) = 1" in text
    assert "write(1" not in text


def test_trace_to_a_descriptor_survives_the_program_closing_it(practice_map: Path) -> None:
    code = "import os, socket; os.close(2); socket.create_connection(('echo.test', 7))"
    assert "connect(" in run(["/usr/bin/python3", "-c", code], practice_map, trace="2").stderr


def test_trace_with_few_descriptors(practice_map: Path) -> None:
    code = "import socket; socket.create_connection(('echo.test', 7))"
    result = run(["sh", "-c", f'ulimit -n 64; /usr/bin/python3 -c "{code}"'], practice_map, trace="2")
    assert "connect(" in result.stderr


def test_curl_reaches_a_practice_host(tmp_path: Path) -> None:
    (tmp_path / "hello.txt").write_text("hello\n")
    command = ["/usr/bin/python3", "-u", "-m", "http.server", "-b", "127.0.0.1", "-d", str(tmp_path), "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout is not None
        port = re.search(r"port (\d+)", server.stdout.readline())
        assert port is not None
        (tmp_path / "map").write_text(f"www.test 198.18.0.10 80 {port[1]}\n")
        result = run(["curl", "-sS", "--max-time", "20", "http://www.test/hello.txt"], tmp_path / "map")
        server.terminate()
    assert (result.stdout, result.stderr) == ("hello\n", "")


def test_the_program_sees_nothing_but_the_c_functions() -> None:
    listing = subprocess.run(
        ["nm", "-D", "--defined-only", INTERPOSER], capture_output=True, text=True, check=True
    ).stdout
    names = {line.split()[-1] for line in listing.splitlines()}
    assert "connect" in names
    assert [name for name in names if name.startswith(("_Z", "__cxa"))] == []
    needed = subprocess.run(["ldd", INTERPOSER], capture_output=True, text=True, check=True).stdout
    assert "libstdc++" not in needed


EPOLL = """
import select, socket, os
s = socket.create_connection(('echo.test', 7))
e = select.epoll(); e.register(s, select.EPOLLIN)
f = os.memfd_create('file'); os.write(f, b'from a file'); os.lseek(f, 0, 0)
os.sendfile(s.fileno(), f, 0, 11)
while len(s.recv(100, socket.MSG_PEEK)) < 11: pass
e.poll(); print(s.recv(100)); e.unregister(s)
"""


def test_trace_of_epoll_and_sendfile(practice_map: Path, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    assert run(["/usr/bin/python3", "-c", EPOLL], practice_map, trace=str(trace)).stdout == "b'from a file'\n"
    text = trace.read_text()
    for wanted in [
        "epoll_ctl(4, EPOLL_CTL_ADD, 3, POLLIN) = 0",
        "sendfile(3, 5, 11 bytes) = 11",
        "epoll_wait(4, forever) = 1 [3 POLLIN]",
        "epoll_ctl(4, EPOLL_CTL_DEL, 3) = 0",
    ]:
        assert wanted in text


def test_messages_in_bulk_reach_practice_hosts(tmp_path: Path) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as host:
        host.settimeout(10)
        host.bind(("127.0.0.1", 0))
        (tmp_path / "map").write_text(f"time.test 198.18.0.17 37 {host.getsockname()[1]}\n")
        result = probe("bulk", "198.18.0.17", 37, tmp_path / "map", trace=str(tmp_path / "trace"))
        assert (result.stdout, result.returncode) == ("2\ndone\n", 0)
        assert [host.recv(100), host.recv(100)] == [b"one", b"two"]
