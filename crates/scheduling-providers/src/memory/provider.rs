use std::time::Duration;

use async_trait::async_trait;
use careweave_types::ids::{ExternalId, HoldId, SubscriptionId};
use careweave_types::{Delivery as Travelled, Error, ErrorKind, IdempotencyKey, Pii, Result};
use careweave_webhooks::{Delivery, Scheme, Secret, Verified, verify};
use chrono::{DateTime, TimeDelta, Utc};
use secrecy::ExposeSecret as _;

use super::booking::refusal;
use super::delivery::{Body, TOKEN_HEADER};
use super::diary::{Wanted, calendars_of, type_of};
use super::service::Memory;
use crate::capability::Capabilities;
use crate::identity::Identity;
use crate::model::{
    Account, Appointment, AppointmentStatus, AppointmentType, Busy, BusySource, Calendar, CancellationRecord,
    Client, Hold, Slot, SlotCheck, StatusReading,
};
use crate::page::{AppointmentPage, RowFailure};
use crate::problem::Problem;
use crate::provider::{CredentialState, SchedulingProvider};
use crate::request::{
    AppointmentPatch, BusyQuery, Cancellation, Cancelled, Cursor, ListAppointments, NewAppointment, NewTime,
    NewWebhook, SlotQuery, StatusChange,
};
use crate::webhook::{WebhookEvent, WebhookEventKind, WebhookState, WebhookSubscription};
use crate::write::marker;
use crate::written::Written;

/// How many records a page has unless fewer are asked for.
const PAGE: usize = 100;

#[async_trait]
impl SchedulingProvider for Memory {
    fn capabilities(&self) -> &Capabilities {
        &self.config().capabilities
    }

    fn identity(&self) -> &Identity {
        &self.config().identity
    }

    async fn verify(&self) -> Result<Account> {
        drop(self.called());
        let config = self.config();
        Ok(Account::new(
            config.identity.provider.clone(),
            config.identity.integration.as_str(),
            "In memory",
            config.zone.clone(),
            config.capabilities.phi.clone(),
        ))
    }

    async fn list(&self, request: &ListAppointments) -> Result<AppointmentPage> {
        let size = request
            .page_size
            .map_or(PAGE, |size| usize::try_from(size).unwrap_or(PAGE).min(PAGE));
        let from = match &request.cursor {
            None => 0,
            Some(cursor) => cursor.as_str().parse::<usize>().map_err(|_| {
                Error::invalid(
                    "appointments.list",
                    "cursor",
                    "the cursor is not one of this provider's",
                )
            })?,
        };
        let diary = self.called();
        let mut matching: Vec<_> = diary
            .appointments
            .values()
            .filter(|a| request.range.contains(a.start()))
            .filter(|a| request.cancelled == Cancelled::Include || !a.status().is_called_off())
            .filter(|a| {
                request
                    .calendar
                    .as_ref()
                    .is_none_or(|calendar| a.is_with(calendar))
            })
            .filter(|a| {
                request.appointment_type.as_ref().is_none_or(|wanted| {
                    a.appointment_type
                        .as_ref()
                        .is_some_and(|found| found.id == *wanted)
                })
            })
            .collect();
        matching.sort_by_key(|a| (a.start(), a.id().clone()));
        let more = matching.len() > from.saturating_add(size);
        let mut appointments = Vec::new();
        let mut failures = Vec::new();
        for (row, appointment) in matching.into_iter().skip(from).take(size).enumerate() {
            if diary.unreadable.contains(appointment.id()) {
                let error = Error::invalid("appointments.list", "start", "a start is an instant");
                failures.push(RowFailure::of(row, Some(appointment.id().clone()), &error));
            } else {
                appointments.push(appointment.clone());
            }
        }
        let page = if more {
            AppointmentPage::followed_by(appointments, Cursor::new((from + size).to_string()))
        } else {
            AppointmentPage::last(appointments)
        };
        Ok(page.with_failures(failures))
    }

    async fn get(&self, id: &ExternalId) -> Result<Appointment> {
        self.called().record("appointments.get", id).cloned()
    }

    async fn create(&self, appointment: &NewAppointment, key: &IdempotencyKey) -> Result<Written> {
        if let Some(name) = appointment.options.keys().next() {
            return Err(Error::invalid(
                "appointments.create",
                format!("options.{name}"),
                "no such option is known",
            ));
        }
        self.commit_once("appointments.create", appointment, key, None)
            .await
    }

