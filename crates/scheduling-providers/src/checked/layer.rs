use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use careweave_http::Clock;
use careweave_types::ids::{ExternalId, HoldId, SubscriptionId};
use careweave_types::{Delivery as Travelled, Error, ErrorKind, IdempotencyKey, Result, TimeWindow};
use careweave_webhooks::{Delivery, Verified};
use chrono::{DateTime, Utc};

use super::keys::Keys;
use super::rules;
use crate::capability::{Capabilities, Capability, Support, WebhookSignature};
use crate::changes::{Changes, SyncState};
use crate::identity::Identity;
use crate::model::{
    Account, Appointment, AppointmentStatus, AppointmentType, Busy, Calendar, Hold, Slot, SlotCheck, Version,
};
use crate::page::AppointmentPage;
use crate::problem::Problem;
use crate::provider::{CredentialState, SchedulingProvider};
use crate::request::{
    AppointmentPatch, BusyQuery, CalendarChoice, Cancellation, ListAppointments, NewAppointment, NewTime,
    NewWebhook, SlotQuery, StatusChange,
};
use crate::webhook::{SignatureCheck, WebhookEvent, WebhookSubscription};
use crate::write::may_have_been_made;
use crate::written::{Effect, Written};

/// What stands around every adapter: it refuses before anything is sent what cannot or must not be done, lets one write per key
/// through at a time, answers what is done already without a call, and looks before it says that a write failed.
///
/// [`SchedulingProvider`] says what an adapter may therefore leave out.
#[derive(Debug)]
pub struct Checked<P> {
    inner: P,
    clock: Arc<dyn Clock>,
    keys: Keys,
}

impl<P: SchedulingProvider> Checked<P> {
    /// Puts an adapter behind the checks.
    pub fn new(inner: P, clock: Arc<dyn Clock>) -> Self {
        Self {
            inner,
            clock,
            keys: Keys::default(),
        }
    }

    /// Refuses a write on a version that is not the one the caller decided on.
    fn expect(operation: &'static str, expected: Option<&Version>, found: &Appointment) -> Result<()> {
        match expected {
            Some(expected) if *expected != found.version => Err(Problem::VersionConflict
                .error(
                    operation,
                    "the appointment has changed since it was read; nothing was sent",
                )
                .with("appointment", found.id().as_str())),
            _ => Ok(()),
        }
    }

    /// What became of a write in place whose answer may be lost: reads the record and looks.
    async fn settle(
        &self,
        operation: &'static str,
        id: &ExternalId,
        outcome: Result<Written>,
        done: impl Fn(&Appointment) -> bool + Send + Sync,
    ) -> Result<Written> {
        let error = match outcome {
            Err(error) if may_have_been_made(&error) => error,
            settled => return settled,
        };
        match self.inner.get(id).await {
            Ok(appointment) if done(&appointment) => Ok(Written::new(appointment, Effect::Changed)),
            // It was answered, and the record shows no trace of it.
            Ok(_) if error.kind() == ErrorKind::Server && error.delivery() == Travelled::Answered => Err(error),
            Ok(_) | Err(_) => Err(Error::new(
                ErrorKind::InDoubt,
                operation,
                "the answer was lost and the appointment does not show the change; try again with the same key",
            )
            .with("appointment", id.as_str())
            .with_delivery(Travelled::MaybeSent)
            .with_source(error)),
        }
    }

    /// Frees the key of a write that certainly did nothing.
    fn conclude<T>(&self, key: &IdempotencyKey, outcome: Result<T>) -> Result<T> {
        if let Err(error) = &outcome
            && error.kind() != ErrorKind::InDoubt
            && error.kind() != ErrorKind::KeyReuse
            && !may_have_been_made(error)
        {
            self.keys.free(key);
        }
        outcome
    }

    fn not_allowed(operation: &'static str, appointment: &Appointment, why: &'static str) -> Error {
        let error = Problem::NotAllowed
            .error(operation, why)
            .with("appointment", appointment.id().as_str())
            .with("status", appointment.status().as_str());
        match &appointment.rescheduled_to {
            Some(new) => error.with("rescheduled_to", new.as_str()),
            None => error,
        }
    }

