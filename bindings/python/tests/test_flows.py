"""Flows with a portal's own tasks and deals, blocking and with asyncio, against services over sockets."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import os
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import careweave
import pytest
from careweave import BoardTask, FlowProgress, FlowReport, TaskSource, refusal
from conftest import RunScript, Sandbox
from flow_hosts import AsyncMemoryBoard, AsyncMemoryCrm, MemoryBoard, MemoryCrm, deal, present
from provider_subject import address, present_sandbox
from store_places import Place, file_place, postgres

MEMORY = "memory://default?integration=main&zone=America/Denver"


PACKET = careweave.LatchRule(
    kind="prospect.convert",
    templates=("packet-v3",),
    complete=("complete",),
    signatures=("client_signature",),
    max_age_seconds=600.0,
)


def signed(subject: str) -> careweave.LatchEvidence:
    """The paperwork of a prospect, as somebody fetched it now."""
    return careweave.LatchEvidence(
        source="goformz",
        document="form-1",
        template="packet-v3",
        status="complete",
        signatures={"client_signature": True},
        subject=subject,
        fetched_at=present(),
        digest="0" * 64,
    )


@pytest.fixture(scope="module")
def present_agency(careweave_command: Path) -> Iterator[Sandbox]:
    """A sandbox around the present, for tests that write deals and appointments of their own."""
    with present_sandbox(careweave_command) as sandbox:
        yield sandbox


@pytest.fixture
def fresh_agency(careweave_command: Path) -> Iterator[Sandbox]:
    """A sandbox around the present that no other test uses."""
    with present_sandbox(careweave_command) as sandbox:
        yield sandbox


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """A store that no other test uses."""
    if request.param == "sqlite":
        yield file_place(tmp_path)
        return
    with postgres() as url:
        yield Place("postgres", url, f"flows_{os.getpid()}_{abs(hash(request.node.name))}")


def booked(provider: careweave.Provider, count: int) -> list[careweave.Booking]:
    """Appointments of the coming days."""
    start = present().replace(microsecond=0) + timedelta(days=1)
    slots = provider.slots("visit", start, start + timedelta(days=5), "America/Denver")
    bookings = []
    for n, slot in enumerate(slots[: count * 8 : 8]):
        client = careweave.BookingClient(first="Alpha", last=f"Testclient{n}", email=f"alpha{n}@example.invalid")
        written = provider.book(slot, client, "America/Denver", idempotency_key=f"test/{n}")
        bookings.append(written.booking)
    return bookings


def in_step(
    provider: careweave.Provider | careweave.AsyncProvider, store: careweave.Store, board: Any, **options: Any
) -> careweave.AppointmentSync:
    """The flow, switched on and let do everything."""
    sync = careweave.AppointmentSync(provider, store, board, actor="portal-1", **options)
    store.gate.set_level(sync.connection, "two_way", "user-1", "rollout")
    sync.switch_on()
    return sync


def test_a_board_that_keeps_the_rules_is_proved() -> None:
    careweave.prove_board(MemoryBoard())


async def test_a_board_for_asyncio_is_proved_and_so_is_a_blocking_one() -> None:
    await careweave.prove_board_async(AsyncMemoryBoard())
    await careweave.prove_board_async(MemoryBoard())


def test_a_board_that_breaks_a_rule_is_told_which() -> None:
    class Blind(MemoryBoard):
        def find(self, external: TaskSource) -> BoardTask | None:
            return None

    class Forgetful(MemoryBoard):
        def apply(self, change: careweave.TaskChange, key: str) -> BoardTask:
            self.keys.clear()
            return super().apply(change, key)

    with pytest.raises(careweave.RejectedError) as raised:
        careweave.prove_board(Blind())
    assert raised.value.get("rule") == "what was made is found"
    with pytest.raises(careweave.ConflictError) as failed:
        careweave.prove_board(Forgetful())
    assert failed.value.operation == "board.apply"


def test_appointments_become_tasks_once(place: Place) -> None:
    provider, board = careweave.Provider.from_url(MEMORY), MemoryBoard()
    bookings = booked(provider, 3)
    told: list[FlowProgress] = []
    with careweave.Store(place.url, **place.options) as store:
        sync = in_step(provider, store, board)
        planned = sync.sync(dry_run=True)
        assert (planned.dry_run, planned.read, planned.written, len(planned.planned)) == (True, 3, 0, 3)
        assert {row.action for row in planned.planned} == {"create"}
        assert board.tasks == {}
        first = sync.sync(on_progress=told.append)
        assert (first.flow, first.read, first.written, first.failed) == ("appointments", 3, 3, ())
        assert [progress.read for progress in told] == [3, 3, 3]
        writes = board.writes
        second = sync.sync()
        assert (second.written, second.unchanged, board.writes) == (0, 3, writes)
        standing = sync.status()
        assert standing is not None
        assert (standing.name, standing.state, standing.failures) == ("memory.main", "active", 0)
    starts = {task.draft.start for task in board.tasks.values()}
    assert starts == {booking.start for booking in bookings}
    task = next(iter(board.tasks.values()))
    assert task.external is not None and task.external.source == "memory/main"
    assert "Alpha" in task.draft.title
    assert "Alpha" not in repr(task) and "Alpha" not in repr(first)


def test_a_change_on_either_side_reaches_the_other() -> None:
    provider, board = careweave.Provider.from_url(MEMORY), MemoryBoard()
    first, second = booked(provider, 2)
    with careweave.Store("sqlite::memory:") as store:
        sync = in_step(provider, store, board)
        sync.sync()
        of = {task.external.id: task for task in board.tasks.values() if task.external is not None}
        provider.cancel(first.id, idempotency_key="test/cancel")
        sync.sync()
        assert board.tasks[of[first.id].id].draft.status == "cancelled"
        board.edit(of[second.id].id, status="cancelled")
        report = sync.push()
        assert report.failed == (), report
        assert provider.booking(second.id).status == "cancelled"
        assert sync.sync().written == 0


def test_a_flow_that_is_off_or_held_back_by_the_gate_writes_nothing() -> None:
    provider, board = careweave.Provider.from_url(MEMORY), MemoryBoard()
    booked(provider, 2)
    with careweave.Store("sqlite::memory:") as store:
        sync = careweave.AppointmentSync(provider, store, board, actor="portal-1")
        assert (sync.connection, sync.status()) == ("memory/main", None)
        with pytest.raises(careweave.PermissionDeniedError):
            sync.sync()
        assert sync.switch_on().state == "active"
        store.gate.set_level(sync.connection, "read_only", "user-1", "rollout")
        report = sync.sync()
        assert (report.written, len(report.refused), board.tasks) == (0, 2, {})
        assert {refused.level for refused in report.refused} == {"read_only"}
        store.gate.set_level(sync.connection, "inbound", "user-1", "rollout")
        assert sync.sync().written == 2
        assert sync.switch_off().state == "inactive"
        with pytest.raises(careweave.PermissionDeniedError):
            sync.sync()


def test_an_exception_of_a_board_is_a_failure_with_the_method_s_name() -> None:
    class Broken(MemoryBoard):
        broken = True

        def apply(self, change: careweave.TaskChange, key: str) -> BoardTask:
            if self.broken:
                raise RuntimeError("Alpha Testclient has no row")
            return super().apply(change, key)

    heard: list[tuple[str, Exception]] = []
    provider, board = careweave.Provider.from_url(MEMORY), Broken()
    booked(provider, 1)
    with careweave.Store("sqlite::memory:") as store:
        sync = in_step(provider, store, board, on_exception=lambda method, error: heard.append((method, error)))
        report = sync.sync()
        # Nobody knows whether it was made: it is looked up before it is tried again.
        assert (report.written, len(report.in_doubt)) == (0, 1), report
        assert [(method, type(error)) for method, error in heard] == [("board.apply", RuntimeError)]
        assert "Alpha" not in repr(report)


def test_a_failure_that_ends_a_run_is_typed_and_has_the_exception_as_its_cause() -> None:
    class Closed(MemoryBoard):
        def changed(self, after: str | None, limit: int) -> careweave.TaskPage:
            raise LookupError("Alpha Testclient")

    provider = careweave.Provider.from_url(MEMORY)
    with careweave.Store("sqlite::memory:") as store:
        with pytest.raises(careweave.ServerError) as raised:
            in_step(provider, store, Closed()).push()
        assert (raised.value.operation, raised.value.get("exception")) == ("board.changed", "LookupError")
        assert isinstance(raised.value.__cause__, LookupError)
        assert "Alpha" not in str(raised.value)


@pytest.mark.parametrize(
    ("answer", "field"),
    [
        (None, "answer"),
        ("task", "answer"),
        (careweave.TaskPage("1", False, ("no task",)), "answer.tasks[0]"),  # type: ignore[arg-type]
    ],
)
def test_an_answer_that_cannot_be_used_names_the_method_and_the_field(answer: Any, field: str) -> None:
    class Wrong(MemoryBoard):
        def changed(self, after: str | None, limit: int) -> Any:
            return answer

    with careweave.Store("sqlite::memory:") as store:
        with pytest.raises(careweave.DecodeError) as raised:
            in_step(careweave.Provider.from_url(MEMORY), store, Wrong()).push()
    assert (raised.value.operation, raised.value.get("field")) == ("board.changed", field)


def test_a_refusal_keeps_its_code_and_a_wrong_one_is_refused() -> None:
    class Busy(MemoryBoard):
        def changed(self, after: str | None, limit: int) -> careweave.TaskPage:
            raise refusal("rate_limited", "ask later", retry_after=2.5)

    with careweave.Store("sqlite::memory:") as store:
        with pytest.raises(careweave.RateLimitedError) as raised:
            in_step(careweave.Provider.from_url(MEMORY), store, Busy()).push()
    error = raised.value
    assert (error.operation, error.message, error.retry_after) == ("board.changed", "ask later", 2.5)
    for given, field in [(("nope", ""), "code"), (("conflict", "", "soon"), "delivery")]:
        with pytest.raises(careweave.InvalidInputError) as wrong:
            refusal(given[0], given[1], **({"delivery": given[2]} if len(given) > 2 else {}))  # type: ignore[arg-type]
        assert wrong.value.get("field") == field


def test_a_coroutine_function_is_no_method_of_a_blocking_flow() -> None:
    with careweave.Store("sqlite::memory:") as store:
        with pytest.raises(careweave.ServerError) as raised:
            in_step(careweave.Provider.from_url(MEMORY), store, AsyncMemoryBoard()).push()
    assert isinstance(raised.value.__cause__, TypeError)


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"days_ahead": -1}, "days_ahead"),
        ({"gone_percent": 101}, "gone_percent"),
        ({"actor": ""}, "actor"),
        ({"answer_seconds": -1.0}, "answer_seconds"),
        ({"statuses": careweave.TaskStatusMap({}, {}, "pending", "pending")}, "statuses.gone"),
        ({"statuses": careweave.TaskStatusMap({"a": "soon"}, {}, "pending", "missed")}, "statuses.apply"),
        ({"statuses": careweave.TaskStatusMap({}, {"missed": "gone"}, "pending", "missed")}, "statuses.send"),
    ],
)
def test_a_wrong_option_is_named(options: dict[str, Any], field: str) -> None:
    provider = careweave.Provider.from_url(MEMORY)
    with careweave.Store("sqlite::memory:") as store:
        with pytest.raises(careweave.InvalidInputError) as raised:
            careweave.AppointmentSync(provider, store, MemoryBoard(), **{"actor": "portal-1", **options}).status()
    assert raised.value.get("field") == field


def test_what_is_no_board_no_provider_and_no_store_is_named() -> None:
    provider = careweave.Provider.from_url(MEMORY)
    with careweave.Store("sqlite::memory:") as store:
        for given, field in [
            ((object(), store, MemoryBoard()), "provider"),
            ((provider, "sqlite::memory:", MemoryBoard()), "store"),
            ((provider, store, object()), "board"),
        ]:
            with pytest.raises(careweave.InvalidInputError) as raised:
                careweave.AppointmentSync(*given, actor="portal-1")  # type: ignore[arg-type]
            assert raised.value.get("field") == field


def test_methods_are_called_on_the_thread_that_runs_the_flow() -> None:
    class Watched(MemoryBoard):
        threads: set[int] = set()

        def find(self, external: TaskSource) -> BoardTask | None:
            self.threads.add(threading.get_ident())
            return super().find(external)

    provider, board = careweave.Provider.from_url(MEMORY), Watched()
    booked(provider, 2)
    with careweave.Store("sqlite::memory:") as store:
        in_step(provider, store, board).sync()
    assert board.threads == {threading.get_ident()}


async def test_with_asyncio_a_board_is_awaited_on_the_loop_and_a_blocking_one_is_called_in_a_thread() -> None:
    class Watched(AsyncMemoryBoard):
        loops: set[Any] = set()

        async def find(self, external: TaskSource) -> BoardTask | None:
            self.loops.add(asyncio.get_running_loop())
            return await super().find(external)

    class Blocking(MemoryBoard):
        threads: set[int] = set()

        def changed(self, after: str | None, limit: int) -> careweave.TaskPage:
            self.threads.add(threading.get_ident())
            return super().changed(after, limit)

    provider, board = careweave.Provider.from_url(MEMORY), Watched()
    booked(provider, 2)
    store = await careweave.AsyncStore.open("sqlite::memory:")
    sync = careweave.AsyncAppointmentSync(provider, store, board, actor="portal-1")
    await store.gate.set_level(sync.connection, "two_way", "user-1", "rollout")
    assert await sync.status() is None
    assert (await sync.switch_on()).state == "active"
    told: list[FlowProgress] = []
    report = await sync.sync(on_progress=told.append)
    assert (report.written, len(told)) == (2, 2)
    assert (await sync.sync(dry_run=True)).written == 0
    assert (await sync.push()).failed == ()
    assert board.loops == {asyncio.get_running_loop()}
    blocking = Blocking()
    await careweave.AsyncAppointmentSync(provider, store, blocking, actor="portal-1").push()
    assert blocking.threads and threading.get_ident() not in blocking.threads
    await store.close()


async def test_a_cancelled_run_ends_and_the_next_one_goes_on() -> None:
    class Slow(AsyncMemoryBoard):
        reached = asyncio.Event()
        slow = True

        async def find(self, external: TaskSource) -> BoardTask | None:
            if self.slow:
                self.reached.set()
                await asyncio.Event().wait()
            return await super().find(external)

    provider, board = careweave.Provider.from_url(MEMORY), Slow()
    booked(provider, 2)
    store = await careweave.AsyncStore.open("sqlite::memory:")
    sync = careweave.AsyncAppointmentSync(provider, store, board, actor="portal-1")
    await store.gate.set_level(sync.connection, "two_way", "user-1", "rollout")
    await sync.switch_on()
    running = asyncio.ensure_future(sync.sync())
    await board.reached.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    board.slow = False
    assert (await sync.sync()).written == 2
    await store.close()


async def test_a_run_and_an_answer_have_time_limits() -> None:
    class Silent(AsyncMemoryBoard):
        async def changed(self, after: str | None, limit: int) -> careweave.TaskPage:
            await asyncio.Event().wait()
            raise AssertionError

    provider = careweave.Provider.from_url(MEMORY)
    store = await careweave.AsyncStore.open("sqlite::memory:")
    hurried = careweave.AsyncAppointmentSync(provider, store, Silent(), actor="portal-1", answer_seconds=0.05)
    await store.gate.set_level(hurried.connection, "two_way", "user-1", "rollout")
    await hurried.switch_on()
    patient = careweave.AsyncAppointmentSync(provider, store, Silent(), actor="portal-1")
    with pytest.raises(careweave.RequestTimeoutError) as raised:
        await hurried.push()
    assert (raised.value.operation, raised.value.delivery) == ("board.changed", "maybe_sent")
    with pytest.raises(careweave.RequestTimeoutError) as raised:
        await patient.push(timeout_seconds=0.05)
    assert raised.value.operation == "flow.appointments"
    with pytest.raises(asyncio.TimeoutError):
        await asyncio.wait_for(patient.push(), 0.05)
    await store.close()


def test_a_run_that_takes_too_long_is_a_typed_error(silent_server: Any) -> None:
    with careweave.Store("sqlite::memory:") as store, careweave.WellSky(**silent_server.settings) as ws:
        flow = careweave.SalesFlow(ws, store, MemoryCrm(), actor="portal-1")
        store.gate.set_level(flow.connection, "two_way", "user-1", "rollout")
        with pytest.raises(careweave.RequestTimeoutError) as raised:
            flow.inbound(timeout_seconds=0.2)
        assert raised.value.operation == "flow.sales"


def test_a_delivery_is_checked_marked_and_served(fresh_agency: Sandbox) -> None:
    provider, board = careweave.Provider.from_url(address("acuity", fresh_agency.ready)), MemoryBoard()
    with careweave.Store("sqlite::memory:") as store:
        sync = in_step(provider, store, board)
        first = sync.sync()
        assert first.written > 0 and first.failed == ()
        booking = next(
            booking
            for booking in provider.bookings(present(), present() + timedelta(days=60)).bookings
            if booking.status == "scheduled" and booking.start > present() + timedelta(days=1)
        )
        provider.cancel(booking.id, idempotency_key="test/cancel")
        headers, body = acuity_delivery(fresh_agency, booking)
        assert sync.accept(headers, body).marked == 1
        with pytest.raises(careweave.AuthenticationError):
            sync.accept(headers, body + b"&forged=1")
        report = sync.serve()
        assert (report.written, report.failed) == (1, ()), report
        assert report.lag_seconds is not None
        task = board.find(TaskSource("acuity/main", booking.id))
        assert task is not None and task.draft.status == "cancelled"
        assert sync.serve().read == 0


def acuity_delivery(sandbox: Sandbox, booking: careweave.Booking) -> tuple[dict[str, str], bytes]:
    """What Acuity sends about an appointment, signed as it does."""
    import base64
    import hashlib
    import hmac

    body = f"action=canceled&id={booking.id}&calendarID=7100002&appointmentTypeID=51000006".encode()
    key = sandbox.ready["credentials"]["acuity"]["api_key"].encode()
    signature = base64.b64encode(hmac.new(key, body, hashlib.sha256).digest()).decode()
    headers = {"X-Acuity-Signature": signature, "Content-Type": "application/x-www-form-urlencoded"}
    return headers, body


def prospects_of(ws: careweave.WellSky, deal_id: str) -> list[careweave.Prospect]:
    """The prospects that a deal became."""
    return ws.prospects(external_id=deal_id)


def sales(ws: careweave.WellSky, store: careweave.Store, crm: MemoryCrm, **options: Any) -> careweave.SalesFlow:
    """The flow, let do everything."""
    flow = careweave.SalesFlow(ws, store, crm, actor="portal-1", **options)
    store.gate.set_level(flow.connection, "two_way", "user-1", "rollout")
    return flow


def test_deals_become_prospects_once_and_changes_go_both_ways(fresh_agency: Sandbox, place: Place) -> None:
    crm = MemoryCrm()
    for n in range(5):
        crm.put(deal(f"d-{n}", name=f"Alpha Testclient{'abcde'[n]}"))
    with careweave.Store(place.url, **place.options) as store, careweave.WellSky(**fresh_agency.settings) as ws:
        flow = sales(ws, store, crm)
        assert flow.connection == f"wellsky/agency-{fresh_agency.settings['agency_id']}"
        assert (flow.outbound(dry_run=True).written, prospects_of(ws, "d-0")) == (0, [])
        report = flow.outbound()
        assert (report.read, report.written, report.failed) == (5, 5, ()), report
        assert report.lag_seconds is not None and report.duration_seconds > 0
        assert [len(prospects_of(ws, f"d-{n}")) for n in range(5)] == [1] * 5
        assert flow.outbound(whole=True).unchanged == 5

        crm.edit("d-1", phone="3035550119")
        assert flow.outbound().written == 1
        (prospect,) = prospects_of(ws, "d-1")
        assert prospect.phone == "3035550119"

        ws.update_prospect(
            prospect.id, careweave.ProspectPatch(status="contacted", email=None), idempotency_key="test/edit"
        )
        report = flow.inbound()
        assert (report.written, report.failed) == (1, ()), report
        (change,) = crm.told
        assert change.kind == "fields" and change.fields is not None
        assert sorted(change.fields.changed) == ["email", "stage"]
        held = crm.deal("d-1")
        assert held is not None and (held.stage, held.email) == ("contacted", None)
        assert (flow.outbound().written, flow.inbound().written) == (0, 0)


def test_a_lost_answer_of_a_crm_is_looked_up_and_not_told_again(fresh_agency: Sandbox) -> None:
    crm, heard = MemoryCrm(), []
    crm.put(deal("d-1"))
    with careweave.Store("sqlite::memory:") as store, careweave.WellSky(**fresh_agency.settings) as ws:
        flow = sales(ws, store, crm, on_exception=lambda method, error: heard.append((method, str(error))))
        flow.outbound()
        (prospect,) = prospects_of(ws, "d-1")
        ws.update_prospect(prospect.id, careweave.ProspectPatch(status="contacted"), idempotency_key="test/edit")
        crm.lose_next = True
        report = flow.inbound()
        assert (report.written, report.in_doubt, report.failed) == (1, (), ()), report
        assert heard == [("crm.apply", "Alpha Testclient: the answer was lost")]
        assert len(crm.told) == 1


def test_a_won_deal_with_signed_paperwork_becomes_a_client_once_and_hears_of_it(fresh_agency: Sandbox) -> None:
    crm = MemoryCrm()
    crm.put(deal("d-1", stage="won"))
    with careweave.Store("sqlite::memory:") as store, careweave.WellSky(**fresh_agency.settings) as ws:
        flow = sales(ws, store, crm)
        flow.outbound()
        (prospect,) = prospects_of(ws, "d-1")
        assert flow.convert().read == 0
        subject = f"{flow.connection}/{prospect.id}"
        store.latches.arm(PACKET, signed(subject), subject)
        report = flow.convert()
        assert (report.read, report.written, report.failed) == (1, 1, ()), report
        (converted,) = prospects_of(ws, "d-1")
        client_id = converted.converted_client_id
        assert client_id is not None
        assert flow.convert().read == 0
        activity = careweave.FamilyActivity("visit-1", client_id, "Alpha called")
        assert flow.family_activity(activity) == "written"
        assert flow.family_activity(activity) == "already"
        notes = [change for change in crm.told if change.kind == "note"]
        assert [note.text for note in notes] == ["Alpha called"]
        with pytest.raises(careweave.NotFoundError):
            flow.family_activity(dataclasses.replace(activity, client_id="404404"))


async def test_the_sales_flow_runs_with_asyncio(fresh_agency: Sandbox) -> None:
    crm = AsyncMemoryCrm()
    crm.held.put(deal("d-1"))
    store = await careweave.AsyncStore.open("sqlite::memory:")
    async with careweave.AsyncWellSky(**fresh_agency.settings) as ws:
        maps = await ws.sales_maps()
        flow = careweave.AsyncSalesFlow(
            ws, store, crm, actor="portal-1", maps=dataclasses.replace(maps, hourly_rate_minor=3_600)
        )
        await store.gate.set_level(flow.connection, "two_way", "user-1", "rollout")
        reports: list[FlowReport] = [await flow.outbound(), await flow.inbound(), await flow.convert()]
        assert [report.failed for report in reports] == [(), (), ()]
        assert reports[0].written == 1
        (prospect,) = await ws.prospects(external_id="d-1")
        assert prospect.estimated_hours_per_week == 20
    await store.close()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"owners": {"hours": "either"}}, "maps.owners.hours"),
        ({"owners": {"shoes": "crm"}}, "maps.owners"),
        ({"owners": {"name": "nobody"}}, "maps.owners"),
        ({"statuses": {}}, "maps.statuses"),
        ({"statuses": {"Demo": "demo"}}, "maps.statuses"),
        ({"rounding": "sideways"}, "maps.rounding"),
        ({"hourly_rate_minor": 0}, "maps.hourly_rate"),
    ],
)
def test_maps_that_contradict_themselves_are_refused_by_field(
    present_agency: Sandbox, changed: dict[str, Any], field: str
) -> None:
    with careweave.Store("sqlite::memory:") as store, careweave.WellSky(**present_agency.settings) as ws:
        maps = dataclasses.replace(ws.sales_maps(), **changed)
        with pytest.raises(careweave.InvalidInputError) as raised:
            careweave.SalesFlow(ws, store, MemoryCrm(), actor="portal-1", maps=maps)
    assert raised.value.get("field") == field


def test_a_flow_begun_before_a_fork_is_begun_again_in_the_child(run_script: RunScript) -> None:
    script = """
import json, os, sys
import careweave
from careweave import _native
native = _native.Flow.board_suite()
first = json.loads(native.next().wait())
assert first["question"]["method"] == "board.changed", first
child = os.fork()
if child == 0:
    try:
        native.answer(1, "null")
    except careweave.UnsupportedError:
        os._exit(0)
    os._exit(1)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
native.close().wait()
print("done")
"""
    ended = run_script("import warnings; warnings.simplefilter('ignore')\n" + script)
    assert (ended.returncode, ended.stdout) == (0, "done\n"), ended.stderr


def test_a_process_that_ends_in_the_middle_of_a_flow_ends_cleanly(run_script: RunScript) -> None:
    script = """
import json, careweave
from careweave import _native
native = _native.Flow.board_suite()
print(json.loads(native.next().wait())["question"]["method"])
"""
    ended = run_script(script)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "board.changed\n", "")
