//! Sync primitives: pages, cursors, queues, recovery, memory, and what killed senders double.

mod cursors;
mod deciding;
mod memory;
mod pages;
mod peers;
mod queues;
mod race;
mod recovery;
pub(crate) mod rows;

use serde::{Deserialize, Serialize};

use crate::harness::{Case, Conditions, Depth};

pub(crate) use pages::WRITTEN;
pub(crate) use queues::{BEYOND, PER_FSYNC};
pub(crate) use race::{DOUBLED, LOST, Pattern};

/// Which database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Database {
    Sqlite,
    Postgres,
}

impl Database {
    /// What a case needs for it.
    pub(crate) fn conditions(self) -> Conditions {
        Conditions::Stores {
            postgres: self == Self::Postgres,
        }
    }

    /// As a person calls it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// What the rows are beside what is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Content {
    /// Nothing is there.
    New,
    /// All of them are there.
    Same,
    /// All of them are there with other contents.
    Changed,
}

impl Content {
    fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Same => "unchanged",
            Self::Changed => "changed",
        }
    }
}

/// When the rows of a source changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Spread {
    /// All in one instant, as after a bulk import.
    Equal,
    /// Each a second after the one before.
    Unique,
}

pub(crate) fn cases(depth: Depth) -> Vec<Case> {
    let mut cases = pages::cases(depth);
    cases.extend(peers::cases(depth));
    cases.extend(cursors::cases(depth));
    cases.extend(queues::cases(depth));
    cases.extend(recovery::cases(depth));
    cases.extend(memory::cases(depth));
    cases.extend(deciding::cases(depth));
    cases.push(race::case(depth));
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
