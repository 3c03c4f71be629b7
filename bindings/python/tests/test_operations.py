"""Every operation of the table, called over the API it is for, blocking and with asyncio."""

from __future__ import annotations

import asyncio
import dataclasses
import inspect
import itertools
import json
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import careweave
import pytest
from conftest import REPOSITORY, Sandbox, StartSandbox
from test_reads import INSTANT

SCHEMA = json.loads((REPOSITORY / "schema" / "careweave.json").read_text("utf-8"))
# Those of scheduling services are in test_providers.py, those of stores in test_store.py.
OPERATIONS = {
    row["name"]: row
    for row in SCHEMA["operations"]
    if row["kind"] != "handle" and row["group"] in (None, "connect")
}
# Those of flows take parameters of their own, see test_flows.py.
HANDLES = {row["name"]: row for row in SCHEMA["operations"] if row["kind"] == "handle" and row["group"] is None}
KEY = {"idempotency_key": "test/1"}
ADDRESS = careweave.Address("1 Test Street", "Aurora", "CO", "80012")
LATER = INSTANT + timedelta(days=14)
SUBSCRIPTION = ("patient.created", "tests", "http://127.0.0.1:9/hooks", "0123456789abcdef")
COUNT = itertools.count()


@dataclass
class World:
    """A client of a sandbox, and ids of what is in it."""

    ws: careweave.WellSky

    @property
    def client_id(self) -> str:
        return self.ws.clients(status="active")[0].id

    @property
    def caregiver_id(self) -> str:
        return self.ws.caregivers(status="active")[0].id

    @property
    def prospect_id(self) -> str:
        return self.ws.create_prospect(
            careweave.NewProspect("Beta", "Testprospect", "3035550101"), idempotency_key="prepare/prospect"
        ).id

    @property
    def applicant_id(self) -> str:
        return self.ws.create_applicant(
            careweave.NewApplicant("Gamma", "Testapplicant", "3035550102"), idempotency_key="prepare/applicant"
        ).id

    @property
    def shift_id(self) -> str:
        return self.ws.shifts()[0].id

    @property
    def open_shift_and_caregiver(self) -> tuple[str, str]:
        roster = self.ws.roster(now=INSTANT, zone="America/Denver")
        ranking = next(ranking for ranking in roster.rank_all() if ranking.candidates)
        return ranking.shift.id, ranking.candidates[0].caregiver_id

    @property
    def appointments(self) -> list[careweave.Appointment]:
        found = [
            appointment
            for client in self.ws.clients()
            for appointment in self.ws.connect.client_appointments(
                client.id, start=INSTANT - timedelta(days=14), end=LATER
            )
        ]
        assert found
        return found

    @property
    def assigned(self) -> careweave.Appointment:
        return next(a for a in self.appointments if a.caregiver_id and a.start > INSTANT)

    @property
    def unassigned(self) -> careweave.Appointment:
        return next(a for a in self.appointments if a.caregiver_id is None and a.start > INSTANT)

    @property
    def encounter(self) -> careweave.Encounter:
        first, last = (INSTANT - timedelta(days=14)).date(), INSTANT.date()
        for client in self.ws.clients():
            for encounter in self.ws.connect.encounters(first, last, client_id=client.id):
                return encounter
        raise AssertionError("the sandbox has no encounter")

    @property
    def running(self) -> str:
        """An encounter that is clocked in."""
        clocked = self.ws.connect.clock_in(
            self.assigned.id, INSTANT, 39.7, -104.9, idempotency_key="prepare/clock"
        )
        return clocked.encounter_id

    @property
    def note(self) -> careweave.NewTaskLog:
        return careweave.NewTaskLog("Visit", "All went well", "COMPLETE", INSTANT)

    def made(self, method: str, *args: Any, **kwargs: Any) -> str:
        """The id of something made for the test."""
        made: str = getattr(self.ws.connect, method)(*args, **kwargs, idempotency_key=f"prepare/{next(COUNT)}")
        return made

    @property
    def profile_tag_id(self) -> str:
        return self.made("create_profile_tag", careweave.NewProfileTag(f"Lift {next(COUNT)}"))

    @property
    def subscription_id(self) -> str:
        return self.made("create_subscription", *SUBSCRIPTION)


