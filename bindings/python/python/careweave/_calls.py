"""How a call of the native module is run: blocking, or awaited."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from . import _native
from .errors import cancelled



def wait(call: _native.Call) -> Any:
    """Blocks until the call ends and gives its result. Ctrl-C ends it within a tenth of a second."""
    return json.loads(call.wait())


async def run(call: _native.Call) -> Any:
    """Awaits the call and gives its result."""
    return json.loads(await run_text(call))


async def run_text(call: _native.Call) -> str:
    """Awaits the call and gives its text as it came.

    A cancelled task ends with ``asyncio.CancelledError`` as everywhere in asyncio; its ``__cause__`` is the
    :class:`~careweave.OperationCancelledError` that says whether the request may have been sent.
    """
    try:
        return await call.start()
    except asyncio.CancelledError as stopped:
        raise stopped from cancelled(call.operation)
