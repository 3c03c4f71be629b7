"""Reports on where clients and caregivers come from, and how far leads come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..overtime import Money
from ._measures import Amount, Basis, Rate, Ratio, Spread

__all__ = [
    "Funnel",
    "FunnelGroup",
    "FunnelStep",
    "Recruiting",
    "RecruitingSource",
    "Referral",
    "ReferralSource",
    "Spend",
]


@dataclass(frozen=True, slots=True)
class Spend:
    """What was spent on a source."""

    kind: Literal["no_spend", "spent"]
    """``no_spend``: no return on it exists; it is not infinite."""
    media: Money | None
    """Advertising, fees, bonuses."""
    labour: Money | None
    """The agency's own hours."""


@dataclass(frozen=True, slots=True)
class ReferralSource:
    """One referral source."""

    source: str
    """``unknown`` for leads nobody knows the source of."""
    conversion: Rate
    """Leads of the cohort that became clients, of all of them."""
    immature: int
    """Leads too young to be counted."""
    spend: Spend
    cac: Amount
    """Spend per client won."""
    value_per_client: Amount
    """Worth per client won."""
    still_clients: int
    """Clients among those won who are still clients: their worth is not final."""
    total_value: Amount
    """Worth of all clients won."""
    ltv_to_cac: Ratio
    """Worth per client through spend per client."""
    roi: Ratio
    """What came back above the spend, through the spend."""
    payback_months: Ratio
    """Months of margin that make up for the spend on a client."""


@dataclass(frozen=True, slots=True)
class Referral:
    """Sources by what they brought, the free ones among them."""

    basis: Basis
    worth: Literal["revenue", "margin"]
    """What worth is measured in."""
    horizon_months: int | None
    """Over how many months; ``None``: so far."""
    sources: tuple[ReferralSource, ...]
    """By total worth, the most first."""
    conversion: Rate
    """All leads together."""
    won_without_lead: int
    """Clients won in the period whose lead was never told of: they belong to no source."""


@dataclass(frozen=True, slots=True)
class RecruitingSource:
    """One recruiting source."""

    source: str
    hired: int
    retention: Rate
    """Employed on the day, of those hired long enough ago."""
    immature: int
    """Hired too recently to be judged."""
    kaplan_meier: float | None
    """The share employed on the day when the recent hires are counted for as long as they are there."""
    kaplan_meier_95: tuple[float, ...] | None
    """Both ends of its interval."""
    cost_per_hire: Amount
    cost_per_retained: Amount
    ratings: int
    rating: float | None
    """The mean, in stars."""
    rating_shrunk: float | None
    """The same pulled towards the mean of all, the more the fewer there are."""


@dataclass(frozen=True, slots=True)
class Recruiting:
    """What each recruiting source brings, how long it stays, and what it costs."""

    basis: Basis
    day: int
    """The day after the hire at which retention is asked for."""
    sources: tuple[RecruitingSource, ...]
    retention: Rate
    """All hires together."""


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """One stage."""

    stage: Literal["contacted", "qualified", "booked", "confirmed", "showed", "converted"]
    reached: int
    """Leads that ever came this far, or further."""
    of_previous: Rate
    of_created: Rate
    since_previous: Spread
    """Time from the stage before, of those for whom both are known."""


@dataclass(frozen=True, slots=True)
class FunnelGroup:
    """Some of the leads."""

    name: str
    """``all`` when they are not told apart."""
    created: int
    immature: int
    """Too young to be counted."""
    steps: tuple[FunnelStep, ...]
    lost: dict[str, int]
    """Leads given up, by reason."""


@dataclass(frozen=True, slots=True)
class Funnel:
    """How far leads come."""

    basis: Basis
    by: Literal["nothing", "source", "temperature"]
    groups: tuple[FunnelGroup, ...]
