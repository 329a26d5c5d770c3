# SPDX-License-Identifier: MIT
"""The FTP practice host with Python's ftplib, with curl, and with clients that misbehave."""

from __future__ import annotations

import ftplib
import io
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

BIG = bytes(i % 251 for i in range(10_000_000))


@pytest.fixture
def address(practice: str) -> tuple[str, int]:
    line = re.search(r"^ftp\.test \S+ 21 (\d+)$", Path(practice).read_text(), re.MULTILINE)
    assert line is not None
    return "127.0.0.1", int(line[1])


@pytest.fixture
def learner(address: tuple[str, int]) -> Iterator[ftplib.FTP]:
    with ftplib.FTP() as ftp:
        ftp.connect(*address, timeout=20)
        ftp.login("learner", "secret")
        yield ftp


class Bare:
    """A client of lines alone."""

    def __init__(self, address: tuple[str, int]) -> None:
        self.socket = socket.create_connection(address, 20)
        self.lines = self.socket.makefile("rb")
        assert self.reply().startswith("220 ")

    def reply(self) -> str:
        return self.lines.readline().decode().rstrip("\r\n")

    def __call__(self, command: str) -> str:
        self.socket.sendall(command.encode() + b"\r\n")
        return self.reply()

    def log_in(self) -> Bare:
        assert self("USER learner").startswith("331")
        assert self("PASS secret").startswith("230")
        return self

    def passive(self) -> tuple[str, int]:
        port = re.search(r"\(\|\|\|(\d+)\|\)", self("EPSV"))
        assert port is not None
        return "127.0.0.1", int(port[1])


def fetch(ftp: ftplib.FTP, name: str, rest: int | None = None) -> bytes:
    blocks: list[bytes] = []
    ftp.retrbinary(f"RETR {name}", blocks.append, rest=rest)
    return b"".join(blocks)


@pytest.mark.parametrize("passive", [True, False])
def test_ftplib_reads_all_there_is(learner: ftplib.FTP, passive: bool) -> None:
    learner.set_pasv(passive)
    assert {name: facts["type"] for name, facts in learner.mlsd("/")} == {
        "pub": "dir",
        "readme.txt": "file",
        "upload": "dir",
        "中文": "dir",
    }
    assert learner.nlst("/中文") == ["读我.txt", "静夜思.txt"]
    lines: list[str] = []
    learner.dir("/pub", lines.append)
    assert any(line.endswith(" every_byte.bin") for line in lines)
    learner.cwd("/pub")
    assert learner.pwd() == "/pub"
    assert fetch(learner, "every_byte.bin") == bytes(range(256))
    assert learner.size("big.bin") == len(BIG)
    assert fetch(learner, "big.bin") == BIG
    assert fetch(learner, "big.bin", 9_999_000) == BIG[9_999_000:]
    text: list[str] = []
    learner.retrlines("RETR lines.txt", text.append)
    assert text == ["one", "two", "three"]
    assert learner.sendcmd("MDTM lines.txt").startswith("213 20")
    assert learner.acct("accounting").startswith("202")
    learner.cwd("..")
    assert learner.pwd() == "/"
    assert learner.quit().startswith("221")


def test_ftplib_changes_what_it_may(learner: ftplib.FTP) -> None:
    folder = '说 "你好"'
    assert learner.mkd(f"/upload/{folder}") == f"/upload/{folder}"
    learner.cwd(f"/upload/{folder}")
    content = bytes(range(256)) * 1000
    learner.storbinary("STOR 文件.bin", io.BytesIO(content[:100_000]))
    learner.storbinary("STOR 文件.bin", io.BytesIO(content[100_000:200_000]), rest=100_000)
    learner.storbinary("APPE 文件.bin", io.BytesIO(content[200_000:]))
    assert fetch(learner, "文件.bin") == content
    learner.rename("文件.bin", "b")
    learner.storlines("STOR lines", io.BytesIO(b"one\r\ntwo\n"))
    assert fetch(learner, "lines") == b"one\ntwo\n"
    assert learner.nlst() == ["b", "lines"]
    with pytest.raises(ftplib.error_perm, match=r"550 .*not empty"):
        learner.rmd(f"/upload/{folder}")
    learner.delete("b")
    learner.delete("lines")
    learner.rmd(f"/upload/{folder}")
    for refused in ("DELE /readme.txt", "RMD /pub", "MKD /x", "RNFR nothing", "DELE /upload/nothing"):
        with pytest.raises(ftplib.error_perm, match="550"):
            learner.sendcmd(refused)


def test_anonymous_only_reads(address: tuple[str, int]) -> None:
    with ftplib.FTP() as ftp:
        ftp.connect(*address, timeout=20)
        ftp.login()
        assert fetch(ftp, "/pub/hello.txt") == b"Hello from FTP.\n"
        with pytest.raises(ftplib.error_perm, match="550"):
            ftp.storbinary("STOR /upload/x", io.BytesIO(b"x"))


def test_a_transfer_can_be_broken_off(learner: ftplib.FTP) -> None:
    learner.voidcmd("TYPE I")
    with learner.transfercmd("RETR /pub/big.bin") as data:
        assert data.recv(100)
    learner.putline("ABOR")
    assert learner.getmultiline()[:3] in ("226", "426")
    assert learner.getmultiline().startswith("22")
    assert fetch(learner, "/pub/hello.txt") == b"Hello from FTP.\n"


