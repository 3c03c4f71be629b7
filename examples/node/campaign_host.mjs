// One open shift filled by asking, with the campaign kept in a store. The desk is played: nothing is sent, and no server is needed.
//
// Run it again with the same file as its argument: the shift has somebody by then, and nobody is asked again.
//
//     node campaign_host.mjs [STORE_URL]
import { CampaignHost, Store, outreach } from '../../bindings/node/dist/index.js';

const now = new Date('2026-04-06T15:00:00Z');
const hours = (count) => new Date(now.getTime() + count * 3_600_000);
const policy = new outreach.Policy({ name: 'day desk', version: 1, voice: null });

/** A portal has its texting service, its schedule and its office here. */
class Desk {
  sent = new Set();
  book = new Map();

  send(key, message) {
    this.sent.add(key);
    console.log(`  text to ${message.contact}: ${message.template}`);
  }

  findMessage(key) {
    return this.sent.has(key);
  }

  placeCall() {
    return 'unknown';
  }

  findCall() {
    return null;
  }

  take(command) {
    console.log(`  for the office: ${command.action.kind}`);
  }

  candidates(shiftId, exclude, limit) {
    const people = ['7', '8', '9'].filter((who) => !exclude.includes(who)).slice(0, limit);
    return people.map((who) => ({
      caregiverId: who,
      score: 0,
      reach: [{ channel: 'sms', lines: { ours: 'office', theirs: `caregiver/${who}` } }],
      recipient: { contact: `caregiver/${who}`, places: { stated: [{ zone: 'America/Denver' }] } },
    }));
  }

  revalidate() {
    return { kind: 'eligible' };
  }

  assign(shiftId, caregiverId) {
    if (!this.book.has(shiftId)) this.book.set(shiftId, caregiverId);
    return this.book.get(shiftId) === caregiverId ? 'assigned' : 'taken';
  }

  assignedTo(shiftId) {
    return this.book.get(shiftId) ?? null;
  }

  unassign(shiftId, caregiverId) {
    if (this.book.get(shiftId) === caregiverId) this.book.delete(shiftId);
  }
}

const store = await Store.open(process.argv[2] ?? 'sqlite::memory:');
const host = new CampaignHost(store, new Desk(), { policy, scope: 'agency-9001', holder: 'worker-1', now });
const settle = async () => {
  while ((await host.work()).busy);
};
const hear = async (caregiverId, text) => {
  console.log(`caregiver ${caregiverId} writes ${JSON.stringify(text)}`);
  await host.hear({ caregiverId, messageId: `text-${caregiverId}`, text, receivedAt: now });
};

console.log('a caregiver called off');
await host.open({ id: '41', zone: 'America/Denver', window: { start: hours(5), end: hours(9) } }, 'call_off');
await settle();
await hear('9', 'I absolutely cannot');
await hear('8', 'Yes, I can');
await hear('7', 'ok');
await settle();
const { coverage } = await host.status('41');
console.log(`filled by caregiver ${coverage.by}`);
await store.close();
