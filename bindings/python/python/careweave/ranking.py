"""What a ranking holds."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import datetime

from ._decode import each, instant, reads, record
from ._plans import reader

__all__ = [
    "Candidate",
    "Excluded",
    "Exclusion",
    "Part",
    "Policy",
    "Ranking",
    "ShiftRanking",
    "ShiftSummary",
    "TopCandidate",
    "TopRanking",
    "WeekHours",
    "Workload",
]


@dataclass(frozen=True, slots=True)
class ShiftSummary:
    """The shift a ranking is for."""

    id: str
    client_id: str
    scheduled_start: datetime = reads(instant)
    """Aware, in UTC."""
    scheduled_end: datetime = reads(instant)
    """Aware, in UTC."""


@dataclass(frozen=True, slots=True)
class Part:
    """One rule's share of a score."""

    rule: str
    """``service_area``, ``past_visits``, ``overtime``, ``gender`` or ``language`` under the documented heuristic; other
    policies have more."""
    points: int
    """Zero when the rule does not apply."""
    why: str
    """A few words without personal data."""


@dataclass(frozen=True, slots=True)
class WeekHours:
    """A caregiver's minutes in one workweek, without and with the shift."""

    before_minutes: int
    after_minutes: int
    overtime_minutes: int
    """Minutes over 40 hours that the shift adds."""
    week_start: datetime = reads(instant)
    """Aware, in UTC."""


@dataclass(frozen=True, slots=True)
class Workload:
    """What a shift does to a caregiver's workweeks."""

    overtime_minutes: int
    """Over all workweeks the shift touches."""
    weeks: tuple[WeekHours, ...] = reads(each(record(WeekHours)))
    """One, or two when the shift crosses the start of the workweek."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A caregiver who may take the shift."""

    rank: int
    """1 for the best."""
    caregiver_id: str
    score: int
    """The sum of the parts' points."""
    parts: tuple[Part, ...] = reads(each(record(Part)))
    workload: Workload = reads(record(Workload))
    tier: int | None = None
    """1 for the best, where the policy has tiers."""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """One reason why a caregiver may not take a shift.

    ``reason`` is ``not_active`` (see ``status``), ``background_check`` (``status``), ``missing_certification``
    (``certification``), ``not_available``, ``schedule_conflict`` (``shift_id``: the other shift) or another word;
    :meth:`Roster.why_not` says each in a phrase.
    """

    reason: str
    status: str | None = None
    certification: str | None = None
    shift_id: str | None = None


@dataclass(frozen=True, slots=True)
class Excluded:
    """A caregiver who may not take the shift, with every reason."""

    caregiver_id: str
    reasons: tuple[Exclusion, ...] = reads(each(record(Exclusion)))


@dataclass(frozen=True, slots=True)
class Policy:
    """The policy a ranking was made by."""

    name: str
    version: int


@dataclass(frozen=True, slots=True)
class ShiftRanking:
    """Who may take one shift, best first, and why each of the others may not."""

    shift: ShiftSummary = reads(record(ShiftSummary))
    policy: Policy = reads(record(Policy))
    candidates: tuple[Candidate, ...] = reads(each(record(Candidate)))
    excluded: tuple[Excluded, ...] = reads(each(record(Excluded)))


@dataclass(frozen=True, slots=True)
class Ranking(ShiftRanking):
    """A ranking together with its text."""

    _text: str = dataclasses.field(default="", repr=False)

    def to_json(self) -> str:
        """The ranking as one line of JSON: the very text Rust, Node and the command line print."""
        return self._text


@dataclass(frozen=True, slots=True)
class TopCandidate:
    """One of the first few."""

    rank: int
    """1 for the best."""
    caregiver_id: str
    score: int
    """The sum of the parts' points, in the policy's unit."""
    overtime_minutes: int
    """Minutes of overtime the shift adds, by the policy's labour law."""
    overtime_premium: int
    """What overtime premiums rise by, in minor units."""
    parts: tuple[Part, ...]
    tier: int | None = None
    """1 for the best, where the policy has tiers."""


@dataclass(frozen=True, slots=True)
class TopRanking:
    """The first few for one shift: those of the ranking of everybody. Nobody else was looked at."""

    shift: ShiftSummary
    policy: Policy
    candidates: tuple[TopCandidate, ...]


read_top = reader(TopRanking)
