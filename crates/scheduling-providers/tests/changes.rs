//! Changes by comparison: what is gone, what has moved, and what could not be read.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may panic"
)]

use std::sync::Arc;

use careweave_http::{Clock, ManualClock, RecordedSleep};
use careweave_scheduling_providers::changes::{ChangeKind, SyncMark};
use careweave_scheduling_providers::memory::{Memory, MemoryConfig, MemoryControl};
use careweave_scheduling_providers::model::{Appointment, Client, Slot};
use careweave_scheduling_providers::request::{ListAppointments, NewTime, SlotQuery};
use careweave_scheduling_providers::{Provider, SchedulingProviderExt as _, StreamItem};
use careweave_types::{AgencyZone, ErrorKind, IdempotencyKey, TimeWindow};
use chrono::{DateTime, NaiveDate, TimeDelta, Timelike as _, Utc};
use futures_util::StreamExt as _;

fn now() -> DateTime<Utc> {
    "2026-04-06T12:00:00Z".parse().unwrap()
}

fn denver() -> AgencyZone {
    AgencyZone::new("America/Denver").unwrap()
}

fn key(text: &str) -> IdempotencyKey {
    IdempotencyKey::new(text).unwrap()
}

fn days(from: i64, to: i64) -> TimeWindow {
    TimeWindow::new(now() + TimeDelta::days(from), now() + TimeDelta::days(to)).unwrap()
}

fn open(config: MemoryConfig, at: DateTime<Utc>) -> (Provider, MemoryControl) {
    let clock: Arc<dyn Clock> = Arc::new(ManualClock::new(at));
    Memory::open(config, clock, Arc::new(RecordedSleep::new()))
}

async fn booked(provider: &Provider, n: usize) -> (Vec<Appointment>, Vec<Slot>) {
    let visit = provider.appointment_types().await.unwrap().remove(0).id;
    let slots = provider
        .slots(&SlotQuery::new(visit, days(0, 21), denver()))
        .await
        .unwrap();
    let mut apart: Vec<Slot> = Vec::new();
    for slot in slots {
        if apart
            .last()
            .is_none_or(|last| last.window.end() <= slot.window.start())
        {
            apart.push(slot);
        }
    }
    let rest = apart.split_off(n);
    let mut made = Vec::new();
    for (n, slot) in apart.iter().enumerate() {
        let client = Client::named(format!("Alpha Testclient{n}"));
        let written = provider
            .book(slot, denver(), client, &key(&format!("book/{n}")))
            .await
            .unwrap();
        made.push(written.appointment);
    }
    (made, rest)
}

#[tokio::test]
async fn an_erased_appointment_is_gone_and_one_that_left_the_window_has_moved() {
    let (provider, control) = open(MemoryConfig::weekdays("main", denver()).unwrap(), now());
    let (made, rest) = booked(&provider, 3).await;
    let first = provider.changes(None, days(0, 7)).await.unwrap();
    assert_eq!(first.changed.len(), 3);
    control.erase(made[0].id());
    let far = rest
        .iter()
        .find(|slot| slot.window.start() > days(8, 9).start())
        .unwrap();
    provider
        .reschedule(made[1].id(), &NewTime::at(far.window.start()), &key("move"))
        .await
        .unwrap();
    let second = provider.changes(Some(&first.next), days(0, 7)).await.unwrap();
    let gone: Vec<_> = second.gone.iter().map(|t| t.key.clone()).collect();
    assert_eq!(gone, [made[0].key.clone()]);
    assert_eq!(second.gone[0].last_start, made[0].start());
    let moved: Vec<_> = second
        .changed
        .iter()
        .map(|c| (c.kind, c.appointment.id().clone()))
        .collect();
    assert_eq!(moved, [(ChangeKind::MovedAway, made[1].id().clone())]);
    let third = provider.changes(Some(&second.next), days(0, 7)).await.unwrap();
    assert!(
        third.changed.is_empty() && third.gone.is_empty(),
        "each is told once"
    );
}

#[tokio::test]
async fn an_incomplete_reading_makes_nobody_gone_and_forgets_nobody() {
    let (provider, control) = open(MemoryConfig::weekdays("main", denver()).unwrap(), now());
    let (made, _) = booked(&provider, 3).await;
    let first = provider.changes(None, days(0, 7)).await.unwrap();
    control.erase(made[0].id());
    control.make_unreadable(made[1].id().clone());
    let second = provider.changes(Some(&first.next), days(0, 7)).await.unwrap();
    assert!(
        !second.complete && second.gone.is_empty() && second.changed.is_empty(),
        "{second:?}"
    );
    assert_eq!(second.failures.len(), 1);
    assert_eq!(second.failures[0].external_id.as_ref(), Some(made[1].id()));
    assert_eq!(
        second.next.mark, first.next.mark,
        "what was not read stays as it was seen"
    );
}

