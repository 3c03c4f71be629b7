//! Webhooks: proof, order, health.

use careweave_scheduling_providers::model::{AppointmentStatus, PrivateLink};
use careweave_scheduling_providers::request::{ListAppointments, NewWebhook};
use careweave_scheduling_providers::webhook::{
    Joined, Joiner, SignatureCheck, WebhookEvent, WebhookEventKind, WebhookHealth, WebhookState, WebhookTopic,
};
use careweave_scheduling_providers::{Provider, SchedulingProviderExt as _};
use careweave_types::ErrorKind;
use careweave_webhooks::Delivery;
use chrono::{DateTime, TimeDelta, Utc};
use secrecy::SecretString;
use serde_json::{Value, json};

use crate::desk::{ASSESSMENT, Desk, SIGNING_KEY, booking, key};
use crate::receiver::{Received, Receiver};

fn hook(receiver: &Receiver) -> NewWebhook {
    NewWebhook {
        target: PrivateLink::new(receiver.url.clone()),
        topics: vec![
            WebhookTopic::Created,
            WebhookTopic::Cancelled,
            WebhookTopic::Rescheduled,
            WebhookTopic::NoShow,
        ],
        signing_key: Some(SecretString::from(SIGNING_KEY.to_owned())),
    }
}

async fn now(desk: &Desk) -> DateTime<Utc> {
    let clock = desk.control("GET", "clock", &Value::Null).await;
    clock["now"].as_str().unwrap().parse().unwrap()
}

async fn event(desk: &Desk, provider: &Provider, received: &Received) -> WebhookEvent {
    let headers = received.pairs();
    let delivery = Delivery {
        headers: &headers,
        body: &received.body,
    };
    let mut events = provider.parse_webhook(&delivery, now(desk).await).unwrap();
    assert_eq!(events.len(), 1);
    events.remove(0)
}

#[tokio::test]
async fn a_move_by_the_client_is_joined_in_either_order() {
    for order in ["canceled_first", "created_first"] {
        let desk = Desk::open().await;
        let provider = desk.provider();
        let slots = desk.slots(&provider, ASSESSMENT).await;
        let old = provider
            .create(&booking(&slots[0], 1), &key("book/1"))
            .await
            .unwrap()
            .appointment;
        let mut receiver = Receiver::listen().await;
        provider.register_webhook(&hook(&receiver)).await.unwrap();
        let to = slots[4].window.start();
        let body = json!({"invitee": old.id().as_str(), "start_time": to, "order": order});
        desk.control("POST", "calendly/reschedule", &body).await;
        let mut joiner = Joiner::default();
        let (first, second) = (receiver.next().await, receiver.next().await);
        let first = event(&desk, &provider, &first).await;
        let came_first = match order {
            "canceled_first" => WebhookEventKind::Cancelled,
            _ => WebhookEventKind::Created,
        };
        assert_eq!(first.kind, came_first, "{order}");
        assert_eq!(joiner.join(first), Joined::Waiting);
        let Joined::Moved { old: left, new } = joiner.join(event(&desk, &provider, &second).await) else {
            panic!("{order}: the halves belong together");
        };
        assert_eq!(
            (&left.external_id, left.links.new.as_ref()),
            (old.id(), Some(&new.external_id))
        );
        assert_eq!(new.links.old.as_ref(), Some(old.id()));
        let (left, new) = (left.embedded.unwrap(), new.embedded.unwrap());
        assert_eq!(*left.status(), AppointmentStatus::Rescheduled);
        assert_eq!(
            (left.rescheduled_to.as_ref(), left.status.inferred),
            (Some(new.id()), false)
        );
        assert_eq!(*new.status(), AppointmentStatus::Scheduled);
        assert_eq!((new.reschedule_of.as_ref(), new.start()), (Some(old.id()), to));
        // Both can be fetched as they were told.
        assert_eq!(
            provider.get(new.id()).await.unwrap().content_hash(),
            new.content_hash()
        );
        desk.close().await;
    }
}

