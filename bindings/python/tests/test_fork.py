"""A forked child works: it has a runtime of its own."""

from __future__ import annotations

import sys

import pytest
from conftest import RunScript

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no fork")

# Python 3.12 warns of a fork in a process with threads; that is the very thing under test.
FORK = """
import asyncio, os, signal, sys, warnings
from careweave import _native
warnings.simplefilter("ignore", DeprecationWarning)

async def one():
    return await _native._until_hanging_for_tests(0).start()

def check():
    assert asyncio.run(one()) == "null"
    assert _native._until_hanging_for_tests(0).wait() == "null"

check()                                    # the parent's runtime exists before the fork
child = os.fork()
if child == 0:
    signal.alarm(4)                        # a child that hangs is killed by SIGALRM
    check()
    if len(sys.argv) > 1:
        sys.exit(0)                        # the ordinary way out, with atexit
    os._exit(0)
_, status = os.waitpid(child, 0)
check()                                    # and the parent goes on
sys.exit(os.waitstatus_to_exitcode(status))
"""

PREFORK = """
import os, signal, warnings
from careweave import _native
warnings.simplefilter("ignore", DeprecationWarning)
_native._until_hanging_for_tests(0).wait()
children = []
for _ in range(4):                         # as a pre-fork server makes its workers
    child = os.fork()
    if child == 0:
        signal.alarm(4)
        for _ in range(5):
            _native._until_hanging_for_tests(0).wait()
        os._exit(0)
    children.append(child)
assert [os.waitstatus_to_exitcode(os.waitpid(c, 0)[1]) for c in children] == [0] * 4
"""


@pytest.mark.parametrize("way_out", [[], ["exit"]])
def test_a_forked_child_can_call_and_end(run_script: RunScript, way_out: list[str]) -> None:
    run = run_script(FORK, *way_out)
    assert (run.returncode, run.stderr) == (0, "")


def test_pre_forked_workers_all_work(run_script: RunScript) -> None:
    run = run_script(PREFORK)
    assert (run.returncode, run.stderr) == (0, "")
