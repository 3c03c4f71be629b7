use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use careweave_http::Clock as _;
use careweave_sync_core::{Evidence, Fingerprint, LatchRule, LatchState};
use careweave_types::{ClientId, ProspectId};
use careweave_workflows::flow::{CONVERT_LATCH, conversion_subject};
use serde_json::json;

use crate::world::{CONNECTION, World};

/// Arms the latch of a prospect, as whoever saw the signed paperwork does.
pub(crate) async fn sign(world: &World, prospect: &ProspectId) {
    let one = |word: &str| BTreeSet::from([word.to_owned()]);
    let rule = LatchRule {
        kind: CONVERT_LATCH.to_owned(),
        templates: one("template-1"),
        complete: one("complete"),
        signatures: one("client"),
        max_age: Duration::from_secs(600),
    };
    let subject = conversion_subject(CONNECTION, prospect);
    let now = world.clock.now();
    let evidence = Evidence {
        source: "goformz".to_owned(),
        document: format!("form-{prospect}"),
        template: "template-1".to_owned(),
        status: "complete".to_owned(),
        signatures: BTreeMap::from([("client".to_owned(), true)]),
        subject: subject.clone(),
        fetched_at: now,
        digest: Fingerprint::of(&["answer"]),
    };
    let proven = rule.examine(evidence, &subject, now).unwrap();
    world.store.arm(&proven, now).await.unwrap();
}

/// A world whose deal `d-1` has become a client, and which client.
pub(crate) async fn converted() -> (World, ClientId) {
    let world = World::start().await;
    world.crm.edit("d-1", |deal| deal.stage = "won".to_owned());
    world.outbound().await;
    sign(&world, &world.prospect("d-1").await.id).await;
    assert_eq!(world.flow().convert().await.unwrap().written, 1);
    let client = world.prospect("d-1").await.converted_client_id.unwrap();
    (world, client)
}

async fn conversions(world: &World) -> usize {
    let writes = world.writes().await;
    writes
        .iter()
        .filter(|entry| entry["path"].as_str().unwrap().contains("convert-to-client"))
        .filter(|entry| entry["committed"] == true)
        .count()
}

#[tokio::test]
async fn nobody_becomes_a_client_without_signed_paperwork() {
    let world = World::start().await;
    world.crm.edit("d-1", |deal| deal.stage = "won".to_owned());
    world.outbound().await;
    let report = world.flow().convert().await.unwrap();
    assert_eq!((report.read, report.written), (0, 0));
    assert_eq!(world.prospect("d-1").await.converted_client_id, None);
}

#[tokio::test]
async fn signed_paperwork_waits_for_a_deal_that_is_won_and_has_a_first_day() {
    let world = World::start().await;
    world.outbound().await;
    sign(&world, &world.prospect("d-1").await.id).await;
    let report = world.flow().convert().await.unwrap();
    assert_eq!((report.waiting, report.written), (1, 0));
    let day = world.crm.get("d-1").start_date;
    world.crm.edit("d-1", |deal| {
        deal.stage = "won".to_owned();
        deal.start_date = None;
    });
    world.outbound().await;
    let report = world.flow().convert().await.unwrap();
    assert_eq!(
        (report.failed.len(), report.failed[0].field.as_deref()),
        (1, Some("start_date"))
    );
    world.crm.edit("d-1", |deal| deal.start_date = day);
    assert_eq!(world.flow().convert().await.unwrap().written, 1);
    let client = world.prospect("d-1").await.converted_client_id.unwrap();
    let client = world.wellsky.clients().get(&client).await.unwrap();
    assert_eq!(client.start_date, day);
    assert_eq!(
        client.referral_source.as_deref(),
        Some("Test Hospital"),
        "kept to the end"
    );
    assert_eq!(conversions(&world).await, 1);
    assert_eq!(world.flow().convert().await.unwrap().read, 0);
}

#[tokio::test]
async fn a_conversion_whose_answer_was_lost_happens_once() {
    let world = World::start().await;
    world.crm.edit("d-1", |deal| deal.stage = "won".to_owned());
    world.outbound().await;
    let prospect = world.prospect("d-1").await.id;
    sign(&world, &prospect).await;
    world
        .fault(
            "POST",
            "/prospects",
            1,
            json!({"kind": "drop", "when": "after_commit"}),
        )
        .await;
    world
        .fault("GET", "/prospects", 2, json!({"kind": "status", "status": 503}))
        .await;
    for _ in 0..4 {
        world.flow().convert().await.unwrap();
        world.wait(90);
    }
    assert_eq!(conversions(&world).await, 1);
    let subject = conversion_subject(CONNECTION, &prospect);
    let latch = world.store.latch(CONVERT_LATCH, &subject).await.unwrap().unwrap();
    assert_eq!(latch.state, LatchState::Fired);
    assert!(latch.remote_id.is_some());
}

#[tokio::test]
async fn who_has_become_a_client_is_not_changed_as_a_prospect_any_more() {
    let (world, _) = converted().await;
    world.forget_journal().await;
    world.crm.edit("d-1", |deal| {
        deal.notes = Some(careweave_types::Pii::from("later"));
    });
    let report = world.outbound().await;
    assert_eq!((report.waiting, report.written, report.failed.len()), (1, 0, 0));
    assert!(world.writes().await.is_empty());
}
