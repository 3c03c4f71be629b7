//! The vendor's smaller records, each written, read back and changed.

use careweave_wellsky_client::connect::{
    ActivityType, AdminTaskId, AppointmentId, ChargeItemFilter, DocumentOwner, EncounterFilter,
    EncounterPatch, EncounterStatus, NewAdminTask, NewDocument, NewEncounter, NewProfileTag,
    NewReferralSource, NewRelatedPerson, Occurrence, PlannedActivity, RelatedPersonPatch, Requester,
    TaskStatus,
};
use careweave_wellsky_client::{CaregiverId, ClientId, ErrorKind, Phone, Pii, ShiftFilter, ShiftStatus};
use chrono::TimeDelta;

use crate::agency::{Agency, key, phone};

fn client() -> ClientId {
    ClientId::new("500001").unwrap()
}

#[tokio::test]
async fn a_series_is_read_by_its_id_as_the_nearest_occurrence_and_by_occurrence_as_that_one() {
    let agency = Agency::start().await;
    let appointments = agency.connect().appointments();
    let shifts = agency.wellsky.shifts();
    let all = shifts.list(ShiftFilter::in_window(agency.days(-31, 10)));
    let all = all.all().await.unwrap();
    let mut checked = 0;
    for shift in &all {
        let occurrence = Occurrence::of_shift(&shift.id).unwrap();
        let this = appointments.get(&occurrence).await.unwrap();
        assert_eq!(this.occurrence(), occurrence);
        let nearest = appointments.nearest(&occurrence.series).await.unwrap().0;
        assert_eq!(nearest.id, occurrence.series);
        let distance = |at: chrono::DateTime<chrono::Utc>| (at - agency.now).abs();
        assert!(distance(nearest.start) <= distance(occurrence.start));
        checked += 1;
    }
    assert!(checked >= 30);
    let nobody = AppointmentId::new("999999999").unwrap();
    assert_eq!(
        appointments.nearest(&nobody).await.unwrap_err().kind(),
        ErrorKind::NotFound
    );
    let another_day = Occurrence {
        start: agency.now + TimeDelta::days(300),
        ..Occurrence::of_shift(&all[0].id).unwrap()
    };
    assert_eq!(
        appointments.get(&another_day).await.unwrap_err().kind(),
        ErrorKind::NotFound
    );
}

#[tokio::test]
async fn a_visit_that_was_not_clocked_is_recorded_changed_and_deleted() {
    let agency = Agency::start().await;
    let encounters = agency.connect().encounters();
    let start = agency.now - TimeDelta::hours(5);
    let new = NewEncounter {
        status: EncounterStatus::Complete,
        client_id: client(),
        caregiver_id: CaregiverId::new("700001").unwrap(),
        appointment_id: None,
        start,
        end: Some(start + TimeDelta::hours(2)),
        bill_rate: None,
        pay_rate: None,
    };
    let id = encounters.create(&new, &key("v")).await.unwrap();
    let shown = encounters.get(&id).await.unwrap();
    assert_eq!(
        (shown.client_id, shown.start, shown.end),
        (Some(client()), Some(start), new.end)
    );
    let longer = EncounterPatch {
        end: Some(start + TimeDelta::hours(3)),
        ..EncounterPatch::default()
    };
    encounters.update(&id, &longer, &key("u")).await.unwrap();
    let shown = encounters.get(&id).await.unwrap();
    assert_eq!((shown.start, shown.end), (Some(start), longer.end));
    encounters.delete(&id, &key("d")).await.unwrap();
    let gone = encounters.get(&id).await.unwrap_err();
    assert_eq!(gone.kind(), ErrorKind::NotFound);
    let backwards = NewEncounter {
        end: Some(start),
        ..new
    };
    let error = encounters.create(&backwards, &key("b")).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.get("field")),
        (ErrorKind::InvalidInput, Some("end"))
    );
}

