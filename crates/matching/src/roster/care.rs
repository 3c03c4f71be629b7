use std::collections::BTreeMap;

use careweave_types::{CaregiverId, Certification, ClientId, Gender, Pii, ShiftId, TimeOfDay, open_enum};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::distance::Coordinates;
use crate::memory::Statement;

/// What an agency knows beside the scheduling vendor's records: optional sections of a roster file.
///
/// Whatever is stated here is enforced. What is not stated is unknown, and unknown never equals anything.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CareRecords {
    /// Caregivers: credentials, time off, limits, wishes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub profiles: Vec<CaregiverProfile>,
    /// Clients: whom they want and whom they do not, what their home asks for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub clients: Vec<ClientRecord>,
    /// What single shifts ask for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<ShiftNeeds>,
    /// Remembered statements of caregivers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub memory: Vec<Statement>,
}

open_enum! {
    /// Something a shift or a home asks of a caregiver, to be answered by yes.
    pub enum Condition {
        /// Animals live in the home.
        Pets = "pets",
        /// Somebody smokes in the home.
        Smoking = "smoking",
        /// The caregiver stays overnight in the home for days.
        LiveIn = "live_in",
        /// The caregiver drives, for errands or the client.
        Car = "car",
        /// The client is lifted or transferred.
        Lift = "lift",
    }
}

/// A caregiver, beside the vendor's record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaregiverProfile {
    /// Who.
    pub caregiver_id: CaregiverId,
    /// Where the way to work begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub home: Option<Pii<Coordinates>>,
    /// The ZIP code of the home, where coordinates are unknown; `service_area` is used where this is unknown too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub home_zip_code: Option<Pii<String>>,
    /// Dated credentials. One stated here overrides an undated certification of the same name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub credentials: Vec<Credential>,
    /// Skills held.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skills: Vec<String>,
    /// Days and hours off.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub time_off: Vec<TimeOff>,
    /// Clients this caregiver is not to be sent to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub excluded_clients: Vec<ClientId>,
    /// Which conditions the caregiver accepts (`true`) or not (`false`); one not named is unknown.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub accepts: BTreeMap<ConditionName, bool>,
    /// The longest way to a client, in metres of road.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_drive_metres: Option<u32>,
    /// Whether the papers that employment needs are complete.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paperwork_complete: Option<bool>,
    /// The most minutes of work in a calendar day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_day_minutes: Option<u32>,
    /// The most minutes of work in a workweek.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_week_minutes: Option<u32>,
    /// Minutes of work wanted in a workweek.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wanted_week_minutes: Option<u32>,
    /// Pay in minor units (cents) per hour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pay_rate: Option<i64>,
    /// Shifts accepted, and those missed without a call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attendance: Option<Attendance>,
    /// Offers made, and those accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<Response>,
    /// When the last offer was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_offered_at: Option<DateTime<Utc>>,
}

impl CaregiverProfile {
    /// A profile that states nothing.
    pub fn new(caregiver_id: CaregiverId) -> Self {
        Self {
            caregiver_id,
            home: None,
            home_zip_code: None,
            credentials: Vec::new(),
            skills: Vec::new(),
            time_off: Vec::new(),
            excluded_clients: Vec::new(),
            accepts: BTreeMap::new(),
            max_drive_metres: None,
            paperwork_complete: None,
            max_day_minutes: None,
            max_week_minutes: None,
            wanted_week_minutes: None,
            pay_rate: None,
            attendance: None,
            response: None,
            last_offered_at: None,
        }
    }
}

/// A [`Condition`] as the key of a JSON object.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ConditionName(pub Condition);

impl Serialize for ConditionName {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.0.as_str())
    }
}

impl<'de> Deserialize<'de> for ConditionName {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Condition::deserialize(d).map(Self)
    }
}

