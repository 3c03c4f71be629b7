"""Where the stores of the tests lie: a file, and a schema of a server."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import REPOSITORY

SCRIPT = REPOSITORY / "bindings" / "testing" / "postgres-server.sh"
KEYS = "2026-11=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
OLD_KEYS = "2026-05=IAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="


@dataclass(frozen=True)
class Place:
    """How a store is opened."""

    database: str
    url: str
    schema: str | None = None

    @property
    def options(self) -> dict[str, str]:
        """The keyword arguments of a store there."""
        return {} if self.schema is None else {"schema": self.schema}


@contextmanager
def postgres() -> Iterator[str]:
    """The URL of a server: that of CAREWEAVE_TEST_POSTGRES_URL, or of one that ends with the tests."""
    if given := os.environ.get("CAREWEAVE_TEST_POSTGRES_URL"):
        yield given
        return
    process = subprocess.Popen(["sh", SCRIPT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        line = process.stdout.readline().strip()
        if not line.startswith("postgres://"):
            pytest.skip(f"no PostgreSQL: {line}")
        yield line
    finally:
        process.stdin.close()
        process.wait(30)
        process.stdout.close()


def file_place(folder: Path) -> Place:
    """A store in a file of its own."""
    return Place("sqlite", f"sqlite:{folder / 'store.db'}")
