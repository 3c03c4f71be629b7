"""The interpreter ends cleanly, whatever is still running."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import RunScript

ONE_AWAIT = """
import asyncio
from careweave import _native

async def main():
    return await _native._until_hanging_for_tests(0).start()

assert asyncio.run(main()) == "null"
"""

IN_FLIGHT_AT_EXIT = """
import asyncio, sys
from careweave import _native

async def main():
    calls = [_native._hang_for_tests().start() for _ in range(50)]
    await _native._until_hanging_for_tests(50).start()
    print("in flight", flush=True)
    sys.exit(0)

asyncio.run(main())
"""

IN_FLIGHT_WITHOUT_LOOP_END = """
import asyncio
from careweave import _native

loop = asyncio.new_event_loop()
calls = []

async def main():
    calls.extend(_native._hang_for_tests().start() for _ in range(50))
    calls.extend(_native._until_hanging_for_tests(50).start() for _ in range(50))
    await calls[-1]

loop.run_until_complete(main())
loop.close()
print("in flight", flush=True)
"""

THREADS_AT_EXIT = """
import threading
from careweave import OperationCancelledError, _native

def block():
    try:
        _native._hang_for_tests().wait()
    except OperationCancelledError:
        pass

for _ in range(8):
    threading.Thread(target=block, daemon=True).start()
_native._until_hanging_for_tests(8).wait()
print("in flight", flush=True)
"""


# A hundred times in four parts, so that each part stays far below the time limit of a test on a busy machine.
@pytest.mark.parametrize("part", range(4))
def test_a_script_with_one_await_exits_cleanly_a_hundred_times(run_script: RunScript, part: int) -> None:
    with ThreadPoolExecutor(4) as pool:
        runs = list(pool.map(lambda _: run_script(ONE_AWAIT), range(25)))
    failed = [(run.returncode, run.stderr) for run in runs if run.returncode != 0 or run.stderr]
    assert failed == []


def test_fifty_calls_in_flight_do_not_disturb_the_exit(run_script: RunScript) -> None:
    with ThreadPoolExecutor(4) as pool:
        runs = list(pool.map(lambda _: run_script(IN_FLIGHT_AT_EXIT), range(20)))
    assert [(run.returncode, run.stdout, run.stderr) for run in runs] == [(0, "in flight\n", "")] * 20


def test_a_loop_closed_over_running_calls_does_not_disturb_the_exit(run_script: RunScript) -> None:
    runs = [run_script(IN_FLIGHT_WITHOUT_LOOP_END) for _ in range(10)]
    assert [(run.returncode, run.stdout) for run in runs] == [(0, "in flight\n")] * 10
    # A result that comes after its loop was closed is told as asyncio tells it; nothing else is.
    assert [run.stderr for run in runs if "panicked" in run.stderr or "Fatal" in run.stderr] == []


def test_daemon_threads_in_blocking_calls_do_not_disturb_the_exit(run_script: RunScript) -> None:
    with ThreadPoolExecutor(4) as pool:
        runs = list(pool.map(lambda _: run_script(THREADS_AT_EXIT), range(20)))
    assert [(run.returncode, run.stdout, run.stderr) for run in runs] == [(0, "in flight\n", "")] * 20


def test_a_call_after_the_shutdown_is_refused_with_a_typed_error(run_script: RunScript) -> None:
    script = """
import careweave
from careweave import _native
_native._until_hanging_for_tests(0).wait()
assert _native.shutdown(5.0)
try:
    _native._until_hanging_for_tests(0).wait()
except careweave.OperationCancelledError as error:
    print(error.code)
"""
    run = run_script(script)
    assert (run.returncode, run.stdout, run.stderr) == (0, "cancelled\n", "")
