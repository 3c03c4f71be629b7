import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import test from 'node:test';
import { inspect } from 'node:util';

import * as careweave from 'careweave';
import { toError } from '../dist/errors.js';
import * as native from '../native/index.js';

const VECTORS = new URL('../../../vectors/errors/', import.meta.url);
const cases = readdirSync(VECTORS)
  .filter((name) => name.endsWith('.json'))
  .map((name) => [name, JSON.parse(readFileSync(new URL(name, VECTORS), 'utf8'))]);

test('there is a vector for every error class', () => {
  const listed = cases.map(([, { fields }]) => fields.exception_class).sort();
  const exported = Object.keys(careweave).filter((name) => name.endsWith('Error') && name !== 'CareweaveError');
  assert.deepEqual(listed, exported.sort());
});

for (const [name, { given, fields }] of cases) {
  test(`an error has the fields of its vector: ${name}`, () => {
    const error = toError(native.errorForTests(JSON.stringify(given)));
    assert.ok(error instanceof careweave[fields.exception_class]);
    assert.ok(error instanceof careweave.CareweaveError);
    assert.ok(error instanceof Error);
    assert.equal(error.name, fields.exception_class);
    assert.deepEqual(
      {
        code: error.code,
        operation: error.operation,
        message: error.message,
        context: error.context,
        status: error.status,
        retryable: error.retryable,
        retry_after_ms: error.retryAfterMs ?? null,
        delivery: error.delivery,
        http_status: error.httpStatus ?? null,
        request_id: error.requestId ?? null,
        line: error.line,
      },
      {
        code: fields.code,
        operation: fields.operation,
        message: fields.message,
        context: fields.context,
        status: fields.status,
        retryable: fields.retryable,
        retry_after_ms: fields.retry_after_ms,
        delivery: fields.delivery,
        http_status: fields.http_status,
        request_id: fields.request_id,
        line: fields.line,
      },
    );
    assert.equal('cause' in error, false);
  });
}

test('an error of a kind that has no class yet is of the base class', () => {
  const failure = native.errorForTests(JSON.stringify(cases[0][1].given));
  const error = toError({ ...failure, exceptionClass: 'NovelError' });
  assert.equal(error.constructor, careweave.CareweaveError);
  assert.equal(error.name, 'CareweaveError');
});

test('the first value under a key of the context is read by get', () => {
  const error = toError(native.invalidInput('shifts.list', 'start', 'must be earlier'));
  assert.equal(error.get('field'), 'start');
  assert.equal(error.get('absent'), undefined);
});

test('a missing setting is named', () => {
  assert.throws(
    () => new careweave.WellSky({ apiKey: 'k', agencyId: '4321' }),
    (error) => error instanceof careweave.InvalidInputError && error.get('field') === 'api_secret',
  );
  assert.throws(
    () => new careweave.WellSky({ apiKey: 'k', apiSecret: 's', agencyId: '4321', baseURL: 'http://127.0.0.1' }),
    (error) => error instanceof careweave.InvalidInputError && /base_/.test(error.message),
  );
  assert.throws(() => new careweave.WellSky(undefined), careweave.InvalidInputError);
});

test('variables that are missing are all named at once', () => {
  const kept = { ...process.env };
  for (const name of ['WELLSKY_API_KEY', 'WELLSKY_API_SECRET', 'WELLSKY_AGENCY_ID']) delete process.env[name];
  try {
    assert.throws(
      () => careweave.WellSky.fromEnv(),
      (error) =>
        error instanceof careweave.ConfigError &&
        ['WELLSKY_API_KEY', 'WELLSKY_API_SECRET', 'WELLSKY_AGENCY_ID'].every((name) => error.line.includes(name)),
    );
  } finally {
    Object.assign(process.env, kept);
  }
});

test('a secret is shown neither by a client nor by an error about settings', () => {
  const settings = { apiKey: 'hunter1', apiSecret: 'hunter2', agencyId: '4321' };
  const ws = new careweave.WellSky(settings);
  assert.equal(inspect(ws, { showHidden: true, depth: 9 }), "WellSky { agencyId: '4321' }");
  assert.equal(JSON.stringify(ws), '{}');
  for (const wrong of [{ baseUrl: 'hunter3' }, { environment: 'hunter3' }, { tokenUrl: 5 }, { agencyId: '' }]) {
    assert.throws(
      () => new careweave.WellSky({ ...settings, ...wrong }),
      (error) => error instanceof careweave.CareweaveError && !/hunter[12]/.test(inspect(error, { depth: 9 })),
    );
  }
});
