// JSON.parse and zod, as a service writes it for Acuity.
import { performance } from 'node:perf_hooks';

import { z } from 'zod';

import { appointments } from './providers_material.mjs';
import { digest } from './results.mjs';

const text = z.string().nullish();
const instant = z.string().transform((value, context) => {
  const at = new Date(value);
  if (Number.isNaN(at.getTime())) context.addIssue({ code: 'custom', message: 'not an instant' });
  return at;
});
const Appointment = z.object({
  id: z.number().int(),
  firstName: z.string(),
  lastName: z.string(),
  phone: text,
  email: text,
  datetime: instant,
  datetimeCreated: instant.nullish(),
  price: text,
  type: text,
  appointmentTypeID: z.number().int(),
  classID: z.number().int().nullish(),
  duration: z.coerce.number().int(),
  calendar: text,
  calendarID: z.number().int(),
  location: text,
  notes: text,
  timezone: text,
  calendarTimezone: text,
  canceled: z.boolean().nullish(),
  labels: z.array(z.object({ id: z.number().int(), name: z.string() })).nullish(),
  forms: z
    .array(
      z.object({
        id: z.number().int(),
        name: z.string(),
        values: z.array(z.object({ fieldID: z.number().int(), name: z.string(), value: text })),
      }),
    )
    .nullish(),
});

export class Lane {
  carryOut(order) {
    const body = appointments(order.rows);
    const begun = performance.now();
    const rows = z.array(Appointment).parse(JSON.parse(body));
    const seconds = (performance.now() - begun) / 1000;
    const lines = rows.map((row) => {
      const start = row.datetime.getTime() / 1000;
      return `${row.id}|${start}|${start + 60 * row.duration}|${row.calendarID}|${row.email}`;
    });
    return { seconds, parts: { count: String(rows.length), appointments: digest(lines) } };
  }
}
