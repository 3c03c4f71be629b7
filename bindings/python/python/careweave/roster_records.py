"""The records a roster is built from, as dataclasses.

Mappings with the same keys do as well. Field names and rules are those of a roster file; whatever is ``None`` or empty is
not stated, and unknown never equals anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from ._masked import Masked

__all__ = ["CaregiverProfile", "ClientRecord", "RosterCaregiver", "RosterShift"]


@dataclass(frozen=True, slots=True)
class RosterCaregiver:
    """What ranking needs to know of a caregiver."""

    id: str
    status: str
    """Only ``active`` may work."""
    service_area: str | None = None
    """The ZIP code the caregiver works in."""
    certifications: Sequence[str] = ()
    languages: Sequence[str] = ()
    """BCP 47 tags."""
    gender: str | None = None
    availability: Sequence[Mapping[str, str]] = ()
    """Weekly windows ``{"day": "monday", "start": "08:00", "end": "16:00"}`` in the agency's zone. Empty: none was declared,
    and none is enforced."""
    background_check_status: str | None = None
    """Where one is recorded, only ``cleared`` may work."""


@dataclass(frozen=True, slots=True, repr=False)
class RosterShift(Masked):
    """What ranking needs to know of a shift."""

    _shown: ClassVar[tuple[str, ...]] = ("id", "client_id", "caregiver_id", "status")
    id: str
    client_id: str
    scheduled_start: datetime
    """Aware."""
    scheduled_end: datetime
    """Aware."""
    status: str
    """``open``, ``scheduled``, ``in_progress``, ``completed``, ``missed`` or ``cancelled``."""
    caregiver_id: str | None = None
    actual_start: datetime | None = None
    actual_end: datetime | None = None
    client_zip_code: str | None = None
    client_gender_preference: str | None = None
    client_language: str | None = None
    required_certifications: Sequence[str] = ()


@dataclass(frozen=True, slots=True, repr=False)
class CaregiverProfile(Masked):
    """What an agency knows of a caregiver beside the vendor's record."""

    _shown: ClassVar[tuple[str, ...]] = ("caregiver_id",)
    caregiver_id: str
    home: Mapping[str, int] | None = None
    """``{"latitude_e6": …, "longitude_e6": …}``: millionths of a degree."""
    home_zip_code: str | None = None
    credentials: Sequence[Mapping[str, Any]] = ()
    """``{"name": "CNA", "expires_on": date or "never"}``."""
    skills: Sequence[str] = ()
    time_off: Sequence[Mapping[str, Any]] = ()
    """``{"first_day": date, "last_day": date}``."""
    excluded_clients: Sequence[str] = ()
    accepts: Mapping[str, bool] = field(default_factory=dict)
    """``pets``, ``smoking``, ``live_in``, ``car``, ``lift``: whether the caregiver accepts it."""
    max_drive_metres: int | None = None
    paperwork_complete: bool | None = None
    max_day_minutes: int | None = None
    max_week_minutes: int | None = None
    wanted_week_minutes: int | None = None
    pay_rate: int | None = None
    """Minor units (cents) per hour."""
    attendance: Mapping[str, int] | None = None
    """``{"accepted": …, "missed": …}``."""
    response: Mapping[str, int] | None = None
    """``{"offered": …, "accepted": …}``."""
    last_offered_at: datetime | None = None


@dataclass(frozen=True, slots=True, repr=False)
class ClientRecord(Masked):
    """What an agency knows of a client beside the vendor's record."""

    _shown: ClassVar[tuple[str, ...]] = ("client_id",)
    client_id: str
    home: Mapping[str, int] | None = None
    """``{"latitude_e6": …, "longitude_e6": …}``: millionths of a degree."""
    excluded_caregivers: Sequence[str] = ()
    preferred_caregivers: Sequence[str] = ()
    familiar_only: bool = False
    requirements: Mapping[str, Any] = field(default_factory=dict)
    """``skills``, ``language``, ``gender`` with its ``reason``, ``conditions``: what every shift here asks for."""
