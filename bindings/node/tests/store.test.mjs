// Stores: every primitive, on SQLite and on PostgreSQL, and the outbox in a transaction of the caller's own.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after, before } from 'node:test';
import { inspect } from 'node:util';

import {
  AuthenticationError,
  ConfigError,
  ConflictError,
  InDoubtError,
  InvalidInputError,
  KeyReuseError,
  NotFoundError,
  PermissionDeniedError,
  RejectedError,
  Store,
  enqueueStatements,
} from 'careweave';
import pg from 'pg';
import { assign, sendWhatWaits } from '../../../examples/node/outbox_in_your_transaction.mjs';
import { postgres } from './support/postgres.mjs';

const SCHEMA = JSON.parse(readFileSync(new URL('../../../schema/careweave.json', import.meta.url), 'utf8'));
const ATTRIBUTES = {
  ledger: 'ledger', outbox: 'outbox', inbox: 'inbox', mirror: 'mirror', lease: 'leases', latch: 'latches',
  gate: 'gate', audit: 'audit', vault: 'vault', conflict: 'conflicts', health: 'health', retention: 'retention',
};
const ROWS = SCHEMA.operations.filter(({ group }) => group in ATTRIBUTES);
const KEYS = '2026-11=AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=';
const NOW = '2030-01-01T00:00:00Z';
const at = (seconds) => new Date(Date.parse(NOW) + seconds * 1000);
const limit = { timeout: 120_000 };

const camel = (name) => name.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());

const intent = (shift, changes = {}) => ({
  key: `wellsky/assign/agency-1/${shift}`,
  operation: 'shifts.assign',
  subject: shift,
  content: ['caregiver-7'],
  reconcile: 'read_back',
  spanSeconds: 120,
  detail: 'caregiver-7',
  ...changes,
});

let server;
let folder;
let count = 0;
before(async () => {
  server = await postgres();
  folder = mkdtempSync(join(tmpdir(), 'careweave-store-'));
});
after(async () => {
  await server?.stop?.();
  if (folder) rmSync(folder, { recursive: true });
});

/** Runs a test on a store of its own, of each kind. */
function onBoth(name, body) {
  for (const database of ['sqlite', 'postgres']) {
    test(`${name} (${database})`, limit, async (context) => {
      if (database === 'postgres' && server.missing) return context.skip(server.missing);
      count += 1;
      const place =
        database === 'sqlite'
          ? { url: `sqlite:${join(folder, `store-${count}.db`)}` }
          : { url: server.url, schema: `node_${process.pid}_${count}` };
      const store = await Store.open(place.url, { schema: place.schema, vaultKeys: KEYS });
      try {
        await body(store, place);
      } finally {
        await store.close();
      }
    });
  }
}

test('every operation of the table is a method of a store', async () => {
  assert.ok(ROWS.length >= 60);
  const store = await Store.open('sqlite::memory:');
  for (const { name, group, method } of ROWS) {
    assert.equal(typeof store[ATTRIBUTES[group]][camel(method)], 'function', name);
  }
  await store.close();
});

/** A record of a page, with its contents kept. */
const record = (externalId, content) => ({ externalId, content: JSON.stringify(content), body: Buffer.from('kept') });

onBoth('an effect is claimed once, sent once and looked up after a lost answer', async ({ ledger }) => {
  const { isNew, effect } = await ledger.plan(intent('shift-41'), { now: NOW });
  assert.deepEqual([isNew, effect.state, effect.spanSeconds], [true, 'planned', 120]);
  await assert.rejects(ledger.plan(intent('shift-41', { content: ['caregiver-8'] }), { now: NOW }), KeyReuseError);
  await ledger.begin(effect.id, 0, at(30), { now: NOW });
  await assert.rejects(ledger.begin(effect.id, 0, at(30), { now: NOW }), ConflictError);
  assert.deepEqual((await ledger.unresolved({ now: at(31) })).map(({ id }) => id), [effect.id]);
  const doubted = await ledger.doubt(effect.id, 1, { now: at(10) });
  await assert.rejects(ledger.absent(effect.id, 1, { now: at(20) }), InDoubtError);
  await ledger.absent(effect.id, 1, { now: doubted.notBefore });
  await ledger.begin(effect.id, 1, at(400), { now: at(300) });
  const done = await ledger.confirm(effect.id, 2, { remoteId: 'visit-9', now: at(301) });
  assert.deepEqual(await ledger.get(effect.id), done);
  assert.deepEqual((await ledger.attempts(effect.id)).map(({ outcome }) => outcome), ['absent', 'confirmed']);
});

