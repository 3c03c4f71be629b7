// Reports from events: the vectors that Rust and Python read, every way in, every way out, and what is refused.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { ConflictError, InvalidInputError, insights } from 'careweave';
import { camelCase } from '../dist/json.js';

const root = new URL('../../../', import.meta.url);
const read = (path) => readFileSync(new URL(path, root), 'utf8');
const vectors = JSON.parse(read('vectors/insights/reports.json'));
const lines = read(vectors.events);
const events = lines.trim().split('\n').map((line) => JSON.parse(line));
const { zone, as_of: asOf } = vectors;

const settings = {
  'referral over two months': ['referral', { horizonMonths: 2 }],
  funnel: ['funnel', { by: 'source' }],
};

function queryOf({ report, from, to }) {
  const [word, own] = settings[report] ?? [report, {}];
  return insights.query(word, { zone, ...own, ...(from && { from }), ...(to && { to }) });
}

for (const one of vectors.cases) {
  test(`the report is that of Rust to the last digit: ${one.report}`, () => {
    const answer = insights.report(queryOf(one), lines, { asOf });
    assert.equal(answer.toJson(), one.expected);
  });
}

test('objects, lines and a text give the same, in pieces and again', () => {
  const queries = vectors.cases.map(queryOf);
  const inquiry = new insights.Inquiry(queries, { threads: 2 });
  assert.equal(inquiry.push(events.slice(0, 900).map(camelEvent)), 900);
  assert.equal(inquiry.push(lines.trim().split('\n').slice(900)), events.length - 900);
  assert.equal(inquiry.push(lines), events.length);
  queries.forEach((query, place) => {
    assert.equal(inquiry.answer(query, { asOf }).toJson(), vectors.cases[place].expected);
  });
  assert.ok(inquiry.memoryBytes > 10_000);
});

test('promises give the same', async () => {
  const queries = vectors.cases.map(queryOf);
  const inquiry = new insights.Inquiry(queries);
  assert.equal(await inquiry.pushAsync(events), events.length);
  for (const [place, query] of queries.entries()) {
    const answer = await inquiry.answerAsync(query, { asOf: new Date(asOf) });
    assert.equal(answer.toJson(), vectors.cases[place].expected);
  }
  await assert.rejects(
    inquiry.pushAsync([], { signal: AbortSignal.abort() }).then(() => inquiry.answerAsync(queries[0], { asOf, signal: AbortSignal.abort() })),
    { code: 'cancelled' },
  );
});

test('a table that was written as Arrow is a way in', () => {
  const answer = insights.report(queryOf(vectors.cases[4]), lines, { asOf });
  const bytes = answer.toArrow('results');
  assert.ok(bytes instanceof Uint8Array && bytes.length > 100);
  // It is no table of events: Arrow is read, and the column that is missing is named.
  assert.throws(
    () => new insights.Inquiry([queryOf(vectors.cases[4])]).push(bytes),
    (error) => error instanceof InvalidInputError && error.get('field') === 'id',
  );
  const stream = readFileSync(new URL('vectors/insights/calls.arrows', root));
  const calls = queryOf(vectors.cases[4]);
  const inquiry = new insights.Inquiry([calls]);
  assert.equal(inquiry.push(new Uint8Array(stream)), JSON.parse(vectors.cases[4].expected).basis.facts);
  assert.equal(inquiry.answer(calls, { asOf }).toJson(), vectors.cases[4].expected);
});

test('figures have the names of TypeScript, and words stay words', () => {
  const calls = insights.report(insights.query('telephony', { zone }), lines, { asOf });
  const json = JSON.parse(calls.toJson());
  assert.deepEqual({ ...calls.figures, results: null }, { ...camelCase(json), results: null });
  assert.deepEqual(Object.keys(calls.figures.results), ['booked', 'callback', 'not_interested', 'other']);
  const lost = {
    id: '2',
    at: asOf,
    kind: 'lead_lost',
    data: { lead: 'lead-41', reason: 'no_money_yet' },
  };
  const lead = { id: '1', at: '2026-01-02T15:00:00Z', kind: 'lead_created', data: { lead: 'lead-41' } };
  const funnel = insights.report(insights.query('funnel', { zone }), [lead, lost], { asOf });
  assert.deepEqual(funnel.figures.groups[0].lost, { no_money_yet: 1 });
  assert.equal(funnel.figures.groups[0].steps[0].ofCreated.whyNull, null);
});

