"""How a call of the native module is run: blocking, or awaited."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

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
    return prepared.read(prepared.call.wait())


async def run(prepared: Prepared[T]) -> T:
    """Awaits the call and gives its result.

    A cancelled task ends with ``asyncio.CancelledError`` as everywhere in asyncio; its ``__cause__`` is the
    :class:`~careweave.OperationCancelledError` that says whether the request may have been sent.
    """
    try:
        text = await prepared.call.start()
    except asyncio.CancelledError as stopped:
        raise stopped from cancelled(prepared.call.operation)
    return prepared.read(text)
