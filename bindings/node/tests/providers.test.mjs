// The scheduling providers: the behaviours of the Rust suite through this package, and what is this package's own.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { AuthenticationError, ConfigError, InvalidInputError, Provider } from '../dist/index.js';
import { EXAMPLES, print } from './support/careweave.mjs';
import { BEHAVIOURS } from './support/provider_behaviours.mjs';
import { MEMORY, NotStaged, SERVICES, ZONE, address, presentSandbox } from './support/provider_subject.mjs';

const ROOT = new URL('../../../', import.meta.url);
const SUITE = readFileSync(new URL('crates/scheduling-providers/src/suite/mod.rs', ROOT), 'utf8');
const NEEDS = new Map(
  [...SUITE.matchAll(/^ {4}\w+::(\w+) \[([\w ]*)\];$/gm)].map(([, name, needs]) => [
    name,
    needs.split(' ').filter(Boolean).map((need) => need.replace(/(?<!^)(?=[A-Z])/g, '_').toLowerCase()),
  ]),
);

test('every behaviour of the Rust suite has its counterpart', () => {
  assert.ok(NEEDS.size >= 36);
  assert.deepEqual(Object.keys(BEHAVIOURS), [...NEEDS.keys()]);
});

for (const [service, open] of Object.entries(SERVICES)) {
  test(`${service} behaves as every provider must`, async (context) => {
    for (const [name, behaviour] of Object.entries(BEHAVIOURS)) {
      await context.test(name, async (one) => {
        const subject = await open();
        try {
          for (const need of NEEDS.get(name)) {
            if (!(await subject.can(need))) return one.skip(`the service lacks ${need}`);
          }
          await behaviour(subject);
        } catch (error) {
          if (!(error instanceof NotStaged)) throw error;
          one.skip(error.message);
        } finally {
          await subject.close();
        }
      });
    }
  });
}

test('settings, an address and the environment make the same provider', async () => {
  Object.assign(process.env, { MAIN_PROVIDER: 'memory', MAIN_INTEGRATION: 'main', MAIN_ZONE: ZONE });
  for (const provider of [
    Provider.fromUrl(MEMORY),
    Provider.fromSettings({ provider: 'memory', integration: 'main', zone: ZONE }),
    Provider.fromEnv('MAIN_'),
  ]) {
    assert.deepEqual([provider.provider, provider.integration], ['memory', 'main']);
    assert.equal((await provider.verify()).defaultZone, ZONE);
  }
});

test('settings that do not fit are named and no value is shown', () => {
  const settings = { provider: 'acuity', integration: 'main', user_id: '11111111', api_kay: 'hush-hush' };
  assert.throws(
    () => Provider.fromSettings(settings),
    (error) => error instanceof ConfigError && error.get('settings') === 'api_kay' && !String(error).includes('hush'),
  );
});

test('wrong arguments name the field', async () => {
  const provider = Provider.fromUrl(MEMORY);
  const wrong = {
    change: () => provider.setStatus('1', 'undo', { idempotencyKey: 'k' }),
    start: () => provider.bookings('2030-01-01T00:00:00', '2030-01-02T00:00:00Z'),
    reasn: () => provider.cancel('1', { idempotencyKey: 'k', reasn: 'x' }),
    headers: () => provider.verifyWebhook({ a: 1 }, Buffer.from('{}')),
    body: () => provider.verifyWebhook({}, 'text'),
  };
  for (const [field, call] of Object.entries(wrong)) {
    await assert.rejects(call, (error) => error instanceof InvalidInputError && error.get('field') === field, field);
  }
});

test('a signed delivery is verified and read, a changed one is refused', async () => {
  const sandbox = await presentSandbox();
  await sandbox.stop();
  const body = Buffer.from('action=scheduled&id=1001&calendarID=7100001&appointmentTypeID=51000001');
  const signature = createHmac('sha256', sandbox.ready.credentials.acuity.api_key).update(body).digest('base64');
  const headers = { 'X-Acuity-Signature': signature };
  const provider = Provider.fromUrl(address('acuity', sandbox.ready));
  assert.equal((await provider.verifyWebhook(headers, body)).identity, 'hint');
  const [event] = await provider.parseWebhook(headers, body);
  assert.deepEqual([event.kind, event.appointmentId, event.verifiedBy], ['created', '1001', 'hmac_body']);
  const changed = Buffer.concat([body, Buffer.from(' ')]);
  await assert.rejects(provider.verifyWebhook(headers, changed), AuthenticationError);
  await assert.rejects(provider.parseWebhook(headers, changed), AuthenticationError);
});

test('the example books, moves and cancels at every service', async () => {
  for (const service of ['acuity', 'calendly', 'ninsaude']) {
    const subject = await SERVICES[service]();
    try {
      const { zone, appointmentType, calendar } = subject.query;
      const program = join(EXAMPLES, 'book_appointment.mjs');
      const args = [program, address(service, subject.sandbox.ready), zone, appointmentType];
      const printed = await print(process.execPath, calendar ? [...args, calendar] : args);
      const lines = printed.trim().split('\n').map((line) => line.split(' '));
      assert.deepEqual(lines[0].slice(0, 2), ['booked', 'created'], service);
      assert.equal(lines[1][0], 'moved', service);
      assert.equal(lines[1][3], 'true', service);
      assert.deepEqual(lines[2], ['cancelled', 'changed', 'cancelled'], service);
    } finally {
      await subject.close();
    }
  }
});
