//! Ranking, overtime and assignment: nobody needs a server.

pub(crate) mod agency;
mod assigning;
pub(crate) mod drawn;
mod overtime;
mod ranking;

use crate::harness::{Case, Conditions, Depth, Entry, Rounds};

pub(crate) fn cases(depth: Depth) -> Vec<Case> {
    let mut cases = ranking::cases(depth);
    cases.push(overtime::case(depth));
    cases.extend(assigning::cases(depth));
    cases
}

/// A case without a server, timed.
fn case(name: &'static str, what: String, rounds: Rounds, entries: Vec<Entry>, limit: &'static str) -> Case {
    Case::timed(name, what, Conditions::Alone, rounds, entries, limit)
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
