"""JSON of the native module to frozen dataclasses, and Python's values to the JSON it takes."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from datetime import date, datetime, timezone
from typing import Any, TypeVar

from .errors import invalid_input

T = TypeVar("T")

_READ = "careweave.read"


def instant(value: str) -> datetime:
    """An RFC 3339 instant as an aware datetime in UTC."""
    # Python 3.10 reads neither "Z" nor fractions that are not 3 or 6 digits long.
    head, _, tail = value.replace("Z", "+00:00").partition(".")
    if tail:
        digits = len(tail) - len(tail.lstrip("0123456789"))
        head = f"{head}.{tail[:digits][:6]:0<6}{tail[digits:]}"
    return datetime.fromisoformat(head).astimezone(timezone.utc)


def reads(convert: Callable[[Any], Any], **kwargs: Any) -> Any:
    """A dataclass field whose JSON value goes through ``convert``, unless it is null."""
    return dataclasses.field(metadata={_READ: convert}, **kwargs)


def each(convert: Callable[[Any], Any]) -> Callable[[Any], tuple[Any, ...]]:
    """Converts every item of a JSON array."""
    return lambda items: tuple(convert(item) for item in items)


def record(cls: type[T]) -> Callable[[Mapping[str, Any]], T]:
    """Reads a JSON object into the dataclass ``cls``. Fields the class does not know are left out."""

    def read(data: Mapping[str, Any]) -> T:
        values = {}
        for field in dataclasses.fields(cls):  # type: ignore[arg-type]
            if (value := data.get(field.name)) is not None:
                convert = field.metadata.get(_READ)
                values[field.name] = convert(value) if convert else value
        return cls(**values)

    return read


def to_instant(operation: str, field: str, value: datetime) -> str:
    """An aware datetime as RFC 3339 in UTC. A naive one is refused: nobody can know which instant it means."""
    if not isinstance(value, datetime):
        raise invalid_input(operation, field, "must be a datetime with a time zone")
    if value.utcoffset() is None:
        raise invalid_input(
            operation,
            field,
            "must have a time zone: a naive datetime does not say which instant it is; "
            "use datetime(..., tzinfo=ZoneInfo(...)) or datetime.now(timezone.utc)",
        )
    return value.astimezone(timezone.utc).isoformat().replace("+00:00", "Z")


def to_date(operation: str, field: str, value: date) -> str:
    """A date as ``YYYY-MM-DD``. A datetime is refused: in which zone would its date be?"""
    if not isinstance(value, date) or isinstance(value, datetime):
        raise invalid_input(operation, field, "must be a date")
    return value.isoformat()
