"""Records, mappings and lists as the JSON that the native module takes."""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from enum import Enum
from typing import Any

from ._decode import to_date, to_instant
from .errors import invalid_input


def plain(operation: str, place: str, value: Any) -> Any:
    """What JSON has a word for. In a dataclass, what is ``None`` is not stated; datetimes have to be aware."""
    if value is None or isinstance(value, (str, bool, int)):
        return value.value if isinstance(value, Enum) else value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise invalid_input(operation, place, "must be a finite number")
        return value
    if isinstance(value, datetime):
        return to_instant(operation, place, value)
    if isinstance(value, date):
        return to_date(operation, place, value)
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, Enum):
        return plain(operation, place, value.value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = [(field.name, getattr(value, field.name)) for field in dataclasses.fields(value)]
        stated = ((name, one) for name, one in fields if one is not None)
        return {name: plain(operation, inside(place, name), one) for name, one in stated}
    if isinstance(value, Mapping):
        return {str(name): plain(operation, inside(place, str(name)), one) for name, one in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, (bytes, bytearray, memoryview)):
        return [plain(operation, f"{place}[{at}]", one) for at, one in enumerate(value)]
    if hasattr(value, "item") and callable(value.item):  # a scalar of NumPy
        return plain(operation, place, value.item())
    raise invalid_input(operation, place, "must be text, a number, a datetime, a record, a mapping or a list")


def inside(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def text(operation: str, value: Any) -> str:
    """The same as JSON text."""
    return json.dumps(plain(operation, "", value))


def arguments(operation: str, **given: Any) -> str:
    """The arguments of a computation; what is ``None`` is left out."""
    return json.dumps({name: plain(operation, name, one) for name, one in given.items() if one is not None})
