import assert from 'node:assert/strict';
import { test } from 'node:test';

import { InvalidInputError, outreach } from '../dist/index.js';

const OPENING = Date.parse('2026-04-06T15:00:00Z');
const at = (minutes) => new Date(OPENING + minutes * 60_000);
const policy = new outreach.Policy({ name: 'test', version: 1, claims: { revalidation: 'skip' } });
const opened = {
  kind: 'shift_opened',
  cause: 'call_off',
  shift: { id: '41', zone: 'America/Denver', window: { start: at(300), end: at(540) } },
};
const candidate = (who) => ({
  caregiverId: who,
  score: 0,
  reach: [{ channel: 'sms', lines: { ours: 'office', theirs: `caregiver/${who}` } }],
  recipient: { contact: `caregiver/${who}`, places: { stated: [{ zone: 'America/Denver' }] } },
});
const yes = (who) => ({
  kind: 'reply_received',
  caregiverId: who,
  messageId: `m-${who}`,
  receivedAt: at(0),
  answer: 'accept',
});

test('the first yes gets the shift and the second waits', () => {
  let state;
  const log = [];
  const give = (input) => {
    const decision = outreach.decide(policy, state, input, at(0));
    state = decision.state;
    log.push(...decision.events);
    return decision;
  };
  const kinds = (decision) => decision.commands.map((command) => command.action.kind);
  assert.deepEqual(kinds(give(opened)), ['request_candidates']);
  const ranked = { kind: 'candidates_ranked', generation: 1, candidates: [candidate('7'), candidate('8')] };
  assert.deepEqual(kinds(give(ranked)), ['send_sms', 'send_sms']);
  const first = give(yes('7'));
  const assign = first.commands.find((command) => command.action.kind === 'assign_shift');
  assert.ok(assign);
  assert.ok(!kinds(give(yes('8'))).includes('assign_shift'));
  const filled = give({ kind: 'assign_succeeded', fence: assign.action.fence });
  assert.equal(filled.nextDeadline, null);
  assert.equal(state.run.coverage.by, '7');
  assert.deepEqual(outreach.replay(log).state, state);
  const half = outreach.evolve(undefined, log.slice(0, 3));
  assert.deepEqual(outreach.evolve(half.state, log.slice(3)).state, state);
  assert.equal(outreach.nextDeadline(half.state), half.nextDeadline);
});

test('what does not fit is rejected in the log, and what is no input by name', () => {
  const decision = outreach.decide(policy, undefined, yes('7'), at(0));
  assert.deepEqual(decision.events[0].event, { kind: 'input_rejected', input: 'reply_received', why: 'not_opened' });
  assert.throws(() => outreach.decide(policy, undefined, { ...opened, cause: 'whim' }, at(0)), InvalidInputError);
  assert.throws(() => new outreach.Policy({ name: 'x', version: 1, waves: { minutes_between: 0 } }), InvalidInputError);
  assert.throws(() => outreach.decide({}, undefined, opened, at(0)), InvalidInputError);
});

test('replies are read and never guessed between two questions', () => {
  assert.equal(outreach.parseReply('I absolutely cannot').intent.kind, 'decline');
  assert.equal(outreach.parseReply('STOP.').intent.kind, 'opt_out');
  const question = (id) => ({ id, kind: 'offer', contact: 'caregiver/7', askedAt: at(-60), expiresAt: at(60) });
  assert.equal(outreach.routeReply({ open: [question('41')] }, 'yes', at(0)).route.route, 'act');
  assert.equal(outreach.routeReply({ open: [question('41'), question('42')] }, 'yes', at(0)).route.route, 'ask');
});

test('the same seed gives the same figures, and templates pass', () => {
  const ten = new outreach.Policy({
    name: 'ten at once',
    version: 1,
    waves: { size: { by: 'count', caregivers: 10 }, maxContacts: 10 },
  });
  const report = outreach.simulate(ten, { seed: 7, trials: 50 });
  assert.deepEqual(report, outreach.simulate(ten, { seed: 7, trials: 50 }));
  assert.equal(report.texts, 500);
  assert.throws(() => outreach.simulate(ten, { seed: 7, trials: 10, crew: { reply: 1.5 } }), InvalidInputError);
  assert.deepEqual(outreach.lint(), []);
  const state = outreach.decide(policy, undefined, opened, at(0)).state;
  assert.equal(outreach.forecast(policy, state, at(0)).complete, true);
});
