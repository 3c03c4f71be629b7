// Overtime from Node: the vectors that Rust and Python run as well, and the shape of the functions.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { InvalidInputError, overtime } from 'careweave';
import { KINDS, lasting, law, segment, wall } from './support/overtime_vectors.mjs';

const VECTORS = JSON.parse(readFileSync(new URL('../../../vectors/overtime/vectors.json', import.meta.url), 'utf8'));

test('there are as many vectors as in the other languages', () => {
  assert.ok(VECTORS.length >= 60);
});

for (const vector of VECTORS) {
  test(`overtime vector ${vector.id}`, () => KINDS[vector.kind](vector, VECTORS));
}

const monday = wall('America/Denver', '2026-04-06T08:00');
const week = [0, 1, 2, 3, 4].map((day) => lasting(new Date(monday.getTime() + day * 86_400_000), 456, 'US-CO'));

test('a candidate shift is a sentence and numbers', () => {
  const candidate = lasting(wall('America/Denver', '2026-04-11T08:00'), 360, 'US-CO');
  const delta = overtime.delta(law('US-CO'), week, [candidate]);
  assert.equal(delta.explanation, '38 h 00 → 44 h 00, 4 h overtime (weekly 40), extra $36.00');
  assert.deepEqual(delta.premium, { minor: 3_600, currency: 'USD' });
  assert.deepEqual(delta.cost, { minor: 14_400, currency: 'USD' });
  assert.equal(delta.weeks[0].before.worked, 2_280);
  assert.equal(delta.weeks[0].byRule[0].after, 240);
});

test('a wrong segment is named', () => {
  const refused = (worked, record, field) =>
    assert.throws(
      () => overtime.evaluate(law('US-CO'), worked),
      (error) =>
        error instanceof InvalidInputError && error.get('record') === record && error.get('field') === field,
    );
  refused([...week.slice(1), segment(week[0].end, week[0].start, 'US-CO')], 'segments[4]', 'end');
  refused([segment('2026-04-06T08:00', week[0].end, 'US-CO')], undefined, 'segments[0].start');
  refused([{ ...week[0], plaec: 'US' }], undefined, 'segments[0].plaec');
  assert.throws(() => overtime.evaluate({}, week), InvalidInputError);
});

test('a policy is data that can be changed', () => {
  const policy = law('US-CO');
  assert.equal(new overtime.LabourPolicy(policy.toJson()).toJson(), policy.toJson());
  assert.throws(() => policy.changed({ composition: 'whichever' }), InvalidInputError);
  assert.throws(
    () => overtime.LabourPolicy.forPlace('US-NY', { zone: 'America/New_York' }),
    (error) => error.get('field') === 'minimum_wage',
  );
});

test('a timesheet gives its report', () => {
  const report = overtime.timesheet({
    format: 'careweave.timesheet/1',
    place: 'US-CO',
    zone: 'America/Denver',
    rate: 1_800,
    worked: [{ start: '2026-04-06T14:00:00Z', end: '2026-04-07T03:00:00Z' }],
  });
  assert.equal(report.weeks[0].overtimeMinutes, 60);
});
