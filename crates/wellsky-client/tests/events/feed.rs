//! Records fetched back.

use std::sync::Arc;

use async_trait::async_trait;
use careweave_wellsky_client::connect::{
    DocumentOwner, NewAdminTask, NewDocument, NewReferralSource, NewRelatedPerson, Requester,
};
use careweave_wellsky_client::events::{
    Change, ChangeSink, Feed, HintStore, MemoryHints, Record, RecordKind,
};
use careweave_wellsky_client::{
    Api, ClientId, ErrorKind, Pii, ProspectFilter, Result, Scope, ShiftFilter, TimeWindow,
};
use chrono::TimeDelta;
use serde_json::json;

use crate::agency::{Agency, View, key, over};

fn record(kind: RecordKind, id: &str) -> Record {
    Record::new(kind, id).unwrap()
}

async fn feed(agency: &Agency) -> (Feed, Arc<MemoryHints>) {
    let hints = Arc::new(MemoryHints::new());
    (Feed::new(&agency.wellsky, hints.clone()).unwrap(), hints)
}

#[tokio::test]
async fn each_type_is_fetched_as_what_it_is() {
    let agency = Agency::start().await;
    let (feed, _) = feed(&agency).await;
    let connect = agency.connect();
    let now = agency.sandbox.ready().now;
    let client = ClientId::new("500001").unwrap();
    let task = NewAdminTask {
        description: "Call back".into(),
        requester: Requester::Client(client.clone()),
        owners: Vec::new(),
        execution_date: None,
        due: None,
    };
    let task = connect.admin_tasks().create(&task, &key("t")).await.unwrap();
    let source = NewReferralSource {
        name: "Sample Hospital".to_owned(),
        type_id: Some(14),
    };
    let source = connect
        .referral_sources()
        .create(&source, &key("r"))
        .await
        .unwrap();
    let document = NewDocument {
        owner: DocumentOwner::Client(client.clone()),
        kind: "General".to_owned(),
        title: "plan.txt".into(),
        content_type: "text/plain".to_owned(),
        bytes: Pii::new(b"Synthetic".to_vec()),
    };
    let document = connect.documents().create(&document, &key("d")).await.unwrap();
    let person = NewRelatedPerson {
        client_id: client.clone(),
        first_name: "Charlie".into(),
        last_name: "Testkin".into(),
        relationship: Some("SON".to_owned()),
        phone: None,
        emergency_contact: true,
        primary_contact: false,
    };
    let person = connect
        .related_persons()
        .create(&person, &key("p"))
        .await
        .unwrap();
    let window = TimeWindow::new(now - TimeDelta::days(31), now + TimeDelta::days(8)).unwrap();
    let shifts = agency.wellsky.shifts().list(ShiftFilter::in_window(window));
    let shifts = shifts.all().await.unwrap();
    let clocked = shifts.iter().find(|shift| shift.actual_start.is_some()).unwrap();
    let (series, _) = clocked.id.as_str().split_once('@').unwrap();
    let visit = connect
        .encounters()
        .list(&careweave_wellsky_client::connect::EncounterFilter {
            client_id: Some(clocked.client_id.clone()),
            caregiver_id: None,
            from: window.start().date_naive(),
            to: now.date_naive(),
        })
        .all()
        .await
        .unwrap()
        .remove(0);
    let prospects = agency.wellsky.prospects().list(ProspectFilter::default());
    let prospect = prospects.all().await.unwrap().remove(0);

    for (kind, id, is) in [
        (RecordKind::Patient, "500001", "client"),
        (RecordKind::Patient, prospect.id.as_str(), "prospect"),
        (RecordKind::Practitioner, "700001", "caregiver"),
        (RecordKind::Practitioner, "400001", "applicant"),
        (RecordKind::Encounter, visit.id.as_str(), "visit"),
        (RecordKind::Appointment, series, "shift"),
        (RecordKind::Appointment, clocked.id.as_str(), "shift"),
        (RecordKind::AdminTask, task.as_str(), "task"),
        (RecordKind::ReferralSource, source.as_str(), "source"),
        (RecordKind::RelatedPerson, person.as_str(), "related person"),
        (RecordKind::DocumentReference, document.as_str(), "document"),
        (RecordKind::ProfileTag, "45", "tag"),
    ] {
        let change = feed.fetch(&record(kind.clone(), id)).await.unwrap();
        let found = match &change {
            Change::Client(_) => "client",
            Change::Prospect(_) => "prospect",
            Change::Caregiver(_) => "caregiver",
            Change::Applicant(_) => "applicant",
            Change::Visit(_) => "visit",
            Change::Shift(_) => "shift",
            Change::AdminTask(_) => "task",
            Change::ReferralSource(_) => "source",
            Change::RelatedPerson(_) => "related person",
            Change::Document(_) => "document",
            Change::ProfileTag(_) => "tag",
            other => panic!("{other:?}"),
        };
        assert_eq!(found, is, "{kind} {id}");
        assert_eq!(change.record().kind, kind);
        assert!(change.record().id.starts_with(id), "{id}: {}", change.record());
    }
    for kind in RecordKind::KNOWN {
        let nobody = record(RecordKind::from(*kind), "999999999");
        let change = feed.fetch(&nobody).await.unwrap();
        assert_eq!(change, Change::Gone(nobody), "{kind}");
    }
    let error = feed
        .fetch(&record(RecordKind::from("Spaceship"), "1"))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unsupported);
}

