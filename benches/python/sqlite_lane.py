"""A self-join in SQLite, with the index it needs: what a portal asks its database."""

from __future__ import annotations

import sqlite3
import time
from typing import Any

import providers_material as material

_OVERLAPS = """
    SELECT a.id, b.id
    FROM booked AS a JOIN booked AS b
      ON b.calendar = a.calendar AND b.start >= a.start AND b.start < a.until AND (b.start > a.start OR b.id > a.id)
"""


class Lane:
    def carry_out(self, order: dict[str, Any]) -> dict[str, Any]:
        rows = [(n, *row) for n, row in enumerate(material.booked(order["appointments"], order["calendars"]))]
        database = sqlite3.connect(":memory:")
        database.execute("CREATE TABLE booked (id INTEGER PRIMARY KEY, calendar INTEGER, start INTEGER, until INTEGER)")
        begun = time.perf_counter()
        database.executemany("INSERT INTO booked VALUES (?, ?, ?, ?)", rows)
        database.execute("CREATE INDEX by_start ON booked (calendar, start, until)")
        found = database.execute(_OVERLAPS).fetchall()
        return {"seconds": time.perf_counter() - begun, "parts": material.conflicts(found)}
