//! What a store holds, at a glance.

use std::collections::BTreeMap;

use careweave::http::{Clock as _, SystemClock};
use careweave::sync::{AnyStore, Cursor, EffectFilter, EffectState, InboxCounts, LatchState, OutboxCounts};
use serde::Serialize;

use super::health::{self, IntegrationHealth, WatchedIntegration};
use super::opened::{explained, or_created, with};
use super::{dash, line, seconds};
use crate::args::{StatusArgs, StoreArgs};
use crate::failure::Failure;
use crate::out;
use crate::table::columns;

/// How many records are read at once.
const STEP: u32 = 1_000;

/// The states in which work is left.
const OPEN: [EffectState; 4] = [
    EffectState::Planned,
    EffectState::Sending,
    EffectState::InDoubt,
    EffectState::Manual,
];

#[derive(Debug, Serialize)]
struct Place {
    database: &'static str,
    place: String,
}

#[derive(Debug, Serialize)]
struct Status {
    store: Place,
    /// Open effects by state.
    effects: BTreeMap<&'static str, u64>,
    /// Of those, how many have to be looked up now; a thousand stands for a thousand or more.
    unresolved: u64,
    outbox: OutboxCounts,
    /// Latches that are armed or firing; a thousand in all stands for a thousand or more.
    latches: BTreeMap<&'static str, u64>,
    inbox: BTreeMap<String, InboxCounts>,
    streams: BTreeMap<String, Option<Cursor>>,
    /// The integrations that were named.
    health: Vec<IntegrationHealth>,
    /// What a person has to look at.
    attention: Vec<String>,
}

pub(crate) async fn migrate(args: &StoreArgs) -> Result<(), Failure> {
    let store = or_created(args).await?;
    let place = place(&store);
    store.close().await.map_err(explained)?;
    if args.json {
        return line(&place);
    }
    out::print(&format!(
        "{} store at {}: its tables are those of careweave {}\n",
        place.database,
        place.place,
        env!("CARGO_PKG_VERSION")
    ))
}

pub(crate) async fn run(args: &StatusArgs) -> Result<(), Failure> {
    let watched = args.integrations.as_deref().map(health::watched).transpose()?;
    let watched = watched.unwrap_or_default();
    let status = with(&args.store, async |store| read(store, args, watched).await).await?;
    if args.store.json {
        line(&status)?;
    } else {
        out::print(&readable(&status))?;
    }
    if args.check && !status.attention.is_empty() {
        return Err(Failure::attention(format!(
            "a person has to look: {}",
            status.attention.join("; ")
        )));
    }
    Ok(())
}

fn place(store: &AnyStore) -> Place {
    Place {
        database: store.kind().as_str(),
        place: store.place(),
    }
}

async fn read(
    store: &AnyStore,
    args: &StatusArgs,
    watched: Vec<WatchedIntegration>,
) -> Result<Status, Failure> {
    let now = SystemClock::new().now();
    let effects = open_effects(store).await?;
    let unresolved = store.unresolved(now, STEP).await.map_err(explained)?.len() as u64;
    let outbox = store.outbox_counts().await.map_err(explained)?;
    let mut latches = BTreeMap::from([("armed", 0), ("firing", 0)]);
    for latch in store.unfired(STEP).await.map_err(explained)? {
        let state = match latch.state {
            LatchState::Armed => "armed",
            LatchState::Firing | LatchState::Fired => "firing",
        };
        *latches.entry(state).or_default() += 1;
    }
    let mut inbox = BTreeMap::new();
    for source in &args.sources {
        inbox.insert(
            source.clone(),
            store.inbox_counts(source).await.map_err(explained)?,
        );
    }
    let mut streams = BTreeMap::new();
    for stream in &args.streams {
        streams.insert(stream.clone(), store.cursor(stream).await.map_err(explained)?);
    }
    let mut status = Status {
        store: place(store),
        effects,
        unresolved,
        outbox,
        latches,
        inbox,
        streams,
        health: health::read(store, watched, now).await?,
        attention: Vec::new(),
    };
    status.attention = attention(&status);
    Ok(status)
}

async fn open_effects(store: &AnyStore) -> Result<BTreeMap<&'static str, u64>, Failure> {
    let mut counted: BTreeMap<&'static str, u64> = OPEN.iter().map(|state| (state.as_str(), 0)).collect();
    let mut filter = EffectFilter {
        states: OPEN.to_vec(),
        limit: STEP,
        ..EffectFilter::default()
    };
    loop {
        let page = store.list(&filter).await.map_err(explained)?;
        for effect in &page {
            *counted.entry(effect.state.as_str()).or_default() += 1;
        }
        match page.last() {
            Some(last) if page.len() as u64 == u64::from(STEP) => filter.after_id = Some(last.id),
            _ => return Ok(counted),
        }
    }
}

fn attention(status: &Status) -> Vec<String> {
    let mut found = Vec::new();
    let manual = status.effects.get("manual").copied().unwrap_or_default();
    if manual > 0 {
        found.push(format!(
            "{manual} effects were handed to a person (`careweave store ledger in-doubt`)"
        ));
    }
    if status.outbox.dead > 0 {
        found.push(format!(
            "{} items were given up (`careweave store outbox dead`)",
            status.outbox.dead
        ));
    }
    if !status.outbox.add_up() {
        found.push("the counts of the outbox do not add up".to_owned());
    }
    for (source, counts) in &status.inbox {
        if !counts.add_up() {
            found.push(format!("the counts of the inbox of {source} do not add up"));
        }
    }
    found.extend(health::attention(&status.health));
    found
}

fn readable(status: &Status) -> String {
    let mut text = format!("{} store at {}\n\n", status.store.database, status.store.place);
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut row = |what: &str, state: &str, count: u64| {
        rows.push(vec![what.to_owned(), state.to_owned(), count.to_string()]);
    };
    for state in OPEN {
        let count = status.effects.get(state.as_str()).copied().unwrap_or_default();
        row("effects", state.as_str(), count);
    }
    row("effects", "to be looked up now", status.unresolved);
    for (state, count) in [
        ("waiting", status.outbox.waiting),
        ("claimed", status.outbox.claimed),
        ("done", status.outbox.done),
        ("dead", status.outbox.dead),
    ] {
        row("outbox", state, count);
    }
    for (state, count) in &status.latches {
        row("latches", state, *count);
    }
    for (source, counts) in &status.inbox {
        let what = format!("inbox {source}");
        for (state, count) in [
            ("received", counts.received),
            ("applied", counts.applied),
            ("superseded", counts.superseded),
            ("ignored", counts.ignored),
            ("rejected", counts.rejected),
            ("hints waiting", counts.hints_waiting),
        ] {
            row(&what, state, count);
        }
    }
    text.push_str(&columns(&["what", "state", "how many"], &rows));
    if !status.streams.is_empty() {
        let rows: Vec<Vec<String>> = status
            .streams
            .iter()
            .map(|(stream, cursor)| match cursor {
                None => vec![stream.clone(), "never read".to_owned(), dash()],
                Some(cursor) => vec![
                    stream.clone(),
                    cursor.high.map_or_else(dash, seconds),
                    seconds(cursor.updated_at),
                ],
            })
            .collect();
        text.push('\n');
        text.push_str(&columns(&["stream", "read up to", "moved"], &rows));
    }
    if !status.health.is_empty() {
        text.push('\n');
        text.push_str(&health::readable(&status.health));
    }
    for sentence in &status.attention {
        text.push_str(&format!("\n  ! {sentence}"));
    }
    if !status.attention.is_empty() {
        text.push('\n');
    }
    text
}
