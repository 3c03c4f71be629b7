//! What is refused, and that nothing is sent then.

use std::time::Duration;

use careweave_types::ids::{AppointmentTypeId, CalendarId, ExternalId, HoldId};
use careweave_types::{Error, ErrorKind, Pii, TimeWindow};
use careweave_webhooks::Delivery;
use chrono::TimeDelta;

use super::ensure;
use super::subject::{key, seen};
use super::{Failure, Subject};
use crate::capability::{Capability, NotesRule};
use crate::model::{Answer, CancelledBy, PrivateLink, Slot};
use crate::problem::Problem;
use crate::request::{
    ActingAs, AppointmentPatch, BusyQuery, Cancellation, ListAppointments, NewAppointment, NewTime,
    NewWebhook, Notify, StatusChange,
};
use crate::webhook::WebhookTopic;

/// A slot in the future that nobody offered.
fn some_slot(subject: &Subject) -> Result<Slot, Failure> {
    let start = subject.clock.now() + TimeDelta::days(2);
    let window = TimeWindow::new(start, start + TimeDelta::minutes(30)).map_err(seen("window"))?;
    let mut slot = Slot::new(window, start.into(), subject.slots.appointment_type.clone());
    slot.calendar = subject.slots.calendar.clone();
    slot.unit = subject.slots.unit.clone();
    Ok(slot)
}

fn some_id() -> Result<ExternalId, Failure> {
    ExternalId::new("1").map_err(seen("id"))
}

/// Calls what a capability stands for; `None` for one that no single call stands for.
async fn call(subject: &Subject, capability: Capability) -> Result<Option<Error>, Failure> {
    let provider = &subject.provider;
    let (id, slot, key) = (some_id()?, some_slot(subject)?, key("suite/refused")?);
    let status = async |change| provider.set_status(&id, change, &key).await.err();
    let done = || Err("it was done".to_owned());
    let silent = NewAppointment {
        notify: Notify::Suppress,
        ..subject.booking(&slot, 0)
    };
    let topics = vec![WebhookTopic::Created];
    let target = PrivateLink::new("https://hooks.example.invalid/suite");
    let error = match capability {
        Capability::ListByRange => provider
            .list(&ListAppointments::starting_in(subject.range()))
            .await
            .err(),
        Capability::Changes => provider.changes(None, subject.range()).await.err(),
        Capability::Create => provider.create(&subject.booking(&slot, 0), &key).await.err(),
        Capability::UpdateDetails => {
            let patch = AppointmentPatch {
                email: Some(Pii::from("changed@example.invalid")),
                ..AppointmentPatch::default()
            };
            provider.update(&id, &patch, &key).await.err()
        }
        Capability::Reschedule => provider
            .reschedule(&id, &NewTime::at(slot.window.start()), &key)
            .await
            .err(),
        Capability::Cancel => provider
            .cancel(&id, &Cancellation::by(CancelledBy::Host), &key)
            .await
            .err(),
        Capability::SuppressNotifications => provider.create(&silent, &key).await.err(),
        Capability::MarkNoShow => status(StatusChange::MarkNoShow).await,
        Capability::RevertNoShow => status(StatusChange::RevertNoShow).await,
        Capability::Confirm => status(StatusChange::Confirm).await,
        Capability::Complete => status(StatusChange::Complete).await,
        Capability::AppointmentTypes => provider.appointment_types().await.err(),
        Capability::Calendars => provider.calendars().await.err(),
        Capability::Slots => provider.slots(&subject.slots).await.err(),
        Capability::CheckSlot => provider.check_slot(&slot).await.err(),
        Capability::SlotHold => {
            let hold = HoldId::new("h").map_err(seen("id"))?;
            let release = provider.release(&hold).await.err();
            ensure!(
                release.is_some_and(|error| error.kind() == ErrorKind::Unsupported),
                "release is not refused"
            );
            provider.hold(&slot, Duration::from_secs(60), &key).await.err()
        }
        Capability::Busy => {
            let calendars = vec![CalendarId::new("1").map_err(seen("id"))?];
            provider
                .busy(&BusyQuery {
                    calendars,
                    range: subject.range(),
                })
                .await
                .err()
        }
        Capability::Webhooks => {
            let delivery = Delivery {
                headers: &[],
                body: b"{}",
            };
            ensure!(
                provider.parse_webhook(&delivery, subject.clock.now()).is_err(),
                "a delivery is taken"
            );
            let webhook = NewWebhook {
                target,
                topics,
                signing_key: None,
            };
            provider.register_webhook(&webhook).await.err()
        }
        Capability::RefreshCredentials => provider.refresh_credentials().await.err(),
        _ => return Ok(None),
    };
    error.map_or_else(done, |error| Ok(Some(error)))
}

