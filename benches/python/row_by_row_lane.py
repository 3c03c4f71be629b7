"""The loop that portals begin with: for each deal read its prospect with `httpx`, compare, write."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any

import httpx

from httpx_lane import grant

COLUMNS = "number, prospect_id, first_name, last_name, email, phone, street, city, state, zip_code, stage, "
COLUMNS += "referral_source, notes, id"


class Lane:
    def __init__(self) -> None:
        self._http: httpx.Client | None = None

    def carry_out(self, order: dict[str, Any]) -> dict[str, Any]:
        if order["task"] != "sync_deals":
            raise ValueError(f"this lane does no {order['task']}")
        endpoint = order["endpoint"]
        http = self._open(endpoint)
        deals, only = order["deals"], order["only"]
        with sqlite3.connect(Path(order["place"]["folder"]) / "portal.db") as portal:
            portal.row_factory = sqlite3.Row
            begin(endpoint, order["latency_ms"])
            begun = time.perf_counter()
            done = sync(http, endpoint["rest"], portal, deals if only is None else only)
            seconds = time.perf_counter() - begun
        portal.close()
        answer: dict[str, Any] = {
            "seconds": seconds,
            "parts": {},
            "counted": {"µs a deal": seconds * 1e6 / done},
        }
        if only is not None:
            answer["sample"] = {"fixed_seconds": 0.0, "done": done, "of": deals}
        return answer

    def _open(self, endpoint: dict[str, str]) -> httpx.Client:
        if self._http is None:
            self._http = httpx.Client(timeout=30)
            answer = self._http.post(endpoint["token"], json=grant(endpoint))
            answer.raise_for_status()
            self._http.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
            self._http.headers["X-Agency-Id"] = endpoint["agency_id"]
        return self._http


def begin(endpoint: dict[str, str], latency_ms: int) -> None:
    """What was asked before does not count, and every call takes so long from now on."""
    control = f"{endpoint['control']}/_sandbox"
    if latency_ms:
        action = {"kind": "latency", "ms": latency_ms}
        fault = {"method": "*", "path_prefix": "/v1", "action": action}
        httpx.post(f"{control}/faults", json=fault).raise_for_status()
    httpx.delete(f"{control}/journal").raise_for_status()


def sync(http: httpx.Client, root: str, portal: sqlite3.Connection, only: int) -> int:
    rows = portal.execute(f"SELECT {COLUMNS} FROM deal ORDER BY number LIMIT ?", (only,)).fetchall()
    for row in rows:
        url = f"{root}/prospects/{row['prospect_id']}"
        answer = http.get(url)
        answer.raise_for_status()
        found, wanted = answer.json(), prospect(row)
        if holds(found, wanted):
            continue
        http.put(url, json=wanted).raise_for_status()
        portal.execute("UPDATE deal SET synced_at = unixepoch() WHERE number = ?", (row["number"],))
        portal.commit()
    return len(rows)


def holds(found: dict[str, Any], wanted: dict[str, Any]) -> bool:
    """Whether a record has what is wanted of it; it has more, and that is left alone."""
    return all(
        holds(found.get(field) or {}, value) if isinstance(value, dict) else found.get(field) == value
        for field, value in wanted.items()
    )


def prospect(row: sqlite3.Row) -> dict[str, Any]:
    return {
        "first_name": row["first_name"],
        "last_name": row["last_name"],
        "email": row["email"],
        "phone": row["phone"],
        "address": {
            "line1": row["street"],
            "city": row["city"],
            "state": row["state"],
            "zip_code": row["zip_code"],
        },
        "status": row["stage"],
        "referral_source": row["referral_source"],
        "notes": row["notes"],
        "external_id": row["id"],
    }
