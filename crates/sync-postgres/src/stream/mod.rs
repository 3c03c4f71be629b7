pub(crate) mod rows;

use std::time::Duration;

use async_trait::async_trait;
use careweave_sync_core::ledger::check_list_limit;
use careweave_sync_core::outbox::machine as outbox;
use careweave_sync_core::stream::machine;
use careweave_sync_core::{Bodies, NewCommand, StreamAppend, StreamEvent, StreamHead, Streams};
use careweave_types::{Pii, Result};
use chrono::{DateTime, Utc};
use futures_util::FutureExt;

use crate::ledger::plan_in;
use crate::outbox::rows as items;
use crate::store::PostgresStore;
use crate::transaction::Transaction;

// What is locked, in this order: the stream, the effects that are planned, the number that was given last. A stream that is
// not there yet cannot be locked: of many that begin it one does.
#[async_trait]
impl Streams for PostgresStore {
    async fn append(&self, append: &StreamAppend, now: DateTime<Utc>) -> Result<StreamHead> {
        append.validate()?;
        let (append, bodies) = (append.clone(), self.bodies());
        self.transact("stream.append", move |tx| {
            async move {
                let held = rows::for_update(tx, &append.stream).await?;
                let after = machine::append(held.as_ref(), &append, now)?;
                if !rows::put_head(tx, held.is_some(), &after).await? {
                    return Err(machine::outrun(&append));
                }
                let place = machine::event_place(&append.stream);
                let kept = (append.expected + 1..)
                    .zip(&append.events)
                    .map(|(version, body)| Ok((version, bodies.keep(&place, version, body.expose())?)))
                    .collect::<Result<Vec<_>>>()?;
                rows::insert_events(tx, &after, &kept).await?;
                queue(tx, &bodies, &append.stream, &append.commands, now).await?;
                Ok(after)
            }
            .boxed()
        })
        .await
    }

    async fn stream(&self, stream: &str) -> Result<Option<StreamHead>> {
        const AT: &str = "stream.stream";
        machine::check_name(AT, stream)?;
        let stream = stream.to_owned();
        self.run(AT, move |db| async move { rows::head(&db, AT, &stream).await })
            .await
    }

    async fn stream_events(&self, stream: &str, after: u64, limit: u32) -> Result<Vec<StreamEvent>> {
        const AT: &str = "stream.events";
        machine::check_name(AT, stream)?;
        check_list_limit(AT, limit)?;
        let (stream, bodies) = (stream.to_owned(), self.bodies());
        self.run(AT, move |db| async move {
            rows::events(&db, AT, &bodies, &stream, after, limit).await
        })
        .await
    }

    async fn command_body(&self, number: u64) -> Result<Option<Pii<Vec<u8>>>> {
        const AT: &str = "stream.command";
        let bodies = self.bodies();
        self.run(AT, move |db| async move {
            rows::command(&db, AT, &bodies, number).await
        })
        .await
    }

    async fn waiting_streams(
        &self,
        prefix: &str,
        after: Option<&str>,
        limit: u32,
    ) -> Result<Vec<StreamHead>> {
        const AT: &str = "stream.waiting";
        machine::check_prefix(AT, prefix)?;
        check_list_limit(AT, limit)?;
        let (prefix, after) = (prefix.to_owned(), after.map(str::to_owned));
        self.run(AT, move |db| async move {
            rows::listed(&db, AT, "deadline IS NOT NULL", &prefix, after.as_deref(), limit).await
        })
        .await
    }

    async fn all_streams(&self, prefix: &str, after: Option<&str>, limit: u32) -> Result<Vec<StreamHead>> {
        const AT: &str = "stream.all";
        machine::check_prefix(AT, prefix)?;
        check_list_limit(AT, limit)?;
        let (prefix, after) = (prefix.to_owned(), after.map(str::to_owned));
        self.run(AT, move |db| async move {
            rows::listed(&db, AT, "true", &prefix, after.as_deref(), limit).await
        })
        .await
    }

    async fn claim_due(
        &self,
        prefix: &str,
        holder: &str,
        ttl: Duration,
        limit: u32,
        now: DateTime<Utc>,
    ) -> Result<Vec<StreamHead>> {
        let now = machine::check_claim(prefix, holder, ttl, limit, now)?;
        let (prefix, holder) = (prefix.to_owned(), holder.to_owned());
        self.transact("stream.claim_due", move |tx| {
            async move {
                let due = rows::due(tx, &prefix, limit, now).await?;
                let claimed = due
                    .iter()
                    .map(|head| machine::claim(head, &holder, ttl, now))
                    .collect::<Result<Vec<_>>>()?;
                rows::claim(tx, &claimed).await?;
                Ok(claimed)
            }
            .boxed()
        })
        .await
    }
}

/// Plans the effects of commands and queues those that are not queued yet.
async fn queue(
    tx: &mut Transaction,
    bodies: &Bodies,
    stream: &str,
    commands: &[NewCommand],
    now: DateTime<Utc>,
) -> Result<()> {
    if commands.is_empty() {
        return Ok(());
    }
    let mut effects = Vec::with_capacity(commands.len());
    for command in commands {
        effects.push(plan_in(tx, &command.intent, now).await?.effect().id);
    }
    let (mut number, queued) = items::last_number_and_queued(tx, &effects).await?;
    let place = machine::command_place(stream);
    let (mut new, mut kept) = (Vec::new(), Vec::new());
    for (command, effect) in commands.iter().zip(effects) {
        if queued.contains(&effect) {
            continue;
        }
        number += 1;
        new.push(outbox::enqueue(number, effect, &command.dispatch, now)?);
        kept.push((number, bodies.keep(&place, number, command.body.expose())?));
    }
    items::insert_all(tx, &new).await?;
    rows::insert_commands(tx, stream, &kept).await
}
