// What every provider must do: the behaviours of the Rust suite under the same names, driven through this package.
import assert from 'node:assert/strict';
import { inspect } from 'node:util';

import * as careweave from '../../dist/index.js';
import { TARGET, after } from './provider_subject.mjs';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const ids = (bookings) => bookings.map(({ id }) => id);

/** The error of a call that must not work. */
async function refusal(promise) {
  const error = await promise.then(
    () => undefined,
    (caught) => caught,
  );
  assert.ok(error instanceof careweave.CareweaveError, `it was done, or failed otherwise: ${error}`);
  return error;
}

async function statusAfter(subject, change, wanted) {
  const [slot] = await subject.freeSlots(1);
  const { booking } = await subject.book(slot, 0);
  const set = () => subject.provider.setStatus(booking.id, change, { idempotencyKey: 'suite/status' });
  assert.equal((await set()).effect, 'changed');
  assert.equal((await subject.provider.booking(booking.id)).status, wanted);
  assert.equal((await set()).effect, 'already_done');
}

export const BEHAVIOURS = {
  async what_it_cannot_do_is_refused_before_anything_is_sent(subject) {
    const { provider, query } = subject;
    const slot = subject.someSlot();
    const key = { idempotencyKey: 'suite/refused' };
    const status = (change) => () => provider.setStatus('1', change, key);
    const calls = {
      list_by_range: () => provider.bookingPage(query.start, query.end),
      changes: () => provider.changes(query.start, query.end),
      create: () => provider.create(subject.booking(slot, 0), key),
      update_details: () => provider.update('1', { email: 'changed@example.invalid', ...key }),
      reschedule: () => provider.reschedule('1', slot.start, key),
      cancel: () => provider.cancel('1', key),
      suppress_notifications: () => provider.create(subject.booking(slot, 0, { notify: 'suppress' }), key),
      mark_no_show: status('mark_no_show'),
      revert_no_show: status('revert_no_show'),
      confirm: status('confirm'),
      complete: status('complete'),
      appointment_types: () => provider.appointmentTypes(),
      calendars: () => provider.calendars(),
      slots: () => subject.slots(),
      check_slot: () => provider.checkSlot(slot),
      slot_hold: () => provider.hold(slot, 60, key),
      busy: () => provider.busy(['1'], query.start, query.end),
      webhooks: () => provider.registerWebhook('https://hooks.example.invalid/suite', ['created']),
      refresh_credentials: () => provider.refreshCredentials(),
    };
    for (const [capability, call] of Object.entries(calls)) {
      if (await subject.can(capability)) continue;
      const before = await subject.requests();
      const error = await refusal(call());
      assert.ok(error instanceof careweave.UnsupportedError, capability);
      assert.equal(error.get('capability'), capability);
      assert.equal(error.delivery, 'not_sent');
      assert.equal(await subject.requests(), before, capability);
    }
  },

  async wrong_requests_are_refused_before_anything_is_sent(subject) {
    const { provider, query } = subject;
    const slot = subject.someSlot();
    const key = { idempotencyKey: 'suite/wrong' };
    const before = await subject.requests();
    const backwards = subject.booking(slot, 0, { end: after(slot.start, -MINUTE) });
    const nameless = subject.booking(slot, 0, { client: { full: ' ' } });
    const wrong = [
      ['end', 'create', () => provider.create(backwards, key)],
      ['client.full', 'create', () => provider.create(nameless, key)],
      ['patch', 'update_details', () => provider.update('1', key)],
      ['page_size', 'list_by_range', () => provider.bookingPage(query.start, query.end, { pageSize: 0 })],
      ['calendars', 'busy', () => provider.busy([], query.start, query.end)],
    ];
    for (const [field, capability, call] of wrong) {
      if (!(await subject.can(capability))) continue;
      const error = await refusal(call());
      assert.ok(error instanceof careweave.InvalidInputError, field);
      assert.equal(error.get('field'), field);
    }
    assert.equal(await subject.requests(), before);
  },

  async notes_follow_the_rule_of_the_service(subject) {
    if ((await subject.provider.capabilities()).notesOnCreate === 'anyone') return;
    const booking = subject.booking(subject.someSlot(), 0, { notes: 'an invented note', actingAs: 'client' });
    const before = await subject.requests();
    const error = await refusal(subject.provider.create(booking, { idempotencyKey: 'suite/notes' }));
    assert.equal(error.get('field'), 'notes');
    assert.equal(await subject.requests(), before);
  },

  async health_information_stays_here_without_an_agreement(subject) {
    if ((await subject.provider.capabilities()).healthInformationAllowed) return;
    const answers = [{ question: 'What is it about?', answer: 'an invented complaint' }];
    const before = await subject.requests();
    const booking = subject.booking(subject.someSlot(), 0, { answers });
    const error = await refusal(subject.provider.create(booking, { idempotencyKey: 'suite/phi' }));
    assert.equal(error.problem, 'health_information');
    assert.equal(await subject.requests(), before);
  },

  async a_client_cannot_book_the_past(subject) {
    const past = { start: new Date(Date.now() - DAY), end: null, actingAs: 'client' };
    const before = await subject.requests();
    const booking = subject.booking(subject.someSlot(), 0, past);
    const error = await refusal(subject.provider.create(booking, { idempotencyKey: 'suite/past' }));
    assert.equal(error.get('field'), 'start');
    assert.equal(await subject.requests(), before);
  },

  async the_account_is_the_one_it_says(subject) {
    const account = await subject.provider.verify();
    assert.equal(account.provider, subject.provider.provider);
    assert.ok(account.accountId.length > 0);
  },

  async an_offered_slot_can_be_booked(subject) {
    const [slot] = await subject.freeSlots(1);
    const { booking, effect } = await subject.book(slot, 0);
    assert.deepEqual([effect, booking.start, booking.end], ['created', slot.start, slot.end]);
    assert.ok(!['cancelled', 'rescheduled'].includes(booking.status));
    const read = await subject.provider.booking(booking.id);
    assert.deepEqual([read.id, read.start, read.end], [booking.id, slot.start, slot.end]);
    assert.equal(read.integration, subject.provider.integration);
    assert.equal(Date.parse(read.localStart), Date.parse(read.start));
  },

  async one_key_books_once(subject) {
    const [slot] = await subject.freeSlots(1);
    const [first, second] = [await subject.book(slot, 0), await subject.book(slot, 0)];
    assert.equal(second.effect, 'already_done');
    assert.equal(first.booking.id, second.booking.id);
  },

  async a_key_stands_for_one_booking(subject) {
    const slots = await subject.freeSlots(2);
    await subject.book(slots[0], 0);
    const other = subject.booking(slots[1], 0);
    const error = await refusal(subject.provider.create(other, { idempotencyKey: 'suite/book/0' }));
    assert.ok(error instanceof careweave.KeyReuseError);
  },

  async a_taken_slot_is_refused_by_name(subject) {
    const [slot] = await subject.freeSlots(1);
    const first = await subject.book(slot, 0);
    const error = await refusal(subject.book(slot, 1));
    assert.ok(error instanceof careweave.ConflictError);
    assert.equal(error.problem, 'slot_taken');
    assert.deepEqual(ids(await subject.standing()), [first.booking.id]);
  },

  async of_two_who_race_for_a_slot_one_gets_it(subject) {
    const [slot] = await subject.freeSlots(1);
    const outcomes = await Promise.allSettled([subject.book(slot, 0), subject.book(slot, 1)]);
    const refused = outcomes.filter(({ status }) => status === 'rejected').map(({ reason }) => reason.problem);
    assert.deepEqual(refused, ['slot_taken']);
    assert.equal((await subject.standing()).length, 1);
  },

  async a_booking_whose_answer_was_lost_is_found_and_not_made_twice(subject) {
    const [slot] = await subject.freeSlots(1);
    await subject.loseNextAnswer();
    const create = () => subject.provider.create(subject.booking(slot, 0), { idempotencyKey: 'suite/lost' });
    let first;
    try {
      first = await create();
    } catch (error) {
      assert.ok(error instanceof careweave.InDoubtError, `a lost answer became ${error}`);
    }
    const again = await create();
    assert.equal(again.effect, 'already_done');
    if (first !== undefined) assert.equal(first.booking.id, again.booking.id);
    assert.equal((await subject.standing()).length, 1);
  },

  async what_does_not_exist_is_not_found(subject) {
    const error = await refusal(subject.provider.booking(subject.unknown));
    assert.ok(error instanceof careweave.NotFoundError);
  },

  async a_range_holds_its_start_and_not_its_end(subject) {
    const [slot] = await subject.freeSlots(1);
    const { booking } = await subject.book(slot, 0);
    const count = async (from, till) => (await subject.provider.bookings(from, till)).bookings.length;
    assert.equal(await count(booking.start, after(booking.start, MINUTE)), 1);
    assert.equal(await count(after(booking.start, -MINUTE), booking.start), 0);
  },

  async small_pages_bring_what_large_ones_do(subject) {
    for (const [n, slot] of (await subject.freeSlots(4)).entries()) await subject.book(slot, n);
    const whole = await subject.listed();
    assert.equal(whole.length, 4);
    const starts = whole.map(({ start }) => Date.parse(start));
    assert.deepEqual(starts, [...starts].sort((a, b) => a - b));
    assert.deepEqual(ids(await subject.listed({ pageSize: 1 })), ids(whole));
  },

  async a_cancelled_appointment_is_seen_and_can_be_left_out(subject) {
    const [slot] = await subject.freeSlots(1);
    const { booking } = await subject.book(slot, 0);
    await subject.provider.cancel(booking.id, { idempotencyKey: 'suite/cancel' });
    const seen = (await subject.listed()).filter(({ id }) => id === booking.id);
    assert.deepEqual(seen.map(({ status }) => status), ['cancelled']);
    assert.ok(seen[0].statusRaw.length > 0);
    assert.deepEqual(await subject.standing(), []);
  },

  async changes_are_new_then_nothing_then_what_changed(subject) {
    const slots = await subject.freeSlots(2);
    const { booking } = await subject.book(slots[0], 0);
    const changes = (since) => subject.provider.changes(subject.query.start, subject.query.end, { since });
    const first = await changes();
    assert.ok(first.complete);
    assert.deepEqual(first.changed.map(({ kind }) => kind), ['new']);
    const second = await changes(first.next);
    assert.deepEqual([second.changed, second.gone], [[], []]);
    await subject.book(slots[1], 1);
    await subject.provider.cancel(booking.id, { idempotencyKey: 'suite/cancel' });
    const third = await changes(second.next);
    assert.deepEqual(third.changed.map(({ kind }) => kind).sort(), ['changed', 'new']);
    assert.deepEqual(third.gone, []);
  },

  async nothing_personal_is_printed(subject) {
    const [slot] = await subject.freeSlots(1);
    const written = await subject.book(slot, 0);
    const page = await subject.provider.bookingPage(subject.query.start, subject.query.end);
    const error = await refusal(subject.book(slot, 1));
    const printed = inspect([written, page, error, subject.provider], { depth: 10 });
    for (const value of ['Alpha', 'Testclient', 'example.invalid', '303555']) {
      assert.ok(!printed.includes(value), `${value} was printed`);
    }
  },

  async an_appointment_survives_a_store(subject) {
    const [slot] = await subject.freeSlots(1);
    const { booking } = await subject.book(slot, 0);
    const fields = Object.fromEntries(Object.entries(booking));
    assert.deepEqual(JSON.parse(JSON.stringify(fields)), JSON.parse(JSON.stringify({ ...booking })));
    assert.equal(JSON.parse(JSON.stringify(fields)).client.email, 'alpha0@example.invalid');
  },

  async cancelling_twice_is_done_once(subject) {
    const [slot] = await subject.freeSlots(1);
    const { booking } = await subject.book(slot, 0);
    const cancel = (idempotencyKey) => subject.provider.cancel(booking.id, { idempotencyKey });
    const first = await cancel('suite/cancel/1');
    assert.deepEqual([first.effect, first.booking.status], ['changed', 'cancelled']);
    for (const key of ['suite/cancel/1', 'suite/cancel/2']) assert.equal((await cancel(key)).effect, 'already_done');
  },

  async a_moved_appointment_is_at_its_new_time_and_no_other(subject) {
    const slots = await subject.freeSlots(2);
    const { booking } = await subject.book(slots[0], 0);
    const written = await subject.provider.reschedule(booking.id, slots[1].start, { idempotencyKey: 'suite/move' });
    assert.equal(written.booking.start, slots[1].start);
    if (written.effect === 'replaced') {
      assert.deepEqual([written.oldId, written.newId], [booking.id, written.booking.id]);
      const old = await subject.provider.booking(booking.id);
      assert.ok(['cancelled', 'rescheduled'].includes(old.status));
    } else {
      const { id, previousStart } = written.booking;
      assert.deepEqual([written.effect, id, previousStart], ['changed', booking.id, booking.start]);
    }
    assert.deepEqual((await subject.standing()).map(({ start }) => start), [slots[1].start]);
  },

  async moving_under_the_same_key_moves_once(subject) {
    const slots = await subject.freeSlots(2);
    const { booking } = await subject.book(slots[0], 0);
    const move = () => subject.provider.reschedule(booking.id, slots[1].start, { idempotencyKey: 'suite/move' });
    const [first, again] = [await move(), await move()];
    assert.equal(first.booking.id, again.booking.id);
    assert.ok(['already_done', 'replaced'].includes(again.effect));
    assert.equal((await subject.standing()).length, 1);
  },

  async a_cancelled_appointment_is_not_moved(subject) {
    const slots = await subject.freeSlots(2);
    const { booking } = await subject.book(slots[0], 0);
    await subject.provider.cancel(booking.id, { idempotencyKey: 'suite/cancel' });
    const moved = subject.provider.reschedule(booking.id, slots[1].start, { idempotencyKey: 'suite/move' });
    assert.equal((await refusal(moved)).problem, 'not_allowed');
    assert.deepEqual(await subject.standing(), []);
  },

  async details_change_and_the_time_does_not(subject) {
    const [slot] = await subject.freeSlots(1);
    const { booking } = await subject.book(slot, 0);
    const change = { email: 'changed@example.invalid', idempotencyKey: 'suite/update' };
    assert.equal((await subject.provider.update(booking.id, change)).effect, 'changed');
    const read = await subject.provider.booking(booking.id);
    assert.deepEqual([read.client.email, read.start, read.end], [change.email, booking.start, booking.end]);
    assert.equal((await subject.provider.update(booking.id, change)).effect, 'already_done');
  },

  a_confirmation_is_read_back: (subject) => statusAfter(subject, 'confirm', 'confirmed'),
  a_completion_is_read_back: (subject) => statusAfter(subject, 'complete', 'completed'),
  a_no_show_is_not_a_cancellation: (subject) => statusAfter(subject, 'mark_no_show', 'no_show'),

  async slots_are_future_ordered_and_each_once(subject) {
    const slots = await subject.slots();
    assert.ok(slots.length > 0);
    const places = slots.map(({ start, end, calendar, unit }) => [start, end, calendar, unit].join());
    assert.deepEqual(places, [...new Set(places)].sort());
    for (const { start, localStart } of slots) {
      const at = Date.parse(start);
      assert.ok(at > Date.now() && at >= Date.parse(subject.query.start) && at < Date.parse(subject.query.end));
      assert.equal(Date.parse(localStart), at);
    }
  },

  async the_past_of_a_range_has_no_slots(subject) {
    const [future, now, { query }] = [await subject.slots(), Date.now(), subject];
    const slots = (start, end) =>
      subject.provider.slots(query.appointmentType, start, end, query.zone, { calendar: query.calendar });
    const withPast = await slots(new Date(now - 30 * DAY), query.end);
    assert.ok(withPast.every(({ start }) => Date.parse(start) >= now));
    assert.ok(withPast.length >= future.length);
    const before = await subject.requests();
    const error = await refusal(slots(new Date(now - 30 * DAY), new Date(now - DAY)));
    assert.ok(error instanceof careweave.InvalidInputError);
    assert.equal(await subject.requests(), before);
  },

  async a_booked_slot_is_not_offered(subject) {
    const [slot] = await subject.freeSlots(1);
    await subject.book(slot, 0);
    const again = (await subject.slots()).some((one) => one.start === slot.start && one.calendar === slot.calendar);
    assert.ok(!again);
  },

  async a_check_says_free_and_then_taken(subject) {
    const [slot] = await subject.freeSlots(1);
    assert.equal(await subject.provider.checkSlot(slot), 'free');
    await subject.book(slot, 0);
    assert.equal(await subject.provider.checkSlot(slot), 'taken');
  },

  async a_held_slot_is_kept_and_given_back(subject) {
    const [slot] = await subject.freeSlots(1);
    const { provider } = subject;
    const hold = await provider.hold(slot, 300, { idempotencyKey: 'suite/hold' });
    assert.ok(Date.parse(hold.expiresAt) > Date.now());
    assert.equal((await refusal(subject.book(slot, 1))).problem, 'slot_taken');
    await provider.release(hold.id);
    await provider.release(hold.id);
    const second = await provider.hold(slot, 300, { idempotencyKey: 'suite/hold/2' });
    const held = subject.booking(slot, 0, { hold: second.id });
    assert.equal((await provider.create(held, { idempotencyKey: 'suite/held' })).effect, 'created');
  },

  async a_booking_makes_its_calendar_busy(subject) {
    const [slot] = await subject.freeSlots(1);
    const { booking } = await subject.book(slot, 0);
    const busy = await subject.provider.busy([booking.calendars[0].id], subject.query.start, subject.query.end);
    const [from, till] = [Date.parse(booking.start), Date.parse(booking.end)];
    assert.ok(busy.some(({ start, end }) => Date.parse(start) <= from && till <= Date.parse(end)));
  },

  async registering_twice_leaves_one(subject) {
    const register = async () => ids(await subject.provider.registerWebhook(TARGET, subject.topics)).sort();
    const [first, second] = [await register(), await register()];
    assert.ok(first.length > 0);
    assert.deepEqual(first, second);
    const ours = (await subject.provider.webhooks()).filter(({ target }) => target === TARGET);
    assert.deepEqual(ids(ours).sort(), first);
  },

  async a_deleted_webhook_is_gone_and_deleting_again_is_done(subject) {
    for (const { id } of await subject.provider.registerWebhook(TARGET, subject.topics)) {
      await subject.provider.deleteWebhook(id);
      await subject.provider.deleteWebhook(id);
    }
    assert.ok((await subject.provider.webhooks()).every(({ target }) => target !== TARGET));
  },

  async a_delivery_nobody_signed_is_refused(subject) {
    const [headers, body] = [{ 'content-type': 'application/json' }, Buffer.from('{"event":"forged"}')];
    const { provider } = subject;
    for (const call of [provider.verifyWebhook(headers, body), provider.parseWebhook(headers, body)]) {
      assert.ok((await refusal(call)) instanceof careweave.AuthenticationError);
    }
  },
};
