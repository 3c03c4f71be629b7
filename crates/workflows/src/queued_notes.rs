//! Notes and documents that could not be written, in a store, so that they outlive the process and are written once.
//!
//! What is to be written lies in the inbox of the store until it is delivered, and is erased then; when it is tried lies in the
//! outbox; whether it may have landed lies in the ledger. All three are one store.
//!
//! ```text
//! keep ─► content in the inbox ─► effect planned and queued
//! claim ─► sending ─► begun in the ledger ─► request ─► confirmed, content erased
//!             │                                └──────► in doubt: looked for, and after the quiet period sent again
//!             └ a crash here or later leaves "sending", which becomes a doubt
//! ```

mod content;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use careweave_http::Clock;
use careweave_sync_core::{
    DeadFilter, Dispatch, Effect, EffectKey, EffectState, Fence, Fingerprint, Inbox, Intent, Outbox as Queue,
    OutboxItem as Queued, Reconcile, RetrySchedule, Settlement,
};
use careweave_types::{AgencyId, Delivery, Error, ErrorKind, Result};
use careweave_wellsky_client::connect::{Claimed, Earlier, Outbox, OutboxItem, OutboxTicket, Settled};
use chrono::{DateTime, TimeDelta, Utc};

use content::Content;

/// How long one may work on an item: longer than one may be sending it.
const CLAIM: Duration = Duration::from_secs(15 * 60);

/// How long a request may be under way, retries of its transport included.
const SENDING: TimeDelta = TimeDelta::minutes(5);

/// How long after that a request may still land at WellSky. Nothing documents it.
const QUIET: Duration = Duration::from_secs(60);

/// An [`Outbox`] over a store that has a ledger, an outbox and an inbox.
///
/// Give it a store of its own: it works through everything that is queued there, and refuses what it did not queue.
pub struct QueuedNotes<S: ?Sized> {
    store: Arc<S>,
    agency: AgencyId,
    holder: String,
    schedule: RetrySchedule,
    clock: Arc<dyn Clock>,
}

/// A store of any sort that notes can be queued in, for [`QueuedNotes`] over one that is chosen when the program runs.
pub trait NoteStore: Inbox + Queue {}

impl<S: Inbox + Queue + ?Sized> NoteStore for S {}

impl<S: fmt::Debug + ?Sized> fmt::Debug for QueuedNotes<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("QueuedNotes")
            .field("store", &self.store)
            .field("agency", &self.agency)
            .field("holder", &self.holder)
            .finish_non_exhaustive()
    }
}

/// An item that was given up and waits for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenUp {
    /// Which.
    pub ticket: OutboxTicket,
    /// Why: a reason code such as `rejected` or `no_encounter`.
    pub reason: Option<String>,
    /// Since when.
    pub at: DateTime<Utc>,
}

impl<S: Inbox + Queue + ?Sized> QueuedNotes<S> {
    /// The outbox of one agency in `store`. `holder` names this worker, as in claims: a host name, a process.
    ///
    /// # Errors
    /// `InvalidInput` for an empty name.
    pub fn new(
        store: Arc<S>,
        agency: AgencyId,
        holder: impl Into<String>,
        clock: Arc<dyn Clock>,
    ) -> Result<Self> {
        let holder = holder.into();
        if holder.is_empty() {
            return Err(Error::invalid("outbox.open", "holder", "must not be empty"));
        }
        Ok(Self {
            store,
            agency,
            holder,
            schedule: RetrySchedule::default(),
            clock,
        })
    }

    /// Replaces when a failed item is tried again: 2 seconds to 6 hours, for 3 days, unless set.
    #[must_use]
    pub fn with_schedule(mut self, schedule: RetrySchedule) -> Self {
        self.schedule = schedule;
        self
    }

    /// Up to `limit` (1 to 1000) items that were given up. Their contents are kept, so that they can be tried again.
    ///
    /// # Errors
    /// Failures of the store.
    pub async fn given_up(&self, limit: u32) -> Result<Vec<GivenUp>> {
        let dead = self.store.dead(&DeadFilter::default(), limit).await?;
        Ok(dead
            .into_iter()
            .map(|item| GivenUp {
                ticket: OutboxTicket(item.number.to_string()),
                reason: item.reason,
                at: item.updated_at,
            })
            .collect())
    }

