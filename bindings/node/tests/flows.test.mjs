// Flows with a portal's own tasks and deals, against services over sockets and in memory.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import test, { afterEach } from 'node:test';
import { inspect } from 'node:util';

import {
  AppointmentSync,
  AuthenticationError,
  CareweaveError,
  DecodeError,
  InvalidInputError,
  NotFoundError,
  OperationCancelledError,
  PermissionDeniedError,
  Provider,
  RateLimitedError,
  RejectedError,
  RequestTimeoutError,
  SalesFlow,
  ServerError,
  Store,
  WellSky,
  proveBoard,
  refusal,
} from 'careweave';
import { Sandbox } from './support/careweave.mjs';
import { MemoryBoard, MemoryCrm, deal } from './support/flow_hosts.mjs';
import { postgres } from './support/postgres.mjs';

const MEMORY = 'memory://default?integration=main&zone=America/Denver';
const PRESENT = ['--seed', '7', '--zone', 'America/Denver'];
const limit = { timeout: 120_000 };
const DAY = 86_400_000;
const key = (name) => ({ idempotencyKey: `tests/${name}` });

const cleanups = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function stored(url = 'sqlite::memory:', options = {}) {
  const store = await Store.open(url, options);
  cleanups.push(() => store.close());
  return store;
}

async function sandboxed() {
  const sandbox = await Sandbox.start(PRESENT);
  cleanups.push(() => sandbox.stop());
  return sandbox;
}

async function booked(provider, count) {
  const start = new Date(Date.now() + DAY);
  const slots = await provider.slots('visit', start, new Date(start.getTime() + 5 * DAY), 'America/Denver');
  const bookings = [];
  for (const [n, slot] of slots.filter((_, n) => n % 8 === 0).slice(0, count).entries()) {
    const client = { first: 'Alpha', last: `Testclient${n}`, email: `alpha${n}@example.invalid` };
    bookings.push((await provider.book(slot, client, 'America/Denver', key(n))).booking);
  }
  return bookings;
}

async function inStep(provider, store, board, options = {}) {
  const sync = new AppointmentSync(provider, store, board, { actor: 'portal-1', ...options });
  await store.gate.setLevel(sync.connection, 'two_way', 'user-1', 'rollout');
  await sync.switchOn();
  return sync;
}

test('a board that keeps the rules is proved, and one that breaks one is told which', limit, async () => {
  await proveBoard(new MemoryBoard());
  class Blind extends MemoryBoard {
    find() {
      return null;
    }
  }
  await assert.rejects(proveBoard(new Blind()), (error) => {
    assert.ok(error instanceof RejectedError);
    assert.equal(error.get('rule'), 'what was made is found');
    return true;
  });
});

async function appointmentsBecomeTasksOnce(store) {
  const [provider, board] = [Provider.fromUrl(MEMORY), new MemoryBoard()];
  const bookings = await booked(provider, 3);
  const sync = await inStep(provider, store, board);
  const planned = await sync.sync({ dryRun: true });
  assert.deepEqual([planned.dryRun, planned.written, planned.planned.length, board.tasks.size], [true, 0, 3, 0]);
  const told = [];
  const first = await sync.sync({ onProgress: (progress) => told.push(progress.read) });
  assert.deepEqual([first.flow, first.read, first.written, first.failed], ['appointments', 3, 3, []]);
  assert.deepEqual(told, [3, 3, 3]);
  const second = await sync.sync();
  assert.deepEqual([second.written, second.unchanged, board.keys.size], [0, 3, 3]);
  const { name, state, failures } = await sync.status();
  assert.deepEqual([name, state, failures], ['memory.main', 'active', 0]);
  const tasks = [...board.tasks.values()];
  assert.deepEqual(new Set(tasks.map((task) => task.draft.start)), new Set(bookings.map((booking) => booking.start)));
  assert.ok(tasks.every((task) => task.draft.title.includes('Alpha')));
  assert.ok(!inspect([tasks[0].draft, first], { depth: 9 }).includes('Alpha'));
}

test('appointments become tasks once, in a file', limit, async () => appointmentsBecomeTasksOnce(await stored()));

test('appointments become tasks once, on PostgreSQL', limit, async (t) => {
  const server = await postgres();
  if (server.missing) return t.skip(server.missing);
  cleanups.push(server.stop);
  await appointmentsBecomeTasksOnce(await stored(server.url, { schema: `flows_${process.pid}` }));
});

