"""Overtime and pay under dated labour rules: pure functions, exact minutes, money rounded once per workweek.

>>> from careweave import overtime
>>> law = overtime.LabourPolicy.for_place("US-CO", zone="America/Denver")
>>> week = [overtime.WorkSegment(start, end, rate=1800, place="US-CO") for start, end in booked]   # doctest: +SKIP
>>> overtime.delta(law, week, [candidate]).explanation                                         # doctest: +SKIP
'38 h 00 → 44 h 00, 4 h overtime (weekly 40), extra $36.00'
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any, Literal

from . import _native
from ._decode import instant as _instant
from ._plain import arguments, text
from ._plans import reader
from .errors import invalid_input

__all__ = [
    "Bonus",
    "Delta",
    "ExactPay",
    "LabourPolicy",
    "Money",
    "RuleChange",
    "RuleMinutes",
    "Week",
    "WeekChange",
    "WeekMinutes",
    "Window",
    "WorkSegment",
    "credited_deviation",
    "delta",
    "evaluate",
    "instant",
    "timesheet",
]


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units (cents, centavos)."""

    minor: int
    currency: str

    def __str__(self) -> str:
        sign = "-" if self.minor < 0 else ""
        return f"{sign}{abs(self.minor) // 100}.{abs(self.minor) % 100:02} {self.currency}"


@dataclass(frozen=True, slots=True)
class WorkSegment:
    """One stretch of one caregiver's time. Mappings with the same keys do as well."""

    start: datetime
    """Aware, on a whole minute."""
    end: datetime
    """Aware, on a whole minute; not part of it."""
    rate: int
    """Pay in minor units per hour."""
    place: str
    """Where, as a code: ``US``, ``US-CO``, ``US-CA``, ``US-NV``, ``US-NY``, ``US-AK``, ``US-PR``, ``US-KY``, ``US-OR``,
    ``US-WA``, ``BR``."""
    kind: str = "work"
    """``work``, ``travel``, ``sleep``, ``on_call_restricted``, ``on_call_unrestricted``, ``meal_on_duty`` or
    ``meal_off_duty``."""
    day: str = "ordinary"
    """``ordinary`` or ``rest_day``."""
    shift_id: str | None = None
    """The shift this belongs to, for messages."""


@dataclass(frozen=True, slots=True)
class Bonus:
    """A nondiscretionary bonus: part of the regular rate of the week in which it was earned."""

    earned_at: datetime
    amount: Money


@dataclass(frozen=True, slots=True)
class Window:
    """From an instant up to, and without, another."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class RuleMinutes:
    """One rule in one week."""

    rule: str
    extra_percent: int
    """What it adds to the rate: 50 for time and a half."""
    claimed: int
    """Minutes it makes overtime, looked at alone."""
    credited: int
    """Minutes it is paid for; over all rules they sum up to the week's overtime."""


@dataclass(frozen=True, slots=True)
class ExactPay:
    """Amounts in minor units, before they are rounded."""

    straight: Fraction
    bonus: Fraction
    premium: Fraction
    spread: Fraction
    pay: Fraction


@dataclass(frozen=True, slots=True)
class Week:
    """What a workweek came to."""

    starts_on: date
    """Its first date on the employer's wall clock."""
    week: Window
    worked_minutes: int
    overtime_minutes: int
    by_rule: tuple[RuleMinutes, ...]
    """Rules that make some minute overtime."""
    regular_rate: Fraction | None
    """Minor units per hour, exactly; ``None`` without work."""
    straight: Money
    bonus: Money
    premium: Money
    """What overtime adds, rounded half to even."""
    spread: Money
    """Pay for long or split days, where the law has it."""
    pay: Money
    """Everything, rounded once, half to even."""
    exact: ExactPay


@dataclass(frozen=True, slots=True)
class WeekMinutes:
    """A week's minutes."""

    worked: int
    overtime: int


@dataclass(frozen=True, slots=True)
class RuleChange:
    """The minutes a rule is paid for, before and after."""

    rule: str
    label: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class WeekChange:
    """One workweek before and after."""

    week: Window
    starts_on: date
    before: WeekMinutes
    after: WeekMinutes
    by_rule: tuple[RuleChange, ...]
    premium: Money
    cost: Money


@dataclass(frozen=True, slots=True)
class Delta:
    """What some time on top does to a caregiver's weeks: the difference of two full evaluations."""

    weeks: tuple[WeekChange, ...]
    """Every week that changes, in order of time."""
    premium: Money
    """What overtime premiums rise by; negative where they fall."""
    cost: Money
    """What total pay rises by: the true cost."""
    explanation: str
    """``38 h 00 → 44 h 00, 4 h overtime (weekly 40), extra $36.00``."""
    policy_version: str

    @property
    def overtime_minutes(self) -> int:
        """Minutes of overtime added over all weeks; negative where they fall."""
        return sum(week.after.overtime - week.before.overtime for week in self.weeks)


@dataclass(frozen=True, slots=True)
class _Evaluated:
    policy_version: str
    weeks: tuple[Week, ...]


_read_weeks = reader(_Evaluated)
_read_delta = reader(Delta)

Segments = Iterable[WorkSegment | Mapping[str, Any]]
"""Segments, or mappings with their keys."""


