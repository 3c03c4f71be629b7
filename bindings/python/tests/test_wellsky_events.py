"""Cached reads, counts, deliveries, changes, polls and queued notes, against a sandbox over sockets."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import careweave
import pytest
from conftest import ZONE, Sandbox, environment_of

SECRET = "0123456789-of-the-subscription"
OTHER = "abcdefghij-of-the-subscription"
QUICK: Any = {"retry": {"attempts": 1}}
PATIENT = b'{"resourceType":"Patient","id":500001}'


def connect_settings(sandbox: Sandbox) -> dict[str, Any]:
    wellsky = sandbox.ready["wellsky"]
    urls = {"base_url": wellsky["connect"], "token_url": wellsky["connect_token"]}
    return {**sandbox.settings, **urls, "api": "connect"}


@pytest.fixture
def present(careweave_command: Path) -> Iterator[Sandbox]:
    """A sandbox whose agency is built around the present, which polling goes by."""
    process = subprocess.Popen(
        [careweave_command, "sandbox", "--json", "--seed", "7", "--zone", ZONE], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        yield Sandbox(json.loads(process.stdout.readline()))
    finally:
        process.terminate()
        process.communicate(timeout=10)


@pytest.fixture
def connect(present: Sandbox) -> Iterator[careweave.WellSky]:
    """A client over Connect."""
    with careweave.WellSky(**connect_settings(present), **QUICK) as ws:
        yield ws


# Cached reads


def test_a_cached_read_says_its_age_and_source_and_is_shown_stale_while_wellsky_is_down(sandbox: Sandbox) -> None:
    with careweave.WellSky(**sandbox.settings, **QUICK) as ws:
        first = ws.cached_clients(status="active")
        assert (first.source, first.stale, first.reason) == ("vendor", False, None)
        assert first.fresh() == first.value == ws.clients(status="active")
        again = ws.cached_clients(status="active")
        assert (again.source, again.fetched_at, again.value) == ("cache", first.fetched_at, first.value)
        assert again.age_seconds >= 0

        ws.expire_cached()
        sandbox.fault("GET", "/v1/clients", {"kind": "status", "status": 503}, times=100)
        with pytest.raises(careweave.ServerError):
            ws.clients(status="active")
        stale = ws.cached_clients(status="active")
        assert (stale.stale, stale.reason, stale.source) == (True, "server_error", "cache")
        assert stale.value == first.value
        with pytest.raises(careweave.IncompleteError) as raised:
            stale.fresh()
        assert raised.value.get("reason") == "server_error"
        assert "Test" not in repr(stale)


def test_an_answer_is_no_outage_and_is_not_covered_up(sandbox: Sandbox) -> None:
    with careweave.WellSky(**sandbox.settings, **QUICK) as ws:
        ws.cached_caregivers()
        ws.expire_cached()
        sandbox.fault("GET", "/v1/caregivers", {"kind": "status", "status": 403}, times=100)
        with pytest.raises(careweave.PermissionDeniedError):
            ws.cached_caregivers()


def test_a_policy_is_set_for_each_kind_of_record_and_a_wrong_one_is_named(sandbox: Sandbox) -> None:
    policy: careweave.CacheSettings = {"open_shifts": {"fresh_seconds": 0.000001, "while_revalidating_seconds": 0}}
    start = datetime.fromisoformat("2026-04-06T00:00:00+00:00")
    with careweave.WellSky(**sandbox.settings, cache=policy) as ws:
        for _ in range(2):
            assert ws.cached_open_shifts(start, start + timedelta(days=7)).source == "vendor"
        assert [ws.cached_clients().source for _ in range(2)] == ["vendor", "cache"]
    with careweave.WellSky(**sandbox.settings, cache="off") as ws:
        assert [ws.cached_clients().source for _ in range(2)] == ["vendor", "vendor"]
    wrongs: list[tuple[dict[str, Any], str]] = [
        ({"cache": {"people": {"fresh_seconds": -1}}}, "cache.people.fresh_seconds"),
        ({"cache": {"peeple": {}}}, "cache"),
        ({"timeouts": {"attempt_seconds": float("nan")}}, "timeouts.attempt_seconds"),
    ]
    for wrong, field in wrongs:
        with pytest.raises(careweave.InvalidInputError) as raised:
            careweave.WellSky(**{**sandbox.settings, **wrong})
        assert (raised.value.get("field") or "").startswith(field)


def test_the_daily_refresh_is_started_and_stopped(sandbox: Sandbox) -> None:
    with careweave.WellSky(**sandbox.settings) as ws, pytest.raises(careweave.ConfigError):
        ws.start_refresh()
    with careweave.WellSky(**sandbox.settings, zone=ZONE) as ws:
        with ws.start_refresh() as refresh:
            assert refresh.running
        assert not refresh.running
        refresh.stop()
        ws.cached_clients()
        assert ws.refresh_cached().found == 1

    async def asynchronous() -> None:
        async with careweave.AsyncWellSky(**sandbox.settings, zone=ZONE) as ws:
            refresh = await ws.start_refresh()
            assert refresh.running
            await refresh.stop()
            assert not refresh.running

    asyncio.run(asynchronous())


# Counts


def test_counts_hold_a_429_and_a_retry_and_nothing_of_a_person(sandbox: Sandbox) -> None:
    with careweave.WellSky(**sandbox.settings) as ws:
        sandbox.fault("GET", "/v1/clients", {"kind": "status", "status": 429, "retry_after": 0})
        client = ws.clients()[0]
        ws.client(client.id)
        counted = ws.metrics()
        listed = next(one for one in counted.operations if one.operation == "clients.list")
        assert ("rate_limited", 1) in [(one.outcome, one.count) for one in listed.retries]
        assert ("rate_limited", "4xx") in [(one.outcome, one.status) for one in listed.attempts]
        assert [(one.outcome, one.count) for one in listed.calls if one.outcome == "success"]
        assert listed.attempt_times.count >= 2 and listed.attempt_times.p95_seconds is not None
        text = ws.metrics_text()
        assert 'careweave_http_retries_total{operation="clients.list",cause="rate_limited"} 1' in text
        for shown in (repr(counted), text):
            assert client.id not in shown and client.first_name not in shown and client.phone not in shown
        assert [breaker.state for breaker in ws.breakers()] in ([], ["closed"], ["closed"] * len(ws.breakers()))


def test_an_alert_fires_for_lag_and_goes_on_after_a_restart(sandbox: Sandbox) -> None:
    with careweave.WellSky(**sandbox.settings) as ws:
        rules = {rule.rule: rule for rule in ws.alert_rules()}
        assert (rules["sync_lag"].limit, rules["api_down"].severity) == (300.0, "CRITICAL")
        start = datetime(2026, 4, 6, 12, tzinfo=timezone.utc)
        watch = ws.alert_watch()
        assert [one.after for one in watch.look(sync_lag_seconds=600, now=start).changes] == ["pending"]
        states = watch.look(sync_lag_seconds=600, now=start + timedelta(minutes=3)).states
        # Another process takes it up.
        watch = ws.alert_watch(states=states)
        seen = watch.look(sync_lag_seconds=600, now=start + timedelta(minutes=6))
        assert [(one.rule, one.before, one.after) for one in seen.changes] == [("sync_lag", "pending", "firing")]
        with pytest.raises(careweave.InvalidInputError) as raised:
            ws.alert_watch(states=[careweave.AlertStanding("sink_lag", "ok")])
        assert raised.value.get("field") == "states[0].rule"


# Deliveries


def test_a_receiver_takes_both_secrets_headers_as_pairs_and_unknown_types() -> None:
    receiver = careweave.EventReceiver([SECRET, OTHER])
    for secret in (SECRET, OTHER):
        for headers in (
            {"Authorization": f"Bearer {secret}"},
            [("host", "localhost"), ("host", "again"), ("authorization", f"Bearer {secret}")],
            [(b"authorization", f"Bearer {secret}".encode())],
        ):
            receipt = receiver.accept(headers, PATIENT)
            assert (receipt.status, receipt.code) == (200, "marked")
            assert receipt.record == careweave.ChangedRecord("Patient", "500001")
    unknown = receiver.accept({"Authorization": f"Bearer {SECRET}"}, b'{"resourceType":"Invoice","id":1}')
    assert (unknown.status, unknown.record, unknown.resource_type) == (200, None, "Invoice")


def test_a_refused_delivery_says_why_and_nothing_of_its_body() -> None:
    receiver = careweave.EventReceiver([SECRET])
    good = {"Authorization": f"Bearer {SECRET}"}
    cases: list[tuple[Any, bytes, type[careweave.CareweaveError], str, str]] = [
        ({"Authorization": f"Bearer {OTHER}"}, PATIENT, careweave.AuthenticationError, "unauthenticated", "401"),
        ({}, PATIENT, careweave.AuthenticationError, "unauthenticated", "401"),
        ([*good.items(), *good.items()], PATIENT, careweave.AuthenticationError, "unauthenticated", "401"),
        (good, b"Alpha Testclient", careweave.DecodeError, "malformed", "400"),
        (good, b"x" * 70_000, careweave.InvalidInputError, "too_large", "413"),
    ]
    for headers, body, kind, reason, answer in cases:
        with pytest.raises(kind) as raised:
            receiver.accept(headers, body)
        assert (raised.value.get("reason"), raised.value.get("answer")) == (reason, answer)
        assert "Alpha" not in str(raised.value) and OTHER not in str(raised.value)
    wrongs: list[Any] = ["Authorization", 5, [("a", 1)]]
    for wrong in wrongs:
        with pytest.raises(careweave.InvalidInputError) as refused:
            receiver.accept(wrong, PATIENT)
        assert refused.value.get("field") == "headers"
    with pytest.raises(careweave.InvalidInputError):
        careweave.EventReceiver([])
    assert SECRET not in repr(receiver)


@contextmanager
def hook(take: Callable[[careweave.Receipt], None]) -> Iterator[tuple[str, list[int], threading.Condition]]:
    """A server that answers deliveries: its address, what it answered, and who is told."""
    receiver = careweave.EventReceiver([SECRET])
    answered: list[int] = []
    told = threading.Condition()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            try:
                receipt = receiver.accept(self.headers.items(), body)
                take(receipt)
                status = receipt.status
            except careweave.CareweaveError as refused:
                status = int(refused.get("answer") or 503)
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()
            with told:
                answered.append(status)
                told.notify_all()

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/wellsky", answered, told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_deliveries_that_come_twice_and_out_of_order_are_one_mark_each_and_are_fetched_once(
    present: Sandbox, connect: careweave.WellSky, store: careweave.Store
) -> None:
    def take(receipt: careweave.Receipt) -> None:
        assert receipt.record is not None
        connect.mark_changed(receipt.record, store=store)

    with hook(take) as (address, answered, told):
        ensured = connect.connect.ensure_subscriptions(
            "tests", "people", address, SECRET, ["patient.telecom.changed"], idempotency_key="ensure/1"
        )
        assert len(ensured.created) == 1 and ensured.kept == ()
        again = connect.connect.ensure_subscriptions(
            "tests", "people", address, SECRET, ["patient.telecom.changed"], idempotency_key="ensure/2"
        )
        assert again.kept == ensured.created
        present.control("POST", "/_sandbox/webhooks", {"seed": 3, "duplicate_percent": 50, "reorder_percent": 50})
        for number in range(20):
            patch = careweave.ClientPatch(phone=f"30355501{number:02}")
            connect.update_client(f"50000{number % 3 + 1}", patch, idempotency_key=f"phone/{number}")
        present.control("POST", "/_sandbox/clock", {"advance_seconds": 1})
        planned = present.control("GET", "/_sandbox/deliveries")["deliveries"]
        assert len(planned) > 20, "some come twice"
        with told:
            assert told.wait_for(lambda: len(answered) >= len(planned), timeout=20)
        assert set(answered) == {200}
    assert {record.id for record in connect.marked_records(store=store)} == {"500001", "500002", "500003"}
    feed = connect.feed(store)
    changes = list(feed)
    assert sorted(change.record.id for change in changes) == ["500001", "500002", "500003"]
    for change in changes:
        assert change.kind == "client" and change.patient is not None
        assert "303" not in repr(change) and change.record.id in repr(change)
    assert feed.drained is not None and (feed.drained.applied, feed.drained.failed) == (3, ())
    assert connect.marked_records(store=store) == []


def test_a_change_that_was_not_taken_comes_again_and_who_is_gone_is_told(
    present: Sandbox, connect: careweave.WellSky, store: careweave.Store
) -> None:
    prospect = connect.create_prospect(careweave.NewProspect("Beta", "Testprospect", "3035550101"), idempotency_key="p/1")
    connect.mark_changed(careweave.ChangedRecord("Patient", prospect.id), store=store)
    for _ in connect.feed(store):
        break  # left before it was taken
    assert [one.kind for one in connect.feed(store)] == ["prospect"]
    connect.connect.delete_patient_permanently(prospect.id, idempotency_key="p/2")
    connect.mark_changed(careweave.ChangedRecord("Patient", prospect.id), store=store)

    async def asynchronous() -> list[careweave.Change]:
        async with careweave.AsyncWellSky(**connect_settings(present)) as ws:
            return [change async for change in ws.feed(store)]

    (gone,) = asyncio.run(asynchronous())
    assert (gone.kind, gone.patient, gone.record.id) == ("gone", None, prospect.id)
    assert connect.fetch_record(gone.record).kind == "gone"
    connect.mark_changed(careweave.ChangedRecord("Patient", "404404"), store=store)
    with pytest.raises(ValueError, match="the portal failed"):
        for _ in connect.feed(store):
            raise ValueError("the portal failed")
    assert [record.id for record in connect.marked_records(store=store)] == ["404404"]


# Polls


def test_polling_finds_what_has_no_event_and_knows_it_after_a_restart(
    present: Sandbox, connect: careweave.WellSky, tmp_path: Path
) -> None:
    url = f"sqlite:{tmp_path / 'polls.db'}"
    with careweave.Store(url) as store:
        first = connect.poll(store, rounds="now")
        kinds = {change.kind for change in first}
        assert {"client", "caregiver", "shift"} <= kinds
        assert [one.sweep for one in first.polled] == ["patients", "practitioners", "related_persons", "shifts"]
        assert all(one.complete for one in first.polled)
    now = datetime.now(timezone.utc)
    shift = next(
        one
        for one in connect.shifts(start=now, end=now + timedelta(days=7))
        if one.caregiver_id is not None and one.status == "scheduled" and one.scheduled_start > now
    )
    series, start = shift.id.split("@")[0], shift.scheduled_start
    connect.connect.clock_in(series, start, 39.7, -104.9, idempotency_key="in/1")
    # Another process, by another handle.
    with careweave.Store(url) as store:
        assert list(connect.poll(store)) == [], "nothing is due yet"
        second = connect.poll(store, rounds="now")
        found = {change.record.id: change.shift for change in second if change.kind == "shift"}
        clocked = found[shift.id]
        assert clocked is not None and (shift.status, clocked.status) == ("scheduled", "in_progress")
        people = next(one for one in second.polled if one.sweep == "patients")
        assert (people.changed, people.gone) == (0, 0)
    with careweave.Store(url) as store, pytest.raises(careweave.InvalidInputError) as raised:
        connect.poll(store, every_seconds=1)
    assert raised.value.get("field") == "every"


# Queued notes


WRITES = """
import os, sys
from datetime import datetime, timedelta, timezone
import careweave
now = datetime.fromisoformat(sys.argv[2])
ws = careweave.WellSky.from_env()
store = careweave.Store(sys.argv[1])
note = careweave.NewTaskLog("Call", "Daughter called about Friday", "COMPLETE", now)
span = (now - timedelta(days=14), now)
written = ws.write_note(sys.argv[3], *span, note, idempotency_key="note/1", store=store)
print(written.outcome, written.ticket, written.error.code)
sys.stdout.flush()
os.kill(os.getpid(), 9)
"""


def test_a_note_that_could_not_be_written_survives_the_process_and_is_written_once(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    sandbox.control("PUT", "/_sandbox/switches", {"task_log_refusals": "none"})
    now = datetime.fromisoformat(sandbox.ready["now"].replace("Z", "+00:00"))
    url = f"sqlite:{tmp_path / 'notes.db'}"
    settings = connect_settings(sandbox)
    with careweave.WellSky(**settings) as ws:
        done = ws.shifts(start=now - timedelta(days=13), end=now, status="completed")
        client = done[0].client_id
        # WellSky is not there: nothing listens at the address.
        away = {**environment_of({**settings, "base_url": "http://127.0.0.1:9/v1"}), "WELLSKY_API": "connect"}
        killed = subprocess.run(
            [sys.executable, "-W", "error", "-c", WRITES, url, now.isoformat(), client],
            env=away,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert killed.returncode == -9, killed.stderr
        outcome, ticket, code = killed.stdout.split()
        assert (outcome, code) == ("queued", "unreachable")

        def written() -> int:
            visits = ws.connect.encounters((now - timedelta(days=14)).date(), now.date(), client_id=client)
            logs = [log for visit in visits for log in ws.connect.task_logs(visit.id)]
            return sum(log.description == "Daughter called about Friday" for log in logs)

        assert written() == 0
        with careweave.Store(url) as store:
            assert ws.given_up_notes(store=store) == []
            (delivered,) = ws.deliver_queued(store=store)
            assert (delivered.ticket, delivered.outcome, delivered.idempotency_key) == (ticket, "attached", "note/1")
            assert ws.deliver_queued(store=store) == []
        assert written() == 1


def test_what_wellsky_refuses_is_given_up_and_can_be_discarded(sandbox: Sandbox, store: careweave.Store) -> None:
    settings = connect_settings(sandbox)
    now = datetime.fromisoformat(sandbox.ready["now"].replace("Z", "+00:00"))
    away: Any = {**settings, "base_url": "http://127.0.0.1:9/v1", "retry": {"attempts": 1}}
    note = careweave.NewTaskLog("Call", "Daughter called about Friday", "COMPLETE", now)
    with careweave.WellSky(**settings) as ws, careweave.WellSky(**away) as gone:
        client = ws.clients()[0].id
        # No visit lies in a span of long ago: there is nothing a note could be attached to.
        span = (now - timedelta(days=3000), now - timedelta(days=2999))
        kept = gone.write_note(client, *span, note, idempotency_key="note/2", store=store)
        assert kept.outcome == "queued"
        (delivered,) = ws.deliver_queued(store=store)
        assert delivered.outcome == "no_encounter"
        (dead,) = ws.given_up_notes(store=store)
        assert (dead.ticket, dead.reason) == (delivered.ticket, "no_encounter")
        ws.discard_note(dead.ticket, store=store)
        with pytest.raises(careweave.NotFoundError):
            ws.discard_note("404", store=store)


# The example


def test_the_example_follows_an_agency(present: Sandbox, connect: careweave.WellSky, tmp_path: Path) -> None:
    program = Path(__file__).resolve().parents[3] / "examples" / "python" / "wellsky_events.py"
    environment = {
        **environment_of(connect_settings(present)),
        "WELLSKY_API": "connect",
        "WELLSKY_WEBHOOK_SECRET": SECRET,
    }
    example = subprocess.Popen(
        [sys.executable, "-W", "error", str(program), f"sqlite:{tmp_path / 'follow.db'}"],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert example.stdout is not None
    try:
        first = []
        for line in example.stdout:
            if line.startswith("listening "):
                break
            first.append(line.split())
        assert ["client", "Patient", "500001"] in first
        connect.update_client("500001", careweave.ClientPatch(phone="3035550177"), idempotency_key="phone/1")
        assert example.stdout.readline().split() == ["client", "Patient", "500001"]
    finally:
        example.communicate(timeout=30)
    assert example.returncode == 0
