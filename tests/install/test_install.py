# SPDX-License-Identifier: MIT
"""What `cmake --install` brings, used from outside by CMake, by pkg-config and by `porthole run`."""

from __future__ import annotations

import os
import re
import shlex
import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

BUILD = os.environ["PORTHOLE_BUILD"]
CMAKE = os.environ["CMAKE"]
CXX = os.environ["CXX"]
OUTSIDE = Path(__file__).with_name("outside")
ANSWER = b"HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\npage\n"


def run(*command: str | Path, **environment: str) -> str:
    """What the command printed; the test fails with all it said when it does."""
    result = subprocess.run(
        command,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=240,
        check=False,
    )
    assert result.returncode == 0, result.stdout
    return result.stdout


@pytest.fixture(scope="session")
def prefix(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Installed, and then moved: nothing of it may know where it was."""
    folder = tmp_path_factory.mktemp("install")
    run(CMAKE, "--install", BUILD, "--prefix", folder / "first")
    (folder / "first").rename(folder / "moved here")
    return folder / "moved here"


@pytest.fixture(scope="session")
def hosts() -> Iterator[list[str]]:
    """The arguments of greet: a host that echoes, and one that answers every request with a page."""

    def serve(listener: socket.socket, answer: bytes | None) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            with client:
                request = client.recv(4096)
                client.sendall(answer or request)

    listeners = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
    for listener, answer in zip(listeners, (None, ANSWER), strict=True):
        threading.Thread(target=serve, args=(listener, answer), daemon=True).start()
    yield ["127.0.0.1", *(str(listener.getsockname()[1]) for listener in listeners)]
    for listener in listeners:
        listener.close()


@pytest.fixture(scope="session")
def outside(prefix: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("outside")
    compiler = f"-DCMAKE_CXX_COMPILER={CXX}"
    run(CMAKE, "-S", OUTSIDE, "-B", folder, "-G", "Ninja", compiler, f"-DCMAKE_PREFIX_PATH={prefix}")
    run(CMAKE, "--build", folder)
    return folder


@pytest.mark.parametrize("program", ["everything", "one_part"])
def test_a_project_that_finds_the_package(outside: Path, hosts: list[str], program: str) -> None:
    assert run(outside / program, *hosts) == "hello\npage\n"


def test_a_package_of_another_version_or_without_the_part_is_refused(prefix: Path, tmp_path: Path) -> None:
    for request, complaint in (
        ("0.2", "0.1.0"),
        ("0.1 COMPONENTS carrier_pigeon", "has no part carrier_pigeon"),
    ):
        (tmp_path / "CMakeLists.txt").write_text(
            f"cmake_minimum_required(VERSION 3.25)\nproject(x CXX)\nfind_package(porthole {request} REQUIRED)\n"
        )
        command = [CMAKE, "-S", tmp_path, "-B", tmp_path / "build", f"-DCMAKE_PREFIX_PATH={prefix}"]
        result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
        assert result.returncode != 0
        assert complaint in result.stderr


def test_a_compile_by_hand_with_pkg_config(prefix: Path, hosts: list[str], tmp_path: Path) -> None:
    folder = {"PKG_CONFIG_PATH": str(prefix / "lib/pkgconfig")}
    assert run("pkg-config", "--modversion", "porthole", **folder) == "0.1.0\n"
    flags = shlex.split(run("pkg-config", "--cflags", "--libs", "porthole", **folder))
    program = tmp_path / "greet"
    run(CXX, "-std=c++20", OUTSIDE / "greet.cpp", *flags, "-o", program)
    assert run(program, *hosts) == "hello\npage\n"


def test_porthole_run_finds_what_was_installed_beside_it(
    prefix: Path, hosts: list[str], tmp_path: Path
) -> None:
    source = tmp_path / "greet.cpp"
    source.write_text((OUTSIDE / "greet.cpp").read_text())
    kept = {"XDG_CACHE_HOME": str(tmp_path / "cache"), "CXX": CXX}
    assert run(prefix / "bin/porthole", "run", source, "--", *hosts, **kept) == "hello\npage\n"


def test_every_header_compiles_from_where_it_was_installed(prefix: Path, tmp_path: Path) -> None:
    include = prefix / "include/porthole"
    faces = sorted([include / "socket/socket.hpp", *(include / "protocols").glob("*.hpp")])
    assert len(faces) > 10
    source = tmp_path / "all.cpp"
    source.write_text("".join(f'#include "{face.relative_to(include)}"\n' for face in faces))
    run(CXX, "-std=c++20", "-Wall", "-Werror", "-fsyntax-only", f"-I{include}", source)


def test_nothing_installed_for_builders_names_a_folder_of_this_machine(prefix: Path) -> None:
    texts = [path for path in prefix.rglob("*") if path.suffix in {".cmake", ".pc", ".hpp", ".flags"}]
    assert len(texts) > 50
    source = Path(__file__).parents[2]
    foreign = re.compile("|".join(re.escape(str(place)) for place in (source, BUILD, prefix.parent)))
    assert [path.name for path in texts if foreign.search(path.read_text())] == []
