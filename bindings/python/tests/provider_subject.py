"""A provider on trial, with an account nobody else writes to: in memory, or in a sandbox of its own."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from urllib.parse import quote

import careweave
import pytest
from conftest import ZONE, Sandbox

TARGET = "https://hooks.example.invalid/opaque"
SIGNING_KEY = "an-invented-signing-key"
UNITS = "1=America/Sao_Paulo,2=America/Rio_Branco,3=America/Denver"


def present() -> datetime:
    """The clock the provider has."""
    return datetime.now(timezone.utc)


@dataclass
class Query:
    """Which slots are asked for: at least six in the range that do not overlap."""

    appointment_type: str
    start: datetime
    end: datetime
    zone: str
    calendar: str | None = None
    unit: str | None = None


@dataclass
class Subject:
    """A provider, its slots, and what a test does to the service behind it."""

    provider: careweave.Provider
    query: Query
    consent: dict[str, Any]
    unknown: str | None = None
    topics: tuple[str, ...] = ()
    sandbox: Sandbox | None = None
    surface: str = ""
    booking_path: str = ""

    def can(self, capability: str) -> bool:
        """True when a call is worth making."""
        return self.provider.capabilities().capabilities[capability] != "unsupported"

    def slots(self) -> list[careweave.Slot]:
        """What the query has."""
        q = self.query
        return self.provider.slots(q.appointment_type, q.start, q.end, q.zone, calendar=q.calendar, unit=q.unit)

    def free_slots(self, n: int) -> list[careweave.Slot]:
        """The first slots that do not overlap."""
        apart: list[careweave.Slot] = []
        for slot in self.slots():
            if all(slot.start >= other.end or slot.end <= other.start for other in apart):
                apart.append(slot)
            if len(apart) == n:
                return apart
        raise AssertionError(f"the query has {len(apart)} slots that do not overlap, and {n} are needed")

    def some_slot(self) -> careweave.Slot:
        """A slot in the future that nobody offered."""
        start = (present() + timedelta(days=2)).replace(microsecond=0)
        return careweave.Slot(
            appointment_type=self.query.appointment_type,
            start=start,
            end=start + timedelta(minutes=30),
            local_start=start.isoformat(),
            calendar=self.query.calendar,
            unit=self.query.unit,
        )

    def client(self, n: int) -> careweave.BookingClient:
        """The n-th client: different numbers are different people."""
        return careweave.BookingClient(
            first="Alpha", last=f"Testclient{n}", email=f"alpha{n}@example.invalid", phone=f"30355501{n:02}"
        )

    def booking(self, slot: careweave.Slot, n: int, **changed: Any) -> careweave.NewBooking:
        """How a slot is booked for the n-th client."""
        fields: dict[str, Any] = {
            "appointment_type": slot.appointment_type,
            "start": slot.start,
            "end": slot.end,
            "zone": self.query.zone,
            "client": self.client(n),
            "calendar": slot.calendar,
            "unit": slot.unit,
            "hold": slot.hold,
            **self.consent,
            **changed,
        }
        return careweave.NewBooking(**fields)

    def book(self, slot: careweave.Slot, n: int) -> careweave.BookingWritten:
        """Books a slot for the n-th client."""
        return self.provider.create(self.booking(slot, n), idempotency_key=f"suite/book/{n}")

    def listed(self, **options: Any) -> list[careweave.Booking]:
        """Everything in the range of the query."""
        found = self.provider.bookings(self.query.start, self.query.end, **options)
        assert found.complete, found.failures
        return list(found.bookings)

    def standing(self) -> list[careweave.Booking]:
        """What stands in the range of the query."""
        return self.listed(cancelled="exclude")

    def requests(self) -> int:
        """How many requests the service has received."""
        if self.sandbox is None:
            return 0
        return len(self.sandbox.control("GET", f"/_sandbox/journal?surface={self.surface}")["entries"])

    def lose_next_answer(self) -> None:
        """Loses the answer to the next booking after it was made."""
        if self.sandbox is None:
            pytest.skip("the subject's set-up offers no way to lose an answer")
        self.sandbox.fault("POST", self.booking_path, {"kind": "drop", "when": "after_commit"})


@contextmanager
def present_sandbox(command: Path) -> Iterator[Sandbox]:
    """A sandbox around the present: the provider has the clock of the machine."""
    process = subprocess.Popen(
        [command, "sandbox", "--json", "--seed", "7", "--zone", ZONE], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, f"the sandbox did not start: exit code {process.wait(5)}"
        yield Sandbox(json.loads(line))
    finally:
        process.terminate()
        process.wait(10)
        if process.stdout is not None:
            process.stdout.close()


def address(service: str, ready: dict[str, Any]) -> str:
    """The address of a service of a sandbox."""
    held = ready["credentials"][service]

    def host(name: str) -> str:
        return str(ready[name]).removeprefix("http://")

    def word(text: str) -> str:
        return quote(text, safe="")

    if service == "acuity":
        return f"acuity://{word(held['user_id'])}:{word(held['api_key'])}@{host('acuity')}?integration=main"
    if service == "calendly":
        settings = f"integration=main&reach=organization&signing_key={SIGNING_KEY}"
        return f"calendly://:{word(held['token'])}@{host('calendly')}?{settings}"
    account = f"account={word(held['account'])}&account_unit={held['account_unit']}"
    settings = f"integration=main&{account}&units={UNITS}&requests_per_minute=6000"
    return f"ninsaude://{word(held['username'])}:{word(held['password'])}@{host('ninsaude')}?{settings}"


def memory(_sandbox: Sandbox | None) -> Subject:
    """The service in memory."""
    start = present().replace(microsecond=0) + timedelta(days=1)
    return Subject(
        careweave.Provider.from_url(f"memory://default?integration=main&zone={ZONE}"),
        Query("visit", start, start + timedelta(days=7), ZONE),
        consent={},
        unknown="999999",
        topics=("created", "cancelled"),
    )


def acuity(sandbox: Sandbox | None) -> Subject:
    """Acuity's sandbox."""
    assert sandbox is not None
    start = datetime.fromisoformat(sandbox.ready["now"].replace("Z", "+00:00")) + timedelta(days=30)
    return Subject(
        careweave.Provider.from_url(address("acuity", sandbox.ready)),
        Query("51000006", start, start + timedelta(days=3), ZONE, calendar="7100002"),
        consent={},
        unknown="1",
        topics=("created", "cancelled", "updated"),
        sandbox=sandbox,
        surface="acuity",
        booking_path="/api/v1/appointments",
    )


