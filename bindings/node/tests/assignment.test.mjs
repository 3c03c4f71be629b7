// Assigning shifts from Node, over the vectors that Rust and Python read.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import test from 'node:test';

import { InvalidInputError, OperationCancelledError, assignment } from 'careweave';

const FOLDER = new URL('../../../vectors/assignment/', import.meta.url);
const CASES = readdirSync(FOLDER).map((name) => JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')));

test('there are vectors', () => assert.ok(CASES.length >= 3));

for (const { name, problem, expected } of CASES) {
  test(`a vector is solved as it says: ${name}`, async () => {
    const solution = await assignment.solve(problem);
    const rows = solution.assignment.map(({ visit, caregiver, start }) => [visit, caregiver, start]);
    assert.deepEqual(
      rows.map((row, at) => row.slice(0, expected.assignment[at]?.length)),
      expected.assignment,
    );
    assert.deepEqual(
      solution.unfilled.map(({ visit }) => visit),
      expected.unfilled,
    );
    assert.equal(solution.objective.total, expected.total);
    assert.equal(solution.stopReason, expected.stop_reason);
    assert.deepEqual(assignment.costOf(problem, solution.assignment), solution.objective);
  });
}

const caregivers = Array.from({ length: 12 }, (_, n) => ({ id: `c${n}` }));
const visits = Array.from({ length: 60 }, (_, n) => ({
  id: `v${n}`,
  start: (37 * n) % 1_400,
  end: ((37 * n) % 1_400) + 240,
  unfilled_penalty: 500 + n,
}));
const pairs = caregivers.flatMap((caregiver, i) =>
  visits.map((visit, j) => ({ caregiver: caregiver.id, visit: visit.id, cost: (7 * i + 13 * j) % 97 })),
);
const CROWDED = { format: 'careweave.assignment/1', caregivers, visits, pairs };

test('the same seed gives the same solution', async () => {
  const [one, again] = await Promise.all([1, 2].map(() => assignment.solve(CROWDED, { iterations: 200, seed: 7 })));
  assert.deepEqual(one, again);
  assert.ok(one.lowerBound <= one.objective.total);
});

test('a wrong record is named', async () => {
  const wrong = { ...CROWDED, pairs: [], visits: [{ id: '1', start: 60, end: 30, unfilled_penalty: 1 }] };
  await assert.rejects(
    assignment.solve(wrong),
    (error) => error instanceof InvalidInputError && error.get('record') === 'visits[0]' && error.get('field') === 'end',
  );
  await assert.rejects(assignment.solve(7), InvalidInputError);
  await assert.rejects(assignment.solve(CROWDED, { iterations: -1 }), (error) => error.get('field') === 'iterations');
});

test('an aborted signal stops the search', async () => {
  const stop = new AbortController();
  const solving = assignment.solve(CROWDED, { iterations: 1e12, signal: stop.signal });
  setImmediate(() => stop.abort());
  await assert.rejects(solving, OperationCancelledError);
});
