"""The scheduling providers: the behaviours of the Rust suite through this package, and what is this package's own."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import inspect
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import careweave
import provider_behaviours
import pytest
from conftest import REPOSITORY, ZONE
from provider_subject import SERVICES, Subject, address, present_sandbox

SUITE = (REPOSITORY / "crates" / "scheduling-providers" / "src" / "suite" / "mod.rs").read_text("utf-8")
SCHEMA = json.loads((REPOSITORY / "schema" / "careweave.json").read_text("utf-8"))
PROVIDER_ROWS = [row for row in SCHEMA["operations"] if row["group"] == "provider"]
MEMORY = f"memory://default?integration=main&zone={ZONE}"

BEHAVIOURS = {
    name: [re.sub(r"(?<!^)(?=[A-Z])", "_", need).lower() for need in needs.split()]
    for name, needs in re.findall(r"^ {4}\w+::(\w+) \[([\w ]*)\];$", SUITE, re.MULTILINE)
}


def test_every_behaviour_of_the_rust_suite_has_its_counterpart() -> None:
    assert len(BEHAVIOURS) >= 36
    ours = {
        name
        for name, found in inspect.getmembers(provider_behaviours, inspect.isfunction)
        if found.__module__ == provider_behaviours.__name__ and not name.startswith("_") and name != "refusal"
    }
    assert ours == set(BEHAVIOURS)


@pytest.fixture
def subject(request: pytest.FixtureRequest, careweave_command: Path) -> Iterator[Subject]:
    """A provider over a service of its own."""
    service = str(request.param)
    if service == "memory":
        with (subject := SERVICES[service](None)).provider:
            yield subject
        return
    with present_sandbox(careweave_command) as sandbox:
        with (subject := SERVICES[service](sandbox)).provider:
            yield subject


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
@pytest.mark.parametrize("subject", SERVICES, indirect=True)
def test_it_behaves_as_every_provider_must(subject: Subject, behaviour: str) -> None:
    lacking = [need for need in BEHAVIOURS[behaviour] if not subject.can(need)]
    if lacking:
        pytest.skip(f"the service lacks {lacking[0]}")
    getattr(provider_behaviours, behaviour)(subject)


def test_every_operation_of_the_table_is_a_method_of_both_providers() -> None:
    assert len(PROVIDER_ROWS) >= 24
    for row in PROVIDER_ROWS:
        blocking = inspect.signature(getattr(careweave.Provider, row["method"]))
        awaited = getattr(careweave.AsyncProvider, row["method"])
        assert inspect.iscoroutinefunction(awaited)
        assert list(blocking.parameters) == list(inspect.signature(awaited).parameters)


def test_settings_an_address_and_the_environment_make_the_same_provider(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"PROVIDER": "memory", "INTEGRATION": "main", "ZONE": ZONE}.items():
        monkeypatch.setenv(f"MAIN_{name}", value)
    for provider in (
        careweave.Provider.from_url(MEMORY),
        careweave.Provider.from_settings(provider="memory", integration="main", zone=ZONE),
        careweave.Provider.from_env("MAIN_"),
    ):
        assert (provider.provider, provider.integration) == ("memory", "main")
        assert provider.verify().default_zone == ZONE


def test_settings_that_do_not_fit_are_named_and_no_value_is_shown() -> None:
    with pytest.raises(careweave.ConfigError) as caught:
        careweave.Provider.from_settings(provider="acuity", integration="main", user_id="11111111", api_kay="hush-hush")
    assert caught.value.get("settings") == "api_kay"
    assert "hush-hush" not in repr(caught.value) + str(caught.value)
    with pytest.raises(careweave.ConfigError) as caught:
        careweave.Provider.from_url("acuity://hush-hush")
    assert "hush-hush" not in str(caught.value)


def test_a_naive_datetime_is_refused() -> None:
    provider = careweave.Provider.from_url(MEMORY)
    naive = datetime(2030, 1, 1)
    later = datetime(2030, 1, 2, tzinfo=timezone.utc)
    for call in (
        lambda: provider.bookings(naive, later),
        lambda: provider.reschedule("1", naive, idempotency_key="k"),
        lambda: provider.verify_webhook({}, b"{}", now=naive),
    ):
        with pytest.raises(careweave.InvalidInputError, match="time zone"):
            call()


def test_wrong_kinds_of_arguments_name_the_field() -> None:
    provider = careweave.Provider.from_url(MEMORY)
    wrong: list[tuple[str, Callable[[], object]]] = [
        ("change", lambda: provider.set_status("1", "undo", idempotency_key="k")),
        ("idempotency_key", lambda: provider.cancel("1", idempotency_key="")),
        ("body", lambda: provider.verify_webhook({}, "text")),  # type: ignore[arg-type]
        ("headers", lambda: provider.verify_webhook({"a": 1}, b"{}")),  # type: ignore[arg-type]
    ]
    for field, call in wrong:
        with pytest.raises(careweave.InvalidInputError) as caught:
            call()
        assert caught.value.get("field") == field


def test_a_closed_provider_says_so() -> None:
    provider = careweave.Provider.from_url(MEMORY)
    provider.close()
    assert repr(provider) == "<Provider closed>"
    with pytest.raises(careweave.InvalidInputError, match="closed"):
        provider.capabilities()


async def test_the_asynchronous_provider_books_moves_and_cancels() -> None:
    async with careweave.AsyncProvider.from_url(MEMORY) as provider:
        start = datetime.now(timezone.utc) + timedelta(days=1)
        kinds, calendars = await asyncio.gather(provider.appointment_types(), provider.calendars())
        assert ([kind.id for kind in kinds], [one.id for one in calendars]) == (["visit"], ["desk"])
        slots = await provider.slots("visit", start, start + timedelta(days=7), ZONE)
        client = careweave.BookingClient(full="Alpha Testclient", email="alpha@example.invalid")
        booked = await provider.book(slots[0], client, ZONE, idempotency_key="book")
        moved = await provider.reschedule(booked.booking.id, slots[5].start, idempotency_key="move")
        assert moved.booking.start == slots[5].start
        with pytest.raises(careweave.ConflictError) as caught:
            await provider.cancel(booked.booking.id, expected=booked.booking.version, idempotency_key="late")
        assert caught.value.problem == "version_conflict"
        cancelled = await provider.cancel(
            booked.booking.id, expected=moved.booking.version, idempotency_key="cancel"
        )
        assert cancelled.booking.status == "cancelled"


def test_a_signed_delivery_is_verified_on_the_calling_thread_as_by_the_operation(careweave_command: Path) -> None:
    body = b"action=scheduled&id=1001&calendarID=7100001&appointmentTypeID=51000001"
    with present_sandbox(careweave_command) as sandbox:
        key = sandbox.ready["credentials"]["acuity"]["api_key"]
        url = address("acuity", sandbox.ready)
    signature = base64.b64encode(hmac.new(key.encode(), body, hashlib.sha256).digest()).decode()
    headers = {"X-Acuity-Signature": signature, "Content-Type": "application/x-www-form-urlencoded"}
    provider = careweave.Provider.from_url(url)
    direct = provider.verify_webhook(headers, body)
    assert direct == asyncio.run(careweave.AsyncProvider.from_url(url).verify_webhook(headers, body))
    [event] = provider.parse_webhook(headers, body)
    assert (event.kind, event.appointment_id, event.needs_refetch) == ("created", "1001", True)
    assert event.verified_by == "hmac_body"
    for call in (provider.verify_webhook, provider.parse_webhook):
        with pytest.raises(careweave.AuthenticationError):
            call(headers, body + b" ")


@pytest.mark.parametrize("subject", [name for name in SERVICES if name != "memory"], indirect=True)
def test_the_example_books_moves_and_cancels_at_every_service(subject: Subject) -> None:
    assert subject.sandbox is not None
    example = REPOSITORY / "examples" / "python" / "book_appointment.py"
    query = subject.query
    arguments = [address(subject.surface, subject.sandbox.ready), query.zone, query.appointment_type]
    if query.calendar is not None:
        arguments.append(query.calendar)
    ran = subprocess.run([sys.executable, example, *arguments], capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr
    moved = "replaced" if subject.surface == "calendly" else "changed"
    lines = [line.split() for line in ran.stdout.splitlines()]
    assert lines[0][:2] == ["booked", "created"]
    assert lines[1][0::3] == ["moved", "True"]
    assert lines[1][1] in (moved, "replaced")
    assert lines[2] == ["cancelled", "changed", "cancelled"]
