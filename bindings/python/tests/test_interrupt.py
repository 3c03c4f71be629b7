"""Ctrl-C ends a blocking call."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

from conftest import ANSWER_CTRL_C

BLOCKED = """
import careweave
from careweave import _native
import threading

def announce():
    _native._until_hanging_for_tests(1).wait()
    print("blocked", flush=True)

threading.Thread(target=announce, daemon=True).start()
try:
    _native._hang_for_tests().wait()
except KeyboardInterrupt as stopped:
    cause = stopped.__cause__
    assert isinstance(cause, careweave.OperationCancelledError), cause
    assert cause.delivery == "maybe_sent"
    assert cause.operation == "testing.hang"
    _native._until_hanging_for_tests(0).wait()      # the Rust future was dropped
    print("stopped", flush=True)
"""


def test_ctrl_c_ends_a_blocking_call_within_a_second() -> None:
    child = subprocess.Popen([sys.executable, "-c", ANSWER_CTRL_C + BLOCKED], stdout=subprocess.PIPE, text=True)
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == "blocked\n"
        sent = time.monotonic()
        child.send_signal(signal.SIGINT)
        assert child.stdout.readline() == "stopped\n"
        assert time.monotonic() - sent < 1.0
        assert child.wait(10) == 0
    finally:
        child.kill()
        child.wait()
        if child.stdout is not None:
            child.stdout.close()