onBoth('of many workers each item is given to one', async ({ outbox }) => {
  for (let shift = 0; shift < 40; shift += 1) {
    await outbox.enqueue(intent(`shift-${shift}`), { lane: `lane-${shift}`, dueAt: NOW }, { now: NOW });
  }
  const done = [];
  const work = async (name) => {
    for (;;) {
      const items = await outbox.claim(name, 30, { limit: 5, now: NOW });
      if (items.length === 0) return;
      for (const { number, fence } of items) {
        done.push(number);
        await outbox.complete(number, fence, { now: NOW });
      }
    }
  };
  await Promise.all(['a', 'b', 'c', 'd'].map(work));
  assert.equal(new Set(done).size, done.length);
  const counts = await outbox.counts();
  assert.deepEqual([done.length, counts.done, counts.waiting], [40, 40, 0]);
});

onBoth('a batch is reported in one step, and what is refused of one item is its own answer', async ({ outbox }) => {
  for (let shift = 0; shift < 3; shift += 1) {
    await outbox.enqueue(intent(`shift-${shift}`), { lane: `lane-${shift}`, dueAt: NOW }, { now: NOW });
  }
  const items = await outbox.claim('worker-1', 30, { now: NOW });
  const sent = items.map(({ number, fence }) => ({ number, fence }));
  sent[1].fence += 1;
  sent.splice(2, 0, { number: 1_000_000, fence: 1 });
  const answers = await outbox.completeAll(sent, { now: at(1) });
  assert.deepEqual(answers.map(({ number }) => number), sent.map(({ number }) => number));
  assert.deepEqual(answers.map(({ item }) => item?.state ?? null), ['done', null, null, 'done']);
  assert.ok(answers[1].error instanceof ConflictError && answers[2].error instanceof NotFoundError);
  assert.equal((await outbox.counts()).done, 2);
  const many = Array.from({ length: 1001 }, () => sent[0]);
  await assert.rejects(outbox.completeAll(many, { now: at(1) }), (error) => error.get('field') === 'sent');
});

onBoth('a message is kept once, and its body is erased when it is settled', async ({ inbox }) => {
  const body = Buffer.from('{"name":"Alpha Testclient"}');
  const accept = (bytes) =>
    inbox.accept('calendly.agency-1', 'invitee.created', bytes, { messageId: 'msg-1', now: NOW });
  assert.equal((await accept(body)).outcome, 'new');
  assert.equal((await accept(body)).outcome, 'repeated');
  assert.equal((await accept(Buffer.from('{}'))).outcome, 'differing');
  const [waiting] = await inbox.received('calendly.agency-1');
  assert.deepEqual(Buffer.from(waiting.body), body);
  assert.ok(!inspect(waiting).includes('Alpha'));
  assert.equal((await inbox.settle(waiting.number, 'applied', { now: at(1) })).body, null);
  const seen = await inbox.hint('wellsky.agency-1', 'Patient', '4711', { now: NOW });
  await inbox.hint('wellsky.agency-1', 'Patient', '4711', { now: at(1) });
  assert.ok((await inbox.fetched('wellsky.agency-1', 'Patient', '4711', seen.hints, { now: at(2) })).dirty);
});

