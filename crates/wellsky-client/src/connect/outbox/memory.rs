use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use careweave_http::Clock;
use careweave_types::{Delivery, Error, ErrorKind, Result};
use chrono::{DateTime, TimeDelta, Utc};

use super::{Claimed, Earlier, Outbox, OutboxItem, OutboxTicket, Settled};

/// How long one may work on an item.
const CLAIM: TimeDelta = TimeDelta::minutes(10);
/// How long after an attempt a request may still land.
const QUIET: TimeDelta = TimeDelta::seconds(60);
/// How long an item waits after its first failure; twice as long after each further one.
const FIRST_WAIT: TimeDelta = TimeDelta::seconds(2);
/// How long it waits at most.
const LONGEST_WAIT: TimeDelta = TimeDelta::hours(6);

/// An outbox in memory: what it keeps is gone with the process. For tests, and for hosts that accept that; the durable one is
/// in the crate `careweave-workflows`.
pub struct MemoryOutbox {
    clock: Arc<dyn Clock>,
    entries: Mutex<Vec<Entry>>,
}

impl fmt::Debug for MemoryOutbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryOutbox")
            .field("kept", &self.entries().len())
            .finish_non_exhaustive()
    }
}

struct Entry {
    item: OutboxItem,
    lane: String,
    state: State,
    due_at: DateTime<Utc>,
    attempts: u32,
    fence: u64,
    /// Until when a request of ours may still land, where one may have.
    quiet_until: Option<DateTime<Utc>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Waiting,
    Claimed { until: DateTime<Utc>, sending: bool },
    Done,
    Refused,
}

impl Entry {
    /// The same item once more: one that was given up is tried again, and a doubt is a doubt however late it comes.
    fn kept_again(&mut self, sent: Delivery, now: DateTime<Utc>) {
        if self.state == State::Refused {
            self.state = State::Waiting;
            self.due_at = now;
            self.attempts = 0;
        }
        if sent != Delivery::NotSent {
            self.quiet_until = Some(now + QUIET);
        }
    }
}

impl MemoryOutbox {
    /// An empty one.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            entries: Mutex::default(),
        }
    }

    /// The keys of what still waits to be written, in the order in which it was kept.
    pub fn waiting(&self) -> Vec<crate::IdempotencyKey> {
        self.entries()
            .iter()
            .filter(|entry| !matches!(entry.state, State::Done | State::Refused))
            .map(|entry| entry.item.key().clone())
            .collect()
    }

    fn entries(&self) -> MutexGuard<'_, Vec<Entry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something to a claimed entry, while the claim is the last one.
    fn on_claim<T>(&self, claimed: &Claimed, act: impl FnOnce(&mut Entry, bool) -> Result<T>) -> Result<T> {
        let mut entries = self.entries();
        let number = claimed.ticket.0.parse::<usize>().ok();
        let entry = number
            .and_then(|number| entries.get_mut(number.checked_sub(1)?))
            .filter(|entry| entry.fence == claimed.fence);
        match entry.map(|entry| (entry.state, entry)) {
            Some((State::Claimed { sending, .. }, entry)) => act(entry, sending),
            _ => Err(Error::new(
                ErrorKind::Conflict,
                "outbox.settle",
                "the claim has ended: another may have the item",
            )),
        }
    }
}

#[async_trait]
impl Outbox for MemoryOutbox {
    async fn keep(&self, item: OutboxItem) -> Result<OutboxTicket> {
        let now = self.clock.now();
        let mut entries = self.entries();
        let held = entries.iter().position(|entry| entry.item.key() == item.key());
        if let Some(at) = held {
            if entries[at].item.is_the_same_as(&item) {
                entries[at].kept_again(item.sent(), now);
                return Ok(OutboxTicket((at + 1).to_string()));
            }
            return Err(Error::new(
                ErrorKind::KeyReuse,
                "outbox.keep",
                "another item is kept under this key",
            )
            .with("key", item.key().as_str().to_owned()));
        }
        entries.push(Entry {
            lane: lane(&item),
            state: State::Waiting,
            due_at: now,
            attempts: 0,
            fence: 0,
            quiet_until: (item.sent() != Delivery::NotSent).then(|| now + QUIET),
            item,
        });
        Ok(OutboxTicket(entries.len().to_string()))
    }

    async fn claim(&self) -> Result<Option<Claimed>> {
        let now = self.clock.now();
        let mut entries = self.entries();
        let mut held_up: Vec<String> = Vec::new();
        for (at, entry) in entries.iter_mut().enumerate() {
            if matches!(entry.state, State::Done | State::Refused) || held_up.contains(&entry.lane) {
                continue;
            }
            held_up.push(entry.lane.clone());
            match entry.state {
                State::Waiting if entry.due_at <= now => {}
                State::Claimed { until, sending } if until <= now => {
                    // Whoever had it never said what came of it.
                    if sending {
                        entry.quiet_until = Some(until + QUIET);
                    }
                }
                _ => continue,
            }
            entry.fence += 1;
            entry.attempts += 1;
            entry.state = State::Claimed {
                until: now + CLAIM,
                sending: false,
            };
            return Ok(Some(Claimed {
                ticket: OutboxTicket((at + 1).to_string()),
                item: entry.item.clone(),
                earlier: match entry.quiet_until {
                    None => Earlier::Nothing,
                    Some(until) => Earlier::MayHaveLanded {
                        absence_counts: until <= now,
                    },
                },
                fence: entry.fence,
            }));
        }
        Ok(None)
    }

    async fn sending(&self, claimed: &Claimed) -> Result<()> {
        let now = self.clock.now();
        self.on_claim(claimed, |entry, _| {
            if entry.quiet_until.is_some_and(|until| until > now) {
                return Err(Error::new(
                    ErrorKind::InDoubt,
                    "outbox.sending",
                    "an earlier attempt may still land",
                ));
            }
            entry.quiet_until = None;
            entry.state = State::Claimed {
                until: now + CLAIM,
                sending: true,
            };
            Ok(())
        })
    }

    async fn settle(&self, claimed: &Claimed, settled: &Settled) -> Result<()> {
        let now = self.clock.now();
        self.on_claim(claimed, |entry, sending| {
            match settled {
                Settled::Delivered { .. } => entry.state = State::Done,
                Settled::Refused { .. } => entry.state = State::Refused,
                Settled::Failed { .. } | Settled::InDoubt => {
                    if sending && *settled == Settled::InDoubt {
                        entry.quiet_until = Some(now + QUIET);
                    }
                    let doubled = FIRST_WAIT * 2_i32.pow(entry.attempts.saturating_sub(1).min(14));
                    entry.due_at = now + doubled.min(LONGEST_WAIT);
                    entry.state = State::Waiting;
                }
            }
            Ok(())
        })
    }
}

/// What an item keeps its order with.
fn lane(item: &OutboxItem) -> String {
    match item {
        OutboxItem::Note { client_id, .. } => format!("Patient/{client_id}"),
        OutboxItem::Document { document, .. } => document.owner.reference(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_outbox_in_memory_behaves_as_an_outbox_does() {
        super::super::suite::outbox(|clock| async move { MemoryOutbox::new(clock) }).await;
    }
}