#[tokio::test]
async fn only_the_valid_fresh_signature_passes() {
    let desk = Desk::open().await;
    let provider = desk.provider();
    let mut receiver = Receiver::listen().await;
    provider.register_webhook(&hook(&receiver)).await.unwrap();
    let slot = desk.slots(&provider, ASSESSMENT).await.remove(0);
    provider.create(&booking(&slot, 1), &key("book/1")).await.unwrap();
    let received = receiver.next().await;
    let signature = received.signature();
    let (t, v1) = signature.split_once(',').unwrap();
    let sent: i64 = t.strip_prefix("t=").unwrap().parse().unwrap();
    let sent = DateTime::from_timestamp(sent, 0).unwrap();
    let check = |signature: &str, body: &[u8], now: DateTime<Utc>| {
        let headers = [("calendly-webhook-signature", signature)];
        let delivery = Delivery {
            headers: &headers,
            body,
        };
        provider
            .parse_webhook(&delivery, now)
            .map_err(|error| error.kind())
    };
    let body = received.body.as_slice();
    let refused = Err(ErrorKind::Unauthenticated);
    let events = check(signature, body, sent).unwrap();
    assert!(matches!(events[0].signature, SignatureCheck::Verified { sent_at: Some(at), .. } if at == sent));
    assert!(check(signature, body, sent + TimeDelta::seconds(180)).is_ok());
    assert_eq!(
        check(signature, body, sent + TimeDelta::seconds(181)),
        refused,
        "stale"
    );
    assert_eq!(
        check(signature, body, sent - TimeDelta::seconds(181)),
        refused,
        "of the future"
    );
    assert_eq!(
        check(&format!("{signature},{v1}"), body, sent),
        refused,
        "v1 twice"
    );
    assert_eq!(check(t, body, sent), refused, "without v1");
    assert_eq!(check(v1, body, sent), refused, "without t");
    let upper = format!("{t},v1={}", v1[3..].to_uppercase());
    assert_eq!(check(&upper, body, sent), refused, "upper case");
    let value: Value = serde_json::from_slice(body).unwrap();
    let pretty = serde_json::to_vec_pretty(&value).unwrap();
    assert_eq!(
        check(signature, &pretty, sent),
        refused,
        "the same JSON in other bytes"
    );
    let unsigned = Delivery { headers: &[], body };
    assert_eq!(
        provider.parse_webhook(&unsigned, sent).map_err(|e| e.kind()),
        refused,
        "no header"
    );
    let other_key = desk
        .config()
        .with_signing_keys([SecretString::from("another-key".to_owned())]);
    let headers = received.pairs();
    let delivery = Delivery {
        headers: &headers,
        body,
    };
    let wrong = desk.provider_of(other_key).parse_webhook(&delivery, sent);
    assert_eq!(wrong.map_err(|e| e.kind()), refused, "another key");
    desk.close().await;
}

#[tokio::test]
async fn without_a_key_a_delivery_proves_nothing_and_has_to_be_fetched() {
    let desk = Desk::open().await;
    let provider = desk.provider_of(desk.config().with_signing_keys([]));
    let mut receiver = Receiver::listen().await;
    let unsigned = NewWebhook {
        signing_key: None,
        ..hook(&receiver)
    };
    provider.register_webhook(&unsigned).await.unwrap();
    let slot = desk.slots(&provider, ASSESSMENT).await.remove(0);
    let booked = provider
        .create(&booking(&slot, 1), &key("book/1"))
        .await
        .unwrap()
        .appointment;
    let received = receiver.next().await;
    assert!(
        !received
            .headers
            .iter()
            .any(|(name, _)| name.eq_ignore_ascii_case("calendly-webhook-signature"))
    );
    let event = event(&desk, &provider, &received).await;
    assert_eq!(
        (&event.external_id, event.signature),
        (booked.id(), SignatureCheck::Unsigned)
    );
    assert!(event.needs_refetch);
    desk.close().await;
}

