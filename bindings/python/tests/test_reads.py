"""Reading WellSky through the blocking client, over real sockets."""

from __future__ import annotations

import dataclasses
import pickle
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone

import careweave
import pytest
from conftest import NOW, Sandbox

INSTANT = datetime.fromisoformat(NOW.replace("Z", "+00:00"))


@pytest.fixture(scope="module")
def ws(shared_sandbox: Sandbox) -> Iterator[careweave.WellSky]:
    with careweave.WellSky(**shared_sandbox.settings) as ws:
        yield ws


def test_verify_tells_whose_data_it_sees(ws: careweave.WellSky, shared_sandbox: Sandbox) -> None:
    seen = ws.verify()
    assert seen == careweave.Verified(shared_sandbox.settings["agency_id"], "sandbox", 10)


def test_lists_hold_every_record_once_and_typed(ws: careweave.WellSky) -> None:
    clients, caregivers, shifts = ws.clients(), ws.caregivers(), ws.shifts()
    assert (len(clients), len(caregivers), len(shifts)) == (10, 8, 30)
    assert len({client.id for client in clients}) == 10
    assert all(isinstance(record, careweave.Client) for record in clients)
    assert all(isinstance(record.updated_at, datetime) and record.updated_at.tzinfo for record in clients)
    assert all(isinstance(record.address, careweave.Address) for record in clients)
    assert all(isinstance(window, careweave.AvailabilityWindow) for c in caregivers for window in c.availability)
    assert any(isinstance(c.hire_date, date) for c in caregivers)
    assert shifts == sorted(shifts, key=lambda shift: (shift.scheduled_start, shift.id))


def test_filters_reach_the_server(ws: careweave.WellSky) -> None:
    assert len(ws.clients(status="active")) == 5
    assert {c.status for c in ws.caregivers(status="inactive")} == {"inactive"}
    week = ws.shifts(start=INSTANT, end=INSTANT + timedelta(days=2))
    assert week
    assert all(s.scheduled_end > INSTANT and s.scheduled_start < INSTANT + timedelta(days=2) for s in week)
    one = ws.shifts(caregiver_id=week[0].caregiver_id or ws.caregivers()[0].id)
    assert len({s.caregiver_id for s in one}) <= 1


def test_an_instant_in_any_zone_means_the_same(ws: careweave.WellSky) -> None:
    denver = INSTANT.astimezone(timezone(timedelta(hours=-6)))
    end = timedelta(days=2)
    assert ws.shifts(start=denver, end=denver + end) == ws.shifts(start=INSTANT, end=INSTANT + end)


def test_open_shifts_have_no_caregiver(ws: careweave.WellSky) -> None:
    shifts = ws.open_shifts(start=INSTANT)
    assert len(shifts) == 5
    assert all(shift.status == "open" and shift.caregiver_id is None for shift in shifts)


def test_one_record_is_read_by_its_id(ws: careweave.WellSky) -> None:
    client = ws.clients()[0]
    assert ws.client(client.id) == client
    caregiver = ws.caregivers()[0]
    assert ws.caregiver(caregiver.id) == caregiver
    shift = ws.shifts()[0]
    assert ws.shift(shift.id) == shift


def test_evv_is_there_for_a_completed_visit_only(ws: careweave.WellSky) -> None:
    done = ws.shifts(status="completed")[0]
    evv = ws.evv(done.id)
    assert evv is not None
    assert (evv.shift_id, evv.caregiver_id) == (done.id, done.caregiver_id)
    assert evv.clock_in == done.actual_start
    assert ws.evv(ws.open_shifts(start=INSTANT)[0].id) is None


def test_pages_hold_the_same_as_the_list(ws: careweave.WellSky) -> None:
    pages = list(ws.client_pages(page_size=3))
    assert [len(page.items) for page in pages] == [3, 3, 3, 1]
    assert [page.offset for page in pages] == [0, 3, 6, 9]
    assert {page.total for page in pages} == {10}
    assert [client for page in pages for client in page.items] == ws.clients()
    assert sum(len(page.items) for page in ws.shift_pages(page_size=7)) == 30
    assert sum(len(page.items) for page in ws.caregiver_pages(status="active", page_size=2)) == 6


def test_an_absent_record_is_a_typed_error(ws: careweave.WellSky) -> None:
    with pytest.raises(careweave.NotFoundError) as raised:
        ws.shift("no-such-shift")
    assert raised.value.http_status == 404
    assert raised.value.delivery == "answered"
    assert not raised.value.retryable