Arguments = tuple[tuple[Any, ...], dict[str, Any]]


@dataclass(frozen=True)
class Case:
    """How an operation is called, over which API, and the error it ends with where that is what the vendor does."""

    arguments: Callable[[World], Arguments] = lambda _: ((), {})
    api: str = "rest"
    raises: type[careweave.CareweaveError] | None = None
    store: bool = False


def by(**kwargs: Any) -> Callable[[World], Arguments]:
    return lambda _: ((), kwargs)


def connect(
    arguments: Callable[[World], Arguments] = lambda _: ((), {}),
    raises: type[careweave.CareweaveError] | None = None,
) -> Case:
    return Case(arguments, "connect", raises)


CASES: dict[str, Case] = {
    "wellsky.verify": Case(),
    "wellsky.capabilities": Case(),
    "wellsky.probe": Case(api="connect"),
    "clients.list": Case(by(status="active")),
    "clients.get": Case(lambda w: ((w.client_id,), {})),
    "clients.find": Case(lambda _: (("404404",), {})),
    "clients.create": Case(
        lambda _: ((careweave.NewClient("Alpha", "Testclient", "3035550100", ADDRESS, start_date=date(2026, 5, 1)),), KEY)
    ),
    "clients.update": Case(lambda w: ((w.client_id, careweave.ClientPatch(phone="3035550109", email=None)), KEY)),
    "clients.status_changes": Case(by(since=INSTANT - timedelta(days=365))),
    "clients.snapshot": Case(by(taken_at=INSTANT)),
    "clients.compare_snapshots": Case(
        lambda w: (
            (
                careweave.ClientSnapshot(INSTANT, {"1": "active", "2": "active"}),
                careweave.ClientSnapshot(LATER, {"1": "discharged"}),
            ),
            {},
        )
    ),
    "caregivers.list": Case(by(status="active")),
    "caregivers.get": Case(lambda w: ((w.caregiver_id,), {})),
    "caregivers.find": Case(lambda w: ((w.caregiver_id,), {})),
    "caregivers.create": Case(
        lambda _: ((careweave.NewCaregiver("Delta", "Testcaregiver", "3035550103", certifications=("CNA",)),), KEY)
    ),
    "caregivers.update": Case(lambda w: ((w.caregiver_id, careweave.CaregiverPatch(languages=("es", "en"))), KEY)),
    "caregivers.set_availability": Case(
        lambda w: ((w.caregiver_id, [careweave.AvailabilityWindow("monday", "08:00", "24:00")]), KEY)
    ),
    "caregivers.schedule": Case(lambda w: ((w.caregiver_id, INSTANT - timedelta(days=7), LATER), {})),
    "prospects.list": Case(),
    "prospects.get": Case(lambda w: ((w.prospect_id,), {})),
    "prospects.find": Case(lambda w: ((w.prospect_id,), {})),
    "prospects.create": Case(
        lambda _: ((careweave.NewProspect("Beta", "Testprospect", "3035550101", notes="asked for a call"),), KEY)
    ),
    "prospects.update": Case(lambda w: ((w.prospect_id, careweave.ProspectPatch(status="contacted")), KEY)),
    "prospects.upsert": Case(
        lambda _: ((careweave.NewProspect("Beta", "Testprospect", "3035550101", external_id="crm-1"),), KEY)
    ),
    "prospects.convert_to_client": Case(
        lambda w: (
            (
                w.ws.create_prospect(
                    careweave.NewProspect("Beta", "Testprospect", "3035550101", address=ADDRESS, status="won"),
                    idempotency_key="prepare/won",
                ).id,
            ),
            {"start_date": date(2026, 5, 1), **KEY},
        )
    ),
    "applicants.list": Case(),
    "applicants.get": Case(lambda w: ((w.applicant_id,), {})),
    "applicants.find": Case(lambda w: ((w.applicant_id,), {})),
    "applicants.create": Case(lambda _: ((careweave.NewApplicant("Gamma", "Testapplicant", "3035550102"),), KEY)),
    "applicants.update": Case(lambda w: ((w.applicant_id, careweave.ApplicantPatch(status="screening")), KEY)),
    "applicants.upsert": Case(
        lambda _: ((careweave.NewApplicant("Gamma", "Testapplicant", "3035550102", external_id="ats-1"),), KEY)
    ),
    "applicants.convert_to_caregiver": Case(
        lambda w: (
            (
                w.ws.create_applicant(
                    careweave.NewApplicant(
                        "Gamma", "Testapplicant", "3035550102", status="hired", background_check_status="cleared"
                    ),
                    idempotency_key="prepare/hired",
                ).id,
            ),
            {"hire_date": date(2026, 5, 1), **KEY},
        )
    ),
    "shifts.list": Case(by(start=INSTANT, end=LATER)),
    "shifts.read": Case(by(start=INSTANT, end=LATER), "connect"),
    "shifts.open": Case(by(start=INSTANT)),
    "shifts.get": Case(lambda w: ((w.shift_id,), {})),
    "shifts.find": Case(lambda _: (("404404",), {})),
    "shifts.evv": Case(lambda w: ((w.ws.shifts(status="completed")[0].id,), {})),
    "shifts.assign": Case(lambda w: (w.open_shift_and_caregiver, {}), store=True),
    "shifts.assign_unrecorded": Case(lambda w: (w.open_shift_and_caregiver, {"notes": "asked twice", **KEY})),
    "visits.get": Case(lambda w: ((w.shift_id,), {})),
    "visits.read": Case(by(start=INSTANT - timedelta(days=7), end=INSTANT)),
    "cached.clients.list": Case(by(status="active")),
    "cached.clients.get": Case(lambda w: ((w.client_id,), {})),
    "cached.caregivers.list": Case(by(status="active")),
    "cached.caregivers.get": Case(lambda w: ((w.caregiver_id,), {})),
    "cached.shifts.open": Case(lambda _: ((INSTANT, LATER), {})),
    "cached.shifts.list": Case(by(start=INSTANT, end=LATER)),
    "cached.caregivers.schedule": Case(lambda w: ((w.caregiver_id, INSTANT, LATER), {})),
    "cached.refresh": Case(),
    "cached.expire": Case(),
    "events.mark": Case(lambda w: ((careweave.ChangedRecord("Patient", w.client_id),), {}), store=True),
    "events.marked": Case(by(limit=10), store=True),
    "events.fetch": connect(lambda w: ((careweave.ChangedRecord("Patient", w.client_id),), {})),
    "notes.write": Case(
        lambda w: ((w.client_id, INSTANT - timedelta(days=3000), INSTANT - timedelta(days=2999), w.note), KEY),
        "connect",
        store=True,
    ),
    "notes.file_document": Case(
        lambda w: (("a.txt", b"words", "text/plain", "General"), {"caregiver_id": w.caregiver_id, **KEY}),
        "connect",
        store=True,
    ),
    "notes.deliver": Case(api="connect", store=True),
    "notes.given_up": Case(by(limit=10), "connect", store=True),
    "notes.discard": Case(lambda _: (("404",), {}), "connect", careweave.NotFoundError, store=True),
    "sales.maps": Case(),
    "wellsky.metrics": Case(),
    "wellsky.metrics_text": Case(),
    "wellsky.breakers": Case(),
    "alerts.rules": Case(),
    "connect.patients.get": connect(lambda w: ((w.client_id,), {})),
    "connect.patients.list": connect(by(updated_since=INSTANT - timedelta(days=3650))),
    "connect.patients.by_external_id": connect(by(external_id="crm-404")),
    "connect.patients.by_phone": connect(lambda w: ((w.ws.clients()[0].phone,), {})),
    "connect.patients.set_pipeline_status": connect(lambda w: ((w.prospect_id, 40), KEY)),
    "connect.patients.delete_permanently": connect(lambda w: ((w.prospect_id,), KEY)),
    "connect.practitioners.get": connect(lambda w: ((w.caregiver_id,), {})),
    "connect.practitioners.list": connect(),
    "connect.practitioners.by_external_id": connect(by(external_id="ats-404")),
    "connect.practitioners.by_phone": connect(lambda w: ((w.ws.caregivers()[0].phone,), {})),
    "connect.practitioners.set_pipeline_status": connect(lambda w: ((w.applicant_id, 20), KEY)),
    "connect.practitioners.set_profile_tags": connect(
        lambda w: (
            (w.caregiver_id, [w.profile_tag_id]),
            KEY,
        )
    ),
    "connect.practitioners.deactivate": connect(lambda w: ((w.caregiver_id, "Leave of Absence"), KEY)),
    "connect.related_persons.of": connect(lambda w: ((w.client_id,), {})),
    "connect.related_persons.list": connect(),
    "connect.related_persons.create": connect(
        lambda w: ((w.client_id, "Epsilon", "Testdaughter"), {"relationship": "DAU", "phone": "3035550104", **KEY})
    ),
    "connect.related_persons.update": connect(
        lambda w: (
            (w.made("create_related_person", w.client_id, "Epsilon", "Testdaughter"),),
            {"emergency_contact": True, **KEY},
        )
    ),
    "connect.related_persons.delete": connect(
        lambda w: ((w.client_id, w.made("create_related_person", w.client_id, "Epsilon", "Testdaughter")), KEY)
    ),
    "connect.appointments.list": connect(lambda w: ((), {"client_id": w.client_id, "month": 202604})),
    "connect.appointments.get": connect(lambda w: ((w.assigned.id, w.assigned.start), {})),
    "connect.appointments.nearest": connect(lambda w: ((w.assigned.id,), {})),
    "connect.appointments.of_client": connect(lambda w: ((w.client_id, INSTANT, LATER), {})),
    "connect.appointments.of_caregiver": connect(lambda w: ((w.caregiver_id, INSTANT, LATER), {})),
    "connect.appointments.create": connect(
        lambda w: ((w.client_id, LATER, LATER + timedelta(hours=2)), KEY), careweave.UnsupportedError
    ),
    "connect.appointments.assign": connect(
        lambda w: ((w.unassigned.id, w.unassigned.start, w.caregiver_id), KEY), careweave.UnsupportedError
    ),
    "connect.appointments.unassign": connect(
        lambda w: ((w.assigned.id, w.assigned.start, w.assigned.caregiver_id), KEY), careweave.UnsupportedError
    ),
    "connect.appointments.cancel_all_to_come": connect(
        lambda w: ((w.assigned.id,), KEY), careweave.UnsupportedError
    ),
    "connect.encounters.get": connect(lambda w: ((w.encounter.id,), {})),
    "connect.encounters.list": connect(
        lambda w: ((INSTANT.date() - timedelta(days=7), INSTANT.date()), {"client_id": w.client_id})
    ),
    "connect.encounters.create": connect(
        lambda w: ((w.client_id, w.caregiver_id, "COMPLETE", INSTANT), {"end": INSTANT + timedelta(hours=1), **KEY})
    ),
    "connect.encounters.update": connect(lambda w: ((w.encounter.id,), {"status": "COMPLETE", **KEY})),
    "connect.encounters.delete": connect(
        lambda w: (
            (
                w.made(
                    "create_encounter",
                    w.client_id,
                    w.caregiver_id,
                    "COMPLETE",
                    INSTANT,
                    end=INSTANT + timedelta(hours=1),
                ),
            ),
            KEY,
        )
    ),
    "connect.encounters.clock_in": connect(lambda w: ((w.assigned.id, INSTANT, 39.7, -104.9), KEY)),
    "connect.encounters.clock_out": connect(
        lambda w: ((w.running, INSTANT + timedelta(hours=2), 39.7, -104.9), {"mileage": 3.5, **KEY})
    ),
    "connect.task_logs.of": connect(lambda w: ((w.encounter.id,), {})),
    "connect.task_logs.create": connect(lambda w: ((w.encounter.id, w.note), KEY)),
    "connect.task_logs.update": connect(
        lambda w: ((w.encounter.id, w.made("create_task_log", w.encounter.id, w.note), w.note), KEY)
    ),
    "connect.task_logs.attach": connect(
        lambda w: ((w.encounter.client_id, INSTANT - timedelta(days=14), INSTANT, w.note), KEY)
    ),
    "connect.tasks.update": connect(
        lambda w: ((w.encounter.id, "404404", careweave.TaskOutcome("COMPLETE")), KEY), careweave.NotFoundError
    ),
    "connect.documents.get": connect(
        lambda w: (
            (w.made("create_document", "a.txt", b"words", "text/plain", "General", client_id=w.client_id),),
            {},
        )
    ),
    "connect.documents.of": connect(lambda w: ((), {"client_id": w.client_id})),
    "connect.documents.create": connect(
        lambda w: (("a.txt", b"words", "text/plain", "General"), {"caregiver_id": w.caregiver_id, **KEY})
    ),
    "connect.care_plans.activities": connect(by(kind="ADL")),
    "connect.care_plans.write": connect(
        lambda w: (
            (
                w.client_id,
                [
                    careweave.PlannedActivity(activity.id, "Help with the bath", "scheduled")
                    for activity in w.ws.connect.activities("ADL")[:1]
                ],
            ),
            KEY,
        )
    ),
    "connect.charge_items.list": connect(
        lambda w: ((date(2026, 3, 1), date(2026, 4, 30)), {"client_id": w.client_id})
    ),
    "connect.admin_tasks.get": connect(
        lambda w: ((w.made("create_admin_task", "Call back", client_id=w.client_id),), {})
    ),
    "connect.admin_tasks.create": connect(
        lambda w: (("Call back",), {"client_id": w.client_id, "execution_date": date(2026, 4, 7), **KEY})
    ),
    "connect.subscriptions.get": connect(
        lambda w: (
            (w.subscription_id,),
            {},
        )
    ),
    "connect.subscriptions.list": connect(),
    "connect.subscriptions.ensure": connect(
        lambda _: (("tests", "people", SUBSCRIPTION[2], SUBSCRIPTION[3], ["patient.created"]), KEY)
    ),
    "connect.subscriptions.create": connect(
        lambda _: (SUBSCRIPTION, KEY)
    ),
    "connect.subscriptions.delete": connect(
        lambda w: (
            (w.subscription_id,),
            KEY,
        )
    ),
    "connect.profile_tags.get": connect(
        lambda w: ((w.profile_tag_id,), {})
    ),
    "connect.profile_tags.create": connect(lambda _: ((careweave.NewProfileTag("Lift", kind="skill"),), KEY)),
    "connect.profile_tags.update": connect(
        lambda w: (
            (
                w.made("create_profile_tag", careweave.NewProfileTag("Lift")),
                careweave.NewProfileTag("Lift", description="with a hoist"),
            ),
            KEY,
        )
    ),
    "connect.locations.list": connect(),
    "connect.organizations.list": connect(),
    "connect.admins.list": connect(),
    "connect.referral_sources.get": connect(
        lambda w: ((w.made("create_referral_source", careweave.NewReferralSource("Aurora Clinic", 14)),), {})
    ),
    "connect.referral_sources.create": connect(
        lambda _: ((careweave.NewReferralSource("Aurora Clinic", 14),), KEY)
    ),
    "connect.referral_sources.update": connect(
        lambda w: (
            (
                w.made("create_referral_source", careweave.NewReferralSource("Aurora Clinic", 14)),
                careweave.NewReferralSource("Denver Clinic"),
            ),
            KEY,
        )
    ),
}


