use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use careweave_http::{Clock, Layers, Sleep, TokenCache};
use careweave_types::ids::{CalendarId, ExternalId};
use careweave_types::{Error, IdempotencyKey, Result, TimeWindow};
use serde_json::Value;
use std::time::Duration;

use super::agenda::{Agenda, Next};
use super::codec::{Codec, Service};
use super::config::Config;
use super::fields::id_of;
use super::grants::Grants;
use super::request::{Days, Requests};
use super::session::Session;
use super::status::{UnknownStatuses, code_of};
use super::wall;
use crate::capability::Capabilities;
use crate::credentials::CredentialStore;
use crate::identity::Identity;
use crate::model::{Account, Appointment, AppointmentType, Busy, Calendar, ProviderKind, Slot, SlotCheck};
use crate::page::{AppointmentPage, Completeness, Missing, RowFailure};
use crate::provider::{CredentialState, SchedulingProvider};
use crate::registry::Effects;
use crate::request::{
    AppointmentPatch, BusyQuery, Cancellation, Cancelled, ListAppointments, NewAppointment, NewTime,
    SlotQuery, StatusChange,
};
use crate::write::{AfterLoss, Attempts};
use crate::written::Written;

/// One clinic's account.
#[derive(Debug)]
pub struct Ninsaude {
    pub(super) config: Config,
    identity: Identity,
    capabilities: Capabilities,
    pub(super) session: Session,
    pub(super) requests: Requests,
    pub(super) codec: Codec,
    pub(super) agenda: Agenda,
    pub(super) clock: Arc<dyn Clock>,
    sleep: Arc<dyn Sleep>,
    pub(super) services: Mutex<BTreeMap<String, (Duration, Service)>>,
}

impl Ninsaude {
    /// An account with its tokens in `store`. Nothing is sent before it is used.
    ///
    /// # Errors
    /// `Config` without the zone of any unit; `InvalidInput` for limits that cannot work.
    pub fn new(config: Config, effects: &Effects, store: Arc<dyn CredentialStore>) -> Result<Self> {
        if config.units.is_empty() {
            return Err(super::config::without_zone("<id>"));
        }
        let retry = Layers::over(
            Arc::clone(&effects.transport),
            Arc::clone(&effects.clock),
            Arc::clone(&effects.sleep),
        )
        .with_metrics(Arc::clone(&effects.metrics))
        .with_timeouts(config.timeouts)
        .with_retry(config.retry)
        .with_rate_limit(config.rate_limit.clone())?
        .with_breaker(config.breaker.clone())?
        .retry()?;
        let requests = Requests::new(config.base_url.clone());
        let grants = Grants::new(
            retry.clone(),
            requests.token_url()?,
            (config.integration.clone(), config.sign_in.clone()),
            store,
            Arc::clone(&effects.clock),
        );
        let tokens = TokenCache::new(Arc::new(grants), Arc::clone(&effects.clock))
            .with_metrics(Arc::clone(&effects.metrics));
        let identity = Identity::new(ProviderKind::Ninsaude, config.integration.clone());
        Ok(Self {
            codec: Codec {
                identity: identity.clone(),
                units: config.units.clone(),
                service_minutes: config.service_minutes.clone(),
                unknown_codes: UnknownStatuses::default(),
            },
            identity,
            capabilities: Capabilities::documented(&ProviderKind::Ninsaude),
            session: Session::new(retry, tokens),
            requests,
            agenda: Agenda::new(config.page_size, config.lookup),
            clock: Arc::clone(&effects.clock),
            sleep: Arc::clone(&effects.sleep),
            services: Mutex::default(),
            config,
        })
    }

    /// The status codes that were seen and that nobody has explained; it goes on counting.
    pub fn unknown_statuses(&self) -> UnknownStatuses {
        self.codec.unknown_codes.clone()
    }

    pub(super) fn api(&self) -> (&Session, &Requests) {
        (&self.session, &self.requests)
    }

    pub(super) fn attempts(&self, operation: &'static str) -> Attempts {
        Attempts {
            operation,
            after_loss: AfterLoss::default(),
            sleep: Arc::clone(&self.sleep),
        }
    }

    /// The row of an appointment.
    pub(super) async fn row(&self, operation: &'static str, id: &ExternalId) -> Result<Value> {
        self.agenda
            .find(self.api(), operation, id, self.clock.now().date_naive())
            .await
    }

