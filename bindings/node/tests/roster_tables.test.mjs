// One roster from plain objects and from columns, and what changes it.
import assert from 'node:assert/strict';
import test from 'node:test';
import { inspect } from 'node:util';

import { ConflictError, EpochMilliseconds, InvalidInputError, NotFoundError, Roster } from 'careweave';

const HOUR = 3_600_000;
const asOf = '2026-04-06T12:00:00Z';
const zone = 'America/Denver';
const START = Date.parse('2026-04-07T15:00:00Z');
const at = (hours) => new Date(START + hours * HOUR);

const caregivers = [
  { id: '700001', status: 'active', serviceArea: '80012', certifications: ['CNA'] },
  {
    id: '700002',
    status: 'active',
    languages: ['en', 'es'],
    availability: [{ day: 'tuesday', start: '06:00', end: '20:00' }],
  },
  { id: '700003', status: 'inactive' },
];
const shifts = [
  {
    id: '900001',
    clientId: '500001',
    status: 'open',
    clientZipCode: '80012',
    clientLanguage: 'es',
    scheduledStart: at(0),
    scheduledEnd: at(4),
  },
  {
    id: '900002',
    clientId: '500002',
    status: 'open',
    clientZipCode: '80202',
    scheduledStart: at(1),
    scheduledEnd: at(5),
  },
  {
    id: '900003',
    clientId: '500001',
    caregiverId: '700001',
    status: 'completed',
    scheduledStart: at(-126),
    scheduledEnd: at(-122),
  },
];
const profiles = [
  { caregiverId: '700001', home: { latitudeE6: 39_700_000, longitudeE6: -104_900_000 }, payRate: 1_800 },
  { caregiverId: '700002', wantedWeekMinutes: 1_200, attendance: { accepted: 40, missed: 1 } },
];
const build = (more = {}) => Roster.build({ caregivers, shifts, profiles, asOf, zone, ...more });

const columnsOf = (records) => {
  const fields = new Set(records.flatMap(Object.keys));
  return Object.fromEntries([...fields].map((field) => [field, records.map((record) => record[field])]));
};

test('columns give the same roster as plain objects', () => {
  const columns = { caregivers: columnsOf(caregivers), shifts: columnsOf(shifts), profiles: columnsOf(profiles) };
  assert.deepEqual(JSON.parse(build(columns).toJson()), JSON.parse(build().toJson()));
  const [best] = build(columns).rank('900001').candidates;
  assert.deepEqual([best.caregiverId, best.score], ['700001', 60]);
});

test('typed arrays give the same roster as plain objects', () => {
  const instants = (field) => new EpochMilliseconds(shifts.map((shift) => shift[field].getTime()));
  const typed = {
    shifts: {
      ...columnsOf(shifts),
      id: new Int32Array(shifts.map(({ id }) => Number(id))),
      clientId: BigInt64Array.from([500_001n, 500_002n, 500_001n]),
      scheduledStart: instants('scheduledStart'),
      scheduledEnd: instants('scheduledEnd'),
    },
    profiles: {
      caregiverId: ['700001', '700002'],
      'home.latitudeE6': new Float64Array([39_700_000, NaN]),
      'home.longitudeE6': new Float64Array([-104_900_000, NaN]),
      payRate: new Float32Array([1_800, NaN]),
      wantedWeekMinutes: [null, 1_200],
      'attendance.accepted': [undefined, 40],
      'attendance.missed': [undefined, 1],
    },
  };
  assert.deepEqual(JSON.parse(build(typed).toJson()), JSON.parse(build().toJson()));
});

test('a wrong cell is named and not quoted', () => {
  const refused = (more, record, field) =>
    assert.throws(
      () => build(more),
      (error) => {
        assert.ok(error instanceof InvalidInputError);
        assert.deepEqual([error.get('record'), error.get('field')], [record, field]);
        return !String(error).includes('Alpha');
      },
    );
  const table = columnsOf(caregivers);
  refused({ caregivers: { ...table, status: ['active', null, 'active'] } }, 'caregivers[1]', 'status');
  refused({ caregivers: { ...table, languages: [null, 'Alpha Testclient', null] } }, 'caregivers[1]', 'languages');
  refused({ caregivers: { ...table, shoeSize: [1, 2, 3] } }, 'caregivers[0]', 'shoe_size');
  refused({ caregivers: { ...table, status: ['active'] } }, 'caregivers', 'status');
  refused({ caregivers: [{ id: '1' }] }, 'caregivers[0]', 'status');
  refused({ shifts: { ...columnsOf(shifts), clientId: BigInt64Array.of(1n, 2n, 1n << 60n) } }, undefined, 'shifts.clientId[2]');
  refused({ shifts: 5 }, undefined, 'shifts');
  const naive = shifts.map((shift) => ({ ...shift, scheduledStart: '2026-04-07T15:00:00' }));
  refused({ shifts: naive }, 'shifts[0]', 'scheduled_start');
});