#[tokio::test]
async fn a_no_show_is_told_and_taken_back_and_a_repeat_has_the_same_key() {
    let desk = Desk::open().await;
    let provider = desk.provider();
    let slot = desk.slots(&provider, ASSESSMENT).await.remove(0);
    let booked = provider
        .create(&booking(&slot, 1), &key("book/1"))
        .await
        .unwrap()
        .appointment;
    let mut receiver = Receiver::listen().await;
    provider.register_webhook(&hook(&receiver)).await.unwrap();
    desk.control("POST", "webhooks", &json!({"seed": 1, "duplicate_percent": 100}))
        .await;
    use careweave_scheduling_providers::request::StatusChange::{MarkNoShow, RevertNoShow};
    provider
        .set_status(booked.id(), MarkNoShow, &key("mark/1"))
        .await
        .unwrap();
    let (first, repeat) = (receiver.next().await, receiver.next().await);
    let (first, repeat) = (
        event(&desk, &provider, &first).await,
        event(&desk, &provider, &repeat).await,
    );
    assert_eq!(
        (first.kind, &first.delivery_key),
        (WebhookEventKind::NoShow, &repeat.delivery_key)
    );
    assert_eq!(*first.embedded.unwrap().status(), AppointmentStatus::NoShow);
    provider
        .set_status(booked.id(), RevertNoShow, &key("back/1"))
        .await
        .unwrap();
    let reverted = event(&desk, &provider, &receiver.next().await).await;
    assert_eq!(reverted.kind, WebhookEventKind::NoShowReverted);
    assert_ne!(reverted.delivery_key, repeat.delivery_key);
    assert_eq!(*reverted.embedded.unwrap().status(), AppointmentStatus::Scheduled);
    desk.close().await;
}

#[tokio::test]
async fn a_disabled_webhook_is_found_made_anew_and_what_it_missed_is_read() {
    let desk = Desk::open().await;
    let provider = desk.provider();
    let mut receiver = Receiver::listen().await;
    let wanted = hook(&receiver);
    let made = provider.register_webhook(&wanted).await.unwrap().remove(0);
    let before = provider.changes(None, desk.quiet()).await.unwrap();
    receiver.answer_with(500);
    let slots = desk.slots(&provider, ASSESSMENT).await;
    let missed = provider
        .create(&booking(&slots[0], 1), &key("book/1"))
        .await
        .unwrap()
        .appointment;
    receiver.next().await;
    // Calendly tries for a day, at growing distances, and then gives up.
    let mut tries = 1;
    loop {
        let state = provider.webhooks().await.unwrap().remove(0).state;
        if state == WebhookState::Disabled {
            break;
        }
        assert!(tries < 40, "it is disabled some time");
        desk.advance(TimeDelta::hours(2)).await;
        // The attempt is over once the log has it.
        let mut log = desk.control("GET", "deliveries", &Value::Null).await;
        while log["deliveries"][0]["state"] == "sending" {
            log = desk.control("GET", "deliveries", &Value::Null).await;
        }
        tries += 1;
    }
    receiver.answer_with(200);
    receiver.forget();
    let health = WebhookHealth::of(wanted);
    let report = health
        .check(&*provider, Some(&before.next), desk.quiet(), now(&desk).await)
        .await
        .unwrap();
    assert_eq!(report.deleted.len(), 1);
    assert_eq!(report.deleted[0].id, made.id);
    assert_eq!(report.made.len(), 1);
    assert_ne!(report.made[0].id, made.id);
    let changes = report.missed.unwrap();
    assert!(changes.complete);
    let ids: Vec<_> = changes
        .changed
        .iter()
        .map(|change| change.appointment.id())
        .collect();
    assert_eq!(ids, [missed.id()], "what was not delivered is read");
    // And it delivers again.
    let next = provider
        .create(&booking(&slots[2], 2), &key("book/2"))
        .await
        .unwrap()
        .appointment;
    let told = event(&desk, &provider, &receiver.next().await).await;
    assert_eq!(told.external_id, *next.id());
    assert!(
        health
            .check(&*provider, Some(&changes.next), desk.quiet(), now(&desk).await)
            .await
            .unwrap()
            .was_healthy()
    );
    let list = provider
        .everything(ListAppointments::starting_in(desk.quiet()))
        .await
        .unwrap();
    assert_eq!(list.appointments.len(), 2);
    desk.close().await;
}