class LabourPolicy:
    """Labour law as data: dated and versioned, every rule with its citation. It does not change; threads may share it."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        """Reads the text of a policy file (format ``careweave.labour/1``).

        Raises:
            InvalidInputError: it breaks a rule; the context names the ``record`` and the ``field``.
        """
        self._text = _native.compute("overtime.policy", text, "{}")

    @classmethod
    def for_place(
        cls,
        place: str,
        *,
        zone: str,
        workweek_starts: str = "sunday",
        workweek_starts_at_minute: int = 0,
        profile: Mapping[str, Any] | None = None,
    ) -> LabourPolicy:
        """The rules of a place for a home-care agency, with federal law where it applies.

        Args:
            place: As in :class:`WorkSegment`.
            zone: The employer's IANA zone.
            workweek_starts: The first day of the workweek.
            workweek_starts_at_minute: Minutes after local midnight.
            profile: Facts that differ from those of an ordinary agency caregiver: ``occupation``, ``residence``,
                ``employees``, ``minimum_wage`` (minor units per hour), ``federal``, ``nevada_week``, ``brazil_schedule``,
                ``sleep``.

        Raises:
            InvalidInputError: an unknown place or fact, or one that the place needs and that is missing.
        """
        given = arguments(
            "overtime.policy",
            place=place,
            zone=zone,
            workweek_starts=workweek_starts,
            workweek_starts_at_minute=workweek_starts_at_minute,
            profile=profile,
        )
        policy = cls.__new__(cls)
        policy._text = _native.compute("overtime.policy_for_place", "", given)
        return policy

    def changed(self, **fields: Any) -> LabourPolicy:
        """The same policy with other values for some of its fields, validated: ``composition="per_week_max"``."""
        return LabourPolicy(text("overtime.policy", {**self.to_dict(), **fields}))

    def to_json(self) -> str:
        """The policy as the text of a policy file."""
        return self._text

    def to_dict(self) -> dict[str, Any]:
        """The policy as plain data, to read or to change."""
        data: dict[str, Any] = json.loads(self._text)
        return data

    def __eq__(self, other: object) -> bool:
        return isinstance(other, LabourPolicy) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __reduce__(self) -> tuple[Any, ...]:
        return (LabourPolicy, (self._text,))

    def __repr__(self) -> str:
        data = self.to_dict()
        return f"<LabourPolicy {data['name']!r} {data['version']}>"


def evaluate(policy: LabourPolicy, worked: Segments, *, bonuses: Sequence[Bonus] = ()) -> tuple[Week, ...]:
    """Every workweek with work or a bonus, in order of time.

    Raises:
        InvalidInputError: a segment breaks a rule; the context names the ``record`` (``segments[3]``) and the ``field``.
    """
    given = arguments("overtime.evaluate", segments=list(worked), bonuses=list(bonuses))
    return _read_weeks(_native.compute("overtime.evaluate", _law(policy), given)).weeks


def delta(
    policy: LabourPolicy, worked: Segments, add: Segments, *, bonuses: Sequence[Bonus] = ()
) -> Delta:
    """What ``add`` (a candidate shift, or several) would do to the weeks of ``worked``: the sentence and the numbers.

    Raises:
        InvalidInputError: as :func:`evaluate`; segments of ``add`` are named ``add[0]``.
    """
    given = arguments("overtime.delta", segments=list(worked), bonuses=list(bonuses), add=list(add))
    return _read_delta(_native.compute("overtime.delta", _law(policy), given))


def timesheet(document: str | Mapping[str, Any]) -> dict[str, Any]:
    """The report of a timesheet (format ``careweave.timesheet/1``), as Rust and the command line give it.

    Raises:
        InvalidInputError: it breaks a rule; the context names the ``record`` and the ``field``.
    """
    written = document if isinstance(document, str) else text("timesheet.load", document)
    report: dict[str, Any] = json.loads(_native.compute("overtime.timesheet", written, "{}"))
    return report


def credited_deviation(deviations: Iterable[int]) -> int:
    """Brazil: the minutes of deviation from the clock that count, out of those of one day's punches (CLT 58 § 1)."""
    given = arguments("overtime.credited_deviation", deviations=list(deviations))
    counted: int = json.loads(_native.compute("overtime.credited_deviation", "", given))
    return counted


def instant(zone: str, local: datetime, *, fold: Literal["earlier", "later"] | None = None) -> datetime:
    """The instant of a wall clock in a zone.

    Args:
        local: A datetime without a zone.
        fold: Which of two instants is meant where clocks go back. Unless stated, such a time is refused, and so is one that
            clocks skip; with a fold a skipped time is the instant after the gap.

    Raises:
        InvalidInputError: the time does not exist, or exists twice.
    """
    if not isinstance(local, datetime) or local.utcoffset() is not None:
        raise invalid_input("zone.instant", "local", "must be a datetime without a zone: the zone is said beside it")
    given = arguments("zone.instant", zone=zone, local=local.strftime("%Y-%m-%dT%H:%M:%S"), fold=fold)
    return _instant(json.loads(_native.compute("zone.instant", "", given)))


def _law(policy: LabourPolicy) -> str:
    if not isinstance(policy, LabourPolicy):
        raise invalid_input("overtime.policy", "policy", "must be a LabourPolicy")
    return policy.to_json()
