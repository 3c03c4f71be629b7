"""Assignments of caregivers to shifts: decided in a transaction of the portal, sent to WellSky by a worker.

The row of the portal and the entry of the outbox are written together or not at all. What was committed is sent once, whatever
crashes in between: an attempt without an answer is looked up in WellSky before there is another.
"""

from __future__ import annotations

from datetime import datetime, timezone

import careweave
from careweave import AsyncStore, AsyncWellSky, CareweaveError, Effect, EffectIntent, OutboxDispatch, OutboxItem, refusal
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from .settings import Settings
from .tables import AssignmentRow

CLAIM_SECONDS = 60.0


def decide(engine: Engine, settings: Settings, connection: str, shift_id: str, caregiver_id: str) -> None:
    """Writes an assignment down and queues it, in one transaction. The same once more changes nothing."""
    with Session(engine) as session, session.begin():
        row = session.get(AssignmentRow, shift_id, with_for_update=True)
        if row is not None:
            if row.caregiver_id != caregiver_id:
                raise refusal("conflict", "somebody has the shift")
            return
        session.add(AssignmentRow(shift_id=shift_id, caregiver_id=caregiver_id, decided_at=datetime.now(timezone.utc)))
        session.flush()
        statements = careweave.enqueue_statements(
            EffectIntent(
                key=f"{connection}/assign/{shift_id}",
                operation="shifts.assign",
                subject=shift_id,
                content=(shift_id, caregiver_id),
                reconcile="read_back",
                span_seconds=60.0,
                detail=caregiver_id,
            ),
            OutboxDispatch(lane=shift_id),
            database="sqlite" if settings.database_url.startswith("sqlite:") else "postgres",
            placeholders="named",
            schema=settings.schema,
        )
        session.execute(text(statements.plan.sql), statements.plan.named)
        session.execute(text(statements.queue.sql), statements.queue.named)


async def send_what_waits(store: AsyncStore, ws: AsyncWellSky, worker: str) -> int:
    """Sends what is due; gives how many assignments stand in WellSky now that waited before."""
    settled = 0
    for item in await store.outbox.claim(worker, CLAIM_SECONDS):
        effect = await store.ledger.get(item.effect_id)
        try:
            if effect.state != "confirmed":
                await _settle(store, ws, item, effect)
        except CareweaveError as error:
            if error.delivery == "answered" and not error.retryable:
                # WellSky said no, and would say so again: a person has to look.
                await store.outbox.bury(item.number, item.fence, error.code)
            else:
                await store.outbox.fail(item.number, item.fence, error.code)
            continue
        await store.outbox.complete(item.number, item.fence)
        settled += 1
    return settled


async def _settle(store: AsyncStore, ws: AsyncWellSky, item: OutboxItem, effect: Effect) -> None:
    shift_id, caregiver_id = effect.subject, effect.detail
    if effect.state in ("sending", "in_doubt"):
        shift = await ws.shift(shift_id)
        if shift.caregiver_id == caregiver_id:
            await store.ledger.confirm(effect.id, effect.attempt)
            return
        # Both refuse as long as the earlier request may still land; the item then waits.
        if effect.state == "sending":
            effect = await store.ledger.expire(effect.id, effect.attempt)
        effect = await store.ledger.absent(effect.id, effect.attempt)
    assert item.claimed_until is not None
    effect = await store.ledger.begin(effect.id, effect.attempt, item.claimed_until)
    try:
        done = await ws.assign_unrecorded(shift_id, caregiver_id, idempotency_key=effect.id)
    except CareweaveError as error:
        if error.delivery == "maybe_sent":
            await store.ledger.doubt(effect.id, effect.attempt)
        else:
            await store.ledger.reject(effect.id, effect.attempt, error.code)
        raise
    await store.ledger.confirm(effect.id, effect.attempt, remote_id=done.id)
