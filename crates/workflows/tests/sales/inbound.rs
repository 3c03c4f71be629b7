use careweave_sync_core::Level;
use careweave_types::{ClientId, ClientStatus, IdempotencyKey, Pii, ProspectStatus};
use careweave_wellsky_client::{ClientPatch, Patch, ProspectPatch};
use careweave_workflows::flow::Carried;
use careweave_workflows::sales::{DealUpdate, FamilyActivity};
use serde_json::json;

use crate::conversion::converted;
use crate::crm::told;
use crate::world::World;

#[tokio::test]
async fn what_changed_in_wellsky_alone_is_applied_to_the_deal_once() {
    let world = World::start().await;
    world.outbound().await;
    let patch = ProspectPatch {
        email: Patch::Set(Pii::from("beta@example.invalid")),
        status: Patch::Set(ProspectStatus::Contacted),
        ..ProspectPatch::default()
    };
    world.edit_there("d-1", patch).await;
    world.forget_journal().await;
    let report = world.inbound().await;
    assert_eq!(
        (report.written, report.planned.len(), report.failed.len()),
        (1, 2, 0),
        "{report:?}"
    );
    let deal = world.crm.get("d-1");
    assert_eq!(deal.email.unwrap().expose(), "beta@example.invalid");
    assert_eq!(deal.stage, "contacted");
    for _ in 0..2 {
        assert_eq!(world.inbound().await.written, 0);
        assert_eq!(world.outbound().await.written, 0);
    }
    assert!(world.writes().await.is_empty());
    assert_eq!(told(&world.crm).len(), 1);
}

#[tokio::test]
async fn nothing_is_applied_where_only_sending_is_allowed() {
    let world = World::start().await;
    world.outbound().await;
    world.level(Level::Outbound).await;
    world
        .edit_there(
            "d-1",
            ProspectPatch {
                status: Patch::Set(ProspectStatus::Lost),
                ..ProspectPatch::default()
            },
        )
        .await;
    let report = world.inbound().await;
    assert_eq!((report.written, report.gated.len()), (0, 1));
    assert_eq!(world.crm.get("d-1").stage, "new");
    world.level(Level::TwoWay).await;
    assert_eq!(world.inbound().await.written, 1, "it was not forgotten");
    assert_eq!(world.crm.get("d-1").stage, "lost");
}

async fn becomes(world: &World, client: &ClientId, status: ClientStatus) {
    let patch = ClientPatch {
        status: Patch::Set(status),
        ..ClientPatch::default()
    };
    let key = IdempotencyKey::new("test/status").unwrap();
    world
        .wellsky
        .clients()
        .update(client, &patch, &key)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_client_active_on_hold_and_discharged_is_told_to_the_deal_once_each() {
    let (world, client) = converted().await;
    for status in [
        ClientStatus::Active,
        ClientStatus::OnHold,
        ClientStatus::Active,
        ClientStatus::Discharged,
    ] {
        becomes(&world, &client, status).await;
        assert_eq!(world.inbound().await.written, 1);
        assert_eq!(world.inbound().await.written, 0);
    }
    let kinds: Vec<&str> = told(&world.crm).iter().map(DealUpdate::operation).collect();
    assert_eq!(
        kinds,
        [
            "deals.client_active",
            "deals.retention_task",
            "deals.client_active",
            "deals.discharged"
        ]
    );
}

#[tokio::test]
async fn a_lost_answer_of_the_crm_tells_nothing_twice() {
    let (world, client) = converted().await;
    becomes(&world, &client, ClientStatus::OnHold).await;
    world.crm.lose_next();
    world.inbound().await;
    world.wait(120);
    world.inbound().await;
    assert_eq!(told(&world.crm).len(), 1);
    assert_eq!(world.inbound().await.planned.len(), 0);
}

#[tokio::test]
async fn what_a_family_did_is_one_note_however_often_it_is_said() {
    let (world, client) = converted().await;
    let activity = FamilyActivity {
        id: "login-1".to_owned(),
        client,
        text: Pii::from("asked for a call"),
    };
    assert!(matches!(
        world.flow().family_activity(&activity).await.unwrap(),
        Carried::Written { .. }
    ));
    assert!(matches!(
        world.flow().family_activity(&activity).await.unwrap(),
        Carried::Already { .. }
    ));
    assert_eq!(
        told(&world.crm),
        [DealUpdate::Note {
            text: Pii::from("asked for a call")
        }]
    );
    let stranger = FamilyActivity {
        client: ClientId::new("nobody").unwrap(),
        ..activity
    };
    assert_eq!(
        world
            .flow()
            .family_activity(&stranger)
            .await
            .unwrap_err()
            .kind()
            .code(),
        "not_found"
    );
}

#[tokio::test]
async fn a_reading_that_fails_changes_nobody() {
    let (world, client) = converted().await;
    becomes(&world, &client, ClientStatus::Discharged).await;
    world.edit_there_email("gamma@example.invalid").await;
    world
        .fault("GET", "/clients", 1, json!({"kind": "status", "status": 500}))
        .await;
    assert!(world.flow().inbound().await.is_err());
    assert!(told(&world.crm).is_empty());
    world.inbound().await;
    assert_eq!(told(&world.crm).len(), 2, "both are there at the next run");
}

impl World {
    async fn edit_there_email(&self, email: &str) {
        let patch = ProspectPatch {
            email: Patch::Set(Pii::from(email)),
            ..ProspectPatch::default()
        };
        self.edit_there("d-1", patch).await;
    }
}
