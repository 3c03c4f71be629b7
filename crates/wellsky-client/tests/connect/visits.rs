//! The clock, notes and tasks of visits.

use careweave_wellsky_client::connect::{
    ClockOut, EncounterFilter, EncounterId, NewTaskLog, NoteOutcome, Occurrence, TaskOutcome, TaskStatus,
};
use careweave_wellsky_client::{ClientId, ErrorKind, ShiftFilter, ShiftStatus};
use chrono::TimeDelta;
use serde_json::json;

use crate::agency::{Agency, key, outbox, place};

#[tokio::test]
async fn clocking_in_takes_the_appointment_clocking_out_the_encounter_and_both_may_be_repeated() {
    let agency = Agency::start().await;
    let connect = agency.connect();
    let shifts = agency.wellsky.shifts();
    let filter = ShiftFilter {
        status: Some(ShiftStatus::Scheduled),
        ..ShiftFilter::in_window(agency.days(0, 8))
    };
    let shift = shifts.list(filter).all().await.unwrap().remove(0);
    assert_eq!(shifts.evv(&shift.id).await.unwrap(), None);
    let appointment = Occurrence::of_shift(&shift.id).unwrap().series;
    let (from, to) = (shift.scheduled_start + TimeDelta::minutes(4), shift.scheduled_end);
    let first = connect
        .encounters()
        .clock_in(&appointment, from, place(), &key("in"))
        .await
        .unwrap();
    let again = connect
        .encounters()
        .clock_in(&appointment, from, place(), &key("in"))
        .await
        .unwrap();
    assert_eq!(
        (&first.encounter_id, first.clocked_out),
        (&again.encounter_id, false)
    );
    assert_eq!(first.start, Some(from));
    let out = ClockOut {
        comment: Some("Ate well.".into()),
        mileage: Some(12.5),
        ..ClockOut::new(to, place())
    };
    connect
        .encounters()
        .clock_out(&first.encounter_id, &out, &key("out"))
        .await
        .unwrap();
    connect
        .encounters()
        .clock_out(&first.encounter_id, &out, &key("out"))
        .await
        .unwrap();
    let wrong = EncounterId::new(appointment.as_str()).unwrap();
    let error = connect
        .encounters()
        .clock_out(&wrong, &out, &key("x"))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    let encounter = connect.encounters().get(&first.encounter_id).await.unwrap();
    assert_eq!((encounter.start, encounter.end), (Some(from), Some(to)));
    assert_eq!(encounter.appointment_id, Some(appointment));
}

async fn a_clients_visits(agency: &Agency) -> (ClientId, Vec<EncounterId>) {
    let filter = ShiftFilter {
        status: Some(ShiftStatus::Completed),
        ..ShiftFilter::in_window(agency.days(-31, 0))
    };
    let client = agency
        .wellsky
        .shifts()
        .list(filter)
        .all()
        .await
        .unwrap()
        .remove(0)
        .client_id;
    let filter = EncounterFilter {
        client_id: Some(client.clone()),
        caregiver_id: None,
        from: (agency.now - TimeDelta::days(31)).date_naive(),
        to: agency.now.date_naive(),
    };
    let visits = agency.connect().encounters().list(&filter).all().await.unwrap();
    (client, visits.into_iter().map(|visit| visit.id).collect())
}

#[tokio::test]
async fn a_note_is_attached_or_says_why_not() {
    let agency = Agency::with(&[("task_log_refusals", "none")]).await;
    let (client, visits) = a_clients_visits(&agency).await;
    let logs = agency.connect().task_logs();
    let note = NewTaskLog::note("Call", "Daughter called about Friday", agency.now);
    let outbox = outbox();
    let window = agency.days(-31, 1);
    let NoteOutcome::Attached { encounter } = logs
        .attach(&client, window, &note, &key("n"), &outbox)
        .await
        .unwrap()
    else {
        panic!("not attached");
    };
    assert!(visits.contains(&encounter));
    assert!(
        logs.of(&encounter)
            .await
            .unwrap()
            .iter()
            .any(|log| log.description.as_ref() == Some(&note.description))
    );

    let nothing = logs
        .attach(&client, agency.days(300, 301), &note, &key("n"), &outbox)
        .await
        .unwrap();
    assert!(matches!(nothing, NoteOutcome::NoEncounter));

    agency.switch("task_log_refusals", "all").await;
    let refused = logs
        .attach(&client, window, &note, &key("n"), &outbox)
        .await
        .unwrap();
    let NoteOutcome::Rejected { tried, error } = refused else {
        panic!("not refused")
    };
    assert_eq!((tried, error.kind()), (visits.len().min(5), ErrorKind::Rejected));
    assert!(outbox.waiting().is_empty());

    agency.switch("task_log_refusals", "none").await;
    agency
        .fault(json!({"method": "POST", "path_prefix": "/v1/encounter/1", "times": 1, "action": {"kind": "html"}}))
        .await;
    let other = NewTaskLog::note("Call", "Son called about Monday", agency.now);
    let queued = logs
        .attach(&client, window, &other, &key("q"), &outbox)
        .await
        .unwrap();
    assert!(
        matches!(queued, NoteOutcome::Queued { ref error, .. } if error.kind() == ErrorKind::Server),
        "{queued:?}"
    );
    assert_eq!(outbox.waiting(), [key("q")]);

    let lost = json!({"method": "POST", "path_prefix": "/v1/encounter/1", "times": 1,
                      "action": {"kind": "drop", "when": "after_commit"}});
    agency.fault(lost).await;
    let taken = NewTaskLog::note("Call", "Neighbour called about the key", agency.now);
    let attached = logs
        .attach(&client, window, &taken, &key("l"), &outbox)
        .await
        .unwrap();
    assert!(
        matches!(attached, NoteOutcome::Attached { .. }),
        "the answer was lost, the note was not: {attached:?}"
    );
    assert_eq!(outbox.waiting().len(), 1);
}

#[tokio::test]
async fn emoji_and_a_task_not_done_without_a_reason_are_refused_before_anything_is_sent() {
    let agency = Agency::start().await;
    let connect = agency.connect();
    let id = EncounterId::new("1").unwrap();
    let note = NewTaskLog::note("Call", "All well \u{1F600}", agency.now);
    let error = connect
        .task_logs()
        .create(&id, &note, &key("n"))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.get("field")),
        (ErrorKind::InvalidInput, Some("description"))
    );
    let outcome = TaskOutcome {
        status: TaskStatus::NotComplete,
        comment: None,
    };
    let task = careweave_wellsky_client::connect::TaskId::new("1").unwrap();
    let error = connect
        .tasks()
        .update(&id, &task, &outcome, &key("t"))
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.get("field")),
        (ErrorKind::InvalidInput, Some("comment"))
    );
    assert_eq!(agency.asked().await, Vec::<String>::new());
}
