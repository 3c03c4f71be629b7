//! Appointment schedulers: everything a scheduling provider does, over whichever service the session was made for.

use careweave::providers::SchedulingProviderExt as _;
use careweave::providers::model::SlotCheck;
use careweave::types::ErrorKind;
use careweave::webhooks::Delivery;

use super::arguments::Nothing;
use super::operation::Operation;
use super::providers_arguments::{
    BusyAsked, ChangesAsked, DeliveryAsked, HoldAsked, ListAsked, OneBooking, OneHold, OneSlot, OneWebhook,
    PageAsked, RegisterWebhook, SlotsAsked,
};
use super::providers_bookings::{Booking, BookingChanges, BookingList, BookingPage, BookingWritten};
use super::providers_offering::{
    BookingCalendar, BookingType, BusyTime, ProviderAccount, ProviderCapabilities, ProviderWebhook,
    RefreshedCredentials, SlotHold, VerifiedDelivery,
};
use super::providers_shared::OfferedSlot;
use super::providers_writes::{Book, Cancel, Create, Reschedule, SetStatus, Update};

pub(super) fn rows() -> Vec<Operation> {
    [account(), reading(), writing(), offering(), webhooks()]
        .into_iter()
        .flatten()
        .collect()
}

fn account() -> Vec<Operation> {
    vec![
        Operation::provider(
            "provider.verify",
            "verify",
            "Tries the credentials and says whose they are.",
            |provider, _: Nothing| async move { provider.verify().await.map(ProviderAccount::from) },
        )
        .raises(ErrorKind::Unauthenticated, "the credentials were refused"),
        Operation::provider(
            "provider.capabilities",
            "capabilities",
            "What the provider can do, with its limits. Nothing is sent.",
            |provider, _: Nothing| async move { Ok(ProviderCapabilities::from(provider.capabilities())) },
        ),
        Operation::provider(
            "provider.refresh_credentials",
            "refresh_credentials",
            "Renews the credentials now, where they can be.",
            |provider, _: Nothing| async move {
                provider
                    .refresh_credentials()
                    .await
                    .map(RefreshedCredentials::from)
            },
        )
        .raises(ErrorKind::Unauthenticated, "a person has to sign in again"),
    ]
}

fn reading() -> Vec<Operation> {
    vec![
        Operation::provider(
            "provider.list",
            "bookings",
            "Every appointment that starts in a range, in order of start, with what could not be read beside them.",
            |provider, asked: ListAsked| async move {
                let list = provider.as_dyn().everything(asked.read("provider.list")?).await?;
                BookingList::of(list)
            },
        )
        .raises(ErrorKind::Incomplete, "the pages lead in a circle"),
        Operation::provider(
            "provider.page",
            "booking_page",
            "One page of the appointments that start in a range.",
            |provider, asked: PageAsked| async move { BookingPage::of(provider.list(&asked.read()?).await?) },
        ),
        Operation::provider(
            "provider.changes",
            "changes",
            "What changed in a window since a state; without one, everything is new.",
            |provider, asked: ChangesAsked| async move {
                let (since, window) = asked.read()?;
                BookingChanges::of(provider.changes(since.as_ref(), window).await?)
            },
        ),
        Operation::provider(
            "provider.get",
            "booking",
            "One appointment.",
            |provider, asked: OneBooking| async move {
                Booking::of(provider.get(&asked.appointment_id).await?)
            },
        )
        .raises(ErrorKind::NotFound, "the service does not have it"),
    ]
}

