// Visit verification from Node, over the vectors that Rust and Python read.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { InvalidInputError, evv } from 'careweave';
import { camelCase } from '../dist/json.js';

function each(name, title, check) {
  const cases = JSON.parse(readFileSync(new URL(`../../../vectors/evv/${name}.json`, import.meta.url), 'utf8'));
  assert.ok(cases.length > 0);
  for (const one of cases) test(`${title}: ${one.id}`, () => check(one));
}

each('units15', 'quarter hours follow the eight-minute rule', ({ minutes, units }) => {
  assert.equal(evv.units15(minutes), units);
});

each('daily_units', 'minutes are summed before they are rounded', ({ visits, zone, units }) => {
  assert.deepEqual(evv.dailyUnits(visits, { zone }), units);
});

each('gps', 'a distance at the limit is inside', ({ distance_mm, accuracy_mm, limit_mm, expect }) => {
  assert.equal(evv.gpsException(distance_mm, { accuracyMm: accuracy_mm, limitMm: limit_mm }), expect);
});

each('late', 'the late ladder steps at its minutes', ({ now, start, clock_in: clockIn, expect }) => {
  assert.deepEqual(evv.late(now, new Date(start), { clockIn }), camelCase(expect));
});

each('visits', 'a visit is held against the six elements', ({ visit, state, findings }) => {
  const review = evv.review(camelCase(visit), { zone: 'America/Denver' });
  assert.equal(review.state, state);
  assert.deepEqual(
    review.findings.map(({ handling, ...finding }) => finding),
    findings,
  );
});

test('wage minutes are not rounded to units', () => {
  const visit = { signature: 'given', clockIn: '2026-04-06T20:00:00Z', clockOut: '2026-04-06T20:52:30Z' };
  assert.equal(evv.wageMinutes(visit), 53);
  assert.throws(
    () => evv.wageMinutes({ signature: 'given' }),
    (error) => error instanceof InvalidInputError && error.get('field') === 'clock_in',
  );
});

test('a ladder is five instants in order', () => {
  const ladder = evv.ladder('2026-04-06T20:00:00Z', { ...evv.LATE_POLICY, nudgeAfter: 10 });
  assert.deepEqual(
    Object.values(ladder).map((instant) => instant.slice(11, 16)),
    ['19:45', '20:10', '20:15', '20:30', '22:00'],
  );
  assert.throws(
    () => evv.ladder('2026-04-06T20:00:00Z', { ...evv.LATE_POLICY, grace: 1 }),
    (error) => error.get('field') === 'grace',
  );
});
