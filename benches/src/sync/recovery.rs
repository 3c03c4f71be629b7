//! What a crash leaves behind is settled.

use super::Database;
use crate::harness::{Case, Depth, Entry, Lane, Rounds, Target, Units};
use crate::task::Task;

const OURS: &str = "careweave";

pub(super) fn cases(depth: Depth) -> Vec<Case> {
    vec![
        case(depth, "recover-sqlite", Database::Sqlite),
        case(depth, "recover-postgres", Database::Postgres),
    ]
}

fn case(depth: Depth, name: &'static str, database: Database) -> Case {
    let effects = match depth {
        Depth::Full => 10_000,
        Depth::Quick => 200,
    };
    let what = format!(
        "{effects} changes in doubt in {}: the store is opened, each is found, and confirmed or planned again",
        database.name()
    );
    let entries = vec![Entry::new(
        OURS,
        Lane::RustSync,
        Task::RecoverEffects { database, effects },
    )];
    let limit =
        "the quiet period is over and the other side's list is in memory: what is measured is the ledger";
    let mut case = Case::timed(
        name,
        what,
        database.conditions(),
        Rounds::of(depth, 5),
        entries,
        limit,
    );
    case.units = Some(Units {
        count: effects as u64,
        name: "effects",
    });
    case.targets = vec![Target::Within {
        entry: OURS,
        most: 1.0,
    }];
    case
}
