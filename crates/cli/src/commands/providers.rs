//! `careweave providers`: what an appointment scheduler says and does, from the command line.

use std::sync::Arc;

use careweave::http::{Clock as _, ReqwestConfig, ReqwestTransport, SystemClock, TokioSleep};
use careweave::providers::model::{Appointment, CancelledBy, Client, ProviderKind, Slot};
use careweave::providers::registry::{Effects, ProviderConfig};
use careweave::providers::request::{Cancellation, Consent, ListAppointments, NewAppointment, SlotQuery};
use careweave::providers::{Effect, Problem, Provider, SchedulingProviderExt as _, Written};
use careweave::types::ids::{AppointmentTypeId, CalendarId, ExternalId, IntegrationId};
use careweave::types::{AgencyZone, Error, IdempotencyKey, TimeWindow};
use serde::Serialize;
use serde_json::json;

use crate::args::{
    BookArgs, CancelArgs, ListArgs, ProviderArgs, ProviderChoice, ProvidersCommand, RangeArgs, SlotsArgs,
};
use crate::failure::Failure;
use crate::out;
use crate::table::columns;

pub(crate) async fn run(command: ProvidersCommand) -> Result<(), Failure> {
    match command {
        ProvidersCommand::Verify(args) => verify(&args).await,
        ProvidersCommand::Types(args) => types(&args).await,
        ProvidersCommand::Slots(args) => slots(&args).await,
        ProvidersCommand::List(args) => list(&args).await,
        ProvidersCommand::Book(args) => book(&args).await,
        ProvidersCommand::Cancel(args) => cancel(&args).await,
    }
}

async fn verify(args: &ProviderArgs) -> Result<(), Failure> {
    let account = open(&args.choice)?.verify().await.map_err(explained)?;
    if args.json {
        return line(&account);
    }
    out::print(&format!(
        "The credentials work: {} account {}, times in {}.\n",
        account.provider, account.account_id, account.default_zone
    ))
}

async fn types(args: &ProviderArgs) -> Result<(), Failure> {
    let types = open(&args.choice)?.appointment_types().await.map_err(explained)?;
    if args.json {
        return line(&json!({ "types": types }));
    }
    let rows: Vec<_> = types
        .iter()
        .map(|kind| {
            let active = if kind.active { "yes" } else { "no" };
            let minutes = kind.duration_minutes.to_string();
            vec![kind.id.to_string(), kind.name.clone(), minutes, active.to_owned()]
        })
        .collect();
    out::print(&columns(&["id", "name", "minutes", "active"], &rows))
}

async fn slots(args: &SlotsArgs) -> Result<(), Failure> {
    let mut query = SlotQuery::new(
        AppointmentTypeId::new(&*args.kind)?,
        window(&args.range)?,
        args.zone.clone(),
    );
    query.calendar = args.calendar.as_deref().map(CalendarId::new).transpose()?;
    query.unit.clone_from(&args.unit);
    let slots = open(&args.provider.choice)?
        .slots(&query)
        .await
        .map_err(explained)?;
    if args.provider.json {
        return line(&json!({ "slots": slots }));
    }
    let rows: Vec<_> = slots.iter().map(|slot| slot_row(slot, &args.zone)).collect();
    out::print(&columns(&["time", "start", "calendar", "unit"], &rows))
}

fn slot_row(slot: &Slot, zone: &AgencyZone) -> Vec<String> {
    vec![
        zone.display_window(&slot.window),
        rfc3339(slot.window.start()),
        slot.calendar.as_ref().map_or_else(dash, ToString::to_string),
        slot.unit.clone().unwrap_or_else(dash),
    ]
}

async fn list(args: &ListArgs) -> Result<(), Failure> {
    let mut request = ListAppointments::starting_in(window(&args.range)?);
    if args.without_cancelled {
        request = request.without_cancelled();
    }
    request.calendar = args.calendar.as_deref().map(CalendarId::new).transpose()?;
    let list = open(&args.provider.choice)?
        .everything(request)
        .await
        .map_err(explained)?;
    if args.provider.json {
        line(&json!({
            "appointments": list.appointments, "failures": list.failures, "complete": list.complete,
        }))?;
    } else {
        let rows: Vec<_> = list.appointments.iter().map(appointment_row).collect();
        out::print(&columns(&["id", "time", "status", "type", "calendar"], &rows))?;
    }
    // Whoever reads the list has to know that it is not all.
    match (list.complete, list.failures.len()) {
        (true, _) => Ok(()),
        (false, 0) => Err(Failure::job("the service did not give all of it")),
        (false, failed) => Err(Failure::job(format!(
            "{failed} records could not be read; --json says which"
        ))),
    }
}

