//! Related persons: kin and people to call.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::super::agency::{self, Agency};
use super::super::contacts;
use super::super::models::Contact;
use super::bundle::{self, Paging, Search};
use super::person::{Kind, Person};
use super::person_body::check_phone;
use super::routes::Action;
use super::{Request, values};
use crate::answer::{Answer, Refusal};

pub(super) fn answer(
    agency: &mut Agency,
    request: &Request<'_>,
    action: Action<'_>,
) -> Result<Answer, Refusal> {
    match action {
        Action::Get(patient) => {
            let patient = Person::find(agency, Kind::Patient, patient)?.number;
            let theirs = agency.contacts.iter().filter(|c| c.client == patient);
            Ok(bundle::unpaged(request, theirs.map(written).collect()))
        }
        Action::Search => search(agency, request),
        Action::Create => create(agency, request),
        Action::Put(id) => put(agency, request, id),
        Action::RemoveContact(patient, id) => remove(agency, patient, id),
        _ => Err(Refusal::NotFound),
    }
}

fn written(contact: &Contact) -> Value {
    let mut telecom: Vec<Value> = contact
        .phones
        .iter()
        .map(|(use_, value)| json!({"system": "phone", "use": use_, "value": value}))
        .collect();
    telecom.extend(
        contact
            .email
            .iter()
            .map(|value| json!({"system": "email", "value": value})),
    );
    let mut body = json!({
        "resourceType": "RelatedPerson",
        "id": contact.number.to_string(),
        "patient": {"reference": format!("Patient/{}", contact.client)},
        "name": [{"given": contact.given, "family": contact.family}],
        "telecom": telecom,
        "emergencyContact": contact.emergency,
        "primaryContact": contact.primary,
        "payer": contact.payer,
        "poa": contact.poa,
    });
    if let Some(code) = &contact.relationship {
        let word = contacts::word(code);
        let mut letters = word.chars();
        let display: String = letters
            .next()
            .into_iter()
            .flat_map(char::to_uppercase)
            .chain(letters)
            .collect();
        body["relationship"] = json!({"coding": [{"code": code, "display": display}]});
    }
    if let Some(address) = &contact.address {
        body["address"] = address.clone();
    }
    body
}

fn search(agency: &Agency, request: &Request<'_>) -> Result<Answer, Refusal> {
    let search = Search::read(request, Paging::Usual)?;
    let patient = search.text("patient")?.map(|text| {
        values::reference(&text, "Patient")
            .or_else(|| agency::number(&text))
            .unwrap_or(0)
    });
    let (created, updated) = (search.bound("created")?, search.bound("updated")?);
    let found: Vec<&Contact> = agency
        .contacts
        .iter()
        .filter(|c| {
            patient.is_none_or(|number| c.client == number)
                && created.as_ref().is_none_or(|b| b.holds(c.created))
                && updated.as_ref().is_none_or(|b| b.holds(c.updated))
                && !search.hides(request, c.number)
        })
        .collect();
    Ok(search.page(request, &found, |contact| written(contact)))
}

