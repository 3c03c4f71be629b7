"""Stores: every primitive, on SQLite and on PostgreSQL, blocking and with asyncio."""

from __future__ import annotations

import asyncio
import hashlib
import inspect
import itertools
import json
import os
import sqlite3
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import careweave
import pytest
from careweave import EffectIntent, MirrorRecord, OutboxDispatch
from conftest import REPOSITORY
from store_places import KEYS, OLD_KEYS, Place, file_place, postgres

SCHEMA = json.loads((REPOSITORY / "schema" / "careweave.json").read_text("utf-8"))
ATTRIBUTES = {
    "ledger": "ledger",
    "outbox": "outbox",
    "inbox": "inbox",
    "mirror": "mirror",
    "lease": "leases",
    "latch": "latches",
    "gate": "gate",
    "audit": "audit",
    "vault": "vault",
    "conflict": "conflicts",
    "health": "health",
    "retention": "retention",
}
ROWS = [row for row in SCHEMA["operations"] if row["group"] in ATTRIBUTES]
NOW = datetime(2030, 1, 1, tzinfo=timezone.utc)
COUNT = itertools.count()


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def intent(shift: str, caregiver: str = "caregiver-7", **changes: Any) -> EffectIntent:
    given: dict[str, Any] = {
        "key": f"wellsky/assign/agency-1/{shift}",
        "operation": "shifts.assign",
        "subject": shift,
        "content": (caregiver,),
        "reconcile": "read_back",
        "span_seconds": 120.0,
        "detail": caregiver,
    }
    return EffectIntent(**{**given, **changes})


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A place that no other test uses."""
    if request.param == "sqlite":
        return file_place(tmp_path)
    url = request.getfixturevalue("server")
    return Place("postgres", url, f"python_{os.getpid()}_{next(COUNT)}")


@pytest.fixture
def store(place: Place) -> Iterator[careweave.Store]:
    with careweave.Store(place.url, vault_keys=KEYS, **place.options) as store:
        yield store


def test_every_operation_of_the_table_is_a_method_of_both_stores() -> None:
    assert len(ROWS) >= 60
    with careweave.Store("sqlite::memory:") as store:
        awaited = careweave.AsyncStore("sqlite::memory:")
        for row in ROWS:
            attribute = ATTRIBUTES[row["group"]]
            blocking = getattr(getattr(store, attribute), row["method"])
            coroutine = getattr(getattr(awaited, attribute), row["method"])
            assert inspect.iscoroutinefunction(coroutine), row["name"]
            assert list(inspect.signature(blocking).parameters) == list(inspect.signature(coroutine).parameters)


def test_an_effect_is_claimed_once_sent_once_and_looked_up_after_a_lost_answer(store: careweave.Store) -> None:
    planned = store.ledger.plan(intent("shift-41"), now=NOW)
    assert (planned.is_new, planned.effect.state, planned.effect.span_seconds) == (True, "planned", 120.0)
    assert not store.ledger.plan(intent("shift-41"), now=after(1)).is_new
    with pytest.raises(careweave.KeyReuseError) as reused:
        store.ledger.plan(intent("shift-41", "caregiver-8"), now=after(1))
    assert reused.value.get("held_detail") == "caregiver-7"

    effect_id = planned.effect.id
    begun = store.ledger.begin(effect_id, 0, after(30), now=NOW)
    assert (begun.state, begun.attempt) == ("sending", 1)
    with pytest.raises(careweave.ConflictError):
        store.ledger.begin(effect_id, 0, after(30), now=NOW)
    assert store.ledger.unresolved(now=after(29)) == []
    assert [one.id for one in store.ledger.unresolved(now=after(31))] == [effect_id]
    doubted = store.ledger.doubt(effect_id, 1, now=after(10))
    with pytest.raises(careweave.InDoubtError):
        store.ledger.absent(effect_id, 1, now=after(20))
    assert doubted.not_before is not None
    assert store.ledger.absent(effect_id, 1, now=doubted.not_before).state == "planned"
    store.ledger.begin(effect_id, 1, after(400), now=after(300))
    done = store.ledger.confirm(effect_id, 2, remote_id="visit-9", now=after(301))
    assert (done.state, done.remote_id) == ("confirmed", "visit-9")
    assert [attempt.outcome for attempt in store.ledger.attempts(effect_id)] == ["absent", "confirmed"]
    assert store.ledger.get(effect_id) == done
    assert [one.id for one in store.ledger.effects(states=["confirmed"], operation="shifts.assign")] == [effect_id]
    with pytest.raises(careweave.NotFoundError):
        store.ledger.get("0" * 32)


def test_items_keep_their_order_fail_die_and_are_queued_again(store: careweave.Store) -> None:
    first, second = (
        store.outbox.enqueue(intent(shift), OutboxDispatch("client-3", due_at=NOW), now=NOW)
        for shift in ("shift-1", "shift-2")
    )
    assert first.item.number + 1 == second.item.number
    (claimed,) = store.outbox.claim("worker-1", 30.0, now=NOW)
    assert claimed.number == first.item.number, "the second of a lane waits for the first"
    assert store.outbox.claim("worker-2", 30.0, now=NOW) == []
    deferred = store.outbox.defer(claimed.number, claimed.fence, "rate_limited", wait_seconds=5.0, now=NOW)
    assert (deferred.attempts, deferred.due_at) == (0, after(5))
    (again,) = store.outbox.claim("worker-2", 30.0, now=after(5))
    with pytest.raises(careweave.ConflictError):
        store.outbox.complete(claimed.number, claimed.fence, now=after(6))
    store.outbox.bury(again.number, again.fence, "refused_there", now=after(6))
    assert [item.reason for item in store.outbox.dead()] == ["refused_there"]
    assert [item.state for item in store.outbox.redrive(now=after(7))] == ["waiting"]
    for _ in range(2):
        (item,) = store.outbox.claim("worker-1", 30.0, now=after(60))
        store.outbox.complete(item.number, item.fence, now=after(61))
    counts = store.outbox.counts()
    assert (counts.enqueued, counts.done, counts.waiting, counts.dead) == (2, 2, 0, 0)


def test_a_batch_is_reported_in_one_step_and_what_is_refused_of_one_item_is_its_own_answer(
    store: careweave.Store,
) -> None:
    for number in range(3):
        store.outbox.enqueue(intent(f"shift-{number}"), OutboxDispatch(f"lane-{number}", due_at=NOW), now=NOW)
    items = store.outbox.claim("worker-1", 30.0, now=NOW)
    stale = items[1].fence + 1
    sent = [
        careweave.SentItem(items[0].number, items[0].fence),
        careweave.SentItem(items[1].number, stale),
        careweave.SentItem(10**6, 1),
        careweave.SentItem(items[2].number, items[2].fence),
    ]
    answers = store.outbox.complete_all(sent, now=after(1))
    assert [answer.number for answer in answers] == [one.number for one in sent]
    assert [answer.item and answer.item.state for answer in answers] == ["done", None, None, "done"]
    assert [type(answer.error) for answer in answers[1:3]] == [careweave.ConflictError, careweave.NotFoundError]
    assert store.outbox.counts().done == 2
    with pytest.raises(careweave.InvalidInputError) as caught:
        store.outbox.complete_all(sent * 251, now=after(1))
    assert caught.value.get("field") == "sent"


def test_a_failed_item_waits_as_its_schedule_says_and_is_given_up_when_no_attempt_is_left(
    store: careweave.Store,
) -> None:
    queued = store.outbox.enqueue(intent("shift-1"), OutboxDispatch("lane", due_at=NOW), now=NOW)
    schedule = careweave.RetrySchedule(
        base_seconds=1.0, cap_seconds=1.0, horizon_seconds=3600.0, max_attempts=2
    )
    for attempt, state in ((1, "waiting"), (2, "dead")):
        (item,) = store.outbox.claim("worker-1", 5.0, schedule=schedule, now=after(attempt * 10))
        failed = store.outbox.fail(
            item.number, item.fence, "server_error", schedule=schedule, now=after(attempt * 10)
        )
        assert failed.state == state
    assert store.outbox.item_of(queued.effect.id) == store.outbox.item(queued.item.number)


def test_a_message_is_kept_once_and_its_body_is_erased_when_it_is_settled(store: careweave.Store) -> None:
    def accept(body: bytes) -> careweave.AcceptedMessage:
        return store.inbox.accept("calendly.agency-1", "invitee.created", body, message_id="msg-1", now=NOW)

    body = b'{"name":"Alpha Testclient"}'
    assert accept(body).outcome == "new"
    assert accept(body).outcome == "repeated"
    assert accept(b"{}").outcome == "differing"
    (waiting,) = store.inbox.received("calendly.agency-1")
    assert (waiting.body, waiting.deliveries) == (body, 3)
    assert "Alpha" not in repr(waiting)
    settled = store.inbox.settle(waiting.number, "applied", now=after(1))
    assert (settled.body, settled.state) == (None, "applied")
    assert store.inbox.received("calendly.agency-1") == []
    counts = store.inbox.counts("calendly.agency-1")
    assert (counts.accepted, counts.repeated, counts.differing, counts.applied) == (1, 1, 1, 1)


def test_a_hint_that_comes_during_a_fetch_keeps_its_subject_dirty(store: careweave.Store) -> None:
    seen = store.inbox.hint("wellsky.agency-1", "Patient", "4711", now=NOW)
    store.inbox.hint("wellsky.agency-1", "Patient", "4711", now=after(1))
    assert store.inbox.fetched("wellsky.agency-1", "Patient", "4711", seen.hints, now=after(2)).dirty
    (mark,) = store.inbox.dirty("wellsky.agency-1")
    assert not store.inbox.fetched("wellsky.agency-1", "Patient", "4711", mark.hints, now=after(3)).dirty


def record(client: str, **content: Any) -> MirrorRecord:
    return MirrorRecord(client, json.dumps(content), body=json.dumps(content).encode())


def test_a_page_and_its_cursor_are_stored_together_and_reading_it_again_writes_nothing(
    store: careweave.Store,
) -> None:
    projection = careweave.RecordProjection(1, fields=("name", "tags"), sets=())
    move = careweave.CursorMove("wellsky/agency-1/clients", 0, high=NOW)
    page = [record("1", name="Alpha Testclient", tags=[1, 2]), record("2", name="Beta Testclient", tags=[])]
    first = store.mirror.apply_page(
        "wellsky/agency-1", "client", page, cursor=move, projection=projection, now=NOW
    )
    assert (first.new, first.changed, first.same) == (2, 0, 0)
    with pytest.raises(careweave.ConflictError):
        store.mirror.apply_page("wellsky/agency-1", "client", page, cursor=move, now=NOW)
    reordered = [MirrorRecord("1", '{"tags":[1.0,2],"name":"Alpha Testclient","etag":"x"}')]
    again = store.mirror.apply_page("wellsky/agency-1", "client", reordered, projection=projection, now=after(9))
    assert (again.same, again.changed) == (1, 0)
    cursor = store.mirror.cursor("wellsky/agency-1/clients")
    assert cursor is not None
    assert (cursor.high, cursor.version) == (NOW, 1)
    window = store.mirror.next_read(after(3600), high=cursor.high, overlap_seconds=300.0, skew_seconds=60.0)
    assert (window.start, window.end) == (after(-300), after(3540))
    assert store.mirror.body("wellsky/agency-1", "client", "2") == json.dumps(
        {"name": "Beta Testclient", "tags": []}
    ).encode()
    assert [one.external_id for one in store.mirror.changed("wellsky/agency-1", "client")] == ["1", "2"]
    assert "Testclient" not in repr(page)


def test_only_a_complete_scan_proves_absence_and_a_person_lets_much_of_it_through(store: careweave.Store) -> None:
    connection = "wellsky/agency-1"
    everyone = [record(str(client), n=client) for client in range(40)]
    store.mirror.apply_page(connection, "client", everyone, now=NOW)
    for complete, state in ((False, "partial"), (True, "held")):
        scan = store.mirror.begin_scan(connection, "client", now=after(10))
        store.mirror.apply_page(connection, "client", everyone[:20], scan=scan.number, now=after(11))
        report = store.mirror.end_scan(scan.number, complete, misses=1, now=after(12))
        assert report.state == state
    reference = store.mirror.reference(connection, "client", "39")
    assert reference is not None
    assert reference.state == "live"
    assert store.mirror.approve_scan(scan.number, "user-1", now=after(13)).gone == 20
    gone = store.mirror.reference(connection, "client", "39")
    assert gone is not None
    assert gone.state == "tombstone"


def test_who_held_a_lease_before_writes_nothing_under_it_any_more(store: careweave.Store) -> None:
    with store.leases.hold("poll/agency-1", "worker-1", ttl_seconds=3600.0) as held:
        with pytest.raises(careweave.ConflictError) as refused:
            store.leases.acquire("poll/agency-1", "worker-2", 60.0)
        assert refused.value.retryable
        held.renew()
        held.check()
        store.mirror.apply_page("wellsky/agency-1", "client", [record("1", n=1)], guard=held.guard)
        old = held.guard
    taken = store.leases.acquire("poll/agency-1", "worker-2", 60.0)
    assert taken.fence > old.fence
    with pytest.raises(careweave.ConflictError):
        store.mirror.apply_page("wellsky/agency-1", "client", [record("2", n=2)], guard=old)
    assert store.mirror.reference("wellsky/agency-1", "client", "2") is None


def test_a_lease_is_given_back_when_its_block_fails_and_the_error_is_that_of_the_block(
    store: careweave.Store,
) -> None:
    with pytest.raises(ZeroDivisionError), store.leases.hold("poll", "worker-1", ttl_seconds=60.0):
        _ = 1 // 0
    lease = store.leases.get("poll")
    assert lease is not None
    assert lease.state == "released"


def test_a_latch_needs_proof_and_fires_once(store: careweave.Store) -> None:
    rule = careweave.LatchRule(
        kind="prospect.convert",
        templates=("packet-v3",),
        complete=("complete",),
        signatures=("client_signature",),
        max_age_seconds=600.0,
    )

    def evidence(**changes: Any) -> careweave.LatchEvidence:
        given: dict[str, Any] = {
            "source": "goformz",
            "document": "form-1",
            "template": "packet-v3",
            "status": "complete",
            "signatures": {"client_signature": True},
            "subject": "prospect-7",
            "fetched_at": NOW,
            "digest": hashlib.sha256(b"answer").hexdigest(),
        }
        return careweave.LatchEvidence(**{**given, **changes})

    with pytest.raises(careweave.RejectedError) as refused:
        store.latches.arm(rule, evidence(signatures={"client_signature": False}), "prospect-7", now=NOW)
    assert refused.value.get("reason") == "signature_missing"
    assert store.latches.arm(rule, evidence(), "prospect-7", now=NOW).outcome == "new"
    assert store.latches.arm(rule, evidence(), "prospect-7", now=NOW).outcome == "before"
    one, other = (store.ledger.plan(intent(name), now=NOW).effect.id for name in ("convert-1", "convert-2"))
    store.latches.fire("prospect.convert", "prospect-7", one, now=NOW)
    with pytest.raises(careweave.ConflictError):
        store.latches.fire("prospect.convert", "prospect-7", other, now=NOW)
    fired = store.latches.fired("prospect.convert", "prospect-7", one, remote_id="client-9", now=after(1))
    assert (fired.state, fired.remote_id, fired.evidence) == ("fired", "client-9", evidence())
    assert store.latches.unfired() == []


def test_the_gate_is_closed_until_somebody_opens_it(store: careweave.Store) -> None:
    connection = "wellsky/agency-1"
    assert store.gate.level(connection) == "off"
    with pytest.raises(careweave.PermissionDeniedError):
        store.gate.check(connection, "read")
    store.gate.set_level(connection, "two_way", "user-1", "pilot", now=NOW)
    store.gate.set_level(connection, "read_only", "user-1", "incident", kind="shift", now=after(1))
    store.gate.check(connection, "send")
    with pytest.raises(careweave.PermissionDeniedError):
        store.gate.check(connection, "send", kind="shift", operation="shifts.assign")
    assert [change.level for change in store.gate.changes(connection)] == ["read_only", "two_way"]


def test_an_audit_chain_is_proved_whole_and_an_anchor_shows_that_its_end_was_cut_off(
    store: careweave.Store,
) -> None:
    key = bytes(range(32))
    entries = [careweave.NewAuditEntry("user-1", "clients.read", f"client-{n}", sealed=b"sealed") for n in range(3)]
    head = store.audit.append("agency-1", entries, now=NOW)
    anchor = store.audit.anchor("agency-1", key)
    assert (head.seq, anchor.head) == (3, head)
    assert store.audit.verify("agency-1", anchors=[anchor], key=key).entries == 3
    with pytest.raises(careweave.AuthenticationError):
        store.audit.verify("agency-1", anchors=[anchor], key=bytes(32))
    moved = careweave.AuditAnchor(anchor.chain, careweave.AuditHead(4, head.hash, head.at), anchor.signature)
    with pytest.raises(careweave.AuthenticationError):
        store.audit.verify("agency-1", anchors=[moved], key=key)
    (third,) = store.audit.entries("agency-1", after=2)
    assert (third.seq, third.written.subject, third.written.sealed) == (3, "client-2", b"sealed")


def test_a_secret_opens_for_its_holder_only_and_its_master_key_can_be_changed(place: Place) -> None:
    with careweave.Store(place.url, vault_keys=OLD_KEYS, **place.options) as old:
        put = old.vault.put("calendly/agency-1", "refresh_token", b"sesame")
        assert (put.version, put.key) == (1, "2026-05")
        with pytest.raises(careweave.ConflictError):
            old.vault.put("calendly/agency-1", "refresh_token", b"sesame 2")
    with careweave.Store(place.url, vault_keys=f"{KEYS},{OLD_KEYS}", **place.options) as both:
        rotated = both.vault.rotate()
        assert (rotated.rewrapped, rotated.complete) == (1, True)
    with careweave.Store(place.url, vault_keys=KEYS, **place.options) as new:
        opened = new.vault.get("calendly/agency-1", "refresh_token")
        assert opened is not None
        assert (opened.secret, opened.version) == (b"sesame", 1)
        assert "sesame" not in repr(opened)
        assert new.vault.forget("calendly/agency-1", "refresh_token")
        assert new.vault.get("calendly/agency-1", "refresh_token") is None
    with careweave.Store(place.url, **place.options) as none, pytest.raises(careweave.ConfigError):
        none.vault.put("calendly/agency-1", "refresh_token", b"sesame")


WELLSKY = "wellsky/agency-1"
PHONE = careweave.FoundConflict("phone", base='"3035550100"', local='"3035550101"', remote='"3035550102"')


def test_a_conflict_waits_for_a_person_and_what_was_decided_is_kept(store: careweave.Store) -> None:
    rate = careweave.FoundConflict("rate", local="22.50", remote="23")
    report = store.conflicts.record(WELLSKY, "client", "41", [PHONE, rate], now=NOW)
    assert (report.opened, report.known, report.obsolete) == (2, 0, 0)
    again = store.conflicts.record(WELLSKY, "client", "41", [PHONE], now=after(1))
    assert (again.opened, again.known, again.obsolete) == (0, 1, 1), "what is found again stays one, the other closes"
    (phone,) = store.conflicts.of_connection(WELLSKY)
    assert (phone.field, phone.state, phone.found) == ("phone", "open", 2)
    assert (phone.base, phone.local, phone.remote) == (PHONE.base, PHONE.local, PHONE.remote)
    shown = repr([phone, PHONE, report])
    assert "30355501" not in shown
    assert "phone" in shown
    assert store.conflicts.get(phone.number) == phone
    with pytest.raises(careweave.InvalidInputError) as no_json:
        store.conflicts.resolve(phone.number, "value", "user-7", "called", value="303-555-0109")
    assert no_json.value.get("field") == "value"
    decided = store.conflicts.resolve(phone.number, "value", "user-7", "called", value='"3035550109"', now=after(2))
    assert (decided.state, decided.chosen, decided.value, decided.local) == ("resolved", "value", '"3035550109"', None)
    with pytest.raises(careweave.ConflictError) as late:
        store.conflicts.resolve(phone.number, "remote", "user-8", "called", now=after(3))
    assert late.value.get("state") == "resolved"
    (carried,) = store.conflicts.record(WELLSKY, "client", "41", [PHONE], now=after(4)).conflicts
    assert (carried.number, carried.state, carried.actor) == (phone.number, "resolved", "user-7")
    counts = store.conflicts.counts(WELLSKY)
    assert (counts.open, counts.resolved, counts.obsolete) == (0, 1, 1)
    assert [one.field for one in store.conflicts.of_connection(WELLSKY, state="any")] == ["phone", "rate"]
    with pytest.raises(careweave.NotFoundError):
        store.conflicts.get(99)


def test_health_tells_the_lag_what_waits_and_what_is_more_than_the_targets(store: careweave.Store) -> None:
    ours = careweave.Integration(
        "wellsky.agency-1", WELLSKY, source="wellsky.agency-1", streams=("clients",), operations=("shifts.assign",)
    )
    assert store.health.status(ours.name) is None
    well = store.health.look(ours, now=NOW)
    assert (well.status, well.alerts, well.vitals.streams_unread, well.vitals.sync_lag) == (None, (), 1, None)
    store.health.observe(ours.name, "switched_on", now=NOW)
    move = careweave.CursorMove("clients", 0, high=NOW)
    store.mirror.apply_page(WELLSKY, "client", [record("1")], cursor=move, now=NOW)
    store.conflicts.record(WELLSKY, "client", "1", [PHONE], now=NOW)
    store.outbox.enqueue(intent("shift-41"), OutboxDispatch("client-3", due_at=NOW), now=NOW)
    text = store.health.metrics_text([ours, careweave.Integration("calendly", "calendly/agency-1")], now=after(60))
    for line in (
        'careweave_store_sync_lag_seconds{integration="wellsky.agency-1"} 60',
        'careweave_store_conflicts_open{integration="calendly"} 0',
        'careweave_outbox_items{state="waiting"} 1',
    ):
        assert line in text.splitlines(), text
    assert "30355501" not in text and "client-3" not in text and "shift-41" not in text
    with pytest.raises(careweave.InvalidInputError) as doubled:
        store.health.metrics_text([ours, ours])
    assert doubled.value.get("field") == "integrations"
    for _ in range(3):
        failed = store.health.observe(ours.name, "failed", reason="unreachable", now=after(60))
    assert (failed.state, failed.failures, failed.reason) == ("error", 3, "unreachable")
    targets = careweave.HealthTargets(conflicts_open=0, outbox_oldest=7200)
    ill = store.health.look(ours, targets=targets, before=well.vitals, now=after(3600))
    assert (ill.vitals.sync_lag, ill.vitals.outbox_oldest, ill.vitals.conflicts_open) == (3600, 3600, 1)
    assert [(one.kind, one.severity, one.value, one.target) for one in ill.alerts] == [
        ("failing", "critical", 3, 2),
        ("sync_lag", "critical", 3600, 1800),
        ("conflicts", "warning", 1, 0),
    ]
    assert store.health.observe(ours.name, "partial", now=after(3601)).state == "error"
    assert store.health.observe(ours.name, "complete", now=after(3602)).state == "active"
    assert store.health.vitals(ours, now=after(3600)) == ill.vitals


def test_a_person_is_erased_unless_a_legal_hold_stands_and_old_things_go_by_their_rules(store: careweave.Store) -> None:
    name = careweave.RecordName(WELLSKY, "client", "41")
    store.mirror.apply_page(WELLSKY, "client", [record("41", name="Alpha Testclient"), record("42")], now=NOW)
    hold = store.retention.place_hold("token-1", "agency-1", "case-17", "counsel-1", references=[name], now=NOW)
    assert (hold.number, hold.references, hold.placed_at) == (1, (name,), NOW)
    for token in ("token-1", "token-2"):
        with pytest.raises(careweave.PermissionDeniedError) as held:
            store.retention.erase(token, "agency-1", "user-7", references=[name], now=NOW)
        assert (held.value.get("reason"), held.value.get("matter")) == ("legal_hold", "case-17")
    assert store.mirror.body(WELLSKY, "client", "41") is not None
    store.mirror.gone(WELLSKY, "client", "41", now=NOW)
    store.mirror.gone(WELLSKY, "client", "42", now=NOW)
    rules = [careweave.RetentionRule("tombstones", 35 * 86_400.0)]
    later = after(40 * 86_400)
    assert store.retention.preview(rules, now=later).counts == {"tombstones": 1}, "what is held stays"
    purged = store.retention.purge(rules, now=later)
    assert (purged.counts, purged.more) == ({"tombstones": 1}, False)
    assert [one.matter for one in store.retention.holds("agency-1")] == ["case-17"]
    assert store.retention.lift_hold("token-1", "agency-1", "case-17", "counsel-2", now=later)
    assert not store.retention.lift_hold("token-1", "agency-1", "case-17", "counsel-2", now=later)
    seen = store.mirror.changed(WELLSKY, "client")[-1].change
    erased = store.retention.erase("token-1", "agency-1", "user-7", references=[name], now=later)
    assert (erased.references, erased.bodies) == (1, 1)
    assert [one.external_id for one in store.mirror.changed(WELLSKY, "client", after=seen)] == ["41"]
    actions = [entry.written.action for entry in store.audit.entries("agency-1")]
    assert actions == ["hold.placed", "hold.lifted", "subject.erased"]
    with pytest.raises(careweave.InvalidInputError) as early:
        store.retention.purge([careweave.RetentionRule("tombstones", 3_600.0)], now=later)
    assert early.value.get("kept") == "tombstones"


async def test_conflicts_and_health_are_awaited_as_well(place: Place) -> None:
    async with await careweave.AsyncStore.open(place.url, **place.options) as store:
        (phone,) = (await store.conflicts.record(WELLSKY, "client", "41", [PHONE], now=NOW)).conflicts
        ours = careweave.Integration("wellsky.agency-1", WELLSKY)
        waiting = [(await store.health.vitals(ours, now=NOW)).conflicts_open]
        await store.conflicts.resolve(phone.number, "local", "user-7", "called", now=NOW)
        waiting.append((await store.health.vitals(ours, now=NOW)).conflicts_open)
        assert waiting == [1, 0]


async def test_of_many_workers_each_item_is_given_to_one(place: Place) -> None:
    async with await careweave.AsyncStore.open(place.url, **place.options) as store:
        for number in range(60):
            await store.outbox.enqueue(intent(f"shift-{number}"), OutboxDispatch(f"lane-{number}", due_at=NOW), now=NOW)
        done: list[int] = []

        async def work(name: str) -> None:
            while items := await store.outbox.claim(name, 30.0, limit=5, now=NOW):
                for item in items:
                    done.append(item.number)
                    await store.outbox.complete(item.number, item.fence, now=NOW)

        await asyncio.gather(*(work(f"worker-{number}") for number in range(4)))
        assert sorted(done) == sorted(set(done))
        counts = await store.outbox.counts()
        assert (len(done), counts.done, counts.waiting) == (60, 60, 0)
        async with store.leases.hold("poll", "worker-1", ttl_seconds=60.0) as held:
            await held.renew()
            await held.check()


def test_a_url_shows_no_password_and_a_wrong_one_is_refused() -> None:
    store = careweave.AsyncStore("postgres://portal:hunter2@db.example.invalid/care?application_name=hunter2")
    assert store.url == "postgres://db.example.invalid/care"
    assert "hunter2" not in repr(store)
    wrong: list[Callable[[], object]] = [
        lambda: careweave.Store("mysql://portal:hunter2@db/care"),
        lambda: careweave.Store("sqlite::memory:", schema="care"),
        lambda: careweave.Store(7),  # type: ignore[arg-type]
    ]
    for call in wrong:
        with pytest.raises(careweave.InvalidInputError) as caught:
            call()
        assert "hunter2" not in repr(caught.value) + str(caught.value)
    with pytest.raises(careweave.ConfigError) as refused:
        careweave.Store("sqlite::memory:", vault_keys="2026-11=hunter2")
    assert "hunter2" not in repr(refused.value) + str(refused.value)


def test_arguments_of_a_wrong_kind_name_the_field() -> None:
    with careweave.Store("sqlite::memory:") as store:
        wrong: list[tuple[str, Callable[[], object]]] = [
            ("intent.reconcile", lambda: store.ledger.plan(intent("s", reconcile="guess"))),
            ("intent.span_seconds", lambda: store.ledger.plan(intent("s", span_seconds=None))),
            ("deadline", lambda: store.ledger.begin("0" * 32, 0, datetime(2030, 1, 1))),
            ("body", lambda: store.inbox.accept("s", "e", "text", message_id="1")),  # type: ignore[arg-type]
            ("records", lambda: store.mirror.apply_page("c", "k", record("1"))),  # type: ignore[arg-type]
            ("ttl_seconds", lambda: store.leases.acquire("l", "w", -1.0)),
        ]
        for field, call in wrong:
            with pytest.raises(careweave.InvalidInputError) as caught:
                call()
            assert caught.value.get("field") == field


def test_a_host_queues_in_its_own_transaction_on_sqlite(tmp_path: Path) -> None:
    place = file_place(tmp_path)
    with careweave.Store(place.url) as store:
        made = careweave.enqueue_statements(
            intent("shift-41"),
            OutboxDispatch("client-3", due_at=NOW),
            database="sqlite",
            placeholders="named",
            now=NOW,
        )
        connection = sqlite3.connect(tmp_path / "store.db", isolation_level=None)
        try:
            connection.execute("CREATE TABLE portal_note (text TEXT)")
            queued: list[int] = []
            for end, expected in (("ROLLBACK", 0), ("COMMIT", 1), ("COMMIT", 1)):
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("INSERT INTO portal_note VALUES ('assigned')")
                for statement in made:
                    rows = connection.execute(statement.sql, statement.named).fetchall()
                connection.execute(end)
                queued.append(len(rows))
                assert store.outbox.counts().enqueued == expected
            assert queued == [1, 1, 0], "the third found it queued"
            assert store.ledger.get(made.effect_id).detail == "caregiver-7"
            (item,) = store.outbox.claim("worker-1", 30.0, now=NOW)
            assert item.effect_id == made.effect_id
            store.outbox.complete(item.number, item.fence, now=NOW)
            assert store.outbox.claim("worker-1", 30.0, now=NOW) == []
        finally:
            connection.close()
