// One open shift, two yeses: decided by the engine, with the log kept here. Nothing is sent and no server is needed.
import { outreach } from '../../bindings/node/dist/index.js';

const now = new Date('2026-04-06T15:00:00Z');
const hours = (count) => new Date(now.getTime() + count * 3_600_000);
const policy = new outreach.Policy({ name: 'day desk', version: 1, claims: { revalidation: 'skip' } });
const log = [];
let state;

/** Decides, keeps the events, and shows what has to be done. */
function give(input) {
  const decision = outreach.decide(policy, state, input, now);
  state = decision.state;
  log.push(...decision.events);
  for (const command of decision.commands) console.log('  to do:', command.action.kind);
  return decision.commands;
}

const candidate = (who) => ({
  caregiverId: who,
  score: 0,
  reach: [{ channel: 'sms', lines: { ours: 'office', theirs: `caregiver/${who}` } }],
  recipient: { contact: `caregiver/${who}`, places: { stated: [{ zone: 'America/Denver' }] } },
});

function text(who, words) {
  const meant = outreach.parseReply(words).intent.kind;
  console.log(`caregiver ${who} writes ${JSON.stringify(words)}: ${meant}`);
  const answer = meant === 'accept' ? 'accept' : 'decline';
  return give({ kind: 'reply_received', caregiverId: who, messageId: `text-${who}`, receivedAt: now, answer });
}

console.log('a caregiver called off');
const window = { start: hours(5), end: hours(9) };
give({ kind: 'shift_opened', cause: 'call_off', shift: { id: '41', zone: 'America/Denver', window } });
console.log('the ranking comes in');
give({ kind: 'candidates_ranked', generation: 1, candidates: ['7', '8', '9'].map(candidate) });
text('9', 'I absolutely cannot');
const assign = text('8', 'Yes, I can').find((command) => command.action.kind === 'assign_shift');
text('7', 'ok');
console.log('WellSky has the assignment');
give({ kind: 'assign_succeeded', fence: assign.action.fence });

const { status } = outreach.replay(log);
console.log('filled by caregiver', status.coverage.by, 'after', log.length, 'events');
