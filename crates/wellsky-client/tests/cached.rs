//! Reads out of the cache: how old, how often, for whom.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may panic"
)]

mod support;

use std::future::poll_fn;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use careweave_http::{CacheClass, Clock as _};
use careweave_wellsky_client::{
    AgencyZone, CachePolicy, CacheSettings, CaregiverFilter, CaregiverId, ClientFilter, ClientId,
    ClientPatch, ClientStatus, Config, Delivery, ErrorKind, Freshness, RetryPolicy, Scope, ShiftFilter,
    ShiftId, StaleReason, TimeWindow, WITHHELD,
};
use chrono::TimeDelta;
use serde_json::json;
use support::key;
use support::script::{Play, Staged, list, settle};

const CLIENTS: &str = "GET /v1/clients";
const OPEN: &str = "GET /v1/shifts/open";
const SHIFTS: &str = "GET /v1/shifts";
const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3_600);

fn answers(line: &str) -> Play {
    match line {
        CLIENTS => list(
            "clients",
            &[support::client(&json!(7)), support::client(&json!(8))],
        ),
        "GET /v1/clients/7" | "PUT /v1/clients/7" => Play::Answer(200, support::client(&json!(7))),
        "GET /v1/caregivers" => list("caregivers", &[support::caregiver("9")]),
        OPEN | SHIFTS | "GET /v1/caregivers/9/schedule" => list("shifts", &[support::shift("41", None)]),
        "POST /v1/shifts/41/assignments" => Play::Answer(
            201,
            json!({
                "assignment": {
                    "id": 5, "shift_id": "41", "caregiver_id": "9", "assigned_at": "2026-04-06T14:00:00Z"
                },
                "shift": support::shift("41", Some("9"))
            }),
        ),
        _ => Play::Answer(404, json!({"error": "Resource not found"})),
    }
}

/// Without early reads, so that times are exact.
fn config() -> Config {
    let exact = |class| CachePolicy {
        early_percent: 0,
        ..CachePolicy::of(class)
    };
    support::config()
        .with_retry(RetryPolicy::never())
        .with_rate_limit(None)
        .with_cache(CacheSettings {
            people: exact(CacheClass::People),
            open_shifts: exact(CacheClass::OpenShifts),
            schedule: exact(CacheClass::Schedule),
        })
}

fn all() -> ClientFilter {
    ClientFilter::default()
}

fn window() -> TimeWindow {
    let start: chrono::DateTime<chrono::Utc> = "2026-04-06T06:00:00Z".parse().unwrap();
    TimeWindow::new(start, start + TimeDelta::days(7)).unwrap()
}

fn down(_: &str) -> Play {
    Play::Fail(ErrorKind::Unreachable, Delivery::NotSent)
}

#[tokio::test]
async fn people_are_read_once_in_a_day_and_then_shown_stale_while_they_are_read_again() {
    let staged = Staged::new(config(), answers);
    let clients = staged.wellsky.clients().cached();
    let first = clients.list(all()).await.unwrap();
    assert_eq!((first.value().len(), first.freshness()), (2, Freshness::Fresh));
    staged.clock.advance(24 * HOUR - MINUTE);
    let second = clients.list(all()).await.unwrap();
    assert_eq!(second.fetched_at(), first.fetched_at());
    assert!(Arc::ptr_eq(second.value(), first.value()), "not copied");
    assert_eq!(staged.asked(CLIENTS), 1);

    staged.clock.advance(2 * MINUTE);
    let stale = clients.list(all()).await.unwrap();
    let age = 24 * HOUR + MINUTE;
    let reason = StaleReason::Revalidating;
    assert_eq!(stale.freshness(), Freshness::Stale { age, reason });
    settle().await;
    assert_eq!(staged.asked(CLIENTS), 2);
    assert_eq!(clients.list(all()).await.unwrap().freshness(), Freshness::Fresh);
    assert_eq!(staged.asked(CLIENTS), 2);
}

