"""Books an appointment at a scheduling service, moves it, and calls it off.

    python book_appointment.py ADDRESS ZONE APPOINTMENT_TYPE [CALENDAR]

ADDRESS names the service and the account, such as ``acuity://USER_ID:API_KEY@default?integration=main``; ``careweave sandbox``
prints where its Acuity, Calendly and Ninsaúde listen. Each step prints what it did. Run again after a crash, it makes nothing
twice: every write goes by a key.
"""

import sys
from datetime import datetime, timedelta, timezone

import careweave


def main(address: str, zone: str, appointment_type: str, calendar: str | None = None) -> None:
    now = datetime.now(timezone.utc)
    with careweave.Provider.from_url(address) as provider:
        provider.verify()
        start = now + timedelta(days=30)
        slots = provider.slots(appointment_type, start, start + timedelta(days=7), zone, calendar=calendar)
        first = slots[0]
        # Another time that does not overlap: what is moved must not stand in its own way.
        other = next(slot for slot in slots if slot.start >= first.end)
        client = careweave.BookingClient(
            first="Alpha", last="Testclient", email="alpha@example.invalid", phone="3035550100"
        )
        try:
            booked = provider.book(
                first,
                client,
                zone,
                idempotency_key="example/book",
                # Services in Brazil need the client's consent; the others do not mind.
                consent_given_at=now,
                consent_terms="example-terms",
            )
        except careweave.ConflictError as error:
            # Somebody was faster. A program would offer the next slot.
            sys.exit(f"{error.problem}: {error.message}")
        print("booked", booked.effect, booked.booking.status, booked.booking.start == first.start)
        moved = provider.reschedule(booked.booking.id, other.start, idempotency_key="example/move")
        print("moved", moved.effect, moved.booking.status, moved.booking.start == other.start)
        # The appointment may have another id now: a service that cannot move makes a new one.
        cancelled = provider.cancel(moved.booking.id, reason="an example", idempotency_key="example/cancel")
        print("cancelled", cancelled.effect, cancelled.booking.status)


if __name__ == "__main__":
    main(*sys.argv[1:5])