#[tokio::test]
async fn a_task_for_the_office_is_created_and_read_by_the_id_that_has_to_be_kept() {
    let agency = Agency::start().await;
    let tasks = agency.connect().admin_tasks();
    let due = agency.now + TimeDelta::days(1);
    let task = NewAdminTask {
        description: "Call the daughter back".into(),
        requester: Requester::Client(client()),
        owners: Vec::new(),
        execution_date: Some(agency.now.date_naive()),
        due: Some(due),
    };
    let id = tasks.create(&task, &key("t")).await.unwrap();
    let shown = tasks.get(&id).await.unwrap();
    assert_eq!(shown.description.as_ref(), Some(&task.description));
    assert_eq!(
        (shown.due_date, shown.status.as_deref()),
        (Some(due), Some("received"))
    );
    let long = NewAdminTask {
        description: "x".repeat(5001).into(),
        ..task
    };
    let error = tasks.create(&long, &key("l")).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.get("field")),
        (ErrorKind::InvalidInput, Some("description"))
    );
    let nobody = AdminTaskId::new("1").unwrap();
    assert_eq!(tasks.get(&nobody).await.unwrap_err().kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn somebody_related_is_added_changed_and_taken_off_again() {
    let agency = Agency::start().await;
    let persons = agency.connect().related_persons();
    let new = NewRelatedPerson {
        client_id: client(),
        first_name: "Charlie".into(),
        last_name: "Testkin".into(),
        relationship: Some("SON".to_owned()),
        phone: Some(phone()),
        emergency_contact: false,
        primary_contact: false,
    };
    let id = persons.create(&new, &key("n")).await.unwrap();
    let find = async || {
        let all = persons.of(&client()).await.unwrap();
        all.into_iter().find(|person| person.id == id)
    };
    let shown = find().await.unwrap();
    assert_eq!(
        (shown.client_id, shown.emergency_contact),
        (Some(client()), Some(false))
    );
    assert_eq!(shown.relationship.unwrap().coding[0].code.as_deref(), Some("SON"));
    let patch = RelatedPersonPatch {
        emergency_contact: true.into(),
        phone: Phone::parse("3035550178").unwrap().into(),
        ..RelatedPersonPatch::default()
    };
    persons.update(&id, &patch, &key("u")).await.unwrap();
    let shown = find().await.unwrap();
    assert_eq!(shown.emergency_contact, Some(true));
    assert_eq!(shown.telecom[0].value.as_ref().unwrap().expose(), "3035550178");
    let whole = persons.list(None).all().await.unwrap();
    assert!(whole.iter().any(|person| person.id == id));
    persons.delete(&client(), &id, &key("d")).await.unwrap();
    assert!(find().await.is_none());
}

#[tokio::test]
async fn a_document_shows_whose_it_is_and_what_it_holds_without_its_bytes() {
    let agency = Agency::start().await;
    let documents = agency.connect().documents();
    let owner = DocumentOwner::Caregiver(CaregiverId::new("700001").unwrap());
    let document = NewDocument {
        owner: owner.clone(),
        kind: "Certificate".to_owned(),
        title: "cna.png".into(),
        content_type: "image/png".to_owned(),
        bytes: Pii::new(vec![7; 1234]),
    };
    let id = documents.create(&document, &key("d")).await.unwrap();
    let shown = documents.get(&id).await.unwrap();
    assert_eq!(shown.kind.as_ref().unwrap().text.as_deref(), Some("Certificate"));
    let file = &shown.content.as_ref().unwrap().attachment;
    assert_eq!(
        (file.size, file.content_type.as_deref()),
        (Some(1234), Some("image/png"))
    );
    assert!(file.url.is_some());
    let all = documents.of(&owner).await.unwrap();
    assert_eq!(all, [shown]);
}

#[tokio::test]
async fn tags_and_referral_sources_are_created_read_and_changed() {
    let agency = Agency::start().await;
    let connect = agency.connect();
    let tag = NewProfileTag {
        name: "Sign language".to_owned(),
        description: Some("ASL".to_owned()),
        kind: Some("skill".to_owned()),
    };
    let id = connect.profile_tags().create(&tag, &key("t")).await.unwrap();
    let described = NewProfileTag {
        description: Some("American Sign Language".to_owned()),
        ..tag
    };
    connect
        .profile_tags()
        .update(&id, &described, &key("u"))
        .await
        .unwrap();
    let shown = connect.profile_tags().get(&id).await.unwrap();
    assert_eq!(
        (shown.name, shown.description),
        (Some(described.name), described.description)
    );

    let source = NewReferralSource {
        name: "Sample Hospital".to_owned(),
        type_id: Some(14),
    };
    let id = connect
        .referral_sources()
        .create(&source, &key("r"))
        .await
        .unwrap();
    let renamed = NewReferralSource {
        name: "Sample Clinic".to_owned(),
        ..source
    };
    connect
        .referral_sources()
        .update(&id, &renamed, &key("s"))
        .await
        .unwrap();
    let shown = connect.referral_sources().get(&id).await.unwrap();
    assert_eq!(
        (shown.name.as_deref(), shown.type_id.as_deref()),
        (Some("Sample Clinic"), Some("14"))
    );
}

#[tokio::test]
async fn a_care_plan_is_written_with_the_agencys_activities_and_a_finished_visit_is_charged() {
    let agency = Agency::start().await;
    let connect = agency.connect();
    let plans = connect.care_plans();
    let mut offered = plans.activities(&ActivityType::Adl).await.unwrap();
    let iadl = plans.activities(&ActivityType::Iadl).await.unwrap();
    assert_eq!((offered.len(), iadl.len()), (6, 10));
    assert!(iadl.iter().all(|a| a.activity_type == Some(ActivityType::Iadl)));
    let planned = PlannedActivity {
        activity_id: offered.remove(0).id,
        description: "With a walker".into(),
        status: "scheduled".into(),
    };
    plans
        .write(&client(), std::slice::from_ref(&planned), &key("c"))
        .await
        .unwrap();
    let nobody = ClientId::new("999999").unwrap();
    let error = plans.write(&nobody, &[planned], &key("d")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);

    let completed = ShiftFilter {
        status: Some(ShiftStatus::Completed),
        ..ShiftFilter::in_window(agency.days(-31, 0))
    };
    let completed = agency.wellsky.shifts().list(completed).all().await.unwrap();
    let of = completed[0].client_id.clone();
    let filter = ChargeItemFilter {
        client_id: Some(of.clone()),
        caregiver_id: None,
        from: (agency.now - TimeDelta::days(31)).date_naive(),
        to: agency.now.date_naive(),
    };
    let charged = connect.charge_items().list(&filter).all().await.unwrap();
    let visits = completed.iter().filter(|shift| shift.client_id == of).count();
    assert_eq!(charged.len(), visits);
    for item in charged {
        assert_eq!(item.client_id.as_ref(), Some(&of));
        let hours = (item.end.unwrap() - item.start.unwrap()).num_minutes() as f64 / 60.0;
        assert!((item.quantity.unwrap() - hours).abs() < 0.51, "{hours}");
    }
}

#[tokio::test]
async fn the_offices_lists_are_read_whole() {
    let agency = Agency::start().await;
    let connect = agency.connect();
    let locations = connect.locations().list().page_size(1).unwrap();
    let locations = locations.all().await.unwrap();
    assert_eq!(locations.len(), 2);
    assert!(locations.iter().all(|location| location.name.is_some()));
    let organizations = connect.organizations().list().await.unwrap();
    assert_eq!(
        organizations[0].id.as_str(),
        agency.wellsky.config().agency_id().as_str()
    );
    assert_eq!(connect.admins().list().all().await.unwrap().len(), 2);
}

#[tokio::test]
async fn what_is_only_known_to_exist_is_read_where_the_vendor_has_it() {
    let agency = Agency::start().await;
    let connect = agency.connect();
    let medications = connect.medications().list().page_size(2).unwrap();
    let medications = medications.all().await.unwrap();
    assert_eq!(medications.len(), 3);
    let allergies = connect.allergies().list().await.unwrap();
    assert!(allergies.iter().all(|allergy| allergy.name.is_some()) && allergies.len() == 4);
    assert!(connect.conditions().of(&client()).await.unwrap().is_empty());
    assert!(connect.goals().of(&client()).await.unwrap().is_empty());
    assert!(
        connect
            .medication_statements()
            .of(&client())
            .await
            .unwrap()
            .is_empty()
    );
    assert!(connect.invoices().of(&client()).await.unwrap().is_empty());
    let nobody = ClientId::new("999999").unwrap();
    let error = connect.conditions().of(&nobody).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    let words: Pii<String> = "Walk in the park".into();
    let id = connect.activities().create(&words, &key("a")).await.unwrap();
    let shown = connect.activities().get(&id).await.unwrap();
    assert_eq!(shown.fields.expose()["description"], "Walk in the park");
    let asked = agency.asked().await;
    for line in [
        "POST /v1/medication/_search/",
        "GET /v1/allergyintolerance/all-allergy/",
        "GET /v1/condition/500001/",
        "GET /v1/goal/500001/",
        "GET /v1/medicationstatement/500001/",
        "GET /v1/invoice/500001/",
        "POST /v1/activities/",
    ] {
        assert!(asked.contains(&line.to_owned()), "{line} in {asked:?}");
    }
}

#[tokio::test]
async fn a_task_of_a_visit_is_said_to_be_done_and_a_note_is_replaced() {
    let agency = Agency::with(&[("task_log_refusals", "none")]).await;
    let connect = agency.connect();
    let completed = ShiftFilter {
        status: Some(ShiftStatus::Completed),
        ..ShiftFilter::in_window(agency.days(-31, 0))
    };
    let shift = agency.wellsky.shifts().list(completed).all().await.unwrap();
    let shift = shift.into_iter().next().unwrap();
    let filter = EncounterFilter {
        client_id: Some(shift.client_id.clone()),
        caregiver_id: None,
        from: shift.scheduled_start.date_naive(),
        to: shift.scheduled_end.date_naive(),
    };
    let occurrence = Occurrence::of_shift(&shift.id).unwrap();
    let visits = connect.encounters().list(&filter).all().await.unwrap();
    let visit = visits
        .into_iter()
        .find(|visit| visit.appointment_id.as_ref() == Some(&occurrence.series))
        .unwrap();
    let task = connect
        .appointments()
        .get(&occurrence)
        .await
        .unwrap()
        .tasks
        .remove(0);
    let refused = careweave_wellsky_client::connect::TaskOutcome {
        status: TaskStatus::NotComplete,
        comment: Some("Client was asleep".into()),
    };
    connect
        .tasks()
        .update(&visit.id, &task.id, &refused, &key("t"))
        .await
        .unwrap();
    let shown = connect
        .appointments()
        .get(&occurrence)
        .await
        .unwrap()
        .tasks
        .remove(0);
    assert_eq!(shown.status, Some(TaskStatus::NotComplete));

    let logs = connect.task_logs();
    let note = careweave_wellsky_client::connect::NewTaskLog::note("Call", "Ate well", agency.now);
    let id = logs.create(&visit.id, &note, &key("n")).await.unwrap();
    let other = careweave_wellsky_client::connect::NewTaskLog {
        description: "Ate very well".into(),
        ..note
    };
    logs.update(&visit.id, &id, &other, &key("o")).await.unwrap();
    let all = logs.of(&visit.id).await.unwrap();
    let shown = all.iter().find(|log| log.id == id).unwrap();
    assert_eq!(shown.description, Some(other.description));
}
