//! Clients, caregivers, prospects and applicants: what all four have in common.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::agency::{self, Agency, Rows};
use super::fields::{self, Field};
use super::models::{Applicant, Caregiver, Client, Prospect, StatusChange};
use super::query::Page;
use super::{contacts, validate, vocabulary};
use crate::answer::{Answer, Refusal};
use crate::vendor::Arrival;

/// A person's record.
pub(super) trait Person: Clone + PartialEq + Serialize + DeserializeOwned {
    const COLLECTION: &'static str;
    const FIELDS: &'static [Field];
    const STATUSES: &'static [&'static str];
    /// The status of a record that is created without one.
    const FIRST_STATUS: &'static str;

    fn rows(agency: &Agency) -> &Rows<Self>;
    fn rows_mut(agency: &mut Agency) -> &mut Rows<Self>;
    fn status(&self) -> &str;
    fn external_id(&self) -> Option<&str>;
    fn updated_at(&self) -> DateTime<Utc>;
    fn set_updated_at(&mut self, at: DateTime<Utc>);
}

macro_rules! person {
    ($type:ty, $rows:ident, $fields:ident, $statuses:ident, $first:literal) => {
        impl Person for $type {
            const COLLECTION: &'static str = stringify!($rows);
            const FIELDS: &'static [Field] = &fields::$fields;
            const STATUSES: &'static [&'static str] = vocabulary::$statuses;
            const FIRST_STATUS: &'static str = $first;

            fn rows(agency: &Agency) -> &Rows<Self> {
                &agency.$rows
            }
            fn rows_mut(agency: &mut Agency) -> &mut Rows<Self> {
                &mut agency.$rows
            }
            fn status(&self) -> &str {
                &self.status
            }
            fn external_id(&self) -> Option<&str> {
                self.external_id.as_deref()
            }
            fn updated_at(&self) -> DateTime<Utc> {
                self.updated_at
            }
            fn set_updated_at(&mut self, at: DateTime<Utc>) {
                self.updated_at = at;
            }
        }
    };
}

person!(Client, clients, CLIENT, CLIENT_STATUS, "pending");
person!(Caregiver, caregivers, CAREGIVER, CAREGIVER_STATUS, "pending");
person!(Prospect, prospects, PROSPECT, PROSPECT_STATUS, "new");
person!(Applicant, applicants, APPLICANT, APPLICANT_STATUS, "new");

/// A page of a list.
pub(super) fn list<'a, T: Serialize + 'a>(
    collection: &str,
    rows: impl IntoIterator<Item = &'a T>,
    page: &Page,
) -> Answer {
    let all: Vec<&T> = rows.into_iter().collect();
    let part: Vec<&&T> = all
        .iter()
        .skip(page.offset as usize)
        .take(page.limit as usize)
        .collect();
    Answer::json(
        200,
        &json!({collection: part, "total": all.len(), "limit": page.limit, "offset": page.offset}),
    )
}

pub(super) fn show<T: Person>(agency: &Agency, id: &str) -> Result<Answer, Refusal> {
    let record = T::rows(agency).get(id).ok_or(Refusal::NotFound)?;
    Ok(Answer::json(200, record))
}

pub(super) fn create<T: Person>(agency: &mut Agency, arrival: &Arrival) -> Result<Answer, Refusal> {
    let body = validate::object(arrival)?;
    validate::complete(T::FIELDS, &body)?;
    let record = insert::<T>(agency, body)?;
    Ok(Answer::json(201, &record).committed())
}

/// Adds a record whose fields are checked.
pub(super) fn insert<T: Person>(agency: &mut Agency, fields: Map<String, Value>) -> Result<T, Refusal> {
    let number = T::rows(agency).next_number();
    let record: T = build(agency, fields, number)?;
    T::rows_mut(agency).add(|_| record.clone());
    added::<T>(agency, number);
    Ok(record)
}

/// Adds a record under the id of another collection, as a conversion that keeps the id does.
pub(super) fn insert_at<T: Person>(
    agency: &mut Agency,
    fields: Map<String, Value>,
    number: u64,
) -> Result<T, Refusal> {
    let record: T = build(agency, fields, number)?;
    T::rows_mut(agency).put(number, record.clone());
    follow::<T>(agency, number);
    Ok(record)
}

