// Cached reads, counts, deliveries, changes, polls and queued notes, against a sandbox over sockets.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import test, { afterEach } from 'node:test';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';

import {
  AuthenticationError,
  ConfigError,
  DecodeError,
  EventReceiver,
  IncompleteError,
  InvalidInputError,
  NotFoundError,
  PermissionDeniedError,
  Store,
  WellSky,
} from 'careweave';
import { Sandbox, run } from './support/careweave.mjs';

const SECRET = '0123456789-of-the-subscription';
const OTHER = 'abcdefghij-of-the-subscription';
const PATIENT = new TextEncoder().encode('{"resourceType":"Patient","id":500001}');
const PRESENT = ['--seed', '7', '--zone', 'America/Denver'];
const once1 = { retry: { attempts: 1 } };
const limit = { timeout: 120_000 };
const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

const cleanups = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function sandboxed(agency) {
  const sandbox = await Sandbox.start(agency);
  cleanups.push(() => sandbox.stop());
  return sandbox;
}

async function stored(url = 'sqlite::memory:') {
  const store = await Store.open(url);
  cleanups.push(() => store.close());
  return store;
}

async function folder() {
  const made = await mkdtemp(join(tmpdir(), 'careweave-'));
  cleanups.push(() => rm(made, { recursive: true }));
  return made;
}

const fault = (sandbox, method, path, action, times = 1) =>
  sandbox.control('POST', 'faults', { method, path_prefix: path, times, action });

async function all(changes) {
  const taken = [];
  for await (const change of changes) taken.push(change);
  return taken;
}

test('a cached read says its age and source, and is shown stale while WellSky is down', limit, async () => {
  const sandbox = await sandboxed();
  const ws = new WellSky({ ...sandbox.settings, ...once1 });
  const first = await ws.cachedClients({ status: 'active' });
  assert.deepEqual([first.source, first.stale, first.reason], ['vendor', false, null]);
  assert.deepEqual(first.fresh(), await ws.clients({ status: 'active' }));
  const again = await ws.cachedClients({ status: 'active' });
  assert.deepEqual([again.source, again.fetchedAt], ['cache', first.fetchedAt]);
  await ws.expireCached();
  await fault(sandbox, 'GET', '/v1/clients', { kind: 'status', status: 503 }, 100);
  const stale = await ws.cachedClients({ status: 'active' });
  assert.deepEqual([stale.stale, stale.reason, stale.source], [true, 'server_error', 'cache']);
  assert.deepEqual(stale.value, first.value);
  assert.throws(() => stale.fresh(), IncompleteError);
  assert.doesNotMatch(inspect(stale, { depth: 9 }), /Test|30355501/);
  await ws.cachedCaregivers();
  await ws.expireCached();
  await fault(sandbox, 'GET', '/v1/caregivers', { kind: 'status', status: 403 }, 100);
  await assert.rejects(ws.cachedCaregivers(), PermissionDeniedError);
});

test('a policy is set for each kind of record, and a wrong one is named', limit, async () => {
  const sandbox = await sandboxed();
  const start = new Date('2026-04-06T00:00:00Z');
  const end = new Date(start.getTime() + 7 * DAY);
  const cache = { openShifts: { freshSeconds: 0.000001, whileRevalidatingSeconds: 0 } };
  const ws = new WellSky({ ...sandbox.settings, cache });
  for (let time = 0; time < 2; time += 1) assert.equal((await ws.cachedOpenShifts(start, end)).source, 'vendor');
  assert.equal((await ws.cachedClients()).source, 'vendor');
  assert.equal((await ws.cachedClients()).source, 'cache');
  const off = new WellSky({ ...sandbox.settings, cache: 'off' });
  await off.cachedClients();
  assert.equal((await off.cachedClients()).source, 'vendor');
  const field = (name) => (error) => error instanceof InvalidInputError && error.get('field').startsWith(name);
  const wrong = { people: { freshSeconds: -1 } };
  assert.throws(() => new WellSky({ ...sandbox.settings, cache: wrong }), field('cache.people.fresh_seconds'));
  assert.throws(() => new WellSky({ ...sandbox.settings, cache: { peeple: {} } }), field('cache'));
});

test('the daily refresh is started and stopped', limit, async () => {
  const sandbox = await sandboxed();
  await assert.rejects(new WellSky(sandbox.settings).startRefresh(), ConfigError);
  const ws = new WellSky({ ...sandbox.settings, zone: 'America/Denver' });
  const refresh = await ws.startRefresh();
  assert.equal(refresh.running, true);
  await refresh.stop();
  await refresh.stop();
  assert.equal(refresh.running, false);
});

