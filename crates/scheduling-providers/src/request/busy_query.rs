use careweave_types::TimeWindow;
use careweave_types::ids::CalendarId;
use serde::{Deserialize, Serialize};

/// Whose busy time is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BusyQuery {
    /// Whose: at least one.
    pub calendars: Vec<CalendarId>,
    /// What overlaps this range.
    pub range: TimeWindow,
}
