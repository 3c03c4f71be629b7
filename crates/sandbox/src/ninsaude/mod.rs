//! Ninsaúde Clinic's API: a clinic with units in several zones, its professionals, patients and agenda.

mod agenda;
mod body;
mod commands;
mod directory;
mod fault;
mod models;
mod params;
mod record;
mod routes;
mod seed;
mod slots;
pub(crate) mod switches;
mod token;

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use crate::answer::{Answer, Refusal};
use crate::config::SandboxConfig;
use crate::rate::Window;
use crate::ready::Ready;
use crate::vendor::Arrival;
use crate::world::World;
use fault::Fault;
use models::Clinic;
use params::Params;
use routes::Route;
use switches::NinsaudeSwitches;
use token::Tokens;

/// All that the account is at the moment.
pub(crate) struct Account {
    clinic: Clinic,
    tokens: Tokens,
    passed: Window,
}

impl Account {
    pub(crate) fn seeded(config: &SandboxConfig) -> Self {
        Self {
            clinic: seed::clinic(config),
            tokens: Tokens::new(config.seed),
            passed: Window::default(),
        }
    }
}

/// Carries a request out.
pub(crate) fn answer(ready: &Ready, world: &mut World, arrival: &Arrival) -> Answer {
    let answer = carry_out(ready, world, arrival).unwrap_or_else(Answer::from);
    if answer.committed {
        world.tick();
    }
    answer
}

fn carry_out(ready: &Ready, world: &mut World, arrival: &Arrival) -> Result<Answer, Fault> {
    let (instant, now) = (world.instant(), world.now());
    let (account, switches) = (&mut world.ninsaude, &world.switches.ninsaude);
    let route = routes::find(&arrival.path).ok_or(Fault::NotFound)?;
    if !route.methods().contains(&arrival.method.as_str()) {
        return Err(Fault::Method);
    }
    if let Some((requests, span)) = switches.rate_limit.rate()
        && !account.passed.admit(instant, requests, span)
    {
        return Err(Fault::TooMany(span.as_secs()));
    }
    if route == Route::Token {
        let credentials = &ready.credentials.ninsaude;
        return token::exchange(&mut account.tokens, switches, credentials, arrival, instant);
    }
    if !bearer(arrival, switches).is_some_and(|token| account.tokens.accept(token, instant)) {
        return Err(Fault::InvalidToken);
    }
    match arrival.method.as_str() {
        "GET" => {
            let params = Params::read(arrival.query.as_deref())?;
            read(&account.clinic, switches, route, &params, now)
        }
        "DELETE" => match route {
            Route::Appointment(id) => agenda::delete(&mut account.clinic, switches, id),
            _ => Err(Fault::Method),
        },
        _ => write(&mut account.clinic, switches, route, arrival),
    }
}

fn read(
    clinic: &Clinic,
    switches: &NinsaudeSwitches,
    route: Route<'_>,
    params: &Params,
    now: DateTime<Utc>,
) -> Result<Answer, Fault> {
    match route {
        Route::AgendaList => agenda::list(clinic, switches, params),
        Route::AgendaOfProfessional {
            professional,
            from,
            to,
        } => agenda::of_professional(clinic, switches, params, (professional, from, to)),
        Route::AgendaOfPatient(id) => agenda::of_patient(clinic, switches, params, id),
        Route::FreeTimes {
            professional,
            from,
            to,
        } => slots::list(clinic, switches, params, (professional, from, to), now),
        Route::Professionals => directory::professionals(clinic, switches, params),
        Route::Professional(id) => directory::professional(clinic, switches, id),
        Route::Hours => directory::hours(clinic, switches, params),
        Route::Services => directory::services(clinic, switches, params),
        Route::Service(id) => directory::service(clinic, switches, id),
        Route::Units => directory::units(clinic, switches, params),
        Route::PatientList => directory::patients(clinic, switches, params),
        Route::Insurers => directory::insurers(clinic, switches, params),
        Route::Token
        | Route::Agenda
        | Route::Appointment(_)
        | Route::Rescheduling(_)
        | Route::StatusChange(_)
        | Route::Patients
        | Route::Patient(_) => Err(Fault::Method),
    }
}

fn write(
    clinic: &mut Clinic,
    switches: &NinsaudeSwitches,
    route: Route<'_>,
    arrival: &Arrival,
) -> Result<Answer, Fault> {
    match route {
        Route::Agenda => agenda::create(clinic, switches, arrival),
        Route::Appointment(id) => agenda::update(clinic, switches, id, arrival),
        Route::Rescheduling(id) => agenda::reschedule(clinic, switches, id, arrival),
        Route::StatusChange(id) => agenda::change_status(clinic, switches, id, arrival),
        Route::Patients => directory::register(clinic, switches, arrival),
        Route::Patient(id) => directory::update(clinic, switches, id, arrival),
        _ => Err(Fault::Method),
    }
}

/// The token of the request.
fn bearer<'a>(arrival: &'a Arrival, switches: &NinsaudeSwitches) -> Option<&'a str> {
    let (scheme, token) = arrival.header("authorization")?.split_once(' ')?;
    let named = match switches.requires_lowercase_bearer() {
        true => scheme == "bearer",
        false => scheme.eq_ignore_ascii_case("bearer"),
    };
    named.then_some(token)
}

/// Refuses the token of the request from now on.
pub(crate) fn expire(world: &mut World, arrival: &Arrival) -> Answer {
    if let Some(token) = bearer(arrival, &world.switches.ninsaude) {
        world.ninsaude.tokens.expire(token);
    }
    Fault::InvalidToken.into()
}

/// Carries out a command of the control port: its method, its path below the vendor's name, and its body.
pub(crate) fn control(
    _ready: &Ready,
    world: &mut World,
    method: &str,
    command: &str,
    body: Value,
) -> Result<Answer, Refusal> {
    commands::carry_out(&mut world.ninsaude, method, command, body)
}

/// An answer in the vendor's envelope.
fn result(value: Value) -> Answer {
    Answer::json(200, &Map::from_iter([("result".to_owned(), value)]))
}

/// The part of a list that is asked for, in the vendor's envelope.
fn listed(params: &Params, rows: Vec<Value>, switches: &NinsaudeSwitches) -> Result<Answer, Fault> {
    Ok(result(params.page(rows, switches.largest_page)?.into()))
}
