//! WellSky's documented REST surface.

mod agency;
pub(crate) mod connect;
mod contacts;
mod convert;
pub(crate) mod events;
mod fields;
mod gateway;
mod models;
mod people;
mod query;
mod routes;
mod schedule;
mod seed;
mod shifts;
mod token;
mod validate;
mod visits;
mod vocabulary;

pub(crate) use agency::Agency;
pub(crate) use token::Tokens;

use crate::answer::{Answer, Refusal};
use crate::credentials::WellskyCredentials;
use crate::ready::Ready;
use crate::vendor::Arrival;
use crate::world::World;
use models::{Applicant, Caregiver, Client, Prospect};
use people::Person;
use query::Query;
use routes::Route;

/// The token a request carries.
pub(crate) fn bearer(arrival: &Arrival) -> Option<&str> {
    gateway::bearer(arrival)
}

/// Carries a request out.
pub(crate) fn answer(ready: &Ready, world: &mut World, arrival: &Arrival) -> Answer {
    respond(&ready.credentials.wellsky, world, arrival).unwrap_or_else(Answer::from)
}

fn respond(
    credentials: &WellskyCredentials,
    world: &mut World,
    arrival: &Arrival,
) -> Result<Answer, Refusal> {
    let route = routes::find(&arrival.path).ok_or_else(|| gateway::unknown_route(arrival))?;
    let method = arrival.method.as_str();
    if !route.methods().contains(&method) {
        return Err(Refusal::MethodNotAllowed);
    }
    if route == Route::Token {
        let issued_at = world.agency.now().timestamp();
        let now = world.instant();
        return token::exchange(&mut world.tokens, credentials, arrival, issued_at, now);
    }
    let now = world.instant();
    if !gateway::bearer(arrival).is_some_and(|token| world.tokens.accept(token, now)) {
        return Err(Refusal::InvalidToken);
    }
    if arrival
        .headers
        .get("x-agency-id")
        .is_some_and(|id| id.as_bytes() != credentials.agency_id.as_bytes())
    {
        return Err(Refusal::WrongAgency);
    }
    let query = Query::read(arrival.query.as_deref())?;
    let agency = &mut world.agency;
    match method {
        "GET" => read(agency, route, query),
        _ => {
            query.finish()?;
            write(agency, route, arrival)
        }
    }
}

fn read(agency: &Agency, route: Route<'_>, mut query: Query) -> Result<Answer, Refusal> {
    match route {
        Route::Clients => clients(agency, query),
        Route::ClientStatusChanges => {
            let since = query.instant("since")?;
            let page = query.page()?;
            let changes = agency
                .status_changes
                .iter()
                .filter(|change| since.is_none_or(|since| change.changed_at >= since));
            Ok(people::list("status_changes", changes, &page))
        }
        Route::Caregivers => caregivers(agency, query),
        Route::CaregiverSchedule(id) => shifts::schedule(agency, id, query),
        Route::Shifts => shifts::list(agency, query),
        Route::OpenShifts => shifts::list_open(agency, query),
        Route::Prospects => pipeline::<Prospect>(agency, query),
        Route::Applicants => pipeline::<Applicant>(agency, query),
        Route::Client(id) => query.finish().and_then(|()| people::show::<Client>(agency, id)),
        Route::Caregiver(id) => query
            .finish()
            .and_then(|()| people::show::<Caregiver>(agency, id)),
        Route::Prospect(id) => query.finish().and_then(|()| people::show::<Prospect>(agency, id)),
        Route::Applicant(id) => query
            .finish()
            .and_then(|()| people::show::<Applicant>(agency, id)),
        Route::Shift(id) => query.finish().and_then(|()| shifts::show(agency, id)),
        Route::ShiftEvv(id) => query.finish().and_then(|()| shifts::evv(agency, id)),
        Route::Token
        | Route::CaregiverAvailability(_)
        | Route::ShiftAssignments(_)
        | Route::ProspectConversion(_)
        | Route::ApplicantConversion(_) => Err(Refusal::MethodNotAllowed),
    }
}

