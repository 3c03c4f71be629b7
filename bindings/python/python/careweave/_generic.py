"""Results that are written by hand: those over a type, and those with behaviour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from ._decode import each, instant, reads, record
from ._native import Plan
from .errors import CareweaveError, from_fields
from .ranking import Exclusion

__all__ = ["Assignment", "Cached", "Page", "Reading", "Unread", "Upserted"]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Assignment:
    """What became of giving a shift to a caregiver."""

    result: str
    """``assigned``: now, read back and recorded. ``already_assigned``: to this caregiver, before. ``taken``: somebody
    else has it or claimed it first. ``refused``: see ``reason``. ``no_longer_eligible``: see ``reasons``. ``in_doubt``: the
    request may have been carried out; the claim is held, call again at or after ``until``."""
    caregiver_id: str | None = None
    """Who has the shift, where known."""
    reason: str | None = None
    until: datetime | None = reads(instant, default=None)
    reasons: tuple[Exclusion, ...] = reads(each(record(Exclusion)), default=())

    @property
    def is_assigned(self) -> bool:
        """True when the caregiver asked for has the shift."""
        return self.result in ("assigned", "already_assigned")


@dataclass(frozen=True, slots=True)
class Cached(Generic[T]):
    """A value with its age, and where it comes from. To show it, say the age; to decide by it, call :meth:`fresh`."""

    value: T
    """The value, however old."""
    fetched_at: datetime
    """When the read that brought it began."""
    age_seconds: float
    """How long that was ago when this was asked."""
    stale: bool
    """True when it is no longer what its policy calls fresh."""
    reason: str | None
    """Why a stale value is shown: ``revalidating``, ``timeout``, ``unreachable``, ``server_error``, ``rate_limited``."""
    source: str
    """``vendor``: brought by a read that began with this question. ``cache``: by an earlier one."""
    _refusal: CareweaveError | None = field(default=None, repr=False)

    def fresh(self) -> T:
        """The value as one that may be decided by.

        Raises:
            IncompleteError: it is stale.
        """
        if self._refusal is not None:
            raise self._refusal
        return self.value


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list."""

    items: tuple[T, ...]
    total: int
    """How many there are over all pages."""
    offset: int
    """How many stand before this page."""
    pass_number: int = 1
    """2 when the list changed while it was read and is read again from its start: forget the pages before."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A subject that could not be read."""

    subject: str
    """Its kind and id: ``client 500001``."""
    error: CareweaveError
    """Why."""


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """What a reading of many subjects found. Look at ``complete`` before you call anybody gone or free."""

    complete: bool
    """True when every subject was read."""
    found: T
    """What was found in the subjects that could be read."""
    failures: tuple[Unread, ...]
    """What could not be read; empty when the reading is complete."""


@dataclass(frozen=True, slots=True)
class Upserted(Generic[T]):
    """A record that was found or made."""

    is_new: bool
    """True when it was not there before."""
    record: T


def _error(fields: Mapping[str, Any]) -> CareweaveError:
    return from_fields(fields)  # type: ignore[arg-type]


def careweave_error() -> Plan[CareweaveError]:
    """The plan of an error inside a result."""
    return Plan.via(_error, Plan.anything())


def assignment() -> Plan[Assignment]:
    """The plan of :class:`Assignment`."""
    return Plan.via(record(Assignment), Plan.anything())


def cached(value: Plan[T]) -> Plan[Cached[T]]:
    """The plan of a value out of a cache."""
    return Plan.record(
        Cached,
        [
            ("value", "value", value),
            ("fetched_at", "fetched_at", Plan.instant()),
            ("age_seconds", "age_seconds", Plan.number()),
            ("stale", "stale", Plan.flag()),
            ("reason", "reason", Plan.optional(Plan.text())),
            ("source", "source", Plan.text()),
            ("refusal", "_refusal", Plan.optional(careweave_error())),
        ],
    )


def page(item: Plan[T]) -> Plan[Page[T] | None]:
    """The plan of a page, or of the end."""
    made: Plan[Page[T]] = Plan.record(
        Page,
        [
            ("items", "items", Plan.tuple(item)),
            ("total", "total", Plan.integer()),
            ("offset", "offset", Plan.integer()),
            ("pass", "pass_number", Plan.integer()),
        ],
    )
    return Plan.optional(made)


def reading(found: Plan[T]) -> Plan[Reading[T]]:
    """The plan of a reading that may be incomplete."""
    unread: Plan[Unread] = Plan.record(
        Unread, [("subject", "subject", Plan.text()), ("error", "error", careweave_error())]
    )
    return Plan.record(
        Reading,
        [
            ("complete", "complete", Plan.flag()),
            ("found", "found", found),
            ("failures", "failures", Plan.tuple(unread)),
        ],
    )


def upserted(item: Plan[T]) -> Plan[Upserted[T]]:
    """The plan of a record that was found or made."""
    return Plan.record(Upserted, [("is_new", "is_new", Plan.flag()), ("record", "record", item)])