def test_no_file_is_too_large_for_long(learner: ftplib.FTP) -> None:
    with pytest.raises((ftplib.error_perm, ConnectionError, BrokenPipeError)):
        learner.storbinary("STOR /upload/huge", io.BytesIO(bytes(20 << 20)))


def curl(address: tuple[str, int], path: str, *more: str) -> bytes:
    url = f"ftp://{address[0]}:{address[1]}{path}"
    command = ["curl", "-sS", "-u", "learner:secret", *more, url]
    return subprocess.run(command, capture_output=True, timeout=60, check=True).stdout


def test_curl_has_no_complaint(address: tuple[str, int], tmp_path: Path) -> None:
    assert curl(address, "/pub/hello.txt") == b"Hello from FTP.\n"
    assert curl(address, "/pub/hello.txt", "-P", "-") == b"Hello from FTP.\n"
    assert curl(address, "/pub/hello.txt", "-P", "-", "--disable-eprt") == b"Hello from FTP.\n"
    assert curl(address, "/pub/hello.txt", "--disable-epsv") == b"Hello from FTP.\n"
    assert "读我.txt" in curl(address, "/%E4%B8%AD%E6%96%87/", "-l").decode()
    assert curl(address, "/pub/big.bin", "-r", "100-299") == BIG[100:300]
    assert b"Content-Length: 10000000" in curl(address, "/pub/big.bin", "-I")
    part = tmp_path / "part"
    part.write_bytes(BIG[:5_000_000])
    curl(address, "/pub/big.bin", "-C", "-", "-o", str(part))
    assert part.read_bytes() == BIG
    file = tmp_path / "up"
    file.write_bytes(BIG[:1_000_000])
    curl(address, "/upload/curl/a/b.bin", "--ftp-create-dirs", "-T", str(file))
    assert curl(address, "/upload/curl/a/b.bin") == BIG[:1_000_000]
    quotes = ["-Q", "DELE /upload/curl/a/b.bin", "-Q", "RMD /upload/curl/a", "-Q", "RMD /upload/curl"]
    curl(address, "/", *quotes)


def test_one_byte_at_a_time_and_all_at_once(address: tuple[str, int]) -> None:
    client = Bare(address)
    for byte in b"USER learner\r\n":
        client.socket.sendall(bytes([byte]))
        time.sleep(0.001)
    assert client.reply().startswith("331")
    client.socket.sendall(b"PASS secret\r\nPWD\r\nCWD pub\r\nPWD\r\nnoop\r\n")
    assert [client.reply()[:3] for _ in range(5)] == ["230", "257", "250", "257", "200"]


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("PORT 192,0,2,1,200,1", "504"), ("PORT 127,0,0,1,0,22", "504"), ("EPRT |1|192.0.2.1|50000|", "504"),
        ("EPRT |2|::1|50000|", "522"), ("EPRT |1|127.0.0.1|22|", "504"), ("EPRT nonsense", "501"),
        ("PORT 1,2,3", "501"), ("PORT a,b,c,d,e,f", "501"), ("RETR /pub/hello.txt", "425"), ("NOSUCH", "500"),
        ("RETR", "501"), ("REST -1", "501"), ("REST 99999999999999999999", "501"), ("RNTO x", "503"),
        ("TYPE E", "504"), ("CWD /readme.txt", "550"), ("CWD ../../..", "250"), ("STOR /upload", "550"),
        ("MLSD /readme.txt", "501"), ("SIZE /pub", "550"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(address: tuple[str, int], command: str, code: str) -> None:
    client = Bare(address).log_in()
    assert client(command).startswith(code)
    assert client("NOOP").startswith("200")


def test_nothing_works_before_the_login(address: tuple[str, int]) -> None:
    client = Bare(address)
    for command in ("PWD", "LIST", "EPSV", "RETR x", "DELE x", "PASS secret"):
        assert client(command)[:3] in ("530", "503")


def test_a_flood_ends_its_own_session_only(address: tuple[str, int]) -> None:
    flood = Bare(address)
    flood.socket.sendall(b"x" * 60_000)
    assert flood.reply().startswith("500")
    assert flood.lines.read() == b""
    Bare(address).log_in()


def test_passive_ports_come_back(address: tuple[str, int]) -> None:
    clients = [Bare(address).log_in() for _ in range(16)]
    held = [client.passive() for client in clients]
    assert len(set(held)) == 16
    late = Bare(address).log_in()
    assert late("EPSV").startswith("421")
    for client in clients:
        client.socket.close()
        client.lines.close()
    deadline = time.monotonic() + 10
    while not late("EPSV").startswith("229"):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_uploads_at_once_are_bounded(address: tuple[str, int]) -> None:
    clients = [Bare(address).log_in() for _ in range(9)]
    data = [socket.create_connection(client.passive(), 20) for client in clients]
    replies = [client(f"STOR /upload/at-once-{number}")[:3] for number, client in enumerate(clients)]
    assert replies == ["150"] * 8 + ["450"]
    for connection in data:
        connection.close()
    for number, client in enumerate(clients[:8]):
        assert client.reply().startswith("226")
        assert client(f"DELE /upload/at-once-{number}").startswith("250")


def test_who_breaks_the_data_connection_is_told(address: tuple[str, int]) -> None:
    client = Bare(address).log_in()
    data = socket.create_connection(client.passive(), 20)
    assert client("RETR /pub/big.bin").startswith("150")
    data.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    data.close()
    assert client.reply().startswith("426")
    assert client("NOOP").startswith("200")
