//! The behaviour suite on the service in memory: with all capabilities, and with those of every service.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may panic"
)]

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use careweave_http::{Clock, ManualClock, RecordedSleep};
use careweave_scheduling_providers::capability::{Agreement, Capabilities};
use careweave_scheduling_providers::memory::{LostAnswer, Memory, MemoryConfig};
use careweave_scheduling_providers::model::{Account, Appointment, Client, PrivateLink, ProviderKind, Slot};
use careweave_scheduling_providers::request::{
    Consent, ListAppointments, NewAppointment, NewWebhook, SlotQuery,
};
use careweave_scheduling_providers::suite::{self, Subject};
use careweave_scheduling_providers::webhook::WebhookTopic;
use careweave_scheduling_providers::{
    AppointmentPage, Identity, Problem, Provider, SchedulingProvider, Written,
};
use careweave_types::ids::ExternalId;
use careweave_types::{AgencyZone, IdempotencyKey, Result, TimeWindow};
use chrono::{DateTime, TimeDelta, Utc};

fn now() -> DateTime<Utc> {
    "2026-04-06T12:00:00Z".parse().unwrap()
}

fn denver() -> AgencyZone {
    AgencyZone::new("America/Denver").unwrap()
}

fn subject(config: MemoryConfig) -> Subject {
    let clock = Arc::new(ManualClock::new(now()));
    let visit = config.types[0].id.clone();
    let (provider, control) = Memory::open(
        config,
        Arc::clone(&clock) as Arc<dyn Clock>,
        Arc::new(RecordedSleep::new()),
    );
    let range = TimeWindow::new(now() + TimeDelta::hours(1), now() + TimeDelta::days(7)).unwrap();
    let faults = control.clone();
    let booking = |slot: &Slot, client: usize| {
        let client = Client::of_parts("Alpha", format!("Testclient{client}"))
            .with_email(format!("alpha{client}@example.invalid"))
            .with_phone(format!("30355501{client:02}"));
        NewAppointment::in_slot(slot, denver(), client).with_consent(Consent {
            given_at: now(),
            terms: "terms of 2026".to_owned(),
        })
    };
    Subject::new(provider, clock, SlotQuery::new(visit, range, denver()), booking)
        .losing_answers(move || faults.lose_next_answer(LostAnswer::AfterCommit))
        .counting_requests(move || control.calls())
        .with_unknown(ExternalId::new("m999999").unwrap())
        .with_webhook(NewWebhook {
            target: PrivateLink::new("https://hooks.example.invalid/opaque"),
            topics: vec![WebhookTopic::Created, WebhookTopic::Cancelled],
            signing_key: None,
        })
}

#[tokio::test]
async fn the_service_in_memory_behaves_as_every_provider_must() {
    let report = suite::run(|| async { subject(MemoryConfig::weekdays("main", denver()).unwrap()) }).await;
    report.assert_passed();
    assert_eq!(
        report.skipped(),
        Vec::<&str>::new(),
        "it can do everything, so everything runs"
    );
    assert_eq!(report.passed(), suite::behaviours().len());
}

#[tokio::test]
async fn with_the_capabilities_of_any_service_it_still_behaves_and_refuses_what_that_one_cannot() {
    for vendor in ProviderKind::VENDORS {
        let report = suite::run(|| async {
            subject(
                MemoryConfig::weekdays("main", denver())
                    .unwrap()
                    .imitating(&vendor),
            )
        })
        .await;
        assert_eq!(report.failed(), [], "{vendor}");
        assert!(!report.skipped().is_empty(), "{vendor} lacks something");
    }
}

#[tokio::test]
async fn a_recorded_agreement_lets_health_information_through() {
    let mut config = MemoryConfig::weekdays("main", denver())
        .unwrap()
        .imitating(&ProviderKind::GoogleCalendar);
    config.capabilities.phi = config.capabilities.phi.clone().with_agreement(Agreement {
        reference: "binder 4".to_owned(),
        signed_on: chrono::NaiveDate::from_ymd_opt(2026, 2, 1).unwrap(),
    });
    let report = suite::run(|| async { subject(config.clone()) }).await;
    assert_eq!(report.failed(), []);
}