#[tokio::test]
async fn what_a_moving_window_leaves_behind_is_neither_gone_nor_changed() {
    let (provider, _control) = open(MemoryConfig::weekdays("main", denver()).unwrap(), now());
    let (made, _) = booked(&provider, 12).await;
    let first = provider.changes(None, days(0, 7)).await.unwrap();
    let second = provider.changes(Some(&first.next), days(1, 8)).await.unwrap();
    assert!(second.gone.is_empty() && second.changed.is_empty(), "{second:?}");
    let SyncMark::Seen(seen) = &second.next.mark else {
        panic!("a mark of what was seen")
    };
    let left = made.iter().filter(|a| a.start() >= days(1, 8).start()).count();
    assert_eq!(seen.len(), left);
}

#[tokio::test]
async fn a_state_of_another_account_is_refused() {
    let (main, _) = open(MemoryConfig::weekdays("main", denver()).unwrap(), now());
    let (branch, control) = open(MemoryConfig::weekdays("branch", denver()).unwrap(), now());
    let state = main.changes(None, days(0, 7)).await.unwrap().next;
    let before = control.calls();
    let error = branch.changes(Some(&state), days(0, 7)).await.unwrap_err();
    assert_eq!(error.get("field"), Some("since.identity"));
    assert_eq!(control.calls(), before);
}

#[tokio::test]
async fn a_state_holds_nothing_personal_and_survives_a_store() {
    let (provider, _control) = open(MemoryConfig::weekdays("main", denver()).unwrap(), now());
    booked(&provider, 2).await;
    let state = provider.changes(None, days(0, 7)).await.unwrap().next;
    let text = serde_json::to_string(&state).unwrap();
    assert!(!text.contains("Testclient"));
    assert_eq!(
        serde_json::from_str::<careweave_scheduling_providers::changes::SyncState>(&text).unwrap(),
        state
    );
}

#[tokio::test]
async fn a_stream_brings_every_page_with_its_failures() {
    let (provider, control) = open(MemoryConfig::weekdays("main", denver()).unwrap(), now());
    let (made, _) = booked(&provider, 5).await;
    control.make_unreadable(made[2].id().clone());
    let request = ListAppointments::starting_in(days(0, 21)).in_pages_of(2);
    let items: Vec<_> = provider.stream(request).collect().await;
    let (mut read, mut failed) = (Vec::new(), 0);
    for item in items {
        match item.unwrap() {
            StreamItem::Appointment(appointment) => read.push(appointment.id().clone()),
            StreamItem::Failure(_) => failed += 1,
        }
    }
    let expected: Vec<_> = [0, 1, 3, 4].map(|n: usize| made[n].id().clone()).into();
    assert_eq!((read, failed), (expected, 1));
    let error = provider.upcoming(now(), 21).await.unwrap_err();
    assert_eq!(
        error.kind(),
        ErrorKind::Incomplete,
        "a list of what is to come is whole or none"
    );
}

#[tokio::test]
async fn slots_skip_the_hour_that_clocks_skip_and_tell_the_doubled_hour_apart() {
    let mut config = MemoryConfig::weekdays("main", denver()).unwrap();
    let calendar = config.calendars[0].id.clone();
    config.hours = careweave_types::Weekday::ALL
        .map(|weekday| careweave_scheduling_providers::memory::WeeklyHours {
            calendar: calendar.clone(),
            weekday,
            from_minute: 0,
            to_minute: 6 * 60,
        })
        .into();
    config.types[0].duration_minutes = 30;
    for (year_month_day, readings) in [
        ((2026, 3, 8), vec![]),
        ((2026, 11, 1), vec![-6 * 3600, -7 * 3600]),
    ] {
        let (year, month, day) = year_month_day;
        let date = NaiveDate::from_ymd_opt(year, month, day).unwrap();
        let range = denver().day(date).unwrap();
        let (provider, _) = open(config.clone(), range.start() - TimeDelta::days(1));
        let visit = config.types[0].id.clone();
        let slots = provider
            .slots(&SlotQuery::new(visit, range, denver()))
            .await
            .unwrap();
        let hours: Vec<_> = slots.iter().map(|slot| slot.local_start.hour()).collect();
        let at = |hour: u32, minute: u32| {
            let slots = slots
                .iter()
                .filter(move |s| (s.local_start.hour(), s.local_start.minute()) == (hour, minute));
            slots
                .map(|s| s.local_start.offset().local_minus_utc())
                .collect::<Vec<_>>()
        };
        if readings.is_empty() {
            assert!(
                !hours.contains(&2) && hours.contains(&1) && hours.contains(&3),
                "{hours:?}"
            );
            assert_eq!(slots.len(), 10, "five hours long");
        } else {
            assert_eq!(
                at(1, 30),
                readings,
                "the two 01:30 of the night differ in their offset"
            );
            assert_eq!(slots.len(), 14, "seven hours long");
        }
    }
}
