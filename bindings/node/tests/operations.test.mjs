// Every operation of the table, called over an API it is for; and what comes back against the schema.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test, { after, before } from 'node:test';
import { inspect } from 'node:util';

import * as careweave from 'careweave';
import { CareweaveError, InvalidInputError, PermissionDeniedError, Store, UnsupportedError, WellSky } from 'careweave';
import { PERSONAL } from '../dist/generated/wire.js';
import { CASES, World, key } from './support/operations.mjs';
import { Sandbox } from './support/careweave.mjs';

const SCHEMA = JSON.parse(readFileSync(new URL('../../../schema/careweave.json', import.meta.url), 'utf8'));
const ROWS = SCHEMA.operations.filter(({ group }) => group === null || group === 'connect');
const OPERATIONS = ROWS.filter(({ kind }) => kind !== 'handle');
const limit = { timeout: 60_000 };

const camel = (name) => name.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());
// Words of the languages, which have another name in all three.
const NAMES = { type: 'kind', use: 'purpose' };
const property = (key, field) => camel(field['x-name'] ?? NAMES[key] ?? key);
const holder = (ws, row) => (row.group === 'connect' ? ws.connect : ws);

const worlds = {};
let sandbox;
let store;
before(async () => {
  sandbox = await Sandbox.start();
  store = await Store.open('sqlite::memory:');
  worlds.rest = new World(new WellSky(sandbox.settings), sandbox.ready.now, store);
  worlds.connect = new World(new WellSky(sandbox.connectSettings), sandbox.ready.now, store);
});
after(async () => {
  await store?.close();
  await sandbox?.stop();
});

/** Checks that a value is what the schema says, down to every property. */
function fits(schema, value, place) {
  const name = schema.$ref?.replace('#/$defs/', '');
  if (name !== undefined) return model(name, value, place);
  if (schema.anyOf) return value === null || fits(schema.anyOf[0], value, place);
  if (schema['x-generic'] === 'Reading') {
    assert.deepEqual(Object.keys(value).sort(), ['complete', 'failures', 'found'], place);
    return fits(schema['x-of'], value.found, place);
  }
  if (schema['x-generic'] === 'Cached') {
    assert.equal(typeof value.stale, 'boolean', place);
    return fits(schema['x-of'], value.value, place);
  }
  if (schema['x-generic'] === 'Upserted') {
    assert.equal(typeof value.isNew, 'boolean', place);
    return fits(schema['x-of'], value.record, place);
  }
  if (schema['x-host-class'] === 'Assignment') return assert.equal(typeof value.result, 'string', place);
  if (schema['x-host-class'] === 'CareweaveError') return assert.ok(value === null || value instanceof CareweaveError);
  const types = [schema.type].flat();
  if (value === null) return assert.ok(types.includes('null'), `${place} is null`);
  if (value === undefined) return assert.deepEqual(types, ['null'], `${place} is undefined`);
  if (types.includes('array')) {
    assert.ok(Array.isArray(value), place);
    return value.forEach((item, index) => fits(schema.items, item, `${place}[${index}]`));
  }
  if (types.includes('object')) return assert.equal(typeof value, 'object', place);
  const wanted = { string: 'string', integer: 'number', number: 'number', boolean: 'boolean' };
  assert.ok(types.some((type) => wanted[type] === typeof value), `${place}: ${types} is ${typeof value}`);
}

function model(name, value, place) {
  const { properties, anyOf } = SCHEMA.models[name];
  if (anyOf) return assert.ok(typeof value === 'string' || Array.isArray(value), place);
  if (properties === undefined) return assert.equal(typeof value, 'string', place);
  if (careweave[name] !== undefined) assert.ok(value instanceof careweave[name], `${place} is a ${name}`);
  const wanted = Object.entries(properties).map(([key, field]) => [property(key, field), field]);
  assert.deepEqual(Object.keys(value).sort(), wanted.map(([name]) => name).sort(), place);
  for (const [name, field] of wanted) {
    if (field['x-at'] === undefined) fits(field, value[name], `${place}.${name}`);
    else assert.ok(value[name] === null || typeof value[name] === 'string', `${place}.${name}`);
  }
}

test('every operation has a call', () => {
  assert.deepEqual(Object.keys(CASES).sort(), OPERATIONS.map(({ name }) => name).sort());
});