#[tokio::test]
async fn a_refused_hold_frees_its_key_and_a_lapsed_one_its_slot() {
    let config = MemoryConfig::weekdays("main", denver()).unwrap();
    let visit = config.types[0].id.clone();
    let clock = Arc::new(ManualClock::new(now()));
    let (provider, _control) = Memory::open(
        config,
        Arc::clone(&clock) as Arc<dyn Clock>,
        Arc::new(RecordedSleep::new()),
    );
    let range = TimeWindow::new(now() + TimeDelta::hours(1), now() + TimeDelta::days(1)).unwrap();
    let slots = provider
        .slots(&SlotQuery::new(visit, range, denver()))
        .await
        .unwrap();
    let apart = slots
        .iter()
        .find(|slot| !slot.window.overlaps(&slots[0].window))
        .unwrap();
    let key = |text: &str| IdempotencyKey::new(text).unwrap();
    let minutes = |n: u64| std::time::Duration::from_secs(60 * n);
    let first = provider.hold(&slots[0], minutes(5), &key("one")).await.unwrap();
    let again = provider.hold(&slots[0], minutes(5), &key("one")).await.unwrap();
    assert_eq!(again, first, "the same key keeps the same hold");
    let refused = provider
        .hold(&slots[0], minutes(5), &key("two"))
        .await
        .unwrap_err();
    assert_eq!(Problem::of(&refused), Some(Problem::SlotTaken));
    assert!(provider.hold(apart, minutes(5), &key("two")).await.is_ok());
    clock.advance(minutes(6));
    assert!(provider.hold(&slots[0], minutes(5), &key("three")).await.is_ok());
}

/// A provider that takes a new key for every call, and promises what it does not do.
#[derive(Debug)]
struct Liar {
    truth: Provider,
    calls: AtomicU32,
}

#[async_trait]
impl SchedulingProvider for Liar {
    fn capabilities(&self) -> &Capabilities {
        self.truth.capabilities()
    }

    fn identity(&self) -> &Identity {
        self.truth.identity()
    }

    async fn verify(&self) -> Result<Account> {
        self.truth.verify().await
    }

    async fn list(&self, request: &ListAppointments) -> Result<AppointmentPage> {
        self.truth.list(request).await
    }

    async fn get(&self, id: &ExternalId) -> Result<Appointment> {
        self.truth.get(id).await
    }

    async fn create(&self, appointment: &NewAppointment, _: &IdempotencyKey) -> Result<Written> {
        let call = self.calls.fetch_add(1, Ordering::Relaxed);
        self.truth
            .create(appointment, &IdempotencyKey::new(&format!("call/{call}"))?)
            .await
    }

    async fn slots(&self, query: &SlotQuery) -> Result<Vec<Slot>> {
        self.truth.slots(query).await
    }
}

#[tokio::test]
async fn a_provider_that_forgets_its_keys_or_promises_too_much_is_found_out() {
    let report = suite::run(|| async {
        let clock: Arc<dyn Clock> = Arc::new(ManualClock::new(now()));
        let config = MemoryConfig::weekdays("main", denver()).unwrap();
        let visit = config.types[0].id.clone();
        let (truth, control) = Memory::open(config, Arc::clone(&clock), Arc::new(RecordedSleep::new()));
        let liar = Liar {
            truth,
            calls: AtomicU32::new(0),
        };
        let range = TimeWindow::new(now() + TimeDelta::hours(1), now() + TimeDelta::days(7)).unwrap();
        let slots = SlotQuery::new(visit, range, denver());
        let booking = |slot: &Slot, n: usize| {
            NewAppointment::in_slot(
                slot,
                denver(),
                Client::of_parts("Alpha", format!("Testclient{n}")),
            )
        };
        Subject::new(Provider::new(liar, Arc::clone(&clock)), clock, slots, booking)
            .losing_answers(move || control.lose_next_answer(LostAnswer::AfterCommit))
    })
    .await;
    let failed: Vec<_> = report.failed().into_iter().map(|(name, _)| name).collect();
    for name in [
        "one_key_books_once",
        "a_booking_whose_answer_was_lost_is_found_and_not_made_twice",
        "cancelling_twice_is_done_once",
        "a_booking_makes_its_calendar_busy",
    ] {
        assert!(failed.contains(&name), "{name} let it pass; {failed:?}");
    }
    assert!(
        !failed.contains(&"an_offered_slot_can_be_booked"),
        "what it does do passes"
    );
}
