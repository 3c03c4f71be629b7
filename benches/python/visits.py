"""A month of visits over Connect, without I/O: the windows, the filters, the join. Both peers build on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from results import digest, epoch

PAGE = 100
NEAREST = timedelta(hours=12)


class Window:
    """The span that is asked for, and the searches that cover it."""

    def __init__(self, start: str, end: str) -> None:
        self.start = datetime.fromisoformat(start)
        self.end = datetime.fromisoformat(end)

    def weeks(self) -> Iterator[dict[str, str]]:
        """Seven days at the most per search; from the day before, whose visits may reach into the first."""
        day = self.start - timedelta(days=1)
        last = self.end - timedelta(microseconds=1)
        while day.date() <= last.date():
            more = min(6, (last.date() - day.date()).days)
            days = {"startDate": f"{day:%Y%m%d}"}
            if more:
                days["additionalDays"] = str(more)
            yield days
            day += timedelta(days=more + 1)

    def encounter_days(self) -> dict[str, str]:
        first, last = self.start - timedelta(days=2), self.end + timedelta(days=1)
        return {"startDate": f"{first:%Y%m%d}", "endDate": f"{last:%Y%m%d}"}

    def holds(self, appointment: dict[str, Any]) -> bool:
        return instant(appointment["start"]) < self.end and instant(appointment["end"]) > self.start


def instant(text: str) -> datetime:
    """With an offset, or in UTC without one."""
    read = datetime.fromisoformat(text)
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def resources(bundle: dict[str, Any]) -> list[dict[str, Any]]:
    return [entry.get("resource", entry) for entry in bundle.get("entry", [])]


def is_client(patient: dict[str, Any]) -> bool:
    tags = {tag["code"]: tag.get("display") for tag in patient.get("meta", {}).get("tag", [])}
    return str(tags.get("isClient", "true")).lower() != "false"


def join(
    appointments: list[dict[str, Any]], encounters: list[dict[str, Any]]
) -> list[tuple[dict[str, Any], dict[str, Any] | None]]:
    """Each appointment with its encounter. An encounter names the series: the nearest occurrence is meant."""
    by_series: dict[str, list[int]] = {}
    for place, appointment in enumerate(appointments):
        by_series.setdefault(appointment["id"], []).append(place)
    pairs = []
    for number, encounter in enumerate(encounters):
        series = encounter.get("appointment", {}).get("reference", "").removeprefix("Appointment/")
        start = instant(encounter["period"]["start"])
        for place in by_series.get(series, []):
            apart = abs(start - instant(appointments[place]["start"]))
            if apart <= NEAREST:
                pairs.append((apart, place, number))
    joined: dict[int, int] = {}
    taken: set[int] = set()
    for _, place, number in sorted(pairs):
        if place not in joined and number not in taken:
            joined[place] = number
            taken.add(number)
    return [
        (appointment, encounters[joined[place]] if place in joined else None)
        for place, appointment in enumerate(appointments)
    ]


def visits_digest(visits: list[tuple[dict[str, Any], dict[str, Any] | None]]) -> str:
    return digest(visit_line(appointment, encounter) for appointment, encounter in visits)


def visit_line(appointment: dict[str, Any], encounter: dict[str, Any] | None) -> str:
    caregiver = (appointment.get("caregiver") or {}).get("id") or None
    clocked_in = clocked_out = None
    if encounter is not None:
        period = encounter["period"]
        clocked_in = instant(period["start"])
        clocked_out = instant(period["end"]) if period.get("end") else None
        people = encounter.get("participant", {}).get("Individual", [])
        if caregiver is None and people:
            caregiver = people[0]["reference"].removeprefix("Practitioner/")
    return "|".join(
        [
            appointment["id"],
            epoch(instant(appointment["start"])),
            epoch(instant(appointment["end"])),
            caregiver or "-",
            epoch(clocked_in),
            epoch(clocked_out),
        ]
    )