fn writing() -> Vec<Operation> {
    let in_doubt = "nobody can say whether it was done: look at the appointment";
    vec![
        Operation::provider(
            "provider.create",
            "create",
            "Books. The same key never books twice, even when the answer to the first attempt was lost.",
            |provider, asked: Create| async move {
                let booking = asked.booking.read()?;
                BookingWritten::of(provider.create(&booking, &asked.idempotency_key).await?)
            },
        )
        .raises(
            ErrorKind::Conflict,
            "somebody else has the slot (problem slot_taken)",
        )
        .raises(ErrorKind::KeyReuse, "the key stands for another booking")
        .raises(ErrorKind::InDoubt, in_doubt),
        Operation::provider(
            "provider.book",
            "book",
            "Books a slot for a client, as the client would. The same key never books twice.",
            |provider, asked: Book| async move {
                let (booking, key) = asked.read()?;
                BookingWritten::of(provider.create(&booking, &key).await?)
            },
        )
        .raises(
            ErrorKind::Conflict,
            "somebody else has the slot (problem slot_taken)",
        )
        .raises(ErrorKind::KeyReuse, "the key stands for another booking")
        .raises(ErrorKind::InDoubt, in_doubt),
        Operation::provider(
            "provider.update",
            "update",
            "Changes details; what is left out stays as it is.",
            |provider, asked: Update| async move {
                let (id, patch, key) = asked.read()?;
                BookingWritten::of(provider.update(&id, &patch, &key).await?)
            },
        )
        .raises(ErrorKind::NotFound, "the service does not have it")
        .raises(ErrorKind::InDoubt, in_doubt),
        Operation::provider(
            "provider.reschedule",
            "reschedule",
            "Moves to another time: in place, or by a new record that takes the old one's place.",
            |provider, asked: Reschedule| async move {
                let (id, to, key) = asked.read()?;
                BookingWritten::of(provider.reschedule(&id, &to, &key).await?)
            },
        )
        .raises(ErrorKind::NotFound, "the service does not have it")
        .raises(
            ErrorKind::Conflict,
            "somebody else has the slot (problem slot_taken)",
        )
        .raises(
            ErrorKind::Rejected,
            "it was called off, or the account's rules forbid it",
        )
        .raises(ErrorKind::InDoubt, in_doubt),
        Operation::provider(
            "provider.cancel",
            "cancel",
            "Calls off. What is called off already is left as it is.",
            |provider, asked: Cancel| async move {
                let (id, cancellation, key) = asked.read()?;
                BookingWritten::of(provider.cancel(&id, &cancellation, &key).await?)
            },
        )
        .raises(ErrorKind::NotFound, "the service does not have it")
        .raises(ErrorKind::Rejected, "the account's rules forbid it")
        .raises(ErrorKind::InDoubt, in_doubt),
        Operation::provider(
            "provider.set_status",
            "set_status",
            "Gives a status.",
            |provider, asked: SetStatus| async move {
                let (id, key) = (&asked.appointment_id, &asked.idempotency_key);
                BookingWritten::of(provider.set_status(id, asked.change, key).await?)
            },
        )
        .raises(ErrorKind::NotFound, "the service does not have it")
        .raises(ErrorKind::Unsupported, "the service cannot express the status"),
    ]
}

fn offering() -> Vec<Operation> {
    vec![
        Operation::provider(
            "provider.appointment_types",
            "appointment_types",
            "The kinds of appointment that can be booked, inactive ones among them.",
            |provider, _: Nothing| async move {
                let kinds = provider.appointment_types().await?;
                Ok(kinds.into_iter().map(BookingType::from).collect::<Vec<_>>())
            },
        ),
        Operation::provider(
            "provider.calendars",
            "calendars",
            "The calendars that can be booked.",
            |provider, _: Nothing| async move {
                let calendars = provider.calendars().await?;
                Ok(calendars
                    .into_iter()
                    .map(BookingCalendar::from)
                    .collect::<Vec<_>>())
            },
        ),
        Operation::provider(
            "provider.slots",
            "slots",
            "The times that can be booked, in order of start, each once.",
            |provider, asked: SlotsAsked| async move {
                let slots = provider.slots(&asked.read()?).await?;
                Ok(slots.into_iter().map(OfferedSlot::from).collect::<Vec<_>>())
            },
        ),
        Operation::provider(
            "provider.check_slot",
            "check_slot",
            "Whether a slot can be booked at this moment: free, taken, too_close, too_far. It is not kept.",
            |provider, asked: OneSlot| async move {
                let check = provider
                    .check_slot(&asked.slot.read("provider.check_slot")?)
                    .await?;
                Ok(match check {
                    SlotCheck::Free => "free",
                    SlotCheck::TooClose => "too_close",
                    SlotCheck::TooFar => "too_far",
                    _ => "taken",
                })
            },
        ),
        Operation::provider(
            "provider.hold",
            "hold",
            "Keeps a slot for somebody.",
            |provider, asked: HoldAsked| async move {
                let length = asked.length();
                let slot = asked.slot.read("provider.hold")?;
                let hold = provider.hold(&slot, length, &asked.idempotency_key).await?;
                Ok(SlotHold::from(hold))
            },
        )
        .raises(
            ErrorKind::Conflict,
            "somebody else has the slot (problem slot_taken)",
        ),
        Operation::provider(
            "provider.release",
            "release",
            "Gives a held slot back. One that has lapsed is given back already.",
            |provider, asked: OneHold| async move { provider.release(&asked.hold_id).await },
        ),
        Operation::provider(
            "provider.busy",
            "busy",
            "When calendars are busy, in order of start. A calendar that cannot be read fails the whole call.",
            |provider, asked: BusyAsked| async move {
                let busy = provider.busy(&asked.read()?).await?;
                Ok(busy.into_iter().map(BusyTime::from).collect::<Vec<_>>())
            },
        ),
    ]
}

