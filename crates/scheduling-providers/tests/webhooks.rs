//! Deliveries in any order, webhooks the service gave up on, and a storm.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may panic"
)]

use std::collections::BTreeMap;
use std::sync::Arc;

use careweave_http::{Clock, ManualClock, RecordedSleep};
use careweave_scheduling_providers::memory::{Memory, MemoryConfig, MemoryControl, MemoryDelivery};
use careweave_scheduling_providers::model::{
    AppointmentStatus, CancelledBy, Client, PrivateLink, ProviderKind, Slot,
};
use careweave_scheduling_providers::request::{Cancellation, NewTime, NewWebhook, SlotQuery};
use careweave_scheduling_providers::webhook::{
    Inflow, Joined, Joiner, Step, WebhookEvent, WebhookEventKind, WebhookHealth, WebhookState, WebhookTopic,
};
use careweave_scheduling_providers::{Effect, Identity, Provider, SchedulingProviderExt as _};
use careweave_types::ids::{ExternalId, IntegrationId};
use careweave_types::{AgencyZone, ErrorKind, IdempotencyKey, TimeWindow};
use careweave_webhooks::Delivery;
use chrono::{DateTime, TimeDelta, Utc};

fn now() -> DateTime<Utc> {
    "2026-04-06T12:00:00Z".parse().unwrap()
}

fn denver() -> AgencyZone {
    AgencyZone::new("America/Denver").unwrap()
}

fn key(text: &str) -> IdempotencyKey {
    IdempotencyKey::new(text).unwrap()
}

fn window(days: i64) -> TimeWindow {
    TimeWindow::new(now() + TimeDelta::hours(1), now() + TimeDelta::days(days)).unwrap()
}

struct Service {
    provider: Provider,
    control: MemoryControl,
    clock: Arc<ManualClock>,
}

fn service(imitating: Option<&ProviderKind>) -> Service {
    let mut config = MemoryConfig::weekdays("main", denver()).unwrap();
    if let Some(vendor) = imitating {
        config = config.imitating(vendor);
    }
    let clock = Arc::new(ManualClock::new(now()));
    let (provider, control) = Memory::open(
        config,
        Arc::clone(&clock) as Arc<dyn Clock>,
        Arc::new(RecordedSleep::new()),
    );
    Service {
        provider,
        control,
        clock,
    }
}

fn webhook() -> NewWebhook {
    NewWebhook {
        target: PrivateLink::new("https://hooks.example.invalid/opaque"),
        topics: vec![
            WebhookTopic::Created,
            WebhookTopic::Updated,
            WebhookTopic::Rescheduled,
            WebhookTopic::Cancelled,
            WebhookTopic::NoShow,
        ],
        signing_key: None,
    }
}

impl Service {
    async fn slots(&self, n: usize) -> Vec<Slot> {
        let visit = self.provider.appointment_types().await.unwrap().remove(0).id;
        let slots = self
            .provider
            .slots(&SlotQuery::new(visit, window(300), denver()))
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
        apart.truncate(n);
        assert_eq!(apart.len(), n);
        apart
    }

    fn event(&self, delivery: &MemoryDelivery) -> WebhookEvent {
        let mut events = delivery
            .deliver(|d| self.provider.parse_webhook(d, self.clock.now()))
            .unwrap();
        assert_eq!(events.len(), 1);
        events.remove(0)
    }
}

#[tokio::test]
async fn a_move_told_in_two_deliveries_is_one_move_in_either_order() {
    for turned in [false, true] {
        let service = service(Some(&ProviderKind::Calendly));
        service.provider.register_webhook(&webhook()).await.unwrap();
        let slots = service.slots(2).await;
        let client = Client::named("Alpha Testclient");
        let booked = service
            .provider
            .book(&slots[0], denver(), client, &key("book"))
            .await
            .unwrap()
            .appointment;
        service.control.take_deliveries();
        service.clock.advance(std::time::Duration::from_secs(60));
        let moved = service
            .provider
            .reschedule(booked.id(), &NewTime::at(slots[1].window.start()), &key("move"))
            .await
            .unwrap();
        assert!(matches!(moved.effect, Effect::Replaced { .. }));
        let mut deliveries = service.control.take_deliveries();
        assert_eq!(deliveries.len(), 2);
        if turned {
            deliveries.reverse();
        }
        let mut inflow = Inflow::default();
        assert_eq!(
            inflow.take(service.event(&deliveries[0])),
            Step::Waiting,
            "turned: {turned}"
        );
        assert_eq!(inflow.take(service.event(&deliveries[0])), Step::Repeat);
        let Step::StoreMove { old, new } = inflow.take(service.event(&deliveries[1])) else {
            panic!("the halves were not joined, turned: {turned}");
        };
        assert_eq!(*old.status(), AppointmentStatus::Rescheduled);
        assert_eq!(*new.status(), AppointmentStatus::Scheduled);
        assert_eq!(
            old.rescheduled_to.as_ref(),
            Some(new.id()),
            "the old one leads to the new one"
        );
        assert_eq!(new.reschedule_of.as_ref(), Some(old.id()), "and back");
        assert_eq!(old.id(), booked.id(), "what hangs on the booked one can follow");
    }
}

