use std::collections::{BTreeMap, HashMap};

use async_trait::async_trait;
use careweave_types::Result;
use chrono::{DateTime, Utc};

use super::MemoryStore;
use super::holds::Standing;
use crate::inbox::{
    Accepted, DirtyMark, Inbox, InboxCounts, Incoming, Message, MessageClass, MessageState, Retention,
    Settlement, Subject, machine,
};
use crate::lease::FenceGuard;

#[derive(Debug, Default)]
pub(super) struct Messages {
    /// The last number given.
    last: u64,
    pub(super) rows: BTreeMap<u64, Message>,
    by_id: HashMap<(String, MessageClass, String), u64>,
    pub(super) marks: BTreeMap<Subject, DirtyMark>,
    /// The order in which subjects were first named.
    named: Vec<Subject>,
    tallies: HashMap<String, InboxCounts>,
}

impl Messages {
    fn find(&self, at: &'static str, number: u64) -> Result<&Message> {
        self.rows.get(&number).ok_or_else(|| machine::unknown(at, number))
    }

    pub(super) fn tally(&mut self, source: &str) -> &mut InboxCounts {
        self.tallies.entry(source.to_owned()).or_default()
    }

    fn accept(&mut self, incoming: &Incoming, now: DateTime<Utc>) -> Result<Accepted> {
        let id = (
            incoming.source.clone(),
            incoming.identity.class(),
            incoming.message_id(),
        );
        let held = self.by_id.get(&id).and_then(|number| self.rows.get(number));
        let accepted = machine::accept(held, self.last + 1, incoming, now)?;
        let tally = self.tally(&incoming.source);
        match &accepted {
            Accepted::New(_) => tally.accepted += 1,
            Accepted::Repeated(_) => tally.repeated += 1,
            Accepted::Differing(_) => tally.differing += 1,
        }
        let message = accepted.message();
        self.last = self.last.max(message.number);
        self.by_id.insert(id, message.number);
        self.rows.insert(message.number, message.clone());
        Ok(accepted)
    }

    fn settle(&mut self, number: u64, settlement: &Settlement, now: DateTime<Utc>) -> Result<Message> {
        let before = self.find("inbox.settle", number)?;
        let after = machine::settle(before, settlement, now)?;
        if *before != after {
            let tally = self.tally(&after.source);
            match after.state {
                MessageState::Received => {}
                MessageState::Applied => tally.applied += 1,
                MessageState::Superseded => tally.superseded += 1,
                MessageState::Ignored => tally.ignored += 1,
                MessageState::Rejected => tally.rejected += 1,
            }
            self.rows.insert(number, after.clone());
        }
        Ok(after)
    }

    fn forget(&mut self, source: &str, until: DateTime<Utc>, limit: u32, holds: &Standing) -> u32 {
        let old = |message: &&Message| {
            message.source == source
                && message.state != MessageState::Received
                && message.last_delivery_at <= until
                && !holds.cover_message(message)
        };
        let numbers: Vec<u64> = self.rows.values().filter(old).map(|m| m.number).collect();
        let mut forgotten = 0;
        for number in numbers.into_iter().take(limit as usize) {
            self.rows.remove(&number);
            forgotten += 1;
        }
        let rows = &self.rows;
        self.by_id.retain(|_, number| rows.contains_key(number));
        forgotten
    }

    /// Forgets the first `limit` settled messages whose last delivery was at or before `until`, of every source.
    pub(super) fn forget_all(&mut self, until: DateTime<Utc>, limit: usize, holds: &Standing) -> u64 {
        let numbers: Vec<u64> = self.old(until, holds).take(limit).collect();
        for number in &numbers {
            self.rows.remove(number);
        }
        let rows = &self.rows;
        self.by_id.retain(|_, number| rows.contains_key(number));
        numbers.len() as u64
    }

