# SPDX-License-Identifier: MIT
"""`porthole pop3 delete`, against practice hosts of its own: what is deleted is gone."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Command
from conftest import practice as start_practice

LEARNER = ("mail.test", "-u", "learner:secret")

practice = pytest.fixture(scope="module", name="practice")(start_practice.__wrapped__)


def test_all_named_messages_are_deleted_or_none(porthole: Command, tmp_path: Path) -> None:
    assert porthole("pop3", "delete", *LEARNER, "2", "99").status == 78
    assert porthole("pop3", "stat", *LEARNER).stdout.startswith(b"5\t")
    assert porthole("pop3", "delete", *LEARNER).status == 2
    assert porthole("pop3", "delete", *LEARNER, "2", "5").status == 0
    assert porthole("pop3", "stat", *LEARNER).stdout.startswith(b"3\t")
    left = porthole("pop3", "fetch", *LEARNER, "--all", "--delete", "--to", str(tmp_path / "inbox"))
    assert left.status == 0
    assert len(list((tmp_path / "inbox").iterdir())) == 3
    assert porthole("pop3", "stat", *LEARNER).stdout == b"0\t0\n"
