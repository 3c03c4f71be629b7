//! All reports from one table of events: nobody needs a server.

mod episodes;
mod material;
mod sheet;

use crate::failure::Failure;
use crate::harness::{Case, Conditions, Depth, Entry, Lane, Measure, Rounds, Target, Units};
use crate::task::Task;

const RUST: &str = "careweave (Rust)";
const PYTHON: &str = "careweave (Python)";
const POLARS: &str = "Polars";
const DUCKDB: &str = "DuckDB";

/// Draws the events, where an earlier run has not, and gives the cases.
pub(crate) fn cases(depth: Depth) -> Result<Vec<Case>, Failure> {
    let (name, events, rounds) = match depth {
        Depth::Full => (
            "all-reports-10m",
            10_000_000,
            Rounds {
                warm_up: 1,
                counted: 5,
            },
        ),
        Depth::Quick => (
            "all-reports-10m",
            20_000,
            Rounds {
                warm_up: 0,
                counted: 1,
            },
        ),
    };
    let task = Task::ReportAll {
        path: material::written(events)?,
        as_of: material::AS_OF,
    };
    let entry = |name, lane| Entry {
        name,
        lane,
        task: task.clone(),
    };
    let faster = |entry, than| Target::Faster {
        entry,
        than,
        factor: 2.0,
    };
    Ok(vec![Case {
        name,
        what: format!(
            "the ten reports over {events} events in one table, a hundredth of them delivered twice"
        ),
        conditions: Conditions::Alone,
        measure: Measure::Time,
        rounds,
        entries: vec![
            entry(RUST, Lane::RustInsights),
            entry(PYTHON, Lane::PythonInsights),
            entry(POLARS, Lane::PythonPolarsInsights),
            entry(DUCKDB, Lane::PythonDuckdbInsights),
        ],
        targets: vec![
            faster(RUST, POLARS),
            faster(RUST, DUCKDB),
            faster(PYTHON, POLARS),
            faster(PYTHON, DUCKDB),
        ],
        units: Some(Units {
            count: events as u64,
            name: "events",
        }),
        limit: "the peers compute the counts and sums of each report; ours computes its medians, curves of survival and spells \
                of risk as well, takes corrections into account, and can go on with the next event",
    }])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::harness::require_consistent;

    #[test]
    fn every_target_names_entries_of_its_case() {
        require_consistent(&cases(Depth::Quick).unwrap_or_default());
    }
}
