//! Ranking, overtime and assignment: nobody needs a server.

pub(crate) mod agency;
mod assigning;
pub(crate) mod drawn;
mod overtime;
mod ranking;

use crate::harness::{Case, Conditions, Depth, Entry, Lane, Measure, Rounds};
use crate::task::Task;

pub(crate) fn cases(depth: Depth) -> Vec<Case> {
    let mut cases = ranking::cases(depth);
    cases.push(overtime::case(depth));
    cases.extend(assigning::cases(depth));
    cases
}

fn entry(name: &'static str, lane: Lane, task: Task) -> Entry {
    Entry { name, lane, task }
}

fn rounds(depth: Depth, counted: u32) -> Rounds {
    match depth {
        Depth::Full => Rounds { warm_up: 1, counted },
        Depth::Quick => Rounds {
            warm_up: 0,
            counted: 1,
        },
    }
}

/// A case without a server, timed.
fn case(name: &'static str, what: String, rounds: Rounds, entries: Vec<Entry>, limit: &'static str) -> Case {
    Case {
        name,
        what,
        conditions: Conditions::Alone,
        measure: Measure::Time,
        rounds,
        entries,
        targets: Vec::new(),
        units: None,
        limit,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::harness::require_consistent;

    #[test]
    fn every_target_names_entries_of_its_case_and_no_name_comes_twice() {
        for depth in [Depth::Full, Depth::Quick] {
            require_consistent(&cases(depth));
        }
    }
}
