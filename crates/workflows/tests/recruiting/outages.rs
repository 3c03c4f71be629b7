use careweave_types::CaregiverStatus;
use careweave_wellsky_client::{CaregiverPatch, Patch};
use careweave_workflows::recruiting::LeadUpdate;
use serde_json::json;

use crate::crm::{lead, told};
use crate::dies::dies_after;
use crate::world::World;
use careweave_http::Clock as _;

#[tokio::test]
async fn an_outage_in_the_middle_of_any_reading_changes_nobodys_status() {
    let outages = [
        json!({"kind": "status", "status": 500}),
        json!({"kind": "html"}),
        json!({"kind": "truncate", "how": "close"}),
        json!({"kind": "drop", "when": "before_commit"}),
    ];
    for of in ["/applicants", "/caregivers"] {
        for outage in &outages {
            let world = World::start().await;
            world.outbound().await;
            let caregiver = world.hire("l-1").await;
            let (before, count) = (world.crm.get("l-1"), told(&world.crm).len());
            let patch = CaregiverPatch {
                status: Patch::Set(CaregiverStatus::Terminated),
                ..CaregiverPatch::default()
            };
            world.edit_caregiver(&caregiver, patch).await;
            let made = world.writes().await;
            world.fault("GET", of, outage.clone()).await;
            assert!(world.flow().inbound().await.is_err(), "{of} {outage}");
            assert_eq!(
                (world.crm.get("l-1"), told(&world.crm).len()),
                (before, count),
                "{of} {outage}"
            );
            assert_eq!(world.writes().await, made, "{of} {outage}");
            world.inbound().await;
            let last = told(&world.crm);
            assert_eq!(last.len(), count + 1, "{of} {outage}");
            assert!(
                matches!(last.last(), Some(LeadUpdate::Terminated { .. })),
                "{of} {outage}"
            );
        }
    }
}

#[tokio::test]
async fn a_second_page_that_fails_gives_nobody_up() {
    let world = World::start().await;
    for number in 2..=104 {
        world.crm.put(lead(&format!("l-{number}"), world.clock.now()));
    }
    while world.outbound().await.read > 0 {}
    let stages: Vec<String> = (1..=104)
        .map(|n| world.crm.get(&format!("l-{n}")).stage)
        .collect();
    // The first page comes, the second does not.
    world
        .fault("GET", "/applicants", json!({"kind": "delay", "before_ms": 0}))
        .await;
    world
        .fault("GET", "/applicants", json!({"kind": "status", "status": 503}))
        .await;
    assert!(world.flow().inbound().await.is_err());
    let after: Vec<String> = (1..=104)
        .map(|n| world.crm.get(&format!("l-{n}")).stage)
        .collect();
    assert_eq!(stages, after);
    assert!(told(&world.crm).is_empty());
    let whole = world.inbound().await;
    assert_eq!((whole.written, whole.failed.len()), (0, 0));
}

#[tokio::test]
async fn a_creation_whose_answer_was_lost_leaves_one_applicant() {
    for when in ["after_commit", "before_commit"] {
        let world = World::start().await;
        world
            .fault("POST", "/applicants", json!({"kind": "drop", "when": when}))
            .await;
        assert_eq!(world.outbound().await.failed.len(), 0);
        world.outbound().await;
        world.wait(120);
        world.outbound().await;
        world.applicant("l-1").await;
        let last = world.outbound().await;
        assert_eq!((last.read, last.in_doubt.len()), (0, 0), "{when}: {last:?}");
    }
}

#[tokio::test]
async fn what_a_crm_took_and_lost_the_answer_of_is_not_told_again() {
    let world = World::start().await;
    world.outbound().await;
    world.crm.edit("l-1", |lead| lead.stage = "hired".to_owned());
    world.outbound().await;
    let caregiver = world.convert("l-1").await;
    world.crm.lose_next();
    for _ in 0..3 {
        world.inbound().await;
        world.wait(120);
    }
    let hired = LeadUpdate::Hired { caregiver };
    let times = told(&world.crm).iter().filter(|one| **one == hired).count();
    assert_eq!(times, 1);
}

#[tokio::test]
async fn a_run_that_dies_anywhere_leaves_one_applicant_and_the_next_ones_finish_it() {
    for polls in 1..25 {
        let world = World::start().await;
        dies_after(polls, world.flow().outbound()).await;
        for _ in 0..3 {
            world.outbound().await;
            world.wait(120);
        }
        world.applicant("l-1").await;
        assert_eq!(world.outbound().await.written, 0, "after {polls} polls");
    }
}

#[tokio::test]
async fn a_gate_that_only_reads_says_what_it_held_back() {
    let world = World::start().await;
    world.level(careweave_sync_core::Level::ReadOnly).await;
    let report = world.outbound().await;
    assert_eq!((report.written, report.gated.len()), (0, 1), "{report:?}");
    assert_eq!(report.gated[0].operation, "applicants.create");
    assert_eq!(world.writes().await, 0);
}

#[tokio::test]
async fn a_listing_that_fails_on_its_second_page_or_comes_in_another_order_loses_nothing() {
    let world = World::start().await;
    for number in 2..=20 {
        world.crm.put(lead(&format!("l-{number}"), world.clock.now()));
    }
    world.crm.fail_next();
    assert!(world.flow().outbound().await.is_err());
    world.crm.reverse_next();
    assert_eq!(world.outbound().await.written, 13);
    assert_eq!(world.outbound().await.read, 0);
}
