use std::fmt;
use std::sync::Arc;

use careweave_http::Clock;
use careweave_types::ids::ExternalId;
use careweave_types::{Error, IdempotencyKey, TimeWindow};
use chrono::TimeDelta;

use super::{Failure, SET_UP};
use crate::ext::SchedulingProviderExt as _;
use crate::handle::Provider;
use crate::model::{Appointment, Slot};
use crate::request::{ListAppointments, NewAppointment, NewWebhook, SlotQuery};
use crate::written::Written;

type Booking = Box<dyn Fn(&Slot, usize) -> NewAppointment + Send + Sync>;
type Act = Box<dyn Fn() + Send + Sync>;
type Count = Box<dyn Fn() -> u64 + Send + Sync>;

/// A provider on trial, with an account nobody else writes to.
pub struct Subject {
    /// The provider, behind its checks.
    pub provider: Provider,
    /// The clock the provider has.
    pub clock: Arc<dyn Clock>,
    /// A query whose range holds at least six slots that do not overlap.
    pub slots: SlotQuery,
    booking: Booking,
    lose_next_answer: Option<Act>,
    requests: Option<Count>,
    unknown: Option<ExternalId>,
    webhook: Option<NewWebhook>,
}

impl fmt::Debug for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subject")
            .field("provider", &self.provider)
            .finish_non_exhaustive()
    }
}

impl Subject {
    /// A provider with a query for slots, and how it takes a booking of a slot for the n-th client: different numbers are
    /// different people, by whatever the service tells people apart.
    pub fn new(
        provider: Provider,
        clock: Arc<dyn Clock>,
        slots: SlotQuery,
        booking: impl Fn(&Slot, usize) -> NewAppointment + Send + Sync + 'static,
    ) -> Self {
        Self {
            provider,
            clock,
            slots,
            booking: Box::new(booking),
            lose_next_answer: None,
            requests: None,
            unknown: None,
            webhook: None,
        }
    }

    /// The same with a way to lose the answer to the next booking after it was made.
    #[must_use]
    pub fn losing_answers(mut self, lose: impl Fn() + Send + Sync + 'static) -> Self {
        self.lose_next_answer = Some(Box::new(lose));
        self
    }

    /// The same with the number of requests the service has received so far.
    #[must_use]
    pub fn counting_requests(mut self, count: impl Fn() -> u64 + Send + Sync + 'static) -> Self {
        self.requests = Some(Box::new(count));
        self
    }

    /// The same with an id that looks right and stands for nothing.
    #[must_use]
    pub fn with_unknown(mut self, id: ExternalId) -> Self {
        self.unknown = Some(id);
        self
    }

    /// The same with a webhook the service takes.
    #[must_use]
    pub fn with_webhook(mut self, webhook: NewWebhook) -> Self {
        self.webhook = Some(webhook);
        self
    }

    pub(super) fn requests(&self) -> u64 {
        self.requests.as_ref().map_or(0, |count| count())
    }

    pub(super) fn unknown(&self) -> Result<ExternalId, Failure> {
        self.unknown
            .clone()
            .ok_or_else(|| format!("{SET_UP}no unknown id"))
    }

    pub(super) fn webhook(&self) -> Result<NewWebhook, Failure> {
        self.webhook.clone().ok_or_else(|| format!("{SET_UP}no webhook"))
    }

    pub(super) fn lose_next_answer(&self) -> Result<(), Failure> {
        match &self.lose_next_answer {
            Some(lose) => {
                lose();
                Ok(())
            }
            None => Err(format!("{SET_UP}no way to lose an answer")),
        }
    }

    pub(super) fn booking(&self, slot: &Slot, client: usize) -> NewAppointment {
        (self.booking)(slot, client)
    }

    /// The `n` first slots that do not overlap, with what the service keeps free around an appointment.
    pub(super) async fn free_slots(&self, n: usize) -> Result<Vec<Slot>, Failure> {
        let offered = self.provider.slots(&self.slots).await.map_err(seen("slots"))?;
        let gap = self.kept_free().await;
        let mut apart: Vec<Slot> = Vec::new();
        for slot in offered {
            let clear = |other: &Slot| {
                other.window.end() + gap <= slot.window.start()
                    || slot.window.end() + gap <= other.window.start()
            };
            if apart.iter().all(clear) {
                apart.push(slot);
            }
            if apart.len() == n {
                return Ok(apart);
            }
        }
        Err(format!(
            "the query has {} slots that do not overlap, and {n} are needed",
            apart.len()
        ))
    }

    /// The longest time the service keeps free between two appointments of the type in question.
    async fn kept_free(&self) -> TimeDelta {
        // That types can be listed is a behaviour of its own.
        let types = self.provider.appointment_types().await.unwrap_or_default();
        let asked = types.iter().find(|kind| kind.id == self.slots.appointment_type);
        let minutes = asked.map_or(0, |kind| kind.buffers.before_minutes + kind.buffers.after_minutes);
        TimeDelta::minutes(minutes.into())
    }

    pub(super) async fn book(&self, slot: &Slot, client: usize) -> Result<Written, Failure> {
        let key = key(&format!("suite/book/{client}"))?;
        self.provider
            .create(&self.booking(slot, client), &key)
            .await
            .map_err(seen("create"))
    }

    /// What stands in the range of the query.
    pub(super) async fn standing(&self) -> Result<Vec<Appointment>, Failure> {
        let request = ListAppointments::starting_in(self.slots.range).without_cancelled();
        let list = self.provider.everything(request).await.map_err(seen("list"))?;
        if !list.complete {
            return Err(format!("the list is incomplete: {:?}", list.failures));
        }
        Ok(list.appointments)
    }

    pub(super) fn range(&self) -> TimeWindow {
        self.slots.range
    }
}

pub(super) fn key(text: &str) -> Result<IdempotencyKey, Failure> {
    IdempotencyKey::new(text).map_err(seen("key"))
}

/// Turns an error into a failure of the behaviour.
pub(super) fn seen(what: &'static str) -> impl Fn(Error) -> Failure {
    move |error| format!("{what}: {error:#}")
}