test('there is a method for each row, and none besides', () => {
  const listed = (group) => ROWS.filter((row) => row.group === group);
  const methods = (rows) => rows.flatMap((row) => [row.method, row.pages_method]).filter(Boolean);
  const own = (type) =>
    Object.entries(Object.getOwnPropertyDescriptors(type.prototype))
      .filter(([name, { value }]) => name !== 'constructor' && typeof value === 'function')
      .map(([name]) => name);
  const connect = Object.getPrototypeOf(worlds.connect.ws.connect.constructor);
  assert.deepEqual(own(connect).sort(), methods(listed('connect')).map(camel).sort());
  const main = [...own(WellSky), ...own(Object.getPrototypeOf(WellSky))];
  assert.deepEqual(main.sort(), methods(listed(null)).map(camel).sort());
});

for (const row of OPERATIONS) {
  test(`an operation is called: ${row.name}`, limit, async () => {
    const { api, given, rejects } = CASES[row.name];
    const world = worlds[api];
    const call = holder(world.ws, row)[camel(row.method)](...(await given(world)));
    if (rejects !== undefined) {
      await assert.rejects(call, rejects);
    } else {
      fits(row.result, await call, row.name);
    }
  });
}

const unsent = (error) => error instanceof UnsupportedError && error.delivery === 'not_sent';

for (const row of OPERATIONS) {
  test(`over the other API an operation is done as well or refused unsent: ${row.name}`, limit, async () => {
    const { api, given } = CASES[row.name];
    const other = worlds[api === 'rest' ? 'connect' : 'rest'];
    const call = async (args) => holder(other.ws, row)[camel(row.method)](...args);
    if (row.group === 'connect') return assert.rejects(call(await given(worlds[api])), unsent);
    // A record is looked up where it is asked for: over Connect the id of a shift names an occurrence.
    const result = await Promise.resolve(given(other))
      .then(call)
      .catch((error) => (unsent(error) ? error : Promise.reject(error)));
    if (!(result instanceof Error)) fits(row.result, result, row.name);
  });
}

for (const row of OPERATIONS.filter(({ pages_method }) => pages_method)) {
  test(`the pages of a list hold the same as the list: ${row.name}`, limit, async () => {
    const { api, given } = CASES[row.name];
    const world = worlds[api];
    const where = holder(world.ws, row);
    const args = await given(world);
    const listed = await where[camel(row.method)](...args);
    const options = typeof args.at(-1) === 'object' && !(args.at(-1) instanceof Date) ? args.pop() : {};
    const pages = () => where[camel(row.pages_method)](...args, { ...options, limit: 3 });
    const read = [];
    for await (const page of pages()) {
      assert.ok(page.items.length <= 3);
      assert.equal(page.offset, read.length);
      read.push(...page.items);
    }
    assert.deepEqual(read, listed);
    const items = [];
    for await (const item of careweave.itemsOf(pages())) items.push(item);
    assert.deepEqual(items, listed);
  });
}

test('lists over Connect give the same records as over REST', limit, async () => {
  const ids = async (records) => (await records).map(({ id }) => id).sort();
  const { rest, connect } = worlds;
  assert.deepEqual(
    await ids(connect.ws.caregivers({ status: 'active' })),
    await ids(rest.ws.caregivers({ status: 'active' })),
  );
  for (const client of await connect.ws.clients()) assert.ok(client instanceof careweave.Client);
});

test('a reading that is not complete tells what could not be read, and why', limit, async () => {
  const { ws, now } = worlds.connect;
  const span = { start: now, end: worlds.connect.days(14) };
  const whole = await ws.readShifts(span);
  assert.deepEqual([whole.complete, whole.failures], [true, []]);
  await sandbox.control('POST', 'faults', {
    method: 'POST',
    path_prefix: '/v1/appointment',
    times: 1,
    action: { kind: 'status', status: 422 },
  });
  const part = await ws.readShifts(span);
  assert.equal(part.complete, false);
  assert.equal(part.failures.length, 1);
  const [{ subject, error }] = part.failures;
  assert.match(subject, /^client \d+$/);
  const others = whole.found.filter(({ clientId }) => subject !== `client ${clientId}`);
  assert.ok(others.length > 0 && others.every((shift) => shift instanceof careweave.Shift));
  assert.deepEqual(part.found, others);
  assert.ok(error instanceof careweave.RejectedError, inspect(error));
  assert.deepEqual([error.httpStatus, error.delivery, error.code], [422, 'answered', 'rejected']);
  assert.equal(error.retryAfterMs, undefined);
});

