// What a monitoring system reads.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { InvalidInputError, Store, metrics } from 'careweave';

const EVENTS = readFileSync(new URL('../../../examples/data/events.jsonl', import.meta.url), 'utf8');
const LINES = EVENTS.trim().split('\n');
const asOf = '2026-05-15T12:00:00Z';

test('what happened is counted once, and no key of an event is a label', () => {
  const text = metrics.traffic(EVENTS, { asOf });
  assert.ok(text.includes('# TYPE careweave_shift_fill_seconds histogram\n'));
  const records = LINES.map((line) => JSON.parse(line));
  assert.equal(metrics.traffic([...LINES, ...LINES], { asOf: new Date(asOf) }), text);
  const keys = new Set(records.flatMap(({ data }) => Object.values(data)).filter((one) => `${one}`.includes('-')));
  assert.ok(keys.size > 100);
  assert.deepEqual([...keys].filter((key) => text.includes(`"${key}"`)), []);
  assert.equal(metrics.traffic([], { asOf }), '');
});

test('a broken event names its record and its field', () => {
  const broken = '{"v":1,"id":"x","at":"2026-01-01T00:00:00Z","kind":"lead_created","data":{}}';
  assert.throws(
    () => metrics.traffic([...LINES, broken], { asOf }),
    (error) => error instanceof InvalidInputError && error.get('record') === `line ${LINES.length + 1}`,
  );
  for (const given of [7, null, [7]]) {
    assert.throws(
      () => metrics.traffic(given, { asOf }),
      (error) => error instanceof InvalidInputError && error.get('field').startsWith('events'),
    );
  }
});

test('pages are one unless two have the same family', async () => {
  const store = await Store.open('sqlite::memory:');
  const waits = await store.health.metricsText([]);
  await store.close();
  const traffic = metrics.traffic(EVENTS, { asOf });
  assert.equal(metrics.page(traffic, waits), traffic + waits);
  assert.throws(() => metrics.page(waits, waits), (error) => error.get('family') === 'careweave_store_sync_lag_seconds');
  assert.equal(metrics.CONTENT_TYPE, 'text/plain; version=0.0.4');
});
