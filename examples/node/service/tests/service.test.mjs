// The service against a sandbox of WellSky and Acuity over sockets, on PostgreSQL.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import test, { afterEach } from 'node:test';

import pg from 'pg';

import { postgres } from '../../../../bindings/node/tests/support/postgres.mjs';
import { Sandbox } from '../../../../bindings/node/tests/support/careweave.mjs';
import { build } from '../src/app.mjs';
import { Provider, WellSky, proveBoard } from '../src/careweave.mjs';
import { open } from '../src/database.mjs';
import { PgTaskBoard } from '../src/tasks.mjs';

const TOKEN = 'an-invented-token-of-the-service';
const WEBHOOK_SECRET = 'an-invented-secret-of-webhooks';
const WEBHOOK_PATH = 'an-invented-part-of-an-address';
const limit = { timeout: 120_000 };
const DAY = 86_400_000;
let databases = 0;

const cleanups = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** A database that no other test uses; undefined, and the test skipped, where there is no server. */
async function database(t) {
  const server = await postgres();
  if (server.missing) {
    t.skip(server.missing);
    return undefined;
  }
  cleanups.push(server.stop);
  const name = `service_${process.pid}_${(databases += 1)}`;
  const admin = async (statement) => {
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    await client.query(statement);
    await client.end();
  };
  await admin(`CREATE DATABASE ${name}`);
  cleanups.push(() => admin(`DROP DATABASE ${name} WITH (FORCE)`));
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  return url.href;
}

/** The service of a sandbox's agency, which runs its flows on demand unless told otherwise. */
async function served(t, changed = {}) {
  const databaseUrl = await database(t);
  if (databaseUrl === undefined) return undefined;
  const sandbox = await Sandbox.start(['--seed', '7']);
  cleanups.push(() => sandbox.stop());
  const { user_id: user, api_key: secret } = sandbox.ready.credentials.acuity;
  const host = sandbox.ready.acuity.replace('http://', '');
  const providerUrl = `acuity://${encodeURIComponent(user)}:${encodeURIComponent(secret)}@${host}?integration=main`;
  const app = await build({
    databaseUrl,
    providerUrl,
    wellsky: sandbox.settings,
    token: TOKEN,
    webhookSecret: WEBHOOK_SECRET,
    webhookPath: WEBHOOK_PATH,
    actor: 'service-1',
    everySeconds: 0,
    ...changed,
  });
  cleanups.push(() => app.close());
  await app.ready();
  const ask = async (method, url, payload, headers = { authorization: `Bearer ${TOKEN}` }) => {
    const answer = await app.inject({ method, url, payload, headers });
    return { status: answer.statusCode, body: answer.body === '' ? undefined : answer.json() };
  };
  const run = async (query = '') => {
    const { status, body } = await ask('POST', `/flows/run${query}`);
    assert.equal(status, 200, JSON.stringify(body));
    for (const [name, report] of Object.entries(body)) assert.deepEqual(report.failed, [], name);
    return body;
  };
  const ws = new WellSky(sandbox.settings);
  const rollOut = async () => assert.equal((await ask('PUT', '/flows/level', { level: 'two_way' })).status, 200);
  return { app, ask, run, rollOut, sandbox, ws, secret, provider: Provider.fromUrl(providerUrl) };
}

const written = (reports) => Object.values(reports).map((report) => report.written);
const tomorrow = () => new Date(Date.now() + DAY).toISOString();
const open1 = (tasks) => tasks.find(({ draft }) => draft.status === 'pending' && draft.start > tomorrow());

test('the board of the service keeps the rules', limit, async (t) => {
  const url = await database(t);
  if (url === undefined) return;
  const pool = await open(url);
  cleanups.push(() => pool.end());
  await proveBoard(new PgTaskBoard(pool));
});