test('a note that no visit takes is told without an error in it', limit, async () => {
  const { ws, note } = worlds.connect;
  const years = [new Date('2020-01-01T00:00:00Z'), new Date('2020-01-02T00:00:00Z')];
  const outcome = await ws.connect.attachNote(await worlds.connect.clientId(), ...years, note, key());
  assert.deepEqual(outcome, {
    outcome: 'no_encounter',
    encounterId: null,
    tried: null,
    error: null,
    ticket: null,
  });
});

test('the items of a list that changes while it is read come again with its second reading', async () => {
  const pages = async function* () {
    yield { items: ['a', 'b'], total: 3, offset: 0, pass: 1 };
    yield { items: ['a', 'c', 'd'], total: 3, offset: 0, pass: 2 };
  };
  const items = [];
  for await (const item of careweave.itemsOf(pages())) items.push(item);
  assert.deepEqual(items, ['a', 'b', 'a', 'c', 'd']);
});

test('leaving the items of a list early reads no further', limit, async () => {
  await sandbox.control('DELETE', 'journal');
  for await (const client of careweave.itemsOf(worlds.rest.ws.clientPages({ limit: 2 }))) {
    assert.ok(client instanceof careweave.Client);
    break;
  }
  assert.equal((await sandbox.journal('?method=GET')).length, 1);
});

test('Connect is refused over REST before anything is sent', limit, async () => {
  await sandbox.control('DELETE', 'journal');
  const { connect } = worlds.rest.ws;
  await assert.rejects(connect.patients(), (error) => error instanceof UnsupportedError && error.delivery === 'not_sent');
  await assert.rejects(connect.patientPages().next(), UnsupportedError);
  assert.deepEqual(await sandbox.journal(), []);
});

test('a scope withholds fields and refuses calls', limit, async () => {
  const ws = new WellSky({ ...sandbox.settings, scope: 'voice_assistant' });
  const [client] = await ws.clients();
  assert.deepEqual([client.email, client.payerSource, client.address.line1], [null, null, '[withheld]']);
  await assert.rejects(
    ws.updateClient(client.id, { phone: '3035550109' }, key()),
    (error) => error instanceof PermissionDeniedError && error.delivery === 'not_sent',
  );
  const refused = (field) => (error) => error instanceof CareweaveError && error.get('field') === field;
  assert.throws(() => new WellSky({ ...sandbox.settings, scope: 'everything' }), refused('scope'));
  assert.throws(() => new WellSky({ ...sandbox.settings, api: 'soap' }), careweave.ConfigError);
  const kept = { ...process.env };
  Object.assign(process.env, sandbox.env);
  try {
    assert.equal((await WellSky.fromEnv({ scope: 'sales' }).prospects()).length > 0, true);
    assert.throws(() => WellSky.fromEnv({ scope: 'everything' }), refused('scope'));
    assert.throws(() => WellSky.fromEnv({ skope: 'sales' }), InvalidInputError);
  } finally {
    for (const name of Object.keys(sandbox.env)) delete process.env[name];
    Object.assign(process.env, kept);
  }
});

test('a patch sets what it names, empties what is null and keeps the rest', limit, async () => {
  const { ws } = worlds.rest;
  const before = (await ws.clients()).find(({ email, payerSource }) => email && payerSource);
  const after = await ws.updateClient(before.id, { email: null, phone: '3035550107' }, key());
  assert.equal(after.email, null);
  assert.equal(after.phone, '3035550107');
  const rest = ({ email, phone, updatedAt, ...fields }) => fields;
  assert.deepEqual(rest(after), rest(before));
  const same = await ws.updateClient(before.id, new careweave.ClientPatch({ phone: '3035550108' }), key());
  assert.equal(same.phone, '3035550108', 'an object of the class is one too');
});

