"""Stands in for text messages: the sandbox plays the caregivers' phones.

A portal has its messaging service here. Only the examples use this.
"""

import json
import os
import urllib.request
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Reply:
    """What a caregiver answered."""

    caregiver_id: str
    says_yes: bool


def _control(path: str, body: Any = None) -> Any:
    url = os.environ["CAREWEAVE_SANDBOX_CONTROL"] + path
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def now() -> datetime:
    """The instant the sandbox is built around; a portal passes the present, or nothing."""
    return datetime.fromisoformat(_control("/_sandbox/ready")["now"].replace("Z", "+00:00"))


def offer(shift_id: str, caregiver_ids: tuple[str, ...]) -> list[Reply]:
    """Asks the caregivers and gives their replies in the order in which they arrive."""
    answer = _control("/_sandbox/offers", {"shift_id": shift_id, "caregiver_ids": caregiver_ids})
    return [Reply(reply["caregiver_id"], reply["answer"] == "yes") for reply in answer["replies"]]
