// Follows an agency: takes WellSky's deliveries, fetches back what they name, and polls for what has no event.
//
//     node wellsky_events.mjs STORE_URL [PUBLIC_URL] [PORT]
//
// Reads WELLSKY_API_KEY, WELLSKY_API_SECRET, WELLSKY_AGENCY_ID, WELLSKY_API (connect) and WELLSKY_WEBHOOK_SECRET. PUBLIC_URL is
// the https address under which WellSky reaches this server; on the loopback, for a sandbox, it may be left out. Prints one
// line for each change, without anything personal; ends when its standard input does.
import { createServer } from 'node:http';

import { EventReceiver, Store, WellSky } from '../../bindings/node/dist/index.js';

const EVENTS = ['patient.created', 'patient.telecom.changed', 'practitioner.created', 'encounter.clockout.changed'];
const QUARTER_OF_AN_HOUR = 900_000;

const [url, publicUrl, port = '0'] = process.argv.slice(2);
const secret = process.env.WELLSKY_WEBHOOK_SECRET;
const ws = WellSky.fromEnv();
const store = await Store.open(url);
const receiver = new EventReceiver([secret]);

let wake = () => {};
let over = false;

/** Marks what a delivery names. It fetches nothing, so that WellSky is answered at once. */
async function answer(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  try {
    const { record, status } = receiver.accept(request.headersDistinct, Buffer.concat(parts));
    if (record !== null) await ws.markChanged(record, { store });
    return status;
  } catch (refused) {
    // What the receiver refuses says what to answer; a store that failed must not be taken for a success.
    return Number(refused.get?.('answer') ?? 503);
  }
}

/** What deliveries marked, and what is due to be polled. A portal stores each change under its id. */
async function takeUp() {
  for (const changes of [ws.feed(store), ws.poll(store)]) {
    for await (const { kind, record } of changes) console.log(kind, record.kind, record.id);
  }
}

const server = createServer(async (request, response) => {
  response.statusCode = await answer(request);
  response.end();
  wake();
});
await new Promise((resolve) => server.listen(Number(port), '127.0.0.1', resolve));
process.stdin.resume().once('end', () => {
  over = true;
  wake();
});

let woken = new Promise((resolve) => (wake = resolve));
await takeUp();
const address = publicUrl ?? `http://127.0.0.1:${server.address().port}/wellsky`;
await ws.connect.ensureSubscriptions('careweave-example', 'follows the agency', address, secret, EVENTS, {
  idempotencyKey: `subscriptions/${address}`,
});
console.log('listening', address);
while (!over) {
  let timer;
  await Promise.race([woken, new Promise((resolve) => (timer = setTimeout(resolve, QUARTER_OF_AN_HOUR)))]);
  clearTimeout(timer);
  woken = new Promise((resolve) => (wake = resolve));
  await takeUp();
}
server.closeAllConnections();
server.close();
await store.close();
