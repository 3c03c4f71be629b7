import assert from 'node:assert/strict';
import test, { after, before } from 'node:test';
import { inspect } from 'node:util';

import {
  AuthenticationError,
  Caregiver,
  Client,
  ConfigError,
  InvalidInputError,
  NotFoundError,
  OperationCancelledError,
  RateLimitedError,
  Shift,
  StorageError,
  Store,
  UnknownRouteError,
  WellSky,
} from 'careweave';
import { Sandbox } from './support/careweave.mjs';
import { serve } from './support/server.mjs';

const limit = { timeout: 60_000 };
let sandbox;
let ws;
before(async () => {
  sandbox = await Sandbox.start();
  ws = new WellSky(sandbox.settings);
});
after(() => sandbox?.stop());

function withResolvers() {
  const made = {};
  made.promise = new Promise((resolve) => (made.resolve = resolve));
  return made;
}

/** The open shifts of the sandbox's own two weeks. */
const openShifts = () => ws.openShifts({ start: sandbox.ready.now });

const refusedField = (field) => (error) => {
  assert.ok(error instanceof InvalidInputError, inspect(error));
  assert.equal(error.get('field'), field);
  assert.match(error.stack, /wellsky\.test\.mjs/);
  return true;
};

test('the connection is verified', limit, async () => {
  const seen = await ws.verify();
  assert.equal(seen.agencyId, sandbox.settings.agencyId);
  assert.equal(seen.clientTotal, (await ws.clients()).length);
  assert.equal(ws.agencyId, sandbox.settings.agencyId);
});

test('a client is made from the environment', limit, async () => {
  const kept = { ...process.env };
  Object.assign(process.env, sandbox.env);
  try {
    assert.equal((await WellSky.fromEnv().verify()).agencyId, sandbox.settings.agencyId);
  } finally {
    for (const name of Object.keys(sandbox.env)) delete process.env[name];
    Object.assign(process.env, kept);
  }
});

test('lists give every record, and filters narrow them', limit, async () => {
  const clients = await ws.clients();
  const active = await ws.clients({ status: 'active' });
  assert.ok(active.length > 0 && active.length < clients.length);
  assert.ok(active.every((client) => client instanceof Client && client.status === 'active'));
  assert.equal(new Set(clients.map((client) => client.id)).size, clients.length);
  const caregivers = await ws.caregivers({ status: 'active' });
  assert.ok(caregivers.every((caregiver) => caregiver instanceof Caregiver && caregiver.status === 'active'));
  assert.equal((await ws.caregiver(caregivers[0].id)).id, caregivers[0].id);
  assert.equal((await ws.client(active[0].id)).lastName, active[0].lastName);
});

test('shifts are read by window, one by one, and with their verification', limit, async () => {
  const window = { start: new Date('2026-04-06T12:00:00Z'), end: '2026-04-13T06:00:00-06:00' };
  const shifts = await ws.shifts(window);
  assert.ok(shifts.length > 0);
  assert.ok(shifts.every((shift) => shift instanceof Shift && shift.scheduledEnd > '2026-04-06T12:00:00Z'));
  assert.ok(shifts.every((shift) => shift.scheduledStart < '2026-04-13T12:00:00Z'));
  const one = await ws.shift(shifts[0].id);
  assert.deepEqual(one, shifts[0]);
  const held = shifts.find((shift) => shift.caregiverId !== null);
  const theirs = await ws.shifts({ ...window, caregiverId: held.caregiverId });
  assert.ok(theirs.length > 0 && theirs.every((shift) => shift.caregiverId === held.caregiverId));
  const [completed] = await ws.shifts({ status: 'completed' });
  assert.equal((await ws.evv(completed.id)).shiftId, completed.id);
  assert.equal(await ws.evv((await openShifts())[0].id), null);
});

