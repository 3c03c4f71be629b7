"""What every provider must do: the behaviours of the Rust suite under the same names, driven through this package."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import careweave
import pytest
from provider_subject import TARGET, Subject, present

MINUTE = timedelta(minutes=1)


def refusal(call: object, *arguments: object, **named: object) -> careweave.CareweaveError:
    """The error of a call that must not work."""
    assert callable(call)
    with pytest.raises(careweave.CareweaveError) as caught:
        call(*arguments, **named)
    return caught.value


def what_it_cannot_do_is_refused_before_anything_is_sent(subject: Subject) -> None:
    provider, query, slot = subject.provider, subject.query, subject.some_slot()
    key: dict[str, Any] = {"idempotency_key": "suite/refused"}
    calls = {
        "list_by_range": lambda: provider.booking_page(query.start, query.end),
        "changes": lambda: provider.changes(query.start, query.end),
        "create": lambda: provider.create(subject.booking(slot, 0), **key),
        "update_details": lambda: provider.update("1", email="changed@example.invalid", **key),
        "reschedule": lambda: provider.reschedule("1", slot.start, **key),
        "cancel": lambda: provider.cancel("1", **key),
        "suppress_notifications": lambda: provider.create(subject.booking(slot, 0, notify="suppress"), **key),
        "mark_no_show": lambda: provider.set_status("1", "mark_no_show", **key),
        "revert_no_show": lambda: provider.set_status("1", "revert_no_show", **key),
        "confirm": lambda: provider.set_status("1", "confirm", **key),
        "complete": lambda: provider.set_status("1", "complete", **key),
        "appointment_types": provider.appointment_types,
        "calendars": provider.calendars,
        "slots": subject.slots,
        "check_slot": lambda: provider.check_slot(slot),
        "slot_hold": lambda: provider.hold(slot, 60, **key),
        "busy": lambda: provider.busy(["1"], query.start, query.end),
        "webhooks": lambda: provider.register_webhook("https://hooks.example.invalid/suite", ["created"]),
        "refresh_credentials": provider.refresh_credentials,
    }
    for capability, call in calls.items():
        if subject.can(capability):
            continue
        before = subject.requests()
        error = refusal(call)
        assert isinstance(error, careweave.UnsupportedError), capability
        assert error.get("capability") == capability
        assert error.delivery == "not_sent"
        assert subject.requests() == before, capability


def wrong_requests_are_refused_before_anything_is_sent(subject: Subject) -> None:
    provider, query, slot = subject.provider, subject.query, subject.some_slot()
    key: dict[str, Any] = {"idempotency_key": "suite/wrong"}
    before = subject.requests()
    backwards = subject.booking(slot, 0, end=slot.start - MINUTE)
    nameless = subject.booking(slot, 0, client=careweave.BookingClient(full=" "))
    wrong = [
        ("end", "create", lambda: provider.create(backwards, **key)),
        ("client.full", "create", lambda: provider.create(nameless, **key)),
        ("patch", "update_details", lambda: provider.update("1", **key)),
        ("page_size", "list_by_range", lambda: provider.booking_page(query.start, query.end, page_size=0)),
        ("calendars", "busy", lambda: provider.busy([], query.start, query.end)),
    ]
    for field, capability, call in wrong:
        if subject.can(capability):
            error = refusal(call)
            assert isinstance(error, careweave.InvalidInputError), field
            assert error.get("field") == field
    assert subject.requests() == before


def notes_follow_the_rule_of_the_service(subject: Subject) -> None:
    if subject.provider.capabilities().notes_on_create == "anyone":
        return
    booking = subject.booking(subject.some_slot(), 0, notes="an invented note", acting_as="client")
    before = subject.requests()
    error = refusal(subject.provider.create, booking, idempotency_key="suite/notes")
    assert error.get("field") == "notes"
    assert subject.requests() == before


def health_information_stays_here_without_an_agreement(subject: Subject) -> None:
    if subject.provider.capabilities().health_information_allowed:
        return
    answer = careweave.BookingAnswer(question="What is it about?", answer="an invented complaint")
    booking = subject.booking(subject.some_slot(), 0, answers=[answer])
    before = subject.requests()
    error = refusal(subject.provider.create, booking, idempotency_key="suite/phi")
    assert error.problem == "health_information"
    assert subject.requests() == before


def a_client_cannot_book_the_past(subject: Subject) -> None:
    past = present() - timedelta(days=1)
    booking = subject.booking(subject.some_slot(), 0, start=past, end=None, acting_as="client")
    before = subject.requests()
    assert refusal(subject.provider.create, booking, idempotency_key="suite/past").get("field") == "start"
    assert subject.requests() == before


def the_account_is_the_one_it_says(subject: Subject) -> None:
    account = subject.provider.verify()
    assert account.provider == subject.provider.provider
    assert account.account_id


def an_offered_slot_can_be_booked(subject: Subject) -> None:
    [slot] = subject.free_slots(1)
    written = subject.book(slot, 0)
    assert written.effect == "created"
    assert (written.booking.start, written.booking.end) == (slot.start, slot.end)
    assert written.booking.status not in ("cancelled", "rescheduled")
    read = subject.provider.booking(written.booking.id)
    assert (read.id, read.start, read.end) == (written.booking.id, slot.start, slot.end)
    assert read.integration == subject.provider.integration
    assert datetime.fromisoformat(read.local_start.replace("Z", "+00:00")) == read.start


def one_key_books_once(subject: Subject) -> None:
    [slot] = subject.free_slots(1)
    first, second = subject.book(slot, 0), subject.book(slot, 0)
    assert second.effect == "already_done"
    assert first.booking.id == second.booking.id


def a_key_stands_for_one_booking(subject: Subject) -> None:
    slots = subject.free_slots(2)
    subject.book(slots[0], 0)
    error = refusal(subject.provider.create, subject.booking(slots[1], 0), idempotency_key="suite/book/0")
    assert isinstance(error, careweave.KeyReuseError)


def a_taken_slot_is_refused_by_name(subject: Subject) -> None:
    [slot] = subject.free_slots(1)
    first = subject.book(slot, 0)
    error = refusal(subject.provider.create, subject.booking(slot, 1), idempotency_key="suite/book/1")
    assert isinstance(error, careweave.ConflictError)
    assert error.problem == "slot_taken"
    assert [one.id for one in subject.standing()] == [first.booking.id]


def of_two_who_race_for_a_slot_one_gets_it(subject: Subject) -> None:
    [slot] = subject.free_slots(1)

    def attempt(n: int) -> careweave.BookingWritten | careweave.CareweaveError:
        try:
            return subject.provider.create(subject.booking(slot, n), idempotency_key=f"suite/race/{n}")
        except careweave.CareweaveError as error:
            return error

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(attempt, range(2)))
    refused = [outcome for outcome in outcomes if isinstance(outcome, careweave.CareweaveError)]
    assert [error.problem for error in refused] == ["slot_taken"]
    assert len(subject.standing()) == 1


def a_booking_whose_answer_was_lost_is_found_and_not_made_twice(subject: Subject) -> None:
    [slot] = subject.free_slots(1)
    subject.lose_next_answer()
    booking, key = subject.booking(slot, 0), "suite/lost"
    try:
        first = subject.provider.create(booking, idempotency_key=key)
    except careweave.InDoubtError:
        first = None
    again = subject.provider.create(booking, idempotency_key=key)
    assert again.effect == "already_done"
    assert first is None or first.booking.id == again.booking.id
    assert len(subject.standing()) == 1


def what_does_not_exist_is_not_found(subject: Subject) -> None:
    assert subject.unknown is not None
    assert isinstance(refusal(subject.provider.booking, subject.unknown), careweave.NotFoundError)


def a_range_holds_its_start_and_not_its_end(subject: Subject) -> None:
    [slot] = subject.free_slots(1)
    booked = subject.book(slot, 0).booking
    bookings = subject.provider.bookings
    assert len(bookings(booked.start, booked.start + MINUTE).bookings) == 1
    assert bookings(booked.start - MINUTE, booked.start).bookings == ()


def small_pages_bring_what_large_ones_do(subject: Subject) -> None:
    for n, slot in enumerate(subject.free_slots(4)):
        subject.book(slot, n)
    whole = subject.listed()
    assert len(whole) == 4
    assert whole == sorted(whole, key=lambda one: one.start)
    assert [one.id for one in subject.listed(page_size=1)] == [one.id for one in whole]


def a_cancelled_appointment_is_seen_and_can_be_left_out(subject: Subject) -> None:
    [slot] = subject.free_slots(1)
    booked = subject.book(slot, 0).booking
    subject.provider.cancel(booked.id, idempotency_key="suite/cancel")
    [seen] = [one for one in subject.listed() if one.id == booked.id]
    assert seen.status == "cancelled"
    assert seen.status_raw
    assert subject.standing() == []


def changes_are_new_then_nothing_then_what_changed(subject: Subject) -> None:
    slots = subject.free_slots(2)
    booked = subject.book(slots[0], 0).booking
    window = (subject.query.start, subject.query.end)
    first = subject.provider.changes(*window)
    assert first.complete
    assert [change.kind for change in first.changed] == ["new"]
    second = subject.provider.changes(*window, since=first.next)
    assert (second.changed, second.gone) == ((), ())
    subject.book(slots[1], 1)
    subject.provider.cancel(booked.id, idempotency_key="suite/cancel")
    third = subject.provider.changes(*window, since=second.next)
    assert sorted(change.kind for change in third.changed) == ["changed", "new"]
    assert third.gone == ()


def nothing_personal_is_printed(subject: Subject) -> None:
    [slot] = subject.free_slots(1)
    booking = subject.booking(slot, 0)
    written = subject.book(slot, 0)
    page = subject.provider.booking_page(subject.query.start, subject.query.end)
    error = refusal(subject.provider.create, subject.booking(slot, 1), idempotency_key="suite/again")
    printed = f"{booking!r} {written!r} {page!r} {error!r} {error} {subject.provider!r}"
    for value in ("Alpha", "Testclient", "example.invalid", "303555"):
        assert value not in printed


def an_appointment_survives_a_store(subject: Subject) -> None:
    [slot] = subject.free_slots(1)
    booked = subject.book(slot, 0).booking
    assert pickle.loads(pickle.dumps(booked)) == booked


def cancelling_twice_is_done_once(subject: Subject) -> None:
    [slot] = subject.free_slots(1)
    booked = subject.book(slot, 0).booking
    first = subject.provider.cancel(booked.id, idempotency_key="suite/cancel/1")
    assert (first.effect, first.booking.status) == ("changed", "cancelled")
    for key in ("suite/cancel/1", "suite/cancel/2"):
        assert subject.provider.cancel(booked.id, idempotency_key=key).effect == "already_done"


def a_moved_appointment_is_at_its_new_time_and_no_other(subject: Subject) -> None:
    slots = subject.free_slots(2)
    booked = subject.book(slots[0], 0).booking
    written = subject.provider.reschedule(booked.id, slots[1].start, idempotency_key="suite/move")
    assert written.booking.start == slots[1].start
    if written.effect == "replaced":
        assert (written.old_id, written.new_id) == (booked.id, written.booking.id)
        assert subject.provider.booking(booked.id).status in ("cancelled", "rescheduled")
    else:
        assert written.effect == "changed"
        assert (written.booking.id, written.booking.previous_start) == (booked.id, booked.start)
    assert [one.start for one in subject.standing()] == [slots[1].start]


def moving_under_the_same_key_moves_once(subject: Subject) -> None:
    slots = subject.free_slots(2)
    booked = subject.book(slots[0], 0).booking
    first, again = (
        subject.provider.reschedule(booked.id, slots[1].start, idempotency_key="suite/move") for _ in range(2)
    )
    assert first.booking.id == again.booking.id
    assert again.effect in ("already_done", "replaced")
    assert len(subject.standing()) == 1


def a_cancelled_appointment_is_not_moved(subject: Subject) -> None:
    slots = subject.free_slots(2)
    booked = subject.book(slots[0], 0).booking
    subject.provider.cancel(booked.id, idempotency_key="suite/cancel")
    error = refusal(subject.provider.reschedule, booked.id, slots[1].start, idempotency_key="suite/move")
    assert error.problem == "not_allowed"
    assert subject.standing() == []


def details_change_and_the_time_does_not(subject: Subject) -> None:
    [slot] = subject.free_slots(1)
    booked = subject.book(slot, 0).booking
    change: dict[str, Any] = {"email": "changed@example.invalid", "idempotency_key": "suite/update"}
    assert subject.provider.update(booked.id, **change).effect == "changed"
    read = subject.provider.booking(booked.id)
    assert read.client is not None
    assert read.client.email == "changed@example.invalid"
    assert (read.start, read.end) == (booked.start, booked.end)
    assert subject.provider.update(booked.id, **change).effect == "already_done"


def _status_after(subject: Subject, change: str, wanted: str) -> None:
    [slot] = subject.free_slots(1)
    booked = subject.book(slot, 0).booking
    assert subject.provider.set_status(booked.id, change, idempotency_key="suite/status").effect == "changed"
    assert subject.provider.booking(booked.id).status == wanted
    assert subject.provider.set_status(booked.id, change, idempotency_key="suite/status").effect == "already_done"


def a_confirmation_is_read_back(subject: Subject) -> None:
    _status_after(subject, "confirm", "confirmed")


def a_completion_is_read_back(subject: Subject) -> None:
    _status_after(subject, "complete", "completed")


def a_no_show_is_not_a_cancellation(subject: Subject) -> None:
    _status_after(subject, "mark_no_show", "no_show")


def slots_are_future_ordered_and_each_once(subject: Subject) -> None:
    slots = subject.slots()
    assert slots
    places = [(slot.start, slot.end, slot.calendar or "", slot.unit or "") for slot in slots]
    assert places == sorted(set(places))
    for slot in slots:
        assert slot.start > present()
        assert subject.query.start <= slot.start < subject.query.end
        assert datetime.fromisoformat(slot.local_start.replace("Z", "+00:00")) == slot.start


def the_past_of_a_range_has_no_slots(subject: Subject) -> None:
    future, now = subject.slots(), present()
    past = replace(subject, query=replace(subject.query, start=now - timedelta(days=30)))
    with_past = past.slots()
    assert all(slot.start >= now for slot in with_past)
    assert len(with_past) >= len(future)
    over = replace(past, query=replace(past.query, end=now - timedelta(days=1)))
    before = subject.requests()
    assert isinstance(refusal(over.slots), careweave.InvalidInputError)
    assert subject.requests() == before


def a_booked_slot_is_not_offered(subject: Subject) -> None:
    [slot] = subject.free_slots(1)
    subject.book(slot, 0)
    taken = (slot.start, slot.end, slot.calendar)
    assert taken not in [(one.start, one.end, one.calendar) for one in subject.slots()]


def a_check_says_free_and_then_taken(subject: Subject) -> None:
    [slot] = subject.free_slots(1)
    assert subject.provider.check_slot(slot) == "free"
    subject.book(slot, 0)
    assert subject.provider.check_slot(slot) == "taken"


def a_held_slot_is_kept_and_given_back(subject: Subject) -> None:
    [slot] = subject.free_slots(1)
    hold = subject.provider.hold(slot, 300, idempotency_key="suite/hold")
    assert hold.expires_at > present()
    error = refusal(subject.provider.create, subject.booking(slot, 1), idempotency_key="suite/other")
    assert error.problem == "slot_taken"
    subject.provider.release(hold.id)
    subject.provider.release(hold.id)
    second = subject.provider.hold(slot, 300, idempotency_key="suite/hold/2")
    held = subject.booking(slot, 0, hold=second.id)
    assert subject.provider.create(held, idempotency_key="suite/held").effect == "created"


def a_booking_makes_its_calendar_busy(subject: Subject) -> None:
    [slot] = subject.free_slots(1)
    booked = subject.book(slot, 0).booking
    busy = subject.provider.busy([booked.calendars[0].id], subject.query.start, subject.query.end)
    assert any(time.start <= booked.start and booked.end <= time.end for time in busy)


def registering_twice_leaves_one(subject: Subject) -> None:
    first, second = (
        {hook.id for hook in subject.provider.register_webhook(TARGET, subject.topics)} for _ in range(2)
    )
    assert first
    assert first == second
    assert {hook.id for hook in subject.provider.webhooks() if hook.target == TARGET} == first


def a_deleted_webhook_is_gone_and_deleting_again_is_done(subject: Subject) -> None:
    for hook in subject.provider.register_webhook(TARGET, subject.topics):
        subject.provider.delete_webhook(hook.id)
        subject.provider.delete_webhook(hook.id)
    assert all(hook.target != TARGET for hook in subject.provider.webhooks())


def a_delivery_nobody_signed_is_refused(subject: Subject) -> None:
    headers, body = {"content-type": "application/json"}, b'{"event":"forged"}'
    for call in (subject.provider.verify_webhook, subject.provider.parse_webhook):
        assert isinstance(refusal(call, headers, body, now=present()), careweave.AuthenticationError)