test('appointments become tasks, and a change of a task reaches the service they are of', limit, async (t) => {
  const service = await served(t);
  if (service === undefined) return;
  const { ask, run, rollOut, provider } = service;
  await rollOut();
  const planned = (await run('?dryRun=true'))['appointments.sync'];
  assert.ok(planned.dryRun && planned.written === 0 && planned.planned.length > 0);
  assert.deepEqual((await ask('GET', '/tasks')).body, []);
  const first = (await run())['appointments.sync'];
  const tasks = (await ask('GET', '/tasks')).body;
  assert.ok(tasks.length > 0);
  assert.equal(first.written, tasks.length);
  const second = await run();
  assert.deepEqual(written(second), [0, 0, 0, 0, 0, 0]);
  const task = open1(tasks);
  const edited = (await ask('PATCH', `/tasks/${task.id}`, { status: 'cancelled' })).body;
  assert.deepEqual([edited.version, edited.draft.status], [task.version + 1, 'cancelled']);
  assert.equal((await run())['appointments.push'].written, 1);
  assert.equal((await provider.booking(task.external.id)).status, 'cancelled');
});

test('a monitoring system reads counts and nothing of anybody', limit, async (t) => {
  const service = await served(t);
  if (service === undefined) return;
  const { app, ask, run, rollOut, ws } = service;
  await rollOut();
  const deal = { id: 'deal-9', name: 'Beta Testclient', phone: '3035550108', email: 'beta@example.invalid' };
  assert.equal((await ask('POST', '/deals', deal)).status, 201);
  await run();
  const headers = { authorization: `Bearer ${TOKEN}` };
  const answer = await app.inject({ method: 'GET', url: '/metrics', headers });
  assert.ok(answer.headers['content-type'].startsWith('text/plain; version=0.0.4'));
  for (const line of ['careweave_store_streams_unread{integration="sales"} 0', 'careweave_outbox_items{state="dead"} 0']) {
    assert.ok(answer.body.split('\n').includes(line), answer.body);
  }
  const known = [deal, ...(await ws.clients()), ...(await ws.caregivers()), ...(await ws.prospects())];
  const fields = ['name', 'firstName', 'lastName', 'phone', 'email'];
  const personal = known.flatMap((one) => fields.map((field) => one[field] ?? '')).filter((word) => word.length > 3);
  assert.ok(personal.length > 50);
  assert.deepEqual(personal.filter((word) => answer.body.includes(word)), []);
  assert.equal((await app.inject({ method: 'GET', url: '/metrics' })).statusCode, 401);
});

test('a delivery of the appointment service is checked and served', limit, async (t) => {
  const service = await served(t);
  if (service === undefined) return;
  const { app, ask, run, rollOut, provider, secret } = service;
  await rollOut();
  await run();
  const task = open1((await ask('GET', '/tasks')).body);
  await provider.cancel(task.external.id, { idempotencyKey: 'tests/cancel' });
  const body = `action=canceled&id=${task.external.id}&calendarID=7100002&appointmentTypeID=51000006`;
  const headers = {
    'x-acuity-signature': createHmac('sha256', secret).update(body).digest('base64'),
    'content-type': 'application/x-www-form-urlencoded',
  };
  const deliver = async (path, payload) =>
    (await app.inject({ method: 'POST', url: `/webhooks/appointments/${path}`, payload, headers })).statusCode;
  assert.equal(await deliver('somewhere-else', body), 404);
  assert.equal(await deliver(WEBHOOK_PATH, `${body}0`), 401);
  for (let n = 0; n < 3; n += 1) assert.equal(await deliver(WEBHOOK_PATH, body), 204);
  const { read, written } = (await run())['appointments.serve'];
  assert.deepEqual([read, written], [1, 1]);
  const now = (await ask('GET', '/tasks')).body.find(({ id }) => id === task.id);
  assert.equal(now.draft.status, 'cancelled');
});

test('a delivery of WellSky is answered by its header', limit, async (t) => {
  const service = await served(t);
  if (service === undefined) return;
  const deliver = async (secret, payload) => {
    const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
    return (await service.app.inject({ method: 'POST', url: '/webhooks/wellsky', payload, headers })).statusCode;
  };
  const body = '{"resourceType":"Patient","id":500001}';
  assert.equal(await deliver(WEBHOOK_SECRET, body), 200);
  assert.equal(await deliver('another-secret-of-somebody', body), 401);
  assert.equal(await deliver(WEBHOOK_SECRET, 'nonsense'), 400);
});

