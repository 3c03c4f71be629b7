//! Legal holds: what is kept until a matter is closed, placed and lifted.

use careweave::http::{Clock as _, SystemClock};
use careweave::sync::{ExternalRef, Hold, LegalHold, LocalId};
use serde::Serialize;

use super::opened::{explained, with};
use super::{dash, line, seconds};
use crate::args::{HoldsCommand, HoldsListArgs, LiftArgs, MatterArgs, PlaceArgs};
use crate::failure::Failure;
use crate::out;
use crate::table::columns;

/// A hold that stands. Names of records are counted, not told: with some vendors an id is an address.
#[derive(Debug, Serialize)]
struct Shown {
    number: u64,
    token: String,
    chain: String,
    matter: String,
    local_id: Option<u64>,
    records: usize,
    announced: usize,
    actor: String,
    placed_at: chrono::DateTime<chrono::Utc>,
}

#[derive(Debug, Serialize)]
struct Listed {
    holds: Vec<Shown>,
}

#[derive(Debug, Serialize)]
struct Lifted {
    lifted: bool,
}

impl From<LegalHold> for Shown {
    fn from(held: LegalHold) -> Self {
        let hold = held.hold;
        Self {
            number: held.number,
            token: hold.token,
            chain: hold.chain,
            matter: hold.matter,
            local_id: hold.local.map(LocalId::get),
            records: hold.references.len(),
            announced: hold.announced.len(),
            actor: hold.actor,
            placed_at: held.placed_at,
        }
    }
}

pub(super) async fn run(command: HoldsCommand) -> Result<(), Failure> {
    match command {
        HoldsCommand::List(args) => list(&args).await,
        HoldsCommand::Place(args) => place(&args).await,
        HoldsCommand::Lift(args) => lift(&args).await,
    }
}

async fn list(args: &HoldsListArgs) -> Result<(), Failure> {
    let found = with(&args.list.store, async |store| {
        let holds = store.holds(&args.chain, args.after, args.list.limit);
        holds.await.map_err(explained)
    })
    .await?;
    let holds: Vec<Shown> = found.into_iter().map(Shown::from).collect();
    if args.list.store.json {
        return line(&Listed { holds });
    }
    if holds.is_empty() {
        return out::print("no hold stands\n");
    }
    let rows: Vec<Vec<String>> = holds.iter().map(row).collect();
    out::print(&columns(&HEAD, &rows))
}

async fn place(args: &PlaceArgs) -> Result<(), Failure> {
    let MatterArgs {
        store,
        chain,
        token,
        matter,
        actor,
    } = &args.of;
    let hold = Hold {
        token: token.clone(),
        chain: chain.clone(),
        matter: matter.clone(),
        local: args.local.map(LocalId::new),
        references: args.records.chunks(3).map(record).collect(),
        announced: args.announced.chunks(2).map(subject).collect(),
        actor: actor.clone(),
    };
    let placed = with(store, async |store| {
        let now = SystemClock::new().now();
        store.place_hold(&hold, now).await.map_err(explained)
    })
    .await?;
    let shown = Shown::from(placed);
    if store.json {
        return line(&shown);
    }
    out::print(&columns(&HEAD, &[row(&shown)]))
}

async fn lift(args: &LiftArgs) -> Result<(), Failure> {
    let MatterArgs {
        store,
        chain,
        token,
        matter,
        actor,
    } = &args.of;
    let lifted = with(store, async |store| {
        let now = SystemClock::new().now();
        let lifted = store.lift_hold(chain, token, matter, actor, now);
        lifted.await.map_err(explained)
    })
    .await?;
    if store.json {
        return line(&Lifted { lifted });
    }
    out::print(match lifted {
        true => "the hold is lifted\n",
        false => "no such hold stands\n",
    })
}

fn record(name: &[String]) -> ExternalRef {
    let mut parts = name.iter().cloned();
    let mut next = || parts.next().unwrap_or_default();
    ExternalRef::new(next(), next(), next())
}

fn subject(name: &[String]) -> (String, String) {
    let mut parts = name.iter().cloned();
    let mut next = || parts.next().unwrap_or_default();
    (next(), next())
}

const HEAD: [&str; 8] = [
    "hold", "person", "matter", "id here", "records", "subjects", "placed", "by",
];

fn row(hold: &Shown) -> Vec<String> {
    vec![
        hold.number.to_string(),
        hold.token.clone(),
        hold.matter.clone(),
        hold.local_id.map_or_else(dash, |id| id.to_string()),
        hold.records.to_string(),
        hold.announced.to_string(),
        seconds(hold.placed_at),
        hold.actor.clone(),
    ]
}
