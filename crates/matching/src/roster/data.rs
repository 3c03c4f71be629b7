use careweave_types::{
    AgencyZone, AvailabilityWindow, BackgroundCheck, CaregiverId, CaregiverStatus, Certification, ClientId,
    Gender, Pii, ShiftId, ShiftStatus, Weekday,
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The format this version reads and writes.
pub const FORMAT: &str = "careweave.roster/1";

/// The records of a roster file: plain data, not yet validated.
///
/// Field names are those of the documented WellSky surface. Names, phone numbers and addresses have no place here:
/// the engine does not need them. Unknown fields are refused.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RosterData {
    /// [`FORMAT`].
    pub format: String,
    /// The instant of the snapshot; shifts that start at or before it are not open any more.
    pub as_of: DateTime<Utc>,
    /// The agency's IANA zone.
    pub zone: AgencyZone,
    /// When the workweek begins; midnight before Sunday unless stated.
    #[serde(default)]
    pub workweek: Workweek,
    /// The agency's caregivers, whatever their status.
    pub caregivers: Vec<Caregiver>,
    /// Open shifts, bookings, and completed visits as far back as continuity is to be counted.
    pub shifts: Vec<Shift>,
}

/// The start of the workweek, in the roster's zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Workweek {
    /// The first day.
    pub weekday: Weekday,
    /// Minutes after local midnight, 0 to 1439.
    #[serde(default)]
    pub minute_of_day: u16,
}

impl Default for Workweek {
    fn default() -> Self {
        Self {
            weekday: Weekday::Sunday,
            minute_of_day: 0,
        }
    }
}

/// What the engine needs to know of a caregiver.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Caregiver {
    /// The vendor's id.
    pub id: CaregiverId,
    /// Only `active` may work.
    pub status: CaregiverStatus,
    /// The ZIP code the caregiver works in; `None` is unknown and equals nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_area: Option<String>,
    /// Certifications held.
    #[serde(default)]
    pub certifications: Vec<Certification>,
    /// Languages spoken, as BCP 47 tags.
    #[serde(default)]
    pub languages: Vec<String>,
    /// Gender, where recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gender: Option<Gender>,
    /// Weekly availability in the agency's zone. Empty: none was declared, and none is enforced.
    #[serde(default)]
    pub availability: Vec<AvailabilityWindow>,
    /// The background check; where a state is recorded, only `cleared` may work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub background_check_status: Option<BackgroundCheck>,
}

/// What the engine needs to know of a shift.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shift {
    /// The vendor's id.
    pub id: ShiftId,
    /// Whom it is for.
    pub client_id: ClientId,
    /// Who has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caregiver_id: Option<CaregiverId>,
    /// Planned start.
    pub scheduled_start: DateTime<Utc>,
    /// Planned end.
    pub scheduled_end: DateTime<Utc>,
    /// Clock-in, where there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actual_start: Option<DateTime<Utc>>,
    /// Clock-out, where there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actual_end: Option<DateTime<Utc>>,
    /// What the shift is doing.
    pub status: ShiftStatus,
    /// The client's ZIP code; `None` is unknown and equals nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_zip_code: Option<Pii<String>>,
    /// The gender the client asks for, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_gender_preference: Option<Gender>,
    /// The language the client asks for, if any, as a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_language: Option<String>,
    /// Certifications the shift needs, all of them.
    #[serde(default)]
    pub required_certifications: Vec<Certification>,
}

/// The way from one client's home to another's, from a routing service; the way back is a leg of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClientLeg {
    /// Where the way begins.
    pub from_client_id: ClientId,
    /// Where it ends.
    pub to_client_id: ClientId,
    /// Metres of road.
    pub metres: u32,
    /// Whole minutes.
    pub minutes: u32,
}

impl Shift {
    /// True when the shift waits for a caregiver: it says `open`, or it is planned and names nobody.
    pub fn is_open(&self) -> bool {
        match self.status {
            ShiftStatus::Open => true,
            ShiftStatus::Scheduled => self.caregiver_id.is_none(),
            _ => false,
        }
    }
}
