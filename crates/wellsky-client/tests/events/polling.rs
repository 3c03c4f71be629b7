//! Polling for what has no event.

use std::sync::Arc;
use std::time::Duration;

use careweave_http::{Clock as _, ManualClock, RecordedSleep, Sleep};
use careweave_wellsky_client::events::{
    Change, MemorySnapshots, PollPolicy, Polled, Poller, Reach, Record, RecordKind, SnapshotStore, Sweep,
};
use careweave_wellsky_client::{ClientId, ClientPatch, ErrorKind, NewProspect, Phone};
use chrono::TimeDelta;
use serde_json::json;

use crate::agency::{Agency, View, key};

fn poller(agency: &Agency, snapshots: &Arc<MemorySnapshots>) -> Poller {
    let sleep = RecordedSleep::advancing(Arc::clone(&agency.clock));
    with_sleep(agency, snapshots, Arc::new(sleep))
}

fn with_sleep(agency: &Agency, snapshots: &Arc<MemorySnapshots>, sleep: Arc<dyn Sleep>) -> Poller {
    Poller::new(
        &agency.wellsky,
        PollPolicy::default(),
        snapshots.clone(),
        Arc::clone(&agency.clock) as Arc<dyn careweave_http::Clock>,
        sleep,
    )
    .unwrap()
}

fn of(polled: &[Polled], sweep: Sweep) -> &Polled {
    polled.iter().find(|polled| polled.sweep == sweep).unwrap()
}

fn patient(id: &str) -> Record {
    Record::new(RecordKind::Patient, id).unwrap()
}

async fn change_phone(agency: &Agency, id: &str, number: &str) {
    let patch = ClientPatch {
        phone: Phone::parse(number).unwrap().into(),
        ..ClientPatch::default()
    };
    let id = ClientId::new(id).unwrap();
    agency
        .wellsky
        .clients()
        .update(&id, &patch, &key(&format!("phone/{number}")))
        .await
        .unwrap();
}

#[tokio::test]
async fn the_first_poll_gives_everything_and_the_next_what_changed_once() {
    let agency = Agency::start().await;
    let snapshots = Arc::new(MemorySnapshots::new());
    let poller = poller(&agency, &snapshots);
    let view = View::default();
    let first = poller.poll_due(&view).await.unwrap();
    assert!(
        first
            .iter()
            .all(|p| p.is_complete() && p.reach == Reach::Whole && p.changed == p.read)
    );
    assert!(of(&first, Sweep::Shifts).read > 0 && of(&first, Sweep::Patients).read >= 10);
    assert!(poller.poll_due(&view).await.unwrap().is_empty(), "nothing is due");

    agency.advance(15 * 60).await;
    let quiet = poller.poll_due(&view).await.unwrap();
    assert_eq!(quiet.len(), Sweep::ALL.len());
    // Shifts may be other than they were a quarter of an hour ago: one of them has begun. People are as they were.
    for sweep in [Sweep::Patients, Sweep::Practitioners, Sweep::RelatedPersons] {
        let polled = of(&quiet, sweep);
        assert_eq!((polled.changed, polled.gone), (0, 0), "{sweep:?}");
        assert!(matches!(polled.reach, Reach::Since(_)));
    }

    change_phone(&agency, "500001", "3035550177").await;
    agency.advance(15 * 60).await;
    let polled = poller.poll_due(&view).await.unwrap();
    assert_eq!(of(&polled, Sweep::Patients).changed, 1);
    assert_eq!(view.applied().last(), Some(&patient("500001")));
    // The overlap reads the record again, and recognises it.
    agency.advance(15 * 60).await;
    let again = poller.poll_due(&view).await.unwrap();
    assert_eq!(of(&again, Sweep::Patients).changed, 0);
}

