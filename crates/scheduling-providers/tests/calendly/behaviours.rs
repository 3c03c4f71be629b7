//! What every provider must do, over a fresh sandbox each.

use std::sync::Arc;

use careweave_http::Clock;
use careweave_scheduling_providers::model::PrivateLink;
use careweave_scheduling_providers::request::{NewWebhook, SlotQuery};
use careweave_scheduling_providers::suite::{self, Subject};
use careweave_scheduling_providers::webhook::WebhookTopic;
use careweave_types::ids::ExternalId;
use tokio::sync::Mutex;

use crate::desk::{CALL, Desk, booking, zone};

async fn subject(open: &Mutex<Vec<Desk>>) -> Subject {
    let desk = Desk::open().await;
    let provider = desk.provider();
    let kind = desk.kind(&provider, CALL).await;
    let (lossy, counted) = (Arc::clone(&desk.wire), Arc::clone(&desk.wire));
    let unknown = format!("{}/scheduled_events/0-0/invitees/0-0", desk.ready.calendly);
    let subject = Subject::new(
        provider,
        Arc::clone(&desk.clock) as Arc<dyn Clock>,
        SlotQuery::new(kind.id, desk.quiet(), zone()),
        booking,
    )
    .losing_answers(move || lossy.lose_next_booking())
    .counting_requests(move || counted.sent())
    .with_unknown(ExternalId::new(unknown).unwrap())
    .with_webhook(NewWebhook {
        target: PrivateLink::new("https://hooks.example.invalid/opaque"),
        topics: vec![WebhookTopic::Created, WebhookTopic::Cancelled],
        signing_key: None,
    });
    open.lock().await.push(desk);
    subject
}

#[tokio::test]
async fn calendly_behaves_as_every_provider_must() {
    let open = Mutex::new(Vec::new());
    let report = suite::run(|| subject(&open)).await;
    report.assert_passed();
    let skipped = [
        "details_change_and_the_time_does_not",
        "a_confirmation_is_read_back",
        "a_completion_is_read_back",
        "a_held_slot_is_kept_and_given_back",
    ];
    assert_eq!(report.skipped(), skipped, "all else is there");
    for desk in open.into_inner() {
        desk.close().await;
    }
}
