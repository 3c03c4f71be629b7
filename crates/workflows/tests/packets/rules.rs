use std::collections::BTreeSet;

use careweave_types::{BackgroundCheck, ProspectStatus};
use careweave_workflows::packets::NamedBy;
use serde_json::json;

use crate::world::{CLIENT_PACKET, EMPLOYEE_PACKET, World};

#[tokio::test]
async fn nobody_is_hired_before_the_background_check_is_cleared() {
    let world = World::start().await;
    let applicant = world.applicant(BackgroundCheck::from("pending")).await;
    world.signed(EMPLOYEE_PACKET, applicant.as_str()).await;
    world.accept_all().await;
    for _ in 0..3 {
        let (_, converted) = world.run().await;
        assert_eq!((converted.waiting, converted.written), (1, 0));
    }
    assert_eq!(
        world.decisions().await,
        ["proved", "waits.background_check"],
        "written down once"
    );
    world.checked(&applicant, BackgroundCheck::Cleared).await;
    assert_eq!(world.run().await.1.written, 1);
    assert_eq!(world.conversions().await, 1);
}

#[tokio::test]
async fn nobody_is_hired_without_every_paper() {
    let mut world = World::start().await;
    world.maps.rules[1].papers = ["W4", "I9", "DirectDeposit", "BackgroundConsent"]
        .map(str::to_owned)
        .into();
    let applicant = world.applicant(BackgroundCheck::Cleared).await;
    let form = world.signed(EMPLOYEE_PACKET, applicant.as_str()).await;
    let yes = json!({"checkedItems": ["yes"]});
    world
        .fill(&form, json!({"W4": yes, "I9": yes, "DirectDeposit": yes}))
        .await;
    world.accept_all().await;
    world.run().await;
    assert_eq!(
        (world.conversions().await, world.decisions().await),
        (0, vec!["refused.paper_missing".to_owned()])
    );
    world.fill(&form, json!({"BackgroundConsent": yes})).await;
    world.complete(&form).await;
    world.accept_all().await;
    world.run().await;
    assert_eq!(world.conversions().await, 1);
}

#[tokio::test]
async fn a_client_who_is_not_won_yet_waits() {
    let world = World::start().await;
    let prospect = world.prospect().await;
    world.prospect_stands(&prospect, ProspectStatus::Won).await;
    let mut early = World::start().await;
    early.maps.rules[0].statuses = BTreeSet::from(["negotiating".to_owned()]);
    let other = early.prospect().await;
    early.signed(CLIENT_PACKET, other.as_str()).await;
    early.accept_all().await;
    let (_, converted) = early.run().await;
    assert_eq!((converted.waiting, converted.written), (1, 0));
    assert_eq!(early.decisions().await, ["proved", "waits.status"]);
    world.signed(CLIENT_PACKET, prospect.as_str()).await;
    world.accept_all().await;
    assert_eq!(world.run().await.1.written, 1);
}

#[tokio::test]
async fn a_form_that_was_opened_again_after_it_proved_something_converts_nobody_until_it_is_complete() {
    let world = World::start().await;
    let prospect = world.prospect().await;
    let form = world.signed(CLIENT_PACKET, prospect.as_str()).await;
    world.accept_all().await;
    world.flow().serve(10).await.unwrap();
    world
        .control("POST", &format!("goformz/forms/{form}/reopen"), json!(null))
        .await;
    let report = world.flow().convert().await.unwrap();
    assert_eq!((report.waiting, report.written), (1, 0));
    assert_eq!(world.decisions().await, ["proved", "waits.not_complete"]);
    world.complete(&form).await;
    assert_eq!(world.flow().convert().await.unwrap().written, 1);
}

#[tokio::test]
async fn somebody_is_named_by_an_id_and_never_by_a_name() {
    let mut world = World::start().await;
    world.prospect().await;
    for who in ["Alpha Testclient", "nobody"] {
        world.signed(CLIENT_PACKET, who).await;
    }
    world.accept_all().await;
    world.run().await;
    let mut decisions = world.decisions().await;
    decisions.sort();
    assert_eq!(decisions, ["refused.nobody_named", "refused.unknown_person"]);
    world.maps.rules[0].named_by = NamedBy::ExternalId;
    world.signed(CLIENT_PACKET, "deal-404").await;
    world.accept_all().await;
    world.run().await;
    assert_eq!(world.conversions().await, 0);
}

#[tokio::test]
async fn a_service_that_fails_decides_nothing_and_the_form_stays_marked() {
    let world = World::start().await;
    let prospect = world.prospect().await;
    world.signed(CLIENT_PACKET, prospect.as_str()).await;
    world.accept_all().await;
    for action in [
        json!({"kind": "status", "status": 503}),
        json!({"kind": "html"}),
        json!({"kind": "truncate", "how": "content_length"}),
    ] {
        world.fault("GET", "/v2/formz", 1, action).await;
        let report = world.flow().serve(10).await.unwrap();
        assert_eq!((report.failed.len(), report.written), (1, 0), "{report:?}");
    }
    assert!(world.decisions().await.is_empty());
    assert_eq!(world.run().await.1.written, 1);
}