def settings(sandbox: Sandbox, api: str) -> dict[str, Any]:
    addresses = sandbox.ready["wellsky"]
    if api == "rest":
        return sandbox.settings
    return {
        **sandbox.ready["credentials"]["wellsky"],
        "api": "connect",
        "base_url": addresses["connect"],
        "token_url": addresses["connect_token"],
    }


def method(ws: Any, name: str) -> Any:
    row = OPERATIONS[name]
    return getattr(ws.connect if row["group"] else ws, row["method"])


def test_every_operation_has_a_case() -> None:
    assert CASES.keys() == OPERATIONS.keys()


def changes_something(name: str) -> bool:
    """True for an operation whose second call could meet what the first one did."""
    return "idempotency_key" in OPERATIONS[name]["arguments"].get("x-order", ()) or OPERATIONS[name]["takes_store"]


async def call(sandbox: Sandbox, name: str, args: Any, kwargs: Any) -> Any:
    async with careweave.AsyncWellSky(**settings(sandbox, CASES[name].api)) as ws:
        return await method(ws, name)(*args, **kwargs)


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_is_called(
    name: str, shared_sandbox: Sandbox, start_sandbox: StartSandbox, store: careweave.Store
) -> None:
    case = CASES[name]
    results: list[Any] = []
    for manner in ("blocking", "asynchronous"):
        own = start_sandbox() if changes_something(name) else nullcontext(shared_sandbox)
        with own as sandbox, careweave.WellSky(**settings(sandbox, case.api)) as ws:
            args, kwargs = case.arguments(World(ws))
            if case.store:
                kwargs = {**kwargs, "store": store}
            try:
                if manner == "blocking":
                    results.append(method(ws, name)(*args, **kwargs))
                else:
                    results.append(asyncio.run(call(sandbox, name, args, kwargs)))
            except careweave.CareweaveError as error:
                if case.raises is None or not isinstance(error, case.raises):
                    raise
                results.append(type(error))
    blocking, asynchronous = results
    assert type(blocking) is type(asynchronous)
    if case.raises is not None:
        assert blocking is asynchronous is case.raises
    else:
        fits(OPERATIONS[name]["result"], blocking)


