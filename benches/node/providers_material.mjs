// What the lanes of appointment schedulers work on, the same in every language: see ../src/worker/deliveries.rs.
import { createHmac } from 'node:crypto';

import { digest } from './results.mjs';

export const KEY = 'an-invented-key-of-some-length-0';
export const BASE = 1_900_000_800;

export const keyInBase64 = () => Buffer.from(KEY).toString('base64');

const sign = (...parts) => parts.reduce((mac, part) => mac.update(part), createHmac('sha256', KEY));

/** Webhooks as they came: headers and a body. */
export function deliveries(scheme, count, now) {
  return Array.from({ length: count }, (_, n) => {
    const head = `{"event":"invitee.created","n":"${String(n).padStart(8, '0')}","filler":"`;
    const signed = `${head.padEnd(1022, 'x')}"}`;
    let headers;
    if (scheme === 'standard') {
      const mac = sign(`msg_${n}.${now}.`, signed).digest('base64');
      headers = { 'webhook-id': `msg_${n}`, 'webhook-timestamp': String(now), 'webhook-signature': `v1,${mac}` };
    } else if (scheme === 'acuity') {
      headers = { 'X-Acuity-Signature': sign(signed).digest('base64') };
    } else {
      headers = { 'Calendly-Webhook-Signature': `t=${now},v1=${sign(`${now}.`, signed).digest('hex')}` };
    }
    return { headers, body: Buffer.from(n % 10 === 0 ? signed.replace('created', 'deleted') : signed) };
  });
}

export const genuine = (found) => ({ genuine: digest(found.map((one, n) => `${n}:${one}`)) });

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** An answer of Acuity. */
export function appointments(rows) {
  return Buffer.from(JSON.stringify(Array.from({ length: rows }, (_, n) => appointment(n))));
}

function appointment(n) {
  const at = new Date((BASE + n * 1_800) * 1_000);
  const hour = at.getUTCHours();
  const minute = String(at.getUTCMinutes()).padStart(2, '0');
  return {
    id: 1_000_000 + n,
    firstName: 'Alpha',
    lastName: `Testclient ${n}`,
    phone: `30355501${String(n % 100).padStart(2, '0')}`,
    email: `client${n}@example.invalid`,
    date: `${MONTHS[at.getUTCMonth()]} ${at.getUTCDate()}, ${at.getUTCFullYear()}`,
    time: `${hour % 12 === 0 ? 12 : hour % 12}:${minute}${hour < 12 ? 'am' : 'pm'}`,
    datetimeCreated: '2030-01-01T08:00:00-0700',
    datetime: `${at.toISOString().slice(0, 19)}+0000`,
    price: '80.00',
    paid: 'no',
    amountPaid: '0.00',
    type: 'Home visit',
    appointmentTypeID: 51_000_001 + (n % 4),
    classID: null,
    category: '',
    duration: String(30 + 15 * (n % 5)),
    calendar: `Calendar ${n % 20}`,
    calendarID: 7_100_001 + (n % 20),
    location: '',
    notes: 'Rings twice.',
    timezone: 'America/Denver',
    calendarTimezone: 'America/Denver',
    canceled: false,
    canClientCancel: true,
    canClientReschedule: true,
    labels: null,
    forms: [
      {
        id: 1,
        name: 'Intake',
        values: [
          { value: 'yes', name: 'Stairs?', fieldID: 11, id: n },
          { value: '', name: 'Pets', fieldID: 12, id: n + 1 },
        ],
      },
    ],
    formsText: 'Intake',
  };
}