#[tokio::test]
async fn half_a_move_that_stays_alone_is_fetched_with_what_it_names() {
    let service = service(Some(&ProviderKind::Calendly));
    service.provider.register_webhook(&webhook()).await.unwrap();
    let slots = service.slots(2).await;
    let booked = service
        .provider
        .book(
            &slots[0],
            denver(),
            Client::named("Alpha Testclient"),
            &key("book"),
        )
        .await
        .unwrap()
        .appointment;
    service.control.take_deliveries();
    let to = NewTime::at(slots[1].window.start());
    let moved = service
        .provider
        .reschedule(booked.id(), &to, &key("move"))
        .await
        .unwrap()
        .appointment;
    let half = service.control.take_deliveries().remove(0);
    let mut inflow = Inflow::default();
    assert_eq!(inflow.take(service.event(&half)), Step::Waiting);
    let patience = TimeDelta::minutes(10);
    assert_eq!(inflow.expire(now() + TimeDelta::minutes(9), patience), []);
    let given_up = inflow.expire(now() + TimeDelta::minutes(11), patience);
    assert_eq!(
        given_up,
        [Step::Fetch(vec![booked.id().clone(), moved.id().clone()])]
    );
    assert_eq!(inflow.to_fetch().len(), 2);
}

#[test]
fn events_that_are_no_move_pass_the_joiner_as_they_are() {
    let identity = Identity::new(ProviderKind::Calendly, IntegrationId::new("main").unwrap());
    let mut joiner = Joiner::default();
    for kind in [
        WebhookEventKind::Created,
        WebhookEventKind::Cancelled,
        WebhookEventKind::NoShow,
    ] {
        let event = WebhookEvent::hint(identity.clone(), kind, ExternalId::new("7").unwrap(), now());
        assert_eq!(joiner.join(event.clone()), Joined::Alone(event));
    }
    assert_eq!(joiner.waiting(), 0);
}

#[test]
fn two_hints_about_one_booking_are_one_fetch_and_a_hint_during_it_asks_for_another() {
    let identity = Identity::new(ProviderKind::Acuity, IntegrationId::new("main").unwrap());
    let id = ExternalId::new("54321").unwrap();
    let hint = |kind| WebhookEvent::hint(identity.clone(), kind, id.clone(), now());
    let mut inflow = Inflow::default();
    for kind in [WebhookEventKind::Created, WebhookEventKind::Updated] {
        assert_eq!(inflow.take(hint(kind)), Step::Fetch(vec![id.clone()]));
    }
    let to_fetch = inflow.to_fetch();
    assert_eq!(to_fetch.len(), 1, "one record, one fetch");
    inflow.take(hint(WebhookEventKind::Updated));
    assert!(
        !inflow.fetched(&id, to_fetch[0].1, None),
        "it was named again while it was fetched"
    );
    let to_fetch = inflow.to_fetch();
    assert!(inflow.fetched(&id, to_fetch[0].1, None));
    assert!(inflow.to_fetch().is_empty());
}

#[tokio::test]
async fn a_webhook_the_service_gave_up_on_is_made_anew_and_what_was_missed_is_read() {
    let service = service(None);
    let health = WebhookHealth::of(webhook());
    let first = health
        .check(&*service.provider, None, window(7), now())
        .await
        .unwrap();
    assert_eq!(first.made.len(), 1, "it was not there");
    let state = first.missed.unwrap().next;
    let calm = health
        .check(&*service.provider, Some(&state), window(7), now())
        .await
        .unwrap();
    assert!(calm.was_healthy() && calm.missed.is_none());

    let hook = service.provider.webhooks().await.unwrap().remove(0);
    assert!(service.control.disable_webhook(&hook.id));
    let slots = service.slots(2).await;
    let mut missed = Vec::new();
    for (n, slot) in slots.iter().enumerate() {
        let client = Client::named(format!("Alpha Testclient{n}"));
        missed.push(
            service
                .provider
                .book(slot, denver(), client, &key(&format!("book/{n}")))
                .await
                .unwrap(),
        );
    }
    assert!(
        service.control.take_deliveries().is_empty(),
        "a disabled webhook delivers nothing"
    );

    let later = now() + TimeDelta::hours(6);
    let found = health
        .check(&*service.provider, Some(&state), window(7), later)
        .await
        .unwrap();
    assert_eq!((found.deleted.len(), found.made.len()), (1, 1));
    assert_eq!(found.gap.unwrap().until, later);
    let brought: Vec<_> = found
        .missed
        .unwrap()
        .changed
        .iter()
        .map(|c| c.appointment.id().clone())
        .collect();
    let booked: Vec<_> = missed.iter().map(|w| w.appointment.id().clone()).collect();
    assert_eq!(brought, booked, "no event is lost");
    let hooks = service.provider.webhooks().await.unwrap();
    assert_eq!(hooks.len(), 1);
    assert_eq!(hooks[0].state, WebhookState::Active);
    assert_ne!(hooks[0].id, hook.id);
}