test('deals become prospects and hear of WellSky', limit, async (t) => {
  const service = await served(t);
  if (service === undefined) return;
  const { ask, run, rollOut, ws } = service;
  await rollOut();
  await run();
  const deal = { id: 'deal-1', name: 'Alpha Testclient', phone: '3035550100', email: 'alpha@example.invalid' };
  assert.equal((await ask('POST', '/deals', deal)).status, 201);
  assert.equal((await ask('POST', '/deals', deal)).status, 409);
  assert.equal((await run())['sales.outbound'].written, 1);
  const [prospect] = await ws.prospects({ externalId: 'deal-1' });
  assert.deepEqual([prospect.firstName, prospect.lastName], ['Alpha', 'Testclient']);
  assert.equal((await ask('PATCH', '/deals/deal-1', { stage: 'contacted' })).status, 200);
  assert.equal((await run())['sales.outbound'].written, 1);
  assert.equal((await ws.prospect(prospect.id)).status, 'contacted');
  await ws.updateProspect(prospect.id, { phone: '3035550119' }, { idempotencyKey: 'tests/edit' });
  assert.equal((await run())['sales.inbound'].written, 1);
  const { phone, stage, heard } = (await ask('GET', '/deals/deal-1')).body;
  assert.deepEqual([phone, stage, heard], ['3035550119', 'contacted', []]);
  assert.deepEqual(written(await run()), [0, 0, 0, 0, 0, 0]);
});

test('an assignment is sent once even when its answer is lost', limit, async (t) => {
  const service = await served(t);
  if (service === undefined) return;
  const { ask, run, rollOut, ws, sandbox } = service;
  await rollOut();
  const rankings = (await ws.roster({ zone: 'America/Denver' })).rankAll();
  const { shift, candidates } = rankings.find((ranking) => ranking.candidates.length > 1);
  const path = `/v1/shifts/${shift.id}/assignments`;
  const action = { kind: 'drop', when: 'after_commit' };
  await sandbox.control('POST', 'faults', { method: 'POST', path_prefix: path, times: 1, action });
  const give = (candidate) => ask('POST', '/assignments', { shiftId: shift.id, caregiverId: candidate.caregiverId });
  for (let n = 0; n < 2; n += 1) assert.deepEqual((await give(candidates[0])).body, { queued: true });
  const taken = await give(candidates[1]);
  assert.deepEqual([taken.status, taken.body.code], [409, 'conflict']);
  for (let n = 0; n < 3; n += 1) await run();
  assert.equal((await ws.shift(shift.id)).caregiverId, candidates[0].caregiverId);
  const journal = await sandbox.journal(`?path_prefix=${path}`);
  assert.equal(journal.filter(({ committed }) => committed).length, 1);
});

test('what is off does nothing, and strangers see nothing', limit, async (t) => {
  const service = await served(t);
  if (service === undefined) return;
  const { ask } = service;
  assert.deepEqual((await ask('GET', '/flows')).body, { appointments: null, reports: {} });
  const refused = await ask('POST', '/flows/run');
  assert.deepEqual([refused.status, refused.body.code], [403, 'forbidden']);
  for (const path of ['/tasks', '/flows', '/deals/deal-1']) {
    assert.equal((await ask('GET', path, undefined, { authorization: 'Bearer nothing' })).status, 401);
  }
  assert.equal((await ask('PUT', '/flows/level', { level: 'everything' })).status, 422);
  assert.equal((await ask('GET', '/deals/no-such-deal')).status, 404);
  assert.equal((await ask('PATCH', '/tasks/no-such-task', { status: 'missed' })).status, 404);
  assert.equal((await ask('PATCH', '/tasks/no-such-task', { status: 'soon' })).status, 400);
});

test('with a schedule the agency is kept in step without being asked', limit, async (t) => {
  const service = await served(t, { everySeconds: 3600 });
  if (service === undefined) return;
  await service.rollOut();
  // The run that the roll-out woke goes first; this one waits for it.
  await service.run();
  const { appointments, reports } = (await service.ask('GET', '/flows')).body;
  assert.equal(appointments.state, 'active');
  assert.ok('appointments.sync' in reports);
  assert.ok((await service.ask('GET', '/tasks')).body.length > 0);
});
