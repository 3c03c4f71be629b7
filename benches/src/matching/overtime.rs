//! What a shift adds to a week.

use super::{entry, rounds};
use crate::harness::{Case, Depth, Lane, Units};
use crate::task::Task;

pub(super) fn case(depth: Depth) -> Case {
    let (weeks, python, plain) = match depth {
        Depth::Full => (100_000, 500, 200),
        Depth::Quick => (500, 50, 50),
    };
    let task = |only| Task::OvertimeWeeks { weeks, seed: 7, only };
    let entries = vec![
        entry("careweave (Rust)", Lane::RustMatching, task(None)),
        entry("careweave in words (Rust)", Lane::RustNaive, task(Some(python))),
        entry(
            "careweave in words (Python)",
            Lane::PythonMatching,
            task(Some(python)),
        ),
        entry("minute by minute (Python)", Lane::PythonPlain, task(Some(plain))),
    ];
    let mut case = self::case_of(depth, weeks, entries);
    case.units = Some(Units {
        count: weeks as u64,
        name: "shift-weeks",
    });
    case
}

fn case_of(depth: Depth, weeks: usize, entries: Vec<crate::harness::Entry>) -> Case {
    super::case(
        "overtime-weeks",
        format!(
            "minutes of overtime that one shift adds to each of {weeks} weeks, by federal and Colorado's law"
        ),
        rounds(depth, 9),
        entries,
        "the first has the weeks evaluated already, as ranking has; in words means the whole difference with its sentence \
         and its cost",
    )
}
