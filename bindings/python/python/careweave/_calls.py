"""How a call of the native module is run: blocking, or awaited."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from . import _native
from .errors import cancelled

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Prepared(Generic[T]):
    """A call that is not started yet, and how its text is read."""

    call: _native.Call
    read: Callable[[str], T]


def read_json(convert: Callable[[Any], T]) -> Callable[[str], T]:
    """Parses the text and converts what it holds."""
    return lambda text: convert(json.loads(text))


def nothing(_text: str) -> None:
    """For calls that give nothing."""


def wait(prepared: Prepared[T]) -> T:
    """Blocks until the call ends and gives its result, with the interpreter released.

    Ctrl-C ends it within a tenth of a second; the ``__cause__`` of the ``KeyboardInterrupt`` is the
    :class:`~careweave.OperationCancelledError` that says whether the request may have been sent.
    """
    call = prepared.call
    got = prepared.read(call.wait())
    while call.more:
        got = _with(got, prepared.read(call.wait()), call)
    return got


async def run(prepared: Prepared[T]) -> T:
    """Awaits the call and gives its result.

    A cancelled task ends with ``asyncio.CancelledError`` as everywhere in asyncio; its ``__cause__`` is the
    :class:`~careweave.OperationCancelledError` that says whether the request may have been sent.
    """
    call = prepared.call
    try:
        got = prepared.read(await call.start())
        while call.more:
            got = _with(got, prepared.read(await call.start()), call)
    except asyncio.CancelledError as stopped:
        raise stopped from cancelled(call.operation)
    return got


def _with(got: T, rows: T, call: _native.Call) -> T:
    """A long list comes in parts: one is read here while the next is on its way."""
    if call.afresh:
        return rows
    cast("list[Any]", got).extend(cast("list[Any]", rows))
    return got
