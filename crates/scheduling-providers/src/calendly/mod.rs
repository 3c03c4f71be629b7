#![doc = include_str!("docs.md")]

mod answers;
mod availability;
mod booking;
mod calls;
mod changing;
mod codec;
mod config;
mod hooks;
mod moved;
mod oauth_app;
mod pkce;
mod quota;
mod reading;
mod refusal;
mod rotation;
mod settings;
mod token_desk;
mod uri;
mod wire;

use std::sync::Arc;

use async_trait::async_trait;
use careweave_http::{Clock, Sleep, TokenSource};
use careweave_types::ids::{CalendarId, ExternalId, SubscriptionId};
use careweave_types::{AgencyZone, IdempotencyKey, Pii, Result};
use careweave_webhooks::{Delivery, Scheme, Verified};
use chrono::{DateTime, Utc};
use tokio::sync::OnceCell;

use crate::Identity;
use crate::capability::{Capabilities, WebhookSignature};
use crate::handle::Provider;
use crate::model::{Account, Appointment, AppointmentType, Busy, Calendar, ProviderKind, Slot, SlotCheck};
use crate::page::AppointmentPage;
use crate::provider::{CredentialState, SchedulingProvider};
use crate::registry::Effects;
use crate::request::{
    BusyQuery, Cancellation, ListAppointments, NewAppointment, NewTime, NewWebhook, SlotQuery, StatusChange,
};
use crate::webhook::{WebhookEvent, WebhookSubscription};
use crate::written::Written;
use calls::Calls;
use wire::{Me, Member, Resource};

pub use config::{Access, CalendlyConfig, Reach};
pub use oauth_app::OAuthApp;
pub use pkce::Pkce;
pub use quota::BookingQuota;
pub use settings::FACTORY;
pub use token_desk::TokenDesk;

/// How we introduce ourselves: the service turns the names of bare libraries away.
const PRODUCT: &str = concat!(
    "careweave-scheduling-providers/",
    env!("CARGO_PKG_VERSION"),
    " (calendly)"
);

/// One connected Calendly account.
#[derive(Debug)]
struct Calendly {
    identity: Identity,
    capabilities: Capabilities,
    config: CalendlyConfig,
    calls: Calls,
    scheme: Scheme,
    clock: Arc<dyn Clock>,
    sleep: Arc<dyn Sleep>,
    me: OnceCell<Whose>,
}

/// Whose credentials these are: read once.
struct Whose {
    me: Me,
    zone: AgencyZone,
}

impl std::fmt::Debug for Whose {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Whose")
            .field("uri", &self.me.uri)
            .finish_non_exhaustive()
    }
}

/// Makes the provider of one connected account.
///
/// # Errors
/// `InvalidInput` for limits, time limits or keys that cannot work.
pub fn provider(config: CalendlyConfig, effects: &Effects) -> Result<Provider> {
    let adapter = Calendly::new(config, effects)?;
    Ok(Provider::new(adapter, Arc::clone(&effects.clock)))
}

impl Calendly {
    fn new(config: CalendlyConfig, effects: &Effects) -> Result<Self> {
        let (clock, sleep) = (Arc::clone(&effects.clock), Arc::clone(&effects.sleep));
        let tokens: Arc<dyn TokenSource> = match &config.access {
            Access::PersonalToken(token) => Arc::new(rotation::Lasting(token.clone())),
            Access::OAuth { app, store } => Arc::new(rotation::Rotation::new(
                TokenDesk::new(
                    (**app).clone(),
                    Arc::clone(&effects.transport),
                    Arc::clone(&clock),
                    Arc::clone(&sleep),
                    config.timeouts,
                )?,
                Arc::clone(store),
                config.integration.clone(),
                Arc::clone(&clock),
                Arc::clone(&sleep),
            )),
        };
        let mut capabilities = Capabilities::documented(&ProviderKind::Calendly);
        if let Some(agreement) = &config.agreement {
            let phi = capabilities.phi.clone().with_agreement(agreement.clone());
            capabilities = capabilities.with_phi(phi);
        }
        if config.signing_keys.is_empty() {
            capabilities.signature = WebhookSignature::None;
        }
        Ok(Self {
            identity: Identity::new(ProviderKind::Calendly, config.integration.clone()),
            capabilities,
            calls: Calls::new(&config, effects, tokens)?,
            scheme: Self::scheme(&config)?,
            config,
            clock,
            sleep,
            me: OnceCell::new(),
        })
    }

