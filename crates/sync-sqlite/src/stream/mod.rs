pub(crate) mod rows;

use std::time::Duration;

use async_trait::async_trait;
use careweave_sync_core::ledger::check_list_limit;
use careweave_sync_core::outbox::machine as outbox;
use careweave_sync_core::stream::machine;
use careweave_sync_core::{StreamAppend, StreamEvent, StreamHead, Streams};
use careweave_types::{Pii, Result};
use chrono::{DateTime, Utc};

use crate::ledger::plan_in;
use crate::outbox::rows as items;
use crate::store::SqliteStore;
use crate::transaction::write;

#[async_trait]
impl Streams for SqliteStore {
    async fn append(&self, append: &StreamAppend, now: DateTime<Utc>) -> Result<StreamHead> {
        append.validate()?;
        let (append, bodies) = (append.clone(), self.bodies());
        self.run("stream.append", move |conn| {
            let tx = write(conn)?;
            let held = rows::head(&tx, &append.stream)?;
            let after = machine::append(held.as_ref(), &append, now)?;
            rows::put_head(&tx, &after)?;
            for (version, body) in (append.expected + 1..).zip(&append.events) {
                let kept = bodies.keep(&machine::event_place(&append.stream), version, body.expose())?;
                rows::insert_event(&tx, &after, version, &kept)?;
            }
            for command in &append.commands {
                let effect = plan_in(&tx, &command.intent, now)?.effect().id;
                if items::by_effect(&tx, effect)?.is_some() {
                    continue;
                }
                let item = outbox::enqueue(items::next_number(&tx)?, effect, &command.dispatch, now)?;
                items::insert(&tx, &item)?;
                let place = machine::command_place(&append.stream);
                let kept = bodies.keep(&place, item.number, command.body.expose())?;
                rows::insert_command(&tx, &append.stream, item.number, &kept)?;
            }
            tx.commit()?;
            Ok(after)
        })
        .await
    }

    async fn stream(&self, stream: &str) -> Result<Option<StreamHead>> {
        const AT: &str = "stream.stream";
        machine::check_name(AT, stream)?;
        let stream = stream.to_owned();
        self.run(AT, move |conn| rows::head(conn, &stream)).await
    }

    async fn stream_events(&self, stream: &str, after: u64, limit: u32) -> Result<Vec<StreamEvent>> {
        const AT: &str = "stream.events";
        machine::check_name(AT, stream)?;
        check_list_limit(AT, limit)?;
        let (stream, bodies) = (stream.to_owned(), self.bodies());
        self.run(AT, move |conn| rows::events(conn, &bodies, &stream, after, limit))
            .await
    }

    async fn command_body(&self, number: u64) -> Result<Option<Pii<Vec<u8>>>> {
        let bodies = self.bodies();
        self.run("stream.command", move |conn| rows::command(conn, &bodies, number))
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
        self.run(AT, move |conn| {
            rows::listed(conn, "deadline IS NOT NULL", &prefix, after.as_deref(), limit)
        })
        .await
    }

    async fn all_streams(&self, prefix: &str, after: Option<&str>, limit: u32) -> Result<Vec<StreamHead>> {
        const AT: &str = "stream.all";
        machine::check_prefix(AT, prefix)?;
        check_list_limit(AT, limit)?;
        let (prefix, after) = (prefix.to_owned(), after.map(str::to_owned));
        self.run(AT, move |conn| {
            rows::listed(conn, "true", &prefix, after.as_deref(), limit)
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
        self.run("stream.claim_due", move |conn| {
            let tx = write(conn)?;
            let mut claimed = Vec::new();
            for head in rows::due(&tx, &prefix, limit, now)? {
                let after = machine::claim(&head, &holder, ttl, now)?;
                rows::put_head(&tx, &after)?;
                claimed.push(after);
            }
            tx.commit()?;
            Ok(claimed)
        })
        .await
    }
}
