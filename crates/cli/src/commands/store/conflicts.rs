//! Fields that both sides changed: listed for a person, and decided by one.

use careweave::http::{Clock as _, SystemClock};
use careweave::sync::conflicts::{Conflict, ConflictDecision, ConflictFilter, ConflictState};
use serde::Serialize;

use super::opened::{explained, with};
use super::{dash, line, seconds};
use crate::args::{ConflictsCommand, ConflictsListArgs, ResolveArgs, Side};
use crate::failure::Failure;
use crate::out;
use crate::table::columns;

/// A conflict without its values, which may be about a person.
#[derive(Debug, Serialize)]
struct Shown {
    number: u64,
    kind: String,
    external_id: String,
    field: String,
    state: ConflictState,
    decided_by: Option<String>,
    found: u32,
    found_at: chrono::DateTime<chrono::Utc>,
    closed_at: Option<chrono::DateTime<chrono::Utc>>,
}

#[derive(Debug, Serialize)]
struct Listed {
    conflicts: Vec<Shown>,
}

impl From<Conflict> for Shown {
    fn from(conflict: Conflict) -> Self {
        Self {
            number: conflict.number,
            kind: conflict.reference.kind,
            external_id: conflict.reference.external_id,
            field: conflict.key.field,
            state: conflict.state,
            decided_by: conflict.resolution.map(|resolution| resolution.actor),
            found: conflict.found,
            found_at: conflict.found_at,
            closed_at: conflict.closed_at,
        }
    }
}

pub(super) async fn run(command: ConflictsCommand) -> Result<(), Failure> {
    match command {
        ConflictsCommand::List(args) => list(&args).await,
        ConflictsCommand::Resolve(args) => resolve(&args).await,
    }
}

async fn list(args: &ConflictsListArgs) -> Result<(), Failure> {
    let filter = ConflictFilter {
        state: (!args.all).then_some(ConflictState::Open),
        limit: args.list.limit,
        after: args.after,
        ..ConflictFilter::open(&*args.connection)
    };
    let found = with(&args.list.store, async |store| {
        store.conflicts(&filter).await.map_err(explained)
    })
    .await?;
    let conflicts: Vec<Shown> = found.into_iter().map(Shown::from).collect();
    if args.list.store.json {
        return line(&Listed { conflicts });
    }
    if conflicts.is_empty() {
        return out::print("no conflict is listed\n");
    }
    let rows: Vec<Vec<String>> = conflicts
        .iter()
        .map(|one| {
            vec![
                one.number.to_string(),
                one.kind.clone(),
                one.external_id.clone(),
                one.field.clone(),
                word(one.state).to_owned(),
                seconds(one.found_at),
                one.decided_by.clone().unwrap_or_else(dash),
            ]
        })
        .collect();
    let head = [
        "conflict",
        "kind",
        "record",
        "field",
        "state",
        "found",
        "decided by",
    ];
    out::print(&columns(&head, &rows))
}

async fn resolve(args: &ResolveArgs) -> Result<(), Failure> {
    let decision = match args.side {
        Side::Ours => ConflictDecision::Local,
        Side::Theirs => ConflictDecision::Remote,
    };
    let resolved = with(&args.store, async |store| {
        let now = SystemClock::new().now();
        let decided = store.resolve_conflict(args.number, &decision, &args.actor, &args.reason, now);
        decided.await.map_err(explained)
    })
    .await?;
    let shown = Shown::from(resolved);
    if args.store.json {
        return line(&shown);
    }
    out::print(&format!(
        "conflict {} is {}: the next sync carries it out\n",
        shown.number,
        word(shown.state)
    ))
}

fn word(state: ConflictState) -> &'static str {
    match state {
        ConflictState::Open => "open",
        ConflictState::Resolved => "resolved",
        ConflictState::Obsolete => "obsolete",
    }
}
