"""A sandbox around the present, a database, and the portal between them."""

from __future__ import annotations

import json
import os
import subprocess
import urllib.request
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from care_portal.settings import Settings

with warnings.catch_warnings():
    # Those of the frameworks about each other are none of ours.
    warnings.simplefilter("ignore")
    from care_portal.app import create_app
    from fastapi.testclient import TestClient

REPOSITORY = Path(__file__).resolve().parents[4]
TOKEN = "an-invented-token-of-the-portal"
WEBHOOK_SECRET = "an-invented-secret-of-webhooks"
WEBHOOK_PATH = "an-invented-part-of-an-address"


@dataclass(frozen=True)
class Sandbox:
    """A running sandbox."""

    ready: dict[str, Any]

    @property
    def wellsky(self) -> dict[str, str]:
        """The keyword arguments of a client."""
        return {
            **self.ready["credentials"]["wellsky"],
            "base_url": self.ready["wellsky"]["rest"],
            "token_url": self.ready["wellsky"]["token"],
        }

    @property
    def acuity(self) -> str:
        """The address of its appointment service."""
        held = self.ready["credentials"]["acuity"]
        host = self.ready["acuity"].removeprefix("http://")
        return f"acuity://{quote(held['user_id'], safe='')}:{quote(held['api_key'], safe='')}@{host}?integration=main"

    def control(self, method: str, path: str, body: Any = None) -> Any:
        """Calls the control port."""
        data = None if body is None else json.dumps(body).encode()
        url = f"{self.ready['control']}/_sandbox/{path}"
        request = urllib.request.Request(url, data, {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=10) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def written(self, path_prefix: str) -> int:
        """How many writes under a path changed something."""
        entries = self.control("GET", f"journal?path_prefix={path_prefix}")["entries"]
        return sum(1 for entry in entries if entry["committed"])


def careweave_command() -> Path:
    """The ``careweave`` command: CAREWEAVE_BIN, else the newest debug build of the repository."""
    if named := os.environ.get("CAREWEAVE_BIN"):
        return Path(named)
    built = [*REPOSITORY.glob("target/*/debug/careweave"), *REPOSITORY.glob("target/debug/careweave")]
    if not built:
        pytest.fail("build the command first: cargo build -p careweave-cli (or set CAREWEAVE_BIN)")
    return max(built, key=lambda path: path.stat().st_mtime)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A sandbox of the test's own, around the present: the portal has the clock of the machine."""
    process = subprocess.Popen(
        [careweave_command(), "sandbox", "--json", "--seed", "7"], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        assert line, f"the sandbox did not start: exit code {process.wait(5)}"
        yield Sandbox(json.loads(line))
    finally:
        process.terminate()
        process.wait(10)
        process.stdout.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a server: that of CAREWEAVE_TEST_POSTGRES_URL, or of one that ends with the tests."""
    if given := os.environ.get("CAREWEAVE_TEST_POSTGRES_URL"):
        yield given
        return
    script = REPOSITORY / "bindings" / "testing" / "postgres-server.sh"
    process = subprocess.Popen(["sh", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None and process.stdout is not None
    try:
        line = process.stdout.readline().strip()
        if not line.startswith("postgres://"):
            pytest.skip(f"no PostgreSQL: {line}")
        yield line
    finally:
        process.stdin.close()
        process.wait(30)
        process.stdout.close()


@contextmanager
def database_of_its_own(url: str, name: str) -> Iterator[str]:
    """A database on a server that no other test uses."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}"')
        server.execute(f'CREATE DATABASE "{name}"')
    base, _, query = url.partition("?")
    try:
        yield base.rpartition("/")[0] + f"/{name}" + (f"?{query}" if query else "")
    finally:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database that no other test uses."""
    if request.param == "sqlite":
        yield f"sqlite:{tmp_path / 'portal.db'}"
        return
    with database_of_its_own(request.getfixturevalue("postgres"), f"portal_{os.getpid()}") as own:
        yield own


@pytest.fixture
def settings(sandbox: Sandbox, database_url: str) -> Settings:
    """A portal of the sandbox's agency, which runs its flows on demand."""
    return Settings(
        database_url=database_url,
        provider_url=sandbox.acuity,
        wellsky=sandbox.wellsky,
        token=TOKEN,
        webhook_secret=WEBHOOK_SECRET,
        webhook_path=WEBHOOK_PATH,
        every_seconds=0,
    )


@pytest.fixture
def portal(settings: Settings) -> Iterator[TestClient]:
    """The portal, and somebody of the agency in front of it."""
    with TestClient(create_app(settings), headers={"Authorization": f"Bearer {TOKEN}"}) as client:
        yield client
