"""Ranking: who can take a shift, who should, and why."""

from __future__ import annotations

import dataclasses
import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from . import _native
from ._decode import each, instant, reads, record
from .errors import invalid_input

__all__ = [
    "Candidate",
    "Excluded",
    "Exclusion",
    "Part",
    "Policy",
    "Ranking",
    "Roster",
    "ShiftRanking",
    "ShiftSummary",
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
    """``service_area``, ``past_visits``, ``overtime``, ``gender`` or ``language``."""
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


@dataclass(frozen=True, slots=True)
class Exclusion:
    """One reason why a caregiver may not take a shift.

    ``reason`` is ``not_active`` (see ``status``), ``background_check`` (``status``), ``missing_certification``
    (``certification``), ``not_available`` or ``schedule_conflict`` (``shift_id``: the other shift).
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

    @classmethod
    def _of(cls, text: str) -> Ranking:
        return dataclasses.replace(record(cls)(json.loads(text)), _text=text)

    def to_json(self) -> str:
        """The ranking as one line of JSON: the very text Rust, Node and the command line print."""
        return self._text


class Roster:
    """A validated snapshot of an agency: caregivers, shifts, the zone, the workweek.

    It is held on the Rust side, so it crosses the language border once. It never changes, and threads may share
    it; ranking releases the interpreter.

    >>> roster = careweave.Roster.load("roster.json")                       # doctest: +SKIP
    >>> for shift_id in roster.open_shift_ids:                              # doctest: +SKIP
    ...     best = roster.rank(shift_id).candidates[:3]
    """

    __slots__ = ("_native",)

    def __init__(self, native: _native.Roster) -> None:
        """Use :meth:`load`, :meth:`from_json` or ``WellSky.roster``."""
        self._native = native

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Roster:
        """Reads a roster file (JSON, format ``careweave.roster/1``, UTF-8).

        Raises:
            OSError: the file cannot be read.
            InvalidInputError: it breaks a rule; the context names the ``record`` and the ``field``.
        """
        data = Path(path).read_bytes()
        try:
            return cls.from_json(data.decode("utf-8"))
        except UnicodeDecodeError as error:
            raise invalid_input("roster.load", "(file)", f"must be UTF-8; byte {error.start} is not") from None

    @classmethod
    def from_json(cls, text: str) -> Roster:
        """Reads the text of a roster file.

        Raises:
            InvalidInputError: it breaks a rule; the context names the ``record`` and the ``field``.
        """
        return cls(_native.Roster.from_json(text))

    @property
    def open_shift_ids(self) -> list[str]:
        """The shifts that wait for a caregiver and have not started, by start, then id."""
        return self._native.open_shift_ids()

    def rank(self, shift_id: str) -> Ranking:
        """Ranks the caregivers for one open shift.

        Raises:
            NotFoundError: the roster has no such shift.
            InvalidInputError: the shift is not open.
        """
        return Ranking._of(self._native.rank(shift_id))

    def rank_all(self) -> list[Ranking]:
        """Ranks for every open shift, in order of start."""
        return [Ranking._of(text) for text in self._native.rank_open()]

    def rank_all_json(self, shift_id: str | None = None) -> str:
        """The rankings for every open shift, or for one shift, as one line of JSON: ``{"rankings": [...]}``, the very
        text that ``careweave rank --json`` prints."""
        return self._native.rankings_json(shift_id)

    def to_json(self) -> str:
        """The roster as the text of a roster file, for :meth:`from_json` in another process."""
        return self._native.to_json()

    def __reduce__(self) -> tuple[Any, ...]:
        return (Roster.from_json, (self.to_json(),))

    def __repr__(self) -> str:
        return f"<Roster with {len(self.open_shift_ids)} open shifts>"
