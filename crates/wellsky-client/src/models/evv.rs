use careweave_types::{CaregiverId, ShiftId, open_enum};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

open_enum! {
    /// How a visit was clocked.
    pub enum EvvMethod {
        /// With a mobile device.
        Mobile = "mobile",
        /// By a call from the client's telephone.
        Telephony = "telephony",
        /// By hand, afterwards.
        Manual = "manual",
    }
}

/// The electronic verification of a visit: who was there, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Evv {
    /// The shift that was worked.
    pub shift_id: ShiftId,
    /// Who worked it.
    pub caregiver_id: CaregiverId,
    /// When the caregiver clocked in.
    #[serde(deserialize_with = "crate::wire::instant")]
    pub clock_in: DateTime<Utc>,
    /// When the caregiver clocked out; nothing while the visit runs.
    #[serde(default, deserialize_with = "crate::wire::instant_or_none")]
    pub clock_out: Option<DateTime<Utc>>,
    /// Whether the place was verified.
    #[serde(default)]
    pub gps_verified: Option<bool>,
    /// How the visit was clocked.
    #[serde(default)]
    pub method: Option<EvvMethod>,
    /// What the vendor found amiss, as codes.
    #[serde(default, deserialize_with = "crate::wire::list")]
    pub exceptions: Vec<String>,
}
