use serde::{Deserialize, Serialize};

use crate::model::ProviderKind;

/// Limits a service sets, which an adapter works around or reports; `None` where none is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Limits {
    /// The longest range one request for appointments may have, in days.
    pub list_days: Option<u32>,
    /// The most records one answer has.
    pub page_size: Option<u32>,
    /// The longest range one request for slots may have, in days.
    pub slot_days: Option<u32>,
    /// The longest range one request for busy time may have, in days.
    pub busy_days: Option<u32>,
    /// The most webhooks one account may have.
    pub webhooks: Option<u32>,
    /// The most bookings in one minute.
    pub creates_per_minute: Option<u32>,
}

impl Limits {
    /// What the services document: Acuity `max`, `/availability/dates` by month and its webhook guide; Calendly release notes of
    /// July 2026 and its page on rate limits; Google `maxResults`; Square booking and availability search; Cal.com `take`.
    pub fn documented(provider: &ProviderKind) -> Self {
        let none = Self::default();
        match provider {
            ProviderKind::Acuity => Self {
                page_size: Some(100),
                webhooks: Some(25),
                ..none
            },
            ProviderKind::Calendly => Self {
                page_size: Some(100),
                slot_days: Some(31),
                busy_days: Some(7),
                creates_per_minute: Some(10),
                ..none
            },
            ProviderKind::GoogleCalendar => Self {
                page_size: Some(2_500),
                ..none
            },
            ProviderKind::Square => Self {
                list_days: Some(31),
                slot_days: Some(32),
                ..none
            },
            ProviderKind::SimplyBook => Self {
                list_days: Some(1),
                ..none
            },
            ProviderKind::CalCom => Self {
                page_size: Some(100),
                ..none
            },
            _ => none,
        }
    }
}
