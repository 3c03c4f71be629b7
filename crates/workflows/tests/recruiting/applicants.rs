use careweave_types::{ApplicantStatus, BackgroundCheck, Certification, Pii};
use careweave_wellsky_client::{Api, ApplicantPatch, Patch};

use crate::world::{CONNECTION, World, stores};

#[tokio::test]
async fn a_lead_becomes_one_applicant_on_every_store_and_a_second_run_writes_nothing() {
    let (stores, _folder) = stores("one").await;
    for store in stores {
        let world = World::over(store).await;
        let report = world.outbound().await;
        assert_eq!(
            (report.read, report.written, report.failed.len()),
            (1, 1, 0),
            "{report:?}"
        );
        let applicant = world.applicant("l-1").await;
        assert_eq!(applicant.first_name.expose(), "Beta");
        assert_eq!(applicant.status, ApplicantStatus::New);
        assert_eq!(applicant.source.as_deref(), Some("Test Board"));
        assert_eq!(applicant.certifications, [Certification::Cna]);
        let made = world.writes().await;
        for _ in 0..2 {
            assert_eq!(
                (world.outbound().await.written, world.inbound().await.written),
                (0, 0)
            );
        }
        assert_eq!(world.flow().outbound_whole().await.unwrap().unchanged, 1);
        assert_eq!(world.writes().await, made);
    }
}

#[tokio::test]
async fn stages_move_statuses_and_back_and_an_illegal_move_is_refused_by_name() {
    let world = World::start().await;
    world.outbound().await;
    world
        .crm
        .edit("l-1", |lead| lead.stage = "phone_interview".to_owned());
    assert_eq!(world.outbound().await.written, 1);
    assert_eq!(
        world.applicant("l-1").await.status,
        ApplicantStatus::PhoneInterview
    );
    let patch = ApplicantPatch {
        status: Patch::Set(ApplicantStatus::BackgroundCheck),
        background_check_status: Patch::Set(BackgroundCheck::Pending),
        ..ApplicantPatch::default()
    };
    world.edit_there("l-1", patch).await;
    assert_eq!(world.inbound().await.written, 1);
    let lead = world.crm.get("l-1");
    assert_eq!(
        (lead.stage.as_str(), lead.background_check),
        ("background_check", Some(BackgroundCheck::Pending))
    );
    world.crm.edit("l-1", |lead| lead.stage = "screening".to_owned());
    let report = world.outbound().await;
    assert_eq!(
        (report.failed[0].kind, report.failed[0].field.as_deref()),
        ("rejected", Some("status"))
    );
    assert_eq!(
        world.applicant("l-1").await.status,
        ApplicantStatus::BackgroundCheck
    );
}

#[tokio::test]
async fn what_both_sides_changed_waits_for_a_person() {
    let world = World::start().await;
    world.outbound().await;
    let patch = ApplicantPatch {
        email: Patch::Set(Pii::from("there@example.invalid")),
        ..ApplicantPatch::default()
    };
    world.edit_there("l-1", patch).await;
    world
        .crm
        .edit("l-1", |lead| lead.email = Some(Pii::from("here@example.invalid")));
    let report = world.outbound().await;
    assert_eq!((report.conflicts, report.written), (1, 0));
    assert_eq!(
        world.crm.get("l-1").email.unwrap().expose(),
        "here@example.invalid"
    );
}

#[tokio::test]
async fn every_field_of_the_map_reaches_the_applicant_and_one_change_names_one_field() {
    let world = World::start().await;
    world.outbound().await;
    let (lead, applicant) = (world.crm.get("l-1"), world.applicant("l-1").await);
    assert_eq!(applicant.external_id.as_deref(), Some("l-1"));
    assert_eq!(
        (
            applicant.first_name.expose().as_str(),
            applicant.last_name.expose().as_str()
        ),
        ("Beta", "Testworker")
    );
    assert_eq!(applicant.email, lead.email);
    assert_eq!(applicant.phone.valid(), Some(&lead.phone));
    assert_eq!(
        (applicant.source, applicant.position),
        (lead.source, lead.position)
    );
    // The office moves them on there, and here only the position is corrected.
    let patch = ApplicantPatch {
        status: Patch::Set(ApplicantStatus::Screening),
        ..ApplicantPatch::default()
    };
    world.edit_there("l-1", patch).await;
    world
        .crm
        .edit("l-1", |lead| lead.position = Some("Night caregiver".to_owned()));
    assert_eq!(world.outbound().await.written, 2, "one there, and the stage here");
    let applicant = world.applicant("l-1").await;
    assert_eq!(applicant.position.as_deref(), Some("Night caregiver"));
    assert_eq!(
        applicant.status,
        ApplicantStatus::Screening,
        "the status was not taken back"
    );
    assert_eq!(world.crm.get("l-1").stage, "screening");
}

#[tokio::test]
async fn a_dry_run_shows_what_a_real_one_does_and_writes_nothing() {
    let world = World::start().await;
    let dry = world.flow_by("worker-1", true).outbound().await.unwrap();
    assert_eq!((dry.planned.len(), dry.written, world.writes().await), (1, 0, 0));
    let real = world.outbound().await;
    assert_eq!(dry.planned, real.planned);
    world.crm.edit("l-1", |lead| lead.stage = "screening".to_owned());
    let dry = world.flow_by("worker-1", true).outbound().await.unwrap();
    let made = world.writes().await;
    assert_eq!(world.outbound().await.planned, dry.planned);
    assert_eq!((dry.planned.len(), world.writes().await), (1, made + 1));
}

#[tokio::test]
async fn over_connect_what_it_has_no_place_for_stays_in_the_crm() {
    let world = World::at(
        Api::Connect,
        std::sync::Arc::new(careweave_sync_core::MemoryStore::new()),
        CONNECTION,
    )
    .await;
    let report = world.outbound().await;
    assert_eq!((report.written, report.failed.len()), (1, 0), "{report:?}");
    let applicant = world.applicant("l-1").await;
    assert_eq!(applicant.email, world.crm.get("l-1").email);
    assert!(applicant.source.is_none() && applicant.certifications.is_empty());
    world
        .crm
        .edit("l-1", |lead| lead.skills.push("cooking".to_owned()));
    assert_eq!(world.outbound().await.unchanged, 1);
}
