//! Reading, whole.

use careweave_types::TimeWindow;
use chrono::TimeDelta;

use super::ensure;
use super::subject::{key, seen};
use super::{Failure, Subject};
use crate::changes::ChangeKind;
use crate::ext::SchedulingProviderExt as _;
use crate::model::{Appointment, AppointmentStatus, CancelledBy};
use crate::request::{Cancellation, ListAppointments};

async fn starting_in(subject: &Subject, range: TimeWindow) -> Result<Vec<Appointment>, Failure> {
    let list = subject
        .provider
        .everything(ListAppointments::starting_in(range))
        .await
        .map_err(seen("list"))?;
    ensure!(list.complete, "the list is incomplete: {:?}", list.failures);
    Ok(list.appointments)
}

pub(super) async fn a_range_holds_its_start_and_not_its_end(subject: &Subject) -> Result<(), Failure> {
    let slot = &subject.free_slots(1).await?[0];
    let booked = subject.book(slot, 0).await?.appointment;
    let minute = TimeDelta::minutes(1);
    let range = |from, to| TimeWindow::new(from, to).map_err(seen("range"));
    let from_it = starting_in(subject, range(booked.start(), booked.start() + minute)?).await?;
    ensure!(
        from_it.len() == 1,
        "{} start at the start of the range",
        from_it.len()
    );
    let up_to_it = starting_in(subject, range(booked.start() - minute, booked.start())?).await?;
    ensure!(
        up_to_it.is_empty(),
        "{} start at the end of the range",
        up_to_it.len()
    );
    Ok(())
}

pub(super) async fn small_pages_bring_what_large_ones_do(subject: &Subject) -> Result<(), Failure> {
    for (client, slot) in subject.free_slots(4).await?.iter().enumerate() {
        subject.book(slot, client).await?;
    }
    let whole = starting_in(subject, subject.range()).await?;
    ensure!(whole.len() == 4, "{} of 4 are listed", whole.len());
    ensure!(
        whole.is_sorted_by_key(Appointment::start),
        "they are not in order of start"
    );
    let request = ListAppointments::starting_in(subject.range()).in_pages_of(1);
    let small = subject.provider.everything(request).await.map_err(seen("list"))?;
    ensure!(small.complete, "small pages are incomplete");
    let ids = |list: &[Appointment]| list.iter().map(|a| a.id().clone()).collect::<Vec<_>>();
    ensure!(
        ids(&small.appointments) == ids(&whole),
        "small pages bring {}",
        small.appointments.len()
    );
    Ok(())
}

pub(super) async fn a_cancelled_appointment_is_seen_and_can_be_left_out(
    subject: &Subject,
) -> Result<(), Failure> {
    let slot = &subject.free_slots(1).await?[0];
    let booked = subject.book(slot, 0).await?.appointment;
    let cancellation = Cancellation::by(CancelledBy::Host);
    subject
        .provider
        .cancel(booked.id(), &cancellation, &key("suite/cancel")?)
        .await
        .map_err(seen("cancel"))?;
    let all = starting_in(subject, subject.range()).await?;
    let seen_as: Vec<_> = all.iter().filter(|a| a.key == booked.key).collect();
    ensure!(seen_as.len() == 1, "it is listed {} times", seen_as.len());
    ensure!(
        *seen_as[0].status() == AppointmentStatus::Cancelled,
        "it stands at {}",
        seen_as[0].status()
    );
    ensure!(
        !seen_as[0].status.raw.is_empty(),
        "what the service said is not kept"
    );
    let standing = subject.standing().await?;
    ensure!(standing.is_empty(), "{} still stand", standing.len());
    Ok(())
}

pub(super) async fn changes_are_new_then_nothing_then_what_changed(subject: &Subject) -> Result<(), Failure> {
    let slots = subject.free_slots(2).await?;
    let booked = subject.book(&slots[0], 0).await?.appointment;
    let changes = |since| subject.provider.changes(since, subject.range());
    let first = changes(None).await.map_err(seen("changes"))?;
    ensure!(first.complete, "the first reading is incomplete");
    let kinds: Vec<_> = first.changed.iter().map(|change| change.kind).collect();
    ensure!(kinds == [ChangeKind::New], "the first reading brings {kinds:?}");
    let second = changes(Some(&first.next)).await.map_err(seen("changes"))?;
    ensure!(
        second.changed.is_empty() && second.gone.is_empty(),
        "nothing changed, and {second:?} came"
    );
    subject.book(&slots[1], 1).await?;
    subject
        .provider
        .cancel(
            booked.id(),
            &Cancellation::by(CancelledBy::Host),
            &key("suite/cancel")?,
        )
        .await
        .map_err(seen("cancel"))?;
    let third = changes(Some(&second.next)).await.map_err(seen("changes"))?;
    let mut kinds: Vec<_> = third
        .changed
        .iter()
        .map(|change| format!("{:?}", change.kind))
        .collect();
    kinds.sort_unstable();
    ensure!(
        kinds == ["Changed", "New"],
        "a booking and a cancellation bring {kinds:?}"
    );
    ensure!(third.gone.is_empty(), "a cancelled appointment is not gone");
    Ok(())
}

pub(super) async fn nothing_personal_is_printed(subject: &Subject) -> Result<(), Failure> {
    let slot = &subject.free_slots(1).await?[0];
    let booking = subject.booking(slot, 0);
    let written = subject.book(slot, 0).await?;
    let page = subject
        .provider
        .list(&ListAppointments::starting_in(subject.range()))
        .await
        .map_err(seen("list"))?;
    let refused = subject
        .provider
        .create(&subject.booking(slot, 1), &key("suite/again")?)
        .await
        .err();
    let printed = format!(
        "{booking:?} {written:?} {page:?} {refused:?} {:?}",
        subject.provider
    );
    let (first, last) = booking.client.parts();
    let personal = [
        Some(booking.client.full.expose().as_str()),
        Some(last.expose().as_str()),
        Some(first.expose().as_str()),
        booking.client.email.as_ref().map(|email| email.expose().as_str()),
        booking.client.phone.as_ref().map(|phone| phone.expose().as_str()),
    ];
    for value in personal.into_iter().flatten().filter(|value| value.len() > 3) {
        ensure!(
            !printed.contains(value),
            "a value of {} characters was printed",
            value.len()
        );
    }
    Ok(())
}

pub(super) async fn an_appointment_survives_a_store(subject: &Subject) -> Result<(), Failure> {
    let slot = &subject.free_slots(1).await?[0];
    let booked = subject.book(slot, 0).await?.appointment;
    let text = serde_json::to_string(&booked).map_err(|e| format!("write: {e}"))?;
    let read: Appointment = serde_json::from_str(&text).map_err(|e| format!("read: {e}"))?;
    ensure!(read == booked, "it came back different");
    Ok(())
}
