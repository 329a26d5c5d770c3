# SPDX-License-Identifier: MIT
"""What we give out for running it: the options it uses are ours, and the policy in it can be read."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import yaml
from conftest import KEY, ROOT
from porthole_gateway import cli
from porthole_gateway.policy import file as policyfile

DEPLOY = ROOT / "server/deploy"


def parsed(text: str) -> dict[str, object]:
    return vars(cli.parser().parse_args(text.split()))


def test_the_unit_starts_it_with_options_it_has() -> None:
    text = (DEPLOY / "porthole-gateway.service").read_text().replace("\\\n", " ")
    command = re.search(r"^ExecStart=\S+ -m porthole_gateway (.*)$", text, re.MULTILINE)
    options = parsed(command[1])
    stop = float(re.search(r"TimeoutStopSec=(\d+)", text)[1])
    assert options["drain"] < stop


def test_the_container_starts_it_with_options_it_has() -> None:
    text = (DEPLOY / "Containerfile").read_text().replace("\\\n", " ")
    words = [
        re.findall(r'"([^"]*)"', line)
        for line in re.findall(r"^(?:ENTRYPOINT|CMD) (.*)$", text, re.MULTILINE)
    ]
    assert words[0][:3] == ["/usr/bin/python3", "-m", "porthole_gateway"]
    options = parsed(" ".join([*words[0][3:], *words[1]]))
    assert options["listen"] == "0.0.0.0"
    installed = set(re.findall(r"python3-[a-z-]+", text))
    assert {
        "python3-jwt",
        "python3-websockify",
        "python3-prometheus-client",
        "python3-pythonjsonlogger",
    } <= installed


def test_the_manifest_agrees_with_itself(tmp_path: Path) -> None:
    parts = {part["kind"]: part for part in yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text())}
    text = parts["ConfigMap"]["data"]["policy.toml"].replace("/etc/porthole/key", str(tmp_path))
    (tmp_path / "token.key").write_bytes(KEY)
    policy = policyfile.read(tomllib.loads(text))
    assert policy.access is not None
    assert policy.access.key == KEY
    pod = parts["Deployment"]["spec"]["template"]
    container = pod["spec"]["containers"][0]
    ports = {port["name"]: port["containerPort"] for port in container["ports"]}
    exposed = (DEPLOY / "Containerfile").read_text()
    assert all(f"{port}" in re.search(r"EXPOSE (.*)", exposed)[1].split() for port in ports.values())
    assert pod["metadata"]["annotations"]["prometheus.io/port"] == str(ports["metrics"])
    drain = parsed("--drain " + re.search(r'"--drain", "(\d+)"', exposed)[1])["drain"]
    assert pod["spec"]["terminationGracePeriodSeconds"] > drain
    labels = pod["metadata"]["labels"]
    for kind in ("Deployment", "PodDisruptionBudget"):
        assert parts[kind]["spec"]["selector"]["matchLabels"] == labels
    assert parts["Service"]["spec"]["selector"] == labels
    metric = parts["HorizontalPodAutoscaler"]["spec"]["metrics"][0]["pods"]["metric"]["name"]
    assert f'"{metric}"' in (ROOT / "server/porthole_gateway/seen/metrics.py").read_text()