    async fn update_known(
        &self,
        id: &ExternalId,
        patch: &AppointmentPatch,
        key: &IdempotencyKey,
    ) -> Result<Written> {
        const OPERATION: &str = "appointments.update";
        let before = self.inner.get(id).await?;
        if patch.is_reflected_in(&before) {
            return Ok(Written::new(before, Effect::AlreadyDone));
        }
        Self::expect(OPERATION, patch.expected.as_ref(), &before)?;
        let outcome = self.inner.update(id, patch, key).await;
        self.settle(OPERATION, id, outcome, |after| patch.is_reflected_in(after))
            .await
    }

    async fn move_in_place(&self, id: &ExternalId, to: &NewTime, key: &IdempotencyKey) -> Result<Written> {
        const OPERATION: &str = "appointments.reschedule";
        let before = self.inner.get(id).await?;
        if before.status().is_called_off() {
            return Err(Self::not_allowed(
                OPERATION,
                &before,
                "an appointment that was called off cannot be moved; book a new one",
            ));
        }
        let is_there = |appointment: &Appointment| {
            appointment.start() == to.start
                && to.end.is_none_or(|end| appointment.end() == end)
                && match &to.calendar {
                    CalendarChoice::To(calendar) => appointment.is_with(calendar),
                    CalendarChoice::Keep | CalendarChoice::Any => true,
                }
        };
        if is_there(&before) {
            return Ok(Written::new(before, Effect::AlreadyDone));
        }
        Self::expect(OPERATION, to.expected.as_ref(), &before)?;
        let outcome = self.inner.reschedule(id, to, key).await;
        let mut written = self.settle(OPERATION, id, outcome, is_there).await?;
        if written.appointment.previous_start.is_none() && written.appointment.start() != before.start() {
            written.appointment.previous_start = Some(before.start());
        }
        Ok(written)
    }

    async fn cancel_known(
        &self,
        id: &ExternalId,
        cancellation: &Cancellation,
        key: &IdempotencyKey,
    ) -> Result<Written> {
        const OPERATION: &str = "appointments.cancel";
        let before = self.inner.get(id).await?;
        let is_cancelled = |appointment: &Appointment| *appointment.status() == AppointmentStatus::Cancelled;
        if is_cancelled(&before) {
            return Ok(Written::new(before, Effect::AlreadyDone));
        }
        if *before.status() == AppointmentStatus::Rescheduled {
            return Err(Self::not_allowed(
                OPERATION,
                &before,
                "another record has taken its place; cancel that one",
            ));
        }
        Self::expect(OPERATION, cancellation.expected.as_ref(), &before)?;
        let outcome = self.inner.cancel(id, cancellation, key).await;
        self.settle(OPERATION, id, outcome, is_cancelled).await
    }

    async fn change_status(
        &self,
        id: &ExternalId,
        change: StatusChange,
        key: &IdempotencyKey,
    ) -> Result<Written> {
        const OPERATION: &str = "appointments.set_status";
        let before = self.inner.get(id).await?;
        let is_done = |appointment: &Appointment| {
            !appointment.status.inferred && change.is_done_in(appointment.status())
        };
        if is_done(&before) {
            return Ok(Written::new(before, Effect::AlreadyDone));
        }
        let called_off = match change {
            StatusChange::Confirm | StatusChange::Complete => before.status().is_called_off(),
            StatusChange::MarkNoShow | StatusChange::RevertNoShow => {
                *before.status() == AppointmentStatus::Rescheduled
            }
        };
        if called_off {
            return Err(Self::not_allowed(
                OPERATION,
                &before,
                "the appointment was called off",
            ));
        }
        let outcome = self.inner.set_status(id, change, key).await;
        self.settle(OPERATION, id, outcome, is_done).await
    }
}

// A method that a decorator inherits by accident would go round the checks.
#[deny(clippy::missing_trait_methods)]
#[async_trait]
impl<P: SchedulingProvider> SchedulingProvider for Checked<P> {
    fn capabilities(&self) -> &Capabilities {
        self.inner.capabilities()
    }

