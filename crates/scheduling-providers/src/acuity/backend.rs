//! The adapter: one method of the trait beside the other, each done in the file of its subject.

use std::sync::Arc;

use async_trait::async_trait;
use careweave_http::Sleep;
use careweave_types::ids::{ExternalId, SubscriptionId};
use careweave_types::{AgencyZone, Currency, IdempotencyKey, Pii, Result};
use careweave_webhooks::{Delivery, Scheme, Verified};
use chrono::{DateTime, Utc};
use tokio::sync::OnceCell;

use super::call::{Call, Caller, contract};
use super::codec::Codec;
use super::config::AcuityConfig;
use super::wire::WireMe;
use crate::capability::{Capabilities, WebhookSignature};
use crate::identity::Identity;
use crate::model::{
    Account, Appointment, AppointmentType, Busy, Calendar, ProviderKind, Slot, SlotCheck, currency,
};
use crate::page::AppointmentPage;
use crate::provider::SchedulingProvider;
use crate::registry::Effects;
use crate::request::{
    AppointmentPatch, BusyQuery, Cancellation, ListAppointments, NewAppointment, NewTime, NewWebhook,
    SlotQuery, StatusChange,
};
use crate::webhook::{WebhookEvent, WebhookSubscription};
use crate::written::Written;

/// What the account says of itself and records do not.
#[derive(Clone, Debug)]
pub(super) struct Facts {
    pub(super) zone: AgencyZone,
    pub(super) currency: Option<Currency>,
}

#[derive(Debug)]
pub(super) struct Acuity {
    pub(super) config: AcuityConfig,
    pub(super) identity: Identity,
    pub(super) caller: Caller,
    pub(super) sleep: Arc<dyn Sleep>,
    /// `None` when no key is known: then nothing a webhook says is believed.
    pub(super) signatures: Option<Scheme>,
    capabilities: Capabilities,
    facts: OnceCell<Facts>,
}

impl Acuity {
    pub(super) fn new(config: AcuityConfig, effects: &Effects) -> Result<Self> {
        let mut capabilities = Capabilities::documented(&ProviderKind::Acuity);
        if let Some(agreement) = config.agreement.clone() {
            let phi = capabilities.phi.clone().with_agreement(agreement);
            capabilities = capabilities.with_phi(phi);
        }
        let signatures = match config.webhook_keys.is_empty() {
            true => None,
            false => Some(Scheme::acuity(config.webhook_keys.iter().cloned())?),
        };
        if signatures.is_none() {
            capabilities.signature = WebhookSignature::None;
        }
        Ok(Self {
            identity: Identity::new(ProviderKind::Acuity, config.integration.clone()),
            caller: Caller::new(&config, effects)?,
            sleep: Arc::clone(&effects.sleep),
            signatures,
            capabilities,
            facts: OnceCell::new(),
            config,
        })
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        self.caller.clock().now()
    }

    async fn me(&self, operation: &'static str) -> Result<WireMe> {
        self.caller.json(Call::get(operation, "me")).await
    }

    /// Asked for once: zone and currency of an account stay what they are.
    pub(super) async fn facts(&self, operation: &'static str) -> Result<&Facts> {
        self.facts
            .get_or_try_init(|| async { facts_of(operation, &self.me(operation).await?) })
            .await
    }

    pub(super) fn codec<'a>(&'a self, operation: &'static str, facts: &'a Facts) -> Codec<'a> {
        Codec {
            operation,
            identity: &self.identity,
            labels: &self.config.labels,
            currency: facts.currency,
            account_zone: &facts.zone,
            now: self.now(),
        }
    }
}

fn facts_of(operation: &'static str, me: &WireMe) -> Result<Facts> {
    let zone = AgencyZone::new(&me.timezone)
        .map_err(|_| contract(operation, "timezone", "a zone has a name of the IANA database"))?;
    Ok(Facts {
        zone,
        currency: me.currency.as_deref().and_then(currency),
    })
}

#[async_trait]
impl SchedulingProvider for Acuity {
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    fn identity(&self) -> &Identity {
        &self.identity
    }

    /// `/me` with a numeric id is proof enough. What it says of plan capabilities is not asked: a trial account was seen
    /// whose calls all succeed while it says that it cannot use the API.
    async fn verify(&self) -> Result<Account> {
        const OPERATION: &str = "account.verify";
        let me = self.me(OPERATION).await?;
        let facts = facts_of(OPERATION, &me)?;
        let name = me.email.clone().map(Pii::into_exposed).unwrap_or_default();
        let mut account = Account::new(
            ProviderKind::Acuity,
            me.id.to_string(),
            name,
            facts.zone,
            self.capabilities.phi.clone(),
        );
        account.email = me.email;
        account.plan = me.plan;
        Ok(account)
    }

    async fn list(&self, request: &ListAppointments) -> Result<AppointmentPage> {
        self.list_page(request).await
    }

    async fn get(&self, id: &ExternalId) -> Result<Appointment> {
        self.get_one("appointments.get", id).await
    }

    async fn create(&self, appointment: &NewAppointment, key: &IdempotencyKey) -> Result<Written> {
        self.book(appointment, key).await
    }

    async fn update(
        &self,
        id: &ExternalId,
        patch: &AppointmentPatch,
        _key: &IdempotencyKey,
    ) -> Result<Written> {
        self.change_details(id, patch).await
    }

    async fn reschedule(&self, id: &ExternalId, to: &NewTime, _key: &IdempotencyKey) -> Result<Written> {
        self.move_to(id, to).await
    }

    async fn cancel(
        &self,
        id: &ExternalId,
        cancellation: &Cancellation,
        _key: &IdempotencyKey,
    ) -> Result<Written> {
        self.call_off(id, cancellation).await
    }

    async fn set_status(
        &self,
        id: &ExternalId,
        change: StatusChange,
        _key: &IdempotencyKey,
    ) -> Result<Written> {
        self.give_status(id, change).await
    }

    async fn appointment_types(&self) -> Result<Vec<AppointmentType>> {
        self.types("appointment_types.list").await
    }

    async fn calendars(&self) -> Result<Vec<Calendar>> {
        self.list_calendars("calendars.list").await
    }

    async fn slots(&self, query: &SlotQuery) -> Result<Vec<Slot>> {
        self.find_slots(query).await
    }

    async fn check_slot(&self, slot: &Slot) -> Result<SlotCheck> {
        self.ask_for(slot).await
    }

    async fn busy(&self, query: &BusyQuery) -> Result<Vec<Busy>> {
        self.busy_time(query).await
    }

    async fn register_webhook(&self, webhook: &NewWebhook) -> Result<Vec<WebhookSubscription>> {
        self.register(webhook).await
    }

    async fn webhooks(&self) -> Result<Vec<WebhookSubscription>> {
        self.list_webhooks().await
    }

    async fn renew_webhook(&self, id: &SubscriptionId) -> Result<WebhookSubscription> {
        self.find_webhook(id).await
    }

    async fn delete_webhook(&self, id: &SubscriptionId) -> Result<()> {
        self.remove_webhook(id).await
    }

    fn verify_webhook(&self, delivery: &Delivery<'_>, now: DateTime<Utc>) -> Result<Verified> {
        self.verify_delivery(delivery, now)
    }

    fn parse_webhook(&self, delivery: &Delivery<'_>, now: DateTime<Utc>) -> Result<Vec<WebhookEvent>> {
        self.parse_delivery(delivery, now)
    }
}
