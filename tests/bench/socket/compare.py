# SPDX-License-Identifier: MIT
"""compare.py FOLDER [ROUNDS]: measures the bare calls, our Socket and Python in turn; prints a table of the best rounds.

FOLDER has bench_peer, bench_posix and bench_porthole, built without sanitizers. The peer is the same for all three.
The best round is the one that other work on the machine disturbed least.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def run(command: list[str], results: dict[str, list[float]]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
    for line in done.stdout.splitlines():
        name, value = line.split("\t")
        results.setdefault(name, []).append(float(value))


def best(name: str, values: list[float]) -> float:
    return min(values) if name.endswith("us") else max(values)


def ratio(name: str, value: float, base: float) -> str:
    """How many times the time of `base` this takes: the same meaning for times and for rates."""
    return f"{value / base if name.endswith('us') else base / value:.2f}"


def main() -> None:
    folder = Path(sys.argv[1])
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 15
    with subprocess.Popen(
        [folder / "bench_peer"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as peer:
        port = peer.stdout.readline().strip() if peer.stdout else ""
        contenders = {
            "POSIX": [str(folder / "bench_posix"), port],
            "porthole": [str(folder / "bench_porthole"), port],
            "Python": [sys.executable, str(Path(__file__).parent / "python.py"), port],
        }
        results: dict[str, dict[str, list[float]]] = {name: {} for name in contenders}
        for _ in range(rounds):
            for name, command in contenders.items():
                run(command, results[name])
        if peer.stdin:
            peer.stdin.close()
    print("| | POSIX | porthole | Python | porthole/POSIX | Python/POSIX |\n|---|---|---|---|---|---|")
    for name in results["Python"]:
        posix, ours, python = (
            best(name, results[who].get(name) or results[who][name.replace("recv_into", "recv")])
            for who in contenders
        )
        ratios = f"{ratio(name, ours, posix)} | {ratio(name, python, posix)}"
        print(f"| {name} | {posix:.4g} | {ours:.4g} | {python:.4g} | {ratios} |")


if __name__ == "__main__":
    main()