    async fn whoami(&self) -> Result<Whose> {
        const OPERATION: &str = "account.verify";
        let me: Resource<Me> = self.calls.get(OPERATION, &["users", "me"], &[]).await?;
        let zone = AgencyZone::new(&me.resource.timezone)
            .map_err(|_| refusal::contract(OPERATION, "timezone", "is no IANA time zone"))?;
        Ok(Whose {
            me: me.resource,
            zone,
        })
    }

    async fn me(&self) -> Result<&Me> {
        self.me
            .get_or_try_init(|| self.whoami())
            .await
            .map(|whose| &whose.me)
    }

    async fn zone(&self) -> Result<&AgencyZone> {
        self.me
            .get_or_try_init(|| self.whoami())
            .await
            .map(|whose| &whose.zone)
    }

    fn known_zone(&self) -> Option<AgencyZone> {
        self.me.get().map(|whose| whose.zone.clone())
    }
}

#[async_trait]
impl SchedulingProvider for Calendly {
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    fn identity(&self) -> &Identity {
        &self.identity
    }

    async fn verify(&self) -> Result<Account> {
        // Asked anew each time: it is the credentials that are tried.
        let Whose { me, zone } = self.whoami().await?;
        let mut account = Account::new(
            ProviderKind::Calendly,
            me.uri,
            me.name,
            zone,
            self.capabilities.phi.clone(),
        );
        account.email = me.email.map(Pii::new);
        Ok(account)
    }

    async fn list(&self, request: &ListAppointments) -> Result<AppointmentPage> {
        self.list_page(request).await
    }

    async fn get(&self, id: &ExternalId) -> Result<Appointment> {
        self.find("appointments.get", id)
            .await
            .map(|found| found.appointment)
    }

    async fn create(&self, appointment: &NewAppointment, key: &IdempotencyKey) -> Result<Written> {
        self.book(appointment, key).await
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
        self.kinds().await
    }

    async fn calendars(&self) -> Result<Vec<Calendar>> {
        const OPERATION: &str = "calendars.list";
        let (scope, whose) = self.whose(None).await?;
        let raw = self
            .all(OPERATION, &["organization_memberships"], &[(scope, &whose)])
            .await?;
        let mut calendars = Vec::with_capacity(raw.len());
        for member in availability::rows::<Member>(OPERATION, &raw)? {
            let mut calendar = Calendar::new(CalendarId::new(member.user.uri)?, member.user.name);
            calendar.emails = member.user.email.map(Pii::new).into_iter().collect();
            calendar.zone = member
                .user
                .timezone
                .as_deref()
                .and_then(|name| AgencyZone::new(name).ok());
            calendars.push(calendar);
        }
        Ok(calendars)
    }

    async fn slots(&self, query: &SlotQuery) -> Result<Vec<Slot>> {
        self.free(query).await
    }

    async fn check_slot(&self, slot: &Slot) -> Result<SlotCheck> {
        self.is_free(slot).await
    }

    async fn busy(&self, query: &BusyQuery) -> Result<Vec<Busy>> {
        self.busy_times(query).await
    }

    async fn register_webhook(&self, webhook: &NewWebhook) -> Result<Vec<WebhookSubscription>> {
        self.register(webhook).await
    }

    async fn webhooks(&self) -> Result<Vec<WebhookSubscription>> {
        self.list_hooks().await
    }

    async fn renew_webhook(&self, id: &SubscriptionId) -> Result<WebhookSubscription> {
        self.look_at_hook(id).await
    }

    async fn delete_webhook(&self, id: &SubscriptionId) -> Result<()> {
        self.delete_hook(id).await
    }

    fn verify_webhook(&self, delivery: &Delivery<'_>, now: DateTime<Utc>) -> Result<Verified> {
        self.check_delivery(delivery, now)
    }

    fn parse_webhook(&self, delivery: &Delivery<'_>, now: DateTime<Utc>) -> Result<Vec<WebhookEvent>> {
        self.read_delivery(delivery, now)
    }

    async fn refresh_credentials(&self) -> Result<CredentialState> {
        match &self.config.access {
            Access::PersonalToken(_) => Ok(CredentialState::Lasting),
            Access::OAuth { .. } => {
                let tokens = self.calls.tokens();
                let held = tokens.token().await?;
                tokens.invalidate(&held).await;
                let renewed = tokens.token().await?;
                let expires_at = renewed
                    .expires_in()
                    .and_then(|life| chrono::TimeDelta::from_std(life).ok())
                    .map(|life| self.clock.now() + life);
                Ok(CredentialState::Renewed { expires_at })
            }
        }
    }
}
