//! What every provider must do, over a fresh sandbox each.

use std::sync::Arc;

use careweave_http::Clock;
use careweave_scheduling_providers::model::PrivateLink;
use careweave_scheduling_providers::request::NewWebhook;
use careweave_scheduling_providers::suite::{self, Subject};
use careweave_scheduling_providers::webhook::WebhookTopic;
use careweave_types::ids::ExternalId;
use tokio::sync::Mutex;

use crate::office::{CHECK_IN, NIGHT_DESK, Office, REFERENCE, booking};

async fn subject(open: &Mutex<Vec<Office>>, marker: Option<u64>) -> Subject {
    let office = Office::open().await;
    let mut config = office.config();
    config.marker_field = marker;
    let (lossy, counted) = (Arc::clone(&office.wire), Arc::clone(&office.wire));
    let clock = Arc::clone(&office.clock) as Arc<dyn Clock>;
    let subject = Subject::new(
        office.provider_of(config),
        clock,
        office.slots_at(CHECK_IN, NIGHT_DESK),
        booking,
    )
    .losing_answers(move || lossy.lose_next_booking())
    .counting_requests(move || counted.sent())
    .with_unknown(ExternalId::new("1").unwrap())
    .with_webhook(NewWebhook {
        target: PrivateLink::new("https://hooks.example.invalid/opaque"),
        topics: vec![
            WebhookTopic::Created,
            WebhookTopic::Cancelled,
            WebhookTopic::Updated,
        ],
        signing_key: None,
    });
    open.lock().await.push(office);
    subject
}

async fn behaves(marker: Option<u64>) {
    let open = Mutex::new(Vec::new());
    let report = suite::run(|| subject(&open, marker)).await;
    report.assert_passed();
    assert_eq!(
        report.skipped(),
        ["a_held_slot_is_kept_and_given_back"],
        "all else is there"
    );
    for office in open.into_inner() {
        office.close().await;
    }
}

#[tokio::test]
async fn acuity_behaves_as_every_provider_must_by_natural_key() {
    behaves(None).await;
}

#[tokio::test]
async fn acuity_behaves_as_every_provider_must_by_a_mark_in_an_intake_field() {
    behaves(Some(REFERENCE)).await;
}