    fn identity(&self) -> &Identity {
        self.inner.identity()
    }

    async fn verify(&self) -> Result<Account> {
        self.inner.verify().await
    }

    async fn list(&self, request: &ListAppointments) -> Result<AppointmentPage> {
        rules::list(self.capabilities(), request)?;
        let mut page = self.inner.list(request).await?;
        page.appointments
            .sort_by(|a, b| (a.start(), a.id()).cmp(&(b.start(), b.id())));
        Ok(page)
    }

    async fn changes(&self, since: Option<&SyncState>, window: TimeWindow) -> Result<Changes> {
        self.capabilities()
            .require("appointments.changes", Capability::Changes)?;
        if since.is_some_and(|state| state.identity != *self.identity()) {
            return Err(Error::invalid(
                "appointments.changes",
                "since.identity",
                "the state is of another account",
            ));
        }
        self.inner.changes(since, window).await
    }

    async fn get(&self, id: &ExternalId) -> Result<Appointment> {
        self.inner.get(id).await
    }

    async fn create(&self, appointment: &NewAppointment, key: &IdempotencyKey) -> Result<Written> {
        const OPERATION: &str = "appointments.create";
        let now = self.clock.now();
        rules::create(self.capabilities(), appointment, now)?;
        let _turn = self.keys.turn(OPERATION, key, appointment).await?;
        let outcome = self.inner.create(appointment, key).await.and_then(|written| {
            let of_another_type = written
                .appointment
                .appointment_type
                .as_ref()
                .is_some_and(|found| found.id != appointment.appointment_type);
            if written.effect == Effect::AlreadyDone && of_another_type {
                return Err(Error::new(
                    ErrorKind::KeyReuse,
                    OPERATION,
                    "the idempotency key booked an appointment of another type; take a new key for a new decision",
                )
                .with("idempotency_key", key.as_str()));
            }
            Ok(written)
        });
        self.conclude(key, outcome)
    }

    async fn update(
        &self,
        id: &ExternalId,
        patch: &AppointmentPatch,
        key: &IdempotencyKey,
    ) -> Result<Written> {
        rules::update(self.capabilities(), patch)?;
        let _turn = self.keys.turn("appointments.update", key, &(id, patch)).await?;
        let outcome = self.update_known(id, patch, key).await;
        self.conclude(key, outcome)
    }

    async fn reschedule(&self, id: &ExternalId, to: &NewTime, key: &IdempotencyKey) -> Result<Written> {
        rules::reschedule(self.capabilities(), to)?;
        let _turn = self.keys.turn("appointments.reschedule", key, &(id, to)).await?;
        let outcome = match self.capabilities().support(Capability::RescheduleInPlace) {
            Support::Native => self.move_in_place(id, to, key).await,
            _ => self.inner.reschedule(id, to, key).await,
        };
        self.conclude(key, outcome)
    }

    async fn cancel(
        &self,
        id: &ExternalId,
        cancellation: &Cancellation,
        key: &IdempotencyKey,
    ) -> Result<Written> {
        const OPERATION: &str = "appointments.cancel";
        self.capabilities().require(OPERATION, Capability::Cancel)?;
        rules::notify(OPERATION, self.capabilities(), cancellation.notify)?;
        let _turn = self.keys.turn(OPERATION, key, &(id, cancellation)).await?;
        let outcome = self.cancel_known(id, cancellation, key).await;
        self.conclude(key, outcome)
    }

    async fn set_status(
        &self,
        id: &ExternalId,
        change: StatusChange,
        key: &IdempotencyKey,
    ) -> Result<Written> {
        const OPERATION: &str = "appointments.set_status";
        self.capabilities().require(OPERATION, change.needs())?;
        let _turn = self.keys.turn(OPERATION, key, &(id, change)).await?;
        let outcome = self.change_status(id, change, key).await;
        self.conclude(key, outcome)
    }

    async fn appointment_types(&self) -> Result<Vec<AppointmentType>> {
        self.capabilities()
            .require("appointment_types.list", Capability::AppointmentTypes)?;
        self.inner.appointment_types().await
    }

