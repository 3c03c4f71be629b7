//! The client of WellSky: a schedule of the agency, the cost of a call, the memory of a stream.

mod agency_schedule;
mod calls;
mod memory;

use chrono::{DateTime, Utc};

use crate::harness::{Case, Depth};

pub(crate) fn cases(depth: Depth, now: DateTime<Utc>) -> Vec<Case> {
    vec![
        agency_schedule::case(depth, now),
        calls::one_client(depth),
        calls::all_clients(depth),
        memory::case(depth),
    ]
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