    pub(super) async fn read(&self, operation: &'static str, id: &ExternalId) -> Result<Appointment> {
        let row = self.row(operation, id).await?;
        self.codec
            .appointment(&row)
            .map_err(|error| error.with("appointment", id.as_str().to_owned()))
    }
}

#[async_trait]
impl SchedulingProvider for Ninsaude {
    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    fn identity(&self) -> &Identity {
        &self.identity
    }

    async fn verify(&self) -> Result<Account> {
        self.account().await
    }

    async fn list(&self, request: &ListAppointments) -> Result<AppointmentPage> {
        let Some((from, to)) = wall::days(self.config.units.values(), &request.range) else {
            return Ok(AppointmentPage::last(Vec::new()));
        };
        let professional = request.calendar.as_ref().map(CalendarId::as_str);
        let days = Days {
            from,
            to,
            professional,
        };
        let part = self
            .agenda
            .page(self.api(), days, request.cursor.as_ref(), request.page_size)
            .await?;
        let (mut appointments, mut failures) = (Vec::new(), Vec::new());
        for (index, row) in part.rows.iter().enumerate() {
            match self.codec.appointment(row) {
                Ok(appointment) => appointments.push(appointment),
                Err(error) => {
                    let id = id_of(row).and_then(|id| ExternalId::new(id).ok());
                    failures.push(RowFailure::of(part.offset + index, id, &error));
                }
            }
        }
        appointments.retain(|appointment| {
            request.range.contains(appointment.start())
                && (request.cancelled == Cancelled::Include || !appointment.status().is_called_off())
                && request
                    .calendar
                    .as_ref()
                    .is_none_or(|calendar| appointment.is_with(calendar))
                && request.appointment_type.as_ref().is_none_or(|wanted| {
                    appointment
                        .appointment_type
                        .as_ref()
                        .is_some_and(|found| found.id == *wanted)
                })
        });
        Ok(AppointmentPage {
            appointments,
            failures,
            completeness: match part.next {
                Next::End => Completeness::Complete,
                Next::More(cursor) => Completeness::More(cursor),
                Next::Moved => Completeness::Incomplete(Missing::CountDiffers),
            },
        })
    }

    async fn get(&self, id: &ExternalId) -> Result<Appointment> {
        self.read("appointments.get", id).await
    }

    async fn create(&self, appointment: &NewAppointment, _key: &IdempotencyKey) -> Result<Written> {
        self.book(appointment).await
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
        self.write_status("appointments.set_status", id, code_of(change), &[])
            .await
    }

    async fn appointment_types(&self) -> Result<Vec<AppointmentType>> {
        let rows = self
            .directory(|limit, offset| self.requests.services(limit, offset))
            .await?;
        rows.iter()
            .map(|row| self.codec.service(row).map(|service| service.kind))
            .collect()
    }

    async fn calendars(&self) -> Result<Vec<Calendar>> {
        let rows = self
            .directory(|limit, offset| self.requests.professionals(limit, offset))
            .await?;
        rows.iter().map(|row| self.codec.professional(row)).collect()
    }

    async fn slots(&self, query: &SlotQuery) -> Result<Vec<Slot>> {
        self.offered(query).await
    }

    async fn check_slot(&self, slot: &Slot) -> Result<SlotCheck> {
        let Some(calendar) = &slot.calendar else {
            return Err(Error::invalid(
                "slots.check",
                "calendar",
                "is missing: slots here are a professional's",
            ));
        };
        let mut query = SlotQuery::new(
            slot.appointment_type.clone(),
            TimeWindow::new(slot.window.start(), slot.window.end())?,
            careweave_types::AgencyZone::utc(),
        )
        .with_calendar(calendar.clone());
        query.unit.clone_from(&slot.unit);
        let free = self
            .slots(&query)
            .await?
            .iter()
            .any(|free| free.window.start() == slot.window.start());
        Ok(if free { SlotCheck::Free } else { SlotCheck::Taken })
    }

    async fn busy(&self, query: &BusyQuery) -> Result<Vec<Busy>> {
        self.taken_times(query).await
    }

    async fn refresh_credentials(&self) -> Result<CredentialState> {
        let expires_at = self.session.renew().await?;
        Ok(CredentialState::Renewed { expires_at })
    }
}
