"""SQLAlchemy's ORM, as a portal syncs: find the row, create it or change it, commit; one after another."""

from __future__ import annotations

import hashlib
import time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

import sync_material as material
from sqlalchemy_tables import Record, Tables


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
            with Session(tables.engine) as session:
                begun = time.perf_counter()
                for external_id, body in rows:
                    find_or_create(session, external_id, body)
                seconds = time.perf_counter() - begun
            return material.answer(seconds, tables.stored(), count, order["rows"])


def find_or_create(session: Session, external_id: str, body: str) -> None:
    digest = hashlib.sha256(body.encode()).digest()
    held = session.scalar(select(Record).where(Record.external_id == external_id))
    if held is None:
        session.add(Record(external_id=external_id, fingerprint=digest, body=body))
    elif held.fingerprint != digest:
        held.fingerprint = digest
        held.body = body
    session.commit()
