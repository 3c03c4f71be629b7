"""Fixtures: child processes, the sandbox, its control port."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import careweave
import pytest

REPOSITORY = Path(__file__).resolve().parents[3]
NOW = "2026-04-06T12:00:00Z"
ZONE = "America/Denver"

# A shell without job control starts background programs with SIGINT ignored, and children inherit that: a script under
# test asks for Python's own handling first.
ANSWER_CTRL_C = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"

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


@pytest.fixture(scope="session")
def careweave_command() -> Path:
    """The ``careweave`` command: CAREWEAVE_BIN, else the newest debug build in the workspace."""
    if named := os.environ.get("CAREWEAVE_BIN"):
        return Path(named)
    built = [*REPOSITORY.glob("target/*/debug/careweave"), *REPOSITORY.glob("target/debug/careweave")]
    if not built:
        pytest.fail("build the command first: cargo build -p careweave-cli (or set CAREWEAVE_BIN)")
    return max(built, key=lambda path: path.stat().st_mtime)


@dataclass(frozen=True)
class Sandbox:
    """A running sandbox and its control port."""

    ready: dict[str, Any]

    @property
    def settings(self) -> dict[str, Any]:
        """The keyword arguments of a client of this sandbox."""
        return {
            **self.ready["credentials"]["wellsky"],
            "base_url": self.ready["wellsky"]["rest"],
            "token_url": self.ready["wellsky"]["token"],
        }

    @property
    def environment(self) -> dict[str, str]:
        """The environment variables of a program that uses this sandbox."""
        return {**environment_of(self.settings), "CAREWEAVE_SANDBOX_CONTROL": self.ready["control"]}

    def control(self, method: str, path: str, body: Any = None) -> Any:
        """Calls the control port."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            self.ready["control"] + path, data, {"Content-Type": "application/json"}, method=method
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def fault(self, method: str, path_prefix: str, action: dict[str, Any], times: int = 1) -> None:
        """Plans a fault."""
        plan = {"method": method, "path_prefix": path_prefix, "times": times, "action": action}
        self.control("POST", "/_sandbox/faults", plan)

    def committed(self, path_prefix: str) -> list[dict[str, Any]]:
        """The writes under a path that changed something."""
        journal = self.control("GET", f"/_sandbox/journal?path_prefix={path_prefix}")["entries"]
        return [entry for entry in journal if entry["committed"]]


class SilentServer:
    """A server that hands out a token and then never answers, and knows when it was asked and hung up on."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        self.hung_up = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length", "0")))
                body = b'{"access_token":"0123456789abcdef0123456789abcdef","token_type":"Bearer","expires_in":3599}'
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self) -> None:
                outer.asked.set()
                self.connection.recv(1)  # returns when the other side lets go
                outer.hung_up.set()
                self.close_connection = True

            def log_message(self, format: str, *args: object) -> None:
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    @property
    def settings(self) -> dict[str, Any]:
        """The keyword arguments of a client of this server."""
        root = f"http://127.0.0.1:{self._server.server_port}"
        return {
            "api_key": "key-1",
            "api_secret": "secret-1",
            "agency_id": "1",
            "base_url": f"{root}/v1",
            "token_url": f"{root}/oauth/accesstoken",
        }

    @property
    def environment(self) -> dict[str, str]:
        """The environment variables of a program that uses this server."""
        return environment_of(self.settings)

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def environment_of(settings: dict[str, Any]) -> dict[str, str]:
    """The environment variables for a client's settings."""
    return {
        **os.environ,
        "WELLSKY_API_KEY": settings["api_key"],
        "WELLSKY_API_SECRET": settings["api_secret"],
        "WELLSKY_AGENCY_ID": settings["agency_id"],
        "WELLSKY_BASE_URL": settings["base_url"],
        "WELLSKY_TOKEN_URL": settings["token_url"],
        "CAREWEAVE_AGENCY_ZONE": ZONE,
    }


@pytest.fixture
def silent_server() -> Iterator[SilentServer]:
    """A server that never answers."""
    server = SilentServer()
    try:
        yield server
    finally:
        server.stop()


StartSandbox = Callable[[], AbstractContextManager[Sandbox]]


@pytest.fixture(scope="session")
def start_sandbox(careweave_command: Path) -> StartSandbox:
    """Starts further sandboxes: seed 7, the same data each time."""

    @contextmanager
    def start() -> Iterator[Sandbox]:
        process = subprocess.Popen(
            [careweave_command, "sandbox", "--json", "--seed", "7", "--now", NOW, "--zone", ZONE],
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line, f"the sandbox did not start: exit code {process.wait(5)}"
            yield Sandbox(json.loads(line))
        finally:
            process.terminate()
            process.wait(10)
            if process.stdout is not None:
                process.stdout.close()

    return start


@pytest.fixture
def sandbox(start_sandbox: StartSandbox) -> Iterator[Sandbox]:
    """A sandbox of the test's own."""
    with start_sandbox() as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def shared_sandbox(start_sandbox: StartSandbox) -> Iterator[Sandbox]:
    """A sandbox for tests that only read."""
    with start_sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def ws(sandbox: Sandbox) -> Iterator[careweave.WellSky]:
    """A client of the test's own sandbox."""
    with careweave.WellSky(**sandbox.settings) as ws:
        yield ws


@pytest.fixture
def store(tmp_path: Path) -> Iterator[careweave.Store]:
    """A store in a file of its own."""
    with careweave.Store(f"sqlite:{tmp_path / 'claims.db'}") as store:
        yield store
