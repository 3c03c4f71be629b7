use std::sync::Arc;

use careweave_http::Clock;
use careweave_sync_core::{ConflictDecision, ConflictFilter, Level, verify_log};
use careweave_sync_sqlite::SqliteStore;
use careweave_types::{Phone, Pii, ProspectStatus};
use careweave_wellsky_client::{Api, Patch, ProspectPatch};
use careweave_workflows::flow::FlowContext;
use careweave_workflows::sales::{SalesCrm, SalesFlow};

use crate::crm::deal;
use crate::shared_store::on_postgres;
use crate::world::{CONNECTION, World};

async fn a_deal_becomes_one_prospect(world: World) {
    let report = world.outbound().await;
    assert_eq!(
        (report.read, report.written, report.failed.len()),
        (1, 1, 0),
        "{report:?}"
    );
    let prospect = world.prospect("d-1").await;
    assert_eq!(prospect.external_id.as_deref(), Some("d-1"));
    assert_eq!(prospect.first_name.expose(), "Alpha");
    assert_eq!(prospect.last_name.expose(), "Testclient");
    assert_eq!(prospect.status, ProspectStatus::New);
    world.forget_journal().await;
    for _ in 0..2 {
        let again = world.outbound().await;
        assert_eq!(
            (again.written, again.planned.len(), again.failed.len()),
            (0, 0, 0),
            "{again:?}"
        );
    }
    assert_eq!(world.calls().await, Vec::<serde_json::Value>::new());
    let whole = world.flow().outbound_whole().await.unwrap();
    assert_eq!((whole.read, whole.unchanged), (1, 1));
    let heard = world.inbound().await;
    assert_eq!(
        (heard.written, heard.failed.len()),
        (0, 0),
        "its own echo: {heard:?}"
    );
    assert_eq!(world.writes().await, Vec::<serde_json::Value>::new());
    assert!(
        verify_log(&*world.store, CONNECTION, None, &[])
            .await
            .unwrap()
            .entries
            > 0
    );
}

#[tokio::test]
async fn a_new_deal_becomes_one_prospect_and_a_second_run_asks_nothing() {
    let world = World::start().await;
    a_deal_becomes_one_prospect(world).await;
}

#[tokio::test]
async fn a_new_deal_becomes_one_prospect_with_a_file_as_store() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path().join("sales.db")).await.unwrap();
    a_deal_becomes_one_prospect(World::over(Api::Rest, Arc::new(store)).await).await;
}

#[tokio::test]
async fn a_new_deal_becomes_one_prospect_on_postgres() {
    if let Some(store) = on_postgres("sales").await {
        a_deal_becomes_one_prospect(World::over(Api::Rest, Arc::new(store)).await).await;
    }
}

#[tokio::test]
async fn a_new_deal_becomes_one_prospect_over_connect() {
    a_deal_becomes_one_prospect(
        World::over(Api::Connect, Arc::new(careweave_sync_core::MemoryStore::new())).await,
    )
    .await;
}

#[tokio::test]
async fn the_referral_source_the_hours_and_the_notes_arrive() {
    let world = World::start().await;
    world.outbound().await;
    let prospect = world.prospect("d-1").await;
    assert_eq!(prospect.referral_source.as_deref(), Some("Test Hospital"));
    assert_eq!(prospect.estimated_hours_per_week, Some(20));
    assert_eq!(prospect.notes.unwrap().expose(), "prefers mornings");
}

#[tokio::test]
async fn a_change_of_the_notes_says_nothing_about_the_status() {
    let world = World::start().await;
    world.outbound().await;
    world.forget_journal().await;
    world
        .crm
        .edit("d-1", |deal| deal.notes = Some(Pii::from("prefers evenings")));
    assert_eq!(world.outbound().await.written, 1);
    let writes = world.writes().await;
    assert_eq!(writes.len(), 1);
    let named: Vec<&String> = writes[0]["body"].as_object().unwrap().keys().collect();
    assert_eq!(named, ["notes"]);
}

