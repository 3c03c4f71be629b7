//! Times that can be booked.

use std::time::Duration;

use careweave_types::{ErrorKind, TimeWindow};
use chrono::TimeDelta;

use super::ensure;
use super::subject::{key, seen};
use super::{Failure, Subject};
use crate::model::SlotCheck;
use crate::problem::Problem;
use crate::request::{BusyQuery, NewAppointment};

pub(super) async fn slots_are_future_ordered_and_each_once(subject: &Subject) -> Result<(), Failure> {
    let slots = subject
        .provider
        .slots(&subject.slots)
        .await
        .map_err(seen("slots"))?;
    ensure!(!slots.is_empty(), "there are none");
    let places: Vec<_> = slots
        .iter()
        .map(|s| (s.window, s.calendar.clone(), s.unit.clone()))
        .collect();
    ensure!(
        places.windows(2).all(|pair| pair[0] < pair[1]),
        "they are out of order, or one stands twice"
    );
    for slot in &slots {
        ensure!(
            slot.window.start() > subject.clock.now(),
            "{} has begun",
            slot.window.start()
        );
        ensure!(
            subject.range().contains(slot.window.start()),
            "{} is outside the range",
            slot.window.start()
        );
        ensure!(
            slot.local_start == slot.window.start(),
            "the wall clock says {}",
            slot.local_start
        );
    }
    Ok(())
}

pub(super) async fn the_past_of_a_range_has_no_slots(subject: &Subject) -> Result<(), Failure> {
    let now = subject.clock.now();
    let mut query = subject.slots.clone();
    let future = subject.provider.slots(&query).await.map_err(seen("slots"))?;
    let range = |from, to| TimeWindow::new(from, to).map_err(seen("range"));
    query.range = range(now - TimeDelta::days(30), subject.range().end())?;
    let with_past = subject
        .provider
        .slots(&query)
        .await
        .map_err(seen("slots from the past on"))?;
    ensure!(
        with_past.iter().all(|slot| slot.window.start() >= now),
        "a slot of the past is offered"
    );
    ensure!(
        with_past.len() >= future.len(),
        "asking from the past on loses slots"
    );
    query.range = range(now - TimeDelta::days(30), now - TimeDelta::days(1))?;
    let before = subject.requests();
    match subject.provider.slots(&query).await {
        Ok(slots) => Err(format!("a range in the past has {} slots", slots.len())),
        Err(error) => {
            ensure!(error.kind() == ErrorKind::InvalidInput, "{error:#}");
            ensure!(subject.requests() == before, "the past was asked for");
            Ok(())
        }
    }
}

pub(super) async fn a_booked_slot_is_not_offered(subject: &Subject) -> Result<(), Failure> {
    let slot = &subject.free_slots(1).await?[0];
    subject.book(slot, 0).await?;
    let offered = subject
        .provider
        .slots(&subject.slots)
        .await
        .map_err(seen("slots"))?;
    let again = offered
        .iter()
        .any(|s| s.window == slot.window && s.calendar == slot.calendar);
    ensure!(!again, "it is offered again");
    Ok(())
}

pub(super) async fn a_check_says_free_and_then_taken(subject: &Subject) -> Result<(), Failure> {
    let slot = &subject.free_slots(1).await?[0];
    let check = subject.provider.check_slot(slot).await.map_err(seen("check"))?;
    ensure!(check == SlotCheck::Free, "an offered slot is {check:?}");
    subject.book(slot, 0).await?;
    let check = subject.provider.check_slot(slot).await.map_err(seen("check"))?;
    ensure!(check == SlotCheck::Taken, "a booked slot is {check:?}");
    Ok(())
}

pub(super) async fn a_held_slot_is_kept_and_given_back(subject: &Subject) -> Result<(), Failure> {
    let slot = subject.free_slots(1).await?.remove(0);
    let five = Duration::from_secs(300);
    let hold = subject
        .provider
        .hold(&slot, five, &key("suite/hold")?)
        .await
        .map_err(seen("hold"))?;
    ensure!(
        hold.expires_at > subject.clock.now(),
        "the hold has lapsed already"
    );
    match subject
        .provider
        .create(&subject.booking(&slot, 1), &key("suite/other")?)
        .await
    {
        Ok(_) => return Err("another one booked it".to_owned()),
        Err(error) => ensure!(Problem::of(&error) == Some(Problem::SlotTaken), "{error:#}"),
    }
    subject
        .provider
        .release(&hold.id)
        .await
        .map_err(seen("release"))?;
    subject
        .provider
        .release(&hold.id)
        .await
        .map_err(seen("release again"))?;
    let second = subject
        .provider
        .hold(&slot, five, &key("suite/hold/2")?)
        .await
        .map_err(seen("hold again"))?;
    let mut held: NewAppointment = subject.booking(&slot, 0);
    held.hold = Some(second.id);
    subject
        .provider
        .create(&held, &key("suite/held")?)
        .await
        .map_err(seen("the holder's booking"))?;
    Ok(())
}

pub(super) async fn a_booking_makes_its_calendar_busy(subject: &Subject) -> Result<(), Failure> {
    let slot = &subject.free_slots(1).await?[0];
    let booked = subject.book(slot, 0).await?.appointment;
    let Some(calendar) = booked.calendars.first() else {
        return Err("the appointment is with nobody".to_owned());
    };
    let query = BusyQuery {
        calendars: vec![calendar.id.clone()],
        range: subject.range(),
    };
    let busy = subject.provider.busy(&query).await.map_err(seen("busy"))?;
    ensure!(
        busy.iter().any(|time| time.window.encloses(&booked.window)),
        "the calendar is free then"
    );
    Ok(())
}
