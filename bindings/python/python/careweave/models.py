"""Records of WellSky Personal Care, as frozen dataclasses.

Field names are the vendor's. Statuses and kinds are plain strings, because a vendor adds words without notice; the
documented ones stand beside each field. Instants are aware datetimes in UTC, dates are dates, times of day are
``"HH:MM"`` in the agency's zone.

The ``repr`` of a record shows ids and statuses only: names, phone numbers, addresses and notes are personal data and
must not reach a log by accident. Read the attribute to use the value.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Generic, TypeVar

from ._decode import each, instant, reads, record
from .roster import Exclusion

__all__ = [
    "Address",
    "Assignment",
    "AvailabilityWindow",
    "Caregiver",
    "Client",
    "EmergencyContact",
    "Evv",
    "Page",
    "Shift",
    "Verified",
]

T = TypeVar("T")


class _Masked:
    """A record whose ``repr`` names nobody."""

    __slots__ = ()
    _shown: ClassVar[tuple[str, ...]] = ()

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in self._shown)
        return f"<{type(self).__name__} {shown}>" if shown else f"<{type(self).__name__} [personal]>"


@dataclass(frozen=True, slots=True, repr=False)
class Address(_Masked):
    """Where somebody lives."""

    line1: str
    city: str
    state: str
    """Two letters."""
    zip_code: str
    """Five digits, or 5+4."""
    line2: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class EmergencyContact(_Masked):
    """Whom to call."""

    name: str
    phone: str
    relationship: str | None = None


@dataclass(frozen=True, slots=True)
class AvailabilityWindow:
    """A weekly span in which a caregiver can work, in the agency's zone."""

    day: str
    """``monday`` to ``sunday``."""
    start: str
    """``HH:MM``."""
    end: str
    """``HH:MM``; ``24:00`` is midnight; at or before ``start`` it runs into the next day."""


@dataclass(frozen=True, slots=True, repr=False)
class Client(_Masked):
    """Somebody who receives care."""

    _shown: ClassVar[tuple[str, ...]] = ("id", "status")

    id: str
    first_name: str
    last_name: str
    phone: str
    status: str
    """prospect, pending, active, on_hold, discharged."""
    updated_at: datetime = reads(instant)
    address: Address | None = reads(record(Address), default=None)
    email: str | None = None
    emergency_contacts: tuple[EmergencyContact, ...] = reads(each(record(EmergencyContact)), default=())
    payer_source: str | None = None
    """Medicaid, VA, Private Pay."""
    authorized_hours_per_week: int | None = None
    start_date: date | None = reads(date.fromisoformat, default=None)
    discharge_date: date | None = reads(date.fromisoformat, default=None)
    referral_source: str | None = None
    care_coordinator: str | None = None
    preferred_language: str | None = None
    """BCP 47, such as ``es``."""
    gender_preference: str | None = None
    external_id: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Caregiver(_Masked):
    """Somebody who gives care."""

    _shown: ClassVar[tuple[str, ...]] = ("id", "status")

    id: str
    first_name: str
    last_name: str
    phone: str
    status: str
    """applicant, pending, active, inactive, terminated. Only active ones may work."""
    updated_at: datetime = reads(instant)
    email: str | None = None
    certifications: tuple[str, ...] = reads(tuple, default=())
    """CNA, HHA, PCA."""
    availability: tuple[AvailabilityWindow, ...] = reads(each(record(AvailabilityWindow)), default=())
    service_area: str | None = None
    """The ZIP code the caregiver works in."""
    performance_rating: float | None = None
    hire_date: date | None = reads(date.fromisoformat, default=None)
    background_check_status: str | None = None
    """pending, cleared, failed, expired."""
    skills: tuple[str, ...] = reads(tuple, default=())
    languages: tuple[str, ...] = reads(tuple, default=())
    """BCP 47."""
    gender: str | None = None
    external_id: str | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Shift(_Masked):
    """A planned or past visit. The instants are aware, in UTC."""

    _shown: ClassVar[tuple[str, ...]] = ("id", "status", "scheduled_start", "client_id", "caregiver_id")

    id: str
    client_id: str
    status: str
    """scheduled, in_progress, completed, missed, cancelled, open."""
    visit_type: str
    """Personal Care, Homemaker, Companionship."""
    scheduled_start: datetime = reads(instant)
    scheduled_end: datetime = reads(instant)
    updated_at: datetime = reads(instant)
    caregiver_id: str | None = None
    """Nobody, for an open shift."""
    actual_start: datetime | None = reads(instant, default=None)
    """Clock-in."""
    actual_end: datetime | None = reads(instant, default=None)
    """Clock-out."""
    billable_hours: float | None = None
    client_zip_code: str | None = None
    client_gender_preference: str | None = None
    client_language: str | None = None
    required_certifications: tuple[str, ...] = reads(tuple, default=())
    care_coordinator: str | None = None
    payer_source: str | None = None


@dataclass(frozen=True, slots=True)
class Evv:
    """Electronic visit verification of one shift."""

    shift_id: str
    caregiver_id: str
    clock_in: datetime = reads(instant)
    clock_out: datetime | None = reads(instant, default=None)
    gps_verified: bool | None = None
    method: str | None = None
    """mobile, telephony, manual."""
    exceptions: tuple[str, ...] = reads(tuple, default=())


@dataclass(frozen=True, slots=True)
class Verified:
    """What :meth:`WellSky.verify` saw."""

    agency_id: str
    environment: str
    """sandbox, production."""
    client_total: int
    """How many clients the agency has."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """What became of giving a shift to a caregiver."""

    result: str
    """``assigned``: now, read back and recorded. ``already_assigned``: to this caregiver, before. ``taken``: somebody
    else has it or claimed it first. ``refused``: see ``reason``. ``no_longer_eligible``: see ``reasons``. ``in_doubt``: the
    request may have been carried out; the claim is held, call again at or after ``until``."""
    caregiver_id: str | None = None
    """Who has the shift, where known."""
    reason: str | None = None
    until: datetime | None = reads(instant, default=None)
    reasons: tuple[Exclusion, ...] = reads(each(record(Exclusion)), default=())

    @property
    def is_assigned(self) -> bool:
        """True when the caregiver asked for has the shift."""
        return self.result in ("assigned", "already_assigned")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list."""

    items: tuple[T, ...]
    total: int
    """How many there are over all pages."""
    offset: int
    """How many stand before this page."""
    pass_number: int = 1
    """2 when the list changed while it was read and is read again from its start: forget the pages before."""
