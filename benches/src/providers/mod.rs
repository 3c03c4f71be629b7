//! Appointment schedulers: who sent a webhook, typed records from an answer, who is booked twice.

mod conflicts;
mod decoding;
mod signatures;

use chrono::{DateTime, Utc};

use crate::harness::{Case, Depth};

pub(crate) fn cases(depth: Depth, now: DateTime<Utc>) -> Vec<Case> {
    let mut cases = signatures::cases(depth, now);
    cases.push(decoding::case(depth));
    cases.extend(conflicts::cases(depth));
    cases
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::harness::require_consistent;

    #[test]
    fn every_target_names_entries_of_its_case_and_no_name_comes_twice() {
        for depth in [Depth::Full, Depth::Quick] {
            require_consistent(&cases(depth, DateTime::UNIX_EPOCH));
        }
    }
}
