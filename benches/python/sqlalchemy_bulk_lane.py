"""SQLAlchemy's core, as fast as it goes: one upsert for the rows of a page, where the contents differ."""

from __future__ import annotations

import hashlib
import time
from typing import Any

import sync_material as material
from sqlalchemy_tables import Tables


class Lane:
    def carry_out(self, order: dict[str, Any]) -> dict[str, Any]:
        if order["task"] != "apply_rows":
            raise ValueError(f"this lane does no {order['task']}")
        count = order["only"] or order["rows"]
        before, now = material.generations(order["content"])
        with Tables(order) as tables:
            if before is not None:
                tables.fill(material.rows(count, before))
            rows = material.rows(count, now)
            statement = tables.upsert()
            begun = time.perf_counter()
            for start in range(0, count, order["page"]):
                page = [
                    {
                        "external_id": external_id,
                        "fingerprint": hashlib.sha256(body.encode()).digest(),
                        "body": body,
                    }
                    for external_id, body in rows[start : start + order["page"]]
                ]
                with tables.engine.begin() as connection:
                    connection.execute(statement, page)
            seconds = time.perf_counter() - begun
            return material.answer(seconds, tables.stored(), count, order["rows"])