@pytest.mark.parametrize("name", [name for name, row in OPERATIONS.items() if row["pages_method"]])
def test_the_pages_of_a_list_hold_the_same_as_the_list(name: str, shared_sandbox: Sandbox) -> None:
    case, row, sandbox = CASES[name], OPERATIONS[name], shared_sandbox
    with careweave.WellSky(**settings(sandbox, case.api)) as ws:
        args, kwargs = case.arguments(World(ws))
        where = ws.connect if row["group"] else ws
        listed = getattr(where, row["method"])(*args, **kwargs)
        pages = list(getattr(where, row["pages_method"])(*args, **kwargs, page_size=3))
        assert [item for page in pages for item in page.items] == listed
        assert all(isinstance(page, careweave.Page) for page in pages)

        async def read() -> list[Any]:
            async with careweave.AsyncWellSky(**settings(sandbox, case.api)) as aws:
                where = aws.connect if row["group"] else aws
                return [page async for page in getattr(where, row["pages_method"])(*args, **kwargs, page_size=3)]

        assert asyncio.run(read()) == pages


def fits(schema: dict[str, Any], value: Any) -> None:
    """Checks that a value is of the type the schema says."""
    if name := schema.get("$ref"):
        model = SCHEMA["models"][name.removeprefix("#/$defs/")]
        if "properties" in model:
            assert type(value).__name__ == name.removeprefix("#/$defs/")
    elif "anyOf" in schema:
        if value is not None:
            fits(schema["anyOf"][0], value)
    elif schema.get("type") == "array":
        assert isinstance(value, list)
        for item in value:
            fits(schema["items"], item)
    elif schema.get("type") == "null":
        assert value is None
    elif schema.get("type") == "string":
        assert isinstance(value, str)
    elif generic := schema.get("x-generic"):
        assert type(value).__name__ == generic
        held = {"Cached": "value", "Reading": "found", "Upserted": "record"}[generic]
        fits(schema["x-of"], getattr(value, held))


