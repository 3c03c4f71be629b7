//! Filling shifts: campaigns that are stepped, answers that are read, and two yeses at once.

mod campaigns;
mod claims;
mod replies;

use serde::{Deserialize, Serialize};

use crate::harness::{Case, Depth};
use crate::sync::Database;

pub(crate) use claims::{NOBODY, ONE_WINNER, TWO_WINNERS};
pub(crate) use replies::{FALSE_YES, MISREAD};

/// Where two yeses meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Ground {
    /// One thread that takes turns between two who say yes and one who answers commands, as a seed has it; a log in memory that
    /// refuses what was decided at an older version.
    Interleaved { seed: u64 },
    /// Four workers on a database.
    Store { database: Database },
}

pub(crate) fn cases(depth: Depth) -> Vec<Case> {
    let mut cases = vec![campaigns::case(depth), replies::case(depth)];
    cases.extend(claims::cases(depth));
    cases
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
