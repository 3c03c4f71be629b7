use serde_json::json;

use crate::crm::deal;
use crate::world::World;
use careweave_http::Clock as _;
use careweave_types::Pii;

#[tokio::test]
async fn a_creation_whose_answer_was_lost_leaves_one_prospect() {
    for when in ["after_commit", "before_commit"] {
        let world = World::start().await;
        world
            .fault("POST", "/prospects", 1, json!({"kind": "drop", "when": when}))
            .await;
        let first = world.outbound().await;
        assert_eq!(first.failed.len(), 0, "{first:?}");
        world.outbound().await;
        world.wait(120);
        world.outbound().await;
        world.prospect("d-1").await;
        let last = world.outbound().await;
        assert_eq!((last.read, last.in_doubt.len()), (0, 0), "{when}: {last:?}");
    }
}

#[tokio::test]
async fn nothing_is_sent_again_before_a_look_can_tell() {
    let world = World::start().await;
    world
        .fault(
            "POST",
            "/prospects",
            1,
            json!({"kind": "drop", "when": "before_commit"}),
        )
        .await;
    assert_eq!(world.outbound().await.in_doubt.len(), 1);
    world.forget_journal().await;
    assert_eq!(world.outbound().await.in_doubt.len(), 1);
    assert!(world.writes().await.is_empty());
    world.wait(120);
    assert_eq!(world.outbound().await.written, 1);
}

#[tokio::test]
async fn a_newer_content_waits_for_the_doubt_about_an_older_one_and_then_wins() {
    let world = World::start().await;
    world.outbound().await;
    world
        .crm
        .edit("d-1", |deal| deal.notes = Some(Pii::from("first")));
    world
        .fault(
            "*",
            "/prospects",
            3,
            json!({"kind": "drop", "when": "before_commit"}),
        )
        .await;
    world.outbound().await;
    world
        .control("DELETE", "/_sandbox/faults", serde_json::Value::Null)
        .await;
    world
        .crm
        .edit("d-1", |deal| deal.notes = Some(Pii::from("second")));
    for _ in 0..3 {
        world.outbound().await;
        world.wait(120);
    }
    assert_eq!(world.prospect("d-1").await.notes.unwrap().expose(), "second");
    assert_eq!(world.outbound().await.read, 0);
}

#[tokio::test]
async fn one_deal_that_fails_keeps_none_of_the_others_and_is_read_again() {
    let world = World::start().await;
    for number in 2..=20 {
        world.crm.put(deal(&format!("d-{number}"), world.clock.now()));
    }
    world
        .fault("POST", "/prospects", 1, json!({"kind": "status", "status": 429}))
        .await;
    let report = world.outbound().await;
    assert_eq!(
        (report.read, report.written, report.failed.len()),
        (20, 19, 1),
        "{report:?}"
    );
    let report = world.outbound().await;
    assert_eq!((report.written, report.failed.len()), (1, 0), "{report:?}");
    for number in 1..=20 {
        world.prospect(&format!("d-{number}")).await;
    }
}

#[tokio::test]
async fn a_listing_that_fails_on_its_second_page_loses_nothing() {
    let world = World::start().await;
    for number in 2..=20 {
        world.crm.put(deal(&format!("d-{number}"), world.clock.now()));
    }
    world.crm.fail_next();
    assert!(world.flow().outbound().await.is_err());
    assert_eq!(world.outbound().await.written, 13);
    assert_eq!(world.outbound().await.read, 0);
}
