//! WellSky's Connect API: another view of the same agency.

mod admin_tasks;
mod appointments;
mod bundle;
mod care_plans;
mod charge_items;
mod directory;
mod documents;
mod encounters;
mod extras;
mod mapping;
mod person;
mod person_body;
mod person_change;
mod person_search;
mod person_write;
mod profile_tags;
mod related_persons;
mod routes;
mod subscriptions;
mod task_logs;
mod values;

pub(super) use extras::{Extra, Extras, Stage};
pub(crate) use subscriptions::Target;

use serde_json::{Map, Value};

use super::agency::Agency;
use super::{gateway, token, validate};
use crate::answer::{Answer, Refusal};
use crate::credentials::WellskyCredentials;
use crate::form;
use crate::ready::Ready;
use crate::switches::{AppointmentWrites, ConnectSwitches, ProfileTagsList};
use crate::vendor::{Arrival, media_type};
use crate::world::World;
use routes::{Action, Lost, Resource};

/// A request, and what decides how it is answered.
pub(super) struct Request<'a> {
    arrival: &'a Arrival,
    switches: &'a ConnectSwitches,
    agency_id: &'a str,
    /// The root of this surface without `/v1`, for links.
    root: &'a str,
}

impl Request<'_> {
    /// The body as an object; none is an empty one.
    fn body(&self) -> Result<Map<String, Value>, Refusal> {
        let body = self.arrival.body.as_ref().ok_or(Refusal::TooLarge)?;
        let media = media_type(self.arrival);
        if !body.is_empty() && !["", "application/json", "application/fhir+json"].contains(&media.as_str()) {
            return Err(Refusal::MediaType);
        }
        validate::object(self.arrival)
    }

    fn query(&self) -> Result<Vec<(String, String)>, Refusal> {
        form::decode(self.arrival.query.as_deref().unwrap_or_default())
    }

    /// Refuses a search in the name of another agency.
    fn check_agency_key(&self, filters: &Map<String, Value>) -> Result<(), Refusal> {
        let wrong = ["agencyId", "agency_id"]
            .iter()
            .filter_map(|key| filters.get(*key))
            .any(|value| values::scalar(value).as_deref() != Some(self.agency_id));
        if wrong { Err(Refusal::WrongAgency) } else { Ok(()) }
    }

    /// Checks the tag `agencyId` of a body, which must be there where `required`.
    fn check_agency_tag(&self, body: &Map<String, Value>, required: Required) -> Result<(), Refusal> {
        match tag(body, "agencyId") {
            Some(id) if id == self.agency_id => Ok(()),
            Some(_) => Err(Refusal::WrongAgency),
            None if required == Required::Yes => Err(Refusal::invalid("agencyId", "is required")),
            None => Ok(()),
        }
    }
}

/// Whether a body must name its agency.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Required {
    Yes,
    No,
}

/// The text of a tag in `meta.tag`.
fn tag(body: &Map<String, Value>, code: &str) -> Option<String> {
    let tags = body.get("meta")?.get("tag")?.as_array()?;
    let tag = tags
        .iter()
        .find(|tag| tag.get("code").and_then(Value::as_str) == Some(code))?;
    values::scalar(tag.get("display")?)
}

/// True for paths whose bodies may be documents.
pub(crate) fn takes_documents(path: &str) -> bool {
    path.starts_with("/v1/documentReferences")
}

/// Carries a request out.
pub(crate) fn answer(ready: &Ready, world: &mut World, arrival: &Arrival) -> Answer {
    respond(ready, world, arrival).unwrap_or_else(Answer::from)
}

fn respond(ready: &Ready, world: &mut World, arrival: &Arrival) -> Result<Answer, Refusal> {
    let credentials: &WellskyCredentials = &ready.credentials.wellsky;
    let method = arrival.method.as_str();
    match (method, arrival.path.as_str()) {
        ("POST", "/oauth/accesstoken") => {
            let issued_at = world.agency.now().timestamp();
            let at = world.instant();
            return token::exchange(&mut world.tokens, credentials, arrival, issued_at, at);
        }
        (_, "/oauth/token") => return Err(Refusal::NotFound),
        _ => {}
    }
    if let Some(rest) = arrival.path.strip_prefix("/files/") {
        return documents::file(&world.agency, method, rest);
    }
    let switches = world.switches.connect.clone();
    let (resource, action) = match routes::find(method, &arrival.path, &switches) {
        Ok((Resource::ProfileTag, Action::List)) if switches.profile_tags_list != ProfileTagsList::List => {
            (Resource::ProfileTag, Action::NotOffered)
        }
        Ok((Resource::Appointment, Action::Create | Action::Put(_) | Action::Delete(_)))
            if switches.appointment_writes != AppointmentWrites::On =>
        {
            return Err(gateway::unknown_route(arrival));
        }
        Ok(route) => route,
        Err(Lost::Unknown) => return Err(gateway::unknown_route(arrival)),
        Err(Lost::NotFound) => return Err(Refusal::NotFound),
    };
    let at = world.instant();
    if !gateway::bearer(arrival).is_some_and(|token| world.tokens.accept(token, at)) {
        return Err(Refusal::InvalidToken);
    }
    let request = Request {
        arrival,
        switches: &switches,
        agency_id: &credentials.agency_id,
        root: ready
            .wellsky
            .connect
            .strip_suffix("/v1")
            .unwrap_or(&ready.wellsky.connect),
    };
    if action == Action::NotOffered {
        return Err(Refusal::MethodNotAllowed);
    }
    dispatch(&mut world.agency, &request, resource, action)
}

fn dispatch(
    agency: &mut Agency,
    request: &Request<'_>,
    resource: Resource,
    action: Action<'_>,
) -> Result<Answer, Refusal> {
    match resource {
        Resource::Patient => person::answer(agency, request, person::Kind::Patient, action),
        Resource::Practitioner => person::answer(agency, request, person::Kind::Practitioner, action),
        Resource::Appointment => appointments::answer(agency, request, action),
        Resource::Encounter => match action {
            Action::Logs(_) | Action::AddLog(_) | Action::PutLog(..) | Action::PutTask(..) => {
                task_logs::answer(agency, request, action)
            }
            _ => encounters::answer(agency, request, action),
        },
        Resource::AdminTask => admin_tasks::answer(agency, request, action),
        Resource::RelatedPerson => related_persons::answer(agency, request, action),
        Resource::DocumentReference => documents::answer(agency, request, action),
        Resource::Subscription => subscriptions::answer(agency, request, action),
        Resource::ProfileTag => profile_tags::answer(agency, request, action),
        Resource::CarePlan => care_plans::answer(agency, request, action),
        Resource::ChargeItem => charge_items::answer(agency, request),
        _ => directory::answer(agency, request, resource, action),
    }
}