#[tokio::test]
async fn open_shifts_are_kept_for_five_minutes_and_the_schedule_for_fifteen() {
    let staged = Staged::new(config(), answers);
    let shifts = staged.wellsky.shifts().cached();
    let caregiver = CaregiverId::new("9").unwrap();
    let schedule = ShiftFilter::in_window(window());
    let mut asked = Vec::new();
    for minutes in [0, 4, 10, 30] {
        let at = MINUTE * minutes;
        staged.clock.advance(at.saturating_sub(staged.clock.monotonic()));
        shifts.open(window()).await.unwrap();
        shifts.list(schedule.clone()).await.unwrap();
        shifts.of_caregiver(&caregiver, window()).await.unwrap();
        asked.push((
            staged.asked(OPEN),
            staged.asked(SHIFTS),
            staged.asked("GET /v1/caregivers/9/schedule"),
        ));
    }
    assert_eq!(asked, [(1, 1, 1), (1, 1, 1), (2, 1, 1), (3, 2, 2)]);
}

#[tokio::test]
async fn in_an_outage_the_last_list_is_shown_for_a_day_more_and_never_decided_by() {
    let staged = Staged::new(config(), answers);
    let clients = staged.wellsky.clients().cached();
    clients.list(all()).await.unwrap();
    staged.now_answers(down);
    staged.clock.advance(47 * HOUR);
    let shown = clients.list(all()).await.unwrap();
    assert_eq!(shown.value().len(), 2);
    let (age, reason) = (47 * HOUR, StaleReason::Unreachable);
    assert_eq!(shown.freshness(), Freshness::Stale { age, reason });
    assert!(shown.fresh().is_none());
    assert_eq!(shown.into_fresh().unwrap_err().kind(), ErrorKind::Incomplete);
    let live = clients.live_list(all()).await.unwrap_err();
    assert_eq!(live.kind(), ErrorKind::Unreachable);

    staged.clock.advance(HOUR + MINUTE);
    let error = clients.list(all()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unreachable);
}

#[tokio::test]
async fn a_refusal_is_not_covered_up_by_what_is_held() {
    let staged = Staged::new(config(), answers);
    let clients = staged.wellsky.clients().cached();
    clients.list(all()).await.unwrap();
    staged.now_answers(|_| Play::Answer(403, json!({"error": "Access denied. Invalid agencyId."})));
    staged.clock.advance(30 * HOUR);
    let error = clients.list(all()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Forbidden);
}

#[tokio::test]
async fn fifty_who_ask_at_once_are_answered_by_one_read() {
    let staged = Staged::new(config(), answers);
    let asking = (0..50).map(|_| {
        let clients = staged.wellsky.clients().cached();
        async move { clients.list(all()).await.unwrap().value().len() }
    });
    let answered = futures_util::future::join_all(asking).await;
    assert_eq!(answered, [2; 50]);
    assert_eq!(staged.asked(CLIENTS), 1);
}

#[tokio::test]
async fn a_write_makes_what_it_touches_out_of_date_and_nothing_else() {
    let staged = Staged::new(config(), answers);
    let wellsky = &staged.wellsky;
    let id = ClientId::new("7").unwrap();
    let read_all = || async {
        wellsky.clients().cached().list(all()).await.unwrap();
        wellsky.clients().cached().get(&id).await.unwrap();
        wellsky
            .caregivers()
            .cached()
            .list(CaregiverFilter::default())
            .await
            .unwrap();
        wellsky.shifts().cached().open(window()).await.unwrap();
        [CLIENTS, "GET /v1/clients/7", "GET /v1/caregivers", OPEN].map(|line| staged.asked(line))
    };
    assert_eq!(read_all().await, [1, 1, 1, 1]);
    assert_eq!(read_all().await, [1, 1, 1, 1]);

    let (shift, caregiver) = (ShiftId::new("41").unwrap(), CaregiverId::new("9").unwrap());
    wellsky.shifts().assign(&shift, &caregiver, &key()).await.unwrap();
    assert_eq!(read_all().await, [1, 1, 1, 2]);

    let patch = ClientPatch {
        status: ClientStatus::Active.into(),
        ..ClientPatch::default()
    };
    let scoped = wellsky.scoped(Scope::Coordinator);
    scoped.clients().update(&id, &patch, &key()).await.unwrap();
    assert_eq!(read_all().await, [2, 2, 1, 3]);

    wellsky.expire_cached();
    assert_eq!(read_all().await, [3, 3, 2, 4]);
}

