"""Fixtures: child processes, the sandbox, the vectors."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[3]

RunScript = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def run_script() -> RunScript:
    """Runs a script in a fresh interpreter, warnings being errors there too."""

    def run(script: str, *arguments: str, timeout: float = 20.0) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-W", "error", "-X", "faulthandler", "-c", script, *arguments],
            capture_output=True,
            text=True,
            timeout=timeout,
        )

    return run
