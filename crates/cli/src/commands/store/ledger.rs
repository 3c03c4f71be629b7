//! Effects that nobody knows of, and one effect whole.

use careweave::http::{Clock as _, SystemClock};
use careweave::sync::{AnyStore, Attempt, Effect, EffectFilter, EffectId, EffectState};
use serde::Serialize;

use super::opened::{explained, with};
use super::{dash, line, seconds};
use crate::args::{LedgerCommand, ShowArgs, StoreListArgs};
use crate::failure::Failure;
use crate::out;
use crate::table::columns;

#[derive(Debug, Serialize)]
struct InDoubt {
    effects: Vec<Effect>,
}

#[derive(Debug, Serialize)]
struct Whole {
    effect: Effect,
    attempts: Vec<Attempt>,
}

pub(super) async fn run(command: LedgerCommand) -> Result<(), Failure> {
    match command {
        LedgerCommand::InDoubt(args) => in_doubt(&args).await,
        LedgerCommand::Show(args) => show(&args).await,
    }
}

async fn in_doubt(args: &StoreListArgs) -> Result<(), Failure> {
    let effects = with(&args.store, async |store| found(store, args.limit).await).await?;
    if args.store.json {
        return line(&InDoubt { effects });
    }
    if effects.is_empty() {
        return out::print("nothing is in doubt\n");
    }
    let rows: Vec<Vec<String>> = effects
        .iter()
        .map(|effect| {
            vec![
                effect.id.to_string(),
                effect.state.to_string(),
                effect.operation.clone(),
                effect.subject.clone(),
                effect.attempt.to_string(),
                effect.last_sent_at.map_or_else(dash, seconds),
                effect.not_before.map_or_else(dash, seconds),
                effect.strategy.code().to_owned(),
            ]
        })
        .collect();
    let head = [
        "effect",
        "state",
        "operation",
        "subject",
        "attempt",
        "sent",
        "a look counts from",
        "found out by",
    ];
    out::print(&columns(&head, &rows))
}

/// What has to be looked up, and then what was handed to a person.
async fn found(store: &AnyStore, limit: u32) -> Result<Vec<Effect>, Failure> {
    let now = SystemClock::new().now();
    let mut effects = store.unresolved(now, limit).await.map_err(explained)?;
    let left = limit - u32::try_from(effects.len()).unwrap_or(limit).min(limit);
    if left > 0 {
        let manual = EffectFilter {
            states: vec![EffectState::Manual],
            limit: left,
            ..EffectFilter::default()
        };
        effects.extend(store.list(&manual).await.map_err(explained)?);
    }
    Ok(effects)
}

async fn show(args: &ShowArgs) -> Result<(), Failure> {
    let id: EffectId = args.id.parse()?;
    let whole = with(&args.store, async |store| {
        Ok(Whole {
            effect: store.get(id).await.map_err(explained)?,
            attempts: store.attempts(id).await.map_err(explained)?,
        })
    })
    .await?;
    if args.store.json {
        return line(&whole);
    }
    let effect = &whole.effect;
    let mut rows = vec![
        vec!["effect".to_owned(), effect.id.to_string()],
        vec!["key".to_owned(), effect.key.to_string()],
        vec!["version".to_owned(), effect.version.to_string()],
        vec!["operation".to_owned(), effect.operation.clone()],
        vec!["subject".to_owned(), effect.subject.clone()],
        vec!["state".to_owned(), effect.state.to_string()],
        vec!["found out by".to_owned(), effect.strategy.code().to_owned()],
        vec!["planned".to_owned(), seconds(effect.planned_at)],
    ];
    for (name, value) in [
        (
            "detail",
            Some(effect.detail.clone()).filter(|text| !text.is_empty()),
        ),
        ("remote id", effect.remote_id.clone()),
        ("note", effect.note.clone()),
        ("a look counts from", effect.not_before.map(seconds)),
        ("over", effect.finished_at.map(seconds)),
    ] {
        rows.extend(value.map(|value| vec![name.to_owned(), value]));
    }
    let mut text = columns(&["", ""], &rows).trim_start_matches('\n').to_owned();
    let attempts: Vec<Vec<String>> = whole
        .attempts
        .iter()
        .map(|attempt| {
            vec![
                attempt.n.to_string(),
                seconds(attempt.began_at),
                seconds(attempt.deadline_at),
                attempt.ended_at.map_or_else(dash, seconds),
                attempt.outcome.to_string(),
            ]
        })
        .collect();
    if !attempts.is_empty() {
        text.push('\n');
        text.push_str(&columns(
            &["attempt", "began", "deadline", "ended", "outcome"],
            &attempts,
        ));
    }
    out::print(&text)
}
