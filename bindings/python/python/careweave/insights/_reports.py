"""Reports on calls, messages, appointments, shifts, clients and visits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from ._measures import Amount, Basis, Difference, Rate, Ratio, Spread

__all__ = [
    "AppointmentLine",
    "Appointments",
    "ChannelLine",
    "Churn",
    "ChurnReason",
    "ClientAtRisk",
    "Evv",
    "EvvAlert",
    "EvvPayer",
    "Fairness",
    "FairnessLine",
    "FilledBy",
    "Filling",
    "FormLine",
    "Messaging",
    "ReminderEffect",
    "RetentionTask",
    "Telephony",
]


@dataclass(frozen=True, slots=True)
class Telephony:
    """What came of your calls."""

    basis: Basis
    attempts: int
    """Calls the carrier took."""
    open: int
    """Calls that may still be answered."""
    not_placed: int
    """Calls that never got as far as the carrier: your own failures, which are no attempts."""
    answer: Rate
    """Taken by a person, of all attempts."""
    voicemail: int
    answered_by_unknown: int
    completion: Rate
    """Ended as calls do, of those a person took and that ended."""
    handle_seconds: Ratio
    """Talk, hold and work after the call, per such call."""
    speed_of_answer: Spread
    ring: Spread
    cost: Amount
    uncharged: int
    """Calls whose price is not known: they are not free."""
    cost_per_call: Amount
    leads_called: int
    contact: Rate
    """Leads of whom a person took a call, of those called."""
    retries: int
    """Attempts beyond the first of each lead."""
    conversions: int
    """Leads that became clients after their first call in the period."""
    cost_per_conversion: Amount
    results: dict[str, int]
    """What the calls led to: ``booked``, ``callback``, ``not_interested``, ``other``."""


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """One channel."""

    channel: Literal["sms", "whatsapp", "email"]
    sent: int
    """Taken by the provider."""
    immature: int
    """Too young, and not final."""
    delivery: Rate
    """Delivered or read, of those sent that had their time."""
    read: Rate
    """Read, of those delivered: a lower bound. ``not_measurable`` for text messages."""
    response: Rate
    """People who wrote within the window after a message reached them, of all whom one reached."""
    received: int


@dataclass(frozen=True, slots=True)
class FormLine:
    """Templates and messages by hand, for one audience."""

    audience: str
    template: Rate
    freeform: Rate
    difference: Difference
    """The first less the second."""
    got_both: int
    """People who got both, and are in neither."""


@dataclass(frozen=True, slots=True)
class Messaging:
    """What came of your messages, and how fast you answer."""

    basis: Basis
    channels: tuple[ChannelLine, ...]
    conversations: int
    """People you wrote to, or who wrote to you."""
    first_response: Spread
    """From the first message of a run that waits for an answer to the answer."""
    first_response_office: Spread
    """The same in office hours alone."""
    waiting: int
    """Runs without an answer yet."""
    first_touch: Spread
    """From a lead's creation to your first message or call."""
    untouched: int
    """Leads without either."""
    forms: tuple[FormLine, ...]
    opted_out: int


@dataclass(frozen=True, slots=True)
class AppointmentLine:
    """Some of the appointments."""

    name: str
    """The professional or clinic; ``all`` when they are not told apart."""
    no_show: Rate
    """Did not come, of those who came or did not."""
    cancelled: int
    cancelled_late: int
    moved: int
    undetermined: int
    """Over, and nobody has said how."""
    upcoming: int


@dataclass(frozen=True, slots=True)
class ReminderEffect:
    """What a reminder changes, by lot: of the visits that could have been reminded, those that were to be against those held
    out."""

    rule: str
    reminded: Rate
    held_out: Rate
    difference: Difference
    """The first less the second: below zero the reminder helps."""
    ineligible: int
    """Drawn for, and left out: booked after the reminder was due, not reachable, or without consent."""
    reminded_cancelled: int
    held_out_cancelled: int


@dataclass(frozen=True, slots=True)
class Appointments:
    """Who came, who did not, what a reminder changes and what a no-show costs."""

    basis: Basis
    by: Literal["nothing", "professional", "clinic"]
    lines: tuple[AppointmentLine, ...]
    reminders: tuple[ReminderEffect, ...]
    rebooked: Rate
    """No-shows with another appointment within the days, of the no-shows whose days are over."""
    lost: Amount
    """What the no-shows were to bring."""
    recovered: Amount
    """What came of the appointments instead of them that were kept."""
    net_lost: Amount
    unpriced: int
    """No-shows without a price, which are in none of the three."""