test('a change on either side reaches the other', limit, async () => {
  const [provider, board, store] = [Provider.fromUrl(MEMORY), new MemoryBoard(), await stored()];
  const [first, second] = await booked(provider, 2);
  const sync = await inStep(provider, store, board);
  await sync.sync();
  const of = (booking) => [...board.tasks.values()].find((task) => task.external.id === booking.id);
  await provider.cancel(first.id, key('cancel'));
  await sync.sync();
  assert.equal(of(first).draft.status, 'cancelled');
  board.edit(of(second).id, { status: 'cancelled' });
  assert.deepEqual((await sync.push()).failed, []);
  assert.equal((await provider.booking(second.id)).status, 'cancelled');
  assert.equal((await sync.sync()).written, 0);
});

test('a flow that is off, or held back by the gate, writes nothing', limit, async () => {
  const [provider, board, store] = [Provider.fromUrl(MEMORY), new MemoryBoard(), await stored()];
  await booked(provider, 2);
  const sync = new AppointmentSync(provider, store, board, { actor: 'portal-1' });
  assert.equal(await sync.status(), null);
  await assert.rejects(sync.sync(), PermissionDeniedError);
  assert.equal((await sync.switchOn()).state, 'active');
  await store.gate.setLevel(sync.connection, 'read_only', 'user-1', 'rollout');
  const report = await sync.sync();
  assert.deepEqual([report.written, report.refused.length, board.tasks.size], [0, 2, 0]);
  assert.equal((await sync.switchOff()).state, 'inactive');
  await assert.rejects(sync.sync(), PermissionDeniedError);
});

test('an error of a board is a failure with the name of the method, and nothing of its words', limit, async () => {
  class Broken extends MemoryBoard {
    async apply() {
      throw new RangeError('Alpha Testclient has no row');
    }

    changed() {
      throw new RangeError('Alpha Testclient has no row');
    }
  }
  const heard = [];
  const [provider, store] = [Provider.fromUrl(MEMORY), await stored()];
  await booked(provider, 1);
  const onException = (method, error) => heard.push([method, error.constructor.name]);
  const sync = await inStep(provider, store, new Broken(), { onException });
  const report = await sync.sync();
  assert.deepEqual([report.written, report.inDoubt.length], [0, 1]);
  assert.deepEqual(heard, [['board.apply', 'RangeError']]);
  await assert.rejects(sync.push(), (error) => {
    assert.ok(error instanceof ServerError);
    assert.deepEqual([error.operation, error.get('exception')], ['board.changed', 'RangeError']);
    assert.ok(error.cause instanceof RangeError);
    assert.ok(!`${error.line}${inspect(report)}`.includes('Alpha'));
    return true;
  });
});

test('an answer that cannot be used names the method and the field', limit, async () => {
  const [provider, store] = [Provider.fromUrl(MEMORY), await stored()];
  for (const [answer, field] of [
    [undefined, 'answer'],
    [{ tasks: [], next: 1, more: false }, 'answer.next'],
    [{ tasks: [{ id: 'a' }], next: '1', more: false }, 'answer.tasks[0].version'],
  ]) {
    class Wrong extends MemoryBoard {
      async changed() {
        return answer;
      }
    }
    const sync = await inStep(provider, store, new Wrong());
    await assert.rejects(sync.push(), (error) => {
      assert.ok(error instanceof DecodeError, error);
      assert.deepEqual([error.operation, error.get('field')], ['board.changed', field]);
      return true;
    });
  }
});

test('a refusal keeps its code, and one that is none is refused', limit, async () => {
  class Busy extends MemoryBoard {
    async changed() {
      throw refusal('rate_limited', 'ask later', { retryAfterMs: 2500 });
    }
  }
  const sync = await inStep(Provider.fromUrl(MEMORY), await stored(), new Busy());
  await assert.rejects(sync.push(), (error) => {
    assert.ok(error instanceof RateLimitedError);
    assert.deepEqual([error.operation, error.message, error.retryAfterMs], ['board.changed', 'ask later', 2500]);
    return true;
  });
  assert.ok(refusal('conflict', 'taken') instanceof CareweaveError);
  assert.equal(refusal('nope', '').get('field'), 'code');
  assert.ok(refusal('conflict', '', { delivery: 'soon' }) instanceof InvalidInputError);
});

