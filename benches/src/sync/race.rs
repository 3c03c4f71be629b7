//! What is doubled and what is lost, for each way in which a program might go about it, under one script of kills.

use serde::{Deserialize, Serialize};

use super::Database;
use crate::harness::{Case, Conditions, Depth, Entry, Lane, Rounds, Target};
use crate::task::Task;

/// How a sender sees to it that a create happens once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Pattern {
    /// Our ledger: the intent first, a quiet period after a lost answer, then a look.
    Ledger { database: Database },
    /// A row that says it was sent, looked for before and inserted after.
    CheckThenInsert,
    /// A status: pending, processing, done; what is processing at the start is pending again.
    StatusColumn,
    /// A flag that is set before the call, so that it is never made twice.
    FlagBefore,
    /// A flag that is set after the call, so that it is made at least once.
    FlagAfter,
    /// The call within a transaction that holds an advisory lock of PostgreSQL and inserts the row.
    AdvisoryLock,
    /// A search at the other side, and a create where it finds nothing.
    SearchThenCreate,
    /// An intent before the call; after a crash a search at once.
    IntentThenSearch,
}

/// Creates that happened more than once.
pub(crate) const DOUBLED: &str = "doubled";
/// Creates that never happened.
pub(crate) const LOST: &str = "lost";

const OURS_SQLITE: &str = "careweave, SQLite";
const OURS_POSTGRES: &str = "careweave, PostgreSQL";
const CHECK: &str = "check, then insert";

pub(super) fn case(depth: Depth) -> Case {
    let (creates, kills) = match depth {
        Depth::Full => (600, 300),
        Depth::Quick => (16, 8),
    };
    let entry = |name, pattern| {
        let task = Task::CreateOnce {
            pattern,
            creates,
            kills,
            seed: 7,
        };
        Entry::new(name, Lane::RustSync, task)
    };
    let ledger = |database| Pattern::Ledger { database };
    let entries = vec![
        entry(OURS_SQLITE, ledger(Database::Sqlite)),
        entry(OURS_POSTGRES, ledger(Database::Postgres)),
        entry(CHECK, Pattern::CheckThenInsert),
        entry("status column, swept at the start", Pattern::StatusColumn),
        entry("flag set before the call", Pattern::FlagBefore),
        entry("flag set after the call", Pattern::FlagAfter),
        entry("advisory lock around call and insert", Pattern::AdvisoryLock),
        entry("search, then create", Pattern::SearchThenCreate),
        entry("intent, then search at once", Pattern::IntentThenSearch),
    ];
    let what = format!(
        "{creates} creates by senders of which {kills} are killed (SIGKILL): before a request is taken, before it is answered, \
         just after; every fifth so that its request lands 5 to 30 ms after it died"
    );
    let rounds = Rounds {
        warm_up: 0,
        counted: 1,
    };
    let limit = "the other side has no idempotency key: with one, most of these would do within its lifetime. The seconds are those \
                 of the script, and of no interest; ours waits out its quiet period once";
    let mut case = Case::timed(
        "race",
        what,
        Conditions::Stores { postgres: true },
        rounds,
        entries,
        limit,
    );
    case.targets = vec![Target::CountAtLeast {
        entry: CHECK,
        what: DOUBLED,
        least: 100.0,
    }];
    for entry in [OURS_SQLITE, OURS_POSTGRES] {
        case.targets
            .extend([DOUBLED, LOST].map(|what| Target::CountAtMost {
                entry,
                what,
                most: 0.0,
            }));
    }
    case
}
