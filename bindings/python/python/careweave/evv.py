"""Electronic visit verification: pure functions over visit facts.

Billing units and wage minutes are different ledgers: units are quarter hours, rounded, for a payer; wage minutes are the
minutes worked, not rounded, for wage law. Distances are millimetres, so that a mile is a whole number.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal, NewType

from . import _native
from ._plain import arguments
from ._plans import plan_of, reader

__all__ = [
    "MILLIMETRES_PER_MILE",
    "Attendance",
    "BillingUnits",
    "DayUnits",
    "Finding",
    "Ladder",
    "LatePolicy",
    "Review",
    "ServiceVisit",
    "VisitFacts",
    "VisitPosition",
    "WageMinutes",
    "daily_units",
    "gps_exception",
    "ladder",
    "late",
    "review",
    "units15",
    "wage_minutes",
]

MILLIMETRES_PER_MILE: Final = 1_609_344
"""In an international mile."""

BillingUnits = NewType("BillingUnits", int)
"""Quarter hours billed to a payer. No wage is computed from them."""

WageMinutes = NewType("WageMinutes", int)
"""Minutes actually worked. Nothing is billed by them."""


@dataclass(frozen=True, slots=True)
class ServiceVisit:
    """A visit of one service."""

    service: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class DayUnits:
    """Units of one service on one day of the agency."""

    date: date
    service: str
    units: int


@dataclass(frozen=True, slots=True)
class VisitPosition:
    """Where a visit was clocked, as a distance from the client's address."""

    distance: int
    """Millimetres."""
    accuracy: int
    """The radius of the error, in millimetres."""


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """One visit as it was captured; ``None`` was not captured, or not matched to a known person."""

    signature: Literal["not_required", "given", "missing"]
    service: str | None = None
    client_id: str | None = None
    caregiver_id: str | None = None
    date: date | None = None
    """In the agency's zone."""
    position: VisitPosition | Mapping[str, int] | None = None
    clock_in: datetime | None = None
    clock_out: datetime | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong with a visit."""

    kind: str
    """``missing`` (see ``element``), ``ends_before_it_begins``, ``other_date``, ``far_from_client``,
    ``perhaps_far_from_client``, ``no_signature`` or ``too_long``."""
    handling: str
    """``acknowledge``: confirmed with a reason. ``fix``: corrected first. ``reject``: nothing helps."""
    element: str | None
    """The element of the act that is missing: ``service``, ``client``, ``caregiver``, ``date``, ``location`` or ``times``."""


@dataclass(frozen=True, slots=True)
class Review:
    """Where a visit stands."""

    state: str
    """``verified``, ``to_acknowledge``, ``to_fix`` or ``rejected``: decided by the gravest finding."""
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class LatePolicy:
    """When a clock-in is expected: minutes from the scheduled start."""

    remind_before: int = 15
    nudge_after: int = 5
    grace: int = 15
    """From here the caregiver is late."""
    no_show_after: int = 30
    """From here it may be a no-call-no-show, which a person has to establish."""
    stop_after: int = 120
    """From here nobody is reminded any more."""


@dataclass(frozen=True, slots=True)
class Ladder:
    """The instants of the ladder for one shift."""

    remind: datetime
    nudge: datetime
    late: datetime
    no_show: datetime
    stop: datetime


@dataclass(frozen=True, slots=True)
class Attendance:
    """Where a shift stands with its clock-in."""

    state: str
    """``not_due``, ``remind``, ``nudge``, ``late``, ``no_show_candidate``, ``stopped`` or ``clocked_in``."""
    minutes_late: int | None
    """Whole minutes after the start, once clocked in; 0 when on time or early."""


_DAY_UNITS = plan_of(tuple[DayUnits, ...])
_read_review = reader(Review)
_read_ladder = reader(Ladder)
_read_attendance = reader(Attendance)


def units15(minutes: int) -> BillingUnits:
    """Quarter hours by the eight-minute rule: 8 to 22 minutes are one unit, 23 to 37 two. Give it the sum of a day's
    minutes of one service, or use :func:`daily_units`."""
    return BillingUnits(json.loads(_native.compute("evv.units15", "", arguments("evv.units15", minutes=minutes))))


def daily_units(visits: Iterable[ServiceVisit | Mapping[str, Any]], *, zone: str) -> tuple[DayUnits, ...]:
    """Units per local day and service: minutes are summed first and rounded once. A visit over midnight is cut there."""
    given = arguments("evv.daily_units", visits=list(visits), zone=zone)
    units: tuple[DayUnits, ...] = _native.decode(_native.compute("evv.daily_units", "", given), _DAY_UNITS)
    return units


def gps_exception(
    distance_mm: int, *, accuracy_mm: int = 0, limit_mm: int = MILLIMETRES_PER_MILE
) -> Literal["inside", "uncertain", "outside"]:
    """Judges a distance from the client's address. Exactly at the limit is inside; ``uncertain`` depends on the error."""
    given = arguments("evv.gps_exception", distance_mm=distance_mm, accuracy_mm=accuracy_mm, limit_mm=limit_mm)
    found: Literal["inside", "uncertain", "outside"] = json.loads(_native.compute("evv.gps_exception", "", given))
    return found


def review(
    visit: VisitFacts | Mapping[str, Any],
    *,
    zone: str,
    distance_limit_mm: int = MILLIMETRES_PER_MILE,
    longest_minutes: int = 25 * 60,
) -> Review:
    """Holds a visit against the six elements and the limits. The defaults are those of Colorado's state system.

    Args:
        zone: The zone in which the date of the visit is read.
        distance_limit_mm: How far from the address is still there.
        longest_minutes: The longest visit accepted.
    """
    policy = {"zone": zone, "distance_limit": distance_limit_mm, "longest_minutes": longest_minutes}
    given = arguments("evv.review", visit=visit, policy=policy)
    return _read_review(_native.compute("evv.review", "", given))


def wage_minutes(visit: VisitFacts | Mapping[str, Any]) -> WageMinutes:
    """The minutes a visit counts for wages: from clock-in to clock-out; a started minute counts.

    Raises:
        InvalidInputError: the visit lacks a clock-in or clock-out, or ends before it begins.
    """
    given = arguments("evv.wage_minutes", visit=visit)
    return WageMinutes(json.loads(_native.compute("evv.wage_minutes", "", given)))


def ladder(start: datetime, *, policy: LatePolicy | None = None) -> Ladder:
    """The instants at which a shift that starts at ``start`` wants a clock-in: elapsed minutes, also where clocks change."""
    given = arguments("evv.ladder", start=start, policy=policy)
    return _read_ladder(_native.compute("evv.ladder", "", given))


def late(
    now: datetime, start: datetime, *, clock_in: datetime | None = None, policy: LatePolicy | None = None
) -> Attendance:
    """Where a shift that starts at ``start`` stands at ``now``. A clock-in after ``now`` has not happened yet."""
    given = arguments("evv.late", now=now, start=start, clock_in=clock_in, policy=policy)
    return _read_attendance(_native.compute("evv.late", "", given))