    /// Erases the content of an item that was given up: it will not be written.
    ///
    /// # Errors
    /// `NotFound` for an unknown ticket, `Conflict` for an item that is not given up, failures of the store.
    pub async fn discard(&self, ticket: &OutboxTicket) -> Result<()> {
        const AT: &str = "outbox.discard";
        let number = ticket.0.parse().map_err(|_| {
            Error::new(ErrorKind::NotFound, AT, "no item has this ticket").with("ticket", ticket.0.clone())
        })?;
        let item = self.store.item(number).await?;
        if item.state != careweave_sync_core::OutboxState::Dead {
            return Err(Error::new(ErrorKind::Conflict, AT, "the item is not given up")
                .with("state", item.state.as_str()));
        }
        let effect = self.store.get(item.effect).await?;
        let discarded = Settlement::Ignored {
            reason: "discarded".to_owned(),
        };
        content::erase(&*self.store, &effect, &discarded, self.clock.now()).await
    }

    fn intent(&self, content: &Content, sent: Delivery, numbers: &[u64]) -> Result<Intent> {
        Ok(Intent {
            key: EffectKey::new(format!("wellsky/outbox/{}", content.name(&self.agency)))?,
            operation: content.operation().to_owned(),
            subject: content.lane().to_owned(),
            detail: content::detail(sent, numbers),
            fingerprint: content.fingerprint(),
            strategy: Reconcile::FindByNaturalKey { quiet: QUIET },
        })
    }

    /// Records that an attempt outside the outbox may have landed.
    async fn doubt(&self, effect: &Effect, now: DateTime<Utc>) -> Result<()> {
        if effect.state != EffectState::Planned {
            return Ok(());
        }
        let begun = self
            .store
            .begin(effect.id, effect.attempt, now + TimeDelta::seconds(1), now)
            .await?;
        self.store.doubt(begun.id, begun.attempt, now).await.map(drop)
    }

    /// What is to be done with a claimed item: nothing, when it is over already or not to be looked at yet.
    async fn take_up(&self, item: &Queued, now: DateTime<Utc>) -> Result<Option<Claimed>> {
        let mut effect = self.store.get(item.effect).await?;
        if !content::is_ours(&effect) {
            let wait = Duration::from_secs(1);
            let back = careweave_sync_core::Deferral::BreakerOpen { wait };
            self.store.defer(item.number, item.fence, back, now).await?;
            return Err(Error::new(
                ErrorKind::Config,
                "outbox.claim",
                "the store holds effects of others: give notes a store of their own",
            )
            .with("operation", effect.operation));
        }
        if effect.state == EffectState::Sending {
            if effect.deadline_at.is_some_and(|deadline| now < deadline) {
                self.try_later(item, "under_way", now).await?;
                return Ok(None);
            }
            // Whoever was sending it never said what came of it.
            effect = self.store.expire(effect.id, effect.attempt, now).await?;
        }
        match effect.state {
            EffectState::Planned | EffectState::InDoubt => {}
            EffectState::Confirmed => {
                // It was delivered, and the process died before it could say so.
                self.store.complete(item.number, item.fence, now).await?;
                content::erase(&*self.store, &effect, &Settlement::Applied, now).await?;
                return Ok(None);
            }
            state => {
                self.store
                    .bury(item.number, item.fence, state.as_str(), now)
                    .await?;
                return Ok(None);
            }
        }
        Ok(Some(Claimed {
            ticket: OutboxTicket(item.number.to_string()),
            item: content::load(&*self.store, &effect).await?,
            earlier: earlier(&effect, now),
            fence: item.fence.get(),
        }))
    }

    async fn try_later(&self, item: &Queued, reason: &str, now: DateTime<Utc>) -> Result<()> {
        let draw = draw(item, now);
        self.store
            .fail(item.number, item.fence, reason, &self.schedule, draw, now)
            .await
            .map(drop)
    }

    /// The item and the effect of a claim that is still live; the claim is made longer.
    async fn live(&self, claimed: &Claimed, now: DateTime<Utc>) -> Result<(Queued, Effect)> {
        let number = claimed
            .ticket
            .0
            .parse()
            .map_err(|_| Error::invalid("outbox.settle", "ticket", "must be one of this outbox"))?;
        let fence = Fence::new(claimed.fence);
        let item = self.store.extend(number, fence, CLAIM, now).await?;
        let effect = self.store.get(item.effect).await?;
        Ok((item, effect))
    }
}

#[async_trait]
impl<S: Inbox + Queue + ?Sized> Outbox for QueuedNotes<S> {
    async fn keep(&self, item: OutboxItem) -> Result<OutboxTicket> {
        let now = self.clock.now();
        let sent = item.sent();
        let content = Content::of(&item)?;
        let numbers = content.store(&*self.store, &self.agency, now).await?;
        let intent = self.intent(&content, sent, &numbers)?;
        let dispatch = Dispatch {
            lane: content.lane().to_owned(),
            due_at: now,
            priority: 0,
        };
        let queued = self.store.enqueue(&intent, &dispatch, now).await?;
        if sent != Delivery::NotSent {
            self.doubt(queued.planned.effect(), now).await?;
        }
        Ok(OutboxTicket(queued.item.number.to_string()))
    }