#[tokio::test]
async fn marks_that_fail_are_kept_and_do_not_hold_the_others_up() {
    let agency = Agency::start().await;
    let (feed, hints) = feed(&agency).await;
    let now = agency.sandbox.ready().now;
    let view = View::default();
    for id in ["500001", "500002", "500003", "999999999"] {
        hints.mark(&record(RecordKind::Patient, id), now).await.unwrap();
    }
    agency
        .fault(
            json!({"method": "GET", "path_prefix": "/v1/patients/500002", "times": 1, "action": {"kind": "html"}}),
        )
        .await;
    view.refuse(&[record(RecordKind::Patient, "500003")]);
    let drained = feed.drain(&view, now).await.unwrap();
    assert_eq!((drained.applied, drained.gone), (2, 1));
    let failed: Vec<_> = drained
        .failed
        .iter()
        .map(|failed| (failed.record.id.as_str(), failed.error.kind()))
        .collect();
    assert_eq!(
        failed,
        [("500002", ErrorKind::Server), ("500003", ErrorKind::Storage)]
    );
    let waiting = hints.waiting(1000).await.unwrap();
    let waiting: Vec<_> = waiting.iter().map(|mark| mark.record.id.as_str()).collect();
    assert_eq!(waiting, ["500002", "500003"]);
    view.refuse(&[]);
    let drained = feed.drain(&view, now).await.unwrap();
    assert_eq!((drained.applied, drained.failed.len()), (2, 0));
    assert!(hints.waiting(1000).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_hint_that_comes_while_its_record_is_fetched_has_it_fetched_again() {
    /// Hears of the record once more while it is being stored.
    struct Interrupted {
        hints: Arc<MemoryHints>,
        view: View,
        times: std::sync::atomic::AtomicU32,
    }
    #[async_trait]
    impl ChangeSink for Interrupted {
        async fn apply(&self, change: Change) -> Result<()> {
            if self.times.fetch_add(1, std::sync::atomic::Ordering::SeqCst) == 0 {
                self.hints
                    .mark(&change.record(), chrono::DateTime::UNIX_EPOCH)
                    .await?;
            }
            self.view.apply(change).await
        }
    }
    let agency = Agency::start().await;
    let (feed, hints) = feed(&agency).await;
    let now = agency.sandbox.ready().now;
    let patient = record(RecordKind::Patient, "500001");
    hints.mark(&patient, now).await.unwrap();
    let sink = Interrupted {
        hints: hints.clone(),
        view: View::default(),
        times: 0.into(),
    };
    let drained = feed.drain(&sink, now).await.unwrap();
    assert_eq!((drained.applied, drained.again), (2, 1));
    assert_eq!(sink.view.applied(), [patient.clone(), patient]);
    let fetches = agency.asked().await;
    assert_eq!(fetches.iter().filter(|line| line.contains("500001")).count(), 2);
    assert!(hints.waiting(1000).await.unwrap().is_empty());
}

#[tokio::test]
async fn refused_credentials_end_the_drain_and_keep_every_mark() {
    let agency = Agency::start().await;
    let (feed, hints) = feed(&agency).await;
    let now = agency.sandbox.ready().now;
    for id in ["500001", "500002", "500003"] {
        hints.mark(&record(RecordKind::Patient, id), now).await.unwrap();
    }
    agency
        .fault(json!({"method": "GET", "path_prefix": "/v1/patients",
                      "action": {"kind": "status", "status": 401, "body": {"error": "invalid_token"}}}))
        .await;
    let view = View::default();
    let error = feed.drain(&view, now).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthenticated);
    assert!(view.applied().is_empty());
    assert_eq!(hints.waiting(1000).await.unwrap().len(), 3);
}

#[tokio::test]
async fn a_feed_needs_connect_and_the_whole_of_it() {
    let agency = Agency::start().await;
    let hints = Arc::new(MemoryHints::new());
    let rest = over(&agency.sandbox, Api::Rest, &agency.clock);
    let refused = |wellsky| Feed::new(wellsky, hints.clone()).unwrap_err().kind();
    assert_eq!(refused(&rest), ErrorKind::Unsupported);
    assert_eq!(
        refused(&agency.wellsky.scoped(Scope::Sales)),
        ErrorKind::Forbidden
    );
    let feed = Feed::new(&agency.wellsky, hints).unwrap();
    for concurrency in [0, 65] {
        let error = feed.clone().with_concurrency(concurrency).unwrap_err();
        assert_eq!(error.get("field"), Some("concurrency"));
    }
}

#[tokio::test]
async fn what_an_event_is_about_is_not_read_from_a_cache_afterwards() {
    let agency = Agency::start().await;
    let (feed, hints) = feed(&agency).await;
    let id = ClientId::new("500001").unwrap();
    let cached = agency.wellsky.clients().cached();
    let before = cached.get(&id).await.unwrap().into_value();
    // Another program, with another client: our caches cannot know.
    let other = over(&agency.sandbox, Api::Rest, &agency.clock);
    let patch = careweave_wellsky_client::ClientPatch {
        phone: careweave_wellsky_client::Phone::parse("3035550177")
            .unwrap()
            .into(),
        ..Default::default()
    };
    let changed = other.clients().update(&id, &patch, &key("c")).await.unwrap();
    assert_ne!(changed.phone, before.phone);
    assert_eq!(
        cached.get(&id).await.unwrap().into_value().phone,
        before.phone,
        "kept"
    );
    let now = agency.sandbox.ready().now;
    hints
        .mark(&record(RecordKind::Patient, id.as_str()), now)
        .await
        .unwrap();
    feed.drain(&View::default(), now).await.unwrap();
    assert_eq!(cached.get(&id).await.unwrap().into_value().phone, changed.phone);
}