#[tokio::test]
async fn a_stage_moves_the_status_and_an_illegal_move_is_refused_by_name() {
    let world = World::start().await;
    world.outbound().await;
    world
        .crm
        .edit("d-1", |deal| deal.stage = "proposal_sent".to_owned());
    assert_eq!(world.outbound().await.written, 1);
    assert_eq!(world.prospect("d-1").await.status, ProspectStatus::ProposalSent);

    world.forget_journal().await;
    world.crm.edit("d-1", |deal| deal.stage = "contacted".to_owned());
    let report = world.outbound().await;
    assert_eq!(report.failed.len(), 1);
    let failure = &report.failed[0];
    assert_eq!(
        (failure.reference.as_str(), failure.kind, failure.field.as_deref()),
        ("deal/d-1", "rejected", Some("status"))
    );
    assert!(world.writes().await.is_empty());
    assert_eq!(world.prospect("d-1").await.status, ProspectStatus::ProposalSent);

    world.crm.edit("d-1", |deal| deal.stage = "Demo day".to_owned());
    let report = world.outbound().await;
    assert_eq!(
        (report.failed[0].kind, report.failed[0].field.as_deref()),
        ("invalid_input", Some("stage"))
    );
    assert!(world.writes().await.is_empty());
}

#[tokio::test]
async fn a_name_that_cannot_be_split_goes_whole_and_says_so() {
    let world = World::start().await;
    world
        .crm
        .edit("d-1", |deal| deal.name = "Testclient, Alpha".into());
    let report = world.outbound().await;
    assert_eq!(report.planned[0].reason, "name_kept_whole");
    assert_eq!(
        world.prospect("d-1").await.last_name.expose(),
        "Testclient, Alpha"
    );
    assert_eq!(world.inbound().await.written, 0);
    assert_eq!(world.crm.get("d-1").name.expose(), "Testclient, Alpha");
}

#[tokio::test]
async fn what_both_sides_changed_waits_for_a_person_and_is_then_carried_out() {
    let world = World::start().await;
    world.outbound().await;
    let there = Phone::parse("3035550111").unwrap();
    world
        .edit_there(
            "d-1",
            ProspectPatch {
                phone: there.clone().into(),
                ..ProspectPatch::default()
            },
        )
        .await;
    let here = Phone::parse("3035550122").unwrap();
    world.crm.edit("d-1", |deal| deal.phone = here.clone());
    world.forget_journal().await;
    for _ in 0..2 {
        let report = world.outbound().await;
        assert_eq!((report.conflicts, report.written), (1, 0), "{report:?}");
        assert_eq!(world.inbound().await.written, 0);
    }
    assert!(world.writes().await.is_empty(), "nobody's number was overwritten");
    assert_eq!(world.crm.get("d-1").phone, here);

    let open = world
        .store
        .conflicts(&ConflictFilter::open(CONNECTION))
        .await
        .unwrap();
    assert_eq!(open.len(), 1, "one conflict however many runs find it");
    assert_eq!(open[0].key.field, "phone");
    let now = world.clock.now();
    world
        .store
        .resolve_conflict(
            open[0].number,
            &ConflictDecision::Local,
            "user-1",
            "asked_the_family",
            now,
        )
        .await
        .unwrap();
    assert_eq!(world.outbound().await.written, 1);
    assert_eq!(world.prospect("d-1").await.phone.valid(), Some(&here));
    assert_eq!(
        world.outbound().await.unchanged + world.outbound().await.read,
        0,
        "nothing is left"
    );
}

#[tokio::test]
async fn a_dry_run_lists_the_same_changes_and_writes_nothing() {
    let world = World::start().await;
    world.crm.put(deal("d-2", world.clock.now()));
    let dry = world.flow_of(true).outbound().await.unwrap();
    assert_eq!((dry.planned.len(), dry.written), (2, 0));
    assert!(world.writes().await.is_empty());
    assert_eq!(world.store.audit_head(CONNECTION).await.unwrap().seq, 0);
    let real = world.outbound().await;
    assert_eq!(real.planned, dry.planned);
    world.crm.edit("d-2", |deal| deal.stage = "contacted".to_owned());
    let dry = world.flow_of(true).outbound().await.unwrap();
    let real = world.outbound().await;
    assert_eq!(real.planned, dry.planned);
    assert_eq!(
        (real.planned.len(), real.planned[0].field.as_str()),
        (1, "status")
    );
}

#[tokio::test]
async fn a_gate_refuses_by_name_and_what_it_held_back_goes_out_once_it_is_raised() {
    let world = World::start().await;
    world.level(Level::ReadOnly).await;
    let report = world.outbound().await;
    assert_eq!(
        (report.written, report.planned.len(), report.gated.len()),
        (0, 1, 1)
    );
    assert_eq!(
        (report.gated[0].operation.as_str(), report.gated[0].level.as_str()),
        ("prospects.create", "read_only")
    );
    assert!(world.writes().await.is_empty());
    world.level(Level::Off).await;
    let report = world.outbound().await;
    assert_eq!((report.read, report.gated.len()), (0, 1));
    world.level(Level::Outbound).await;
    assert_eq!(world.outbound().await.written, 1);
}