    async fn calendars(&self) -> Result<Vec<Calendar>> {
        self.capabilities()
            .require("calendars.list", Capability::Calendars)?;
        self.inner.calendars().await
    }

    async fn slots(&self, query: &SlotQuery) -> Result<Vec<Slot>> {
        let future = rules::slots(self.capabilities(), query, self.clock.now())?;
        let mut slots = self.inner.slots(&future).await?;
        slots.retain(|slot| future.range.contains(slot.window.start()));
        slots.sort_by(|a, b| (a.window, &a.calendar, &a.unit).cmp(&(b.window, &b.calendar, &b.unit)));
        slots.dedup_by(|a, b| (a.window, &a.calendar, &a.unit) == (b.window, &b.calendar, &b.unit));
        Ok(slots)
    }

    async fn check_slot(&self, slot: &Slot) -> Result<SlotCheck> {
        rules::check_slot(self.capabilities(), slot, self.clock.now())?;
        self.inner.check_slot(slot).await
    }

    async fn hold(&self, slot: &Slot, length: Duration, key: &IdempotencyKey) -> Result<Hold> {
        rules::hold(self.capabilities(), slot, length, self.clock.now())?;
        let _turn = self.keys.turn("slots.hold", key, &(slot, length)).await?;
        let outcome = self.inner.hold(slot, length, key).await;
        self.conclude(key, outcome)
    }

    async fn release(&self, hold: &HoldId) -> Result<()> {
        self.capabilities()
            .require("slots.release", Capability::SlotHold)?;
        self.inner.release(hold).await
    }

    async fn busy(&self, query: &BusyQuery) -> Result<Vec<Busy>> {
        rules::busy(self.capabilities(), query)?;
        let mut busy = self.inner.busy(query).await?;
        busy.retain(|time| time.window.overlaps(&query.range));
        busy.sort_by(|a, b| (a.window, &a.calendar).cmp(&(b.window, &b.calendar)));
        Ok(busy)
    }

    async fn register_webhook(&self, webhook: &NewWebhook) -> Result<Vec<WebhookSubscription>> {
        rules::register_webhook(self.capabilities(), webhook)?;
        self.inner.register_webhook(webhook).await
    }

    async fn webhooks(&self) -> Result<Vec<WebhookSubscription>> {
        self.capabilities()
            .require("webhooks.list", Capability::Webhooks)?;
        self.inner.webhooks().await
    }

    async fn renew_webhook(&self, id: &SubscriptionId) -> Result<WebhookSubscription> {
        self.capabilities()
            .require("webhooks.renew", Capability::Webhooks)?;
        self.inner.renew_webhook(id).await
    }

    async fn delete_webhook(&self, id: &SubscriptionId) -> Result<()> {
        self.capabilities()
            .require("webhooks.delete", Capability::Webhooks)?;
        self.inner.delete_webhook(id).await
    }

    fn verify_webhook(&self, delivery: &Delivery<'_>, now: DateTime<Utc>) -> Result<Verified> {
        self.capabilities()
            .require("webhooks.verify", Capability::Webhooks)?;
        self.inner.verify_webhook(delivery, now)
    }

    fn parse_webhook(&self, delivery: &Delivery<'_>, now: DateTime<Utc>) -> Result<Vec<WebhookEvent>> {
        let verified = self.verify_webhook(delivery, now)?;
        let signature = match self.capabilities().signature {
            WebhookSignature::None => SignatureCheck::Unsigned,
            by => SignatureCheck::Verified {
                by,
                sent_at: verified.sent_at,
            },
        };
        let mut events = self.inner.parse_webhook(delivery, now)?;
        for event in &mut events {
            event.signature = signature;
            event.needs_refetch |= signature == SignatureCheck::Unsigned;
        }
        Ok(events)
    }

    async fn refresh_credentials(&self) -> Result<CredentialState> {
        self.capabilities()
            .require("credentials.refresh", Capability::RefreshCredentials)?;
        self.inner.refresh_credentials().await
    }
}
