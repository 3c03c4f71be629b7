// Books an appointment at a scheduling service, moves it, and calls it off.
//
//     node book_appointment.mjs ADDRESS ZONE APPOINTMENT_TYPE [CALENDAR]
//
// ADDRESS names the service and the account, such as acuity://USER_ID:API_KEY@default?integration=main; `careweave sandbox`
// prints where its Acuity, Calendly and Ninsaúde listen. Each step prints what it did. Run again after a crash, it makes
// nothing twice: every write goes by a key.

// In your own project: import { … } from 'careweave';
import { ConflictError, Provider } from '../../bindings/node/dist/index.js';

const [address, zone, appointmentType, calendar] = process.argv.slice(2);
const DAY = 24 * 60 * 60 * 1000;
const now = Date.now();

const provider = Provider.fromUrl(address);
await provider.verify();
const [start, end] = [new Date(now + 30 * DAY), new Date(now + 37 * DAY)];
const slots = await provider.slots(appointmentType, start, end, zone, { calendar });
const first = slots[0];
// Another time that does not overlap: what is moved must not stand in its own way.
const other = slots.find((slot) => Date.parse(slot.start) >= Date.parse(first.end));
const client = { first: 'Alpha', last: 'Testclient', email: 'alpha@example.invalid', phone: '3035550100' };
// Services in Brazil need the client's consent; the others do not mind.
const consent = { consentGivenAt: new Date(now), consentTerms: 'example-terms' };

let booked;
try {
  booked = await provider.book(first, client, zone, { idempotencyKey: 'example/book', ...consent });
} catch (error) {
  if (!(error instanceof ConflictError)) throw error;
  // Somebody was faster. A program would offer the next slot.
  console.error(`${error.problem}: ${error.message}`);
  process.exit(1);
}
console.log('booked', booked.effect, booked.booking.status, booked.booking.start === first.start);
const moved = await provider.reschedule(booked.booking.id, other.start, { idempotencyKey: 'example/move' });
console.log('moved', moved.effect, moved.booking.status, moved.booking.start === other.start);
// The appointment may have another id now: a service that cannot move makes a new one.
const cancelled = await provider.cancel(moved.booking.id, { reason: 'an example', idempotencyKey: 'example/cancel' });
console.log('cancelled', cancelled.effect, cancelled.booking.status);
