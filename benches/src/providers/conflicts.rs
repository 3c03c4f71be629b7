//! Who is booked twice.

use crate::harness::{Case, Conditions, Depth, Entry, Lane, Measure, Rounds, Target, Units};
use crate::task::Task;

const RUST: &str = "careweave (Rust)";
const PYTHON: &str = "careweave (Python)";
const SQLITE: &str = "SQLite self-join";

/// The same density of appointments each time: four times as many lie in four times as long a span.
pub(super) fn cases(depth: Depth) -> Vec<Case> {
    let sizes: &[(&'static str, usize)] = match depth {
        Depth::Full => &[
            ("conflicts-25k", 25_000),
            ("conflicts-100k", 100_000),
            ("conflicts-400k", 400_000),
        ],
        Depth::Quick => &[("conflicts-1k", 1_000)],
    };
    sizes
        .iter()
        .map(|(name, appointments)| case(depth, name, *appointments))
        .collect()
}

fn case(depth: Depth, name: &'static str, appointments: usize) -> Case {
    let (calendars, warm_up, counted) = match depth {
        Depth::Full => (200, 1, 5),
        Depth::Quick => (20, 0, 1),
    };
    let entry = |name, lane| Entry {
        name,
        lane,
        task: Task::FindConflicts {
            appointments,
            calendars,
        },
    };
    Case {
        name,
        what: format!("every overlap among {appointments} appointments in {calendars} calendars"),
        conditions: Conditions::Alone,
        measure: Measure::Time,
        rounds: Rounds { warm_up, counted },
        entries: vec![
            entry(RUST, Lane::RustProviders),
            entry(PYTHON, Lane::PythonProviders),
            entry(SQLITE, Lane::PythonSqlite),
        ],
        targets: vec![Target::Faster {
            entry: RUST,
            than: SQLITE,
            factor: 1.0,
        }],
        units: Some(Units {
            count: appointments as u64,
            name: "appointments",
        }),
        limit: "sorting by start, n log n; then a step for each overlap",
    }
}
