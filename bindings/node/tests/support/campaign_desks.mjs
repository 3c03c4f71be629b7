// Desks in memory, as a portal would put its own behind the interfaces.
import { refusal } from 'careweave';

/** How somebody is texted, and where it is day when the tests work. */
const line = (who) => ({
  reach: [{ channel: 'sms', lines: { ours: 'office', theirs: `caregiver/${who}` } }],
  recipient: { contact: `caregiver/${who}`, places: { stated: [{ zone: 'Europe/London' }] } },
});

/** Telephones and an office. `fails` are the errors of the next texts, each after the text went out. */
class Phones {
  sent = new Map();
  taken = new Map();
  twice = 0;
  fails = [];

  async send(key, message) {
    if (this.sent.has(key)) this.twice += 1;
    this.sent.set(key, message);
    const failure = this.fails.shift();
    if (failure !== undefined) throw failure;
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
    if (!this.taken.has(command.key)) this.taken.set(command.key, command);
  }

  /** To whom messages of a template went, in order. */
  told(template) {
    return [...this.sent.values()].filter((one) => one.template === template).map((one) => one.contact);
  }
}

/** All of it: the schedule and the people too. */
export class MemoryDesk extends Phones {
  book = new Map();
  assigns = 0;
  lost = [];

  constructor(...people) {
    super();
    this.people = people;
  }

  candidates(shiftId, exclude, limit) {
    const wanted = this.people.filter((who) => !exclude.includes(who)).slice(0, limit);
    return wanted.map((who) => ({ caregiverId: who, score: 0, ...line(who) }));
  }

  async revalidate() {
    return { kind: 'eligible' };
  }

  async assign(shiftId, caregiverId) {
    this.assigns += 1;
    if (!this.book.has(shiftId)) this.book.set(shiftId, caregiverId);
    return this.lost.shift() ?? (this.book.get(shiftId) === caregiverId ? 'assigned' : 'taken');
  }

  assignedTo(shiftId) {
    return this.book.get(shiftId) ?? null;
  }

  unassign() {
    throw refusal('unsupported', 'the schedule takes no assignment back');
  }
}

/** What is a portal's own where WellSky ranks and is assigned to. */
export class WellSkyPhones extends Phones {
  async person(caregiverId) {
    return { language: 'en', ...line(caregiverId) };
  }
}