pub(super) async fn what_it_cannot_do_is_refused_before_anything_is_sent(
    subject: &Subject,
) -> Result<(), Failure> {
    for capability in Capability::ALL {
        // Booking comes first: without it, nothing about bookings can be asked.
        let moot = *capability == Capability::SuppressNotifications
            && !subject.provider.capabilities().can(Capability::Create);
        if moot || subject.provider.capabilities().can(*capability) {
            continue;
        }
        let before = subject.requests();
        let error = call(subject, *capability)
            .await
            .map_err(|seen| format!("{}: {seen}", capability.code()))?;
        if let Some(error) = error {
            ensure!(
                error.kind() == ErrorKind::Unsupported,
                "{}: {error:#}",
                capability.code()
            );
            ensure!(
                error.get("capability") == Some(capability.code()),
                "{}: the refusal names {:?}",
                capability.code(),
                error.get("capability")
            );
        }
        ensure!(
            subject.requests() == before,
            "{}: something was sent",
            capability.code()
        );
    }
    Ok(())
}

pub(super) async fn wrong_requests_are_refused_before_anything_is_sent(
    subject: &Subject,
) -> Result<(), Failure> {
    let provider = &subject.provider;
    let before = subject.requests();
    let key = key("suite/wrong")?;
    let slot = some_slot(subject)?;
    let mut backwards = subject.booking(&slot, 0);
    backwards.end = Some(backwards.start - TimeDelta::minutes(1));
    let mut nameless = subject.booking(&slot, 0);
    nameless.client.full = Pii::from(" ");
    let no_type = AppointmentTypeId::new("");
    ensure!(no_type.is_err(), "an empty id is an id");
    let calendars = Vec::new();
    let empty_patch = AppointmentPatch::default();
    let outcomes = [
        (
            "end",
            Capability::Create,
            provider.create(&backwards, &key).await.err(),
        ),
        (
            "client.full",
            Capability::Create,
            provider.create(&nameless, &key).await.err(),
        ),
        (
            "patch",
            Capability::UpdateDetails,
            provider.update(&some_id()?, &empty_patch, &key).await.err(),
        ),
        (
            "page_size",
            Capability::ListByRange,
            provider
                .list(&ListAppointments::starting_in(subject.range()).in_pages_of(0))
                .await
                .err(),
        ),
        (
            "calendars",
            Capability::Busy,
            provider
                .busy(&BusyQuery {
                    calendars,
                    range: subject.range(),
                })
                .await
                .err(),
        ),
    ];
    for (field, capability, outcome) in outcomes {
        if !provider.capabilities().can(capability) {
            continue;
        }
        let Some(error) = outcome else {
            return Err(format!("a wrong {field} was taken"));
        };
        ensure!(error.kind() == ErrorKind::InvalidInput, "{field}: {error:#}");
        ensure!(error.get("field") == Some(field), "{field}: {error:#}");
    }
    ensure!(subject.requests() == before, "something was sent");
    Ok(())
}

pub(super) async fn notes_follow_the_rule_of_the_service(subject: &Subject) -> Result<(), Failure> {
    let rule = subject.provider.capabilities().notes_on_create;
    if rule == NotesRule::Anyone {
        return Ok(());
    }
    let mut booking = subject
        .booking(&some_slot(subject)?, 0)
        .with_notes("an invented note");
    booking.acting_as = ActingAs::Client;
    let before = subject.requests();
    let Some(error) = subject
        .provider
        .create(&booking, &key("suite/notes")?)
        .await
        .err()
    else {
        return Err("notes by a client were taken".to_owned());
    };
    ensure!(error.get("field") == Some("notes"), "{error:#}");
    ensure!(subject.requests() == before, "something was sent");
    Ok(())
}

pub(super) async fn health_information_stays_here_without_an_agreement(
    subject: &Subject,
) -> Result<(), Failure> {
    if subject.provider.capabilities().phi.allows() {
        return Ok(());
    }
    let mut booking = subject.booking(&some_slot(subject)?, 0);
    booking.answers.push(Answer {
        question_id: None,
        question: "What is it about?".to_owned(),
        answer: Pii::from("an invented complaint"),
    });
    let before = subject.requests();
    let Some(error) = subject.provider.create(&booking, &key("suite/phi")?).await.err() else {
        return Err("answers were given to a service without an agreement".to_owned());
    };
    ensure!(
        Problem::of(&error) == Some(Problem::HealthInformation),
        "{error:#}"
    );
    ensure!(subject.requests() == before, "something was sent");
    Ok(())
}

pub(super) async fn a_client_cannot_book_the_past(subject: &Subject) -> Result<(), Failure> {
    let mut booking = subject.booking(&some_slot(subject)?, 0);
    booking.acting_as = ActingAs::Client;
    booking.notes = None;
    booking.start = subject.clock.now() - TimeDelta::days(1);
    booking.end = None;
    let before = subject.requests();
    let Some(error) = subject.provider.create(&booking, &key("suite/past")?).await.err() else {
        return Err("the past was booked".to_owned());
    };
    ensure!(error.get("field") == Some("start"), "{error:#}");
    ensure!(subject.requests() == before, "something was sent");
    Ok(())
}