    async fn update(
        &self,
        id: &ExternalId,
        patch: &AppointmentPatch,
        _key: &IdempotencyKey,
    ) -> Result<Written> {
        const OPERATION: &str = "appointments.update";
        if let Some(name) = patch.options.keys().next() {
            return Err(Error::invalid(
                OPERATION,
                format!("options.{name}"),
                "no such option is known",
            ));
        }
        self.change(OPERATION, id, &WebhookEventKind::Updated, |_, appointment| {
            let client = appointment.client.get_or_insert_with(|| Client::named(""));
            let set = |to: &mut Option<Pii<String>>, from: &Option<Pii<String>>| {
                if from.is_some() {
                    to.clone_from(from);
                }
            };
            set(&mut client.first, &patch.first);
            set(&mut client.last, &patch.last);
            set(&mut client.email, &patch.email);
            set(&mut client.phone, &patch.phone);
            if patch.first.is_some() || patch.last.is_some() {
                let (first, last) = client.parts();
                client.full = Client::of_parts(first.into_exposed(), last.into_exposed()).full;
            }
            set(&mut appointment.notes, &patch.notes);
            if !patch.answers.is_empty() {
                appointment.answers.clone_from(&patch.answers);
            }
            Ok(())
        })
    }

    async fn reschedule(&self, id: &ExternalId, to: &NewTime, key: &IdempotencyKey) -> Result<Written> {
        self.move_to(id, to, key).await
    }

    async fn cancel(
        &self,
        id: &ExternalId,
        cancellation: &Cancellation,
        _key: &IdempotencyKey,
    ) -> Result<Written> {
        let now = self.now();
        self.change(
            "appointments.cancel",
            id,
            &WebhookEventKind::Cancelled,
            |_, appointment| {
                appointment.status = StatusReading::said(AppointmentStatus::Cancelled, "cancelled");
                appointment.cancellation = Some(CancellationRecord {
                    by: cancellation.by,
                    reason: cancellation.reason.clone(),
                    at: Some(now),
                });
                Ok(())
            },
        )
    }

    async fn set_status(
        &self,
        id: &ExternalId,
        change: StatusChange,
        _key: &IdempotencyKey,
    ) -> Result<Written> {
        let (status, raw, event) = match change {
            StatusChange::Confirm => (
                AppointmentStatus::Confirmed,
                "confirmed",
                WebhookEventKind::Confirmed,
            ),
            StatusChange::Complete => (
                AppointmentStatus::Completed,
                "completed",
                WebhookEventKind::Updated,
            ),
            StatusChange::MarkNoShow => (AppointmentStatus::NoShow, "no show", WebhookEventKind::NoShow),
            StatusChange::RevertNoShow => (
                AppointmentStatus::Scheduled,
                "booked",
                WebhookEventKind::NoShowReverted,
            ),
        };
        self.change("appointments.set_status", id, &event, |_, appointment| {
            appointment.status = StatusReading::said(status, raw);
            Ok(())
        })
    }

    async fn appointment_types(&self) -> Result<Vec<AppointmentType>> {
        drop(self.called());
        Ok(self.config().types.clone())
    }

    async fn calendars(&self) -> Result<Vec<Calendar>> {
        drop(self.called());
        Ok(self.config().calendars.clone())
    }

    async fn slots(&self, query: &SlotQuery) -> Result<Vec<Slot>> {
        self.called().slots(self.config(), query, self.now())
    }

    async fn check_slot(&self, slot: &Slot) -> Result<SlotCheck> {
        let config = self.config();
        let kind = type_of(config, "slots.check", &slot.appointment_type)?;
        let diary = self.called();
        let mut outcome = SlotCheck::Taken;
        for calendar in calendars_of(config, kind) {
            if slot.calendar.as_ref().is_none_or(|wanted| wanted == calendar) {
                let wanted = Wanted {
                    calendar,
                    window: slot.window,
                    by_a_client: true,
                    ignoring: None,
                    hold: slot.hold.as_ref(),
                };
                outcome = diary.check(config, &wanted, self.now())?;
                if outcome == SlotCheck::Free {
                    break;
                }
            }
        }
        Ok(outcome)
    }

