// Assignments of caregivers to shifts: decided in a transaction of the service, sent to WellSky by a worker. An attempt without an answer
// is looked up in WellSky before there is another.
import { CareweaveError, enqueueStatements, refusal } from './careweave.mjs';
import { transaction } from './database.mjs';

/** Writes an assignment down and queues it, in one transaction. The same once more changes nothing. */
export async function decide(pool, { schema, connection, shiftId, caregiverId }) {
  await transaction(pool, async (client) => {
    await client.query('INSERT INTO service_assignment VALUES ($1, $2) ON CONFLICT DO NOTHING', [shiftId, caregiverId]);
    const { rows } = await client.query('SELECT caregiver_id FROM service_assignment WHERE shift_id = $1', [shiftId]);
    if (rows[0].caregiver_id !== caregiverId) throw refusal('conflict', 'somebody has the shift');
    const { plan, queue } = enqueueStatements(
      {
        key: `${connection}/assign/${shiftId}`,
        operation: 'shifts.assign',
        subject: shiftId,
        content: [shiftId, caregiverId],
        reconcile: 'read_back',
        spanSeconds: 60,
        detail: caregiverId,
      },
      { lane: shiftId },
      { database: 'postgres', placeholders: 'numbered', schema },
    );
    await client.query(plan.sql, [...plan.parameters]);
    await client.query(queue.sql, [...queue.parameters]);
  });
}

/** Sends what is due; gives how many assignments stand in WellSky now that waited before. */
export async function sendWhatWaits(store, ws, worker) {
  let settled = 0;
  for (const item of await store.outbox.claim(worker, 60)) {
    const effect = await store.ledger.get(item.effectId);
    try {
      if (effect.state !== 'confirmed') await settle(store, ws, item, effect);
    } catch (error) {
      if (!(error instanceof CareweaveError)) throw error;
      // A no of WellSky would be said again: a person has to look.
      const final = error.delivery === 'answered' && !error.retryable;
      if (final) await store.outbox.bury(item.number, item.fence, error.code);
      else await store.outbox.fail(item.number, item.fence, error.code);
      continue;
    }
    await store.outbox.complete(item.number, item.fence);
    settled += 1;
  }
  return settled;
}

async function settle(store, ws, item, found) {
  let effect = found;
  const [shiftId, caregiverId] = [effect.subject, effect.detail];
  if (effect.state === 'sending' || effect.state === 'in_doubt') {
    const shift = await ws.shift(shiftId);
    if (shift.caregiverId === caregiverId) {
      await store.ledger.confirm(effect.id, effect.attempt);
      return;
    }
    // Both refuse as long as the earlier request may still land; the item then waits.
    if (effect.state === 'sending') effect = await store.ledger.expire(effect.id, effect.attempt);
    effect = await store.ledger.absent(effect.id, effect.attempt);
  }
  effect = await store.ledger.begin(effect.id, effect.attempt, item.claimedUntil);
  try {
    const { id } = await ws.assignUnrecorded(shiftId, caregiverId, { idempotencyKey: effect.id });
    await store.ledger.confirm(effect.id, effect.attempt, { remoteId: id });
  } catch (error) {
    if (error.delivery === 'maybe_sent') await store.ledger.doubt(effect.id, effect.attempt);
    else await store.ledger.reject(effect.id, effect.attempt, error.code);
    throw error;
  }
}
