//! End to end over sockets: deliveries that come twice, late or never, and the poll that finds the rest.

use std::collections::BTreeSet;
use std::sync::Arc;

use careweave_http::{Clock as _, RecordedSleep};
use careweave_wellsky_client::connect::{Criteria, Patient};
use careweave_wellsky_client::events::{
    Change, EventReceiver, Feed, HintStore, MemoryHints, MemorySnapshots, PollPolicy, Poller, Record,
    RecordKind,
};
use careweave_wellsky_client::{ClientId, ClientPatch, NewProspect, Phone, ProspectPatch, ProspectStatus};
use serde_json::{Value, json};

use crate::agency::{Agency, Hook, SECRET, View, desired, key};

const CHANGES: usize = 200;

/// The view of people, as the vendor has them now.
async fn vendors_view(agency: &Agency) -> Vec<Patient> {
    let mut all = agency.connect().patients().list(None).all().await.unwrap();
    all.sort_by(|a, b| a.id.cmp(&b.id));
    all
}

fn ours(view: &View) -> Vec<Patient> {
    let records = view.records.lock().unwrap();
    let mut all: Vec<Patient> = records
        .values()
        .filter_map(|change| match change {
            Change::Client(patient) | Change::Prospect(patient) => Some((**patient).clone()),
            _ => None,
        })
        .collect();
    all.sort_by(|a, b| a.id.cmp(&b.id));
    all
}