test('counts hold a 429 and a retry, and nothing of a person', limit, async () => {
  const sandbox = await sandboxed();
  const ws = new WellSky(sandbox.settings);
  await fault(sandbox, 'GET', '/v1/clients', { kind: 'status', status: 429, retry_after: 0 });
  const [client] = await ws.clients();
  await ws.client(client.id);
  const counted = await ws.metrics();
  const listed = counted.operations.find(({ operation }) => operation === 'clients.list');
  assert.deepEqual(listed.retries, [{ outcome: 'rate_limited', count: 1 }]);
  assert.ok(listed.attempts.some(({ outcome, status }) => outcome === 'rate_limited' && status === '4xx'));
  assert.ok(listed.attemptTimes.count >= 2 && listed.attemptTimes.p95Seconds > 0);
  const text = await ws.metricsText();
  assert.ok(text.includes('careweave_http_retries_total{operation="clients.list",cause="rate_limited"} 1'));
  for (const shown of [JSON.stringify(counted), text]) {
    for (const personal of [client.id, client.firstName, client.phone]) assert.ok(!shown.includes(personal));
  }
});

test('an alert fires for lag, and goes on after a restart', limit, async () => {
  const sandbox = await sandboxed();
  const ws = new WellSky(sandbox.settings);
  const lag = (await ws.alertRules()).find(({ rule }) => rule === 'sync_lag');
  assert.deepEqual([lag.condition, lag.limit], ['lag', 300]);
  const at = (minutes) => new Date(Date.parse('2026-04-06T12:00:00Z') + minutes * MINUTE);
  const watch = ws.alertWatch();
  assert.deepEqual(watch.look({ syncLagSeconds: 600, now: at(0) }).changes.map(({ after: to }) => to), ['pending']);
  const { states } = watch.look({ syncLagSeconds: 600, now: at(3) });
  const { changes } = ws.alertWatch({ states }).look({ syncLagSeconds: 600, now: at(6) });
  assert.deepEqual(changes.map(({ rule, before, after: to }) => [rule, before, to]), [['sync_lag', 'pending', 'firing']]);
});

test('a receiver takes both secrets, headers in each form, and unknown types', () => {
  const receiver = new EventReceiver([SECRET, OTHER]);
  for (const secret of [SECRET, OTHER]) {
    const bearer = `Bearer ${secret}`;
    const forms = [
      { authorization: bearer, 'x-twice': ['a', 'b'], 'x-none': undefined },
      new Headers({ Authorization: bearer }),
      [['Host', 'a'], ['Host', 'b'], ['Authorization', bearer]],
    ];
    for (const headers of forms) {
      const receipt = receiver.accept(headers, PATIENT);
      assert.deepEqual([receipt.status, receipt.code, receipt.record], [200, 'marked', { kind: 'Patient', id: '500001' }]);
    }
  }
  const invoice = new TextEncoder().encode('{"resourceType":"Invoice","id":1}');
  const unknown = receiver.accept({ authorization: `Bearer ${SECRET}` }, invoice);
  assert.deepEqual([unknown.status, unknown.record, unknown.resourceType], [200, null, 'Invoice']);
});

test('a refused delivery says why, and nothing of its body', () => {
  const receiver = new EventReceiver([SECRET]);
  const good = ['Authorization', `Bearer ${SECRET}`];
  const name = new TextEncoder().encode('Alpha Testclient');
  for (const [headers, body, type, reason, answer] of [
    [[['Authorization', `Bearer ${OTHER}`]], PATIENT, AuthenticationError, 'unauthenticated', '401'],
    [{}, PATIENT, AuthenticationError, 'unauthenticated', '401'],
    [[good, good], PATIENT, AuthenticationError, 'unauthenticated', '401'],
    [[good], name, DecodeError, 'malformed', '400'],
    [[good], new Uint8Array(70_000), InvalidInputError, 'too_large', '413'],
  ]) {
    assert.throws(
      () => receiver.accept(headers, body),
      (error) => {
        assert.ok(error instanceof type, inspect(error));
        assert.deepEqual([error.get('reason'), error.get('answer')], [reason, answer]);
        assert.doesNotMatch(inspect(error), /Alpha|of-the-subscription/);
        return true;
      },
    );
  }
  for (const wrong of ['Authorization', 5, [['a']], { a: 1 }]) {
    assert.throws(() => receiver.accept(wrong, PATIENT), (error) => error.get('field') === 'headers');
  }
  assert.throws(() => new EventReceiver([]), InvalidInputError);
});