/// Applies what a body names.
fn apply(contact: &mut Contact, body: &Map<String, Value>) -> Result<(), Refusal> {
    if let Some(name) = body.get("name") {
        let name = name.get(0).unwrap_or(name);
        let name = name
            .as_object()
            .ok_or_else(|| Refusal::invalid("name", "must be a list of one"))?;
        if name.contains_key("family") {
            contact.family = values::required(name, "family", "name.family")?;
        }
        if let Some(given) = name.get("given") {
            let parts = given
                .as_array()
                .ok_or_else(|| Refusal::invalid("name.given", "must be a list"))?;
            let parts = parts
                .iter()
                .filter_map(Value::as_str)
                .filter(|part| !part.is_empty());
            contact.given = parts
                .map(|part| values::plain(part, "name.given").map(|()| part.to_owned()))
                .collect::<Result<_, _>>()?;
        }
    }
    if let Some(relationship) = body.get("relationship") {
        let code = relationship
            .get("coding")
            .and_then(|coding| coding.get(0)?.get("code")?.as_str())
            .ok_or_else(|| Refusal::invalid("relationship.coding.code", "is required"))?;
        contact.relationship = Some(code.to_owned());
    }
    for entry in body
        .get("telecom")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        let text = |field: &str| entry.get(field).and_then(Value::as_str).unwrap_or_default();
        match (text("system"), text("use")) {
            ("email", _) => contact.email = Some(text("value").to_owned()),
            ("phone", use_) => {
                let use_ = if use_.is_empty() { "mobile" } else { use_ };
                if !["mobile", "home", "work"].contains(&use_) {
                    return Err(Refusal::invalid(
                        "telecom.use",
                        "must be one of: mobile, home, work",
                    ));
                }
                check_phone(use_, text("value"))?;
                contact.phones.insert(use_.to_owned(), text("value").to_owned());
            }
            _ => return Err(Refusal::invalid("telecom.system", "must be one of: phone, email")),
        }
    }
    if let Some(address) = body.get("address").filter(|a| !a.is_null()) {
        contact.address = Some(address.clone());
    }
    for (field, flag) in [
        ("emergencyContact", &mut contact.emergency),
        ("primaryContact", &mut contact.primary),
        ("payer", &mut contact.payer),
        ("poa", &mut contact.poa),
    ] {
        if let Some(value) = body.get(field).filter(|v| !v.is_null()) {
            *flag = values::flag(value, field)?;
        }
    }
    Ok(())
}

fn create(agency: &mut Agency, request: &Request<'_>) -> Result<Answer, Refusal> {
    let body = request.body()?;
    request.check_agency_tag(&body, super::Required::No)?;
    let patient = body
        .get("patient")
        .and_then(|patient| patient.get("reference")?.as_str())
        .ok_or_else(|| Refusal::invalid("patient.reference", "is required"))?;
    let patient = values::reference(patient, "Patient")
        .filter(|number| Person::at(agency, Kind::Patient, *number).is_some())
        .ok_or_else(|| Refusal::invalid("patient.reference", "does not exist"))?;
    let number = agency.contacts.next_number();
    let at = agency.now();
    let mut contact = Contact {
        number,
        client: patient,
        given: Vec::new(),
        family: String::new(),
        relationship: None,
        phones: BTreeMap::new(),
        email: None,
        address: None,
        emergency: false,
        primary: false,
        payer: false,
        poa: false,
        created: at,
        updated: at,
    };
    apply(&mut contact, &body)?;
    if contact.family.is_empty() || contact.given.is_empty() {
        return Err(Refusal::invalid("name", "needs family and given"));
    }
    let at = agency.tick();
    contact.created = at;
    contact.updated = at;
    agency.contacts.add(|_| contact);
    contacts::lead(agency, patient);
    Ok(Answer::json(
        201,
        &json!({"resourceType": "RelatedPerson", "id": number.to_string()}),
    )
    .committed())
}

fn put(agency: &mut Agency, request: &Request<'_>, id: &str) -> Result<Answer, Refusal> {
    let stored = agency.contacts.get(id).ok_or(Refusal::NotFound)?;
    let mut contact = stored.clone();
    apply(&mut contact, &request.body()?)?;
    let answer = Answer::json(200, &json!({"resourceType": "RelatedPerson", "id": id}));
    if contact == *stored {
        return Ok(answer);
    }
    contact.updated = agency.tick();
    let client = contact.client;
    if let Some(row) = agency.contacts.get_mut(id) {
        *row = contact;
    }
    contacts::lead(agency, client);
    Ok(answer.committed())
}

fn remove(agency: &mut Agency, patient: &str, id: &str) -> Result<Answer, Refusal> {
    let contact = agency.contacts.get(id).ok_or(Refusal::NotFound)?;
    let (number, client) = (contact.number, contact.client);
    if agency::number(patient) != Some(client) {
        return Err(Refusal::NotFound);
    }
    agency.tick();
    agency.contacts.remove(number);
    contacts::lead(agency, client);
    Ok(Answer::empty(204).committed())
}
