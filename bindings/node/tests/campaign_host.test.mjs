// Campaigns on a store through desks of JavaScript, in memory and against the sandbox.
import assert from 'node:assert/strict';
import test, { afterEach } from 'node:test';
import { inspect } from 'node:util';

import { CampaignHost, InvalidInputError, OperationCancelledError, Store, WellSky, outreach, refusal } from 'careweave';
import { MemoryDesk, WellSkyPhones } from './support/campaign_desks.mjs';
import { Sandbox } from './support/careweave.mjs';
import { postgres } from './support/postgres.mjs';

const ZONE = 'America/Denver';
const MORNING = new Date('2026-04-06T15:00:00Z');
const limit = { timeout: 120_000 };
const later = (minutes) => new Date(MORNING.getTime() + minutes * 60_000);
const policy = new outreach.Policy({ name: 'day desk', version: 1, voice: null, urgent: { pageBelowMinutes: 0 } });
const shift = (id = '41') => ({ id, zone: ZONE, window: { start: later(300), end: later(540) } });

const cleanups = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function stored(url = 'sqlite::memory:', options = {}) {
  const store = await Store.open(url, options);
  cleanups.push(() => store.close());
  return store;
}

const hostOf = (store, desk, options = {}) =>
  new CampaignHost(store, desk, { policy, scope: 'agency-9001', holder: 'worker-1', now: MORNING, ...options });

/** Works until nothing is to be done at this moment; how many messages went out. */
async function settle(host) {
  for (let sent = 0; ; ) {
    const round = await host.work();
    if (!round.busy) return sent;
    sent += round.sent;
  }
}

const hear = (host, caregiverId, text) =>
  host.hear({ caregiverId, messageId: `m-${caregiverId}`, text, receivedAt: MORNING });

async function aYesFillsTheShift(store) {
  const desk = new MemoryDesk('1', '2', '3');
  const host = hostOf(store, desk);
  const events = await host.open(shift(), 'call_off');
  assert.equal(events[0].event.kind, 'opened');
  assert.equal(await settle(host), 3);
  assert.deepEqual((await hear(host, '3', 'no')).told, ['41']);
  const heard = await hear(host, '2', 'Yes, I can!');
  assert.deepEqual([heard.route.route, heard.told], ['act', ['41']]);
  await hear(host, '1', 'ok');
  assert.deepEqual(
    (await host.waitlist('41')).map((one) => one.caregiverId),
    ['1'],
  );
  await settle(host);
  assert.equal((await host.status('41')).coverage.by, '2');
  assert.deepEqual([...desk.book], [['41', '2']]);
  assert.deepEqual(desk.told('shift_confirmed'), ['caregiver/2']);
  assert.deepEqual(desk.told('shift_filled'), ['caregiver/1']);
  assert.deepEqual([desk.assigns, desk.twice], [1, 0]);
  assert.equal((await host.timeline('41', '2'))[0].event.kind, 'offer_made');
  assert.equal(await host.status('404'), null);
  assert.deepEqual(await host.live(), []);
}

test('a yes fills the shift, and the other who said yes is told, in memory', limit, async () =>
  aYesFillsTheShift(await stored()));

test('a yes fills the shift, and the other who said yes is told, on PostgreSQL', limit, async (t) => {
  const server = await postgres();
  if (server.missing) return t.skip(server.missing);
  cleanups.push(server.stop);
  return aYesFillsTheShift(await stored(server.url, { schema: `campaigns_${process.pid}` }));
});

test('who is asked next is forecast, and who is not has a reason', limit, async () => {
  const store = await stored();
  const desk = new MemoryDesk('1', '2', '3', '4', '5', '6', '7');
  const host = hostOf(store, desk);
  await host.open(shift(), 'gap', { excluded: [{ caregiverId: '7', rule: 'client_request' }] });
  await settle(host);
  assert.equal(desk.told('shift_offer').length, 5);
  const ahead = await host.forecast('41');
  assert.ok(ahead.complete && ahead.steps.length > 0);
  assert.equal(new Date(await host.nextDeadline()).getTime(), later(5).getTime());
  const next = hostOf(store, desk, { now: later(5) });
  assert.equal((await next.work({ limit: 10 })).lookedAt, 1);
  await settle(next);
  assert.deepEqual(desk.told('shift_offer').slice(5), ['caregiver/6']);
  const reasons = await next.whyNotContacted('41');
  assert.ok(reasons.some((one) => one.caregiverId === '7' && one.rule === 'client_request'));
  assert.deepEqual(
    (await next.live()).map((one) => one.shiftId),
    ['41'],
  );
});

test('a text whose answer was lost is found and not sent again', limit, async () => {
  const [store, desk, seen] = [await stored(), new MemoryDesk('1', '2'), []];
  desk.fails = [new TypeError('the answer was lost')];
  const host = hostOf(store, desk, { onException: (method, error) => seen.push([method, error.constructor.name]) });
  await host.open(shift(), 'call_off');
  assert.equal(await settle(host), 1);
  assert.deepEqual(seen, [['desk.send', 'TypeError']]);
  await settle(hostOf(store, desk, { now: later(2) }));
  assert.deepEqual([desk.told('shift_offer').length, desk.twice], [2, 0]);
});