/// Changes the agency's people, each change something that an event tells of.
async fn change_people(agency: &Agency) {
    let clients = agency.wellsky.clients();
    let prospects = agency.wellsky.prospects();
    let number = |n: usize| Phone::parse(&format!("30355501{:02}", n % 100)).unwrap();
    let mut created = Vec::new();
    for n in 0..CHANGES {
        let step = key(&format!("change/{n}"));
        match n % 4 {
            0 => {
                let new = NewProspect::new("Alpha", format!("Testprospect{n}").as_str(), number(n));
                created.push(prospects.create(&new, &step).await.unwrap().id);
            }
            1 => {
                let patch = ProspectPatch {
                    status: ProspectStatus::Contacted.into(),
                    ..ProspectPatch::default()
                };
                let id = &created[n / 4];
                prospects.update(id, &patch, &step).await.unwrap();
            }
            _ => {
                // The number is another than the time before, or nothing would change.
                let patch = ClientPatch {
                    phone: number(n / 2 + n % 2 * 50).into(),
                    ..ClientPatch::default()
                };
                let id = ClientId::new(format!("5000{:02}", n / 2 % 10 + 1).as_str()).unwrap();
                clients.update(&id, &patch, &step).await.unwrap();
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_two_hundred_changes_and_lossy_deliveries_the_poll_makes_the_view_the_vendors() {
    let agency = Agency::start().await;
    let hints = Arc::new(MemoryHints::new());
    let receiver = EventReceiver::new([SECRET.into()], hints.clone()).unwrap();
    let hook = Hook::start(receiver, Arc::clone(&agency.clock)).await;
    let feed = Feed::new(&agency.wellsky, hints.clone()).unwrap();
    let view = View::default();
    let poller = Poller::new(
        &agency.wellsky,
        PollPolicy::default(),
        Arc::new(MemorySnapshots::new()),
        Arc::clone(&agency.clock) as Arc<dyn careweave_http::Clock>,
        Arc::new(RecordedSleep::new()),
    )
    .unwrap();
    poller.poll_due(&view).await.unwrap();
    assert_eq!(ours(&view), vendors_view(&agency).await);

    let wanted = desired(
        &hook.endpoint,
        [
            Criteria::PatientCreated,
            Criteria::PatientTelecom,
            Criteria::ProspectStatus,
        ],
    );
    let subscriptions = agency.connect().subscriptions();
    subscriptions.ensure(&wanted, &key("ensure")).await.unwrap();
    let plan = json!({"seed": 11, "duplicate_percent": 30, "reorder_percent": 20, "lose_percent": 5});
    agency.control("POST", "/_sandbox/webhooks", plan).await;
    change_people(&agency).await;
    // What was held back behind the last one is let go.
    agency.advance(1).await;
    let planned = agency.control("GET", "/_sandbox/deliveries", Value::Null).await;
    let planned = planned["deliveries"].as_array().unwrap().clone();
    let lost = planned.iter().filter(|d| d["state"] == "lost").count();
    let doubled = planned.iter().filter(|d| d["duplicate_of"].is_number()).count();
    assert!(planned.len() - doubled >= CHANGES, "{} planned", planned.len());
    assert!(lost > 0 && doubled > 30, "{lost} lost, {doubled} twice");

    let sent = planned.len() - lost;
    let answered = hook.answered(sent).await;
    assert!(answered.iter().all(|status| *status == 200));
    let asked = agency.asked().await.len();
    let marked: BTreeSet<String> = hints
        .waiting(1000)
        .await
        .unwrap()
        .into_iter()
        .map(|mark| mark.record.id)
        .collect();
    assert!(
        marked.len() < CHANGES / 2,
        "{} records for {sent} deliveries",
        marked.len()
    );

    let drained = feed.drain(&view, agency.clock.now()).await.unwrap();
    assert_eq!(
        (drained.applied as usize, drained.failed.len()),
        (marked.len(), 0)
    );
    let fetches = agency.asked().await.len() - asked;
    assert_eq!(fetches, marked.len(), "one fetch for each record");
    assert!(hints.waiting(1000).await.unwrap().is_empty());
    assert_ne!(
        ours(&view),
        vendors_view(&agency).await,
        "what was lost is missing, or this test shows nothing"
    );

    agency.advance(15 * 60).await;
    let polled = poller.poll_due(&view).await.unwrap();
    assert!(
        polled
            .iter()
            .all(careweave_wellsky_client::events::Polled::is_complete)
    );
    assert_eq!(ours(&view), vendors_view(&agency).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_patient_told_of_twice_and_late_is_fetched_once_and_one_that_is_gone_is_said_to_be() {
    let agency = Agency::start().await;
    let hints = Arc::new(MemoryHints::new());
    let receiver = EventReceiver::new([SECRET.into()], hints.clone()).unwrap();
    let hook = Hook::start(receiver, Arc::clone(&agency.clock)).await;
    let wanted = desired(&hook.endpoint, [Criteria::PatientCreated]);
    let subscriptions = agency.connect().subscriptions();
    subscriptions.ensure(&wanted, &key("ensure")).await.unwrap();
    let plan = json!({"seed": 1, "duplicate_percent": 100, "delay_percent": 100, "delay_seconds": [30, 30]});
    agency.control("POST", "/_sandbox/webhooks", plan).await;
    let prospects = agency.wellsky.prospects();
    let new = |name: &str| NewProspect::new("Alpha", name, Phone::parse("3035550177").unwrap());
    let stays = prospects.create(&new("Stays"), &key("s")).await.unwrap().id;
    let goes = prospects.create(&new("Goes"), &key("g")).await.unwrap().id;
    let gone = ClientId::new(goes.as_str()).unwrap();
    let patients = agency.connect().patients();
    patients.delete_permanently(&gone, &key("d")).await.unwrap();
    let asked = agency.asked().await.len();
    agency.advance(60).await;
    assert_eq!(hook.answered(4).await, [200; 4]);
    assert_eq!(
        agency.asked().await.len(),
        asked,
        "receiving asks the vendor nothing"
    );
    let feed = Feed::new(&agency.wellsky, hints).unwrap();
    let view = View::default();
    let drained = feed.drain(&view, agency.clock.now()).await.unwrap();
    assert_eq!((drained.applied, drained.gone), (2, 1));
    assert_eq!(agency.asked().await.len() - asked, 2);
    let record = |id: &str| Record::new(RecordKind::Patient, id).unwrap();
    assert!(matches!(
        view.get(&record(stays.as_str())),
        Some(Change::Prospect(_))
    ));
    assert_eq!(view.get(&record(goes.as_str())), None);
}