onBoth('a page and its cursor are stored together, and who lost the lease writes nothing', async (store) => {
  const { mirror, leases } = store;
  const cursor = { stream: 'wellsky/agency-1/clients', expectedVersion: 0, high: NOW };
  const projection = { version: 1, fields: ['name'] };
  const page = [record('1', { name: 'Alpha Testclient' }), record('2', { name: 'Beta Testclient' })];
  const options = { cursor, projection, now: NOW };
  assert.equal((await mirror.applyPage('wellsky/agency-1', 'client', page, options)).new, 2);
  await assert.rejects(mirror.applyPage('wellsky/agency-1', 'client', page, options), ConflictError);
  const again = [record('1', { etag: 'x', name: 'Alpha Testclient' })];
  assert.equal((await mirror.applyPage('wellsky/agency-1', 'client', again, { projection })).same, 1);
  assert.equal((await mirror.cursor(cursor.stream)).version, 1);
  assert.deepEqual(Buffer.from(await mirror.body('wellsky/agency-1', 'client', '2')).toString(), 'kept');
  const old = await leases.hold('poll', 'worker-1', 3600, async (held) => {
    await assert.rejects(leases.acquire('poll', 'worker-2', 60), ConflictError);
    await held.renew();
    await held.check();
    return held.guard;
  });
  await leases.acquire('poll', 'worker-2', 60);
  await assert.rejects(mirror.applyPage('wellsky/agency-1', 'client', [record('3', {})], { guard: old }), ConflictError);
  assert.equal(await mirror.reference('wellsky/agency-1', 'client', '3'), null);
});

onBoth('a latch needs proof and fires once', async ({ latches, ledger }) => {
  const rule = {
    kind: 'prospect.convert', templates: ['packet-v3'], complete: ['complete'], signatures: ['client'], maxAgeSeconds: 600,
  };
  const evidence = (signed) => ({
    source: 'goformz', document: 'form-1', template: 'packet-v3', status: 'complete', signatures: { client: signed },
    subject: 'prospect-7', fetchedAt: NOW, digest: createHash('sha256').update('answer').digest('hex'),
  });
  await assert.rejects(latches.arm(rule, evidence(false), 'prospect-7', { now: NOW }), RejectedError);
  assert.equal((await latches.arm(rule, evidence(true), 'prospect-7', { now: NOW })).outcome, 'new');
  const [one, other] = await Promise.all(
    ['one', 'other'].map(async (name) => (await ledger.plan(intent(name), { now: NOW })).effect.id),
  );
  await latches.fire(rule.kind, 'prospect-7', one, { now: NOW });
  await assert.rejects(latches.fire(rule.kind, 'prospect-7', other, { now: NOW }), ConflictError);
  assert.equal((await latches.fired(rule.kind, 'prospect-7', one, { now: NOW })).state, 'fired');
});

onBoth('gate, audit log and vault hold what they promise', async ({ gate, audit, vault }) => {
  await assert.rejects(gate.check('wellsky/agency-1', 'read'), PermissionDeniedError);
  await gate.setLevel('wellsky/agency-1', 'two_way', 'user-1', 'pilot', { now: NOW });
  await gate.check('wellsky/agency-1', 'send', { kind: 'shift', operation: 'shifts.assign' });
  const key = Uint8Array.from({ length: 32 }, (_, place) => place);
  await audit.append('agency-1', [{ actor: 'user-1', action: 'clients.read', subject: 'client-1' }], { now: NOW });
  const anchor = await audit.anchor('agency-1', key);
  assert.equal((await audit.verify('agency-1', { anchors: [anchor], key })).entries, 1);
  await assert.rejects(audit.verify('agency-1', { anchors: [anchor], key: new Uint8Array(32) }), AuthenticationError);
  await vault.put('calendly/agency-1', 'refresh_token', Buffer.from('sesame'));
  const opened = await vault.get('calendly/agency-1', 'refresh_token');
  assert.equal(Buffer.from(opened.secret).toString(), 'sesame');
  assert.ok(!inspect(opened).includes('sesame'));
  assert.equal(await vault.get('calendly/agency-1', 'other'), null);
});

