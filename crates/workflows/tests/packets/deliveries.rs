use careweave_sync_core::{Level, verify_log};
use careweave_types::{BackgroundCheck, ErrorKind};
use serde_json::{Value, json};

use crate::world::{CLIENT_PACKET, CONNECTION, EMPLOYEE_PACKET, World, stores};

#[tokio::test]
async fn a_signed_packet_makes_one_client_on_every_store() {
    let (stores, _folder) = stores("client").await;
    for store in stores {
        let world = World::over(store).await;
        let prospect = world.prospect().await;
        world.signed(CLIENT_PACKET, prospect.as_str()).await;
        world.accept_all().await;
        let (served, converted) = world.run().await;
        assert_eq!(
            (served.read, served.written, converted.written),
            (1, 1, 1),
            "{served:?} {converted:?}"
        );
        let found = world.wellsky.prospects().get(&prospect).await.unwrap();
        assert!(found.converted_client_id.is_some());
        for _ in 0..2 {
            let (served, converted) = world.run().await;
            assert_eq!((served.read, converted.read), (0, 0));
        }
        assert_eq!(
            (world.conversions().await, world.decisions().await),
            (1, vec!["proved".to_owned()])
        );
        verify_log(&*world.store, CONNECTION, None, &[]).await.unwrap();
    }
}

#[tokio::test]
async fn a_signed_packet_makes_one_caregiver_on_every_store() {
    let (stores, _folder) = stores("caregiver").await;
    for store in stores {
        let world = World::over(store).await;
        let applicant = world.applicant(BackgroundCheck::Cleared).await;
        world.signed(EMPLOYEE_PACKET, applicant.as_str()).await;
        world.accept_all().await;
        assert_eq!(world.run().await.1.written, 1);
        let found = world.wellsky.applicants().get(&applicant).await.unwrap();
        assert!(found.converted_caregiver_id.is_some());
        assert_eq!(world.conversions().await, 1);
    }
}

#[tokio::test]
async fn forged_a_delivery_converts_nobody_and_is_written_down() {
    let world = World::start().await;
    let prospect = world.prospect().await;
    let draft = world.begun(CLIENT_PACKET, prospect.as_str()).await;
    world
        .fill(&draft, json!({"Signature": {"value": "drawing-1"}}))
        .await;
    let other = world.signed("template-visit-note", prospect.as_str()).await;
    for form in ["made-up", draft.as_str(), other.as_str()] {
        let forged = json!({"form_id": form, "template_id": CLIENT_PACKET});
        world.control("POST", "goformz/deliveries", forged).await;
    }
    world.accept_all().await;
    let (served, converted) = world.run().await;
    assert_eq!(
        (served.written, served.failed.len(), converted.read),
        (0, 0, 0),
        "{served:?}"
    );
    let mut decisions = world.decisions().await;
    decisions.sort();
    assert_eq!(
        decisions,
        [
            "refused.not_complete",
            "refused.template_not_allowed",
            "refused.unknown_form"
        ]
    );
    let entries = world.store.audit_entries(CONNECTION, 0, 100).await.unwrap();
    assert!(
        entries
            .iter()
            .all(|entry| !entry.written.subject.contains("made-up"))
    );
    assert_eq!(world.conversions().await, 0);
}

#[tokio::test]
async fn what_is_no_delivery_or_says_something_else_marks_nothing() {
    let world = World::start().await;
    let error = world.flow().accept(b"Secretive Person").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    let opened = json!({"EventType": "form.opened", "EntityId": CLIENT_PACKET, "Item": {"Id": "form-1"}});
    assert!(!world.flow().accept(opened.to_string().as_bytes()).await.unwrap());
    assert_eq!(world.run().await.0.read, 0);
}

#[tokio::test]
async fn duplicate_deliveries_convert_once() {
    let (stores, _folder) = stores("duplicate").await;
    for store in stores {
        let world = World::over(store).await;
        let prospect = world.prospect().await;
        let plan = json!({"seed": 1, "duplicate_percent": 100});
        world.control("POST", "webhooks", plan).await;
        world.signed(CLIENT_PACKET, prospect.as_str()).await;
        assert_eq!(world.deliveries().await.len(), 2);
        for _ in 0..3 {
            world.accept_all().await;
            world.run().await;
        }
        assert_eq!(world.conversions().await, 1);
        assert_eq!(
            world.decisions().await,
            ["proved", "proved_before", "proved_before"]
        );
    }
}

