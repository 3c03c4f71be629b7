//! Clients and prospects out of patients, and back.

use careweave_types::{AgencyId, ClientStatus, Pii, ProspectId, ProspectStatus, Result};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use serde_json::Value;

use super::body::{Body, Person, callable, refuse, refuse_clear};
use super::statuses::{client_state, client_status, prospect_number, prospect_status};
use crate::capabilities::no_counterpart;
use crate::connect::models::person::{self, HumanName, Meta, PostalAddress, Telecom};
use crate::connect::models::{Patient, RelatedPerson};
use crate::models::{
    Address, Client, ClientPatch, EmergencyContact, NewClient, NewProspect, Prospect, ProspectPatch,
    VendorPhone,
};

/// Given and family name; what the vendor lacks is empty.
pub(super) fn names(names: &[HumanName]) -> (Pii<String>, Pii<String>) {
    let name = person::official(names);
    let given = name.and_then(|n| n.given.first().cloned()).unwrap_or_default();
    let family = name.and_then(|n| n.family.clone()).unwrap_or_default();
    (given, family)
}

/// The number to call; empty where the vendor has none.
pub(super) fn phone(telecom: &[Telecom]) -> VendorPhone {
    let text = person::primary_phone(telecom).cloned().unwrap_or_default();
    match careweave_types::Phone::parse(text.expose()) {
        Ok(phone) => VendorPhone::Valid(phone),
        Err(_) => VendorPhone::Other(text),
    }
}

/// The home address; parts the vendor lacks are empty.
pub(super) fn address(addresses: &[PostalAddress]) -> Option<Address> {
    let address = person::home(addresses)?;
    Some(Address {
        line1: address.line.first().cloned().unwrap_or_default(),
        line2: address.line.get(1).cloned(),
        city: address.city.clone().unwrap_or_default(),
        state: address.state.clone().unwrap_or_default(),
        zip_code: address.postal_code.clone().unwrap_or_default(),
    })
}

/// When the record changed last at the earliest: Connect does not say when it did, only when it was created. A lower
/// bound loses no change to a caller who compares.
pub(super) fn changed_at_the_earliest(meta: &Meta) -> DateTime<Utc> {
    let created = meta.get("created").and_then(|text| {
        DateTime::parse_from_rfc3339(text)
            .map(|at| at.to_utc())
            .or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f").map(|at| at.and_utc()))
            .ok()
    });
    created.unwrap_or(DateTime::UNIX_EPOCH)
}

/// The emergency contacts among a client's related persons.
pub(crate) fn emergency_contacts<'a>(
    related: impl IntoIterator<Item = &'a RelatedPerson>,
) -> Vec<EmergencyContact> {
    related
        .into_iter()
        .filter(|person| person.emergency_contact == Some(true))
        .map(|person| {
            let (given, family) = names(&person.name);
            let name = format!("{} {}", given.expose(), family.expose());
            let coding = person.relationship.as_ref().and_then(|r| r.coding.first());
            EmergencyContact {
                name: Pii::new(name.trim().to_owned()),
                relationship: coding
                    .and_then(|c| c.display.clone().or_else(|| c.code.clone()))
                    .map(Pii::new),
                phone: phone(&person.telecom),
            }
        })
        .collect()
}

pub(crate) fn status_of(patient: &Patient) -> ClientStatus {
    client_status(patient.is_client(), patient.active, patient.pipeline_status())
}

pub(crate) fn client(patient: &Patient, contacts: Vec<EmergencyContact>) -> Client {
    let (first_name, last_name) = names(&patient.name);
    Client {
        id: patient.id.clone(),
        first_name,
        last_name,
        email: person::email(&patient.telecom).cloned(),
        phone: phone(&patient.telecom),
        address: address(&patient.address).unwrap_or_else(|| Address {
            line1: Pii::default(),
            line2: None,
            city: Pii::default(),
            state: String::new(),
            zip_code: Pii::default(),
        }),
        status: status_of(patient),
        emergency_contacts: contacts,
        payer_source: None,
        authorized_hours_per_week: None,
        start_date: None,
        discharge_date: patient
            .deactivation_date
            .as_deref()
            .and_then(|date| date.parse::<NaiveDate>().ok()),
        referral_source: patient.meta.get("referralSource").map(str::to_owned),
        care_coordinator: None,
        preferred_language: person::languages(&patient.communication).into_iter().next(),
        gender_preference: None,
        external_id: patient.external_id.clone(),
        updated_at: changed_at_the_earliest(&patient.meta),
    }
}

/// # Errors
/// Never for an id that the vendor gave.
pub(crate) fn prospect(patient: &Patient) -> Result<Prospect> {
    let (first_name, last_name) = names(&patient.name);
    Ok(Prospect {
        id: ProspectId::new(patient.id.as_str())?,
        first_name,
        last_name,
        email: person::email(&patient.telecom).cloned(),
        phone: phone(&patient.telecom),
        address: address(&patient.address),
        status: prospect_status(patient.is_client(), patient.pipeline_status()),
        referral_source: patient.meta.get("referralSource").map(str::to_owned),
        estimated_hours_per_week: None,
        notes: None,
        external_id: patient.external_id.clone(),
        converted_client_id: (patient.is_client() == Some(true)).then(|| patient.id.clone()),
        updated_at: changed_at_the_earliest(&patient.meta),
    })
}

