use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use async_trait::async_trait;
use careweave_types::{Pii, Result};
use chrono::{DateTime, Utc};

use super::{MemoryStore, locked};
use crate::ledger::check_list_limit;
use crate::outbox::machine as outbox;
use crate::stream::{StreamAppend, StreamEvent, StreamHead, Streams, machine};

#[derive(Debug, Default)]
pub(super) struct Logs {
    streams: BTreeMap<String, Log>,
    /// By the numbers of their items.
    commands: HashMap<u64, Pii<Vec<u8>>>,
}

#[derive(Debug)]
struct Log {
    head: StreamHead,
    events: Vec<StreamEvent>,
}

#[async_trait]
impl Streams for MemoryStore {
    async fn append(&self, append: &StreamAppend, now: DateTime<Utc>) -> Result<StreamHead> {
        append.validate()?;
        let mut effects = self.effects();
        let mut items = self.items();
        let mut logs = locked(&self.logs);
        let held = logs.streams.get(&append.stream).map(|log| &log.head);
        let after = machine::append(held, append, now)?;
        // Everything that can fail comes before the first change.
        for command in &append.commands {
            effects.would_plan(&command.intent, now)?;
        }
        for command in &append.commands {
            let effect = effects.plan(&command.intent, now)?.effect().id;
            if items.rows.iter().any(|item| item.effect == effect) {
                continue;
            }
            let number = items.rows.len() as u64 + 1;
            items
                .rows
                .push(outbox::enqueue(number, effect, &command.dispatch, now)?);
            logs.commands.insert(number, command.body.clone());
        }
        let events = (append.expected + 1..).zip(&append.events);
        let events = events.map(|(version, body)| StreamEvent {
            version,
            body: body.clone(),
            appended_at: after.updated_at,
        });
        let log = logs.streams.entry(append.stream.clone()).or_insert_with(|| Log {
            head: after.clone(),
            events: Vec::new(),
        });
        log.events.extend(events);
        log.head = after.clone();
        Ok(after)
    }

    async fn stream(&self, stream: &str) -> Result<Option<StreamHead>> {
        machine::check_name("stream.stream", stream)?;
        let logs = locked(&self.logs);
        Ok(logs.streams.get(stream).map(|log| log.head.clone()))
    }

    async fn stream_events(&self, stream: &str, after: u64, limit: u32) -> Result<Vec<StreamEvent>> {
        const AT: &str = "stream.events";
        machine::check_name(AT, stream)?;
        check_list_limit(AT, limit)?;
        let logs = locked(&self.logs);
        let events = logs.streams.get(stream).map_or(&[][..], |log| &log.events);
        Ok(events
            .iter()
            .filter(|event| event.version > after)
            .take(limit as usize)
            .cloned()
            .collect())
    }

    async fn command_body(&self, number: u64) -> Result<Option<Pii<Vec<u8>>>> {
        Ok(locked(&self.logs).commands.get(&number).cloned())
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
        let waits = |head: &StreamHead| head.deadline.is_some();
        Ok(self.listed(prefix, after, limit, waits))
    }

    async fn all_streams(&self, prefix: &str, after: Option<&str>, limit: u32) -> Result<Vec<StreamHead>> {
        const AT: &str = "stream.all";
        machine::check_prefix(AT, prefix)?;
        check_list_limit(AT, limit)?;
        Ok(self.listed(prefix, after, limit, |_| true))
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
        let mut logs = locked(&self.logs);
        let due = |head: &&StreamHead| head.stream.starts_with(prefix) && machine::is_due(head, now);
        let mut due: Vec<StreamHead> = logs
            .streams
            .values()
            .map(|log| &log.head)
            .filter(due)
            .cloned()
            .collect();
        due.sort_by(|a, b| (a.deadline, &a.stream).cmp(&(b.deadline, &b.stream)));
        due.truncate(limit as usize);
        let claimed = due
            .iter()
            .map(|head| machine::claim(head, holder, ttl, now))
            .collect::<Result<Vec<_>>>()?;
        for head in &claimed {
            if let Some(log) = logs.streams.get_mut(&head.stream) {
                log.head = head.clone();
            }
        }
        Ok(claimed)
    }
}

impl MemoryStore {
    fn listed(
        &self,
        prefix: &str,
        after: Option<&str>,
        limit: u32,
        wanted: impl Fn(&StreamHead) -> bool,
    ) -> Vec<StreamHead> {
        let logs = locked(&self.logs);
        let fits = |head: &&StreamHead| {
            wanted(head)
                && head.stream.starts_with(prefix)
                && after.is_none_or(|after| head.stream.as_str() > after)
        };
        let heads = logs.streams.values().map(|log| &log.head);
        heads.filter(fits).take(limit as usize).cloned().collect()
    }
}
