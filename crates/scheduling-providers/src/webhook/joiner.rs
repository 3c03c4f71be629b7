use std::collections::HashMap;

use careweave_types::ids::ExternalId;
use chrono::{DateTime, TimeDelta, Utc};

use super::{WebhookEvent, WebhookEventKind};

/// An event, with what was known of its other half.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Joined {
    /// It stands for itself.
    Alone(WebhookEvent),
    /// One half of a move; the other has not come yet. Nothing is lost when it never does: see [`Joiner::expire`].
    Waiting,
    /// Both halves of a move: the record that is called off, and the one that takes its place.
    Moved {
        /// The record that is called off now.
        old: WebhookEvent,
        /// The one that stands.
        new: WebhookEvent,
    },
}

/// Joins the two events some services make of one move: the old record is called off, a new one is booked. They come in either
/// order, and other events in between.
#[derive(Clone, Debug, Default)]
pub struct Joiner {
    waiting: HashMap<(ExternalId, ExternalId), WebhookEvent>,
}

/// The two records of a move, if the event is half of one.
fn pair(event: &WebhookEvent) -> Option<(ExternalId, ExternalId)> {
    match (&event.kind, &event.links.old, &event.links.new) {
        (WebhookEventKind::Created, Some(old), _) => Some((old.clone(), event.external_id.clone())),
        (WebhookEventKind::Cancelled, _, Some(new)) => Some((event.external_id.clone(), new.clone())),
        _ => None,
    }
}

impl Joiner {
    /// Takes an event.
    pub fn join(&mut self, event: WebhookEvent) -> Joined {
        let Some(pair) = pair(&event) else {
            return Joined::Alone(event);
        };
        match self.waiting.remove(&pair) {
            Some(half) if half.kind != event.kind => {
                if event.kind == WebhookEventKind::Created {
                    Joined::Moved {
                        old: half,
                        new: event,
                    }
                } else {
                    Joined::Moved {
                        old: event,
                        new: half,
                    }
                }
            }
            // The same half again: the later telling stays.
            _ => {
                self.waiting.insert(pair, event);
                Joined::Waiting
            }
        }
    }

    /// How many halves wait.
    pub fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// Gives up halves that came `patience` or more before `now`, in order of arrival: each then stands for itself, and its
    /// links say what else to fetch.
    pub fn expire(&mut self, now: DateTime<Utc>, patience: TimeDelta) -> Vec<WebhookEvent> {
        let mut given_up = Vec::new();
        self.waiting.retain(|_, half| {
            let keep = now - half.received_at < patience;
            if !keep {
                given_up.push(half.clone());
            }
            keep
        });
        given_up.sort_by(|a, b| (a.received_at, &a.delivery_key).cmp(&(b.received_at, &b.delivery_key)));
        given_up
    }
}