fn webhooks() -> Vec<Operation> {
    vec![
        Operation::provider(
            "provider.register_webhook",
            "register_webhook",
            "Registers a receiver; several webhooks where the service wants one per topic. One that is there already is reused.",
            |provider, asked: RegisterWebhook| async move {
                let made = provider.register_webhook(&asked.read()).await?;
                Ok(made.into_iter().map(ProviderWebhook::from).collect::<Vec<_>>())
            },
        )
        .raises(ErrorKind::Rejected, "the account has as many as it may have (problem limit_reached)"),
        Operation::provider(
            "provider.webhooks",
            "webhooks",
            "The webhooks of the account, those of others among them.",
            |provider, _: Nothing| async move {
                let all = provider.webhooks().await?;
                Ok(all.into_iter().map(ProviderWebhook::from).collect::<Vec<_>>())
            },
        ),
        Operation::provider(
            "provider.renew_webhook",
            "renew_webhook",
            "Lengthens the life of a webhook that lapses; one that does not is returned as it is.",
            |provider, asked: OneWebhook| async move {
                provider
                    .renew_webhook(&asked.webhook_id)
                    .await
                    .map(ProviderWebhook::from)
            },
        )
        .raises(ErrorKind::NotFound, "there is none with this id"),
        Operation::provider(
            "provider.delete_webhook",
            "delete_webhook",
            "Deletes a webhook. One that is not there is deleted already.",
            |provider, asked: OneWebhook| async move { provider.delete_webhook(&asked.webhook_id).await },
        ),
        Operation::provider(
            "provider.verify_webhook",
            "verify_webhook",
            "Checks who sent a delivery. Services that sign nothing prove nothing, and pass. Nothing is sent.",
            |provider, asked: DeliveryAsked| async move {
                let headers = headers(&asked);
                let delivery = Delivery { headers: &headers, body: asked.body.0.expose() };
                provider
                    .verify_webhook(&delivery, asked.at())
                    .map(VerifiedDelivery::from)
            },
        )
        .raises(ErrorKind::Unauthenticated, "answer 401 and change nothing"),
        Operation::provider(
            "provider.parse_webhook",
            "parse_webhook",
            "Checks who sent a delivery and reads it. Nothing is sent.",
            |provider, asked: DeliveryAsked| async move {
                let headers = headers(&asked);
                let delivery = Delivery { headers: &headers, body: asked.body.0.expose() };
                super::parsed_delivery(provider.parse_webhook(&delivery, asked.at())?)
            },
        )
        .raises(ErrorKind::Unauthenticated, "answer 401 and change nothing")
        .raises(ErrorKind::Decode, "it is no delivery of this service: put it aside"),
    ]
}

fn headers(asked: &DeliveryAsked) -> Vec<(&str, &str)> {
    asked
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}
