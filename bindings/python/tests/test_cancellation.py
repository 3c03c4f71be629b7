"""Cancelling drops the Rust future, and says what that means for a write."""

from __future__ import annotations

import asyncio
import json

import careweave
import pytest
from careweave import _native
from careweave._calls import Prepared, nothing, run


async def settled(hanging: int) -> None:
    """Waits until exactly that many hanging calls are alive."""
    await asyncio.wait_for(run(Prepared(_native._until_hanging_for_tests(hanging), nothing)), 5)


async def test_a_time_limit_drops_the_rust_future() -> None:
    with pytest.raises(asyncio.TimeoutError):
        await asyncio.wait_for(run(Prepared(_native._hang_for_tests(), nothing)), 0.05)
    await settled(0)


async def test_a_cancelled_task_drops_the_rust_future_and_reports_the_delivery() -> None:
    task = asyncio.create_task(run(Prepared(_native._hang_for_tests(), nothing)))
    await settled(1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError) as stopped:
        await task
    await settled(0)
    cause = stopped.value.__cause__ or stopped.value.__context__
    if isinstance(cause, asyncio.CancelledError):  # Python 3.10 chains one step more
        cause = cause.__cause__
    assert isinstance(cause, careweave.OperationCancelledError)
    assert (cause.code, cause.operation, cause.delivery) == ("cancelled", "testing.hang", "maybe_sent")
    assert not cause.retryable


async def test_two_hundred_calls_run_at_once() -> None:
    tasks = [asyncio.create_task(run(Prepared(_native._hang_for_tests(), nothing))) for _ in range(200)]
    await settled(200)
    for task in tasks:
        task.cancel()
    ends = await asyncio.gather(*tasks, return_exceptions=True)
    assert all(isinstance(end, asyncio.CancelledError) for end in ends)
    await settled(0)


async def test_a_call_runs_once() -> None:
    call = _native._until_hanging_for_tests(0)
    assert json.loads(await call.start()) is None
    with pytest.raises(careweave.InvalidInputError, match="a call runs once"):
        call.start()


async def test_a_call_that_is_never_run_leaves_nothing_behind() -> None:
    call = _native._hang_for_tests()
    assert call.operation == "testing.hang"
    del call
    await settled(0)
