import assert from 'node:assert/strict';
import { test } from 'node:test';

import { InvalidInputError, calendars } from '../dist/index.js';

const DAY = Date.parse('2030-03-04T00:00:00Z');
const at = (hour) => new Date(DAY + hour * 3_600_000);
const text = (hour) => at(hour).toISOString().replace('.000Z', 'Z');
const window = (start, end) => ({ start: at(start), end: at(end) });
const shown = (start, end) => ({ start: text(start), end: text(end) });
const claim = (who, start, end, more = {}) => ({ who, ...window(start, end), ...more });

test('conflicts are per person, half open, and keep buffers', () => {
  const [late, early] = [claim('a', 10, 12), claim('a', 8, 11)];
  const found = calendars.conflicts([
    late,
    early,
    claim('a', 12, 13),
    claim('b', 8, 13),
    claim('c', 8, 9, { afterMinutes: 30 }),
    claim('c', 9.25, 10),
  ]);
  assert.equal(found.length, 2);
  assert.deepEqual([found[0].start, found[0].end], [at(9), at(9.5)]);
  assert.deepEqual([found[1].start, found[1].end], [at(10), at(11)]);
  assert.ok(found[1].first === early && found[1].second === late);
});

test('a claim that is none is named', () => {
  const fine = claim('a', 0, 1);
  const wrong = [
    ['claims[1].start', { ...fine, start: '2030-01-01T00:00:00' }],
    ['claims[1].end', { ...fine, end: new Date(NaN) }],
    ['claims[1].who', { ...fine, who: 7 }],
    ['claims[1].beforeMinutes', { ...fine, beforeMinutes: -1 }],
  ];
  for (const [field, one] of wrong) {
    assert.throws(
      () => calendars.conflicts([fine, one]),
      (error) => error instanceof InvalidInputError && error.get('field') === field,
      field,
    );
  }
  assert.throws(
    () => calendars.conflicts([claim('a', 2, 1)]),
    (error) => error instanceof InvalidInputError && error.get('record') === 'claims[0]',
  );
});

test('busy time is merged and its gaps are free', () => {
  const busy = [window(9, 10), window(13, 14), window(9.5, 11), window(11, 12)];
  assert.deepEqual(calendars.merged(busy), [shown(9, 12), shown(13, 14)]);
  assert.deepEqual(calendars.free(at(8), at(14), busy), [shown(8, 9), shown(12, 13)]);
});

test('slots that are busy here or too soon are not offered', () => {
  const slots = [8, 9, 10, 11, 12, 13].map((hour) => window(hour, hour + 1));
  const rules = { now: at(7.5), beforeMinutes: 45, noticeMinutes: 60 };
  const offered = calendars.bookable(slots, [window(10, 10.5)], rules);
  assert.deepEqual(offered, [slots[1], slots[4], slots[5]]);
  assert.equal(offered[0], slots[1]);
});

test('whose turn it is is explained', () => {
  const contenders = [
    { id: 'c', available: true, given: 4, weight: 2 },
    { id: 'b', available: true, given: 2, lastGiven: at(1) },
    { id: 'a', available: false },
    { id: 'd', available: true, given: 2, lastGiven: at(0) },
  ];
  const expected = {
    chosen: 'c',
    reasons: [
      { id: 'c', reason: 'waited_longest' },
      { id: 'd', reason: 'waited_less' },
      { id: 'b', reason: 'waited_less' },
      { id: 'a', reason: 'busy' },
    ],
  };
  assert.deepEqual(calendars.choose(contenders), expected);
  assert.deepEqual(calendars.choose(contenders.toReversed()), expected);
  assert.throws(() => calendars.choose([{ id: 'a', available: true, weight: 0 }]), InvalidInputError);
});
