use careweave_types::{CaregiverId, ShiftId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Shift;

/// The vendor's record that a caregiver got a shift.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "ShiftAssignment"))]
pub struct Assignment {
    /// The vendor's id of the assignment.
    pub id: String,
    /// The shift.
    pub shift_id: ShiftId,
    /// Who got it.
    pub caregiver_id: CaregiverId,
    /// When.
    pub assigned_at: DateTime<Utc>,
    /// The shift as it stands now.
    pub shift: Shift,
}