test('open shifts are read for a span, which is two weeks from the present unless set', limit, async () => {
  const open = await openShifts();
  assert.ok(open.length > 0 && open.every((shift) => shift.status === 'open' && shift.caregiverId === null));
  const { scheduledStart: start, scheduledEnd: end } = open[0];
  const some = await ws.openShifts({ start, end });
  assert.ok(some.length < open.length && some.some((shift) => shift.id === open[0].id));

  await sandbox.control('DELETE', 'journal');
  const before = Date.now();
  await ws.openShifts();
  const [{ query }] = await sandbox.journal('?path_prefix=/v1/shifts/open');
  const asked = new URLSearchParams(query);
  const from = Date.parse(asked.get('start'));
  assert.ok(before - 1000 <= from && from <= Date.now());
  assert.equal(Date.parse(asked.get('end')) - from, 14 * 24 * 3_600_000);
});

test('pages prove their place, and leaving early reads no further', limit, async () => {
  const all = await ws.clients();
  const read = [];
  for await (const page of ws.clientPages({ limit: 7 })) {
    assert.equal(page.total, all.length);
    assert.equal(page.offset, read.length);
    assert.ok(page.items.every((client) => client instanceof Client));
    read.push(...page.items.map((client) => client.id));
  }
  assert.deepEqual(
    read,
    all.map((client) => client.id),
  );

  await sandbox.control('DELETE', 'journal');
  for await (const page of ws.caregiverPages({ limit: 5, status: 'active' })) {
    assert.equal(page.items.length, 5);
    break;
  }
  for await (const page of ws.shiftPages({ limit: 3, start: '2026-04-06T12:00:00Z', end: '2026-04-20T12:00:00Z' })) {
    assert.equal(page.items.length, 3);
    break;
  }
  const requests = (await sandbox.journal('?method=GET')).map((entry) => entry.path);
  assert.equal(requests.length, 2, requests.join());
});

test('a page size out of range is refused', limit, async () => {
  await assert.rejects(ws.clientPages({ limit: 101 }).next(), InvalidInputError);
  await assert.rejects(ws.clientPages({ limit: 0 }).next(), InvalidInputError);
  for (const limit of [7.5, -1, '7', NaN, 2 ** 32 + 7]) {
    await assert.rejects(ws.clientPages({ limit }).next(), refusedField('limit'));
  }
});

test('naive and broken times are refused before anything is sent', limit, async () => {
  await sandbox.control('DELETE', 'journal');
  const end = '2026-04-13T12:00:00Z';
  await assert.rejects(ws.shifts({ start: '2026-04-06T12:00:00', end }), refusedField('start'));
  await assert.rejects(ws.shifts({ start: '2026-04-06', end }), refusedField('start'));
  await assert.rejects(ws.shifts({ start: new Date('nonsense'), end }), refusedField('start'));
  await assert.rejects(ws.openShifts({ start: end, end: 1_775_000_000 }), refusedField('end'));
  await assert.rejects(ws.clients({ updatedSince: '2026-04-06T12:00:00' }), refusedField('updatedSince'));
  await assert.rejects(ws.clients({ startDateFrom: new Date() }), refusedField('startDateFrom'));
  await assert.rejects(ws.roster({ now: '2026-04-06T12:00:00', zone: 'America/Denver' }), refusedField('now'));
  await assert.rejects(ws.shifts({ start: end, end: '2026-04-06T12:00:00Z' }), InvalidInputError);
  await assert.rejects(ws.shifts({ start: end }), InvalidInputError);
  assert.deepEqual(await sandbox.journal(), []);
});

