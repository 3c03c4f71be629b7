"""The generated records: what they print, and that they cross the border both ways."""

from __future__ import annotations

import dataclasses
import json
import typing
from datetime import date, datetime, timezone
from typing import Any

import careweave
import pytest
from careweave import _native, _wire
from careweave._generated import models, wire
from conftest import REPOSITORY

SCHEMA = json.loads((REPOSITORY / "schema" / "careweave.json").read_text("utf-8"))["models"]
RECORDS = [getattr(models, name) for name in models.__all__]
SECRET = "Alpha Testclient 3035550100"


def holds_personal(schema: Any) -> bool:
    """True when a schema, or a record it refers to, has the mark that comes from the Rust type."""
    if isinstance(schema, dict):
        if schema.get("x-personal") is True:
            return True
        if name := schema.get("$ref"):
            return holds_personal(SCHEMA[name.removeprefix("#/$defs/")])
        return any(holds_personal(value) for value in schema.values())
    return isinstance(schema, list) and any(holds_personal(item) for item in schema)


def example(kind: Any) -> Any:
    """A value of a field's type, every text of which is the same personal one."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        return (example(arguments[0]),)
    if origin is not None and issubclass_of_mapping(origin):
        return {"key": example(arguments[1])}
    if arguments and origin is not typing.Literal:
        return example(arguments[0])
    if kind in BUILT:
        return BUILT[kind]
    return made(kind)


def issubclass_of_mapping(origin: Any) -> bool:
    return isinstance(origin, type) and hasattr(origin, "keys")


BUILT: dict[Any, Any] = {
    str: SECRET,
    int: 3035550100,
    float: 39.7392,
    bool: True,
    bytes: SECRET.encode(),
    date: date(2026, 4, 6),
    datetime: datetime(2026, 4, 6, 12, 30, 15, 250_000, timezone.utc),
    careweave.CareweaveError: None,
}


OPEN = (SECRET, BUILT[int])
"""What stands in fields that are shown on purpose, too."""


def made(cls: Any) -> Any:
    hints = typing.get_type_hints(cls)
    return cls(**{field.name: example(hints[field.name]) for field in dataclasses.fields(cls)})


@pytest.mark.parametrize("cls", RECORDS, ids=lambda cls: cls.__name__)
def test_a_record_with_personal_data_prints_none_of_it(cls: Any) -> None:
    record = made(cls)
    shown = getattr(cls, "_shown", None)
    assert (shown is not None) == holds_personal(SCHEMA[cls.__name__]), "the mask follows the mark of the Rust type"
    if shown is None:
        return
    properties = SCHEMA[cls.__name__]["properties"]
    personal = {name for name, schema in properties.items() if holds_personal(schema)}
    assert personal.isdisjoint(shown)
    # Every field that is not shown on purpose holds the personal text: none of them may be printed.
    harmless = {name: getattr(record, name) for name in shown}
    # A record within is shown whole: nothing in it is personal.
    masked = dataclasses.replace(
        record, **{name: "-" for name, value in harmless.items() if value in OPEN or dataclasses.is_dataclass(value)}
    )
    for text in (repr(masked), str(masked), f"{masked}", repr([masked]), f"{masked!r}"):
        assert "Alpha" not in text
        assert "3035550100" not in text
        assert "39.7392" not in text


@pytest.mark.parametrize("cls", RECORDS, ids=lambda cls: cls.__name__)
def test_records_are_frozen_and_equal_by_value(cls: Any) -> None:
    record = made(cls)
    assert record == made(cls)
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(record, dataclasses.fields(cls)[0].name, None)


def constant(name: str) -> str:
    return "".join("_" + c if c.isupper() else c.upper() for c in name).lstrip("_").upper()


WRITTEN = [cls for cls in RECORDS if hasattr(wire, "WRITE_" + constant(cls.__name__))]


@pytest.mark.parametrize("cls", WRITTEN, ids=lambda cls: cls.__name__)
def test_a_record_that_is_passed_comes_back_as_it_went(cls: Any) -> None:
    record = made(cls)
    written = getattr(wire, "WRITE_" + constant(cls.__name__))("test", "record", record)
    text = json.dumps(written)
    plan = getattr(wire, "READ_" + constant(cls.__name__), None)
    if plan is None:  # a patch: it is only ever written
        assert cls.__name__.endswith("Patch")
        return
    assert _native.decode(text, plan) == record


def test_what_is_left_out_is_not_written_and_nothing_is() -> None:
    write = typing.cast(Any, wire.WRITE_CLIENT_PATCH)
    assert write("test", "patch", careweave.ClientPatch()) == {}
    assert write("test", "patch", careweave.ClientPatch(email=None, status="active")) == {
        "email": None,
        "status": "active",
    }
    assert repr(careweave.KEEP) == "KEEP"


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ('{"day":"monday","start":"08:00"}', "end"),
        ('{"day":"monday","start":8,"end":"09:00"}', "start"),
        ('{"day":null,"start":"08:00","end":"09:00"}', "day"),
    ],
)
def test_a_result_of_another_form_is_told_by_its_field_and_never_by_its_value(text: str, field: str) -> None:
    with pytest.raises(careweave.DecodeError) as raised:
        _native.decode(text, wire.READ_AVAILABILITY_WINDOW)
    assert raised.value.get("field") == field
    assert "08:00" not in str(raised.value)


@pytest.mark.parametrize("text", ["", "[", "{}x", "nul", '"\\ud800"'])
def test_text_that_is_no_json_is_a_typed_error(text: str) -> None:
    with pytest.raises(careweave.DecodeError):
        _native.decode(text, wire.READ_AVAILABILITY_WINDOW)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-04-06T12:00:00Z", datetime(2026, 4, 6, 12, tzinfo=timezone.utc)),
        ("2024-02-29T23:59:59.123456789Z", datetime(2024, 2, 29, 23, 59, 59, 123_456, timezone.utc)),
        ("2026-04-06T12:00:00.5Z", datetime(2026, 4, 6, 12, 0, 0, 500_000, timezone.utc)),
        ("0001-01-01T00:00:00Z", datetime(1, 1, 1, tzinfo=timezone.utc)),
        ("9999-12-31T00:00:00Z", datetime(9999, 12, 31, tzinfo=timezone.utc)),
    ],
)
def test_instants_are_read_to_the_microsecond(text: str, expected: datetime) -> None:
    assert _native.decode(json.dumps(text), wire.INSTANT) == expected
    assert _native.decode(json.dumps(text[:10]), wire.DATE) == expected.date()


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z",
        "0000-01-01T00:00:00Z",
        "2026-04-31T00:00:00Z",
        "2026-04-06T24:00:00Z",
        "2026-04-06T12:60:00Z",
        "2026-04-06T12:00:60Z",
        "2026-04-06T12:00:00",
        "2026-04-06T12:00:00.Z",
        "2026-04-06",
        "",
    ],
)
def test_instants_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(careweave.DecodeError):
        _native.decode(json.dumps(text), wire.INSTANT)


def test_a_plan_refuses_classes_it_cannot_fill() -> None:
    class Plain:
        a: str

    with pytest.raises((TypeError, KeyError)):
        _native.Plan.record(Plain, [("a", "a", _native.Plan.text())])
    with pytest.raises(TypeError):
        _native.Plan.record(careweave.Address, [("line1", "line1", _native.Plan.text())])


def test_numbers_that_json_has_no_word_for_are_refused() -> None:
    with pytest.raises(careweave.InvalidInputError) as raised:
        _wire.arguments("test", [("mileage", _wire.plain, float("nan"))])
    assert raised.value.get("field") == "mileage"
