use std::collections::{BTreeMap, HashSet, VecDeque};

use careweave_types::ids::ExternalId;
use chrono::{DateTime, TimeDelta, Utc};

use super::joiner::{Joined, Joiner};
use super::{WebhookEvent, WebhookEventKind};
use crate::model::{Appointment, Version};

/// How many keys of deliveries are remembered. The inbox of a store remembers for as long as a service repeats itself.
const REMEMBERED: usize = 100_000;

/// What to do about a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Nothing: it was seen before.
    Repeat,
    /// Nothing yet: it is half of a move.
    Waiting,
    /// Nothing: what it brings is older than what is known.
    Stale,
    /// Store this record.
    Store(Box<Appointment>),
    /// Store both records, the old one first, and keep whatever hangs on the old one with the new one.
    StoreMove {
        /// The record that is called off.
        old: Box<Appointment>,
        /// The one that stands.
        new: Box<Appointment>,
    },
    /// Fetch these records. Each is fetched once, however many deliveries name it before it is.
    Fetch(Vec<ExternalId>),
    /// Nothing about an appointment: a ping, a changed type.
    Other(WebhookEventKind),
}

/// Deliveries of one account, as they come: repeated, out of order, in halves. It computes; the host stores and fetches.
///
/// Give [`fetched`](Self::fetched) what a fetch brought, and [`stored`](Self::stored) what else was stored, so that an older
/// delivery is known for what it is.
#[derive(Clone, Debug, Default)]
pub struct Inflow {
    seen: HashSet<String>,
    order: VecDeque<String>,
    joiner: Joiner,
    /// The records to fetch, with how often they were named.
    dirty: BTreeMap<ExternalId, u64>,
    known: BTreeMap<ExternalId, DateTime<Utc>>,
}

impl Inflow {
    /// Takes an event.
    pub fn take(&mut self, event: WebhookEvent) -> Step {
        // Without a time or an id of the event, the same words may stand for two changes: it marks its record, and is no repeat.
        if !event.needs_refetch || event.occurred_at.is_some() {
            if self.seen.contains(&event.delivery_key) {
                return Step::Repeat;
            }
            self.remember(event.delivery_key.clone());
        }
        if matches!(event.kind, WebhookEventKind::Ping | WebhookEventKind::TypeChanged) {
            return Step::Other(event.kind);
        }
        match self.joiner.join(event) {
            Joined::Waiting => Step::Waiting,
            Joined::Alone(event) => self.alone(event),
            Joined::Moved { old, new } => self.moved(old, new),
        }
    }

    /// Halves of moves whose other half has not come within `patience`: each is taken for itself, and the record its link names is
    /// fetched as well.
    pub fn expire(&mut self, now: DateTime<Utc>, patience: TimeDelta) -> Vec<Step> {
        let halves = self.joiner.expire(now, patience);
        halves
            .into_iter()
            .map(|half| {
                let linked = half
                    .links
                    .old
                    .iter()
                    .chain(&half.links.new)
                    .cloned()
                    .collect::<Vec<_>>();
                let mut ids = vec![half.external_id.clone()];
                ids.extend(linked);
                self.fetch(ids)
            })
            .collect()
    }

    /// The records that have to be fetched, each with the mark to hand back to [`fetched`](Self::fetched).
    pub fn to_fetch(&self) -> Vec<(ExternalId, u64)> {
        self.dirty.iter().map(|(id, mark)| (id.clone(), *mark)).collect()
    }

    /// A record was fetched for a mark and stored. True when it is clean: false when it was named again meanwhile, and the fetch may
    /// have been too early.
    pub fn fetched(&mut self, id: &ExternalId, mark: u64, appointment: Option<&Appointment>) -> bool {
        if let Some(appointment) = appointment {
            self.stored(appointment);
        }
        if self.dirty.get(id) == Some(&mark) {
            self.dirty.remove(id);
        }
        !self.dirty.contains_key(id)
    }

    /// A record was stored: deliveries that are older are stale from now on.
    pub fn stored(&mut self, appointment: &Appointment) {
        if let Some(at) = age(appointment) {
            let known = self.known.entry(appointment.id().clone()).or_insert(at);
            *known = (*known).max(at);
        }
    }

    fn alone(&mut self, event: WebhookEvent) -> Step {
        match event.embedded {
            Some(appointment) if !event.needs_refetch => match self.admit(&appointment) {
                Admission::Newer => Step::Store(appointment),
                Admission::Older => Step::Stale,
                Admission::Unknown => self.fetch(vec![event.external_id]),
            },
            _ => self.fetch(vec![event.external_id]),
        }
    }

    fn moved(&mut self, old: WebhookEvent, new: WebhookEvent) -> Step {
        let ids = vec![old.external_id.clone(), new.external_id.clone()];
        let (Some(old), Some(new)) = (old.embedded, new.embedded) else {
            return self.fetch(ids);
        };
        let (first, second) = (self.admit(&old), self.admit(&new));
        match (first, second) {
            (Admission::Newer, Admission::Newer) => Step::StoreMove { old, new },
            (Admission::Older, Admission::Older) => Step::Stale,
            _ => self.fetch(ids),
        }
    }

    fn admit(&mut self, appointment: &Appointment) -> Admission {
        let Some(at) = age(appointment) else {
            return Admission::Unknown;
        };
        match self.known.get(appointment.id()) {
            Some(known) if *known > at => Admission::Older,
            // Two changes in one instant: only the service knows which is the last.
            Some(known) if *known == at => Admission::Unknown,
            _ => {
                self.known.insert(appointment.id().clone(), at);
                Admission::Newer
            }
        }
    }

    fn fetch(&mut self, ids: Vec<ExternalId>) -> Step {
        for id in &ids {
            *self.dirty.entry(id.clone()).or_default() += 1;
        }
        Step::Fetch(ids)
    }

    fn remember(&mut self, key: String) {
        self.order.push_back(key.clone());
        self.seen.insert(key);
        if self.order.len() > REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.seen.remove(&oldest);
        }
    }
}

enum Admission {
    Newer,
    Older,
    Unknown,
}

/// What orders two tellings of one record.
fn age(appointment: &Appointment) -> Option<DateTime<Utc>> {
    match &appointment.version {
        Version::UpdatedAt(at) => Some(*at),
        _ => appointment.updated_at,
    }
}
