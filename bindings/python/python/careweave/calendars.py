"""What takes several calendars, or several services, at once: pure functions over windows of time.

Windows are half open: what ends at ten does not conflict with what begins at ten. Datetimes are aware; those that come back are
in UTC. Whose time it is, is a name of your own: the same for one person in all services.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any, Protocol, TypeVar

from . import _native
from ._plain import arguments
from ._plans import plan_of, reader

__all__ = ["Choice", "Claim", "Conflict", "Contender", "Turn", "Window", "bookable", "choose", "conflicts", "free", "merged"]

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


class HasTime(Protocol):
    """A window, a slot, a booking."""

    @property
    def start(self) -> datetime: ...
    @property
    def end(self) -> datetime: ...


_S = TypeVar("_S", bound=HasTime)


@dataclass(frozen=True, slots=True)
class Window:
    """From an instant until before another."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Claim:
    """Time that somebody claims: an appointment of any service, a shift, a block."""

    who: str
    """Whose time."""
    id: Any
    """What claims it; any value of yours."""
    start: datetime
    end: datetime
    before_minutes: int = 0
    """What has to stay free before it, such as the way there."""
    after_minutes: int = 0
    """What has to stay free after it."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two claims on the time of one person."""

    first: Claim
    """The one that starts first; of two that start together, the one that was given first."""
    second: Claim
    start: datetime
    """From when both want it, buffers included."""
    end: datetime


@dataclass(frozen=True, slots=True)
class Contender:
    """Somebody an appointment could go to."""

    id: str
    available: bool
    """Whether the time is free."""
    given: int = 0
    """How many appointments this one was given in the period that is balanced."""
    last_given: datetime | None = None
    weight: int = 1
    """The share of appointments meant for this one, in proportion to the others; at least 1."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Why somebody was chosen, or not."""

    id: str
    reason: str
    """``busy``, ``least_given``, ``waited_longest``, ``first_in_order``, ``given_more``, ``waited_less``, ``later_in_order``."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Whose turn it is."""

    chosen: str | None
    """Who gets it; ``None`` when nobody is free."""
    reasons: tuple[Turn, ...]
    """Everyone, in the order of their turns: those who are busy last."""


_WINDOWS = plan_of(tuple[Window, ...])
_PLACES = plan_of(tuple[int, ...])
_read_choice = reader(Choice)


def conflicts(claims: Iterable[Claim]) -> list[Conflict]:
    """Every two claims that want the time of one person, in order of the time they both want: n log n, not n times n.

    The buffers of both stand between two claims; the longer of the first one's after and the second one's before has to fit.

    Raises:
        InvalidInputError: names the claim and the field.
    """
    given = list(claims)
    return [
        Conflict(given[first], given[second], _instant(start), _instant(end))
        for first, second, start, end in _native.calendar_conflicts(given)
    ]


def merged(busy: Iterable[HasTime]) -> tuple[Window, ...]:
    """Busy time of many calendars as one: in order, none overlapping or touching another."""
    given = arguments("calendars.merged", busy=_windows(busy))
    windows: tuple[Window, ...] = _native.decode(_native.compute("calendars.merged", "", given), _WINDOWS)
    return windows


def free(start: datetime, end: datetime, busy: Iterable[HasTime]) -> tuple[Window, ...]:
    """What of a range is free of ``busy``, in order."""
    given = arguments("calendars.free", start=start, end=end, busy=_windows(busy))
    windows: tuple[Window, ...] = _native.decode(_native.compute("calendars.free", "", given), _WINDOWS)
    return windows


def bookable(
    slots: Sequence[_S],
    busy: Iterable[HasTime],
    *,
    now: datetime,
    before_minutes: int = 0,
    after_minutes: int = 0,
    notice_minutes: int = 0,
) -> list[_S]:
    """The slots of a service that are free here as well, in the order they came: nothing busy, from whatever service, stands in
    the way with the buffers around it, and there is enough notice."""
    given = arguments(
        "calendars.bookable",
        slots=_windows(slots),
        busy=_windows(busy),
        now=now,
        before_minutes=before_minutes,
        after_minutes=after_minutes,
        notice_minutes=notice_minutes,
    )
    places: tuple[int, ...] = _native.decode(_native.compute("calendars.bookable", "", given), _PLACES)
    return [slots[place] for place in places]


def choose(contenders: Iterable[Contender]) -> Choice:
    """Whose turn it is: least given in proportion to the share, then longest waiting, then smallest id. The order of the
    contenders does not matter.

    Raises:
        InvalidInputError: a weight is 0, or an id stands twice.
    """
    given = arguments("calendars.choose", contenders=list(contenders))
    return _read_choice(_native.compute("calendars.choose", "", given))


def _windows(given: Iterable[HasTime]) -> list[dict[str, datetime]]:
    return [{"start": one.start, "end": one.end} for one in given]


def _instant(micros: int) -> datetime:
    return _EPOCH + timedelta(microseconds=micros)
