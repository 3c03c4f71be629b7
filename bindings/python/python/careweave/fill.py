"""The main job: the open shifts of an agency, from ranking to verified assignment."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import datetime

from . import _native
from ._calls import Prepared, nothing, read_json, run, wait
from ._decode import each, instant, reads, record
from .models import Assignment
from .ranking import ShiftRanking

__all__ = [
    "Answer",
    "AsyncFillJob",
    "EarlierClaim",
    "FillCounts",
    "FillJob",
    "FillReport",
    "Offer",
    "ShiftOutcome",
    "ShiftReport",
]


@dataclass(frozen=True, slots=True)
class Offer:
    """Whom to ask for one shift."""

    shift_id: str
    wave: int
    """1 for the first round."""
    caregiver_ids: tuple[str, ...] = reads(tuple)
    """Best first."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a caregiver said, and what became of it."""

    caregiver_id: str
    answer: str
    """``yes`` or ``no``."""
    outcome: Assignment | None = reads(record(Assignment), default=None)
    """For a yes."""


@dataclass(frozen=True, slots=True)
class ShiftOutcome:
    """Where an open shift ended up."""

    status: str
    """``assigned``, ``already_assigned``, ``nobody_eligible``, ``nobody_accepted``, ``waiting`` (not everybody was
    asked yet) or ``in_doubt`` (look again at or after ``until``)."""
    caregiver_id: str | None = None
    until: datetime | None = reads(instant, default=None)


@dataclass(frozen=True, slots=True)
class ShiftReport:
    """Everything that happened to one open shift."""

    ranking: ShiftRanking = reads(record(ShiftRanking))
    """Who could take it and who could not, at the start of the job."""
    offers: tuple[tuple[str, ...], ...] = reads(each(tuple))
    """Who was asked, round by round."""
    answers: tuple[Answer, ...] = reads(each(record(Answer)))
    """In the order in which they came."""
    outcome: ShiftOutcome = reads(record(ShiftOutcome))


@dataclass(frozen=True, slots=True)
class EarlierClaim:
    """A claim of an earlier run, as this run found it."""

    shift_id: str
    result: str
    """As :attr:`Assignment.result`."""
    caregiver_id: str | None = None
    reason: str | None = None
    until: datetime | None = reads(instant, default=None)


@dataclass(frozen=True, slots=True)
class FillCounts:
    """The counts of a report."""

    open: int
    assigned: int
    nobody_eligible: int
    nobody_accepted: int
    in_doubt: int
    asked: int
    """Caregivers asked, over all shifts and rounds."""
    earlier: int
    """Claims of earlier runs that stand."""


@dataclass(frozen=True, slots=True)
class FillReport:
    """What the job did."""

    zone: str
    as_of: datetime = reads(instant)
    """The instant of the roster, in UTC."""
    shifts: tuple[ShiftReport, ...] = reads(each(record(ShiftReport)))
    """By start."""
    earlier: tuple[EarlierClaim, ...] = reads(each(record(EarlierClaim)))
    """Oldest first."""
    counts: FillCounts = reads(record(FillCounts))
    _text: str = dataclasses.field(default="", repr=False)

    @classmethod
    def _of(cls, text: str) -> FillReport:
        return dataclasses.replace(record(cls)(json.loads(text)), _text=text)

    def to_json(self) -> str:
        """The report as one line of JSON: the very text Rust, Node and ``careweave demo --json`` print."""
        return self._text


_offers = read_json(each(record(Offer)))
_assignment = read_json(record(Assignment))


class FillJob:
    """The main job, step by step; made by :meth:`WellSky.fill_open_shifts`.

    It sends no messages itself. :meth:`offers` says whom to ask; ask them by whatever channel the portal has, and hand
    each answer back with :meth:`claim` or :meth:`decline`, in the order in which it arrived. The first claim that
    WellSky confirms wins; a later one is told so.
    """

    __slots__ = ("_native",)

    def __init__(self, native: _native.FillJob) -> None:
        """Use :meth:`WellSky.fill_open_shifts`."""
        self._native = native

    def offers(self) -> Iterator[Offer]:
        """Whom to ask, shift by shift, round by round, until every shift is taken or nobody is left to ask."""
        while wave := wait(Prepared(self._native.next_offers(), _offers)):
            yield from wave

    def claim(self, shift_id: str, caregiver_id: str) -> Assignment:
        """A caregiver said yes: assigns the shift, unless somebody was first.

        It is safe to repeat, also in another process and after a crash.

        Raises:
            NotFoundError: the job offers no such shift.
            InvalidInputError: the caregiver was not asked.
            CareweaveError: the store, or a read of WellSky, failed.
        """
        return wait(Prepared(self._native.claim(shift_id, caregiver_id), _assignment))

    def decline(self, shift_id: str, caregiver_id: str) -> None:
        """A caregiver said no.

        Raises:
            NotFoundError, InvalidInputError: as :meth:`claim`.
        """
        wait(Prepared(self._native.decline(shift_id, caregiver_id), nothing))

    def report(self) -> FillReport:
        """What happened so far."""
        return wait(Prepared(self._native.report(), FillReport._of))


class AsyncFillJob:
    """As :class:`FillJob`, for asyncio; made by :meth:`AsyncWellSky.fill_open_shifts`."""

    __slots__ = ("_native",)

    def __init__(self, native: _native.FillJob) -> None:
        """Use :meth:`AsyncWellSky.fill_open_shifts`."""
        self._native = native

    async def offers(self) -> AsyncIterator[Offer]:
        """As :meth:`FillJob.offers`, with ``async for``."""
        while wave := await run(Prepared(self._native.next_offers(), _offers)):
            for offer in wave:
                yield offer

    async def claim(self, shift_id: str, caregiver_id: str) -> Assignment:
        """As :meth:`FillJob.claim`."""
        return await run(Prepared(self._native.claim(shift_id, caregiver_id), _assignment))

    async def decline(self, shift_id: str, caregiver_id: str) -> None:
        """As :meth:`FillJob.decline`."""
        await run(Prepared(self._native.decline(shift_id, caregiver_id), nothing))

    async def report(self) -> FillReport:
        """As :meth:`FillJob.report`."""
        return await run(Prepared(self._native.report(), FillReport._of))