def test_the_methods_for_handles_take_the_parameters_of_their_rows() -> None:
    for row in HANDLES.values():
        parameters = inspect.signature(getattr(careweave.WellSky, row["method"])).parameters
        assert [name for name in parameters if name not in ("self", "store")] == row["arguments"].get("x-order", [])


def test_an_unknown_operation_and_an_unknown_argument_are_named(ws: careweave.WellSky) -> None:
    native = ws._session.native
    with pytest.raises(careweave.InvalidInputError) as raised:
        native.call("clients.lst", "{}", None).wait()
    assert raised.value.get("field") == "operation"
    with pytest.raises(careweave.InvalidInputError) as raised:
        native.call("clients.get", '{"client_id":"1","extra":2}', None).wait()
    assert raised.value.get("field") == "extra"
    with pytest.raises(careweave.InvalidInputError) as raised:
        native.call("clients.get", "{}", None).wait()
    assert (raised.value.operation, raised.value.get("field")) == ("clients.get", "client_id")
    with pytest.raises(careweave.InvalidInputError, match="store"):
        native.call("shifts.assign", '{"shift_id":"1","caregiver_id":"2"}', None).wait()


def test_connect_is_refused_over_rest_before_anything_is_sent(ws: careweave.WellSky, sandbox: Sandbox) -> None:
    with pytest.raises(careweave.UnsupportedError) as raised:
        ws.connect.patients()
    assert raised.value.delivery == "not_sent"
    assert sandbox.control("GET", "/_sandbox/journal?path_prefix=/v1")["entries"] == []


