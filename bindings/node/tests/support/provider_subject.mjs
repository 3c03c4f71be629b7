// A provider on trial, with an account nobody else writes to: in memory, or in a sandbox of its own.
import assert from 'node:assert/strict';

import { Provider } from '../../dist/index.js';
import { Sandbox } from './careweave.mjs';

export const TARGET = 'https://hooks.example.invalid/opaque';
export const ZONE = 'America/Denver';
export const MEMORY = `memory://default?integration=main&zone=${ZONE}`;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const UNITS = '1=America/Sao_Paulo,2=America/Rio_Branco,3=America/Denver';

/** Says that the set-up offers no way to stage a behaviour. */
export class NotStaged extends Error {}

/** An instant so many milliseconds after another, as results have it. */
export function after(instant, milliseconds) {
  return new Date(Date.parse(instant) + milliseconds).toISOString().replace('.000Z', 'Z');
}

export class Subject {
  constructor(provider, query, { consent = {}, unknown, topics = [], sandbox, surface, bookingPath }) {
    Object.assign(this, { provider, query, consent, unknown, topics, sandbox, surface, bookingPath });
  }

  async can(capability) {
    const { capabilities } = await this.provider.capabilities();
    assert.ok(capability in capabilities, capability);
    return capabilities[capability] !== 'unsupported';
  }

  async slots() {
    const { appointmentType, start, end, zone, calendar } = this.query;
    return this.provider.slots(appointmentType, start, end, zone, { calendar });
  }

  async freeSlots(n) {
    const apart = [];
    for (const slot of await this.slots()) {
      const [from, till] = [Date.parse(slot.start), Date.parse(slot.end)];
      if (apart.every((other) => from >= Date.parse(other.end) || till <= Date.parse(other.start))) apart.push(slot);
      if (apart.length === n) return apart;
    }
    throw new Error(`the query has ${apart.length} slots that do not overlap, and ${n} are needed`);
  }

  someSlot() {
    const start = new Date(Math.floor(Date.now() / 1000) * 1000 + 2 * DAY).toISOString();
    const { appointmentType, calendar } = this.query;
    const [localStart, end] = [start.replace('Z', '+00:00'), after(start, 30 * MINUTE)];
    return { appointmentType, start, end, localStart, calendar: calendar ?? null };
  }

  booking(slot, n, changed = {}) {
    const client = {
      first: 'Alpha',
      last: `Testclient${n}`,
      email: `alpha${n}@example.invalid`,
      phone: `303555${String(100 + n).padStart(4, '0')}`,
    };
    return {
      appointmentType: slot.appointmentType,
      start: slot.start,
      end: slot.end,
      zone: this.query.zone,
      client,
      calendar: slot.calendar,
      unit: slot.unit ?? null,
      ...this.consent,
      ...changed,
    };
  }

  async book(slot, n) {
    return this.provider.create(this.booking(slot, n), { idempotencyKey: `suite/book/${n}` });
  }

  async listed(options = {}) {
    const found = await this.provider.bookings(this.query.start, this.query.end, options);
    assert.ok(found.complete);
    return found.bookings;
  }

  async standing() {
    return this.listed({ cancelled: 'exclude' });
  }

  async requests() {
    if (this.sandbox === undefined) return 0;
    return (await control(this.sandbox, `journal?surface=${this.surface}`)).entries.length;
  }

  async loseNextAnswer() {
    if (this.sandbox === undefined) throw new NotStaged('no way to lose an answer');
    const action = { kind: 'drop', when: 'after_commit' };
    await control(this.sandbox, 'faults', { method: 'POST', path_prefix: this.bookingPath, times: 1, action });
  }

  async close() {
    await this.sandbox?.stop();
  }
}

async function control(sandbox, path, body) {
  const answer = await fetch(`${sandbox.ready.control}/_sandbox/${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  assert.ok(answer.ok, path);
  return answer.json();
}

/** A sandbox around the present: the provider has the clock of the machine. */
export async function presentSandbox() {
  return Sandbox.start(['--seed', '7', '--zone', ZONE]);
}

/** The address of a service of a sandbox. */
export function address(service, ready) {
  const held = ready.credentials[service];
  const host = ready[service].replace('http://', '');
  const word = encodeURIComponent;
  if (service === 'acuity') return `acuity://${word(held.user_id)}:${word(held.api_key)}@${host}?integration=main`;
  if (service === 'calendly') {
    return `calendly://:${word(held.token)}@${host}?integration=main&reach=organization&signing_key=an-invented-key`;
  }
  const account = `account=${word(held.account)}&account_unit=${held.account_unit}`;
  const settings = `integration=main&${account}&units=${UNITS}&requests_per_minute=6000`;
  return `ninsaude://${word(held.username)}:${word(held.password)}@${host}?${settings}`;
}

function query(from, days, length, fields) {
  const start = after(from, days * DAY);
  return { start, end: after(start, length * DAY), zone: ZONE, ...fields };
}

/** How a subject of each service is made. */
export const SERVICES = {
  async memory() {
    const present = new Date(Math.floor(Date.now() / 1000) * 1000).toISOString();
    return new Subject(Provider.fromUrl(MEMORY), query(present, 1, 7, { appointmentType: 'visit' }), {
      unknown: '999999',
      topics: ['created', 'cancelled'],
    });
  },
  async acuity() {
    const sandbox = await presentSandbox();
    const asked = query(sandbox.ready.now, 30, 3, { appointmentType: '51000006', calendar: '7100002' });
    return new Subject(Provider.fromUrl(address('acuity', sandbox.ready)), asked, {
      unknown: '1',
      topics: ['created', 'cancelled', 'updated'],
      sandbox,
      surface: 'acuity',
      bookingPath: '/api/v1/appointments',
    });
  },
  async calendly() {
    const sandbox = await presentSandbox();
    const provider = Provider.fromUrl(address('calendly', sandbox.ready));
    const kind = (await provider.appointmentTypes()).find(({ name }) => name === 'Care plan call');
    return new Subject(provider, query(sandbox.ready.now, 30, 14, { appointmentType: kind.id }), {
      unknown: `${sandbox.ready.calendly}/scheduled_events/0-0/invitees/0-0`,
      topics: ['created', 'cancelled'],
      sandbox,
      surface: 'calendly',
      bookingPath: '/invitees',
    });
  },
  async ninsaude() {
    const sandbox = await presentSandbox();
    const fields = { appointmentType: '21', calendar: '11', zone: 'America/Sao_Paulo' };
    const given = new Date(Date.now() - DAY);
    return new Subject(
      Provider.fromUrl(address('ninsaude', sandbox.ready)),
      query(sandbox.ready.now, 21, 7, fields),
      {
        consent: { consentGivenAt: given, consentTerms: 'termo-2026' },
        unknown: '1',
        sandbox,
        surface: 'ninsaude',
        bookingPath: '/v1/atendimento_agenda',
      },
    );
  },
};