#[tokio::test]
async fn a_forged_or_altered_delivery_is_refused_and_changes_nothing() {
    let service = service(None);
    service.provider.register_webhook(&webhook()).await.unwrap();
    let forged = Delivery {
        headers: &[("x-memory-token", "guessed")],
        body: b"{}",
    };
    let error = service.provider.parse_webhook(&forged, now()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthenticated);
}

/// A small generator with a seed: the storm is the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }
}

#[tokio::test]
async fn after_a_storm_the_copy_equals_the_service_and_the_poison_is_put_aside() {
    let service = service(None);
    service.provider.register_webhook(&webhook()).await.unwrap();
    let slots = service.slots(1_200).await;
    let mut dice = Dice(7);
    let mut booked = Vec::new();
    let mut n = 0u32;
    // Something happens until 7,600 deliveries stand in the outbox.
    let mut deliveries: Vec<MemoryDelivery> = Vec::new();
    while deliveries.len() < 7_600 {
        n += 1;
        service.clock.advance(std::time::Duration::from_secs(1));
        let key = key(&format!("storm/{n}"));
        if booked.len() < 900 {
            let slot = &slots[booked.len()];
            let client = Client::named(format!("Alpha Testclient{n}")).with_phone("3035550100");
            booked.push(
                service
                    .provider
                    .book(slot, denver(), client, &key)
                    .await
                    .unwrap()
                    .appointment,
            );
        } else {
            let id = booked[dice.below(booked.len())].id().clone();
            let standing = service.provider.get(&id).await.unwrap();
            if *standing.status() == AppointmentStatus::Cancelled {
                continue;
            }
            if dice.below(20) == 0 {
                let why = Cancellation::by(CancelledBy::Client).because("an invented reason");
                service.provider.cancel(&id, &why, &key).await.unwrap();
            } else {
                let mut patch = careweave_scheduling_providers::request::AppointmentPatch::default();
                patch.notes = Some(format!("invented note {n}").into());
                service.provider.update(&id, &patch, &key).await.unwrap();
            }
        }
        deliveries.extend(service.control.take_deliveries());
    }
    // 30 % duplicates, 20 % out of order, 1 % poison: 10,000 in all.
    let mut storm: Vec<Option<usize>> = (0..deliveries.len()).map(Some).collect();
    while storm.len() < 9_900 {
        storm.push(Some(dice.below(deliveries.len())));
    }
    storm.extend(std::iter::repeat_n(None, 100));
    for _ in 0..storm.len() / 5 {
        let (a, b) = (dice.below(storm.len()), dice.below(storm.len()));
        storm.swap(a, b);
    }
    assert_eq!(storm.len(), 10_000);

    let mut inflow = Inflow::default();
    let mut copy = BTreeMap::new();
    let (mut repeats, mut quarantined) = (0, Vec::new());
    for (place, told) in storm.iter().enumerate() {
        let parsed = match told {
            Some(at) => deliveries[*at].deliver(|d| service.provider.parse_webhook(d, now())),
            None => {
                let poison = Delivery {
                    headers: &[("x-memory-token", "memory-token")],
                    body: br#"{"event_id":"e","kind":"created","client":"Alpha Testclient""#,
                };
                service.provider.parse_webhook(&poison, now())
            }
        };
        let events = match parsed {
            Ok(events) => events,
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::Decode);
                assert!(!format!("{error:#} {error:?}").contains("Testclient"));
                quarantined.push(place);
                continue;
            }
        };
        for event in events {
            assert!(
                !format!("{event:?}").contains("Testclient") && !format!("{event:?}").contains("invented")
            );
            match inflow.take(event) {
                Step::Store(appointment) => {
                    copy.insert(appointment.id().clone(), *appointment);
                }
                Step::Repeat => repeats += 1,
                Step::Stale | Step::Fetch(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }
    for (id, mark) in inflow.to_fetch() {
        let fetched = service.provider.get(&id).await.unwrap();
        inflow.fetched(&id, mark, Some(&fetched));
        copy.insert(id, fetched);
    }
    assert_eq!(quarantined.len(), 100);
    assert_eq!(repeats, 9_900 - deliveries.len());
    let truth: BTreeMap<_, _> = service
        .control
        .appointments()
        .into_iter()
        .map(|a| (a.id().clone(), a))
        .collect();
    assert_eq!(copy.len(), truth.len());
    assert!(copy == truth, "the copy differs from the service");
}