test('the first few are the first of everybody', () => {
  for (const policy of ['seed-v1', 'default', 'relationship', 'hierarchy']) {
    const roster = build({ policy });
    const whole = roster.rankAll();
    const many = roster.rankMany({ top: 1, threads: 2 });
    assert.equal(many.length, 2);
    for (const [place, top] of [...many].entries()) {
      const [best, first] = [top.candidates[0], whole[place].candidates[0]];
      assert.deepEqual([best.caregiverId, best.score, best.tier], [first.caregiverId, first.score, first.tier]);
      assert.equal(
        best.parts.reduce((sum, part) => sum + part.points, 0),
        best.score,
      );
      assert.deepEqual(roster.rank(top.shift.id, { top: 1 }), top);
    }
  }
  const some = build().rankMany({ shiftIds: ['900002', '900001'] });
  assert.deepEqual(some.columns().shiftId, ['900002', '900002', '900001', '900001']);
  assert.equal(some.at(-1).shift.id, '900001');
  assert.equal(some.at(2), undefined);
  assert.equal(inspect(some), 'TopRankings { shifts: 2 }');
  assert.equal(build().rankMany({ shiftIds: [] }).length, 0);
  assert.throws(() => build().rankMany({ top: 0 }), InvalidInputError);
  assert.throws(() => build().rank('no-such-shift', { top: 1 }), NotFoundError);
});

test('explanations say why not, and why one over the other', () => {
  const roster = build();
  assert.deepEqual(roster.whyNot('900001', '700003'), {
    standing: 'excluded',
    reasons: [{ reason: 'not_active', status: 'inactive', phrase: 'status is inactive' }],
  });
  const second = roster.whyNot('900001', '700002');
  assert.deepEqual([second.candidate.rank, second.behind.one, second.behind.points], [2, '700001', 35]);
  const comparison = roster.compare('900001', '700001', '700002');
  assert.ok(comparison.oneIsFirst);
  assert.equal(
    comparison.differences.reduce((sum, { points }) => sum + points, 0),
    comparison.points,
  );
  assert.throws(() => roster.compare('900001', '700001', '700003'), InvalidInputError);
});

test('events keep a roster up to date', () => {
  const roster = build();
  roster.rankMany();
  roster.book('900001', '700001');
  assert.deepEqual(roster.openShiftIds, ['900002']);
  const { reasons } = roster.rank('900002').excluded.find(({ caregiverId }) => caregiverId === '700001');
  assert.deepEqual(reasons, [{ reason: 'schedule_conflict', shiftId: '900001' }]);
  assert.equal(Roster.fromJson(roster.toJson()).rankAllJson(), roster.rankAllJson());
  assert.throws(() => roster.book('900001', '700002'), ConflictError);
  assert.throws(() => roster.book('900002', 'nobody'), NotFoundError);
  roster.release('900001');
  assert.equal(roster.rankAllJson(), build().rankAllJson());
  roster.book('900001', '700001');
  roster.clockIn('900001');
  roster.complete('900001');
  roster.cancel('900002');
  assert.deepEqual(roster.openShiftIds, []);
});

test('one record is replaced without sending the others', () => {
  const roster = build();
  roster.book('900002', '700002');
  roster.update({ caregivers: [{ id: '700003', status: 'active', serviceArea: '80012' }] });
  assert.deepEqual(
    roster.rank('900001').candidates.map(({ caregiverId }) => caregiverId),
    ['700001', '700003'],
  );
  const before = roster.toJson();
  assert.throws(
    () => roster.update({ caregivers: [{ id: '700004', status: 'active', age: 40 }] }),
    (error) => error.get('record') === 'caregivers[0]',
  );
  assert.equal(roster.toJson(), before);
});

test('a policy stays with the roster', () => {
  const roster = build({ policy: 'default' });
  assert.equal(JSON.parse(roster.policyJson).name, 'default');
  assert.equal(roster.withPolicy('seed-v1').rankAllJson(), build().rankAllJson());
  assert.throws(
    () => roster.withPolicy('fastest'),
    (error) => error.get('field') === 'policy',
  );
});