    async fn claim(&self) -> Result<Option<Claimed>> {
        let now = self.clock.now();
        loop {
            let claimed = self
                .store
                .claim(&self.holder, CLAIM, &self.schedule, 1, now)
                .await?;
            let Some(item) = claimed.first() else {
                return Ok(None);
            };
            if let Some(claimed) = self.take_up(item, now).await? {
                return Ok(Some(claimed));
            }
        }
    }

    async fn sending(&self, claimed: &Claimed) -> Result<()> {
        let now = self.clock.now();
        let (_, effect) = self.live(claimed, now).await?;
        let effect = match earlier(&effect, now) {
            Earlier::MayHaveLanded {
                absence_counts: false,
            } => {
                return Err(Error::new(
                    ErrorKind::InDoubt,
                    "outbox.sending",
                    "an earlier attempt may still land",
                ));
            }
            _ if effect.state == EffectState::InDoubt => {
                self.store.absent(effect.id, effect.attempt, now).await?
            }
            _ => effect,
        };
        self.store
            .begin(effect.id, effect.attempt, now + SENDING, now)
            .await
            .map(drop)
    }

    async fn settle(&self, claimed: &Claimed, settled: &Settled) -> Result<()> {
        let now = self.clock.now();
        let (item, effect) = self.live(claimed, now).await?;
        match settled {
            Settled::Delivered { id } => {
                // Found without having been sent by this worker: the attempt that landed was recorded as planned only.
                let effect = match effect.state {
                    EffectState::Planned => {
                        self.store
                            .begin(effect.id, effect.attempt, now + SENDING, now)
                            .await?
                    }
                    _ => effect,
                };
                let effect = self
                    .store
                    .confirm(effect.id, effect.attempt, Some(id), now)
                    .await?;
                self.store.complete(item.number, item.fence, now).await?;
                content::erase(&*self.store, &effect, &Settlement::Applied, now).await
            }
            Settled::Failed { reason } => {
                self.unanswered(&effect, now).await?;
                self.try_later(&item, reason, now).await
            }
            Settled::InDoubt => {
                self.unanswered(&effect, now).await?;
                self.try_later(&item, "in_doubt", now).await
            }
            Settled::Refused { reason } => {
                let (id, attempt) = (effect.id, effect.attempt);
                match effect.state {
                    EffectState::Sending => self.store.reject(id, attempt, reason, now).await.map(drop)?,
                    EffectState::InDoubt => self.store.manual(id, reason, now).await.map(drop)?,
                    _ => self.store.abandon(id, reason, now).await.map(drop)?,
                }
                self.store
                    .bury(item.number, item.fence, reason, now)
                    .await
                    .map(drop)
            }
        }
    }
}

impl<S: Inbox + Queue + ?Sized> QueuedNotes<S> {
    /// An attempt that was begun and not answered is a doubt, whatever its sender believes.
    async fn unanswered(&self, effect: &Effect, now: DateTime<Utc>) -> Result<()> {
        if effect.state == EffectState::Sending {
            self.store.doubt(effect.id, effect.attempt, now).await?;
        }
        Ok(())
    }
}

/// What the ledger knows of attempts before; and, before the first of ours, what was said when the item was kept.
fn earlier(effect: &Effect, now: DateTime<Utc>) -> Earlier {
    let quiet = TimeDelta::from_std(QUIET).unwrap_or(TimeDelta::MAX);
    let until = match effect.state {
        EffectState::InDoubt => effect.not_before,
        EffectState::Planned if effect.attempt == 0 && content::was_in_doubt(effect) => {
            Some(effect.created_at + quiet)
        }
        _ => None,
    };
    match until {
        None => Earlier::Nothing,
        Some(until) => Earlier::MayHaveLanded {
            absence_counts: until <= now,
        },
    }
}

/// A number that scatters the retries of items that failed together.
fn draw(item: &Queued, now: DateTime<Utc>) -> u64 {
    let (number, attempts) = (item.number.to_string(), item.attempts.to_string());
    let digest = Fingerprint::of(&[&number, &attempts, &now.timestamp_micros().to_string()]);
    digest
        .as_bytes()
        .iter()
        .take(8)
        .fold(0, |draw, byte| draw << 8 | u64::from(*byte))
}
