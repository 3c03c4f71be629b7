import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';

import { InvalidInputError, NotFoundError, Ranking, Roster } from 'careweave';
import { ROSTER, careweave } from './support/careweave.mjs';

const folder = mkdtempSync(join(tmpdir(), 'careweave-'));
after(() => rmSync(folder, { recursive: true }));

test('the rankings are the bytes that the command line prints', async () => {
  const roster = Roster.load(ROSTER);
  assert.ok(roster.openShiftIds.length > 0);
  assert.equal(`${roster.rankAllJson()}\n`, await careweave('rank', '--json', '--roster', ROSTER));
  for (const shiftId of roster.openShiftIds) {
    const printed = await careweave('rank', '--json', '--roster', ROSTER, '--shift', shiftId);
    assert.equal(`${roster.rankAllJson(shiftId)}\n`, printed);
    assert.ok(printed.includes(roster.rank(shiftId).toJson()));
  }
});

test('a ranking can be read property by property', () => {
  const roster = Roster.load(pathToFileURL(ROSTER));
  const all = roster.rankAll();
  assert.deepEqual(
    all.map((ranking) => ranking.shift.id),
    roster.openShiftIds,
  );
  for (const ranking of all) {
    assert.ok(ranking instanceof Ranking);
    assert.equal(ranking.candidates.length + ranking.excluded.length, JSON.parse(readFileSync(ROSTER)).caregivers.length);
    const written = JSON.parse(ranking.toJson());
    assert.equal(ranking.shift.scheduledStart, written.shift.scheduled_start);
    for (const [i, candidate] of ranking.candidates.entries()) {
      assert.equal(candidate.rank, i + 1);
      assert.equal(candidate.caregiverId, written.candidates[i].caregiver_id);
      assert.equal(
        candidate.parts.reduce((sum, part) => sum + part.points, 0),
        candidate.score,
      );
      assert.equal(candidate.workload.overtimeMinutes, written.candidates[i].workload.overtime_minutes);
      assert.equal(typeof candidate.workload.weeks[0].afterMinutes, 'number');
    }
  }
});

test('a written roster reads back to the same rankings', () => {
  const roster = Roster.load(ROSTER);
  assert.equal(Roster.fromJson(roster.toJson()).rankAllJson(), roster.rankAllJson());
});

test('a roster that breaks a rule is refused with record, field and the line of the caller', () => {
  const data = JSON.parse(readFileSync(ROSTER, 'utf8'));
  const shift = data.shifts[0];
  shift.scheduled_end = shift.scheduled_start;
  assert.throws(
    () => Roster.fromJson(JSON.stringify(data)),
    (error) => {
      assert.ok(error instanceof InvalidInputError);
      assert.match(error.get('record'), new RegExp(shift.id));
      assert.ok(error.get('field'));
      assert.match(error.stack, /roster\.test\.mjs/);
      return true;
    },
  );
  assert.throws(() => Roster.fromJson('{'), InvalidInputError);
  assert.throws(() => Roster.fromJson(data), InvalidInputError);
});

test('a file that is missing or not UTF-8 is told', () => {
  assert.throws(() => Roster.load(join(folder, 'absent.json')), { code: 'ENOENT' });
  const latin = join(folder, 'latin.json');
  writeFileSync(latin, Buffer.from([0x7b, 0xe9, 0x7d]));
  assert.throws(() => Roster.load(latin), InvalidInputError);
});

test('a shift that is unknown or no string is refused', () => {
  const roster = Roster.load(ROSTER);
  assert.throws(() => roster.rank('no-such-shift'), NotFoundError);
  assert.throws(() => roster.rankAllJson('no-such-shift'), NotFoundError);
  assert.throws(() => roster.rankAllJson(null), InvalidInputError);
  assert.throws(
    () => roster.rank(900001),
    (error) => error instanceof InvalidInputError && error.get('field') === 'shiftId',
  );
});

test('a roster that is printed names nobody', () => {
  const roster = Roster.load(ROSTER);
  assert.equal(inspect(roster), `Roster { openShifts: ${roster.openShiftIds.length} }`);
});

const VECTORS = new URL('../../../vectors/ranking/', import.meta.url);
for (const name of readdirSync(VECTORS)) {
  test(`a ranking vector gives its bytes: ${name}`, () => {
    const { roster, expected } = JSON.parse(readFileSync(new URL(name, VECTORS), 'utf8'));
    assert.equal(Roster.fromJson(JSON.stringify(roster)).rankAllJson(), expected);
  });
}