#[tokio::test]
async fn a_watermark_moves_only_when_everything_was_read_and_stored_and_an_overlap_is_not_a_change() {
    let agency = Agency::start().await;
    let snapshots = Arc::new(MemorySnapshots::new());
    let poller = poller(&agency, &snapshots);
    let view = View::default();
    poller.poll_due(&view).await.unwrap();
    let watermark = async || {
        let snapshot = snapshots.load(Sweep::Patients).await.unwrap().unwrap();
        snapshot.timing.complete_at.unwrap()
    };
    let first = watermark().await;

    // A page fails: nothing of the reading counts.
    agency.advance(15 * 60).await;
    change_phone(&agency, "500001", "3035550177").await;
    change_phone(&agency, "500002", "3035550178").await;
    agency
        .fault(
            json!({"method": "POST", "path_prefix": "/v1/patients/_search", "times": 1, "action": {"kind": "html"}}),
        )
        .await;
    let polled = poller.poll_due(&view).await.unwrap();
    let patients = of(&polled, Sweep::Patients);
    assert_eq!(patients.failures[0].error.kind(), ErrorKind::Server);
    assert_eq!(watermark().await, first);

    // It is read again after a minute, and one of the two records cannot be stored.
    agency.advance(60).await;
    view.refuse(&[patient("500002")]);
    let polled = poller.poll_due(&view).await.unwrap();
    let patients = of(&polled, Sweep::Patients);
    assert_eq!((patients.changed, patients.failures.len()), (1, 1));
    assert_eq!(patients.failures[0].subject, "500002");
    assert_eq!(watermark().await, first, "one of them is not stored");

    // The one that was stored is not given again, the other is.
    agency.advance(60).await;
    view.refuse(&[]);
    let polled = poller.poll_due(&view).await.unwrap();
    let patients = of(&polled, Sweep::Patients);
    assert_eq!((patients.changed, patients.failures.len()), (1, 0));
    assert_eq!(view.applied().last(), Some(&patient("500002")));
    assert_eq!(watermark().await, agency.clock.now());

    agency.advance(15 * 60).await;
    let since = TimeDelta::minutes(10);
    let polled = poller.poll_due(&view).await.unwrap();
    let patients = of(&polled, Sweep::Patients);
    assert_eq!(
        patients.reach,
        Reach::Since(agency.clock.now() - TimeDelta::minutes(15) - since)
    );
    assert_eq!(patients.changed, 0, "the overlap is recognised");
}

#[tokio::test]
async fn a_reading_with_holes_makes_no_shift_gone() {
    let agency = Agency::start().await;
    let snapshots = Arc::new(MemorySnapshots::new());
    let poller = poller(&agency, &snapshots);
    let view = View::default();
    poller.poll_due(&view).await.unwrap();
    let known = async || snapshots.load(Sweep::Shifts).await.unwrap().unwrap().records;
    let before = known().await;
    assert!(!before.is_empty());

    agency.advance(15 * 60).await;
    agency
        .fault(
            json!({"method": "POST", "path_prefix": "/v1/appointment/_search", "action": {"kind": "html"}}),
        )
        .await;
    let polled = poller.poll_due(&view).await.unwrap();
    let shifts = of(&polled, Sweep::Shifts);
    assert!(!shifts.is_complete() && shifts.read == 0);
    assert_eq!((shifts.gone, shifts.overlooked), (0, 0));
    assert_eq!(known().await, before);
}

#[tokio::test]
async fn who_is_deleted_is_gone_after_a_whole_reading_and_not_after_one_of_what_changed() {
    let agency = Agency::start().await;
    let snapshots = Arc::new(MemorySnapshots::new());
    let poller = poller(&agency, &snapshots);
    let view = View::default();
    let id = new_prospect(&agency).await;
    poller.poll_due(&view).await.unwrap();
    assert!(view.get(&patient(&id)).is_some());
    let patients = agency.connect().patients();
    let gone = ClientId::new(id.as_str()).unwrap();
    patients.delete_permanently(&gone, &key("gone")).await.unwrap();
    agency.advance(15 * 60).await;
    let polled = poller.poll_due(&view).await.unwrap();
    assert_eq!(of(&polled, Sweep::Patients).gone, 0);
    assert!(view.get(&patient(&id)).is_some());
    agency.advance(24 * 3_600).await;
    let polled = poller.poll_due(&view).await.unwrap();
    assert_eq!(of(&polled, Sweep::Patients).gone, 1);
    assert_eq!(view.get(&patient(&id)), None);
}