onBoth('a conflict waits for a person and what was decided comes back', async ({ conflicts }) => {
  const phone = { field: 'phone', base: '"3035550100"', local: '"3035550101"', remote: '"3035550102"' };
  const first = await conflicts.record('wellsky/agency-1', 'client', '41', [phone], { now: NOW });
  assert.deepEqual([first.opened, first.known], [1, 0]);
  const [open] = await conflicts.ofConnection('wellsky/agency-1');
  assert.deepEqual([open.field, open.state, open.local, open.remote], ['phone', 'open', phone.local, phone.remote]);
  assert.ok(!inspect(open).includes('30355501'));
  await assert.rejects(
    conflicts.resolve(open.number, 'value', 'user-7', 'called'),
    (error) => error instanceof InvalidInputError && error.get('field') === 'value',
  );
  const decided = await conflicts.resolve(open.number, 'remote', 'user-7', 'called', { now: at(1) });
  assert.deepEqual([decided.state, decided.chosen, decided.remote], ['resolved', 'remote', null]);
  await assert.rejects(conflicts.resolve(open.number, 'local', 'user-8', 'called'), ConflictError);
  const again = await conflicts.record('wellsky/agency-1', 'client', '41', [phone], { now: at(2) });
  assert.deepEqual([again.known, again.conflicts[0].actor], [1, 'user-7']);
  const counts = await conflicts.counts('wellsky/agency-1');
  assert.deepEqual([counts.open, counts.resolved, counts.obsolete], [0, 1, 0]);
});

onBoth('health tells the lag, what waits and what is more than the targets', async ({ conflicts, health, mirror }) => {
  const ours = { name: 'wellsky.agency-1', connection: 'wellsky/agency-1', streams: ['clients'] };
  assert.equal(await health.status(ours.name), null);
  await health.observe(ours.name, 'switched_on', { now: NOW });
  const cursor = { stream: 'clients', expectedVersion: 0, high: NOW };
  await mirror.applyPage('wellsky/agency-1', 'client', [], { cursor, now: NOW });
  await conflicts.record('wellsky/agency-1', 'client', '1', [{ field: 'rate', local: '22', remote: '23' }], { now: NOW });
  const well = await health.look(ours, { now: NOW });
  assert.deepEqual([well.status.state, well.alerts.length, well.vitals.syncLag], ['active', 0, 0]);
  const text = await health.metricsText([ours], { now: at(60) });
  assert.ok(text.includes('careweave_store_sync_lag_seconds{integration="wellsky.agency-1"} 60\n'), text);
  assert.ok(text.includes('careweave_outbox_items{state="dead"} 0\n'), text);
  await assert.rejects(health.metricsText([ours, ours]), (error) => error.get('field') === 'integrations');
  await health.observe(ours.name, 'failed', { reason: 'unreachable', now: at(60) });
  const ill = await health.look(ours, { targets: { failures: 0, conflictsOpen: 0 }, before: well.vitals, now: at(3600) });
  assert.deepEqual(
    ill.alerts.map(({ kind, severity, value, target }) => [kind, severity, value, target]),
    [['failing', 'critical', 1, 0], ['sync_lag', 'critical', 3600, 1800], ['conflicts', 'warning', 1, 0]],
  );
  assert.equal((await health.observe(ours.name, 'complete', { now: at(3601) })).state, 'active');
});

onBoth('a person is erased unless a legal hold stands', async ({ audit, mirror, retention }) => {
  const name = { connection: 'wellsky/agency-1', kind: 'client', externalId: '41' };
  await mirror.applyPage(name.connection, name.kind, [record('41', { name: 'Alpha Testclient' })], { now: NOW });
  const hold = await retention.placeHold('token-1', 'agency-1', 'case-17', 'counsel-1', { references: [name], now: NOW });
  assert.deepEqual([hold.number, hold.references], [1, [name]]);
  const erase = () => retention.erase('token-2', 'agency-1', 'user-7', { references: [name], now: NOW });
  await assert.rejects(
    erase(),
    (error) => error instanceof PermissionDeniedError && error.get('matter') === 'case-17',
  );
  assert.equal(await retention.liftHold('token-1', 'agency-1', 'case-17', 'counsel-1', { now: NOW }), true);
  assert.equal((await erase()).references, 1);
  assert.deepEqual(await retention.holds('agency-1'), []);
  const rules = [{ kept: 'tombstones', keepSeconds: 35 * 86_400 }];
  assert.deepEqual((await retention.preview(rules, { now: at(40 * 86_400) })).counts, { tombstones: 0 });
  const actions = (await audit.entries('agency-1')).map(({ written }) => written.action);
  assert.deepEqual(actions, ['hold.placed', 'hold.lifted', 'subject.erased']);
});

