//! Two yeses at once for every shift: who wins, and how fast.

use super::Ground;
use crate::harness::{Case, Conditions, Depth, Entry, Lane, Rounds, Target, Units};
use crate::sync::Database;
use crate::task::Task;

const OURS: &str = "careweave";
const LOCKING: &str = "read open, assign, mark";

/// Shifts that one caregiver was given.
pub(crate) const ONE_WINNER: &str = "shifts with one winner";
/// Shifts that were given to two.
pub(crate) const TWO_WINNERS: &str = "shifts with two winners";
/// Shifts that nobody was given although two wanted it.
pub(crate) const NOBODY: &str = "shifts with no winner";

/// Trials in all, with those on the stores.
const MILLION: usize = 1_000_000;

pub(super) fn cases(depth: Depth) -> Vec<Case> {
    vec![
        interleaved(depth),
        stored(depth, "claims-sqlite", Database::Sqlite),
        stored(depth, "claims-postgres", Database::Postgres),
    ]
}

fn interleaved(depth: Depth) -> Case {
    let shifts = match depth {
        Depth::Full => MILLION,
        Depth::Quick => 500,
    };
    let what = format!(
        "{shifts} shifts, two yeses each: two writers and a clerk, who load, decide and append in an order drawn from a seed"
    );
    let mut case = finished(
        "claims-interleaved",
        what,
        Conditions::Alone,
        Rounds {
            warm_up: 0,
            counted: 1,
        },
        vec![(OURS, Lane::RustOutreach)],
        Ground::Interleaved { seed: 7 },
        shifts,
        "one thread; a log in memory that takes an append only at the version it was decided at. The agency system takes every \
         assignment it is given: what keeps it to one is the log",
    );
    case.targets = exactly_one(shifts);
    case
}

fn stored(depth: Depth, name: &'static str, database: Database) -> Case {
    let (shifts, rounds) = match (depth, database) {
        (Depth::Full, Database::Sqlite) => (1_000, 3),
        (Depth::Full, Database::Postgres) => (500, 3),
        (Depth::Quick, _) => (12, 1),
    };
    let what = format!(
        "{shifts} shifts in {}, two yeses each at one moment through two of four workers, until the winner has the confirmation \
         and the other one is told",
        database.name()
    );
    let mut case = finished(
        name,
        what,
        database.conditions(),
        Rounds::of(depth, rounds),
        vec![(OURS, Lane::RustOutreach), (LOCKING, Lane::RustLocking)],
        Ground::Store { database },
        shifts,
        "the agency system takes every assignment it is given, at once. Ours records each answer, claim, check, assignment and text \
         before it is done; the other reads that the shift is open, assigns and marks it filled, under a lock of its process",
    );
    case.targets = exactly_one(shifts);
    if depth == Depth::Full {
        case.targets.push(Target::CountAtLeast {
            entry: LOCKING,
            what: TWO_WINNERS,
            least: 1.0,
        });
    }
    case
}

fn exactly_one(shifts: usize) -> Vec<Target> {
    let least = u32::try_from(shifts).map_or(f64::INFINITY, f64::from);
    vec![
        Target::CountAtLeast {
            entry: OURS,
            what: ONE_WINNER,
            least,
        },
        Target::CountAtMost {
            entry: OURS,
            what: TWO_WINNERS,
            most: 0.0,
        },
    ]
}

#[expect(clippy::too_many_arguments, reason = "a case has that many parts")]
fn finished(
    name: &'static str,
    what: String,
    conditions: Conditions,
    rounds: Rounds,
    entries: Vec<(&'static str, Lane)>,
    ground: Ground,
    shifts: usize,
    limit: &'static str,
) -> Case {
    let entries = entries
        .into_iter()
        .map(|(name, lane)| Entry::new(name, lane, Task::RaceClaims { ground, shifts }))
        .collect();
    let mut case = Case::timed(name, what, conditions, rounds, entries, limit);
    case.units = Some(Units {
        count: shifts as u64,
        name: "claims",
    });
    case
}
