# SPDX-License-Identifier: MIT
"""Python's own clients that newer Pythons have lost (nntplib, telnetlib): taken from the tests' Debian 12 then."""

from __future__ import annotations

import importlib.util
import sys
import warnings
from pathlib import Path
from types import ModuleType

LIBRARY = Path(__file__).parents[2] / "build" / "servers" / "usr" / "lib" / "python3.11"


def load(name: str) -> ModuleType:
    """The module, from this Python where it still has it."""
    if importlib.util.find_spec(name) is not None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            return importlib.import_module(name)
    spec = importlib.util.spec_from_file_location(name, LIBRARY / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    # The module itself refuses to be loaded by a Python that has dropped it.
    deprecated, warnings._deprecated = warnings._deprecated, lambda *_, **__: None  # type: ignore[attr-defined]
    try:
        spec.loader.exec_module(module)
    finally:
        warnings._deprecated = deprecated  # type: ignore[attr-defined]
    return module