    async fn hold(&self, slot: &Slot, length: Duration, key: &IdempotencyKey) -> Result<Hold> {
        const OPERATION: &str = "slots.hold";
        let Some(calendar) = &slot.calendar else {
            return Err(Error::invalid(
                OPERATION,
                "slot.calendar",
                "a held slot is with somebody",
            ));
        };
        let now = self.now();
        let mut diary = self.called();
        let own = diary.hold_of_key.get(&marker(key)).cloned();
        let wanted = Wanted {
            calendar,
            window: slot.window,
            by_a_client: true,
            ignoring: None,
            hold: own.as_ref(),
        };
        match diary.check(self.config(), &wanted, now)? {
            SlotCheck::Free => {
                let until = now + TimeDelta::from_std(length).unwrap_or(TimeDelta::days(1));
                diary.hold(calendar, slot.window, until, &marker(key))
            }
            refused => Err(refusal(OPERATION, refused)),
        }
    }

    async fn release(&self, hold: &HoldId) -> Result<()> {
        self.called().holds.remove(hold);
        Ok(())
    }

    async fn busy(&self, query: &BusyQuery) -> Result<Vec<Busy>> {
        let now = self.now();
        let diary = self.called();
        let mut busy = Vec::new();
        for calendar in &query.calendars {
            if self.config().calendars.iter().all(|known| known.id != *calendar) {
                return Err(Error::new(ErrorKind::NotFound, "busy.list", "no such calendar")
                    .with("calendar", calendar.as_str()));
            }
            let booked = diary
                .appointments
                .values()
                .filter(|a| a.status().occupies_time() && a.is_with(calendar));
            busy.extend(booked.map(|a| Busy {
                calendar: calendar.clone(),
                window: a.window,
                buffered: None,
                source: BusySource::Appointment { id: a.id().clone() },
            }));
            let held = diary
                .holds
                .values()
                .filter(|(whose, _, until)| whose == calendar && *until > now);
            busy.extend(held.map(|(_, window, _)| Busy {
                calendar: calendar.clone(),
                window: *window,
                buffered: None,
                source: BusySource::Reserved,
            }));
        }
        Ok(busy)
    }

    async fn register_webhook(&self, webhook: &NewWebhook) -> Result<Vec<WebhookSubscription>> {
        let now = self.now();
        let mut diary = self.called();
        let same = |hook: &&WebhookSubscription| {
            hook.target == webhook.target
                && hook.topics == webhook.topics
                && hook.state == WebhookState::Active
        };
        if let Some(hook) = diary.subscriptions.values().find(same) {
            return Ok(vec![hook.clone()]);
        }
        if let Some(most) = self.capabilities().limits.webhooks
            && diary.subscriptions.len() >= usize::try_from(most).unwrap_or(usize::MAX)
        {
            return Err(Problem::LimitReached
                .error(
                    "webhooks.register",
                    "the account has as many webhooks as it may have",
                )
                .with_delivery(Travelled::Answered));
        }
        let id = SubscriptionId::new(format!("hook-{}", diary.number()))?;
        let mut hook = WebhookSubscription::new(id.clone(), webhook.target.clone(), webhook.topics.clone());
        hook.created_at = Some(now);
        diary.subscriptions.insert(id, hook.clone());
        Ok(vec![hook])
    }

    async fn webhooks(&self) -> Result<Vec<WebhookSubscription>> {
        Ok(self.called().subscriptions.values().cloned().collect())
    }

    async fn renew_webhook(&self, id: &SubscriptionId) -> Result<WebhookSubscription> {
        self.called().subscriptions.get(id).cloned().ok_or_else(|| {
            Error::new(ErrorKind::NotFound, "webhooks.renew", "no such webhook").with("webhook", id.as_str())
        })
    }

    async fn delete_webhook(&self, id: &SubscriptionId) -> Result<()> {
        self.called().subscriptions.remove(id);
        Ok(())
    }

    fn verify_webhook(&self, delivery: &Delivery<'_>, now: DateTime<Utc>) -> Result<Verified> {
        let secret = Secret::new(self.config().webhook_token.expose_secret())?;
        verify(&Scheme::static_header(TOKEN_HEADER, [secret])?, delivery, now)
    }

    fn parse_webhook(&self, delivery: &Delivery<'_>, now: DateTime<Utc>) -> Result<Vec<WebhookEvent>> {
        let body = Body::parse(delivery.body)?;
        Ok(vec![body.into_event(self.config().identity.clone(), now)])
    }

    async fn refresh_credentials(&self) -> Result<CredentialState> {
        drop(self.called());
        Ok(CredentialState::Lasting)
    }
}
