"""The exceptions: the shared vectors, pickling, panics."""

from __future__ import annotations

import copy
import json
import pickle
from pathlib import Path
from typing import Any

import careweave
import pytest
from careweave import _native
from careweave._calls import Prepared, nothing, run
from conftest import REPOSITORY

CASES = sorted((REPOSITORY / "vectors" / "errors").glob("*.json"))


def load(path: Path) -> tuple[careweave.CareweaveError, dict[str, Any]]:
    case = json.loads(path.read_text("utf-8"))
    return _native._error_for_tests(json.dumps(case["given"])), case["fields"]


def test_there_is_a_vector_for_every_class() -> None:
    named = {json.loads(path.read_text("utf-8"))["fields"]["exception_class"] for path in CASES}
    assert named == {name for name in careweave.errors.__all__ if name != "CareweaveError"}


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_an_error_of_the_vectors_has_the_listed_attributes(path: Path) -> None:
    error, fields = load(path)
    assert type(error) is getattr(careweave, fields["exception_class"])
    assert isinstance(error, careweave.CareweaveError)
    wait = fields["retry_after_ms"]
    assert {
        "code": error.code,
        "operation": error.operation,
        "message": error.message,
        "context": [list(pair) for pair in error.context],
        "status": error.status,
        "retryable": error.retryable,
        "retry_after": error.retry_after,
        "delivery": error.delivery,
        "http_status": error.http_status,
        "request_id": error.request_id,
        "line": str(error),
    } == {
        **{name: value for name, value in fields.items() if name not in {"kind", "exception_class", "retry_after_ms"}},
        "retry_after": None if wait is None else wait / 1000,
    }


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_an_error_survives_pickling_and_copying(path: Path) -> None:
    error, _ = load(path)
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert type(again) is type(error)
        assert str(again) == str(error)
        assert vars(again) == vars(error)


def test_a_callers_own_subclass_survives_pickling_and_takes_no_place_in_the_table() -> None:
    error = _native._error_for_tests(json.dumps({"code": "conflict", "operation": "x", "message": "y", "context": []}))
    mine = Mine(error._fields)
    assert type(pickle.loads(pickle.dumps(mine))) is Mine


class Mine(careweave.ConflictError):
    """A subclass of a portal's own."""


def test_a_panic_in_a_blocking_call_is_an_internal_error_with_its_message() -> None:
    with pytest.raises(careweave.InternalError, match="slot 3 is empty"):
        _native._panic_for_tests("slot 3 is empty").wait()


async def test_a_panic_in_an_awaited_call_is_an_internal_error_with_its_message() -> None:
    with pytest.raises(careweave.InternalError, match="slot 3 is empty") as raised:
        await run(Prepared(_native._panic_for_tests("slot 3 is empty"), nothing))
    assert raised.value.delivery == "maybe_sent"
    assert raised.value.operation == "testing.panic"