def test_a_scope_hides_fields_and_refuses_calls(sandbox: Sandbox) -> None:
    with careweave.WellSky(**sandbox.settings, scope="voice_assistant") as ws:
        client = ws.clients()[0]
        assert (client.email, client.payer_source, client.address.line1) == (None, None, "[withheld]")
        with pytest.raises(careweave.PermissionDeniedError):
            ws.update_client(client.id, careweave.ClientPatch(phone="3035550109"), **KEY)
    with pytest.raises(careweave.InvalidInputError) as raised:
        careweave.WellSky(**sandbox.settings, scope="everything")
    assert raised.value.get("field") == "scope"
    with pytest.raises(careweave.ConfigError, match="rest or connect"):
        careweave.WellSky(**sandbox.settings, api="soap")


def test_a_patch_keeps_empties_and_sets(ws: careweave.WellSky) -> None:
    before = next(client for client in ws.clients() if client.email and client.payer_source)
    after = ws.update_client(before.id, careweave.ClientPatch(email=None, phone="3035550109"), **KEY)
    assert (after.email, after.phone) == (None, "3035550109")
    assert dataclasses.replace(after, updated_at=before.updated_at) == dataclasses.replace(
        before, email=None, phone="3035550109"
    )
    with pytest.raises(careweave.InvalidInputError) as raised:
        ws.update_client(before.id, careweave.ClientPatch(first_name=None), **KEY)
    assert raised.value.get("field") == "first_name"


def test_wrong_values_in_a_record_are_named_and_not_shown(ws: careweave.WellSky) -> None:
    wrong = careweave.NewClient("Alpha", "Testclient", "555", ADDRESS)
    with pytest.raises(careweave.InvalidInputError) as raised:
        ws.create_client(wrong, **KEY)
    assert raised.value.get("field") == "client.phone"
    with pytest.raises(careweave.InvalidInputError, match="must be a NewClient"):
        ws.create_client("Alpha Testclient", **KEY)  # type: ignore[arg-type]
    naive = careweave.NewTaskLog("a", "b", "COMPLETE", datetime(2026, 4, 6, 12))
    with pytest.raises(careweave.InvalidInputError, match="time zone") as raised:
        ws.connect.create_task_log("1", naive, **KEY)
    assert raised.value.get("field") == "note.recorded"
    for error in (raised.value,):
        assert "Alpha" not in str(error)


def test_a_key_has_to_be_one(ws: careweave.WellSky) -> None:
    with pytest.raises(careweave.InvalidInputError) as raised:
        ws.update_client("1", careweave.ClientPatch(phone="3035550109"), idempotency_key="two words")
    assert raised.value.get("field") == "idempotency_key"
