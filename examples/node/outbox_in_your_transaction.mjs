// An outbox in your own transaction: a portal assigns a shift in its own table and queues what is to be sent to WellSky with it.
// When the transaction is rolled back nothing was queued; when it commits, a worker sends it once, whatever crashes in between.
//
// `assign` is what a route calls with a client of `pg` from its pool, `sendWhatWaits` is what a worker runs on a timer.
import { enqueueStatements } from '../../bindings/node/dist/index.js';

/** Records who gets a shift and queues it, both or neither. Gives true when it was queued now. */
export async function assign(client, { shiftId, caregiverId, schema, refuse = false }) {
  const { plan, queue } = enqueueStatements(
    {
      key: `wellsky/assign/agency-1/${shiftId}`,
      operation: 'shifts.assign',
      subject: shiftId,
      content: [shiftId, caregiverId],
      reconcile: 'read_back',
      spanSeconds: 120,
      detail: caregiverId,
    },
    { lane: shiftId },
    { database: 'postgres', placeholders: 'numbered', schema },
  );
  await client.query('BEGIN');
  try {
    await client.query('INSERT INTO portal_assignment (shift_id, caregiver_id) VALUES ($1, $2)', [shiftId, caregiverId]);
    await client.query(plan.sql, [...plan.parameters]);
    const { rows } = await client.query(queue.sql, [...queue.parameters]);
    // Whatever goes wrong after it was queued undoes that too.
    if (refuse) throw new Error('the visit was called off meanwhile');
    await client.query('COMMIT');
    return rows.length === 1;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

/** Sends what is due, and tells how much. `send(shiftId, caregiverId, key)` gives the id that WellSky answered with. */
export async function sendWhatWaits(store, worker, send) {
  let sent = 0;
  for (const item of await store.outbox.claim(worker, 60)) {
    let effect = await store.ledger.get(item.effectId);
    if (effect.state !== 'confirmed') {
      effect = await store.ledger.begin(effect.id, effect.attempt, item.claimedUntil);
      const remoteId = await send(effect.subject, effect.detail, effect.id);
      await store.ledger.confirm(effect.id, effect.attempt, { remoteId });
      sent += 1;
    }
    await store.outbox.complete(item.number, item.fence);
  }
  return sent;
}
