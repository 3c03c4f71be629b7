"""What reports are made of. What has no value says why; nothing is ever infinite or not a number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from ..overtime import Money

__all__ = ["Amount", "Basis", "Difference", "Rate", "Ratio", "Spread"]


@dataclass(frozen=True, slots=True)
class Basis:
    """What a report rests on."""

    as_of: datetime
    """The moment it speaks of: what happened or was learned later is left out."""
    zone: str
    """The IANA zone of the days."""
    from_: date | None
    """The first day."""
    to: date | None
    """The day after the last."""
    facts: int
    """How many facts it rests on, those outside the period included, for a subject may have begun there."""
    later_facts: int
    """How many facts are known that happened, or were learned, after ``as_of``."""


@dataclass(frozen=True, slots=True)
class Rate:
    """A share between 0 and 1, or the reason that there is none; always with its parts."""

    value: float | None
    numerator: int
    denominator: int
    why_null: str | None
    """``nothing_to_count``, ``immature``, ``not_measurable``."""
    low95: float | None
    """The lower end of Wilson's interval of 95 %."""
    high95: float | None
    """The upper end."""
    n: int
    """How many subjects were counted."""
    mature_at: datetime | None
    """When the last of the subjects that are too young now has come of age."""
    verdict: str
    """``enough``, or ``too_few``: then look at the counts, and decide nothing by the share."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """A quotient that is no share: it may be over 1, or negative."""

    value: float | None
    numerator: int
    denominator: int
    why_null: str | None
    """``no_spend``, ``nobody_won``, ``nothing_to_count``, ``not_measurable``, ``not_reached``, ``out_of_range``."""


@dataclass(frozen=True, slots=True)
class Amount:
    """Money, or the reason that there is none."""

    value: Money | None
    why_null: str | None
    """As in :class:`Ratio`."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One share less another."""

    value: float | None
    """Between -1 and 1."""
    low95: float | None
    """The lower end of Newcombe's interval of 95 %."""
    high95: float | None
    """The upper end."""
    why_null: str | None


@dataclass(frozen=True, slots=True)
class Spread:
    """Durations, in seconds."""

    n: int
    median_seconds: int | None
    """Of an even number the lower of the two in the middle."""
    p90_seconds: int | None
    """The ninetieth percentile: a value that occurred."""