test('an option that does not exist is refused, and so is an id that is a number', limit, async () => {
  await assert.rejects(
    ws.clients({ staus: 'active' }),
    (error) => error instanceof InvalidInputError && /staus/.test(error.message),
  );
  await assert.rejects(ws.roster({ historyDays: 1.5, zone: 'America/Denver' }), refusedField('history_days'));
  await assert.rejects(ws.clients({ status: 'retired' }), InvalidInputError);
  await assert.rejects(ws.clients('active'), InvalidInputError);
  await assert.rejects(ws.clients({ status: { not: 'active' } }), refusedField('status'));
  await assert.rejects(ws.shift(900001), refusedField('shiftId'));
  await assert.rejects(ws.client(undefined), refusedField('clientId'));
  await assert.rejects(ws.assign('1', '2', {}), refusedField('store'));
  await assert.rejects(ws.assign('1', '2'), refusedField('store'));
  await assert.rejects(ws.fillOpenShifts({}), refusedField('store'));
});

test('a record that is printed shows ids and statuses only', limit, async () => {
  const [client] = await ws.clients({ status: 'active' });
  assert.equal(inspect(client), `Client { id: '${client.id}', status: 'active' }`);
  const [caregiver] = await ws.caregivers();
  for (const record of [client, caregiver]) {
    const shown = inspect({ nested: [record] }, { depth: 9, showHidden: true });
    for (const secret of [record.firstName, record.lastName, record.phone, record.email, record.address?.line1]) {
      if (secret) assert.ok(!shown.includes(secret), shown);
    }
    assert.ok(JSON.stringify(record).includes(record.lastName), 'the value itself can be written');
  }
  const [shift] = await openShifts();
  assert.match(inspect(shift), new RegExp(`^Shift \\{\\s+id: '${shift.id}',\\s+status: 'open'`));
});

test('an unknown id is NotFound with what the server said', limit, async () => {
  await assert.rejects(ws.shift('no-such-shift'), (error) => {
    assert.ok(error instanceof NotFoundError);
    assert.equal(error.httpStatus, 404);
    assert.equal(error.delivery, 'answered');
    assert.ok(error.requestId);
    assert.match(error.stack, /wellsky\.test\.mjs/);
    return true;
  });
});

test('wrong credentials and wrong addresses are told apart', limit, async () => {
  const wrong = new WellSky({ ...sandbox.settings, apiSecret: 'sandbox-secret-wrong' });
  await assert.rejects(wrong.verify(), (error) => {
    assert.ok(error instanceof AuthenticationError, inspect(error));
    assert.ok(!inspect(error, { depth: 9 }).includes('sandbox-secret-wrong'));
    return true;
  });
  const elsewhere = new WellSky({ ...sandbox.settings, baseUrl: `${sandbox.settings.baseUrl}/elsewhere` });
  await assert.rejects(elsewhere.clients(), UnknownRouteError);
});

test('two hundred calls run at the same time', limit, async () => {
  const [{ id }] = await openShifts();
  const shifts = await Promise.all(Array.from({ length: 200 }, () => ws.shift(id)));
  assert.ok(shifts.every((shift) => shift.id === id));
});

test('aborting a read closes its connection', limit, async () => {
  const arrived = withResolvers();
  const server = await serve((request, response) => arrived.resolve({ request, response }));
  try {
    const controller = new AbortController();
    const call = new WellSky(server.settings).clients({ signal: controller.signal });
    const { request, response } = await arrived.promise;
    const closed = new Promise((resolve) => request.socket.once('close', resolve));
    controller.abort();
    await assert.rejects(call, (error) => error instanceof OperationCancelledError && error.operation === 'clients.list');
    await closed;
    assert.equal(response.writableEnded, false, 'nobody had answered');
  } finally {
    server.stop();
  }
});

test('a wait that the server asks for arrives in milliseconds', limit, async () => {
  const server = await serve((_request, response) => {
    response.writeHead(429, { 'content-type': 'application/json', 'retry-after': '7200' }).end('{"error":"Too many"}');
  });
  try {
    await assert.rejects(new WellSky(server.settings).clients(), (error) => {
      assert.ok(error instanceof RateLimitedError, inspect(error));
      assert.equal(error.retryAfterMs, 7_200_000);
      assert.equal(error.httpStatus, 429);
      return true;
    });
  } finally {
    server.stop();
  }
});

