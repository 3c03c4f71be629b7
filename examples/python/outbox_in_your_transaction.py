"""An outbox in your own transaction: a portal with FastAPI and SQLAlchemy, and the worker that sends.

A route that assigns a shift writes the portal's own row and queues what is to be sent to WellSky in one transaction. When it is
rolled back nothing was queued; when it commits, a worker sends it once, whatever crashes in between.

    CAREWEAVE_STORE=postgres://portal@127.0.0.1/care uvicorn --factory outbox_in_your_transaction:app
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import careweave
from careweave import EffectIntent, OutboxDispatch
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import IntegrityError

TABLE = "CREATE TABLE IF NOT EXISTS portal_assignment (shift_id TEXT PRIMARY KEY, caregiver_id TEXT NOT NULL)"
RECORD = text("INSERT INTO portal_assignment (shift_id, caregiver_id) VALUES (:shift_id, :caregiver_id)")


class Assignment(BaseModel):
    """Who gets which shift."""

    shift_id: str
    caregiver_id: str


def engine_at(store_url: str) -> Engine:
    """The portal's own connections, to the database in which the store lies."""
    if store_url.startswith("sqlite:"):
        engine = create_engine(f"sqlite:///{store_url.removeprefix('sqlite:')}")

        # The driver would begin a transaction late, and as one that only reads.
        @event.listens_for(engine, "connect")
        def leave_transactions_alone(connection: Any, _record: Any) -> None:
            connection.isolation_level = None

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

        return engine
    return create_engine(store_url.replace("postgres://", "postgresql+psycopg://", 1))


def enqueue(connection: Connection, store_url: str, schema: str | None, assignment: Assignment) -> bool:
    """Queues the assignment in the transaction of the connection; False when it was queued before."""
    statements = careweave.enqueue_statements(
        EffectIntent(
            key=f"wellsky/assign/agency-1/{assignment.shift_id}",
            operation="shifts.assign",
            subject=assignment.shift_id,
            content=(assignment.shift_id, assignment.caregiver_id),
            reconcile="read_back",
            span_seconds=120.0,
            detail=assignment.caregiver_id,
        ),
        OutboxDispatch(lane=assignment.shift_id),
        database="sqlite" if store_url.startswith("sqlite:") else "postgres",
        placeholders="named",
        schema=schema,
    )
    connection.execute(text(statements.plan.sql), statements.plan.named)
    return connection.execute(text(statements.queue.sql), statements.queue.named).first() is not None


def create_app(store_url: str, *, schema: str | None = None) -> FastAPI:
    """The portal. The store is made first, so that its tables are there."""
    careweave.Store(store_url, schema=schema).close()
    engine = engine_at(store_url)
    with engine.begin() as connection:
        connection.execute(text(TABLE))
    portal = FastAPI()

    @portal.post("/assignments", status_code=202)
    def assign(assignment: Assignment, refuse: bool = False) -> dict[str, bool]:
        try:
            with engine.begin() as connection:
                connection.execute(RECORD, assignment.model_dump())
                queued = enqueue(connection, store_url, schema, assignment)
                if refuse:
                    # Whatever goes wrong after it was queued undoes that too.
                    raise HTTPException(409, "the visit was called off meanwhile")
        except IntegrityError as taken:
            raise HTTPException(409, "somebody has the shift") from taken
        return {"queued": queued}

    return portal


def send_what_waits(store: careweave.Store, worker: str, send: Callable[[str, str, str], str]) -> int:
    """Sends what is due. ``send`` is given the shift, the caregiver and the idempotency key, and gives the id that WellSky
    answered with."""
    sent = 0
    for item in store.outbox.claim(worker, 60.0):
        effect = store.ledger.get(item.effect_id)
        if effect.state != "confirmed":
            assert item.claimed_until is not None
            effect = store.ledger.begin(effect.id, effect.attempt, item.claimed_until)
            remote_id = send(effect.subject, effect.detail, effect.id)
            store.ledger.confirm(effect.id, effect.attempt, remote_id=remote_id)
            sent += 1
        store.outbox.complete(item.number, item.fence)
    return sent


def app() -> FastAPI:
    """For uvicorn."""
    return create_app(os.environ["CAREWEAVE_STORE"])
