//! Fields that both sides changed: listed for a person, and decided by one.

use careweave::http::{Clock as _, SystemClock};
use careweave::sync::conflicts::{Conflict, ConflictDecision, ConflictFilter, ConflictState, Sides};
use careweave::types::Pii;
use serde::Serialize;
use serde_json::Value;

use super::opened::{explained, with};
use super::{dash, line, seconds};
use crate::args::{ConflictShowArgs, ConflictsCommand, ConflictsListArgs, ResolveArgs, Side};
use crate::failure::Failure;
use crate::table::columns;
use crate::{input, out};

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

/// A conflict whole.
#[derive(Serialize)]
struct Whole {
    #[serde(flatten)]
    shown: Shown,
    connection: String,
    chosen: Option<&'static str>,
    reason: Option<String>,
    last_found_at: chrono::DateTime<chrono::Utc>,
    /// Only when somebody asked for them, and while it is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    values: Option<Values>,
}

/// What stands where.
#[derive(Serialize)]
struct Values {
    base: Value,
    ours: Value,
    theirs: Value,
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
        ConflictsCommand::Show(args) => show(&args).await,
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

async fn show(args: &ConflictShowArgs) -> Result<(), Failure> {
    let mut conflict = with(&args.store, async |store| {
        store.conflict(args.number).await.map_err(explained)
    })
    .await?;
    let values = conflict.sides.take().filter(|_| args.values).map(Values::of);
    let resolution = conflict.resolution.clone();
    let whole = Whole {
        connection: conflict.reference.connection.clone(),
        chosen: resolution.as_ref().map(|made| made.chosen.as_str()),
        reason: resolution.map(|made| made.reason),
        last_found_at: conflict.last_found_at,
        values: values.transpose()?,
        shown: Shown::from(conflict),
    };
    if args.store.json {
        return line(&whole);
    }
    let Whole { shown, values, .. } = &whole;
    let mut rows = vec![
        ("conflict", shown.number.to_string()),
        ("connection", whole.connection.clone()),
        ("kind", shown.kind.clone()),
        ("record", shown.external_id.clone()),
        ("field", shown.field.clone()),
        ("state", word(shown.state).to_owned()),
        ("found", format!("{} times", shown.found)),
        ("first", seconds(shown.found_at)),
        ("last", seconds(whole.last_found_at)),
        ("closed", shown.closed_at.map_or_else(dash, seconds)),
        ("chosen", whole.chosen.map_or_else(dash, str::to_owned)),
        ("decided by", shown.decided_by.clone().unwrap_or_else(dash)),
        ("reason", whole.reason.clone().unwrap_or_else(dash)),
    ];
    if let Some(values) = values {
        rows.extend([
            ("before", values.base.to_string()),
            ("ours", values.ours.to_string()),
            ("theirs", values.theirs.to_string()),
        ]);
    } else if args.values {
        rows.push(("values", "it is closed: they are not kept".to_owned()));
    }
    let text: String = rows
        .into_iter()
        .map(|(name, value)| format!("{name:<12}{value}\n"))
        .collect();
    out::print(&text)
}

impl Values {
    fn of(sides: Sides) -> Result<Self, Failure> {
        let read = |side: Option<Pii<String>>| match side {
            None => Ok(Value::Null),
            // What is not JSON may be about a person, so it is not told.
            Some(text) => serde_json::from_str(text.expose())
                .map_err(|_| Failure::job("a side of the conflict is not JSON: verify the store")),
        };
        Ok(Self {
            base: read(sides.base)?,
            ours: read(sides.local)?,
            theirs: read(sides.remote)?,
        })
    }
}

/// What a person decided; a third value is read out of its file.
fn decision(args: &ResolveArgs) -> Result<ConflictDecision, Failure> {
    match (args.side, &args.value) {
        (Side::Ours, None) => Ok(ConflictDecision::Local),
        (Side::Theirs, None) => Ok(ConflictDecision::Remote),
        (Side::Value, Some(file)) => {
            let text = input::read(file)?;
            Ok(ConflictDecision::Value(Pii::new(text.trim().to_owned())))
        }
        (Side::Value, None) => Err(Failure::usage(
            "with `value` the third value is needed: give --value FILE",
        )),
        (Side::Ours | Side::Theirs, Some(_)) => Err(Failure::usage(
            "--value is for a third value: say `value` instead of `ours` or `theirs`, or leave it out",
        )),
    }
}

async fn resolve(args: &ResolveArgs) -> Result<(), Failure> {
    let decision = decision(args)?;
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