test('a url shows no password and what is wrong is named', async () => {
  const wrong = [
    [InvalidInputError, () => Store.open('mysql://portal:hunter2@db/care')],
    [InvalidInputError, () => Store.open('sqlite::memory:', { schema: 'care' })],
    [InvalidInputError, () => Store.open(7)],
    [ConfigError, () => Store.open('sqlite::memory:', { vaultKeys: '2026-11=hunter2' })],
  ];
  for (const [kind, call] of wrong) {
    await assert.rejects(call(), (error) => error instanceof kind && !inspect(error).includes('hunter2'));
  }
  const store = await Store.open('sqlite::memory:');
  assert.equal(inspect(store), "Store { url: 'sqlite::memory:' }");
  const named = async (field, call) =>
    assert.rejects(call(), (error) => error instanceof InvalidInputError && error.get('field') === field);
  await named('intent.reconcile', () => store.ledger.plan(intent('s', { reconcile: 'guess' })));
  await named('body', () => store.inbox.accept('s', 'e', 'text', { messageId: '1' }));
  await named('limits', () => store.ledger.unresolved({ limits: 3 }));
  await store.close();
});

test('a portal queues in its own transaction on PostgreSQL', limit, async (context) => {
  if (server.missing) return context.skip(server.missing);
  const schema = `node_portal_${process.pid}`;
  const store = await Store.open(server.url, { schema });
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  try {
    await client.query('CREATE TABLE portal_assignment (shift_id text PRIMARY KEY, caregiver_id text NOT NULL)');
    const shift = { shiftId: 'shift-41', caregiverId: 'caregiver-7', schema };
    await assert.rejects(assign(client, { ...shift, refuse: true }), /called off/);
    assert.equal((await store.outbox.counts()).enqueued, 0);
    assert.equal(await assign(client, shift), true);
    await client.query('DELETE FROM portal_assignment');
    assert.equal(await assign(client, shift), false, 'it is queued once');
    await client.query('DELETE FROM portal_assignment');
    await assert.rejects(assign(client, { ...shift, caregiverId: 'caregiver-8' }), { code: '23514' });
    const seen = [];
    const send = async (...given) => `visit-${seen.push(given)}`;
    const sent = [];
    for (const worker of ['a', 'b', 'c']) sent.push(await sendWhatWaits(store, worker, send));
    assert.deepEqual(sent, [1, 0, 0]);
    assert.deepEqual(seen[0].slice(0, 2), ['shift-41', 'caregiver-7']);
    assert.equal((await store.ledger.get(seen[0][2])).remoteId, 'visit-1');
  } finally {
    await client.query('DROP TABLE IF EXISTS portal_assignment');
    await client.end();
    await store.close();
  }
});

test('statements come in the form that a driver takes, and what is wrong is named', () => {
  const options = { database: 'sqlite', placeholders: 'question', now: NOW };
  const { plan, queue, effectId } = enqueueStatements(intent('shift-1'), { lane: 'client-3' }, options);
  assert.equal(plan.sql.split('?').length - 1, plan.parameters.length);
  assert.equal(Buffer.from(queue.named.effect_id).toString('hex'), effectId);
  for (const [field, changes] of [
    ['database', { database: 'mysql' }],
    ['placeholders', { placeholders: 'pyformat' }],
    ['version', { version: 0 }],
    ['tabel', { tabel: 'x' }],
  ]) {
    assert.throws(
      () => enqueueStatements(intent('s'), { lane: 'l' }, { ...options, ...changes }),
      (error) => error instanceof InvalidInputError && error.get('field') === field,
    );
  }
});
