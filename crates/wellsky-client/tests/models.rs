//! What is read tolerantly, what is sent strictly.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may panic"
)]

mod support;

use careweave_wellsky_client::{
    Address, Applicant, ApplicantPatch, Caregiver, CaregiverFilter, CaregiverPatch, Client, ClientFilter,
    ClientId, ClientPatch, ClientStatus, Evv, NewClient, NewProspect, Patch, Payer, Phone, Pii, Prospect,
    ProspectPatch, ProspectStatus, Shift, ShiftFilter, StatusChange, VendorPhone,
};
use serde_json::{Value, from_value, json, to_value};

fn phone() -> Phone {
    Phone::parse("3035550100").unwrap()
}

fn home() -> Address {
    from_value(support::address()).unwrap()
}

#[test]
fn an_id_may_be_a_number_or_text() {
    let number: Client = from_value(support::client(&json!(500_001))).unwrap();
    let text: Client = from_value(support::client(&json!("500001"))).unwrap();
    assert_eq!(number, text);
    assert_eq!(number.id, ClientId::new("500001").unwrap());
}

#[test]
fn null_and_absent_mean_the_same_and_unknown_fields_are_left_aside() {
    let bare: Client = from_value(support::client(&json!("1"))).unwrap();
    let mut record = support::client(&json!("1"));
    for field in [
        "email",
        "payer_source",
        "authorized_hours_per_week",
        "start_date",
        "discharge_date",
        "referral_source",
        "care_coordinator",
        "preferred_language",
        "gender_preference",
        "external_id",
        "emergency_contacts",
    ] {
        record[field] = Value::Null;
    }
    record["blood_group"] = json!("0");
    assert_eq!(from_value::<Client>(record).unwrap(), bare);

    let mut record = support::caregiver("1");
    for field in ["certifications", "availability", "skills", "languages"] {
        record[field] = Value::Null;
    }
    let caregiver: Caregiver = from_value(record).unwrap();
    assert!(caregiver.availability.is_empty() && caregiver.languages.is_empty());
}

#[test]
fn every_record_survives_being_stored() {
    fn round_trip<T: serde::Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug>(
        record: Value,
    ) {
        let read: T = from_value(record).unwrap();
        assert_eq!(from_value::<T>(to_value(&read).unwrap()).unwrap(), read);
    }
    let mut client = support::client(&json!(7));
    client["payer_source"] = json!("Blue Shield");
    client["emergency_contacts"] = json!([{"name": "Echo Testcontact", "phone": "none"}]);
    round_trip::<Client>(client);
    let mut caregiver = support::caregiver("1");
    caregiver["availability"] = json!([{"day": "friday", "start": "22:00", "end": "06:00"}]);
    caregiver["performance_rating"] = json!(4.5);
    round_trip::<Caregiver>(caregiver);
    round_trip::<Shift>(support::shift("1", Some("2")));
    round_trip::<Prospect>(support::prospect("1", "won"));
    round_trip::<Applicant>(support::prospect("1", "hired"));
    round_trip::<StatusChange>(json!({
        "client_id": 1, "from": "active", "to": "on_hold", "changed_at": "2026-04-06T14:00:00Z", "reason": "travel"
    }));
    round_trip::<Evv>(json!({
        "shift_id": 1, "caregiver_id": 2, "clock_in": "2026-04-06T14:00:00Z", "clock_out": null,
        "gps_verified": true, "method": "pigeon", "exceptions": null
    }));
}

#[test]
fn a_word_nobody_knows_is_kept() {
    let mut record = support::client(&json!("1"));
    record["status"] = json!("dormant");
    record["payer_source"] = json!("Blue Shield");
    let client: Client = from_value(record).unwrap();
    assert_eq!(client.status.as_str(), "dormant");
    assert!(!client.status.is_known());
    assert_eq!(client.payer_source, Some(Payer::from("Blue Shield")));
}

#[test]
fn a_mistyped_phone_number_does_not_lose_the_person() {
    let mut record = support::client(&json!("1"));
    record["phone"] = json!("ask the daughter");
    let client: Client = from_value(record).unwrap();
    assert_eq!(client.phone, VendorPhone::Other(Pii::from("ask the daughter")));
    assert_eq!(client.phone.valid(), None);
    assert_eq!(to_value(&client).unwrap()["phone"], "ask the daughter");
}

#[test]
fn an_instant_without_an_offset_is_utc() {
    let mut record = support::shift("1", None);
    record["scheduled_start"] = json!("2026-04-07T14:00:00");
    record["scheduled_end"] = json!("2026-04-07T12:00:00-06:00");
    let shift: Shift = from_value(record).unwrap();
    assert_eq!(shift.scheduled_start.to_rfc3339(), "2026-04-07T14:00:00+00:00");
    assert_eq!(shift.scheduled_end.to_rfc3339(), "2026-04-07T18:00:00+00:00");
    assert_eq!(shift.window().unwrap().minutes(), 240);
}

#[test]
fn a_shift_that_ends_before_it_starts_has_no_window() {
    let mut record = support::shift("41", None);
    record["scheduled_end"] = json!("2026-04-07T13:00:00Z");
    let error = from_value::<Shift>(record).unwrap().window().unwrap_err();
    assert_eq!(
        (error.get("field"), error.get("shift")),
        (Some("end"), Some("41"))
    );
}