test('what is wrong in an argument is named before anything is sent, and its value is not shown', limit, async () => {
  await sandbox.control('DELETE', 'journal');
  const { ws } = worlds.rest;
  const address = { line1: '1 Test Street', city: 'Aurora', state: 'CO', zipCode: '80012' };
  const client = { firstName: 'Alpha', lastName: 'Testclient', phone: '3035550100', address };
  const field = (name) => (error) => {
    assert.ok(error instanceof InvalidInputError, inspect(error));
    assert.equal(error.get('field'), name);
    assert.doesNotMatch(inspect(error, { depth: 9 }), /Alpha|Testclient|3035550/);
    assert.match(error.stack, /operations\.test\.mjs/);
    return true;
  };
  await assert.rejects(ws.createClient({ ...client, fristName: 'Alpha' }, key()), field('client.fristName'));
  await assert.rejects(ws.createClient({ ...client, firstName: undefined }, key()), field('client.firstName'));
  await assert.rejects(ws.createClient({ ...client, firstName: 7 }, key()), field('client.firstName'));
  await assert.rejects(ws.createClient('Alpha Testclient', key()), field('client'));
  await assert.rejects(ws.createClient({ ...client, address: [address] }, key()), field('client.address'));
  const contacts = [{ name: 'Alpha', phone: 3035550100 }];
  await assert.rejects(
    ws.createClient({ ...client, emergencyContacts: contacts }, key()),
    field('client.emergencyContacts[0].phone'),
  );
  await assert.rejects(ws.createClient({ ...client, phone: '555' }, key()), InvalidInputError);
  await assert.rejects(ws.createClient(client), field('idempotencyKey'));
  await assert.rejects(ws.updateClient('1', { phone: '3035550109' }, { idempotencyKey: 'two words' }), InvalidInputError);
  await assert.rejects(ws.setAvailability('1', new Array(1), key()), field('availability[0]'));
  await assert.rejects(ws.client('1', { clientId: '2' }), field('clientId'));
  await assert.rejects(ws.client('1', { store }), field('store'));
  await assert.rejects(ws.compareClientSnapshots({ takenAt: new Date(), statuses: ['active'] }), field('before.statuses'));
  const { connect } = worlds.connect.ws;
  await assert.rejects(connect.clockIn('1', new Date(), NaN, 0, key()), field('latitude'));
  await assert.rejects(connect.setPatientPipelineStatus('1', 1.5, key()), field('number'));
  await assert.rejects(connect.updateRelatedPerson('1', { primaryContact: 'yes', ...key() }), field('primaryContact'));
  await assert.rejects(connect.createDocument('a', 'words', 'text/plain', 'General', key()), field('content'));
  const note = { ...worlds.connect.note, recorded: '2026-04-06T12:00:00' };
  await assert.rejects(connect.createTaskLog('1', note, key()), field('note.recorded'));
  assert.deepEqual(await sandbox.journal(), []);
});

test('ids that are keys of a map keep their spelling', limit, async () => {
  const { changes, gone } = await worlds.rest.ws.compareClientSnapshots(
    { takenAt: '2026-04-06T12:00:00Z', statuses: { id_1: 'active', id_2: 'active' } },
    { takenAt: '2026-04-07T12:00:00Z', statuses: { id_1: 'discharged' } },
  );
  assert.deepEqual([changes[0].clientId, gone], ['id_1', ['id_2']]);
});

test('no class with personal data shows it when it is printed', () => {
  const personal = Object.values(SCHEMA.models).filter((schema) => JSON.stringify(schema).includes('"x-personal":true'));
  assert.ok(PERSONAL.length >= personal.filter(({ properties }) => properties).length);
  for (const type of PERSONAL) {
    assert.equal(careweave[type.name], type, `${type.name} is exported`);
    const { properties } = SCHEMA.models[type.name];
    const hidden = Object.entries(properties).filter(
      ([name, field]) => !field['x-id'] && !field['x-shown'] && (field['x-name'] ?? name) !== 'status',
    );
    const record = new type(
      Object.fromEntries(hidden.map(([name, field], place) => [property(name, field), `secret-${place}`])),
    );
    assert.equal(Object.keys(record).length, hidden.length);
    for (const shown of [inspect(record, { depth: 9, showHidden: true }), inspect({ in: [record] }, { depth: 9 })]) {
      assert.doesNotMatch(shown, /secret-/, type.name);
      assert.ok(shown.includes(type.name), shown);
    }
    assert.equal(hidden.length === 0 || JSON.stringify(record).includes('secret-0'), true, 'the value can be written');
  }
});
