//! The small resources: places, offices, referral sources, and what is only known to exist.

use serde_json::{Value, json};

use super::super::agency::{self, Agency};
use super::bundle::{self, Paging, Search};
use super::person::{Kind, Person};
use super::routes::{Action, Resource};
use super::{Request, Required, values};
use crate::answer::{Answer, Refusal};

const LOCATIONS: &[(u64, &str)] = &[(12, "Denver"), (13, "Aurora")];
const ADMINS: &[(u64, &str)] = &[(9_101, "Care Desk North"), (9_102, "Care Desk South")];
const ALLERGIES: &[(u64, &str)] = &[(1, "Latex"), (2, "Peanuts"), (3, "Penicillin"), (4, "Pollen")];
const MEDICATIONS: &[(u64, &str)] = &[(1, "Acetaminophen"), (2, "Ibuprofen"), (3, "Lisinopril")];
/// The vendor's ids of types of referral sources.
const REFERRAL_TYPES: &[u64] = &[5, 12, 14, 16, 18, 22];
const FIRST_REFERRAL_SOURCE: u64 = 62_001;
const FIRST_ACTIVITY: u64 = 66_001;

pub(super) fn answer(
    agency: &mut Agency,
    request: &Request<'_>,
    resource: Resource,
    action: Action<'_>,
) -> Result<Answer, Refusal> {
    let named = |kind: &'static str, rows: &[(u64, &str)]| -> Vec<Value> {
        rows.iter()
            .map(|(id, name)| json!({"resourceType": kind, "id": id.to_string(), "name": name}))
            .collect()
    };
    let paged = |rows: Vec<Value>| {
        let search = Search::read(request, Paging::Usual)?;
        Ok(search.page(request, &rows, Value::clone))
    };
    match (resource, action) {
        (Resource::Location, Action::List | Action::Search) => paged(named("Location", LOCATIONS)),
        (Resource::Admin, Action::Search) => paged(named("Practitioner", ADMINS)),
        (Resource::Medication, Action::Search) => paged(named("Medication", MEDICATIONS)),
        (Resource::Allergy, Action::List) => {
            Ok(bundle::unpaged(request, named("AllergyIntolerance", ALLERGIES)))
        }
        (Resource::Organization, Action::List) => Ok(bundle::unpaged(
            request,
            vec![json!({
                "resourceType": "Organization", "id": request.agency_id, "name": "Sample Home Care",
            })],
        )),
        (
            Resource::Condition | Resource::Goal | Resource::MedicationStatement | Resource::Invoice,
            Action::Get(id),
        ) => {
            Person::find(agency, Kind::Patient, id)?;
            Ok(bundle::unpaged(request, Vec::new()))
        }
        (Resource::ReferralSource, action) => referral_source(agency, request, action),
        (Resource::Activity, action) => activity(agency, request, action),
        _ => Err(Refusal::NotFound),
    }
}

/// The position of the record with an id.
fn index(id: &str, first: u64, rows: &[Value]) -> Result<usize, Refusal> {
    agency::number(id)
        .and_then(|number| usize::try_from(number.checked_sub(first)?).ok())
        .filter(|index| *index < rows.len())
        .ok_or(Refusal::NotFound)
}

fn referral_source(
    agency: &mut Agency,
    request: &Request<'_>,
    action: Action<'_>,
) -> Result<Answer, Refusal> {
    let check = |body: &serde_json::Map<String, Value>| match body.get("typeId") {
        None | Some(Value::Null) => Ok(()),
        Some(value) if values::id(value).is_some_and(|id| REFERRAL_TYPES.contains(&id)) => Ok(()),
        Some(_) => Err(Refusal::invalid("typeId", "is not a known type")),
    };
    let kind = "ReferralSource";
    match action {
        Action::Get(id) => {
            let rows = &agency.extras.referral_sources;
            let index = index(id, FIRST_REFERRAL_SOURCE, rows)?;
            Ok(Answer::json(200, &rows[index]))
        }
        Action::Create => {
            let mut body = request.body()?;
            request.check_agency_tag(&body, Required::No)?;
            values::required(&body, "name", "name")?;
            check(&body)?;
            let number = FIRST_REFERRAL_SOURCE + agency.extras.referral_sources.len() as u64;
            body.insert("resourceType".to_owned(), kind.into());
            body.insert("id".to_owned(), number.to_string().into());
            agency.tick();
            agency.extras.referral_sources.push(Value::Object(body));
            agency.happened("referralsources.created", kind, number);
            Ok(Answer::json(201, &json!({"resourceType": kind, "id": number.to_string()})).committed())
        }
        Action::Put(id) => {
            let index = index(id, FIRST_REFERRAL_SOURCE, &agency.extras.referral_sources)?;
            let mut body = request.body()?;
            if body.contains_key("name") {
                values::required(&body, "name", "name")?;
            }
            check(&body)?;
            body.remove("id");
            body.remove("resourceType");
            agency.tick();
            if let Some(row) = agency.extras.referral_sources[index].as_object_mut() {
                row.extend(body);
            }
            agency.happened(
                "referralsources.changed",
                kind,
                FIRST_REFERRAL_SOURCE + index as u64,
            );
            Ok(Answer::json(200, &json!({"resourceType": kind, "id": id})).committed())
        }
        _ => Err(Refusal::NotFound),
    }
}

fn activity(agency: &mut Agency, request: &Request<'_>, action: Action<'_>) -> Result<Answer, Refusal> {
    match action {
        Action::Get(id) => {
            let rows = &agency.extras.activities;
            Ok(Answer::json(200, &rows[index(id, FIRST_ACTIVITY, rows)?]))
        }
        Action::Create => {
            let mut body = request.body()?;
            values::required(&body, "description", "description")?;
            let id = (FIRST_ACTIVITY + agency.extras.activities.len() as u64).to_string();
            body.insert("resourceType".to_owned(), "Activity".into());
            body.insert("id".to_owned(), id.clone().into());
            agency.tick();
            agency.extras.activities.push(Value::Object(body));
            Ok(Answer::json(201, &json!({"resourceType": "Activity", "id": id})).committed())
        }
        _ => Err(Refusal::NotFound),
    }
}
