"""What the lanes of appointment schedulers work on, the same in every language: see src/worker/deliveries.rs."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator
from datetime import datetime, timezone
from typing import NamedTuple

from results import digest

KEY = "an-invented-key-of-some-length-0"
BASE = 1_900_000_800

Delivery = tuple[dict[str, str], bytes]


def key_in_base64() -> str:
    return base64.b64encode(KEY.encode()).decode()


def _sign(content: bytes) -> hmac.HMAC:
    return hmac.new(KEY.encode(), content, hashlib.sha256)


def deliveries(scheme: str, count: int, now: int) -> list[Delivery]:
    made = []
    for n in range(count):
        signed = (b'{"event":"invitee.created","n":"%08d","filler":"' % n).ljust(1022, b"x") + b'"}'
        if scheme == "standard":
            mac = _sign(f"msg_{n}.{now}.".encode() + signed).digest()
            headers = {
                "webhook-id": f"msg_{n}",
                "webhook-timestamp": str(now),
                "webhook-signature": "v1," + base64.b64encode(mac).decode(),
            }
        elif scheme == "acuity":
            headers = {"X-Acuity-Signature": base64.b64encode(_sign(signed).digest()).decode()}
        else:
            mac = _sign(f"{now}.".encode() + signed).hexdigest()
            headers = {"Calendly-Webhook-Signature": f"t={now},v1={mac}"}
        made.append((headers, signed.replace(b"created", b"deleted") if n % 10 == 0 else signed))
    return made


def genuine(found: Iterable[bool]) -> dict[str, str]:
    return {"genuine": digest(f"{n}:{'true' if one else 'false'}" for n, one in enumerate(found))}


def appointments(rows: int) -> bytes:
    return json.dumps(list(_appointments(rows))).encode()


def _appointments(rows: int) -> Iterator[dict[str, object]]:
    for n in range(rows):
        at = datetime.fromtimestamp(BASE + n * 1_800, timezone.utc)
        yield {
            "id": 1_000_000 + n,
            "firstName": "Alpha",
            "lastName": f"Testclient {n}",
            "phone": f"30355501{n % 100:02}",
            "email": f"client{n}@example.invalid",
            "date": at.strftime("%B %-d, %Y"),
            "time": at.strftime("%-I:%M%p").lower(),
            "datetimeCreated": "2030-01-01T08:00:00-0700",
            "datetime": at.strftime("%Y-%m-%dT%H:%M:%S+0000"),
            "price": "80.00",
            "paid": "no",
            "amountPaid": "0.00",
            "type": "Home visit",
            "appointmentTypeID": 51_000_001 + n % 4,
            "classID": None,
            "category": "",
            "duration": str(30 + 15 * (n % 5)),
            "calendar": f"Calendar {n % 20}",
            "calendarID": 7_100_001 + n % 20,
            "location": "",
            "notes": "Rings twice.",
            "timezone": "America/Denver",
            "calendarTimezone": "America/Denver",
            "canceled": False,
            "canClientCancel": True,
            "canClientReschedule": True,
            "labels": None,
            "forms": [
                {
                    "id": 1,
                    "name": "Intake",
                    "values": [
                        {"value": "yes", "name": "Stairs?", "fieldID": 11, "id": n},
                        {"value": "", "name": "Pets", "fieldID": 12, "id": n + 1},
                    ],
                }
            ],
            "formsText": "Intake",
        }


class Booked(NamedTuple):
    calendar: int
    start: int
    end: int


def booked(count: int, calendars: int) -> list[Booked]:
    span = max(count * 17_280 // 100_000, 288)
    made = []
    for n in range(count):
        start = BASE + (n * 7_919 + n // calendars * 104_729) % span * 300
        made.append(Booked(n % calendars, start, start + 60 * (30 + 15 * (n % 5))))
    return made


def conflicts(pairs: Iterable[tuple[int, int]]) -> dict[str, str]:
    lines = [f"{min(pair)}|{max(pair)}" for pair in pairs]
    return {"count": str(len(lines)), "pairs": digest(lines)}
