use std::fmt;

use async_trait::async_trait;
use careweave_types::ids::{ExternalId, HoldId, SubscriptionId};
use careweave_types::{IdempotencyKey, Result, TimeWindow};
use careweave_webhooks::{Delivery, Verified};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::time::Duration;

use crate::capability::{Capabilities, Capability, unsupported};
use crate::changes::{Changes, SyncState, by_comparison};
use crate::identity::Identity;
use crate::model::{Account, Appointment, AppointmentType, Busy, Calendar, Hold, Slot, SlotCheck};
use crate::page::AppointmentPage;
use crate::request::{
    AppointmentPatch, BusyQuery, Cancellation, ListAppointments, NewAppointment, NewTime, NewWebhook,
    SlotQuery, StatusChange,
};
use crate::webhook::{WebhookEvent, WebhookSubscription};
use crate::written::Written;

/// What became of the credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CredentialState {
    /// They were renewed.
    Renewed {
        /// How long they hold, where the service says.
        expires_at: Option<DateTime<Utc>>,
    },
    /// They do not expire.
    Lasting,
}

/// A scheduling service, as one connected account sees it.
///
/// Few methods, each with all its options in one request: the short forms are in
/// [`SchedulingProviderExt`](crate::SchedulingProviderExt). A method a service has nothing for keeps its default here, which
/// refuses with `Unsupported` before anything is sent; its capability has to say so too.
///
/// # For whoever writes an adapter
///
/// Hosts get a [`Provider`](crate::Provider), which wraps an adapter in [`Checked`](crate::Checked). So an adapter may rely on:
///
/// * capabilities, ranges, notes, consent and health information were checked before it is called, and the past is cut off a
///   [`SlotQuery`];
/// * one write per idempotency key at a time, in this process;
/// * before `update`, `reschedule` in place, `cancel` and `set_status`, the record was read: what is done already is
///   answered as [`AlreadyDone`](crate::Effect::AlreadyDone) without a call, and a called-off appointment is not moved;
/// * when one of these four fails with `MaybeSent`, the record is read again before anything is said. The adapter sends once
///   and returns the error as it came.
///
/// What an adapter does itself: `create`, and a `reschedule` that makes a new record, by [`write::once`](crate::write::once):
/// the key decides, and after a lost answer it searches before it sends again. It never returns an empty list, a default
/// status or a success for something that failed.
#[async_trait]
pub trait SchedulingProvider: Send + Sync + fmt::Debug {
    /// What it can do. Asked often: keep it ready.
    fn capabilities(&self) -> &Capabilities;

    /// Whose account of which service this is.
    fn identity(&self) -> &Identity;

    /// Tries the credentials and says whose they are.
    ///
    /// # Errors
    /// `Unauthenticated`, `Forbidden` with its [`Problem`](crate::Problem), or what the transport said.
    async fn verify(&self) -> Result<Account>;

    /// One page of the appointments that start in a range. Records that cannot be read are reported beside the others.
    ///
    /// # Errors
    /// What made the whole page impossible; never an empty page instead.
    async fn list(&self, request: &ListAppointments) -> Result<AppointmentPage>;

    /// What changed in `window` since `since`; without it, everything is new. The default compares complete readings and
    /// looks each missing record up before it is called gone.
    ///
    /// # Errors
    /// As [`list`](Self::list); `InvalidInput` for a state of another account.
    async fn changes(&self, since: Option<&SyncState>, window: TimeWindow) -> Result<Changes> {
        by_comparison(self, since, window).await
    }

    /// One appointment.
    ///
    /// # Errors
    /// `NotFound` when the service does not have it.
    async fn get(&self, id: &ExternalId) -> Result<Appointment>;

    /// Books. The same key never books twice.
    ///
    /// # Errors
    /// A [`Problem`](crate::Problem) such as `SlotTaken`; `InDoubt` when nobody can say whether it was booked.
    async fn create(&self, appointment: &NewAppointment, key: &IdempotencyKey) -> Result<Written> {
        let _ = (appointment, key);
        Err(unsupported(
            "appointments.create",
            &self.identity().provider,
            Capability::Create,
        ))
    }

    /// Changes details.
    ///
    /// # Errors
    /// As [`create`](Self::create); `NotFound`.
    async fn update(
        &self,
        id: &ExternalId,
        patch: &AppointmentPatch,
        key: &IdempotencyKey,
    ) -> Result<Written> {
        let _ = (id, patch, key);
        Err(unsupported(
            "appointments.update",
            &self.identity().provider,
            Capability::UpdateDetails,
        ))
    }

    /// Moves to another time: in place, or by a new record that takes the old one's place.
    ///
    /// # Errors
    /// As [`create`](Self::create); `NotFound`; `NotAllowed` for an appointment that was called off.
    async fn reschedule(&self, id: &ExternalId, to: &NewTime, key: &IdempotencyKey) -> Result<Written> {
        let _ = (id, to, key);
        Err(unsupported(
            "appointments.reschedule",
            &self.identity().provider,
            Capability::Reschedule,
        ))
    }

    /// Calls off.
    ///
    /// # Errors
    /// `NotFound`; `NotAllowed` or `OutsidePolicy` where the account's rules forbid it.
    async fn cancel(
        &self,
        id: &ExternalId,
        cancellation: &Cancellation,
        key: &IdempotencyKey,
    ) -> Result<Written> {
        let _ = (id, cancellation, key);
        Err(unsupported(
            "appointments.cancel",
            &self.identity().provider,
            Capability::Cancel,
        ))
    }

