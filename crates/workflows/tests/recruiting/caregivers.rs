use careweave_types::{CaregiverStatus, Certification};
use careweave_wellsky_client::{Api, CaregiverFilter, CaregiverPatch, Patch};
use careweave_workflows::recruiting::LeadUpdate;
use serde_json::json;

use crate::crm::told;
use crate::world::{CONNECTION, World, stores};

#[tokio::test]
async fn who_is_hired_brings_what_they_can_and_when() {
    let (stores, _folder) = stores("hired").await;
    for store in stores {
        let world = World::over(store).await;
        world.outbound().await;
        let caregiver = world.hire("l-1").await;
        let hired = LeadUpdate::Hired {
            caregiver: caregiver.clone(),
        };
        assert_eq!(told(&world.crm), [hired]);
        assert_eq!(world.outbound().await.failed.len(), 0);
        let (found, lead) = (world.caregiver(&caregiver).await, world.crm.get("l-1"));
        assert_eq!(
            (&found.skills, &found.availability, &found.certifications),
            (&lead.skills, &lead.availability, &lead.certifications)
        );
        let made = world.writes().await;
        for _ in 0..2 {
            assert_eq!(
                (world.outbound().await.written, world.inbound().await.written),
                (0, 0)
            );
        }
        assert_eq!(world.flow().outbound_whole().await.unwrap().unchanged, 1);
        assert_eq!(world.writes().await, made);
        world
            .crm
            .edit("l-1", |lead| lead.skills.push("cooking".to_owned()));
        assert_eq!(world.outbound().await.written, 1);
        assert_eq!(world.caregiver(&caregiver).await.skills, ["cooking", "lifting"]);
        assert_eq!(world.inbound().await.written, 0, "its own echo");
    }
}

#[tokio::test]
async fn what_the_office_added_there_is_not_taken_away_by_another_change_here() {
    let world = World::start().await;
    world.outbound().await;
    let caregiver = world.hire("l-1").await;
    let patch = CaregiverPatch {
        certifications: Patch::Set(vec![Certification::Cna, Certification::Hha]),
        ..CaregiverPatch::default()
    };
    world.edit_caregiver(&caregiver, patch).await;
    world
        .crm
        .edit("l-1", |lead| lead.skills.push("cooking".to_owned()));
    world.outbound().await;
    let found = world.caregiver(&caregiver).await;
    assert_eq!(found.skills, ["cooking", "lifting"]);
    assert_eq!(found.certifications, [Certification::Cna, Certification::Hha]);
    assert_eq!(world.crm.get("l-1").certifications, found.certifications);
}

#[tokio::test]
async fn a_week_that_both_sides_changed_waits_for_a_person() {
    let world = World::start().await;
    world.outbound().await;
    let caregiver = world.hire("l-1").await;
    let week = |day: &str| {
        serde_json::from_value::<Vec<_>>(json!([{"day": day, "start": "09:00", "end": "12:00"}])).unwrap()
    };
    let patch = CaregiverPatch {
        availability: Patch::Set(week("friday")),
        ..CaregiverPatch::default()
    };
    world.edit_caregiver(&caregiver, patch).await;
    world.crm.edit("l-1", |lead| lead.availability = week("sunday"));
    let report = world.outbound().await;
    assert_eq!((report.conflicts, report.written), (1, 0), "{report:?}");
    assert_eq!(world.caregiver(&caregiver).await.availability, week("friday"));
    assert_eq!(world.crm.get("l-1").availability, week("sunday"));
}

#[tokio::test]
async fn a_week_a_rating_and_a_termination_reach_the_lead_once_each() {
    let world = World::start().await;
    world.outbound().await;
    let caregiver = world.hire("l-1").await;
    world.outbound().await;
    let before = told(&world.crm).len();
    let week: Vec<_> =
        serde_json::from_value(json!([{"day": "friday", "start": "09:00", "end": "12:00"}])).unwrap();
    let changes = [
        CaregiverPatch {
            availability: Patch::Set(week.clone()),
            ..CaregiverPatch::default()
        },
        CaregiverPatch {
            performance_rating: Patch::Set(4.5),
            ..CaregiverPatch::default()
        },
        CaregiverPatch {
            status: Patch::Set(CaregiverStatus::Terminated),
            ..CaregiverPatch::default()
        },
    ];
    for patch in changes {
        world.edit_caregiver(&caregiver, patch).await;
        assert_eq!(world.inbound().await.written, 1);
        assert_eq!(world.inbound().await.written, 0);
    }
    let told = told(&world.crm);
    let kinds: Vec<&str> = told[before..].iter().map(LeadUpdate::operation).collect();
    assert_eq!(kinds, ["leads.update", "leads.rating", "leads.terminated"]);
    let source = Some("Test Board".to_owned());
    assert_eq!(told.last(), Some(&LeadUpdate::Terminated { caregiver, source }));
    assert_eq!(world.crm.get("l-1").availability, week);
    assert_eq!(
        world.outbound().await.written,
        0,
        "what came from there does not go back"
    );
}

#[tokio::test]
async fn who_has_left_is_not_changed_any_more_and_a_caregiver_who_was_no_lead_is_left_alone() {
    let world = World::start().await;
    world.outbound().await;
    let caregiver = world.hire("l-1").await;
    let patch = CaregiverPatch {
        status: Patch::Set(CaregiverStatus::Terminated),
        ..CaregiverPatch::default()
    };
    world.edit_caregiver(&caregiver, patch.clone()).await;
    world.inbound().await;
    world.crm.edit("l-1", |lead| lead.skills.clear());
    let report = world.outbound().await;
    assert_eq!((report.written, report.waiting), (0, 1), "{report:?}");
    assert_eq!(world.caregiver(&caregiver).await.skills, ["lifting"]);
    let count = told(&world.crm).len();
    let everybody = world
        .wellsky
        .caregivers()
        .list(CaregiverFilter::default())
        .all()
        .await
        .unwrap();
    let other = everybody.iter().find(|one| one.id != caregiver).unwrap();
    world.edit_caregiver(&other.id, patch).await;
    assert_eq!(world.inbound().await.written, 0);
    assert_eq!(told(&world.crm).len(), count);
}

#[tokio::test]
async fn over_connect_who_was_hired_hears_of_it_and_nothing_is_sent_that_it_has_no_place_for() {
    let store = std::sync::Arc::new(careweave_sync_core::MemoryStore::new());
    let world = World::at(Api::Connect, store, CONNECTION).await;
    world.outbound().await;
    let caregiver = world.hire("l-1").await;
    assert_eq!(told(&world.crm), [LeadUpdate::Hired { caregiver }]);
    for report in [world.outbound().await, world.inbound().await] {
        assert_eq!((report.written, report.failed.len()), (0, 0), "{report:?}");
    }
}