pub(crate) fn new_client(agency: &AgencyId, client: &NewClient) -> Result<Value> {
    const OPERATION: &str = "clients.create";
    client.validate()?;
    refuse(
        OPERATION,
        &[
            ("emergency_contacts", !client.emergency_contacts.is_empty()),
            ("payer_source", client.payer_source.is_some()),
            (
                "authorized_hours_per_week",
                client.authorized_hours_per_week.is_some(),
            ),
            ("start_date", client.start_date.is_some()),
            ("discharge_date", client.discharge_date.is_some()),
            ("referral_source", client.referral_source.is_some()),
            ("care_coordinator", client.care_coordinator.is_some()),
            ("gender_preference", client.gender_preference.is_some()),
        ],
    )?;
    let person = Person {
        first_name: Some(&client.first_name),
        last_name: Some(&client.last_name),
        phone: Some(&client.phone),
        email: client.email.as_ref(),
        address: Some(&client.address),
        languages: client.preferred_language.as_ref().map(std::slice::from_ref),
        external_id: client.external_id.as_deref(),
        ..Person::default()
    };
    let mut body = Body::person("Patient", agency, &person);
    state(
        &mut body,
        OPERATION,
        client.status.as_ref().unwrap_or(&ClientStatus::Pending),
    )?;
    Ok(body.finish())
}

/// `current`: the names as they are, for a patch that changes one of them.
pub(crate) fn client_patch(
    agency: &AgencyId,
    patch: &ClientPatch,
    current: Option<&Patient>,
) -> Result<Value> {
    const OPERATION: &str = "clients.update";
    patch.validate()?;
    refuse(
        OPERATION,
        &[
            ("emergency_contacts", !patch.emergency_contacts.is_keep()),
            ("payer_source", !patch.payer_source.is_keep()),
            (
                "authorized_hours_per_week",
                !patch.authorized_hours_per_week.is_keep(),
            ),
            ("start_date", !patch.start_date.is_keep()),
            ("discharge_date", !patch.discharge_date.is_keep()),
            ("referral_source", !patch.referral_source.is_keep()),
            ("care_coordinator", !patch.care_coordinator.is_keep()),
            ("gender_preference", !patch.gender_preference.is_keep()),
        ],
    )?;
    refuse_clear(OPERATION, "email", &patch.email)?;
    refuse_clear(OPERATION, "preferred_language", &patch.preferred_language)?;
    refuse_clear(OPERATION, "external_id", &patch.external_id)?;
    callable(OPERATION, &patch.phone)?;
    let person = Person {
        first_name: patch.first_name.value(),
        last_name: patch.last_name.value(),
        current: current.map_or(&[][..], |p| &p.name),
        phone: patch.phone.value(),
        email: patch.email.value(),
        address: patch.address.value(),
        languages: patch.preferred_language.value().map(std::slice::from_ref),
        external_id: patch.external_id.value().map(String::as_str),
        ..Person::default()
    };
    let mut body = Body::person("Patient", agency, &person);
    if let Some(status) = patch.status.value() {
        state(&mut body, OPERATION, status)?;
    }
    Ok(body.finish())
}

fn state(body: &mut Body, operation: &'static str, status: &ClientStatus) -> Result<()> {
    let (is_client, active, number) = client_state(status)
        .ok_or_else(|| no_counterpart(operation, "status").with("status", status.as_str()))?;
    body.active(active);
    body.tag("isClient", &is_client);
    if let Some(number) = number {
        body.tag("status", &number);
    }
    Ok(())
}

pub(crate) fn new_prospect(agency: &AgencyId, prospect: &NewProspect) -> Result<Value> {
    const OPERATION: &str = "prospects.create";
    prospect.validate()?;
    refuse(
        OPERATION,
        &[
            ("referral_source", prospect.referral_source.is_some()),
            (
                "estimated_hours_per_week",
                prospect.estimated_hours_per_week.is_some(),
            ),
            ("notes", prospect.notes.is_some()),
        ],
    )?;
    let person = Person {
        first_name: Some(&prospect.first_name),
        last_name: Some(&prospect.last_name),
        phone: Some(&prospect.phone),
        email: prospect.email.as_ref(),
        address: prospect.address.as_ref(),
        external_id: prospect.external_id.as_deref(),
        ..Person::default()
    };
    let mut body = Body::person("Patient", agency, &person);
    body.tag("isClient", &false);
    let status = prospect.status.as_ref().unwrap_or(&ProspectStatus::New);
    body.tag("status", &number(OPERATION, status)?);
    Ok(body.finish())
}

