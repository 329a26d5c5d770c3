# SPDX-License-Identifier: MIT
"""`porthole run FILE.cpp`: compiled by the system's compiler, kept, and run as an example is."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Command

EXAMPLES = Path(__file__).parents[2] / "src" / "examples"
COUNTING = '#!/bin/sh\necho called >> {log}\nexec c++ "$@"\n'


@pytest.fixture
def source(porthole: Command, tmp_path: Path) -> Command:
    """The command with a cache of this test's own."""
    porthole.environment["XDG_CACHE_HOME"] = str(tmp_path / "cache")
    return porthole


def counting_compiler(source: Command, folder: Path) -> Path:
    """A compiler that writes a line to the returned file each time it is called."""
    log = folder / "calls"
    log.touch()
    compiler = folder / "counting"
    compiler.write_text(COUNTING.format(log=log))
    compiler.chmod(0o755)
    source.environment["CXX"] = str(compiler)
    return log


def test_an_example_compiles_and_reaches_the_practice_hosts(source: Command, tmp_path: Path) -> None:
    result = source("run", str(EXAMPLES / "tcp_client.cpp"), "www.test", "80", cwd=tmp_path)
    assert result.stdout.startswith(b"Connected to 198.18.0.10:80\nHTTP/1.1 200 OK\r\n")
    assert result.status == 0
    assert b"It works." in (tmp_path / "page.html").read_bytes()


def test_raw_c_is_c_and_is_traced(source: Command, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    result = source(f"--trace={trace}", "run", str(EXAMPLES / "posix_client.c"), "www.test", "80")
    assert (result.stderr, result.status) == ("", 0)
    assert "connect(3, 198.18.0.10:80) = 0" in trace.read_text()


def test_the_library_and_the_programs_status(source: Command, tmp_path: Path) -> None:
    program = tmp_path / "quote it.cpp"
    program.write_text(
        '#include "protocols/urllib.hpp"\n#include <iostream>\n'
        "int main(int argc, char** argv) {\n"
        '  std::cout << argv[0] << " " << porthole::urllib::quote(argc > 1 ? argv[1] : "") << "\\n";\n'
        "  return 7;\n}\n"
    )
    result = source("run", str(program), "a b")
    assert (result.stdout, result.stderr, result.status) == (b"quote it a%20b\n", "", 7)


def test_several_files_and_where_they_end(source: Command, tmp_path: Path) -> None:
    (tmp_path / "main.cpp").write_text(
        '#include "half.h"\n#include <cstdio>\n'
        'int main(int argc, char** argv) { std::printf("%d %s\\n", half(argc), argv[1]); }\n'
    )
    (tmp_path / "half.h").write_text('extern "C" int half(int);\n')
    (tmp_path / "half.c").write_text("int half(int n) { return n / 2; }\n")
    result = source("run", "main.cpp", "half.h", "half.c", "--", "half.c", cwd=tmp_path)
    assert (result.stdout, result.stderr) == (b"1 half.c\n", "")
    folder = source("run", str(tmp_path), "x", "y", "z")
    assert (folder.stdout, folder.stderr) == (b"2 x\n", "")


def test_it_is_compiled_again_only_when_a_file_changed(source: Command, tmp_path: Path) -> None:
    log = counting_compiler(source, tmp_path)
    main, header = tmp_path / "main.cpp", tmp_path / "answer.hpp"
    main.write_text('#include "answer.hpp"\nint main() { return answer; }\n')
    header.write_text("constexpr int answer = 4;\n")
    once = 2  # compile, link
    assert source("run", str(main)).status == 4
    assert source("run", str(main)).status == 4
    assert len(log.read_text().splitlines()) == once
    header.write_text("constexpr int answer = 5;\n")
    assert source("run", str(main)).status == 5
    assert len(log.read_text().splitlines()) == 2 * once


def test_the_compilers_errors_are_shown_as_they_are(source: Command, tmp_path: Path) -> None:
    (tmp_path / "wrong.cpp").write_text("int main() { return missing; }\n")
    result = source("run", "wrong.cpp", cwd=tmp_path)
    assert (result.stdout, result.status) == (b"", 1)
    assert result.stderr.startswith("wrong.cpp: In function")
    assert "wrong.cpp:1:21: error: " in result.stderr
    assert result.stderr.endswith("porthole: run wrong.cpp: it does not compile\n")
    left = [path.name for path in (tmp_path / "cache/porthole/programs").iterdir()]
    assert left == []


def test_another_language_level(source: Command, tmp_path: Path) -> None:
    (tmp_path / "level.cpp").write_text("int main() { return __cplusplus > 202002L ? 0 : 1; }\n")
    assert source("run", "level.cpp", cwd=tmp_path).status == 1
    source.environment["CXXFLAGS"] = "-std=c++23"
    assert source("run", "level.cpp", cwd=tmp_path).status == 0


@pytest.mark.parametrize("variable", ["CXX", "PATH"])
def test_without_a_compiler(source: Command, tmp_path: Path, variable: str) -> None:
    (tmp_path / "fine.cpp").write_text("int main() {}\n")
    source.environment[variable] = "/nonexistent/compiler"
    result = source("run", "fine.cpp", cwd=tmp_path)
    command = "c++" if variable == "PATH" else "/nonexistent/compiler"
    assert result.status == 127
    assert result.stderr == (
        f"porthole: run fine.cpp: no C++ compiler: {command}: not found; "
        "install one (Debian: apt-get install g++), or name yours in CXX\n"
    )


def test_a_folder_without_sources(source: Command, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    result = source("run", str(empty))
    assert result.status == 2
    assert result.stderr.endswith("no source in this folder (.cpp, .cc, .cxx, .c)\n")
