use serde::{Deserialize, Serialize};

/// Millimetres in an international mile.
pub const MILLIMETRES_PER_MILE: u64 = 1_609_344;

/// What a position says about being at the client's address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LocationFinding {
    /// Inside the limit, whatever the error of the position.
    Inside,
    /// Inside or outside, depending on the error of the position.
    Uncertain,
    /// Farther away than the limit, whatever the error of the position.
    Outside,
}

/// Judges a distance from the client's address, all in millimetres; `accuracy` is the radius the device reports around
/// the position, 0 for a position taken as exact. Exactly at the limit is inside.
pub const fn gps_exception(distance: u64, accuracy: u64, limit: u64) -> LocationFinding {
    if distance.saturating_add(accuracy) <= limit {
        LocationFinding::Inside
    } else if distance.saturating_sub(accuracy) <= limit {
        LocationFinding::Uncertain
    } else {
        LocationFinding::Outside
    }
}
