"""The portal against a sandbox of WellSky and Acuity over sockets, on SQLite and on PostgreSQL."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import hmac
from datetime import datetime, timedelta, timezone
from typing import Any

import careweave
import pytest
from care_portal.app import create_app
from care_portal.settings import Settings
from care_portal.tables import create_tables, engine_at
from care_portal.tasks import SqlTaskBoard
from fastapi.testclient import TestClient
from portal_fixtures import TOKEN, WEBHOOK_PATH, WEBHOOK_SECRET, Sandbox


FIELDS = ("name", "first_name", "last_name", "phone", "mobile_phone", "email", "address")


def run(portal: TestClient, **options: Any) -> dict[str, Any]:
    """Everything there is to do."""
    answer = portal.post("/flows/run", params=options)
    assert answer.status_code == 200, answer.text
    reports: dict[str, Any] = answer.json()
    assert [report["failed"] for report in reports.values()] == [[]] * len(reports), reports
    return reports


def rolled_out(portal: TestClient) -> None:
    """Everything is allowed."""
    assert portal.put("/flows/level", json={"level": "two_way"}).json() == {"level": "two_way"}


def test_the_board_of_the_portal_keeps_the_rules(database_url: str) -> None:
    engine = engine_at(database_url)
    create_tables(engine)
    careweave.prove_board(SqlTaskBoard(engine))
    engine.dispose()


def test_appointments_become_tasks_and_a_change_of_a_task_reaches_the_service(
    portal: TestClient, sandbox: Sandbox
) -> None:
    rolled_out(portal)
    planned = run(portal, dry_run=True)["appointments.sync"]
    assert planned["dry_run"] and planned["written"] == 0 and len(planned["planned"]) > 0
    assert portal.get("/tasks").json() == []
    first = run(portal)["appointments.sync"]
    tasks = portal.get("/tasks").json()
    assert first["written"] == len(tasks) > 0
    second = run(portal)
    assert [report["written"] for report in second.values()] == [0] * len(second)
    assert sandbox.written("/api/v1/appointments") == 0

    later = (datetime.now(timezone.utc) + timedelta(days=1)).isoformat()
    task = next(task for task in tasks if task["draft"]["status"] == "pending" and task["draft"]["start"] > later)
    changed = portal.patch(f"/tasks/{task['id']}", json={"status": "cancelled"})
    assert (changed.json()["version"], changed.json()["draft"]["status"]) == (task["version"] + 1, "cancelled")
    assert run(portal)["appointments.push"]["written"] == 1
    provider = careweave.Provider.from_url(sandbox.acuity)
    assert provider.booking(task["external"]["id"]).status == "cancelled"


def test_a_delivery_of_the_service_is_checked_and_served(portal: TestClient, sandbox: Sandbox) -> None:
    rolled_out(portal)
    run(portal)
    later = (datetime.now(timezone.utc) + timedelta(days=1)).isoformat()
    tasks = portal.get("/tasks").json()
    task = next(task for task in tasks if task["draft"]["status"] == "pending" and task["draft"]["start"] > later)
    booking_id = task["external"]["id"]
    careweave.Provider.from_url(sandbox.acuity).cancel(booking_id, idempotency_key="test/cancel")
    body = f"action=canceled&id={booking_id}&calendarID=7100002&appointmentTypeID=51000006".encode()
    key = sandbox.ready["credentials"]["acuity"]["api_key"].encode()
    signature = base64.b64encode(hmac.new(key, body, hashlib.sha256).digest()).decode()
    headers = {"X-Acuity-Signature": signature, "Authorization": ""}

    def deliver(path: str, content: bytes) -> int:
        return int(portal.post(f"/webhooks/appointments/{path}", content=content, headers=headers).status_code)

    assert deliver("somewhere-else", body) == 404
    assert deliver(WEBHOOK_PATH, body + b"0") == 401
    assert [deliver(WEBHOOK_PATH, body) for _ in range(3)] == [204] * 3
    served = run(portal)["appointments.serve"]
    assert (served["read"], served["written"]) == (1, 1)
    (now,) = [one for one in portal.get("/tasks").json() if one["id"] == task["id"]]
    assert now["draft"]["status"] == "cancelled"


def test_a_delivery_of_wellsky_is_answered_by_its_header(portal: TestClient) -> None:
    body = b'{"resourceType":"Patient","id":500001}'

    def deliver(secret: str, content: bytes = body) -> int:
        headers = {"Authorization": f"Bearer {secret}"}
        return int(portal.post("/webhooks/wellsky", content=content, headers=headers).status_code)

    assert deliver(WEBHOOK_SECRET) == 200
    assert deliver("another-secret-of-somebody") == 401
    assert deliver(WEBHOOK_SECRET, b"nonsense") == 400


def test_a_monitoring_system_reads_counts_and_nothing_of_anybody(
    portal: TestClient, sandbox: Sandbox, settings: Settings
) -> None:
    rolled_out(portal)
    deal = {"id": "deal-9", "name": "Beta Testclient", "phone": "3035550108", "email": "beta@example.invalid"}
    assert portal.post("/deals", json=deal).status_code == 201
    run(portal)
    answer = portal.get("/metrics")
    assert answer.headers["content-type"].startswith(careweave.metrics.CONTENT_TYPE)
    text = answer.text
    for line in (
        "# TYPE careweave_http_attempt_seconds histogram",
        'careweave_store_streams_unread{integration="sales"} 0',
        'careweave_outbox_items{state="dead"} 0',
    ):
        assert line in text.splitlines(), text
    # Everybody the sandbox and the portal know, by every way to name or reach them.
    people = [deal]
    assert settings.wellsky is not None
    with careweave.WellSky(**settings.wellsky) as ws:
        for one in [*ws.clients(), *ws.caregivers(), *ws.prospects()]:
            people.append({name: str(getattr(one, name, "") or "") for name in FIELDS})
    personal = {word for person in people for name in FIELDS for word in [person.get(name, "")] if len(word) > 3}
    assert len(personal) > 50
    assert [word for word in personal if word in text] == []
    assert portal.get("/metrics", headers={"Authorization": ""}).status_code == 401


def test_deals_become_prospects_and_hear_of_wellsky(portal: TestClient, settings: Settings) -> None:
    rolled_out(portal)
    run(portal)
    deal = {"id": "deal-1", "name": "Alpha Testclient", "phone": "3035550100", "email": "alpha@example.invalid"}
    assert portal.post("/deals", json=deal).status_code == 201
    assert portal.post("/deals", json=deal).status_code == 409
    assert run(portal)["sales.outbound"]["written"] == 1
    assert settings.wellsky is not None
    with careweave.WellSky(**settings.wellsky) as ws:
        (prospect,) = ws.prospects(external_id="deal-1")
        assert (prospect.first_name, prospect.last_name) == ("Alpha", "Testclient")
        portal.patch("/deals/deal-1", json={"stage": "contacted"})
        assert run(portal)["sales.outbound"]["written"] == 1
        assert ws.prospect(prospect.id).status == "contacted"
        ws.update_prospect(prospect.id, careweave.ProspectPatch(phone="3035550119"), idempotency_key="test/edit")
    assert run(portal)["sales.inbound"]["written"] == 1
    held = portal.get("/deals/deal-1").json()
    assert (held["phone"], held["stage"], held["heard"]) == ("3035550119", "contacted", [])
    second = run(portal)
    assert [report["written"] for report in second.values()] == [0] * len(second)


def test_an_assignment_is_sent_once_even_when_its_answer_is_lost(
    portal: TestClient, settings: Settings, sandbox: Sandbox
) -> None:
    rolled_out(portal)
    assert settings.wellsky is not None
    with careweave.WellSky(**settings.wellsky) as ws:
        ranking = next(one for one in ws.roster(zone="America/Denver").rank_all() if len(one.candidates) > 1)
        shift_id = ranking.shift.id
        first, other = (candidate.caregiver_id for candidate in ranking.candidates[:2])
        fault = {"kind": "drop", "when": "after_commit"}
        plan = {"method": "POST", "path_prefix": f"/v1/shifts/{shift_id}/assignments", "times": 1, "action": fault}
        sandbox.control("POST", "faults", plan)
        for _ in range(2):
            given = portal.post("/assignments", json={"shift_id": shift_id, "caregiver_id": first})
            assert (given.status_code, given.json()) == (202, {"queued": True})
        taken = portal.post("/assignments", json={"shift_id": shift_id, "caregiver_id": other})
        assert (taken.status_code, taken.json()["code"]) == (409, "conflict")
        for _ in range(3):
            run(portal)
        assert ws.shift(shift_id).caregiver_id == first
    assert sandbox.written(f"/v1/shifts/{shift_id}/assignments") == 1


def test_what_is_off_does_nothing_and_strangers_see_nothing(portal: TestClient) -> None:
    assert portal.get("/flows").json() == {"appointments": None, "reports": {}}
    refused = portal.post("/flows/run")
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    for path in ("/tasks", "/flows", "/deals/deal-1"):
        assert portal.get(path, headers={"Authorization": "Bearer nothing"}).status_code == 401
    assert portal.put("/flows/level", json={"level": "everything"}).status_code == 422
    assert portal.get("/deals/no-such-deal").status_code == 404
    assert portal.patch("/tasks/no-such-task", json={"status": "missed"}).status_code == 404


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_with_a_schedule_a_change_is_carried_over_without_being_asked_for(settings: Settings) -> None:
    scheduled = dataclasses.replace(settings, every_seconds=3600)
    with TestClient(create_app(scheduled), headers={"Authorization": f"Bearer {TOKEN}"}) as portal:
        rolled_out(portal)
        # The run that the roll-out woke holds the lock until everything was read; this one waits for it.
        run(portal)
        assert "appointments.sync" in portal.get("/flows").json()["reports"]
        assert len(portal.get("/tasks").json()) > 0
