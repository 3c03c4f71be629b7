//! Items of the outbox: listed, and queued again.

use careweave::http::{Clock as _, SystemClock};
use careweave::sync::{AnyStore, DeadFilter, OutboxItem, OutboxState};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use serde::Serialize;

use super::opened::{explained, with};
use super::{dash, line, seconds};
use crate::args::{DeadArgs, ItemState, OutboxCommand, OutboxListArgs, RedriveArgs};
use crate::failure::Failure;
use crate::out;
use crate::table::columns;

/// How many items are read side by side.
const SIDE_BY_SIDE: usize = 16;

#[derive(Debug, Serialize)]
struct Items {
    items: Vec<OutboxItem>,
}

#[derive(Debug, Serialize)]
struct Redriven {
    dry_run: bool,
    items: Vec<OutboxItem>,
}

pub(super) async fn run(command: OutboxCommand) -> Result<(), Failure> {
    match command {
        OutboxCommand::List(args) => list(&args).await,
        OutboxCommand::Dead(args) => dead(&args).await,
        OutboxCommand::Redrive(args) => redrive(&args).await,
    }
}

async fn list(args: &OutboxListArgs) -> Result<(), Failure> {
    let items = with(&args.list.store, async |store| walk(store, args).await).await?;
    show(args.list.store.json, items, "no item is listed\n")
}

/// Items are numbered without gaps, so that all are found by their numbers.
async fn walk(store: &AnyStore, args: &OutboxListArgs) -> Result<Vec<OutboxItem>, Failure> {
    let last = store.outbox_counts().await.map_err(explained)?.enqueued;
    let wanted = args.state.map(ItemState::of);
    let numbers = args.after.saturating_add(1)..=last;
    stream::iter(numbers.map(|number| store.item(number)))
        .buffered(SIDE_BY_SIDE)
        .try_filter(|item| std::future::ready(wanted.is_none_or(|state| item.state == state)))
        .take(usize::try_from(args.list.limit).unwrap_or(usize::MAX))
        .try_collect()
        .await
        .map_err(explained)
}

impl ItemState {
    fn of(self) -> OutboxState {
        match self {
            Self::Waiting => OutboxState::Waiting,
            Self::Claimed => OutboxState::Claimed,
            Self::Done => OutboxState::Done,
            Self::Dead => OutboxState::Dead,
        }
    }
}

fn filter(args: &DeadArgs) -> DeadFilter {
    DeadFilter {
        lane: args.lane.clone(),
        reason: args.reason.clone(),
    }
}

async fn dead(args: &DeadArgs) -> Result<(), Failure> {
    let found = with(&args.list.store, async |store| {
        store
            .dead(&filter(args), args.list.limit)
            .await
            .map_err(explained)
    });
    show(args.list.store.json, found.await?, "nothing was given up\n")
}

async fn redrive(args: &RedriveArgs) -> Result<(), Failure> {
    let (filter, limit) = (filter(&args.dead), args.dead.list.limit);
    let items = with(&args.dead.list.store, async |store| {
        let found = if args.dry_run {
            store.dead(&filter, limit).await
        } else {
            store.redrive(&filter, limit, SystemClock::new().now()).await
        };
        found.map_err(explained)
    })
    .await?;
    if args.dead.list.store.json {
        return line(&Redriven {
            dry_run: args.dry_run,
            items,
        });
    }
    let count = items.len();
    show(false, items, "")?;
    out::print(&match (count, args.dry_run) {
        (0, _) => "nothing was given up\n".to_owned(),
        (_, true) => format!("{count} would be queued again\n"),
        (_, false) => format!("{count} queued again\n"),
    })
}

fn show(json: bool, items: Vec<OutboxItem>, none: &str) -> Result<(), Failure> {
    if json {
        return line(&Items { items });
    }
    if items.is_empty() {
        return out::print(none);
    }
    let rows: Vec<Vec<String>> = items
        .iter()
        .map(|item| {
            vec![
                item.number.to_string(),
                item.effect.to_string(),
                item.lane.clone(),
                item.state.as_str().to_owned(),
                seconds(item.due_at),
                item.attempts.to_string(),
                item.reason.clone().unwrap_or_else(dash),
                item.holder.clone().unwrap_or_else(dash),
            ]
        })
        .collect();
    let head = [
        "item", "effect", "lane", "state", "due", "attempts", "reason", "holder",
    ];
    out::print(&columns(&head, &rows))
}
