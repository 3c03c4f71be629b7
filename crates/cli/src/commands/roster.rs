//! `careweave roster`: questions to the roster that was pulled last.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use careweave::http::SystemClock;
use careweave::sync::AnyStore;
use careweave::types::Phone;
use careweave::workflows::callers::{Caller, CallerLookup, RosterPerson, who};
use careweave::workflows::flow::FlowContext;
use serde_json::json;

use crate::args::{RosterCommand, WhoArgs};
use crate::commands::store::opened;
use crate::commands::sync::flows_of;
use crate::failure::Failure;
use crate::table::columns;
use crate::{input, out};

/// Names the agency where no connection is given.
const AGENCY_VARIABLE: &str = "WELLSKY_AGENCY_ID";

pub(crate) async fn run(command: RosterCommand) -> Result<(), Failure> {
    match command {
        RosterCommand::Who(args) => {
            let store = opened::existing(&args.kept.named()).await?;
            let answered = answer(&store, &args).await;
            store.close().await.map_err(opened::explained)?;
            answered
        }
    }
}

async fn answer(store: &AnyStore, args: &WhoArgs) -> Result<(), Failure> {
    let phone = match args.phone.as_str() {
        "-" => Phone::parse(&input::read(Path::new("-"))?)?,
        given => Phone::parse(given)?,
    };
    let connection = connection(args.connection.as_deref())?;
    let clock = Arc::new(SystemClock::new());
    let context = FlowContext::new(flows_of(store)?, clock, connection.as_str(), "careweave.roster")?;
    let max_age = Duration::from_secs(u64::from(args.max_age) * 3_600);
    let Some(found) = who(&context, &phone, max_age).await? else {
        return Err(Failure::job(format!(
            "no roster was pulled for {connection}\n  (what to do: `careweave sync roster --zone ZONE`)"
        )));
    };
    if args.kept.json {
        let mut line = json!(found);
        line["connection"] = json!(connection);
        return out::print(&format!("{line}\n"));
    }
    out::print(&readable(&found))
}

fn connection(given: Option<&str>) -> Result<String, Failure> {
    if let Some(name) = given {
        return Ok(name.to_owned());
    }
    match std::env::var(AGENCY_VARIABLE) {
        Ok(agency) if !agency.is_empty() => Ok(format!("wellsky/{agency}")),
        _ => Err(Failure::usage(format!(
            "no connection is named: give --connection wellsky/AGENCY, or set {AGENCY_VARIABLE}"
        ))),
    }
}

fn readable(found: &CallerLookup) -> String {
    let people = match &found.caller {
        Caller::Nobody => &[][..],
        Caller::One { person } => std::slice::from_ref(person),
        Caller::Several { people } => people,
    };
    let mut text = match people.len() {
        0 => "nobody of the roster has this number\n".to_owned(),
        1 => String::new(),
        several => format!("{several} people have this number: ask who it is\n\n"),
    };
    if !people.is_empty() {
        let rows: Vec<_> = people.iter().map(row).collect();
        text.push_str(&columns(&["who", "id", "status", "primary caregiver"], &rows));
    }
    let as_of = found.as_of.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    let stale = if found.stale { ", which is stale" } else { "" };
    text.push_str(&format!("\nby the roster of {as_of}{stale}\n"));
    text
}

fn row(person: &RosterPerson) -> Vec<String> {
    let row: [&str; 4] = match person {
        RosterPerson::Caregiver { id, status } => ["caregiver", id.as_str(), status, ""],
        RosterPerson::Client {
            id,
            status,
            primary_caregiver,
        } => [
            "client",
            id.as_str(),
            status,
            primary_caregiver.as_ref().map_or("", |id| id.as_str()),
        ],
        RosterPerson::ClientContact { client, .. } => ["contact of client", client.as_str(), "", ""],
        _ => ["somebody this version does not know", "", "", ""],
    };
    row.map(str::to_owned).to_vec()
}
