//! Registering, verifying and reading what Acuity delivers.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use careweave_scheduling_providers::Problem;
use careweave_scheduling_providers::model::PrivateLink;
use careweave_scheduling_providers::request::NewWebhook;
use careweave_scheduling_providers::webhook::{Inflow, SignatureCheck, Step, WebhookEventKind, WebhookTopic};
use careweave_types::ErrorKind;
use careweave_webhooks::{Delivery, Secret};
use serde_json::json;

use crate::office::{ASSESSMENT, Office, booking, key};
use crate::receiver::{Received, Receiver};

fn hook(target: &str, topics: &[WebhookTopic]) -> NewWebhook {
    NewWebhook {
        target: PrivateLink::new(target),
        topics: topics.to_vec(),
        signing_key: None,
    }
}

/// What one booking delivers to a receiver of bookings and of changes.
async fn deliveries(office: &Office) -> (String, [Received; 2]) {
    let provider = office.provider();
    let mut receiver = Receiver::listen().await;
    let topics = [WebhookTopic::Created, WebhookTopic::Updated];
    provider
        .register_webhook(&hook(&receiver.url, &topics))
        .await
        .unwrap();
    let slots = office.slots(&provider, ASSESSMENT).await;
    let made = provider
        .create(&booking(&slots[0], 1), &key("book"))
        .await
        .unwrap();
    (
        made.appointment.id().to_string(),
        [receiver.next().await, receiver.next().await],
    )
}

#[tokio::test]
async fn a_delivery_is_believed_by_its_signature_over_the_bytes_and_by_nothing_else() {
    let office = Office::open().await;
    let (id, [delivered, _]) = deliveries(&office).await;
    let provider = office.provider();
    let now = office.ready.now;
    let pairs = delivered.pairs();
    let verify =
        |headers: &[(&str, &str)], body: &[u8]| provider.parse_webhook(&Delivery { headers, body }, now);
    let events = verify(&pairs, &delivered.body).unwrap();
    assert_eq!(events.len(), 1);
    assert_eq!(
        (&events[0].kind, events[0].external_id.as_str()),
        (&WebhookEventKind::Created, id.as_str())
    );
    assert!(events[0].needs_refetch && matches!(events[0].signature, SignatureCheck::Verified { .. }));

    let hex: String = STANDARD
        .decode(delivered.signature())
        .unwrap()
        .iter()
        .map(|b| format!("{b:02x}"))
        .collect();
    let text = String::from_utf8(delivered.body.clone()).unwrap();
    let mut reordered: Vec<&str> = text.split('&').collect();
    reordered.rotate_left(1);
    let as_json = json!({"action": "scheduled", "id": id}).to_string();
    let same = delivered.signature().to_owned();
    for (signature, body) in [
        (hex.as_str(), text.as_str()),
        (&same, &reordered.join("&")),
        (&same, &as_json),
        (&same, &format!("{text}&more=1")),
        ("", &text),
    ] {
        let headers = [("x-acuity-signature", signature)];
        let error = verify(&headers, body.as_bytes()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unauthenticated, "{body}");
    }
    let mut other = office.config_with("main", "the-main-admins-key");
    let error = office
        .provider_of(other.clone())
        .parse_webhook(
            &Delivery {
                headers: &pairs,
                body: &delivered.body,
            },
            now,
        )
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthenticated);
    // Hooks of the settings are signed by the main admin: several keys may be in force.
    other = other.with_webhook_key(Secret::new(&office.ready.credentials.acuity.api_key).unwrap());
    let delivery = Delivery {
        headers: &pairs,
        body: &delivered.body,
    };
    assert_eq!(
        office
            .provider_of(other)
            .parse_webhook(&delivery, now)
            .unwrap()
            .len(),
        1
    );
    office.close().await;
}

#[tokio::test]
async fn a_body_in_base64_is_unwrapped_only_if_that_is_configured() {
    let office = Office::open().await;
    let (_, [delivered, _]) = deliveries(&office).await;
    let pairs = delivered.pairs();
    let wrapped = STANDARD.encode(&delivered.body);
    let delivery = Delivery {
        headers: &pairs,
        body: wrapped.as_bytes(),
    };
    let now = office.ready.now;
    assert_eq!(
        office
            .provider()
            .parse_webhook(&delivery, now)
            .unwrap_err()
            .kind(),
        ErrorKind::Unauthenticated
    );
    let unwrapping = office.provider_of(office.config().with_base64_bodies());
    assert_eq!(unwrapping.parse_webhook(&delivery, now).unwrap().len(), 1);
    let plain = Delivery {
        headers: &pairs,
        body: &delivered.body,
    };
    assert_eq!(
        unwrapping.parse_webhook(&plain, now).unwrap_err().kind(),
        ErrorKind::Unauthenticated
    );
    office.close().await;
}