#[test]
fn a_patch_sends_what_it_names_and_nothing_else() {
    let patch = ProspectPatch {
        phone: Patch::Set(phone()),
        ..ProspectPatch::default()
    };
    assert_eq!(to_value(&patch).unwrap(), json!({"phone": "3035550100"}));
    let patch = ClientPatch {
        email: Patch::Clear,
        status: ClientStatus::OnHold.into(),
        ..ClientPatch::default()
    };
    assert_eq!(
        to_value(&patch).unwrap(),
        json!({"email": null, "status": "on_hold"})
    );
}

#[test]
fn a_patch_is_read_the_way_it_is_written() {
    let patch: ClientPatch = from_value(json!({"email": null, "status": "on_hold"})).unwrap();
    assert!(patch.email.is_clear() && patch.phone.is_keep());
    assert_eq!(patch.status, Patch::Set(ClientStatus::OnHold));
    assert!(from_value::<ClientPatch>(json!({"emial": null})).is_err());
}

#[test]
fn a_patch_that_changes_nothing_or_empties_what_must_be_there_is_refused() {
    assert_eq!(
        ClientPatch::default().validate().unwrap_err().get("field"),
        Some("patch")
    );
    for (patch, field) in [
        (json!({"phone": null}), "phone"),
        (json!({"status": null}), "status"),
        (json!({"address": null}), "address"),
        (json!({"first_name": null}), "first_name"),
        (json!({"first_name": " "}), "first_name"),
        (json!({"emergency_contacts": null}), "emergency_contacts"),
        (
            json!({"emergency_contacts": [{"name": "Echo", "phone": "none"}]}),
            "emergency_contacts.phone",
        ),
        (json!({"status": "dormant"}), "status"),
        (
            json!({"authorized_hours_per_week": 169}),
            "authorized_hours_per_week",
        ),
        (json!({"email": "nobody"}), "email"),
        (json!({"preferred_language": "English!"}), "preferred_language"),
    ] {
        let error = from_value::<ClientPatch>(patch).unwrap().validate().unwrap_err();
        assert_eq!(error.get("field"), Some(field), "{error}");
        assert_eq!(error.operation(), "clients.update");
    }
    let error = from_value::<CaregiverPatch>(json!({"performance_rating": -1.0}))
        .unwrap()
        .validate()
        .unwrap_err();
    assert_eq!(error.get("field"), Some("performance_rating"));
    let error = from_value::<ApplicantPatch>(json!({"certifications": ["MD"]}))
        .unwrap()
        .validate()
        .unwrap_err();
    assert_eq!(error.get("field"), Some("certifications"));
}

#[test]
fn what_is_created_is_checked_field_by_field() {
    let good = NewClient::new("Alpha", "Testclient", phone(), home());
    assert!(good.validate().is_ok());
    let zip = |zip: &str| NewClient {
        address: Address {
            zip_code: zip.into(),
            ..home()
        },
        ..good.clone()
    };
    assert!(zip("80202-1234").validate().is_ok());
    for bad in ["8020", "80202-12", "ABCDE", "802021234", ""] {
        let error = zip(bad).validate().unwrap_err();
        assert_eq!(error.get("field"), Some("address.zip_code"), "{bad}");
        assert_eq!(error.operation(), "clients.create");
    }
    let state = NewClient {
        address: Address {
            state: "Colorado".to_owned(),
            ..home()
        },
        ..good.clone()
    };
    assert_eq!(state.validate().unwrap_err().get("field"), Some("address.state"));
    for name in ["", "  ", "Al\u{0}pha", "Alpha \u{1F600}"] {
        let error = NewClient::new(name, "Testclient", phone(), home())
            .validate()
            .unwrap_err();
        assert_eq!(error.get("field"), Some("first_name"), "{name:?}");
    }
    let unknown = NewProspect {
        status: Some(ProspectStatus::from("dormant")),
        ..NewProspect::new("Alpha", "Testprospect", phone())
    };
    assert!(
        unknown
            .validate()
            .unwrap_err()
            .message()
            .contains("new, contacted")
    );
}

#[test]
fn what_is_created_leaves_out_what_was_not_said() {
    let prospect = NewProspect::new(
        "Alpha",
        "Testprospect",
        Phone::parse("(303) 555-0100 x12").unwrap(),
    );
    assert_eq!(
        to_value(&prospect).unwrap(),
        json!({"first_name": "Alpha", "last_name": "Testprospect", "phone": "3035550100x12"})
    );
}

#[test]
fn conditions_that_do_not_go_together_are_refused() {
    let filter: ClientFilter =
        from_value(json!({"start_date_from": "2026-04-06", "start_date_to": "2026-04-05"})).unwrap();
    assert_eq!(filter.validate().unwrap_err().get("field"), Some("start_date_to"));
    let filter: ShiftFilter = from_value(json!({"caregiver_match": "7"})).unwrap();
    assert_eq!(
        filter.validate().unwrap_err().get("field"),
        Some("caregiver_match")
    );
    let filter: ShiftFilter = from_value(json!({"caregiver_match": "7", "status": "open"})).unwrap();
    assert!(filter.validate().is_ok());
    let filter: CaregiverFilter = from_value(json!({"status": "retired"})).unwrap();
    assert_eq!(filter.validate().unwrap_err().get("field"), Some("status"));
    assert!(
        from_value::<ShiftFilter>(
            json!({"window": {"start": "2026-04-06T14:00:00Z", "end": "2026-04-06T14:00:00Z"}})
        )
        .is_err()
    );
}
