use std::time::Duration;

use careweave_types::ids::{AppointmentTypeId, CalendarId, IntegrationId};
use careweave_types::{AgencyZone, Result, Weekday};
use secrecy::SecretString;

use crate::capability::{Capabilities, WebhookSignature};
use crate::identity::Identity;
use crate::model::{AppointmentType, Calendar, ProviderKind};

/// Hours of one weekday in which a calendar can be booked, on the wall clock of the configured zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeeklyHours {
    /// Whose.
    pub calendar: CalendarId,
    /// On which day.
    pub weekday: Weekday,
    /// From this minute after midnight.
    pub from_minute: u32,
    /// Up to, and without, this one; 1440 is midnight.
    pub to_minute: u32,
}

/// What a service in memory is like.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct MemoryConfig {
    /// Whose account it is.
    pub identity: Identity,
    /// What it can do.
    pub capabilities: Capabilities,
    /// The zone of the weekly hours.
    pub zone: AgencyZone,
    /// Whom appointments are with.
    pub calendars: Vec<Calendar>,
    /// What can be booked.
    pub types: Vec<AppointmentType>,
    /// When.
    pub hours: Vec<WeeklyHours>,
    /// Minutes between two slots.
    pub step_minutes: u32,
    /// How much earlier a client has to book.
    pub notice: Duration,
    /// How far ahead a client can book.
    pub horizon: Duration,
    /// The token webhooks carry.
    pub webhook_token: SecretString,
}

impl MemoryConfig {
    /// One calendar (`desk`), one type (`visit`, 60 minutes) and the hours from 8 to 18 from Monday to Friday, a slot every half hour.
    ///
    /// # Errors
    /// `InvalidInput` for an integration id that cannot be one.
    pub fn weekdays(integration: &str, zone: AgencyZone) -> Result<Self> {
        let identity = Identity::new(ProviderKind::Memory, IntegrationId::new(integration)?);
        let desk = CalendarId::new("desk")?;
        let hours = Weekday::ALL
            .into_iter()
            .filter(|day| !matches!(day, Weekday::Saturday | Weekday::Sunday))
            .map(|weekday| WeeklyHours {
                calendar: desk.clone(),
                weekday,
                from_minute: 8 * 60,
                to_minute: 18 * 60,
            })
            .collect();
        let mut visit = AppointmentType::new(AppointmentTypeId::new("visit")?, "Visit", 60);
        visit.calendars = vec![desk.clone()];
        Ok(Self {
            identity,
            capabilities: Capabilities::documented(&ProviderKind::Memory),
            zone,
            calendars: vec![Calendar::new(desk, "Desk")],
            types: vec![visit],
            hours,
            step_minutes: 30,
            notice: Duration::ZERO,
            horizon: Duration::from_secs(365 * 24 * 60 * 60),
            webhook_token: SecretString::from("memory-token".to_owned()),
        })
    }

    /// The same with the capabilities of another service. Webhooks keep their shared token: the signatures of services are theirs.
    #[must_use]
    pub fn imitating(mut self, provider: &ProviderKind) -> Self {
        self.capabilities = Capabilities::documented(provider);
        self.capabilities.signature = WebhookSignature::SharedToken;
        self
    }
}
