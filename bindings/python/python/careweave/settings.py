"""How patient a client is, and how long it keeps what it read."""

from __future__ import annotations

from typing import Any, Literal, TypedDict

from . import _wire
from .errors import invalid_input

__all__ = ["CachePolicy", "CacheSettings", "RetrySettings", "TimeoutSettings"]


class CachePolicy(TypedDict, total=False):
    """How long one kind of record is kept; what is left out is the default."""

    fresh_seconds: float
    """How long a value is fresh; people 86400 (and at most until 03:00 in the agency's zone), open shifts 300, schedule 900."""
    while_revalidating_seconds: float
    """How long after that it is shown while a new one is read; people 3600, open shifts 60, schedule 300. At most 86400."""
    stale_if_error_seconds: float
    """How long after it was fresh it is shown while WellSky is down; 86400, which is the most."""
    failure_pause_seconds: float
    """After a failed read of a value that is still held: how long until the next is tried; 15."""
    capacity: int
    """How many values are held; people 10000, lists of open shifts 64, schedules 512."""


class CacheSettings(TypedDict, total=False):
    """How long reads are kept that ask for it (the ``cached_`` methods). No other read is kept."""

    people: CachePolicy
    """Of clients and caregivers, one by one and as lists."""
    open_shifts: CachePolicy
    """Of the shifts that nobody has."""
    schedule: CachePolicy
    """Of lists of shifts, the agency's and a caregiver's."""


class TimeoutSettings(TypedDict, total=False):
    """Time limits; ``None`` turns one off."""

    connect_seconds: float | None
    """To connect; 5."""
    read_seconds: float | None
    """Between two pieces of an answer; 5."""
    attempt_seconds: float | None
    """One attempt; 5."""
    operation_seconds: float | None
    """A call with its retries and pauses; 30."""


class RetrySettings(TypedDict, total=False):
    """When a failed read is sent again."""

    attempts: int
    """How often it is sent at most, the first time included; 3."""
    first_wait_seconds: float
    """The pause after the first failure, which doubles with each further one; 2."""
    longest_wait_seconds: float
    """The longest pause; 10."""
    rate_limit_wait_seconds: float
    """The wait after a 429 that names none; 60."""


def limit(operation: str, field: str, value: Any) -> Any:
    """A number, or the word that turns a part off."""
    if value != "off" and (isinstance(value, bool) or not isinstance(value, int)):
        raise invalid_input(operation, field, 'must be a whole number, or "off"')
    return value


def tree(operation: str, field: str, value: Any) -> Any:
    """A mapping of settings, down to its numbers; the native module refuses those it does not know."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, dict):
        return {key: tree(operation, f"{field}.{key}", one) for key, one in value.items()}
    return _wire.plain(operation, field, value)


CacheChoice = CacheSettings | Literal["off"]
RateChoice = int | Literal["off"]
