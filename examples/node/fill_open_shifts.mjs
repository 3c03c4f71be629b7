// The main job: find the open shifts, rank, offer, assign, verify, record.
//
// Start a sandbox, set the variables it prints, and run it:
//
//     careweave sandbox --seed 7 --now 2026-04-06T12:00:00Z
//     export WELLSKY_API_KEY=… CAREWEAVE_AGENCY_ZONE=… CAREWEAVE_SANDBOX_CONTROL=… (all of them)
//     node fill_open_shifts.mjs
//
// It prints the report that `careweave demo --json` prints, byte for byte. The record of what was done is kept in
// careweave.db, or where CAREWEAVE_STORE says (`sqlite:<path>`): run it twice, and the second run assigns nothing.
import { setTimeout as delay } from 'node:timers/promises';

// In your own project: import { … } from 'careweave';
import { Store, WellSky } from '../../bindings/node/dist/index.js';

const control = process.env.CAREWEAVE_SANDBOX_CONTROL;
if (!control) {
  console.error('CAREWEAVE_SANDBOX_CONTROL is not set: start `careweave sandbox` and set what it prints');
  process.exit(2);
}

/** Asks the sandbox on its control port. */
async function sandbox(path, body) {
  const answer = await fetch(new URL(path, control), {
    method: body ? 'POST' : 'GET',
    headers: { 'content-type': 'application/json' },
    body: body ? JSON.stringify(body) : undefined,
  });
  if (!answer.ok) throw new Error(`the sandbox answers ${answer.status} at ${path}`);
  return answer.json();
}

/**
 * Offers a shift to caregivers and gives their replies in the order in which they arrive. The sandbox's caregivers have
 * the sandbox for a telephone; a portal sends text messages here, and calls `claim` or `decline` when one comes back.
 */
async function ask({ shiftId, caregiverIds }) {
  const { replies } = await sandbox('/_sandbox/offers', { shift_id: shiftId, caregiver_ids: caregiverIds });
  return replies.map((reply) => ({ caregiverId: reply.caregiver_id, says: reply.answer }));
}

/**
 * Starts the job. Where an earlier run was cut off in the middle of a write, its fate is looked up, never guessed: until
 * a look can tell, the claim is in doubt and the job is started again.
 */
async function start(ws, store, options) {
  for (;;) {
    const job = await ws.fillOpenShifts(store, options);
    const { earlier } = await job.report();
    const doubt = earlier.find((claim) => claim.result === 'in_doubt');
    if (!doubt) return job;
    console.error(`shift ${doubt.shiftId}: sent by an earlier run, fate known by ${doubt.until}`);
    await delay(1000);
  }
}

// The credentials come from WELLSKY_* and the zone from CAREWEAVE_AGENCY_ZONE. The sandbox lives around an instant of
// its own; against the real WellSky leave `now` out.
const ws = WellSky.fromEnv();
const { now } = await sandbox('/_sandbox/ready');
const store = await Store.open(process.env.CAREWEAVE_STORE ?? 'sqlite:careweave.db');

try {
  const job = await start(ws, store, { now });
  for (let offers = await job.nextOffers(); offers.length > 0; offers = await job.nextOffers()) {
    for (const offer of offers) {
      for (const { caregiverId, says } of await ask(offer)) {
        if (says === 'yes') {
          // The first yes that WellSky confirms gets the shift; a later one is told so.
          const outcome = await job.claim(offer.shiftId, caregiverId);
          console.error(`shift ${offer.shiftId}: caregiver ${caregiverId} says yes: ${outcome.result}`);
        } else {
          await job.decline(offer.shiftId, caregiverId);
        }
      }
    }
  }
  process.stdout.write(`${(await job.report()).toJson()}\n`);
} finally {
  await store.close();
}