/// A credential and the last day on which it is valid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Credential {
    /// Which.
    pub name: Certification,
    /// The last valid day in the agency's zone, or `"never"`; it has to be stated.
    pub expires_on: Expiry,
}

/// The last day on which something holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expiry {
    /// This day.
    On(NaiveDate),
    /// It does not end.
    Never,
}

impl Expiry {
    /// True when it still holds on `date`.
    pub fn covers(self, date: NaiveDate) -> bool {
        match self {
            Self::On(last) => date <= last,
            Self::Never => true,
        }
    }
}

impl Serialize for Expiry {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::On(date) => s.collect_str(date),
            Self::Never => s.serialize_str("never"),
        }
    }
}

impl<'de> Deserialize<'de> for Expiry {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        if text == "never" {
            return Ok(Self::Never);
        }
        NaiveDate::parse_from_str(&text, "%Y-%m-%d")
            .map(Self::On)
            .map_err(|_| serde::de::Error::custom("must be a date (2026-05-31) or \"never\""))
    }
}

/// Time off: whole days in the agency's zone, or from a time on the first day to a time on the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimeOff {
    /// The first day.
    pub first_day: NaiveDate,
    /// The last day; it is off as well.
    pub last_day: NaiveDate,
    /// When it begins on the first day; midnight unless stated. The time has to exist once on that day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<TimeOfDay>,
    /// When it ends on the last day; midnight at its end unless stated. The time has to exist once on that day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<TimeOfDay>,
}

/// Exposure and failures: what a reliability estimate is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attendance {
    /// Shifts the caregiver had accepted and whose end has passed, without those the client cancelled.
    pub accepted: u32,
    /// Those of them that were missed without a call.
    pub missed: u32,
}

/// Offers and answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Response {
    /// Offers made.
    pub offered: u32,
    /// Offers accepted.
    pub accepted: u32,
}

/// A client, beside the vendor's record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClientRecord {
    /// Who.
    pub client_id: ClientId,
    /// Where care is given; the shift's ZIP code is used where this is unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub home: Option<Pii<Coordinates>>,
    /// Caregivers who are not to be sent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub excluded_caregivers: Vec<CaregiverId>,
    /// Caregivers the client prefers, the primary one among them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub preferred_caregivers: Vec<CaregiverId>,
    /// Only caregivers the client knows may come.
    #[serde(default)]
    pub familiar_only: bool,
    /// What every shift at this client's asks for.
    #[serde(default, skip_serializing_if = "Requirements::is_empty")]
    pub requirements: Requirements,
}

impl ClientRecord {
    /// A record that states nothing.
    pub fn new(client_id: ClientId) -> Self {
        Self {
            client_id,
            home: None,
            excluded_caregivers: Vec::new(),
            preferred_caregivers: Vec::new(),
            familiar_only: false,
            requirements: Requirements::default(),
        }
    }
}

/// What one shift asks for, beside the vendor's record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShiftNeeds {
    /// Which shift.
    pub shift_id: ShiftId,
    /// What it asks for, in addition to what the client's record does.
    pub requirements: Requirements,
}

/// What has to hold; whoever does not meet all of it may not take the shift.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Requirements {
    /// Skills, all of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub skills: Vec<String>,
    /// A language without which care cannot be given, as a BCP 47 tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// A gender, with the reason that makes it lawful to ask for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gender: Option<RequiredGender>,
    /// What the caregiver has to accept.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<Condition>,
}

impl Requirements {
    /// True when nothing is asked for.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A gender that has to be met. It is a gate only where the policy allows it and a reason is stated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequiredGender {
    /// Which.
    pub gender: Gender,
    /// Why.
    pub reason: GenderReason,
}

open_enum! {
    /// Why a gender is required. Whether a reason suffices is a question of law; the policy lists those it accepts.
    pub enum GenderReason {
        /// Intimate personal care.
        IntimateCare = "intimate_care",
        /// The client's safety.
        ClientSafety = "client_safety",
    }
}
