//! Our stores, and the drivers beneath them.

mod accepting;
mod bare;
mod deciding;
mod draining;
mod following;
pub(super) mod kept;
mod pages;
mod race;
mod recovering;
pub(super) mod schema;
mod streaming;

use chrono::{DateTime, TimeDelta, Utc};

use super::count;
use crate::failure::Failure;
use crate::sync::Database;
use crate::task::{Answer, Order, Task};

pub(super) use bare::Durability;

/// Does a task with our stores.
pub(super) async fn carry_out(order: &Order) -> Result<Answer, Failure> {
    match order.task {
        Task::ApplyRows {
            database,
            content,
            rows,
            page,
            only: None,
        } => pages::apply(order.place()?, database, content, rows, page).await,
        Task::FollowCursor { rows, page, spread } => {
            following::follow(order.place()?, rows, page, spread).await
        }
        Task::StreamRows { database, rows, page } => {
            streaming::stream(order.place()?, database, rows, page).await
        }
        Task::AcceptMessages {
            database,
            messages,
            producers,
        } => accepting::accept(order.place()?, database, messages, producers).await,
        Task::DrainOutbox {
            database,
            jobs,
            workers,
            batch,
        } => draining::drain(order.place()?, database, jobs, workers, batch).await,
        Task::RecoverEffects { database, effects } => {
            recovering::recover(order.place()?, database, effects).await
        }
        Task::MergeRecords { records, fields } => deciding::merge_records(records, fields),
        Task::DryRun { records } => deciding::dry_run(order.place()?, records).await,
        Task::CreateOnce {
            pattern,
            creates,
            kills,
            seed,
        } => race::create_once(order.place()?, pattern, creates, kills, seed).await,
        Task::Send {
            pattern,
            creates,
            ref remote,
            ref schema,
        } => race::send(order.place()?, pattern, creates, remote, schema).await,
        ref other => Err(Failure::new(format!("this lane does no {other:?}"))),
    }
}

/// Does a task with the driver alone.
pub(super) async fn carry_out_bare(order: &Order, durability: Durability) -> Result<Answer, Failure> {
    let place = order.place()?;
    match order.task {
        Task::ApplyRows {
            database: Database::Sqlite,
            content,
            rows,
            page,
            only: None,
        } => bare::sqlite(place, content, rows, page, durability),
        Task::ApplyRows {
            database: Database::Postgres,
            content,
            rows,
            page,
            only: None,
        } => bare::postgres(place, content, rows, page).await,
        Task::DrainOutbox {
            database: Database::Postgres,
            jobs,
            workers,
            batch,
        } => bare::drain(place, jobs, workers, batch).await,
        ref other => Err(Failure::new(format!("this lane does no {other:?}"))),
    }
}

/// So many seconds after the benchmarks' beginning of time.
fn t(seconds: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::seconds(1_800_000_000 + seconds)
}
