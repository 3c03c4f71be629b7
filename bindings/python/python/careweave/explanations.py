"""Why a caregiver stands where they stand."""

from __future__ import annotations

from dataclasses import dataclass

from ._plans import reader
from .ranking import Candidate

__all__ = ["Comparison", "Counterfactual", "Difference", "Reason", "Standing"]


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason why a caregiver may not take a shift."""

    reason: str
    """``not_active``, ``not_available``, ``schedule_conflict``, ``overtime`` and so on; ``undetermined`` for what has to be
    known and is not."""
    phrase: str
    """The same in a few words, with its particulars."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One rule in which two candidates differ."""

    rule: str
    points: int
    """Points of the one less points of the other, in the policy's unit."""
    one: str
    """Why the one has theirs."""
    other: str
    """Why the other has theirs."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two candidates, rule by rule."""

    one: str
    other: str
    one_is_first: bool
    points: int
    """What the scores differ by: the sum of the differences."""
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """A single change that would make a candidate the first, and the smallest of its kind."""

    change: str
    """``less_overtime_minutes``, ``nearer_metres`` or ``more_visits``."""
    amount: int
    phrase: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a caregiver stands for a shift."""

    standing: str
    """``ranked`` or ``excluded``."""
    candidate: Candidate | None
    """With the rank; ``None`` for who may not take the shift."""
    behind: Comparison | None
    """The best candidate against this one; ``None`` for the best."""
    would_be_first: tuple[Counterfactual, ...] | None
    """Empty where no single change would do it."""
    reasons: tuple[Reason, ...] | None
    """Every reason against; ``None`` for who may take the shift."""


read_comparison = reader(Comparison)
read_standing = reader(Standing)