#[tokio::test]
async fn a_write_whose_answer_is_lost_is_followed_by_a_read_and_one_never_sent_is_not() {
    let staged = Staged::new(config(), answers);
    let clients = staged.wellsky.clients();
    let id = ClientId::new("7").unwrap();
    let patch = ClientPatch {
        status: ClientStatus::Active.into(),
        ..ClientPatch::default()
    };
    clients.cached().list(all()).await.unwrap();
    staged.now_answers(down);
    clients.update(&id, &patch, &key()).await.unwrap_err();
    assert_eq!(
        clients.cached().list(all()).await.unwrap().freshness(),
        Freshness::Fresh
    );

    staged.now_answers(|_| Play::Fail(ErrorKind::Timeout, Delivery::MaybeSent));
    clients.update(&id, &patch, &key()).await.unwrap_err();
    // Still down: what is held is better than nothing, and says that it is old.
    let shown = clients.cached().list(all()).await.unwrap();
    assert!(matches!(
        shown.freshness(),
        Freshness::Stale {
            reason: StaleReason::Timeout,
            ..
        }
    ));
    staged.now_answers(answers);
    staged.clock.advance(MINUTE);
    let read = clients.cached().list(all()).await.unwrap();
    assert_eq!(read.freshness(), Freshness::Fresh);
    assert!(read.fetched_at() > shown.fetched_at());
}

#[tokio::test]
async fn each_handle_sees_what_its_scope_may_see_of_what_is_held() {
    let staged = Staged::new(config(), |line| {
        let mut client = support::client(&json!(7));
        client["email"] = json!("alpha@example.invalid");
        match line {
            CLIENTS => list("clients", &[client]),
            "GET /v1/clients/7" => Play::Answer(200, client),
            line => answers(line),
        }
    });
    let id = ClientId::new("7").unwrap();
    let voice = staged.wellsky.scoped(Scope::VoiceAssistant);
    for _ in 0..2 {
        let masked = voice.clients().cached().list(all()).await.unwrap();
        assert_eq!(masked.value()[0].email, None);
        assert_eq!(masked.value()[0].address.line1.expose(), WITHHELD);
        let masked = voice.clients().cached().get(&id).await.unwrap();
        assert_eq!(masked.value().email, None);
        let masked = voice.clients().cached().live(&id).await.unwrap();
        assert_eq!(masked.email, None);
        let whole = staged.wellsky.clients().cached().list(all()).await.unwrap();
        assert!(whole.value()[0].email.is_some(), "masking is on the way out");
        let whole = staged.wellsky.clients().cached().get(&id).await.unwrap();
        assert!(whole.value().email.is_some());
    }
    assert_eq!(staged.asked(CLIENTS), 1);
    staged
        .wellsky
        .caregivers()
        .cached()
        .list(CaregiverFilter::default())
        .await
        .unwrap();
    let sales = staged.wellsky.scoped(Scope::Sales);
    let refused = sales.caregivers().cached().list(CaregiverFilter::default()).await;
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::Forbidden);
    let refused = sales.shifts().cached().open(window()).await;
    assert_eq!(refused.unwrap_err().kind(), ErrorKind::Forbidden);
}

#[tokio::test]
async fn a_live_read_is_made_at_once_and_kept() {
    let staged = Staged::new(config(), answers);
    let clients = staged.wellsky.clients().cached();
    clients.list(all()).await.unwrap();
    let live = clients.live_list(all()).await.unwrap();
    assert_eq!(staged.asked(CLIENTS), 2);
    let held = clients.list(all()).await.unwrap();
    assert!(Arc::ptr_eq(held.value(), &live));
}

#[tokio::test]
async fn with_the_cache_off_each_read_is_made_and_nothing_is_held() {
    let staged = Staged::new(config().with_cache(None), answers);
    let clients = staged.wellsky.clients().cached();
    for count in 1..=3 {
        assert_eq!(clients.list(all()).await.unwrap().freshness(), Freshness::Fresh);
        assert_eq!(staged.asked(CLIENTS), count);
    }
    staged.now_answers(down);
    assert!(clients.list(all()).await.is_err());
    let error = staged
        .wellsky
        .run_refresh(std::future::pending())
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.get("field")),
        (ErrorKind::Config, Some("agency_zone"))
    );
}

#[tokio::test]
async fn plain_calls_are_never_answered_out_of_the_cache() {
    let staged = Staged::new(config(), answers);
    staged.wellsky.clients().cached().list(all()).await.unwrap();
    staged.wellsky.clients().list(all()).all().await.unwrap();
    staged.wellsky.clients().list(all()).all().await.unwrap();
    assert_eq!(staged.asked(CLIENTS), 3);
}

