use careweave_types::TimeWindow;
use careweave_types::ids::{AppointmentTypeId, CalendarId, HoldId};
use chrono::{DateTime, FixedOffset, Utc};
use serde::{Deserialize, Serialize};

use super::PrivateLink;

/// A time that can be booked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Slot {
    /// From when till when; the end is computed where the service gives starts only.
    pub window: TimeWindow,
    /// The wall clock at the start with its offset: the two readings of 01:30 in the night clocks go back differ here.
    pub local_start: DateTime<FixedOffset>,
    /// What can be booked.
    pub appointment_type: AppointmentTypeId,
    /// With whom, where the service says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<CalendarId>,
    /// The unit it is in, at services that have units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// How many more can book it, where the service says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity_left: Option<u32>,
    /// The hold that keeps it for the asker.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold: Option<HoldId>,
    /// Where a person books it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub booking_link: Option<PrivateLink>,
}

impl Slot {
    /// A slot with what every service says.
    pub const fn new(
        window: TimeWindow,
        local_start: DateTime<FixedOffset>,
        appointment_type: AppointmentTypeId,
    ) -> Self {
        Self {
            window,
            local_start,
            appointment_type,
            calendar: None,
            unit: None,
            capacity_left: None,
            hold: None,
            booking_link: None,
        }
    }
}

/// What the service said of one slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SlotCheck {
    /// It can be booked at this moment. It is not kept.
    Free,
    /// Somebody has it, or it never was offered.
    Taken,
    /// It starts sooner than the account allows.
    TooClose,
    /// It starts later than the account allows.
    TooFar,
}

/// A slot kept for somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hold {
    /// The name of the hold.
    pub id: HoldId,
    /// When it lapses.
    pub expires_at: DateTime<Utc>,
}