fn build<T: Person>(agency: &mut Agency, mut fields: Map<String, Value>, number: u64) -> Result<T, Refusal> {
    fields.retain(|_, value| !value.is_null());
    fields.entry("status").or_insert_with(|| T::FIRST_STATUS.into());
    fields.insert("id".to_owned(), number.to_string().into());
    fields.insert("updated_at".to_owned(), json!(agency.clock));
    let mut record: T = model(fields)?;
    record.set_updated_at(agency.tick());
    Ok(record)
}

fn added<T: Person>(agency: &mut Agency, number: u64) {
    let at = agency.clock;
    agency.extras.person(number).created = Some(at);
    agency.person_created(T::COLLECTION, number);
    follow::<T>(agency, number);
}

/// Brings what the Connect surface keeps apart in line with a record that was written.
fn follow<T: Person>(agency: &mut Agency, number: u64) {
    if T::COLLECTION == Client::COLLECTION {
        contacts::follow_list(agency, number);
    }
    if T::COLLECTION == Caregiver::COLLECTION {
        let skills = agency.caregivers.at(number).map(|c| c.skills.clone());
        for skill in skills.unwrap_or_default() {
            agency.extras.tag_named(&skill);
        }
    }
}

pub(super) fn update<T: Person>(agency: &mut Agency, id: &str, arrival: &Arrival) -> Result<Answer, Refusal> {
    let stored = T::rows(agency).get(id).ok_or(Refusal::NotFound)?;
    let patch = validate::object(arrival)?;
    let mut fields = fields_of(stored)?;
    validate::partial(T::FIELDS, &patch, &fields)?;
    if patch.get("status").is_some_and(Value::is_null) {
        return Err(Refusal::invalid("status", "cannot be cleared"));
    }
    fields.extend(patch);
    replace::<T>(agency, id, fields)
}

/// Puts `fields` in the place of record `id`. Nothing happens when they are what is stored.
pub(super) fn replace<T: Person>(
    agency: &mut Agency,
    id: &str,
    fields: Map<String, Value>,
) -> Result<Answer, Refusal> {
    let changed = store::<T>(agency, id, fields)?;
    let answer = Answer::json(200, T::rows(agency).get(id).ok_or(Refusal::NotFound)?);
    Ok(if changed { answer.committed() } else { answer })
}

/// The same without an answer; false when `fields` are what is stored.
pub(super) fn store<T: Person>(
    agency: &mut Agency,
    id: &str,
    mut fields: Map<String, Value>,
) -> Result<bool, Refusal> {
    fields.retain(|_, value| !value.is_null());
    let mut record: T = model(fields)?;
    let stored = T::rows(agency).get(id).ok_or(Refusal::NotFound)?;
    if *stored == record {
        return Ok(false);
    }
    let before = fields_of(stored)?;
    let (from, to) = (stored.status().to_owned(), record.status().to_owned());
    let at = agency.tick();
    record.set_updated_at(at);
    let after = fields_of(&record)?;
    if let Some(row) = T::rows_mut(agency).get_mut(id) {
        *row = record;
    }
    let number = agency::number(id).ok_or(Refusal::NotFound)?;
    agency.person_changed(T::COLLECTION, number, &before, &after);
    follow::<T>(agency, number);
    if T::COLLECTION == Client::COLLECTION && from != to {
        agency.status_changes.push(StatusChange {
            client_id: id.to_owned(),
            from,
            to,
            changed_at: at,
            reason: None,
        });
    }
    Ok(true)
}

pub(super) fn fields_of<T: Serialize>(record: &T) -> Result<Map<String, Value>, Refusal> {
    match serde_json::to_value(record) {
        Ok(Value::Object(fields)) => Ok(fields),
        Ok(_) => Err(Refusal::Malformed("The record is not an object".to_owned())),
        Err(e) => Err(Refusal::Malformed(e.to_string())),
    }
}

/// The model of checked fields. The tables are as strict as the models, so a refusal here would be a defect of a
/// table; it is reported and not hidden.
fn model<T: DeserializeOwned>(fields: Map<String, Value>) -> Result<T, Refusal> {
    serde_json::from_value(Value::Object(fields)).map_err(|e| Refusal::Malformed(e.to_string()))
}
