//! The codes of an appointment's status.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::model::{AppointmentStatus, StatusReading};
use crate::request::StatusChange;

/// Called off; the row stays.
pub(super) const CANCELLED: i64 = 5;
/// Moved: another row took its place.
pub(super) const RESCHEDULED: i64 = 7;

/// What a code means, as the service was seen to use it; `None` for a code that nobody has explained, such as 6.
pub(super) fn known(code: i64) -> Option<StatusReading> {
    let status = match code {
        0 | 1 => AppointmentStatus::Scheduled,
        2 => AppointmentStatus::Confirmed,
        3 => AppointmentStatus::Completed,
        4 => AppointmentStatus::NoShow,
        CANCELLED => AppointmentStatus::Cancelled,
        RESCHEDULED => AppointmentStatus::Rescheduled,
        _ => return None,
    };
    let reading = StatusReading::said(status, code.to_string());
    // 1 is somebody in the waiting room.
    Some(if code == 1 { reading.arrived() } else { reading })
}

/// The code a change asks for. Somebody who came after all is scheduled again: what stood before is not on the wire.
pub(super) fn code_of(change: StatusChange) -> i64 {
    match change {
        StatusChange::RevertNoShow => 0,
        StatusChange::Confirm => 2,
        StatusChange::Complete => 3,
        StatusChange::MarkNoShow => 4,
    }
}

/// Counts the status codes that were seen and that nobody has explained. Clones count together.
#[derive(Clone, Debug, Default)]
pub struct UnknownStatuses(Arc<Mutex<BTreeMap<i64, u64>>>);

impl UnknownStatuses {
    /// What a code means. One that is not known is counted, and kept as it came.
    pub(super) fn read(&self, code: i64) -> StatusReading {
        known(code).unwrap_or_else(|| {
            tracing::warn!(
                provider = "ninsaude",
                code,
                "an appointment has a status nobody has explained"
            );
            *self.counts().entry(code).or_default() += 1;
            StatusReading::unknown(code.to_string())
        })
    }

    /// How often each code was seen.
    pub fn seen(&self) -> BTreeMap<i64, u64> {
        self.counts().clone()
    }

    fn counts(&self) -> std::sync::MutexGuard<'_, BTreeMap<i64, u64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_means_what_the_table_says_and_the_others_stay_unknown() {
        let codes = UnknownStatuses::default();
        for (code, word) in [
            (0, "scheduled"),
            (1, "scheduled"),
            (2, "confirmed"),
            (3, "completed"),
            (4, "no_show"),
            (5, "cancelled"),
            (7, "rescheduled"),
        ] {
            let reading = codes.read(code);
            assert_eq!(
                (reading.status.as_str(), reading.raw.as_str()),
                (word, code.to_string().as_str())
            );
            assert_eq!((reading.arrived, reading.inferred), (code == 1, false));
        }
        assert!(codes.seen().is_empty());
        for code in [6, 99, -1, 6] {
            let reading = codes.read(code);
            assert!(!reading.status.is_known() && reading.raw == code.to_string());
        }
        assert_eq!(codes.seen(), BTreeMap::from([(-1, 1), (6, 2), (99, 1)]));
    }

    #[test]
    fn a_change_leads_to_the_status_it_is_for() {
        for change in StatusChange::ALL {
            let reading = known(code_of(*change)).unwrap();
            assert!(change.is_done_in(&reading.status), "{change:?}");
        }
    }
}
