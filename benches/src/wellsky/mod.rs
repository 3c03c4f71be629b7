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
    use crate::harness::Target;
    use std::collections::BTreeSet;

    #[test]
    fn every_target_names_entries_of_its_case_and_no_name_comes_twice() {
        for depth in [Depth::Full, Depth::Quick] {
            let cases = cases(depth, DateTime::UNIX_EPOCH);
            let names: BTreeSet<_> = cases.iter().map(|case| case.name).collect();
            assert_eq!(names.len(), cases.len());
            for case in &cases {
                let entries: BTreeSet<_> = case.entries.iter().map(|entry| entry.name).collect();
                assert_eq!(entries.len(), case.entries.len(), "{}", case.name);
                for target in &case.targets {
                    let named = match *target {
                        Target::OverBound { entry, .. } => vec![entry],
                        Target::AtMost { entry, of, .. } => vec![entry, of],
                        Target::Faster { entry, than, .. } => vec![entry, than],
                    };
                    assert!(named.iter().all(|name| entries.contains(name)), "{target:?}");
                }
            }
        }
    }
}