@pytest.mark.parametrize("field", ["start", "end"])
def test_a_naive_datetime_is_refused_and_named(ws: careweave.WellSky, field: str) -> None:
    span = {"start": INSTANT, "end": INSTANT + timedelta(days=1)}
    span[field] = span[field].replace(tzinfo=None)
    with pytest.raises(careweave.InvalidInputError) as raised:
        ws.shifts(**span)  # type: ignore[arg-type]
    assert raised.value.get("field") == field
    assert "time zone" in raised.value.message
    assert raised.value.delivery == "not_sent"


def test_wrong_arguments_are_refused_before_anything_is_sent(ws: careweave.WellSky) -> None:
    with pytest.raises(careweave.InvalidInputError, match="give both start and end"):
        ws.shifts(start=INSTANT)
    with pytest.raises(careweave.InvalidInputError):
        ws.shifts(start=INSTANT, end=INSTANT)
    with pytest.raises(careweave.InvalidInputError):
        ws.client("")
    with pytest.raises(careweave.InvalidInputError):
        list(ws.client_pages(page_size=101))
    with pytest.raises(careweave.InvalidInputError, match="must be a date"):
        ws.clients(start_date_from=INSTANT)


def test_no_repr_shows_a_person_or_a_secret(ws: careweave.WellSky, shared_sandbox: Sandbox) -> None:
    records = [*ws.clients(), *ws.caregivers(), *ws.shifts()]
    text = repr(records) + repr(ws) + repr([c.address for c in ws.clients()])
    text += repr([c.emergency_contacts for c in ws.clients()])
    people: list[careweave.Client | careweave.Caregiver] = [*ws.clients(), *ws.caregivers()]
    personal = {p.last_name for p in people} | {p.phone for p in people} | {p.email for p in people if p.email}
    personal |= {c.address.line1 for c in ws.clients() if c.address}
    personal |= {contact.phone for c in ws.clients() for contact in c.emergency_contacts}
    assert len(personal) > 20
    assert [value for value in personal if value in text] == []
    assert shared_sandbox.settings["api_secret"] not in text
    assert shared_sandbox.settings["api_key"] not in text
    assert repr(ws.clients()[0]) == f"<Client id={ws.clients()[0].id!r}, status={ws.clients()[0].status!r}>"


def test_records_are_frozen_and_can_be_pickled(ws: careweave.WellSky) -> None:
    for records in (ws.clients(), ws.caregivers(), ws.shifts()):
        assert pickle.loads(pickle.dumps(records)) == records
        with pytest.raises(dataclasses.FrozenInstanceError):
            records[0].id = "other"  # type: ignore[misc]


def test_a_closed_client_says_so(shared_sandbox: Sandbox) -> None:
    with careweave.WellSky(**shared_sandbox.settings) as ws:
        ws.verify()
    with pytest.raises(careweave.InvalidInputError, match="closed"):
        ws.verify()
    assert repr(ws) == "<WellSky closed>"


def test_wrong_credentials_are_told_without_the_secret(shared_sandbox: Sandbox) -> None:
    settings = {**shared_sandbox.settings, "api_secret": "wrong-secret-0001"}
    with careweave.WellSky(**settings) as ws, pytest.raises(careweave.AuthenticationError) as raised:
        ws.verify()
    assert "wrong-secret-0001" not in str(raised.value) + repr(vars(raised.value))


def test_missing_variables_are_all_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WELLSKY_API_KEY", "WELLSKY_API_SECRET", "WELLSKY_AGENCY_ID"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(careweave.ConfigError) as raised:
        careweave.WellSky.from_env()
    for name in ("WELLSKY_API_KEY", "WELLSKY_API_SECRET", "WELLSKY_AGENCY_ID"):
        assert name in raised.value.message


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch, shared_sandbox: Sandbox) -> None:
    for name, value in shared_sandbox.environment.items():
        monkeypatch.setenv(name, value)
    with careweave.WellSky.from_env() as ws:
        assert ws.verify().client_total == 10


def test_plain_http_to_another_host_is_refused() -> None:
    with pytest.raises(careweave.ConfigError, match="https"):
        careweave.WellSky(api_key="k", api_secret="s", agency_id="1", base_url="http://portal.example.invalid/v1")


def test_an_unreachable_server_is_told_as_not_sent() -> None:
    nowhere = "http://127.0.0.1:1"
    with (
        careweave.WellSky(
            api_key="k",
            api_secret="s",
            agency_id="1",
            base_url=f"{nowhere}/v1",
            token_url=f"{nowhere}/oauth/accesstoken",
        ) as ws,
        pytest.raises(careweave.UnreachableError) as raised,
    ):
        ws.client("1")
    assert raised.value.delivery == "not_sent"


def test_instants_come_back_in_utc(ws: careweave.WellSky) -> None:
    assert {shift.scheduled_start.tzinfo for shift in ws.shifts()} == {timezone.utc}
