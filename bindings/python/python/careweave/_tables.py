"""Collections of records on their way to the native module, in the form that is cheapest."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from ._plain import plain
from .errors import invalid_input

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_MICROSECOND = timedelta(microseconds=1)
_NOT_A_TIME = -(2**63)

Columns = list[tuple[str, str, Any]]


def collections(operation: str, **given: Any) -> dict[str, Any]:
    """Those that are given, each as JSON text, as columns, or as what offers Arrow's capsules."""
    return {name: _collection(operation, name, one) for name, one in given.items() if one is not None}


def _collection(operation: str, name: str, given: Any) -> Any:
    if hasattr(given, "__arrow_c_stream__") or hasattr(given, "__arrow_c_array__"):
        return given
    if isinstance(given, Mapping):
        return [_column(operation, name, str(field), values) for field, values in given.items()]
    names = getattr(getattr(given, "dtype", None), "names", None)
    if names:
        return [_column(operation, name, field, given[field]) for field in names]
    if isinstance(given, (str, bytes)) or not isinstance(given, Iterable):
        raise invalid_input(
            operation, name, "must be records, columns, a structured array, or a table that offers Arrow's capsules"
        )
    return json.dumps(plain(operation, name, list(given)))


def _column(operation: str, collection: str, field: str, values: Any) -> tuple[str, str, Any]:
    """One column: its name, its kind and a list."""
    place = f"{collection}.{field}"
    if hasattr(values, "to_numpy"):
        values = values.to_numpy()
    kind = getattr(getattr(values, "dtype", None), "kind", "O")
    if getattr(values, "ndim", 1) != 1:
        raise invalid_input(operation, place, "must be a column: an array of one dimension")
    if kind == "U":
        # An array of text has no other way to leave a value out.
        return (field, "text", [value or None for value in values.tolist()])
    if kind in "iu":
        return (field, "integer", values.tolist())
    if kind == "f":
        # NaN is not equal to itself: not stated.
        return (field, "number", [value if value == value else None for value in values.tolist()])
    if kind == "b":
        return (field, "flag", values.tolist())
    if kind == "M":
        # NumPy keeps no zone with an instant; it counts from the beginning of 1970 in UTC.
        micros = values.astype("datetime64[us]").astype("int64").tolist()
        return (field, "instant", [None if value == _NOT_A_TIME else value for value in micros])
    if kind != "O":
        raise invalid_input(operation, place, f"has elements of a kind ({kind}) that no field can be read from")
    return _objects(operation, place, field, list(values))


def _objects(operation: str, place: str, field: str, rows: list[Any]) -> tuple[str, str, Any]:
    kinds = {type(row) for row in rows if row is not None}
    if kinds <= {str}:
        return (field, "text", rows)
    if kinds == {bool}:
        return (field, "flag", rows)
    if kinds == {int}:
        return (field, "integer", rows)
    if kinds == {datetime} and all(row is None or row.utcoffset() is not None for row in rows):
        return (field, "instant", [None if row is None else (row - _EPOCH) // _MICROSECOND for row in rows])
    return (field, "json", json.dumps(plain(operation, place, rows)))
