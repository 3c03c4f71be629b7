import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { inspect } from 'node:util';

import { AuthenticationError, InvalidInputError, WebhookVerifier } from '../dist/index.js';

const KEY = 'an-invented-key-of-some-length-0';
const ENCODED = Buffer.from(KEY).toString('base64');
const NOW = new Date('2030-03-04T12:00:00Z');
const STAMP = String(NOW.getTime() / 1000);
const BODY = Buffer.from('{"event":"Grüße"}');

const sign = (key, ...parts) => parts.reduce((mac, part) => mac.update(part), createHmac('sha256', key));
const later = (seconds) => new Date(NOW.getTime() + seconds * 1000);

function standard(key = KEY) {
  const mac = sign(key, `msg_7.${STAMP}.`, BODY).digest('base64');
  return { 'Webhook-Id': 'msg_7', 'webhook-timestamp': STAMP, 'webhook-signature': `v1,${mac}` };
}

test('a keyed delivery has its id and its time, whatever form the headers have', () => {
  const verifier = WebhookVerifier.standard([`whsec_${ENCODED}`]);
  const headers = standard();
  const forms = [headers, Object.entries(headers), new Map(Object.entries(headers)), new Headers(headers)];
  for (const form of forms) {
    const found = verifier.verify(form, BODY, { now: NOW });
    assert.deepEqual(found, { identity: 'keyed', id: 'msg_7', sentAt: '2030-03-04T12:00:00Z' });
  }
});

test('a header that stands twice is refused', () => {
  const verifier = WebhookVerifier.standard([ENCODED]);
  for (const twice of [
    [...Object.entries(standard()), ['webhook-id', 'msg_8']],
    { ...standard(), 'webhook-id': ['msg_8'], 'Webhook-Id': 'msg_7' },
  ]) {
    assert.throws(
      () => verifier.verify(twice, BODY, { now: NOW }),
      (error) => error instanceof AuthenticationError && error.get('header') === 'webhook-id',
    );
  }
});

test('what is changed, late, or signed by another is refused', () => {
  const verifier = WebhookVerifier.standard([ENCODED], { toleranceSeconds: 30 });
  verifier.verify(standard(), BODY, { now: later(30) });
  for (const [headers, body, now] of [
    [standard(), Buffer.concat([BODY, Buffer.from(' ')]), NOW],
    [standard(), BODY, later(31)],
    [standard(), BODY, later(-31)],
    [standard('another-key'), BODY, NOW],
    [{}, BODY, NOW],
  ]) {
    assert.throws(() => verifier.verify(headers, body, { now }), AuthenticationError);
  }
});

test('while a secret is rotated both are believed', () => {
  const both = WebhookVerifier.standard([ENCODED, Buffer.from('the-next-key').toString('base64')]);
  for (const key of [KEY, 'the-next-key']) assert.equal(both.verify(standard(key), BODY, { now: NOW }).id, 'msg_7');
});

test('Calendly signs a time, Acuity and a shared header only hint', () => {
  const mac = sign(KEY, `${STAMP}.`, BODY).digest('hex');
  const stamped = WebhookVerifier.calendly([KEY]).verify(
    { 'Calendly-Webhook-Signature': `t=${STAMP},v1=${mac}` },
    BODY,
    { now: NOW },
  );
  assert.deepEqual(stamped, { identity: 'stamped', id: null, sentAt: '2030-03-04T12:00:00Z' });
  const hint = { identity: 'hint', id: null, sentAt: null };
  const signature = sign(KEY, BODY).digest('base64');
  assert.deepEqual(WebhookVerifier.acuity([KEY]).verify({ 'x-acuity-signature': signature }, BODY), hint);
  const shared = WebhookVerifier.sharedHeader('Authorization', ['Bearer one', 'Bearer two']);
  assert.deepEqual(shared.verify({ authorization: 'Bearer two' }, BODY), hint);
  assert.throws(() => shared.verify({ authorization: 'Bearer three' }, BODY), AuthenticationError);
});

test('what cannot be a scheme or a delivery is named', () => {
  const verifier = WebhookVerifier.acuity([KEY]);
  const wrong = [
    ['secrets', () => WebhookVerifier.standard([])],
    ['secrets', () => WebhookVerifier.standard('text')],
    ['secret', () => WebhookVerifier.standard(['not base64!'])],
    ['secret', () => WebhookVerifier.acuity(['  '])],
    ['tolerance', () => WebhookVerifier.calendly([KEY], { toleranceSeconds: -1 })],
    ['toleranceSeconds', () => WebhookVerifier.calendly([KEY], { toleranceSeconds: '5' })],
    ['header', () => WebhookVerifier.sharedHeader('', [KEY])],
    ['headers', () => verifier.verify({ a: 1 }, BODY)],
    ['headers', () => verifier.verify(null, BODY)],
    ['headers', () => verifier.verify([['a']], BODY)],
    ['body', () => verifier.verify({}, 'text')],
    ['now', () => verifier.verify({}, BODY, { now: '2030-01-01T00:00:00' })],
    ['body', () => verifier.verify({}, Buffer.alloc(1024 * 1024 + 1))],
  ];
  for (const [field, call] of wrong) {
    assert.throws(call, (error) => error instanceof InvalidInputError && error.get('field') === field, field);
  }
});

test('no secret is shown', () => {
  const verifier = WebhookVerifier.acuity([KEY]);
  assert.equal(inspect(verifier), 'WebhookVerifier {}');
  assert.throws(
    () => verifier.verify({ 'x-acuity-signature': 'AAAA' }, BODY),
    (error) => !inspect(error).includes(KEY) && !inspect(error).includes('AAAA'),
  );
});