async fn new_prospect(agency: &Agency) -> String {
    let new = NewProspect::new("Alpha", "Testprospect", Phone::parse("3035550179").unwrap());
    let created = agency
        .wellsky
        .prospects()
        .create(&new, &key("new"))
        .await
        .unwrap();
    created.id.to_string()
}

#[tokio::test]
async fn a_list_that_passes_somebody_over_does_not_make_them_gone() {
    let agency = Agency::start().await;
    let snapshots = Arc::new(MemorySnapshots::new());
    let poller = poller(&agency, &snapshots);
    let view = View::default();
    poller.poll_due(&view).await.unwrap();
    // The vendor's list is empty and says that this is all.
    agency
        .fault(
            json!({"method": "POST", "path_prefix": "/v1/patients/_search", "times": 1,
                      "action": {"kind": "status", "status": 200, "body": {"resourceType": "Bundle", "entry": []}}}),
        )
        .await;
    agency.advance(24 * 3_600).await;
    let polled = poller.poll_due(&view).await.unwrap();
    let patients = of(&polled, Sweep::Patients);
    assert_eq!((patients.read, patients.gone), (0, 0));
    assert!(patients.overlooked >= 10);
    assert!(view.get(&patient("500001")).is_some());
}

#[tokio::test]
async fn a_clock_in_which_has_no_event_is_found_by_the_poll() {
    let agency = Agency::start().await;
    let snapshots = Arc::new(MemorySnapshots::new());
    let poller = poller(&agency, &snapshots);
    let view = View::default();
    poller.poll_due(&view).await.unwrap();
    let shift = view
        .records
        .lock()
        .unwrap()
        .values()
        .find_map(|change| match change {
            Change::Shift(shift) if shift.caregiver_id.is_some() && shift.actual_start.is_none() => {
                Some(shift.clone())
            }
            _ => None,
        })
        .expect("a shift that has not begun");
    let (series, _) = shift.id.as_str().split_once('@').unwrap();
    let appointment = careweave_wellsky_client::connect::AppointmentId::new(series).unwrap();
    let place = careweave_wellsky_client::connect::Position::new(39.74, -104.99).unwrap();
    agency
        .connect()
        .encounters()
        .clock_in(&appointment, shift.scheduled_start, place, &key("in"))
        .await
        .unwrap();
    agency.advance(15 * 60).await;
    poller.poll_due(&view).await.unwrap();
    let record = Record::new(RecordKind::Appointment, shift.id.as_str()).unwrap();
    let Some(Change::Shift(now)) = view.get(&record) else {
        panic!("the shift is in the view");
    };
    assert_eq!(now.actual_start, Some(shift.scheduled_start));
}

#[tokio::test]
async fn the_runner_polls_every_fifteen_minutes_until_it_is_stopped() {
    let agency = Agency::start().await;
    let snapshots = Arc::new(MemorySnapshots::new());
    let sleep = Arc::new(RecordedSleep::advancing(Arc::clone(&agency.clock)));
    let poller = with_sleep(&agency, &snapshots, sleep.clone());
    let view = View::default();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let (mut stop, mut rounds) = (Some(stop), 0);
    let until = async {
        let _ = stopped.await;
    };
    let told = |polled: &[Polled]| {
        rounds += 1;
        assert_eq!(polled.len(), Sweep::ALL.len());
        if rounds == 3 {
            let _ = stop.take().unwrap().send(());
        }
    };
    poller.run(&view, until, told).await.unwrap();
    assert_eq!(rounds, 3);
    let quarter = Duration::from_secs(15 * 60);
    assert_eq!(sleep.waits()[..2], [quarter, quarter]);
    let clock: &ManualClock = &agency.clock;
    let start = agency.sandbox.ready().now;
    assert!(clock.now() >= start + TimeDelta::minutes(30));
}
