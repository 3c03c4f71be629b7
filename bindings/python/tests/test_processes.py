"""A real client at exit, over a fork and under Ctrl-C."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import careweave
import pytest
from conftest import ANSWER_CTRL_C, Sandbox, SilentServer
from test_fill import best_offer

ONE_READ = """
import asyncio, careweave
async def main():
    async with careweave.AsyncWellSky.from_env() as ws:
        assert len(await ws.clients()) == 10
asyncio.run(main())
"""

FIFTY_IN_FLIGHT = """
import asyncio, os, careweave
async def main():
    ws = careweave.AsyncWellSky.from_env()
    await ws.verify()
    tasks = [asyncio.create_task(ws.caregivers()) for _ in range(50)]
    done, pending = await asyncio.wait(tasks, timeout=0.2)
    assert len(pending) == 50, done
asyncio.run(main())
print("ended")
"""

AFTER_FORK = """
import asyncio, os, signal, sys, warnings, careweave
warnings.simplefilter("ignore", DeprecationWarning)
shift, caregiver, parents_store, childs_store = sys.argv[1:]
ws = careweave.WellSky.from_env()
store = careweave.Store(parents_store)
assert len(ws.clients()) == 10                            # the parent's connections are open

async def again():
    async with careweave.AsyncWellSky.from_env() as other:
        return len(await other.clients())

child = os.fork()
if child == 0:
    signal.alarm(4)
    assert len(ws.clients()) == 10
    assert asyncio.run(again()) == 10
    try:
        ws.assign(shift, caregiver, store=store)
    except careweave.StorageError as error:
        assert "fork" in error.message, error
    with careweave.Store(childs_store) as own:
        assert ws.assign(shift, caregiver, store=own).result == "assigned"
    sys.exit(0)
_, status = os.waitpid(child, 0)
assert os.waitstatus_to_exitcode(status) == 0, status
assert len(ws.clients()) == 10
assert ws.assign(shift, caregiver, store=store).result == "already_assigned"
store.close()
"""

BLOCKED = """
import careweave
ws = careweave.WellSky.from_env()
try:
    CALL
except KeyboardInterrupt as stopped:
    assert isinstance(stopped.__cause__, careweave.OperationCancelledError)
    print("stopped", flush=True)
"""


def run(sandbox: Sandbox, script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", script, *arguments],
        capture_output=True,
        text=True,
        timeout=20,
        env=sandbox.environment,
    )


def test_scripts_with_one_read_exit_cleanly(sandbox: Sandbox) -> None:
    with ThreadPoolExecutor(4) as pool:
        runs = list(pool.map(lambda _: run(sandbox, ONE_READ), range(20)))
    assert [(r.returncode, r.stdout, r.stderr) for r in runs] == [(0, "", "")] * 20


def test_fifty_requests_in_flight_do_not_disturb_the_exit(sandbox: Sandbox) -> None:
    sandbox.fault("GET", "/v1/caregivers", {"kind": "delay", "before_ms": 10_000}, times=1000)
    ended = run(sandbox, FIFTY_IN_FLIGHT)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "ended\n", "")


@pytest.mark.skipif(sys.platform == "win32", reason="no fork")
def test_a_client_made_before_a_fork_works_in_the_child(sandbox: Sandbox, tmp_path: Path) -> None:
    with careweave.WellSky(**sandbox.settings) as ws:
        shift, caregiver, _ = best_offer(ws)
    stores = [f"sqlite:{tmp_path / name}.db" for name in ("parent", "child")]
    ended = run(sandbox, AFTER_FORK, shift, caregiver, *stores)
    assert (ended.returncode, ended.stderr) == (0, "")


# One of each family of blocking calls.
@pytest.mark.parametrize(
    "call",
    [
        "ws.verify()",
        "ws.shift('1')",
        "ws.clients()",
        "next(ws.client_pages())",
        "ws.roster()",
        "ws.assign('1', '2', store=careweave.Store('sqlite::memory:'))",
        "ws.fill_open_shifts(careweave.Store('sqlite::memory:'))",
    ],
)
def test_ctrl_c_ends_a_blocked_call_within_a_second(silent_server: SilentServer, call: str) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", ANSWER_CTRL_C + BLOCKED.replace("CALL", call)],
        stdout=subprocess.PIPE,
        text=True,
        env=silent_server.environment,
    )
    try:
        assert child.stdout is not None
        assert silent_server.asked.wait(10)
        sent = time.monotonic()
        child.send_signal(signal.SIGINT)
        assert child.stdout.readline() == "stopped\n"
        assert time.monotonic() - sent < 1.0
        assert child.wait(5) == 0
    finally:
        child.kill()
        child.wait()
        if child.stdout is not None:
            child.stdout.close()