#[tokio::test]
async fn scheduled_and_changed_for_one_booking_are_one_creation_and_one_fetch() {
    for action in ["bare", "prefixed"] {
        let office = Office::open().await;
        office.switch("acuity.webhook_action", action).await;
        let (id, both) = deliveries(&office).await;
        let provider = office.provider();
        let mut inflow = Inflow::default();
        let mut kinds = Vec::new();
        // Each comes twice: the vendor repeats what it believes lost.
        for delivered in both.iter().chain(&both) {
            let pairs = delivered.pairs();
            let delivery = Delivery {
                headers: &pairs,
                body: &delivered.body,
            };
            for event in provider.parse_webhook(&delivery, office.ready.now).unwrap() {
                kinds.push(event.kind.clone());
                assert!(matches!(inflow.take(event), Step::Fetch(ids) if ids[0].as_str() == id));
            }
        }
        assert_eq!(kinds[..2], [WebhookEventKind::Created, WebhookEventKind::Updated]);
        assert_eq!(inflow.to_fetch().len(), 1);
        let (fetch, mark) = inflow.to_fetch().remove(0);
        let appointment = provider.get(&fetch).await.unwrap();
        assert!(inflow.fetched(&fetch, mark, Some(&appointment)));
        assert!(inflow.to_fetch().is_empty());
        office.close().await;
    }
}

#[tokio::test]
async fn the_26th_webhook_is_a_limit_and_one_that_is_there_is_used_again() {
    let office = Office::open().await;
    let provider = office.provider();
    let target = |place: usize| format!("https://hooks.example.invalid/{place}");
    let topics = [WebhookTopic::Updated];
    for place in 0..25 {
        provider
            .register_webhook(&hook(&target(place), &topics))
            .await
            .unwrap();
    }
    let error = provider
        .register_webhook(&hook(&target(25), &topics))
        .await
        .unwrap_err();
    assert_eq!(
        (Problem::of(&error), error.get("limit")),
        (Some(Problem::LimitReached), Some("25"))
    );
    let again = provider
        .register_webhook(&hook(&target(7), &[WebhookTopic::NoShow]))
        .await
        .unwrap();
    let all = provider.webhooks().await.unwrap();
    assert_eq!(all.len(), 25);
    assert_eq!(again[0].id, all[7].id);
    assert_eq!(
        provider.renew_webhook(&again[0].id).await.unwrap().id,
        again[0].id
    );
    provider.delete_webhook(&all[0].id).await.unwrap();
    provider
        .register_webhook(&hook(&target(25), &topics))
        .await
        .unwrap();
    office.close().await;
}

#[tokio::test]
async fn what_is_no_delivery_of_acuity_is_put_aside() {
    let office = Office::open().await;
    // Unsigned, as for an account whose signing key is not known.
    let mut config = office.config();
    config.webhook_keys.clear();
    let provider = office.provider_of(config);
    let parse = |body: &[u8]| provider.parse_webhook(&Delivery { headers: &[], body }, office.ready.now);
    for body in [
        &b"action=scheduled"[..],
        b"id=7",
        b"action=scheduled&id=seven",
        b"action=scheduled&id=7&id=8",
        b"action=%00&id=7",
        b"",
        b"\xff\xfe",
    ] {
        let error = parse(body).unwrap_err();
        assert_eq!(Problem::of(&error), Some(Problem::Contract));
    }
    assert!(parse(b"action=order.completed&id=7").unwrap().is_empty());
    let unknown = parse(b"action=appointment.archived&id=7&calendarID=1&appointmentTypeID=2")
        .unwrap()
        .remove(0);
    assert_eq!(unknown.kind.as_str(), "archived");
    assert!(unknown.needs_refetch && unknown.signature == SignatureCheck::Unsigned);
    office.close().await;
}