#[tokio::test]
async fn calls_grow_with_the_deals_that_changed_and_with_nothing_else() {
    let world = World::start().await;
    let mut calls = Vec::new();
    let soak = std::env::var_os("CAREWEAVE_SOAK").is_some_and(|value| value == "1");
    let by = if soak { 166 } else { 1 };
    for (deals, changed) in [(30 * by, 5), (60 * by, 5), (60 * by, 50)] {
        for number in 1..=deals {
            let id = format!("d-{number}");
            if world
                .store
                .reference(&careweave_sync_core::ExternalRef::new(
                    CONNECTION,
                    "sales.deal",
                    id.as_str(),
                ))
                .await
                .unwrap()
                .is_none()
            {
                world.crm.put(deal(&id, world.clock.now()));
            }
        }
        assert!(world.outbound().await.failed.is_empty());
        for number in 1..=changed {
            world.crm.edit(&format!("d-{number}"), |deal| {
                deal.notes = Some(Pii::from(format!("note {deals} {changed}")));
            });
        }
        world.forget_journal().await;
        assert_eq!(world.flow().outbound_whole().await.unwrap().written, changed);
        calls.push(world.calls().await.len() as u64);
    }
    // The prospect is read, changed and read back.
    assert_eq!(calls, [15, 15, 150]);
}

#[tokio::test]
async fn maps_that_contradict_themselves_start_no_flow() {
    let mut world = World::start().await;
    world.maps.unsplit_first_name.clear();
    let context = FlowContext::new(
        Arc::clone(&world.store),
        Arc::clone(&world.clock) as Arc<dyn Clock>,
        CONNECTION,
        "worker-1",
    );
    let crm = Arc::clone(&world.crm) as Arc<dyn SalesCrm>;
    let flow = SalesFlow::new(context.unwrap(), world.wellsky.clone(), crm, world.maps.clone());
    assert_eq!(flow.unwrap_err().get("field"), Some("unsplit_first_name"));
}

#[tokio::test]
async fn a_third_value_that_a_person_chose_reaches_both_sides() {
    let world = World::start().await;
    world.outbound().await;
    let there = Patch::Set(Pii::from("there@example.invalid"));
    world
        .edit_there(
            "d-1",
            ProspectPatch {
                email: there,
                ..ProspectPatch::default()
            },
        )
        .await;
    world
        .crm
        .edit("d-1", |deal| deal.email = Some(Pii::from("here@example.invalid")));
    assert_eq!(world.outbound().await.conflicts, 1);
    let open = world
        .store
        .conflicts(&ConflictFilter::open(CONNECTION))
        .await
        .unwrap();
    let third = ConflictDecision::Value(Pii::from("\"both@example.invalid\""));
    let now = world.clock.now();
    world
        .store
        .resolve_conflict(open[0].number, &third, "user-1", "asked_the_family", now)
        .await
        .unwrap();
    assert_eq!(world.outbound().await.written, 2);
    let (here, there) = (world.crm.get("d-1").email, world.prospect("d-1").await.email);
    assert_eq!(here.unwrap().expose(), "both@example.invalid");
    assert_eq!(there.unwrap().expose(), "both@example.invalid");
    assert_eq!(world.outbound().await.written + world.inbound().await.written, 0);
}

#[tokio::test]
async fn no_report_and_no_error_names_a_person() {
    let world = World::start().await;
    world.outbound().await;
    world.crm.edit("d-1", |deal| {
        deal.notes = Some(Pii::from("secretive"));
        deal.stage = "Demo day".to_owned();
    });
    let failed = world.outbound().await;
    world.crm.edit("d-1", |deal| deal.stage = "lost".to_owned());
    let written = world.outbound().await;
    assert_eq!((failed.failed.len(), written.written), (1, 1));
    let shown = format!(
        "{failed:?}{written:?}{:?}{}",
        world.flow(),
        serde_json::to_string(&written).unwrap()
    );
    for word in [
        "Alpha",
        "Testclient",
        "alpha@",
        "3035550100",
        "secretive",
        "Test Street",
    ] {
        assert!(!shown.contains(word), "{word}");
    }
}
