"""Ours for appointment schedulers, as a portal in Python uses it."""

from __future__ import annotations

import time
from datetime import datetime, timezone
from typing import Any

import careweave
import providers_material as material
from careweave import calendars


class Lane:
    def carry_out(self, order: dict[str, Any]) -> dict[str, Any]:
        match order["task"]:
            case "verify_signatures":
                return verify_signatures(order["scheme"], order["deliveries"], order["now"])
            case "find_conflicts":
                return find_conflicts(order["appointments"], order["calendars"])
            case other:
                raise ValueError(f"this lane does no {other}")


def verify_signatures(scheme: str, count: int, now: int) -> dict[str, Any]:
    came = material.deliveries(scheme, count, now)
    verifier = {
        "standard": lambda: careweave.WebhookVerifier.standard(material.key_in_base64()),
        "acuity": lambda: careweave.WebhookVerifier.acuity(material.KEY),
        "calendly": lambda: careweave.WebhookVerifier.calendly(material.KEY),
    }[scheme]()
    begun = time.perf_counter()
    found = [genuine(verifier, headers, body) for headers, body in came]
    return {"seconds": time.perf_counter() - begun, "parts": material.genuine(found)}


def genuine(verifier: careweave.WebhookVerifier, headers: dict[str, str], body: bytes) -> bool:
    try:
        verifier.verify(headers, body)
    except careweave.AuthenticationError:
        return False
    return True


def find_conflicts(count: int, people: int) -> dict[str, Any]:
    claims = [
        calendars.Claim(
            str(row.calendar),
            n,
            datetime.fromtimestamp(row.start, timezone.utc),
            datetime.fromtimestamp(row.end, timezone.utc),
        )
        for n, row in enumerate(material.booked(count, people))
    ]
    begun = time.perf_counter()
    found = calendars.conflicts(claims)
    seconds = time.perf_counter() - begun
    return {"seconds": seconds, "parts": material.conflicts((one.first.id, one.second.id) for one in found)}
