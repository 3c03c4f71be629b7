// What Rust writes against what the types declare.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test, { after, before } from 'node:test';

import { Store, WellSky } from 'careweave';
import { Sandbox } from './support/careweave.mjs';

const declarations = ['generated/models', 'generated/operations', 'ranking', 'fill_job']
  .map((name) => readFileSync(new URL(`../dist/${name}.d.ts`, import.meta.url), 'utf8'))
  .join('\n');

/** The properties a declaration lists, without methods, each with whether it may be absent. */
function declared(name) {
  const body = new RegExp(`(?:interface|class) ${name}\\b[^{]*\\{([^]*?)\\n\\}`).exec(declarations)?.[1];
  assert.ok(body, `${name} is declared`);
  return [...body.matchAll(/^ {4}readonly (\w+)(\??):/gm)].map(([, property, mark]) => [property, mark === '?']);
}

function hasExactly(record, name) {
  const wanted = declared(name).filter(([property, optional]) => !optional || property in record);
  assert.deepEqual(Object.keys(record).sort(), wanted.map(([property]) => property).sort(), name);
}

let sandbox;
let ws;
before(async () => {
  sandbox = await Sandbox.start();
  ws = new WellSky(sandbox.settings);
});
after(() => sandbox?.stop());

test('a record has exactly the properties its type declares', { timeout: 60_000 }, async () => {
  hasExactly(await ws.verify(), 'Verified');
  const clients = await ws.clients();
  for (const client of clients) {
    hasExactly(client, 'Client');
    hasExactly(client.address, 'Address');
    for (const contact of client.emergencyContacts) hasExactly(contact, 'EmergencyContact');
  }
  assert.ok(clients.some((client) => client.emergencyContacts.length > 0));
  const caregivers = await ws.caregivers();
  for (const caregiver of caregivers) {
    hasExactly(caregiver, 'Caregiver');
    for (const window of caregiver.availability) hasExactly(window, 'AvailabilityWindow');
  }
  assert.ok(caregivers.some((caregiver) => caregiver.availability.length > 0));
  for (const shift of await ws.shifts()) hasExactly(shift, 'Shift');
  const [completed] = await ws.shifts({ status: 'completed' });
  hasExactly(await ws.evv(completed.id), 'Evv');
  const { value: page } = await ws.clientPages().next();
  hasExactly(page, 'Page');
});

test('a ranking has exactly the properties its type declares', { timeout: 60_000 }, async () => {
  const roster = await ws.roster({ zone: sandbox.ready.zone, now: sandbox.ready.now });
  const reasons = new Set();
  for (const ranking of roster.rankAll()) {
    hasExactly(ranking, 'RankingFields');
    hasExactly(ranking, 'Ranking');
    hasExactly(ranking.shift, 'ShiftSummary');
    for (const candidate of ranking.candidates) {
      hasExactly(candidate, 'Candidate');
      hasExactly(candidate.workload, 'Workload');
      for (const part of candidate.parts) hasExactly(part, 'Part');
      for (const week of candidate.workload.weeks) hasExactly(week, 'WeekHours');
    }
    for (const excluded of ranking.excluded) {
      hasExactly(excluded, 'Excluded');
      for (const { reason, ...rest } of excluded.reasons) reasons.add(`${reason} ${Object.keys(rest)}`);
    }
  }
  const known = ['not_active status', 'background_check status', 'missing_certification certification'];
  known.push('not_available ', 'schedule_conflict shiftId');
  assert.ok(reasons.size > 0);
  for (const seen of reasons) assert.ok(known.includes(seen), seen);
});

test('a report has exactly the properties its type declares', { timeout: 60_000 }, async () => {
  const store = await Store.open('sqlite::memory:');
  const job = await ws.fillOpenShifts(store, { zone: sandbox.ready.zone, now: sandbox.ready.now });
  const offers = await job.nextOffers();
  for (const offer of offers) hasExactly(offer, 'Offer');
  const [{ shiftId, caregiverIds }] = offers;
  await job.decline(shiftId, caregiverIds[0]);
  const report = await job.report();
  hasExactly(report, 'FillReport');
  hasExactly(report.counts, 'FillCounts');
  for (const shift of report.shifts) {
    hasExactly(shift, 'ShiftReport');
    hasExactly(shift.ranking, 'RankingFields');
  }
  const { answers } = report.shifts.find(({ ranking }) => ranking.shift.id === shiftId);
  assert.deepEqual(answers, [{ caregiverId: caregiverIds[0], answer: 'no' }]);
  await store.close();
});
