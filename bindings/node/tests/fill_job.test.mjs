import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';

import { FillReport, InvalidInputError, NotFoundError, Store, WellSky } from 'careweave';
import { AGENCY, EXAMPLES, ROSTER, Sandbox, careweave, print } from './support/careweave.mjs';

const limit = { timeout: 120_000 };
const folder = mkdtempSync(join(tmpdir(), 'careweave-'));
after(() => rmSync(folder, { recursive: true }));

/** Runs `work` against a sandbox of its own. */
async function inSandbox(work) {
  const sandbox = await Sandbox.start();
  try {
    return await work(sandbox, new WellSky(sandbox.settings));
  } finally {
    await sandbox.stop();
  }
}

async function fill(sandbox, job) {
  for (;;) {
    const offers = await job.nextOffers();
    if (offers.length === 0) return;
    for (const { shiftId, caregiverIds } of offers) {
      const asked = { shift_id: shiftId, caregiver_ids: caregiverIds };
      const { replies } = await sandbox.control('POST', 'offers', asked);
      for (const { caregiver_id: caregiverId, answer } of replies) {
        if (answer === 'yes') await job.claim(shiftId, caregiverId);
        else await job.decline(shiftId, caregiverId);
      }
    }
  }
}

test('the main job assigns each shift once, and its report is the bytes of the command line', limit, async () => {
  await inSandbox(async (sandbox, ws) => {
    const options = { zone: sandbox.ready.zone, now: sandbox.ready.now };
    const store = await Store.open(`sqlite:${join(folder, 'job.db')}`);
    const before = await ws.openShifts({ start: sandbox.ready.now });
    const job = await ws.fillOpenShifts(store, options);
    await fill(sandbox, job);
    const report = await job.report();
    assert.ok(report instanceof FillReport);
    assert.equal(`${report.toJson()}\n`, await careweave('demo', '--json', '--quiet', ...AGENCY));

    assert.ok(report.counts.assigned > 0);
    const assigned = report.shifts.filter(({ outcome }) => outcome.status === 'assigned');
    assert.equal(assigned.length, report.counts.assigned);
    for (const { ranking, outcome } of assigned) {
      assert.equal((await ws.shift(ranking.shift.id)).caregiverId, outcome.caregiverId);
    }
    assert.equal((await ws.openShifts({ start: sandbox.ready.now })).length, before.length - assigned.length);
    const writes = (await sandbox.journal('?method=POST&path_prefix=/v1/shifts')).filter((entry) => entry.committed);
    assert.equal(writes.length, assigned.length);

    const second = await ws.fillOpenShifts(store, options);
    await fill(sandbox, second);
    const again = await second.report();
    assert.equal(again.counts.assigned, 0);
    assert.equal(again.counts.earlier, assigned.length);
    await store.close();
  });
});

test('the first claim wins, and only who was asked may answer', limit, async () => {
  await inSandbox(async (sandbox, ws) => {
    const store = await Store.open('sqlite::memory:');
    const job = await ws.fillOpenShifts(store, { zone: sandbox.ready.zone, now: sandbox.ready.now, waveSize: 2 });
    const offers = await job.nextOffers();
    const offer = offers.find(({ caregiverIds }) => caregiverIds.length === 2);
    assert.equal(offer.wave, 1);
    const [first, second] = offer.caregiverIds;
    assert.deepEqual(await job.claim(offer.shiftId, first), { result: 'assigned', caregiverId: first });
    assert.deepEqual(await job.claim(offer.shiftId, second), { result: 'taken', caregiverId: first });

    await assert.rejects(job.claim(offer.shiftId, 'never-asked'), InvalidInputError);
    await assert.rejects(job.decline('no-such-shift', first), NotFoundError);
    await assert.rejects(
      job.claim(offer.shiftId, 7),
      (error) => error instanceof InvalidInputError && error.get('field') === 'caregiverId',
    );
    const { answers } = (await job.report()).shifts.find(({ ranking }) => ranking.shift.id === offer.shiftId);
    assert.deepEqual(
      answers.map(({ caregiverId, answer, outcome }) => [caregiverId, answer, outcome.result]),
      [
        [first, 'yes', 'assigned'],
        [second, 'yes', 'taken'],
      ],
    );
    await store.close();
  });
});

test('a job that cannot start says why', limit, async () => {
  await inSandbox(async (sandbox, ws) => {
    const store = await Store.open('sqlite::memory:');
    const options = { zone: sandbox.ready.zone, now: sandbox.ready.now };
    await assert.rejects(
      ws.fillOpenShifts(store, { ...options, waveSize: 0 }),
      (error) => error instanceof InvalidInputError && error.get('field') === 'wave_size',
    );
    await assert.rejects(ws.fillOpenShifts(store, { ...options, waveSize: '5' }), InvalidInputError);
    await store.close();
  });
});

test('the examples print what the command line prints', limit, async () => {
  const node = process.execPath;
  assert.equal(
    await print(node, [join(EXAMPLES, 'rank.mjs'), ROSTER]),
    await careweave('rank', '--json', '--roster', ROSTER),
  );
  const shift = JSON.parse(await careweave('rank', '--json', '--roster', ROSTER)).rankings[0].shift.id;
  assert.equal(
    await print(node, [join(EXAMPLES, 'rank.mjs'), ROSTER, '--shift', shift]),
    await careweave('rank', '--json', '--roster', ROSTER, '--shift', shift),
  );
  await inSandbox(async (sandbox) => {
    const env = { ...sandbox.env, CAREWEAVE_STORE: `sqlite:${join(folder, 'example.db')}` };
    assert.equal(
      await print(node, [join(EXAMPLES, 'fill_open_shifts.mjs')], env),
      await careweave('demo', '--json', '--quiet', ...AGENCY),
    );
  });
});
