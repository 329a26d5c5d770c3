# SPDX-License-Identifier: MIT
"""The practice hosts as the tests of the command line start them."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from cli.conftest import practice  # noqa: E402, F401
