//! Neither personal data nor a secret shows where it should not.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test may panic"
)]

mod support;

use careweave_wellsky_client::{
    Address, AgencyId, Applicant, ApplicantPatch, Caregiver, CaregiverPatch, Client, ClientPatch, Config,
    EmergencyContact, NewApplicant, NewCaregiver, NewClient, NewProspect, Prospect, ProspectPatch, Shift,
    StatusChange,
};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, from_value, json};

/// A person with personal data in every field that takes it.
fn person(mark: &str, digits: &str) -> Value {
    json!({
        "id": "1", "first_name": mark, "last_name": mark, "email": format!("{mark}@example.invalid"),
        "phone": digits, "status": "active", "updated_at": "2026-04-06T14:00:00Z", "notes": mark,
        "care_coordinator": mark,
        "address": {"line1": mark, "line2": mark, "city": mark, "state": "CO", "zip_code": mark},
        "emergency_contacts": [{"name": mark, "relationship": mark, "phone": mark}],
    })
}

fn without(mut record: Value, fields: &[&str]) -> Value {
    for field in fields {
        record.as_object_mut().unwrap().remove(*field);
    }
    record
}

fn keeps_quiet<T: DeserializeOwned + Serialize + std::fmt::Debug>(
    record: Value,
    marks: [&str; 2],
) -> Result<(), TestCaseError> {
    let written = record.to_string();
    let read: T = from_value(record).unwrap();
    let shown = format!("{read:?} {read:#?}");
    for mark in marks {
        prop_assert!(!shown.contains(mark), "{} in {shown}", mark);
        // The test would prove nothing if the mark had not been read.
        prop_assert!(!written.contains(mark) || serde_json::to_string(&read).unwrap().contains(mark));
    }
    Ok(())
}

proptest! {
    #[test]
    fn no_model_shows_personal_data(mark in "Q[a-z]{8,20}", digits in "[2-9][0-9]{9}") {
        let marks = [mark.as_str(), digits.as_str()];
        let person = person(&mark, &digits);
        let nameless = &["id", "updated_at", "status"];
        let client = without(person.clone(), &["notes"]);
        keeps_quiet::<Client>(client.clone(), marks)?;
        keeps_quiet::<NewClient>(without(client.clone(), nameless), marks)?;
        keeps_quiet::<ClientPatch>(without(client, nameless), marks)?;
        let giver = without(person.clone(), &["notes", "care_coordinator", "address", "emergency_contacts"]);
        keeps_quiet::<Caregiver>(giver.clone(), marks)?;
        keeps_quiet::<NewCaregiver>(without(giver.clone(), nameless), marks)?;
        keeps_quiet::<CaregiverPatch>(without(giver, nameless), marks)?;
        let prospect = without(person.clone(), &["care_coordinator", "emergency_contacts"]);
        keeps_quiet::<Prospect>(prospect.clone(), marks)?;
        keeps_quiet::<NewProspect>(without(prospect.clone(), nameless), marks)?;
        keeps_quiet::<ProspectPatch>(without(prospect, nameless), marks)?;
        let applicant = without(person.clone(), &["notes", "care_coordinator", "emergency_contacts"]);
        keeps_quiet::<Applicant>(applicant.clone(), marks)?;
        keeps_quiet::<NewApplicant>(without(applicant.clone(), nameless), marks)?;
        keeps_quiet::<ApplicantPatch>(without(applicant, nameless), marks)?;
        keeps_quiet::<Address>(person["address"].clone(), marks)?;
        keeps_quiet::<EmergencyContact>(person["emergency_contacts"][0].clone(), marks)?;
        let mut shift = support::shift("1", None);
        shift["client_zip_code"] = json!(mark);
        shift["care_coordinator"] = json!(mark);
        keeps_quiet::<Shift>(shift, marks)?;
        let change = json!({"client_id": 1, "to": "active", "changed_at": "2026-04-06T14:00:00Z", "reason": mark});
        keeps_quiet::<StatusChange>(change, marks)?;
    }

    #[test]
    fn no_refusal_repeats_what_it_refuses(mark in "Q[a-z]{8,20}") {
        // Wrong in a different place each time: the state, the ZIP code, the e-mail, a control character, the language.
        let broken: Vec<Value> = [
            ("/address/state", mark.clone()),
            ("/address/zip_code", mark.clone()),
            ("/email", mark.clone()),
            ("/first_name", format!("{mark}\u{7}")),
            ("/preferred_language", format!("{mark} {mark}")),
            ("/status", mark.clone()),
        ]
        .into_iter()
        .map(|(place, value)| {
            let mut client = json!({
                "first_name": "Alpha", "last_name": "Testclient", "phone": "3035550100",
                "address": support::address(), "email": "a@example.invalid", "status": "active", "preferred_language": "en",
            });
            *client.pointer_mut(place).unwrap() = json!(value);
            client
        })
        .collect();
        for client in broken {
            let error = from_value::<NewClient>(client).unwrap().validate().unwrap_err();
            let shown = format!("{error} {error:?} {error:#}");
            prop_assert!(!shown.contains(&mark), "{shown}");
        }
    }

    #[test]
    fn no_configuration_shows_key_or_secret(key in "K[a-z0-9]{10,20}", secret in "S[a-z0-9]{10,40}") {
        let config = Config::new(key.as_str(), secret.as_str(), AgencyId::new("1").unwrap());
        let shown = format!("{config:?} {config:#?}");
        prop_assert!(!shown.contains(&key) && !shown.contains(&secret));
        let error = Config::new(format!("{key} "), format!("{secret} "), AgencyId::new("1").unwrap()).validate().unwrap_err();
        let shown = format!("{error:?} {error:#}");
        prop_assert!(!shown.contains(&key) && !shown.contains(&secret));
    }
}