    pub(super) fn old(&self, until: DateTime<Utc>, holds: &Standing) -> impl Iterator<Item = u64> {
        let old = move |message: &&Message| {
            message.state != MessageState::Received
                && message.last_delivery_at <= until
                && !holds.cover_message(message)
        };
        self.rows.values().filter(old).map(|message| message.number)
    }

    fn counts(&self, source: &str) -> InboxCounts {
        let waits = |m: &&Message| m.source == source && m.state == MessageState::Received;
        let marks = self.marks.values().filter(|mark| mark.subject.source == source);
        let (served, waiting) = marks.fold((0, 0), |(served, waiting), mark| {
            (served + mark.served, waiting + (mark.hints - mark.served))
        });
        InboxCounts {
            received: self.rows.values().filter(waits).count() as u64,
            hints_served: served,
            hints_waiting: waiting,
            ..self.tallies.get(source).copied().unwrap_or_default()
        }
    }
}

#[async_trait]
impl Inbox for MemoryStore {
    async fn accept(&self, incoming: &Incoming, now: DateTime<Utc>) -> Result<Accepted> {
        self.messages().accept(incoming, now)
    }

    async fn settle(
        &self,
        number: u64,
        settlement: &Settlement,
        guard: Option<&FenceGuard>,
        now: DateTime<Utc>,
    ) -> Result<Message> {
        let _leases = self.guarded(guard, now)?;
        self.messages().settle(number, settlement, now)
    }

    async fn message(&self, number: u64) -> Result<Message> {
        self.messages().find("inbox.message", number).cloned()
    }

    async fn received(&self, source: &str, after: Option<u64>, limit: u32) -> Result<Vec<Message>> {
        machine::check_listing("inbox.received", source, limit)?;
        Ok(self
            .messages()
            .rows
            .values()
            .filter(|m| m.source == source && m.state == MessageState::Received)
            .filter(|m| after.is_none_or(|after| m.number > after))
            .take(limit as usize)
            .cloned()
            .collect())
    }

    async fn hint(&self, subject: &Subject, now: DateTime<Utc>) -> Result<DirtyMark> {
        let mut messages = self.messages();
        let mark = machine::hint(messages.marks.get(subject), subject, now)?;
        if messages.marks.insert(subject.clone(), mark.clone()).is_none() {
            messages.named.push(subject.clone());
        }
        messages.tally(&subject.source).hints += 1;
        Ok(mark)
    }

    async fn fetched(
        &self,
        subject: &Subject,
        hints: u64,
        guard: Option<&FenceGuard>,
        now: DateTime<Utc>,
    ) -> Result<DirtyMark> {
        let _leases = self.guarded(guard, now)?;
        let mut messages = self.messages();
        let mark = machine::fetched(messages.marks.get(subject), subject, hints, now)?;
        messages.marks.insert(subject.clone(), mark.clone());
        Ok(mark)
    }

    async fn dirty(&self, source: &str, limit: u32) -> Result<Vec<DirtyMark>> {
        machine::check_listing("inbox.dirty", source, limit)?;
        let messages = self.messages();
        let named = messages
            .named
            .iter()
            .filter_map(|subject| messages.marks.get(subject));
        let mut dirty: Vec<DirtyMark> = named
            .filter(|mark| mark.subject.source == source && mark.is_dirty())
            .cloned()
            .collect();
        // Stable: of two that became dirty at once, the one named first comes first.
        dirty.sort_by_key(|mark| mark.dirty_since);
        dirty.truncate(limit as usize);
        Ok(dirty)
    }

    async fn forget(
        &self,
        source: &str,
        retention: Retention,
        now: DateTime<Utc>,
        limit: u32,
    ) -> Result<u32> {
        const AT: &str = "inbox.forget";
        machine::check_listing(AT, source, limit)?;
        let until = retention.forgets_until(AT, now)?;
        let holds = self.standing();
        Ok(self.messages().forget(source, until, limit, &holds))
    }

    async fn inbox_counts(&self, source: &str) -> Result<InboxCounts> {
        machine::check_source("inbox.counts", source)?;
        Ok(self.messages().counts(source))
    }
}