test('a text that never left is sent later', limit, async () => {
  const [store, desk] = [await stored(), new MemoryDesk('1')];
  const { send } = desk;
  desk.send = () => {
    throw refusal('unreachable', 'the service is not reached', { delivery: 'not_sent' });
  };
  const host = hostOf(store, desk);
  await host.open(shift(), 'call_off');
  assert.equal(await settle(host), 0);
  desk.send = send;
  assert.equal(await settle(hostOf(store, desk, { now: later(2) })), 1);
});

test('when the answer to an assignment is lost the schedule is read', limit, async () => {
  const [store, desk] = [await stored(), new MemoryDesk('1')];
  desk.lost = ['unknown'];
  const host = hostOf(store, desk);
  await host.open(shift(), 'call_off');
  await settle(host);
  await hear(host, '1', 'si');
  await settle(host);
  assert.equal((await host.status('41')).coverage.by, '1');
  assert.equal(desk.assigns, 1);
});

test('an opt-out ends it, and is told to the office', limit, async () => {
  const [store, desk] = [await stored(), new MemoryDesk('1')];
  const host = hostOf(store, desk);
  await host.open(shift(), 'call_off');
  await settle(host);
  assert.equal((await hear(host, '1', 'STOP')).route.route, 'suppress');
  await settle(host);
  assert.deepEqual(desk.told('opt_out_confirmed'), ['caregiver/1']);
  assert.ok([...desk.taken.values()].some((one) => one.action.kind === 'record_suppression'));
  const rejected = await host.submit('41', { kind: 'assign_succeeded', fence: 1 });
  assert.equal(rejected[0].event.kind, 'input_rejected');
  await host.callEnded('41', '0'.repeat(64), 'busy');
});

test('WellSky ranks and is assigned to once', limit, async () => {
  const sandbox = await Sandbox.start();
  cleanups.push(() => sandbox.stop());
  const [ws, now] = [new WellSky(sandbox.settings), sandbox.ready.now];
  const roster = await ws.roster({ now, zone: sandbox.ready.zone });
  const ranking = roster.rankAll().find((one) => one.candidates.length >= 2);
  const [first, second] = ranking.candidates.map((one) => one.caregiverId);
  const { id } = ranking.shift;
  const found = await ws.shift(id);
  const desk = new WellSkyPhones();
  const host = hostOf(await stored(), desk, { wellsky: ws, zone: sandbox.ready.zone, now });
  const window = { start: found.scheduledStart, end: found.scheduledEnd };
  await host.open({ id, zone: sandbox.ready.zone, window }, 'gap');
  assert.ok((await settle(host)) >= 2);
  await hear(host, first, 'yes');
  await hear(host, second, 'yes');
  await settle(host);
  assert.equal((await host.status(id)).coverage.by, first);
  assert.equal((await ws.shift(id)).caregiverId, first);
  assert.deepEqual(desk.told('shift_confirmed'), [`caregiver/${first}`]);
  assert.deepEqual(desk.told('shift_filled'), [`caregiver/${second}`]);
});

test('what cannot work is named', limit, async () => {
  const store = await stored();
  const desk = new MemoryDesk('1');
  const refused = (make, field) =>
    assert.throws(make, (error) => {
      assert.ok(error instanceof InvalidInputError, error);
      assert.equal(error.get('field'), field);
      return true;
    });
  refused(() => hostOf(store, desk, { scope: 'agency 1' }), 'scope');
  refused(() => hostOf(store, desk, { holder: '' }), 'holder');
  refused(() => hostOf(store, desk, { answerSeconds: -1 }), 'answer_seconds');
  refused(() => hostOf(store, desk, { polices: 1 }), 'polices');
  refused(() => hostOf(store, desk, { policy: {} }), 'policy');
  refused(() => hostOf(store, { send() {} }), 'desk');
  const host = hostOf(store, desk);
  await assert.rejects(host.work({ limit: 0 }), (error) => error.get('field') === 'limit');
  await assert.rejects(host.open({ ...shift(), zone: 'Mars/Olympus' }, 'gap'), (error) =>
    error.get('field').startsWith('shift.zone'),
  );
  assert.equal(inspect(host), "CampaignHost { scope: 'agency-9001' }");
});

test('an aborted signal ends a round, and the next host goes on', limit, async () => {
  const [store, desk] = [await stored(), new MemoryDesk('1')];
  const { send } = desk;
  const abort = new AbortController();
  desk.send = () => {
    abort.abort();
    return new Promise(() => {});
  };
  const host = hostOf(store, desk);
  await host.open(shift(), 'call_off');
  await assert.rejects(
    (async () => {
      for (;;) await host.work({ signal: abort.signal });
    })(),
    (error) => error instanceof OperationCancelledError,
  );
  desk.send = send;
  // Nobody knows what became of the text: it is looked for, and then sent.
  for (const minutes of [2, 4, 6]) await settle(hostOf(store, desk, { now: later(minutes) }));
  assert.deepEqual(desk.told('shift_offer'), ['caregiver/1']);
  assert.equal(desk.twice, 0);
});