fn appointment_row(one: &Appointment) -> Vec<String> {
    let kind = one.appointment_type.as_ref().map(|kind| kind.id.to_string());
    let calendars: Vec<_> = one
        .calendars
        .iter()
        .map(|calendar| calendar.id.to_string())
        .collect();
    vec![
        one.id().to_string(),
        one.zone.display_window(&one.window),
        one.status().to_string(),
        kind.unwrap_or_else(dash),
        calendars.join(", "),
    ]
}

async fn book(args: &BookArgs) -> Result<(), Failure> {
    let mut client = Client::named(&*args.name);
    client.email = args.email.as_deref().map(Into::into);
    client.phone = args.phone.as_deref().map(Into::into);
    client.external_id = args.client.as_deref().map(ExternalId::new).transpose()?;
    let mut new = NewAppointment::new(
        AppointmentTypeId::new(&*args.kind)?,
        args.start,
        args.zone.clone(),
        client,
    );
    new.end = args.end;
    new.calendar = args.calendar.as_deref().map(CalendarId::new).transpose()?;
    new.unit.clone_from(&args.unit);
    if args.office {
        new = new.by_the_office();
    }
    if let Some(terms) = &args.consent {
        new = new.with_consent(Consent {
            given_at: SystemClock::new().now(),
            terms: terms.clone(),
        });
    }
    for (name, value) in &args.options {
        new = new.with_option(name, value);
    }
    let key = IdempotencyKey::new(&args.key)?;
    let written = open(&args.provider.choice)?
        .create(&new, &key)
        .await
        .map_err(explained)?;
    done(&args.provider, &written)
}

async fn cancel(args: &CancelArgs) -> Result<(), Failure> {
    let by = if args.by_client {
        CancelledBy::Client
    } else {
        CancelledBy::Host
    };
    let mut cancellation = Cancellation::by(by);
    if let Some(reason) = &args.reason {
        cancellation = cancellation.because(reason);
    }
    if args.office {
        cancellation = cancellation.by_the_office();
    }
    let (id, key) = (ExternalId::new(&*args.id)?, IdempotencyKey::new(&args.key)?);
    let written = open(&args.provider.choice)?
        .cancel(&id, &cancellation, &key)
        .await
        .map_err(explained)?;
    done(&args.provider, &written)
}

fn done(args: &ProviderArgs, written: &Written) -> Result<(), Failure> {
    if args.json {
        return line(written);
    }
    let one = &written.appointment;
    let what = match &written.effect {
        Effect::Created => "booked".to_owned(),
        Effect::Changed => "changed".to_owned(),
        Effect::AlreadyDone => "done already".to_owned(),
        Effect::Replaced { old, .. } => format!("put in the place of {old}"),
    };
    out::print(&format!(
        "{}: {what}, {}, {}\n",
        one.id(),
        one.zone.display_window(&one.window),
        one.status()
    ))
}

/// The provider of an address, of flags, or of the environment.
pub(crate) fn open(args: &ProviderChoice) -> Result<Provider, Failure> {
    let config = match (&args.address, &args.service) {
        (Some(address), _) => ProviderConfig::from_address(address)?,
        (None, Some(service)) => {
            let integration = IntegrationId::new(&*args.integration)?;
            let config = ProviderConfig::new(ProviderKind::from(service.as_str()), integration);
            args.settings
                .iter()
                .fold(config, |config, (name, value)| config.with(name, value))
        }
        (None, None) => ProviderConfig::from_env(&args.env)?,
    };
    let effects = Effects::new(
        Arc::new(ReqwestTransport::new(ReqwestConfig::default())?),
        Arc::new(SystemClock::new()),
        Arc::new(TokioSleep),
    );
    Ok(Provider::from_config(&config, &effects)?)
}

fn window(range: &RangeArgs) -> Result<TimeWindow, Failure> {
    Ok(TimeWindow::new(range.from, range.to)?)
}

/// A failure with what somebody can do about it.
fn explained(error: Error) -> Failure {
    match Problem::of(&error) {
        Some(problem) => error.with("what to do", problem.action()).into(),
        None => error.into(),
    }
}

fn line(value: &impl Serialize) -> Result<(), Failure> {
    let line = serde_json::to_string(value).map_err(|e| Failure::job(e.to_string()))?;
    out::print(&(line + "\n"))
}

fn rfc3339(instant: chrono::DateTime<chrono::Utc>) -> String {
    instant.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

fn dash() -> String {
    "-".to_owned()
}
