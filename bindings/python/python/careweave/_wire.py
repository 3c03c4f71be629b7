"""Python's values as the JSON that the native module takes."""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from ._decode import to_date, to_instant
from ._keep import KEEP
from .errors import invalid_input

Writer = Callable[[str, str, Any], Any]
"""Takes the operation, the place of the value in its arguments, and the value."""

Given = tuple[str, Writer, Any]
"""A parameter: its key, how it is written, and what was given."""


def plain(operation: str, field: str, value: Any) -> Any:
    """What JSON has a word for."""
    if isinstance(value, float) and not math.isfinite(value):
        raise invalid_input(operation, field, "must be a finite number")
    if isinstance(value, (str, int, float)):
        return value
    raise invalid_input(operation, field, "must be a string, a number or a truth value")


def count(operation: str, field: str, value: Any) -> int:
    """A whole number that fits the native module."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 0xFFFF_FFFF:
        raise invalid_input(operation, field, "must be a whole number, zero or more")
    return value


def instant(operation: str, field: str, value: Any) -> str:
    """An aware datetime."""
    return to_instant(operation, field, value)


def day(operation: str, field: str, value: Any) -> str:
    """A date."""
    return to_date(operation, field, value)


def base64_of(operation: str, field: str, value: Any) -> str:
    """Bytes."""
    if not isinstance(value, (bytes, bytearray, memoryview)):
        raise invalid_input(operation, field, "must be bytes")
    return base64.b64encode(value).decode("ascii")


def bytes_of(text: str) -> bytes:
    """Bytes that came as base64."""
    return base64.b64decode(text)


def each(item: Writer) -> Writer:
    """A sequence of which every item is written by ``item``."""

    def write(operation: str, field: str, value: Any) -> list[Any]:
        if isinstance(value, (str, bytes)) or not isinstance(value, Sequence):
            raise invalid_input(operation, field, "must be a list or a tuple")
        return [item(operation, f"{field}[{place}]", one) for place, one in enumerate(value)]

    return write


def mapping(item: Writer) -> Writer:
    """A mapping from strings to what is written by ``item``."""

    def write(operation: str, field: str, value: Any) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise invalid_input(operation, field, "must be a mapping")
        return {key: item(operation, field, one) for key, one in value.items()}

    return write


def record(cls: type, fields: Sequence[tuple[str, str, Writer]]) -> Writer:
    """An instance of ``cls``: the key in JSON, the attribute, how it is written."""

    def write(operation: str, field: str, value: Any) -> dict[str, Any]:
        if not isinstance(value, cls):
            raise invalid_input(operation, field, f"must be a {cls.__name__}")
        written = {}
        for key, name, item in fields:
            one = getattr(value, name)
            if one is not KEEP:
                written[key] = None if one is None else item(operation, f"{field}.{name}", one)
        return written

    return write


def arguments(operation: str, given: Iterable[Given]) -> str:
    """The arguments of an operation as JSON; what is ``None`` is left out."""
    return json.dumps({key: write(operation, key, value) for key, write, value in given if value is not None})