def calendly(sandbox: Sandbox | None) -> Subject:
    """Calendly's sandbox."""
    assert sandbox is not None
    provider = careweave.Provider.from_url(address("calendly", sandbox.ready))
    kind = next(kind for kind in provider.appointment_types() if kind.name == "Care plan call")
    start = datetime.fromisoformat(sandbox.ready["now"].replace("Z", "+00:00")) + timedelta(days=30)
    return Subject(
        provider,
        Query(kind.id, start, start + timedelta(days=14), ZONE),
        consent={},
        unknown=f"{sandbox.ready['calendly']}/scheduled_events/0-0/invitees/0-0",
        topics=("created", "cancelled"),
        sandbox=sandbox,
        surface="calendly",
        booking_path="/invitees",
    )


def ninsaude(sandbox: Sandbox | None) -> Subject:
    """Ninsaúde's sandbox."""
    assert sandbox is not None
    start = datetime.fromisoformat(sandbox.ready["now"].replace("Z", "+00:00")) + timedelta(days=21)
    return Subject(
        careweave.Provider.from_url(address("ninsaude", sandbox.ready)),
        Query("21", start, start + timedelta(days=7), "America/Sao_Paulo", calendar="11"),
        consent={"consent_given_at": present() - timedelta(days=1), "consent_terms": "termo-2026"},
        unknown="1",
        sandbox=sandbox,
        surface="ninsaude",
        booking_path="/v1/atendimento_agenda",
    )


SERVICES: dict[str, Callable[[Sandbox | None], Subject]] = {
    "memory": memory,
    "acuity": acuity,
    "calendly": calendly,
    "ninsaude": ninsaude,
}