#[tokio::test]
async fn people_are_read_anew_at_three_in_the_agencys_zone() {
    let zone = AgencyZone::new("America/Denver").unwrap();
    let staged = Staged::new(config().with_agency_zone(zone), answers);
    let wellsky = &staged.wellsky;
    wellsky.clients().cached().list(all()).await.unwrap();
    wellsky
        .caregivers()
        .cached()
        .list(CaregiverFilter::default())
        .await
        .unwrap();
    assert!(!wellsky.refresh_due("2026-04-07T08:59:59Z".parse().unwrap()));
    assert!(wellsky.refresh_due("2026-04-07T09:00:00Z".parse().unwrap()));

    let until: chrono::DateTime<chrono::Utc> = "2026-04-09T12:00:00Z".parse().unwrap();
    let clock = Arc::clone(&staged.clock);
    // Every wait of the loop ends at once and moves the clock.
    let stop = poll_fn(move |_| {
        if clock.now() >= until {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    });
    wellsky.run_refresh(stop).await.unwrap();
    let refreshed: Vec<u64> = staged
        .timed()
        .into_iter()
        .filter(|(line, _)| line == CLIENTS)
        .map(|(_, at)| at.as_secs() / 3_600)
        .collect();
    // 12:00 UTC, then three times 09:00 UTC: 03:00 in Denver.
    assert_eq!(refreshed, [0, 21, 45, 69]);
    assert_eq!(staged.asked("GET /v1/caregivers"), 4);
    assert!(!wellsky.refresh_due(staged.clock.now()));
}

#[tokio::test]
async fn a_refresh_that_fails_stays_due_and_what_is_held_stays() {
    let zone = AgencyZone::new("America/Denver").unwrap();
    let staged = Staged::new(config().with_agency_zone(zone), answers);
    let wellsky = &staged.wellsky;
    wellsky.clients().cached().list(all()).await.unwrap();
    staged.now_answers(down);
    staged.clock.advance(22 * HOUR);
    let reading = wellsky.refresh().await.unwrap();
    assert_eq!(reading.failures().len(), 1);
    assert_eq!(reading.failures()[0].subject, "a list of clients");
    assert!(wellsky.refresh_due(staged.clock.now()));
    let shown = wellsky.clients().cached().list(all()).await.unwrap();
    assert_eq!(shown.value().len(), 2);
    assert!(shown.fresh().is_none());
    staged.now_answers(answers);
    staged.clock.advance(MINUTE);
    assert!(wellsky.refresh().await.unwrap().is_complete());
    assert!(!wellsky.refresh_due(staged.clock.now()));
    let scoped = wellsky.scoped(Scope::Sales).refresh().await;
    assert_eq!(scoped.unwrap_err().kind(), ErrorKind::Forbidden);
}

#[tokio::test]
async fn a_wall_clock_that_jumps_costs_at_most_a_read() {
    let zone = AgencyZone::new("America/Denver").unwrap();
    let staged = Staged::new(config().with_agency_zone(zone), answers);
    let clients = staged.wellsky.clients().cached();
    let start = staged.clock.now();
    clients.list(all()).await.unwrap();
    // Back: the age is that of the monotonic clock, and the next 03:00 is found anew.
    staged.clock.set_wall(start - TimeDelta::days(1_000));
    assert_eq!(clients.list(all()).await.unwrap().freshness(), Freshness::Fresh);
    assert_eq!(staged.asked(CLIENTS), 1);
    assert!(!staged.wellsky.refresh_due(staged.clock.now()));
    assert!(
        staged
            .wellsky
            .refresh_due(staged.clock.now() + TimeDelta::days(1))
    );
    // Forth: it has been 03:00 since.
    staged.clock.set_wall(start + TimeDelta::days(1_000));
    clients.list(all()).await.unwrap();
    settle().await;
    assert_eq!(staged.asked(CLIENTS), 2);
    assert_eq!(clients.list(all()).await.unwrap().freshness(), Freshness::Fresh);
    staged.clock.set_wall(start);
    assert_eq!(clients.list(all()).await.unwrap().freshness(), Freshness::Fresh);
    assert_eq!(staged.asked(CLIENTS), 2);
}