fn write(agency: &mut Agency, route: Route<'_>, arrival: &Arrival) -> Result<Answer, Refusal> {
    match route {
        Route::Clients => people::create::<Client>(agency, arrival),
        Route::Client(id) => people::update::<Client>(agency, id, arrival),
        Route::Caregivers => people::create::<Caregiver>(agency, arrival),
        Route::Caregiver(id) => people::update::<Caregiver>(agency, id, arrival),
        Route::CaregiverAvailability(id) => availability(agency, id, arrival),
        Route::ShiftAssignments(id) => shifts::assign(agency, id, arrival),
        Route::Prospects => people::create::<Prospect>(agency, arrival),
        Route::Prospect(id) => people::update::<Prospect>(agency, id, arrival),
        Route::ProspectConversion(id) => convert::to_client(agency, id, arrival),
        Route::Applicants => people::create::<Applicant>(agency, arrival),
        Route::Applicant(id) => people::update::<Applicant>(agency, id, arrival),
        Route::ApplicantConversion(id) => convert::to_caregiver(agency, id, arrival),
        Route::Token
        | Route::ClientStatusChanges
        | Route::CaregiverSchedule(_)
        | Route::Shifts
        | Route::OpenShifts
        | Route::Shift(_)
        | Route::ShiftEvv(_) => Err(Refusal::MethodNotAllowed),
    }
}

fn clients(agency: &Agency, mut query: Query) -> Result<Answer, Refusal> {
    let status = query.word("status", Client::STATUSES)?;
    let from = query.date("start_date_from")?;
    let to = query.date("start_date_to")?;
    let since = query.instant("updated_since")?;
    let page = query.page()?;
    let wanted = agency.clients.iter().filter(|client| {
        status.as_ref().is_none_or(|word| client.status == *word)
            && from.is_none_or(|from| client.start_date.is_some_and(|date| date >= from))
            && to.is_none_or(|to| client.start_date.is_some_and(|date| date <= to))
            && since.is_none_or(|since| client.updated_at >= since)
    });
    Ok(people::list(Client::COLLECTION, wanted, &page))
}

fn caregivers(agency: &Agency, mut query: Query) -> Result<Answer, Refusal> {
    let status = query.word("status", Caregiver::STATUSES)?;
    let available = query.word("available", &["true"])?;
    let date = query.date("date")?;
    let since = query.instant("updated_since")?;
    let page = query.page()?;
    if available.is_some() != date.is_some() {
        return Err(Query::conflict(
            "available",
            "and date are given together or not at all",
        ));
    }
    let wanted = agency.caregivers.iter().filter(|caregiver| {
        status.as_ref().is_none_or(|word| caregiver.status == *word)
            && date.is_none_or(|date| {
                caregiver.status == "active" && agency::works_on(&caregiver.availability, date)
            })
            && since.is_none_or(|since| caregiver.updated_at >= since)
    });
    Ok(people::list(Caregiver::COLLECTION, wanted, &page))
}

/// Prospects and applicants.
fn pipeline<T: Person>(agency: &Agency, mut query: Query) -> Result<Answer, Refusal> {
    let status = query.word("status", T::STATUSES)?;
    let since = query.instant("updated_since")?;
    let external_id = query.text("external_id")?;
    let page = query.page()?;
    let wanted = T::rows(agency).iter().filter(|person| {
        status.as_ref().is_none_or(|word| person.status() == word)
            && since.is_none_or(|since| person.updated_at() >= since)
            && external_id
                .as_deref()
                .is_none_or(|id| person.external_id() == Some(id))
    });
    Ok(people::list(T::COLLECTION, wanted, &page))
}

fn availability(agency: &mut Agency, id: &str, arrival: &Arrival) -> Result<Answer, Refusal> {
    let caregiver = agency.caregivers.get(id).ok_or(Refusal::NotFound)?;
    let body = validate::object(arrival)?;
    validate::complete(&fields::AVAILABILITY, &body)?;
    let mut fields = people::fields_of(caregiver)?;
    fields.extend(body);
    people::replace::<Caregiver>(agency, id, fields)
}