pub(crate) fn prospect_patch(
    agency: &AgencyId,
    patch: &ProspectPatch,
    current: Option<&Patient>,
) -> Result<Value> {
    const OPERATION: &str = "prospects.update";
    patch.validate()?;
    refuse(
        OPERATION,
        &[
            ("referral_source", !patch.referral_source.is_keep()),
            (
                "estimated_hours_per_week",
                !patch.estimated_hours_per_week.is_keep(),
            ),
            ("notes", !patch.notes.is_keep()),
        ],
    )?;
    refuse_clear(OPERATION, "email", &patch.email)?;
    refuse_clear(OPERATION, "address", &patch.address)?;
    refuse_clear(OPERATION, "external_id", &patch.external_id)?;
    callable(OPERATION, &patch.phone)?;
    let person = Person {
        first_name: patch.first_name.value(),
        last_name: patch.last_name.value(),
        current: current.map_or(&[][..], |p| &p.name),
        phone: patch.phone.value(),
        email: patch.email.value(),
        address: patch.address.value(),
        external_id: patch.external_id.value().map(String::as_str),
        ..Person::default()
    };
    let mut body = Body::person("Patient", agency, &person);
    if let Some(status) = patch.status.value() {
        body.tag("status", &number(OPERATION, status)?);
    }
    Ok(body.finish())
}

fn number(operation: &'static str, status: &ProspectStatus) -> Result<u16> {
    prospect_number(status).ok_or_else(|| no_counterpart(operation, "status").with("status", status.as_str()))
}

/// What makes a client of a prospect, under the same id: ready to schedule care.
pub(crate) fn conversion(agency: &AgencyId) -> Value {
    let mut body = Body::new("Patient", agency);
    body.active(true);
    body.tag("isClient", &true);
    body.tag("status", &70);
    body.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use careweave_types::Phone;
    use serde_json::json;

    fn agency() -> AgencyId {
        AgencyId::new("9001").unwrap()
    }

    fn patient(value: Value) -> Patient {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn the_phone_to_call_is_mobile_before_home_before_work() {
        let telecom = |entries: Value| patient(json!({"id": 1, "telecom": entries}));
        let work = json!({"system": "phone", "use": "work", "value": "3035550103x12"});
        let home = json!({"system": "phone", "use": "home", "value": "3035550102"});
        let mobile = json!({"system": "phone", "use": "mobile", "value": "3035550101"});
        let email = json!({"system": "email", "value": "alpha@example.invalid"});
        for (entries, expected) in [
            (json!([work, home, mobile, email]), "3035550101"),
            (json!([work, home]), "3035550102"),
            (json!([email, work]), "3035550103x12"),
            (json!([email]), ""),
            (json!(null), ""),
        ] {
            let client = client(&telecom(entries), Vec::new());
            assert_eq!(client.phone.to_wire().expose(), expected);
        }
    }

    #[test]
    fn a_status_of_the_word_none_absent_or_no_number_is_nothing() {
        for tag in [
            json!([{"code": "status", "display": "None"}]),
            json!([]),
            json!([{"code": "status", "display": "soon"}]),
        ] {
            let patient = patient(json!({"id": "1", "meta": {"tag": tag}}));
            assert_eq!(patient.pipeline_status(), None);
        }
    }

    #[test]
    fn an_id_as_a_number_and_as_text_is_the_same_patient() {
        assert_eq!(patient(json!({"id": 500_001})), patient(json!({"id": "500001"})));
    }

    #[test]
    fn a_change_of_the_phone_says_nothing_of_status_or_of_being_a_client() {
        let patch = ProspectPatch {
            phone: Phone::parse("3035550101").unwrap().into(),
            ..ProspectPatch::default()
        };
        let body = prospect_patch(&agency(), &patch, None).unwrap();
        let codes: Vec<&str> = body["meta"]["tag"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|tag| tag["code"].as_str())
            .collect();
        assert_eq!(codes, ["agencyId"]);
        assert_eq!(
            body,
            json!({
                "resourceType": "Patient", "telecom": [{"system": "phone", "use": "mobile", "value": "3035550101"}],
                "meta": {"tag": [{"code": "agencyId", "display": "9001"}]}
            })
        );
    }

    #[test]
    fn what_connect_has_no_place_for_is_named_and_not_dropped() {
        let patch = ClientPatch {
            payer_source: careweave_types::Payer::Medicaid.into(),
            ..ClientPatch::default()
        };
        let error = client_patch(&agency(), &patch, None).unwrap_err();
        assert_eq!(
            (error.kind(), error.get("field")),
            (careweave_types::ErrorKind::Unsupported, Some("payer_source"))
        );
        let patch = ClientPatch {
            status: ClientStatus::OnHold.into(),
            ..ClientPatch::default()
        };
        assert_eq!(
            client_patch(&agency(), &patch, None).unwrap_err().get("field"),
            Some("status")
        );
    }

    #[test]
    fn a_change_of_one_name_keeps_the_other() {
        let current =
            patient(json!({"id": "1", "name": [{"family": "Testclient", "given": ["Alpha", "Middle"]}]}));
        let patch = ClientPatch {
            first_name: Pii::from("Bravo").into(),
            ..ClientPatch::default()
        };
        let body = client_patch(&agency(), &patch, Some(&current)).unwrap();
        assert_eq!(body["name"][0]["family"], "Testclient");
        assert_eq!(body["name"][0]["given"], json!(["Bravo", "Middle"]));
    }
}
