"""The asyncio API: real coroutines, concurrency, cancellation of real requests."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator

import careweave
import pytest
from conftest import ZONE, Sandbox, SilentServer
from test_reads import INSTANT

SYNCHRONOUS = {"from_env", "alert_watch", "feed", "poll"}


@pytest.fixture
async def ws(sandbox: Sandbox) -> AsyncIterator[careweave.AsyncWellSky]:
    async with careweave.AsyncWellSky(**sandbox.settings) as ws:
        yield ws


def public_methods(cls: type) -> dict[str, object]:
    return {name: member for name, member in inspect.getmembers(cls, callable) if not name.startswith("_")}


@pytest.mark.parametrize("cls", [careweave.AsyncWellSky, careweave.AsyncFillJob, careweave.AsyncCampaignHost])
def test_every_method_is_a_coroutine_function_or_an_async_generator(cls: type) -> None:
    for name, member in public_methods(cls).items():
        if name in SYNCHRONOUS:
            continue
        iterates = name == "offers" or name.endswith("_pages")
        wanted = inspect.isasyncgenfunction if iterates else inspect.iscoroutinefunction
        assert wanted(member), f"{cls.__name__}.{name}"


def taken(signature: inspect.Signature) -> list[inspect.Parameter]:
    """The parameters; where one API takes a store, asyncio's takes either kind of it."""
    either, one = "Store | AsyncStore", "Store"
    return [
        parameter.replace(annotation=one) if parameter.annotation == either else parameter
        for parameter in signature.parameters.values()
    ]


@pytest.mark.parametrize(
    ("blocking", "asynchronous"),
    [
        (careweave.WellSky, careweave.AsyncWellSky),
        (careweave.FillJob, careweave.AsyncFillJob),
        (careweave.CampaignHost, careweave.AsyncCampaignHost),
    ],
)
def test_both_apis_have_the_same_methods_with_the_same_arguments(blocking: type, asynchronous: type) -> None:
    ours, theirs = public_methods(blocking), public_methods(asynchronous)
    assert ours.keys() == theirs.keys()
    for name, method in ours.items():
        mine = inspect.signature(method)  # type: ignore[arg-type]
        other = inspect.signature(theirs[name])  # type: ignore[arg-type]
        assert taken(mine) == taken(other), name


@pytest.mark.parametrize(
    "cls", [careweave.WellSky, careweave.AsyncWellSky, careweave.FillJob, careweave.AsyncFillJob, careweave.Roster]
)
def test_every_public_method_is_documented(cls: type) -> None:
    assert cls.__doc__
    assert [name for name, member in public_methods(cls).items() if not member.__doc__] == []


async def test_a_coroutine_starts_when_it_is_awaited(ws: careweave.AsyncWellSky, sandbox: Sandbox) -> None:
    coroutine = ws.clients()
    assert sandbox.control("GET", "/_sandbox/journal?path_prefix=/v1/clients")["entries"] == []
    assert len(await coroutine) == 10


async def test_calls_run_at_the_same_time(ws: careweave.AsyncWellSky) -> None:
    answers = await asyncio.gather(*(ws.client(f"5{n:05}") for n in range(1, 11)), *(ws.clients() for _ in range(40)))
    assert len(answers) == 50


async def test_pages_are_read_with_async_for(ws: careweave.AsyncWellSky) -> None:
    pages = [page async for page in ws.client_pages(page_size=4)]
    assert [len(page.items) for page in pages] == [4, 4, 2]
    assert [client for page in pages for client in page.items] == await ws.clients()


async def test_an_iteration_may_stop_early(ws: careweave.AsyncWellSky, sandbox: Sandbox) -> None:
    async for page in ws.shift_pages(page_size=5):
        assert len(page.items) == 5
        break
    requests = sandbox.control("GET", "/_sandbox/journal?path_prefix=/v1/shifts")["entries"]
    assert len(requests) == 1


async def test_reads_and_the_roster_work_as_in_the_blocking_api(
    ws: careweave.AsyncWellSky, sandbox: Sandbox
) -> None:
    with careweave.WellSky(**sandbox.settings) as blocking:
        assert await ws.verify() == await asyncio.to_thread(blocking.verify)
        assert await ws.caregivers() == await asyncio.to_thread(blocking.caregivers)
        assert await ws.open_shifts(start=INSTANT) == await asyncio.to_thread(blocking.open_shifts, start=INSTANT)
        expected = await asyncio.to_thread(blocking.roster, now=INSTANT, zone=ZONE)
        assert (await ws.roster(now=INSTANT, zone=ZONE)).rank_all_json() == expected.rank_all_json()
    done = (await ws.shifts(status="completed"))[0]
    assert await ws.evv(done.id) is not None
    assert await ws.shift(done.id) == done
    caregiver = (await ws.caregivers())[0]
    assert await ws.caregiver(caregiver.id) == caregiver


async def test_an_error_has_the_callers_frames(ws: careweave.AsyncWellSky) -> None:
    with pytest.raises(careweave.NotFoundError) as raised:
        await ws.shift("no-such-shift")
    assert any(str(entry.path).endswith("test_async.py") for entry in raised.traceback[-6:])


async def test_the_main_job_works_with_asyncio(ws: careweave.AsyncWellSky, store: careweave.Store) -> None:
    job = await ws.fill_open_shifts(store, now=INSTANT, zone=ZONE)
    async for offer in job.offers():
        first, *others = offer.caregiver_ids
        for caregiver in others:
            await job.decline(offer.shift_id, caregiver)
        await job.claim(offer.shift_id, first)
    report = await job.report()
    assert report.counts.assigned >= 4


async def test_a_store_is_opened_and_closed_with_await(tmp_path: object) -> None:
    async with await careweave.Store.open_async(f"sqlite:{tmp_path}/claims.db") as store:
        assert store.url.endswith("claims.db")


async def test_a_time_limit_over_a_request_hangs_up(silent_server: SilentServer) -> None:
    async with careweave.AsyncWellSky(**silent_server.settings) as ws:
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(ws.caregivers(), 0.5)
        assert silent_server.asked.is_set()
        assert await asyncio.to_thread(silent_server.hung_up.wait, 5), "the connection was let go"


async def test_a_write_cancelled_after_it_left_reports_maybe_sent_and_is_not_sent_again(
    ws: careweave.AsyncWellSky, store: careweave.Store, sandbox: Sandbox
) -> None:
    ranking = next(r for r in (await ws.roster(now=INSTANT, zone=ZONE)).rank_all() if r.candidates)
    shift, caregiver = ranking.shift.id, ranking.candidates[0].caregiver_id
    path = f"/v1/shifts/{shift}/assignments"
    sandbox.fault("POST", path, {"kind": "delay", "after_commit_ms": 10_000})

    task = asyncio.create_task(ws.assign(shift, caregiver, store=store))
    while not await asyncio.to_thread(sandbox.committed, path):
        assert not task.done()
    task.cancel()
    with pytest.raises(asyncio.CancelledError) as stopped:
        await task

    cause = stopped.value.__cause__ or stopped.value.__context__
    if isinstance(cause, asyncio.CancelledError):  # Python 3.10 chains one step more
        cause = cause.__cause__
    assert isinstance(cause, careweave.OperationCancelledError)
    assert (cause.operation, cause.delivery) == ("shifts.assign", "maybe_sent")
    # The claim was recorded before it was sent: the next call looks, and sends nothing.
    outcome = await ws.assign(shift, caregiver, store=store)
    assert outcome == careweave.Assignment("already_assigned", caregiver)
    assert len(sandbox.committed(path)) == 1