test('a wrong option, and what is no host, are named', limit, async () => {
  const [provider, store, board] = [Provider.fromUrl(MEMORY), await stored(), new MemoryBoard()];
  const refused = (make, field) =>
    assert.throws(make, (error) => error instanceof InvalidInputError && error.get('field') === field, field);
  const make = (options) => () => new AppointmentSync(provider, store, board, { actor: 'portal-1', ...options });
  refused(make({ daysAhead: -1 }), 'days_ahead');
  refused(make({ gonePercent: 101 }), 'gone_percent');
  refused(make({ answerSeconds: -1 }), 'answer_seconds');
  refused(make({ dayBack: 1 }), 'dayBack');
  refused(make({ actor: undefined }), 'actor');
  refused(make({ statuses: { apply: {}, send: {}, fresh: 'pending', gone: 'pending' } }), 'statuses.gone');
  refused(() => new AppointmentSync({}, store, board, { actor: 'a' }), 'provider');
  refused(() => new AppointmentSync(provider, {}, board, { actor: 'a' }), 'store');
  refused(() => new AppointmentSync(provider, store, {}, { actor: 'a' }), 'board');
  refused(() => new SalesFlow({}, store, new MemoryCrm(), { actor: 'a' }), 'wellsky');
  await assert.rejects(
    make({})().sync({ dryrun: true }),
    (error) => error instanceof InvalidInputError && error.get('field') === 'dryrun',
  );
});

test('an aborted signal ends a run while the host answers, and the next run goes on', limit, async () => {
  const abort = new AbortController();
  class Slow extends MemoryBoard {
    slow = true;

    find(external) {
      if (!this.slow) return super.find(external);
      abort.abort();
      return new Promise(() => undefined);
    }
  }
  const [provider, board, store] = [Provider.fromUrl(MEMORY), new Slow(), await stored()];
  await booked(provider, 2);
  const sync = await inStep(provider, store, board);
  await assert.rejects(sync.sync({ signal: abort.signal }), OperationCancelledError);
  board.slow = false;
  assert.equal((await sync.sync()).written, 2);
});

test('a run and an answer have time limits', limit, async () => {
  class Silent extends MemoryBoard {
    changed() {
      return new Promise(() => undefined);
    }
  }
  const [provider, store] = [Provider.fromUrl(MEMORY), await stored()];
  const hurried = await inStep(provider, store, new Silent(), { answerSeconds: 0.05 });
  await assert.rejects(hurried.push(), (error) => {
    assert.ok(error instanceof RequestTimeoutError);
    assert.deepEqual([error.operation, error.delivery], ['board.changed', 'maybe_sent']);
    return true;
  });
  const whole = await inStep(provider, store, new Silent());
  await assert.rejects(whole.push({ timeoutSeconds: 0.05 }), (error) => {
    assert.deepEqual([error.constructor, error.operation], [RequestTimeoutError, 'flow.appointments']);
    return true;
  });
});

test('a delivery is checked, marked and served', limit, async () => {
  const sandbox = await sandboxed();
  const { user_id: user, api_key: secret } = sandbox.ready.credentials.acuity;
  const host = sandbox.ready.acuity.replace('http://', '');
  const provider = Provider.fromUrl(
    `acuity://${encodeURIComponent(user)}:${encodeURIComponent(secret)}@${host}?integration=main`,
  );
  const [board, store] = [new MemoryBoard(), await stored()];
  const sync = await inStep(provider, store, board);
  assert.ok((await sync.sync()).written > 0);
  const tomorrow = new Date(Date.now() + DAY);
  const { bookings } = await provider.bookings(tomorrow, new Date(Date.now() + 60 * DAY));
  const booking = bookings.find(({ status }) => status === 'scheduled');
  await provider.cancel(booking.id, key('cancel'));
  const body = Buffer.from(`action=canceled&id=${booking.id}&calendarID=7100002&appointmentTypeID=51000006`);
  const headers = { 'x-acuity-signature': createHmac('sha256', secret).update(body).digest('base64') };
  assert.equal((await sync.accept(headers, body)).marked, 1);
  await assert.rejects(sync.accept(headers, Buffer.concat([body, body])), AuthenticationError);
  const report = await sync.serve();
  assert.deepEqual([report.written, report.failed], [1, []]);
  assert.equal(typeof report.lagSeconds, 'number');
  assert.equal(board.find({ source: 'acuity/main', id: booking.id }).draft.status, 'cancelled');
  assert.equal((await sync.serve({ limit: 10 })).read, 0);
});

async function selling(options = {}) {
  const [sandbox, store, crm] = [await sandboxed(), await stored(), new MemoryCrm()];
  const ws = new WellSky(sandbox.settings);
  const flow = new SalesFlow(ws, store, crm, { actor: 'portal-1', ...options });
  await store.gate.setLevel(flow.connection, 'two_way', 'user-1', 'rollout');
  return { ws, store, crm, flow };
}