@dataclass(frozen=True, slots=True)
class FilledBy:
    """How many were filled within a time, by the estimate of Kaplan and Meier."""

    minutes: int
    share: float | None
    interval: tuple[float, ...] | None
    """Both ends of its interval of 95 %."""


@dataclass(frozen=True, slots=True)
class Filling:
    """How fast open shifts are filled, and at what price to those who are asked."""

    basis: Basis
    opened: int
    filled_before_start: Rate
    cancelled: int
    filled_elsewhere: int
    open: int
    median_seconds: int | None
    """By Kaplan and Meier; ``None`` when fewer than half were filled."""
    p90_seconds: int | None
    filled_by: tuple[FilledBy, ...]
    first_yes_median_seconds: int | None
    offers_per_fill: Ratio
    surplus_yes: int
    """Caregivers who said yes and did not get the shift."""
    opt_outs_per_thousand: Ratio
    """Per thousand offers."""
    touches_per_shift: Ratio
    """Times a coordinator had to do something, per shift."""
    after_hours: Rate
    """Opened while the office was closed."""
    overtime_minutes: int
    continuity: Rate
    """Filled by somebody the client knows."""


@dataclass(frozen=True, slots=True)
class FairnessLine:
    """One caregiver."""

    caregiver: str
    offered: Rate
    """Shifts offered, of those the caregiver could have been asked for."""
    assigned: Rate
    """Shifts assigned, of those offered."""


@dataclass(frozen=True, slots=True)
class Fairness:
    """Who is asked, and who gets the work, among those who could."""

    basis: Basis
    eligible: int
    gini_offers: float | None
    """0 when all have the same number, near 1 when one has all."""
    gini_fills: float | None
    caregivers: tuple[FairnessLine, ...]


@dataclass(frozen=True, slots=True)
class ChurnReason:
    """Why a client may leave."""

    reason: Literal["on_hold", "portal_silent", "visits_not_completed", "complaints"]
    days: int | None
    """With ``portal_silent``: since the last look into the portal."""
    completed: Rate | None
    """With ``visits_not_completed``."""
    count: int | None
    """With ``complaints``."""


@dataclass(frozen=True, slots=True)
class RetentionTask:
    """What is to be done for a client."""

    task: Literal["open", "is_open", "done", "not_needed"]
    key: str | None
    """With ``open``: the idempotency key of the task to be opened, the same however often it is asked for."""
    since: datetime | None
    """With ``is_open``."""


@dataclass(frozen=True, slots=True)
class ClientAtRisk:
    """A client who may leave."""

    client: str
    since: datetime
    reasons: tuple[ChurnReason, ...]
    """Those of now; none when the client has been clear for too short a time."""
    task: RetentionTask


@dataclass(frozen=True, slots=True)
class Churn:
    """Which clients may leave, why, and whether somebody is on it."""

    basis: Basis
    clients: int
    """All clients looked at; discharged ones are not."""
    at_risk: tuple[ClientAtRisk, ...]


@dataclass(frozen=True, slots=True)
class EvvPayer:
    """One payer."""

    payer: str
    required: bool
    """Whether the payer asks for verification."""
    visits: int
    verified: Rate
    """Verified, at the visit or by hand, of all that had time to be."""
    untouched: Rate
    """Verified at the visit and untouched, of the same."""
    by_hand: int
    immature: int
    billable_minutes: int
    unverified_minutes: int
    """Minutes worked that may not be billed before they are verified."""


@dataclass(frozen=True, slots=True)
class EvvAlert:
    """A visit somebody has to look at."""

    visit: str
    payer: str
    verification: Literal[
        "verified", "verified_by_hand", "gps_failed", "no_clock_in", "no_clock_out", "other_exception", "missing"
    ]


@dataclass(frozen=True, slots=True)
class Evv:
    """Whether visits were verified as their payers ask, and what may be billed."""

    basis: Basis
    payers: tuple[EvvPayer, ...]
    verified: Rate
    """All visits of payers that ask for it."""
    alerts: tuple[EvvAlert, ...]