test('a signal aborted beforehand sends nothing', limit, async () => {
  await sandbox.control('DELETE', 'journal');
  const signal = AbortSignal.abort();
  await assert.rejects(ws.clients({ signal }), OperationCancelledError);
  await assert.rejects(ws.clientPages({ signal }).next(), OperationCancelledError);
  await assert.rejects(ws.roster({ signal, zone: 'America/Denver' }), OperationCancelledError);
  await assert.rejects(Store.open('sqlite::memory:', { signal }), OperationCancelledError);
  assert.deepEqual(await sandbox.journal(), []);
});

test('a roster is pulled, and its zone has to be known', limit, async () => {
  const roster = await ws.roster({ zone: 'America/Denver', now: sandbox.ready.now });
  const open = (await openShifts()).map((shift) => shift.id);
  assert.ok(roster.openShiftIds.length > 0);
  assert.ok(roster.openShiftIds.every((id) => open.includes(id)));
  assert.equal(roster.rankAll().length, roster.openShiftIds.length);
  const again = await ws.roster({ zone: 'America/Denver', now: new Date(sandbox.ready.now) });
  assert.equal(again.rankAllJson(), roster.rankAllJson());

  await assert.rejects(ws.roster({ now: sandbox.ready.now }), (error) => {
    assert.ok(error instanceof ConfigError);
    assert.match(error.message, /CAREWEAVE_AGENCY_ZONE/);
    return true;
  });
  process.env.CAREWEAVE_AGENCY_ZONE = 'America/Denver';
  try {
    assert.equal((await ws.roster({ now: sandbox.ready.now })).rankAllJson(), roster.rankAllJson());
  } finally {
    delete process.env.CAREWEAVE_AGENCY_ZONE;
  }
  await assert.rejects(ws.roster({ now: sandbox.ready.now, zone: 'Denver' }), InvalidInputError);
});

test('a write that is aborted may have been sent, and a second look finds it', limit, async () => {
  const store = await Store.open('sqlite::memory:');
  const roster = await ws.roster({ zone: 'America/Denver', now: sandbox.ready.now });
  const ranking = roster.rankAll().find(({ candidates }) => candidates.length > 1);
  const [{ caregiverId }, { caregiverId: other }] = ranking.candidates;
  const shiftId = ranking.shift.id;
  await sandbox.control('POST', 'faults', {
    method: 'POST',
    path_prefix: `/v1/shifts/${shiftId}`,
    times: 1,
    action: { kind: 'delay', after_commit_ms: 20_000 },
  });
  const controller = new AbortController();
  const call = ws.assign(shiftId, caregiverId, { store, signal: controller.signal });
  while ((await ws.shift(shiftId)).caregiverId === null);
  controller.abort();
  await assert.rejects(call, (error) => {
    assert.ok(error instanceof OperationCancelledError);
    assert.equal(error.operation, 'shifts.assign');
    assert.equal(error.delivery, 'maybe_sent');
    return true;
  });

  assert.deepEqual(await ws.assign(shiftId, caregiverId, { store }), { result: 'already_assigned', caregiverId });
  assert.deepEqual(await ws.assign(shiftId, other, { store }), { result: 'taken', caregiverId });
  const writes = await sandbox.journal(`?method=POST&path_prefix=/v1/shifts/${shiftId}`);
  assert.equal(writes.length, 1, 'it was sent once');
  await store.close();
});

test('a store that cannot be opened is told without its URL', limit, async () => {
  await assert.rejects(Store.open('mysql://portal:hunter2@db/care'), (error) => {
    assert.ok(error instanceof InvalidInputError);
    assert.equal(error.get('field'), 'url');
    assert.ok(!inspect(error, { depth: 9 }).includes('hunter2'));
    return true;
  });
  await assert.rejects(Store.open(undefined), refusedField('url'));
  await assert.rejects(Store.open('sqlite:/no/such/folder/care.db'), StorageError);
});