test('tables come as CSV and the main figure as a chart', () => {
  const answer = insights.report(insights.query('noshow', { zone }), lines, { asOf });
  assert.deepEqual(answer.tables, ['appointments', 'reminders', 'money']);
  assert.match(answer.toCsv('money'), /^rebooked,rebooked_numerator,/);
  assert.ok(answer.toSvg().startsWith('<svg'));
  assert.throws(() => answer.toCsv('calls'), (error) => error.get('field') === 'table');
});

const lead = { id: '1', at: asOf, kind: 'lead_created', data: { lead: 'lead-41' } };

for (const [name, given, record, field] of [
  ['an e-mail address as a key', [lead, { ...lead, data: { lead: 'a@example.invalid' } }], 'events[1]', 'data.lead'],
  ['a field no lead has', [{ ...lead, data: { ...lead.data, colour: 'red' } }], 'events[0]', 'data.colour'],
  ['a line that is none', ['{'], 'events[0]', '(line)'],
  ['a number', [7], undefined, 'events[0]'],
  ['nothing', null, undefined, 'events'],
  ['bytes that are no table', new Uint8Array([1, 2, 3]), undefined, '(table)'],
  ['a text with a wrong line', '\n\n{}', 'line 3', '(event)'],
]) {
  test(`what is refused names the record and the field: ${name}`, () => {
    assert.throws(
      () => new insights.Inquiry([insights.query('funnel', { zone })]).push(given),
      (error) => {
        assert.ok(error instanceof InvalidInputError, String(error));
        assert.equal(error.get('record'), record);
        assert.equal(error.get('field'), field);
        assert.ok(!error.message.includes('example.invalid'));
        return true;
      },
    );
  });
}

test('an id that stands for another event is a conflict', () => {
  const inquiry = new insights.Inquiry([insights.query('funnel', { zone })]);
  assert.throws(
    () => inquiry.push([lead, { ...lead, data: { lead: 'lead-42' } }]),
    (error) => error instanceof ConflictError && error.get('record') === 'events[1]',
  );
});

test('a query that breaks a rule is refused by its place, and one that was not asked has no answer', () => {
  const fair = insights.query('fairness', { zone });
  for (const [query, field] of [
    [insights.query('funnel', { zone: 'Nowhere/Town' }), 'zone'],
    [insights.query('funnel', { zone, from: '2026-02-01', to: '2026-02-01' }), 'to'],
    [insights.query('referral', { zone, horizonMonths: 0 }), 'horizon_months'],
  ]) {
    assert.throws(
      () => new insights.Inquiry([fair, query]),
      (error) => error.get('record') === 'questions[1]' && error.get('field') === field,
    );
  }
  assert.throws(() => new insights.Inquiry([]), (error) => error.get('field') === 'questions');
  const inquiry = new insights.Inquiry([fair]);
  assert.throws(() => inquiry.answer(insights.query('evv', { zone }), { asOf }), (error) => error.get('field') === 'query');
  assert.throws(() => inquiry.answer(fair, { asOf: '2026-04-06T12:00:00' }), (error) => error.get('field') === 'asOf');
});

function camelEvent({ v, id, at, recorded_at: recordedAt, kind, data }) {
  return { v, id, at: new Date(at), ...(recordedAt && { recordedAt }), kind, data: camelCase(data) };
}

test('the example prints what the vectors say', async () => {
  const example = fileURLToPath(new URL('examples/node/reports.mjs', root));
  const { stdout } = await promisify(execFile)(process.execPath, [example, fileURLToPath(new URL(vectors.events, root)), asOf]);
  const [calls, sources] = stdout.trim().split('\n');
  assert.equal(calls, vectors.cases[4].expected);
  assert.equal(sources, insights.report(insights.query('referral', { zone }), lines, { asOf }).toJson());
});
