//! Changing what is booked.

use careweave_types::Pii;

use super::ensure;
use super::subject::{key, seen};
use super::{Failure, Subject};
use crate::model::{AppointmentStatus, CancelledBy};
use crate::problem::Problem;
use crate::request::{AppointmentPatch, Cancellation, NewTime, StatusChange};
use crate::written::Effect;

pub(super) async fn cancelling_twice_is_done_once(subject: &Subject) -> Result<(), Failure> {
    let slot = &subject.free_slots(1).await?[0];
    let booked = subject.book(slot, 0).await?.appointment;
    let cancellation = Cancellation::by(CancelledBy::Host);
    let cancel = |text| {
        let (id, cancellation) = (booked.id(), &cancellation);
        async move {
            let key = key(text)?;
            subject
                .provider
                .cancel(id, cancellation, &key)
                .await
                .map_err(seen("cancel"))
        }
    };
    let first = cancel("suite/cancel/1").await?;
    ensure!(
        first.effect == Effect::Changed,
        "the first effect is {:?}",
        first.effect
    );
    ensure!(
        *first.appointment.status() == AppointmentStatus::Cancelled,
        "it stands at {}",
        first.appointment.status()
    );
    for text in ["suite/cancel/1", "suite/cancel/2"] {
        let again = cancel(text).await?;
        ensure!(
            again.effect == Effect::AlreadyDone,
            "{text}: the effect is {:?}",
            again.effect
        );
    }
    Ok(())
}

pub(super) async fn a_moved_appointment_is_at_its_new_time_and_no_other(
    subject: &Subject,
) -> Result<(), Failure> {
    let slots = subject.free_slots(2).await?;
    let booked = subject.book(&slots[0], 0).await?.appointment;
    let to = NewTime::at(slots[1].window.start());
    let written = subject
        .provider
        .reschedule(booked.id(), &to, &key("suite/move")?)
        .await
        .map_err(seen("reschedule"))?;
    ensure!(
        written.appointment.start() == to.start,
        "it is at {}",
        written.appointment.start()
    );
    match &written.effect {
        Effect::Changed => {
            ensure!(
                written.appointment.key == booked.key,
                "moved in place, it has another id"
            );
            ensure!(
                written.appointment.previous_start == Some(booked.start()),
                "where it was is forgotten: {:?}",
                written.appointment.previous_start
            );
        }
        Effect::Replaced { old, new } => {
            ensure!(old == booked.id(), "the old one is {old}");
            ensure!(new == written.appointment.id(), "the new one is {new}");
            let old = subject.provider.get(old).await.map_err(seen("get the old one"))?;
            ensure!(
                old.status().is_called_off(),
                "the old one stands at {}",
                old.status()
            );
        }
        other => return Err(format!("the effect is {other:?}")),
    }
    let standing = subject.standing().await?;
    ensure!(standing.len() == 1, "{} records stand", standing.len());
    ensure!(
        standing[0].start() == to.start,
        "it is listed at {}",
        standing[0].start()
    );
    Ok(())
}

pub(super) async fn moving_under_the_same_key_moves_once(subject: &Subject) -> Result<(), Failure> {
    let slots = subject.free_slots(2).await?;
    let booked = subject.book(&slots[0], 0).await?.appointment;
    let to = NewTime::at(slots[1].window.start());
    let key = key("suite/move")?;
    let first = subject
        .provider
        .reschedule(booked.id(), &to, &key)
        .await
        .map_err(seen("reschedule"))?;
    let again = subject
        .provider
        .reschedule(booked.id(), &to, &key)
        .await
        .map_err(seen("reschedule again"))?;
    ensure!(
        first.appointment.key == again.appointment.key,
        "a second record was made"
    );
    ensure!(
        matches!(again.effect, Effect::AlreadyDone | Effect::Replaced { .. }),
        "the second effect is {:?}",
        again.effect
    );
    let standing = subject.standing().await?;
    ensure!(standing.len() == 1, "{} records stand", standing.len());
    Ok(())
}

pub(super) async fn a_cancelled_appointment_is_not_moved(subject: &Subject) -> Result<(), Failure> {
    let slots = subject.free_slots(2).await?;
    let booked = subject.book(&slots[0], 0).await?.appointment;
    subject
        .provider
        .cancel(
            booked.id(),
            &Cancellation::by(CancelledBy::Host),
            &key("suite/cancel")?,
        )
        .await
        .map_err(seen("cancel"))?;
    let to = NewTime::at(slots[1].window.start());
    match subject
        .provider
        .reschedule(booked.id(), &to, &key("suite/move")?)
        .await
    {
        Ok(written) => return Err(format!("it was moved: {:?}", written.effect)),
        Err(error) => ensure!(Problem::of(&error) == Some(Problem::NotAllowed), "{error:#}"),
    }
    let standing = subject.standing().await?;
    ensure!(standing.is_empty(), "{} records stand", standing.len());
    Ok(())
}

pub(super) async fn details_change_and_the_time_does_not(subject: &Subject) -> Result<(), Failure> {
    let slot = &subject.free_slots(1).await?[0];
    let booked = subject.book(slot, 0).await?.appointment;
    let patch = AppointmentPatch {
        email: Some(Pii::from("changed@example.invalid")),
        ..AppointmentPatch::default()
    };
    let key = key("suite/update")?;
    let written = subject
        .provider
        .update(booked.id(), &patch, &key)
        .await
        .map_err(seen("update"))?;
    ensure!(
        written.effect == Effect::Changed,
        "the effect is {:?}",
        written.effect
    );
    let read = subject.provider.get(booked.id()).await.map_err(seen("get"))?;
    ensure!(patch.is_reflected_in(&read), "the new address is not there");
    ensure!(read.window == booked.window, "the time changed");
    let again = subject
        .provider
        .update(booked.id(), &patch, &key)
        .await
        .map_err(seen("update again"))?;
    ensure!(
        again.effect == Effect::AlreadyDone,
        "the second effect is {:?}",
        again.effect
    );
    Ok(())
}

async fn status_after(
    subject: &Subject,
    change: StatusChange,
    wanted: AppointmentStatus,
) -> Result<(), Failure> {
    let slot = &subject.free_slots(1).await?[0];
    let booked = subject.book(slot, 0).await?.appointment;
    let key = key("suite/status")?;
    let written = subject
        .provider
        .set_status(booked.id(), change, &key)
        .await
        .map_err(seen("set_status"))?;
    ensure!(
        written.effect == Effect::Changed,
        "the effect is {:?}",
        written.effect
    );
    let read = subject.provider.get(booked.id()).await.map_err(seen("get"))?;
    ensure!(*read.status() == wanted, "it stands at {}", read.status());
    let again = subject
        .provider
        .set_status(booked.id(), change, &key)
        .await
        .map_err(seen("set_status"))?;
    ensure!(
        again.effect == Effect::AlreadyDone,
        "the second effect is {:?}",
        again.effect
    );
    Ok(())
}

pub(super) async fn a_confirmation_is_read_back(subject: &Subject) -> Result<(), Failure> {
    status_after(subject, StatusChange::Confirm, AppointmentStatus::Confirmed).await
}

pub(super) async fn a_completion_is_read_back(subject: &Subject) -> Result<(), Failure> {
    status_after(subject, StatusChange::Complete, AppointmentStatus::Completed).await
}

pub(super) async fn a_no_show_is_not_a_cancellation(subject: &Subject) -> Result<(), Failure> {
    status_after(subject, StatusChange::MarkNoShow, AppointmentStatus::NoShow).await
}
