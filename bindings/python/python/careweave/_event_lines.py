"""Events as lines of JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ._plain import plain
from .errors import invalid_input


def event_line(operation: str, place: int, event: Any) -> str:
    """An event as its line."""
    if isinstance(event, str):
        # A line of a file has its end, and may be empty.
        line = event.strip()
        if "\n" in line:
            raise invalid_input(operation, f"events[{place}]", "must be one line of JSON")
        return line
    if not isinstance(event, Mapping):
        raise invalid_input(operation, f"events[{place}]", "must be a typed dictionary or a line of JSON")
    return json.dumps({"v": 1, **plain(operation, f"events[{place}]", event)})