    /// Gives a status.
    ///
    /// # Errors
    /// `Unsupported` for one the service cannot express; `NotFound`.
    async fn set_status(
        &self,
        id: &ExternalId,
        change: StatusChange,
        key: &IdempotencyKey,
    ) -> Result<Written> {
        let _ = (id, key);
        Err(unsupported(
            "appointments.set_status",
            &self.identity().provider,
            change.needs(),
        ))
    }

    /// The kinds of appointment that can be booked, inactive ones among them.
    ///
    /// # Errors
    /// What the service or the transport said.
    async fn appointment_types(&self) -> Result<Vec<AppointmentType>> {
        Err(unsupported(
            "appointment_types.list",
            &self.identity().provider,
            Capability::AppointmentTypes,
        ))
    }

    /// The calendars that can be booked.
    ///
    /// # Errors
    /// What the service or the transport said.
    async fn calendars(&self) -> Result<Vec<Calendar>> {
        Err(unsupported(
            "calendars.list",
            &self.identity().provider,
            Capability::Calendars,
        ))
    }

    /// The times that can be booked, in order of start, each once.
    ///
    /// # Errors
    /// What the service or the transport said; never an empty list instead.
    async fn slots(&self, query: &SlotQuery) -> Result<Vec<Slot>> {
        let _ = query;
        Err(unsupported(
            "slots.list",
            &self.identity().provider,
            Capability::Slots,
        ))
    }

    /// Whether a slot can be booked at this moment.
    ///
    /// # Errors
    /// What the service or the transport said.
    async fn check_slot(&self, slot: &Slot) -> Result<SlotCheck> {
        let _ = slot;
        Err(unsupported(
            "slots.check",
            &self.identity().provider,
            Capability::CheckSlot,
        ))
    }

    /// Keeps a slot for somebody.
    ///
    /// # Errors
    /// `SlotTaken`.
    async fn hold(&self, slot: &Slot, length: Duration, key: &IdempotencyKey) -> Result<Hold> {
        let _ = (slot, length, key);
        Err(unsupported(
            "slots.hold",
            &self.identity().provider,
            Capability::SlotHold,
        ))
    }

    /// Gives a held slot back. One that has lapsed is given back already.
    ///
    /// # Errors
    /// What the service or the transport said.
    async fn release(&self, hold: &HoldId) -> Result<()> {
        let _ = hold;
        Err(unsupported(
            "slots.release",
            &self.identity().provider,
            Capability::SlotHold,
        ))
    }

    /// When calendars are busy, in order of start.
    ///
    /// # Errors
    /// What the service or the transport said; a calendar that cannot be read fails the whole call.
    async fn busy(&self, query: &BusyQuery) -> Result<Vec<Busy>> {
        let _ = query;
        Err(unsupported(
            "busy.list",
            &self.identity().provider,
            Capability::Busy,
        ))
    }

    /// Registers a receiver; several webhooks where the service wants one per topic. One that is there already is reused.
    ///
    /// # Errors
    /// `LimitReached`, `PlanGated`, `MissingScope`.
    async fn register_webhook(&self, webhook: &NewWebhook) -> Result<Vec<WebhookSubscription>> {
        let _ = webhook;
        Err(unsupported(
            "webhooks.register",
            &self.identity().provider,
            Capability::Webhooks,
        ))
    }

    /// The webhooks of the account, those of others among them.
    ///
    /// # Errors
    /// What the service or the transport said.
    async fn webhooks(&self) -> Result<Vec<WebhookSubscription>> {
        Err(unsupported(
            "webhooks.list",
            &self.identity().provider,
            Capability::Webhooks,
        ))
    }

    /// Lengthens the life of a webhook that lapses; one that does not is returned as it is.
    ///
    /// # Errors
    /// `NotFound`.
    async fn renew_webhook(&self, id: &SubscriptionId) -> Result<WebhookSubscription> {
        let _ = id;
        Err(unsupported(
            "webhooks.renew",
            &self.identity().provider,
            Capability::Webhooks,
        ))
    }

    /// Deletes a webhook. One that is not there is deleted already.
    ///
    /// # Errors
    /// What the service or the transport said.
    async fn delete_webhook(&self, id: &SubscriptionId) -> Result<()> {
        let _ = id;
        Err(unsupported(
            "webhooks.delete",
            &self.identity().provider,
            Capability::Webhooks,
        ))
    }

    /// Checks who sent a delivery. Services that sign nothing are `Ok` with nothing proved.
    ///
    /// # Errors
    /// `Unauthenticated`: answer 401 and change nothing.
    fn verify_webhook(&self, delivery: &Delivery<'_>, now: DateTime<Utc>) -> Result<Verified> {
        let _ = (delivery, now);
        Err(unsupported(
            "webhooks.verify",
            &self.identity().provider,
            Capability::Webhooks,
        ))
    }

    /// Reads a delivery. Called after [`verify_webhook`](Self::verify_webhook) has succeeded on it; an adapter leaves
    /// [`signature`](WebhookEvent::signature) alone, which is filled in from that.
    ///
    /// # Errors
    /// `Decode` for what is no delivery of this service: put it aside.
    fn parse_webhook(&self, delivery: &Delivery<'_>, now: DateTime<Utc>) -> Result<Vec<WebhookEvent>> {
        let _ = (delivery, now);
        Err(unsupported(
            "webhooks.parse",
            &self.identity().provider,
            Capability::Webhooks,
        ))
    }

    /// Renews the credentials now, where they can be.
    ///
    /// # Errors
    /// `ReauthRequired` when a person has to sign in.
    async fn refresh_credentials(&self) -> Result<CredentialState> {
        Err(unsupported(
            "credentials.refresh",
            &self.identity().provider,
            Capability::RefreshCredentials,
        ))
    }
}