#[tokio::test]
async fn reordered_deliveries_end_as_those_in_order_do() {
    for reversed in [false, true] {
        let world = World::start().await;
        let prospect = world.prospect().await;
        let applicant = world.applicant(BackgroundCheck::Cleared).await;
        world.signed(CLIENT_PACKET, prospect.as_str()).await;
        let hired = world.signed(EMPLOYEE_PACKET, applicant.as_str()).await;
        world.complete(&hired).await;
        let mut deliveries = world.deliveries().await;
        if reversed {
            deliveries.reverse();
        }
        for body in deliveries {
            world.flow().accept(&body).await.unwrap();
            world.run().await;
        }
        assert_eq!(world.conversions().await, 2);
    }
}

#[tokio::test]
async fn recompleted_a_form_converts_nobody_again() {
    let (stores, _folder) = stores("recompleted").await;
    for store in stores {
        let world = World::over(store).await;
        let prospect = world.prospect().await;
        let form = world.signed(CLIENT_PACKET, prospect.as_str()).await;
        world.accept_all().await;
        world.run().await;
        world.fill(&form, json!({"Notes": {"text": "corrected"}})).await;
        world.complete(&form).await;
        let last: Value = serde_json::from_slice(world.deliveries().await.last().unwrap()).unwrap();
        assert_eq!(last["Item"]["Recompleted"], true);
        world.accept_all().await;
        let (served, converted) = world.run().await;
        assert_eq!(
            (served.already, converted.read, world.conversions().await),
            (1, 0, 1)
        );
    }
}

#[tokio::test]
async fn recompleted_for_somebody_else_a_form_counts_for_nobody_else() {
    let world = World::start().await;
    let first = world.prospect().await;
    let form = world.signed(CLIENT_PACKET, first.as_str()).await;
    world.accept_all().await;
    world.run().await;
    let second = world.prospect().await;
    world
        .fill(&form, json!({"CareweaveId": {"text": second.as_str()}}))
        .await;
    world.complete(&form).await;
    world.accept_all().await;
    world.run().await;
    assert_eq!(world.conversions().await, 1);
    assert_eq!(world.decisions().await, ["proved", "refused.counted_for_another"]);
}

#[tokio::test]
async fn two_packets_of_one_person_convert_once() {
    let world = World::start().await;
    let prospect = world.prospect().await;
    world.signed(CLIENT_PACKET, prospect.as_str()).await;
    world.signed(CLIENT_PACKET, prospect.as_str()).await;
    world.accept_all().await;
    world.run().await;
    assert_eq!(world.conversions().await, 1);
    assert_eq!(world.decisions().await, ["proved", "refused.another_form_counts"]);
}

#[tokio::test]
async fn a_dry_run_and_a_gate_that_only_reads_show_what_they_would_do_and_do_nothing() {
    let world = World::start().await;
    let prospect = world.prospect().await;
    world.signed(CLIENT_PACKET, prospect.as_str()).await;
    world.accept_all().await;
    let dry = world.flow().within(|context| context.dry_run(true));
    let planned = dry.serve(10).await.unwrap().planned;
    assert_eq!(planned.len(), 1);
    assert!(world.decisions().await.is_empty());
    assert_eq!(world.flow().serve(10).await.unwrap().planned, planned);
    world.level(Level::ReadOnly).await;
    let held = world.flow().convert().await.unwrap();
    assert_eq!(
        (held.planned.len(), held.gated.len(), world.conversions().await),
        (1, 1, 0)
    );
    world.level(Level::Off).await;
    assert_eq!(world.flow().convert().await.unwrap().gated.len(), 1);
    world.level(Level::TwoWay).await;
    assert_eq!(world.flow().convert().await.unwrap().written, 1);
}
