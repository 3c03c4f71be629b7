//! What every provider must do, over a fresh sandbox each.

use std::sync::Arc;

use careweave_http::Clock;
use careweave_scheduling_providers::request::SlotQuery;
use careweave_scheduling_providers::suite::{self, Subject};
use tokio::sync::Mutex;

use crate::clinic::{Clinic, booking, id, professional, quiet, service, zone};

async fn subject(open: &Mutex<Vec<Clinic>>, switches: &[(&str, &str)]) -> Subject {
    let clinic = Clinic::open().await;
    for (name, value) in switches {
        clinic.switch(name, value).await;
    }
    let (lossy, counted) = (Arc::clone(&clinic.wire), Arc::clone(&clinic.wire));
    let query =
        SlotQuery::new(service("21"), quiet(), zone("America/Sao_Paulo")).with_calendar(professional("11"));
    let clock = Arc::clone(&clinic.clock) as Arc<dyn Clock>;
    let subject = Subject::new(clinic.provider(), clock, query, booking)
        .losing_answers(move || lossy.lose_next_booking())
        .counting_requests(move || counted.sent())
        .with_unknown(id("1"));
    open.lock().await.push(clinic);
    subject
}

async fn behaves(switches: &[(&str, &str)]) {
    let open = Mutex::new(Vec::new());
    let report = suite::run(|| subject(&open, switches)).await;
    report.assert_passed();
    let skipped = [
        "a_held_slot_is_kept_and_given_back",
        "registering_twice_leaves_one",
        "a_deleted_webhook_is_gone_and_deleting_again_is_done",
        "a_delivery_nobody_signed_is_refused",
    ];
    assert_eq!(report.skipped(), skipped, "all else is there");
    for clinic in open.into_inner() {
        clinic.sandbox.stop().await.unwrap();
    }
}

#[tokio::test]
async fn ninsaude_behaves_as_every_provider_must() {
    behaves(&[]).await;
}

#[tokio::test]
async fn it_does_so_on_the_other_side_of_every_contradiction() {
    behaves(&[
        ("require_lowercase_bearer", "off"),
        ("require_x_grant_type", "off"),
        ("refresh_rotation", "kept"),
        ("slot_shape", "flat_undated"),
        ("ids_as_strings", "on"),
        ("largest_page", "7"),
        ("create_requires", "nine"),
    ])
    .await;
}
