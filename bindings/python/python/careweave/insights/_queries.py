"""How reports are asked for. A period is a number of local days, the last one not included; an end that is not given is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, ClassVar, Generic, Literal, TypeVar

from .._plain import plain
from ._reports import Appointments, Churn, Evv, Fairness, Filling, Messaging, Telephony
from ._sources import Funnel, Recruiting, Referral

__all__ = [
    "AppointmentsQuery",
    "ChurnQuery",
    "EvvQuery",
    "FairnessQuery",
    "FillingQuery",
    "FunnelQuery",
    "MessagingQuery",
    "OfficeHours",
    "Query",
    "RecruitingQuery",
    "ReferralQuery",
    "TelephonyQuery",
]

R = TypeVar("R")

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When the office is staffed: the same hours on some days of the week, by the wall clock of the query's zone."""

    days: Sequence[Weekday]
    open_minute: int
    """Minutes after local midnight."""
    close_minute: int
    """Not included; at most 1440."""


@dataclass(frozen=True, kw_only=True)
class Query(Generic[R]):
    """What is asked for; ``R`` is the report."""

    report: ClassVar[str]
    """The report's word, as on the command line."""
    figures: ClassVar[type[Any]]
    """The report's class."""
    zone: str
    """The IANA zone of the days, such as ``America/Denver``."""

    def given(self) -> dict[str, Any]:
        """As the native module takes it."""
        stated = {field.name: getattr(self, field.name) for field in fields(self)}
        named = {name.removesuffix("_"): value for name, value in stated.items() if value is not None}
        return {"report": self.report, **{name: plain("insights.ask", name, one) for name, one in named.items()}}


@dataclass(frozen=True, kw_only=True)
class Scoped(Query[R]):
    """A query about a period."""

    from_: date | None = None
    """The first day."""
    to: date | None = None
    """The day after the last."""
    min_n: int = 30
    """How many subjects a share needs before it is a verdict."""


@dataclass(frozen=True, kw_only=True)
class ReferralQuery(Scoped[Referral]):
    """Leads created in the period, and the money spent in it."""

    report: ClassVar[str] = "referral"
    figures: ClassVar[type[Any]] = Referral
    worth: Literal["revenue", "margin"] = "margin"
    """What a client's worth is measured in."""
    horizon_months: int | None = None
    """Worth over this many months of thirty days, 1 to 120, with those who are still clients accounted for. ``None``: what came in
    so far, a lower bound while there are such."""
    maturity_days: int = 0
    """Days a lead gets before it is counted."""


@dataclass(frozen=True, kw_only=True)
class RecruitingQuery(Scoped[Recruiting]):
    """Caregivers hired in the period, and the money spent in it."""

    report: ClassVar[str] = "recruiting"
    figures: ClassVar[type[Any]] = Recruiting
    day: int = 90
    """The day after the hire at which retention is asked for, 1 to 3650."""
    prior_ratings: int = 10
    """How many ratings of the mean of all a source's own are mixed with."""


@dataclass(frozen=True, kw_only=True)
class FunnelQuery(Scoped[Funnel]):
    """Leads created in the period."""

    report: ClassVar[str] = "funnel"
    figures: ClassVar[type[Any]] = Funnel
    by: Literal["nothing", "source", "temperature"] = "nothing"
    """By what leads are told apart."""
    maturity_days: int = 30
    """Days a lead gets before it is counted."""


@dataclass(frozen=True, kw_only=True)
class TelephonyQuery(Scoped[Telephony]):
    """Calls the carrier took in the period."""

    report: ClassVar[str] = "telephony"
    figures: ClassVar[type[Any]] = Telephony
    settle_minutes: int = 60
    """How long a call may be without an answer and an end before it is an attempt without an answer."""


@dataclass(frozen=True, kw_only=True)
class MessagingQuery(Scoped[Messaging]):
    """Messages the provider took in the period, and those received."""

    report: ClassVar[str] = "messaging"
    figures: ClassVar[type[Any]] = Messaging
    delivery_hours: int = 24
    """How long a message may take to arrive."""
    response_hours: int = 24
    """Within how long an answer is one."""
    office: OfficeHours | None = None
    """Monday to Friday, 8:00 to 17:00, unless stated."""


@dataclass(frozen=True, kw_only=True)
class AppointmentsQuery(Scoped[Appointments]):
    """Appointments scheduled for the period."""

    report: ClassVar[str] = "noshow"
    figures: ClassVar[type[Any]] = Appointments
    by: Literal["nothing", "professional", "clinic"] = "nothing"
    """By what appointments are told apart."""
    late_hours: int = 24
    """Called off this many hours before, or later, is late."""
    rebook_days: int = 30
    """Days after a no-show within which another appointment counts as instead of it."""


@dataclass(frozen=True, kw_only=True)
class FillingQuery(Scoped[Filling]):
    """Shifts opened in the period."""

    report: ClassVar[str] = "fill"
    figures: ClassVar[type[Any]] = Filling
    office: OfficeHours | None = None
    """Monday to Friday, 8:00 to 17:00, unless stated."""


@dataclass(frozen=True, kw_only=True)
class FairnessQuery(Scoped[Fairness]):
    """Caregivers who could have been asked in the period."""

    report: ClassVar[str] = "fairness"
    figures: ClassVar[type[Any]] = Fairness


@dataclass(frozen=True, kw_only=True)
class ChurnQuery(Query[Churn]):
    """Clients as of one moment, over the windows of the rules."""

    report: ClassVar[str] = "churn"
    figures: ClassVar[type[Any]] = Churn
    silent_days: int = 30
    """Longer without a look into the portal is a reason."""
    visit_days: int = 28
    """Over how many days visits are looked at."""
    completed_percent: int = 85
    """Fewer completed, in percent, is a reason."""
    min_visits: int = 8
    """With fewer visits than these there is no such reason."""
    complaint_days: int = 30
    """Over how many days complaints are counted."""
    complaints: int = 3
    """So many are a reason."""
    clear_days: int = 14
    """How long a client has to be without a reason before a new one opens a new task."""


@dataclass(frozen=True, kw_only=True)
class EvvQuery(Scoped[Evv]):
    """Visits that ended in the period."""

    report: ClassVar[str] = "evv"
    figures: ClassVar[type[Any]] = Evv
    required_by: Sequence[str] | None = None
    """Payers that ask for verification: Medicaid and VA, unless stated."""
    grace_hours: int = 24
    """How long a visit gets for its verification to come in."""