test('deals become prospects once, and changes go both ways', limit, async () => {
  const { ws, crm, flow } = await selling();
  for (const [n, name] of ['a', 'b', 'c'].entries()) crm.put(deal(`d-${n}`, { name: `Alpha Testclient${name}` }));
  assert.equal((await flow.outbound({ dryRun: true })).written, 0);
  const report = await flow.outbound();
  assert.deepEqual([report.read, report.written, report.failed], [3, 3, []]);
  assert.equal((await flow.outbound({ whole: true })).unchanged, 3);
  crm.edit('d-1', { phone: '3035550119' });
  assert.equal((await flow.outbound()).written, 1);
  const [prospect] = await ws.prospects({ externalId: 'd-1' });
  assert.equal(prospect.phone, '3035550119');
  await ws.updateProspect(prospect.id, { status: 'contacted', email: null }, key('edit'));
  const inbound = await flow.inbound();
  assert.deepEqual([inbound.written, inbound.failed], [1, []]);
  assert.deepEqual([...crm.told[0].fields.changed].sort(), ['email', 'stage']);
  const { stage, email } = crm.deals.get('d-1').deal;
  assert.deepEqual([stage, email], ['contacted', null]);
  assert.deepEqual([(await flow.outbound()).written, (await flow.inbound()).written], [0, 0]);
});

test('a lost answer of a CRM is looked up and not told again', limit, async () => {
  const heard = [];
  const { ws, crm, flow } = await selling({ onException: (method, error) => heard.push([method, error.name]) });
  crm.put(deal('d-1'));
  await flow.outbound();
  const [prospect] = await ws.prospects({ externalId: 'd-1' });
  await ws.updateProspect(prospect.id, { status: 'contacted' }, key('edit'));
  crm.loseNext = true;
  const report = await flow.inbound();
  assert.deepEqual([report.written, report.inDoubt, report.failed], [1, [], []]);
  assert.deepEqual(heard, [['crm.apply', 'TypeError']]);
  assert.equal(crm.told.length, 1);
});

test('a won deal with signed paperwork becomes a client once, and hears of its family', limit, async () => {
  const { ws, store, crm, flow } = await selling();
  crm.put(deal('d-1', { stage: 'won' }));
  await flow.outbound();
  const [prospect] = await ws.prospects({ externalId: 'd-1' });
  const subject = `${flow.connection}/${prospect.id}`;
  const rule = {
    kind: 'prospect.convert',
    templates: ['packet-v3'],
    complete: ['complete'],
    signatures: ['client_signature'],
    maxAgeSeconds: 600,
  };
  const evidence = {
    source: 'goformz',
    document: 'form-1',
    template: 'packet-v3',
    status: 'complete',
    signatures: { client_signature: true },
    subject,
    fetchedAt: new Date(),
    digest: '0'.repeat(64),
  };
  assert.equal((await flow.convert()).read, 0);
  await store.latches.arm(rule, evidence, subject);
  const report = await flow.convert();
  assert.deepEqual([report.read, report.written, report.failed], [1, 1, []]);
  const [{ convertedClientId: clientId }] = await ws.prospects({ externalId: 'd-1' });
  const activity = { id: 'visit-1', clientId, text: 'Alpha called' };
  assert.equal(await flow.familyActivity(activity), 'written');
  assert.equal(await flow.familyActivity(activity), 'already');
  assert.deepEqual(crm.told.filter(({ kind }) => kind === 'note').map(({ text }) => text), ['Alpha called']);
  await assert.rejects(flow.familyActivity({ ...activity, clientId: '404404' }), NotFoundError);
});

test('maps are data that may be changed, and are refused by field', limit, async () => {
  const { ws, store, crm } = await selling();
  const maps = await ws.salesMaps();
  const flow = (changed) => new SalesFlow(ws, store, crm, { actor: 'portal-1', maps: { ...maps, ...changed } });
  for (const [changed, field] of [
    [{ owners: { hours: 'either' } }, 'maps.owners.hours'],
    [{ owners: { shoes: 'crm' } }, 'maps.owners'],
    [{ statuses: {} }, 'maps.statuses'],
    [{ hourlyRateMinor: 0 }, 'maps.hourly_rate'],
  ]) {
    assert.throws(
      () => flow(changed),
      (error) => error instanceof InvalidInputError && error.get('field') === field,
      field,
    );
  }
  crm.put(deal('d-1'));
  assert.equal((await flow({ hourlyRateMinor: 3_600 }).outbound()).written, 1);
  const [prospect] = await ws.prospects({ externalId: 'd-1' });
  assert.equal(prospect.estimatedHoursPerWeek, 20);
});