/** A server that marks what deliveries name: its address, and what it answered. */
async function hooked(ws, store) {
  const receiver = new EventReceiver([SECRET]);
  const answered = [];
  const server = createServer(async (request, response) => {
    const parts = [];
    for await (const part of request) parts.push(part);
    try {
      const receipt = receiver.accept(request.headersDistinct, Buffer.concat(parts));
      if (receipt.record !== null) await ws.markChanged(receipt.record, { store });
      response.statusCode = receipt.status;
    } catch (error) {
      response.statusCode = Number(error.get?.('answer') ?? 503);
    }
    response.end();
    answered.push(response.statusCode);
    server.emit('answered');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanups.push(() => new Promise((resolve) => server.close(resolve)));
  const until = async (count) => {
    while (answered.length < count) await once(server, 'answered');
  };
  return { address: `http://127.0.0.1:${server.address().port}/wellsky`, answered, until };
}

test('deliveries that come twice and out of order are one mark each, and are fetched once', limit, async () => {
  const sandbox = await sandboxed(PRESENT);
  const ws = new WellSky({ ...sandbox.connectSettings, ...once1 });
  const store = await stored();
  const { address, answered, until } = await hooked(ws, store);
  const ensure = (idempotencyKey) =>
    ws.connect.ensureSubscriptions('tests', 'people', address, SECRET, ['patient.telecom.changed'], { idempotencyKey });
  const { created } = await ensure('ensure/1');
  assert.equal(created.length, 1);
  assert.deepEqual((await ensure('ensure/2')).kept, created);
  await sandbox.control('POST', 'webhooks', { seed: 3, duplicate_percent: 50, reorder_percent: 50 });
  for (let number = 0; number < 20; number += 1) {
    const phone = `30355501${String(number).padStart(2, '0')}`;
    await ws.updateClient(`50000${(number % 3) + 1}`, { phone }, { idempotencyKey: `phone/${number}` });
  }
  await sandbox.control('POST', 'clock', { advance_seconds: 1 });
  const { deliveries } = await sandbox.control('GET', 'deliveries');
  assert.ok(deliveries.length > 20, 'some come twice');
  await until(deliveries.length);
  assert.deepEqual([...new Set(answered)], [200]);
  const feed = ws.feed(store);
  const changes = await all(feed);
  assert.deepEqual(changes.map(({ record }) => record.id).sort(), ['500001', '500002', '500003']);
  for (const change of changes) {
    assert.equal(change.kind, 'client');
    assert.doesNotMatch(inspect(change), /30355501/);
  }
  assert.deepEqual([feed.drained.applied, feed.drained.failed], [3, []]);
  assert.deepEqual(await ws.markedRecords({ store }), []);
});

test('a change that was not taken comes again, and who is gone is told', limit, async () => {
  const sandbox = await sandboxed(PRESENT);
  const ws = new WellSky({ ...sandbox.connectSettings, ...once1 });
  const store = await stored();
  const { id } = await ws.createProspect(
    { firstName: 'Beta', lastName: 'Testprospect', phone: '3035550101' },
    { idempotencyKey: 'p/1' },
  );
  const record = { kind: 'Patient', id };
  await ws.markChanged(record, { store });
  for await (const change of ws.feed(store)) {
    assert.equal(change.record.id, id);
    break; // left before it was taken
  }
  assert.deepEqual((await all(ws.feed(store))).map(({ kind }) => kind), ['prospect']);
  await ws.connect.deletePatientPermanently(id, { idempotencyKey: 'p/2' });
  await ws.markChanged(record, { store });
  const [gone] = await all(ws.feed(store));
  assert.deepEqual([gone.kind, gone.patient, gone.record.id], ['gone', null, id]);
});

test('polling finds what has no event, and knows it after a restart', limit, async () => {
  const sandbox = await sandboxed(PRESENT);
  const ws = new WellSky({ ...sandbox.connectSettings, ...once1 });
  const url = `sqlite:${join(await folder(), 'polls.db')}`;
  const before = await Store.open(url);
  const first = ws.poll(before, { rounds: 'now' });
  const kinds = new Set((await all(first)).map(({ kind }) => kind));
  for (const kind of ['client', 'caregiver', 'shift']) assert.ok(kinds.has(kind), kind);
  assert.ok(first.polled.every(({ complete }) => complete), inspect(first.polled));
  await before.close();
  const now = new Date();
  const shifts = await ws.shifts({ start: now, end: new Date(now.getTime() + 7 * DAY) });
  const planned = ({ caregiverId, status }) => caregiverId !== null && status === 'scheduled';
  const shift = shifts.find((one) => planned(one) && Date.parse(one.scheduledStart) > now.getTime());
  const [series] = shift.id.split('@');
  await ws.connect.clockIn(series, shift.scheduledStart, 39.7, -104.9, { idempotencyKey: 'in/1' });
  const store = await stored(url);
  assert.deepEqual(await all(ws.poll(store)), [], 'nothing is due yet');
  const second = ws.poll(store, { rounds: 'now' });
  const found = (await all(second)).find(({ record }) => record.id === shift.id);
  assert.deepEqual([found.kind, found.shift.status], ['shift', 'in_progress']);
  const people = second.polled.find(({ sweep }) => sweep === 'patients');
  assert.deepEqual([people.changed, people.gone], [0, 0]);
  assert.throws(() => ws.poll(store, { everySeconds: 1 }), (error) => error.get('field') === 'every');
});

const WRITES = `
import { Store, WellSky } from 'careweave';
const [url, now, client] = process.argv.slice(1);
const ws = WellSky.fromEnv();
const store = await Store.open(url);
const at = new Date(now);
const note = { title: 'Call', description: 'Daughter called about Friday', status: 'COMPLETE', recorded: at };
const from = new Date(at.getTime() - 14 * 86_400_000);
const { outcome, ticket, error } = await ws.writeNote(client, from, at, note, { idempotencyKey: 'note/1', store });
process.stdout.write([outcome, ticket, error.code].join(' '), () => process.kill(process.pid, 'SIGKILL'));
await new Promise(() => setInterval(() => {}, 1000));
`;

test('a note that could not be written survives the process, and is written once', limit, async () => {
  const sandbox = await sandboxed();
  await sandbox.control('PUT', 'switches', { task_log_refusals: 'none' });
  const now = new Date(sandbox.ready.now);
  const days = (count) => new Date(now.getTime() + count * DAY);
  const url = `sqlite:${join(await folder(), 'notes.db')}`;
  const ws = new WellSky(sandbox.connectSettings);
  const [{ clientId }] = await ws.shifts({ start: days(-13), end: now, status: 'completed' });
  const env = {
    ...sandbox.env,
    WELLSKY_API: 'connect',
    WELLSKY_TOKEN_URL: sandbox.connectSettings.tokenUrl,
    // WellSky is not there: nothing listens at the address.
    WELLSKY_BASE_URL: 'http://127.0.0.1:9/v1',
  };
  const program = ['--input-type=module', '--eval', WRITES, url, now.toISOString(), clientId];
  const killed = await run(process.execPath, program, { env, cwd: new URL('..', import.meta.url) }).catch((e) => e);
  assert.equal(killed.signal, 'SIGKILL', inspect(killed));
  const [outcome, ticket, code] = killed.stdout.split(' ');
  assert.deepEqual([outcome, code], ['queued', 'unreachable']);
  const written = async () => {
    let times = 0;
    const span = [days(-14), now].map((day) => day.toISOString().slice(0, 10));
    for (const { id } of await ws.connect.encounters(...span, { clientId })) {
      const logs = await ws.connect.taskLogs(id);
      times += logs.filter(({ description }) => description === 'Daughter called about Friday').length;
    }
    return times;
  };
  assert.equal(await written(), 0);
  const store = await stored(url);
  const delivered = await ws.deliverQueued({ store });
  assert.deepEqual(
    delivered.map((one) => [one.ticket, one.outcome, one.idempotencyKey]),
    [[ticket, 'attached', 'note/1']],
  );
  assert.deepEqual(await ws.deliverQueued({ store }), []);
  assert.equal(await written(), 1);
  await assert.rejects(ws.discardNote('404', { store }), NotFoundError);
});

test('the example follows an agency', limit, async () => {
  const sandbox = await sandboxed(PRESENT);
  const ws = new WellSky({ ...sandbox.connectSettings, ...once1 });
  const { baseUrl, tokenUrl } = sandbox.connectSettings;
  const program = fileURLToPath(new URL('../../../examples/node/wellsky_events.mjs', import.meta.url));
  const example = spawn(process.execPath, [program, `sqlite:${join(await folder(), 'follow.db')}`], {
    env: {
      ...process.env,
      ...sandbox.env,
      WELLSKY_API: 'connect',
      WELLSKY_BASE_URL: baseUrl,
      WELLSKY_TOKEN_URL: tokenUrl,
      WELLSKY_WEBHOOK_SECRET: SECRET,
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(example, 'exit');
  try {
    const lines = createInterface({ input: example.stdout })[Symbol.asyncIterator]();
    const first = [];
    for (;;) {
      const { value, done } = await lines.next();
      assert.ok(!done, 'the example ended early');
      if (value.startsWith('listening ')) break;
      first.push(value);
    }
    assert.ok(first.includes('client Patient 500001'));
    await ws.updateClient('500001', { phone: '3035550177' }, { idempotencyKey: 'phone/1' });
    assert.equal((await lines.next()).value, 'client Patient 500001');
  } finally {
    example.stdin.end();
  }
  assert.deepEqual(await ended, [0, null]);
});
