//! What a shift adds to a week.

use crate::harness::{Case, Depth, Entry, Lane, Rounds, Units};
use crate::task::Task;

pub(super) fn case(depth: Depth) -> Case {
    let (weeks, python, plain) = match depth {
        Depth::Full => (100_000, 500, 200),
        Depth::Quick => (500, 50, 50),
    };
    let task = |only| Task::OvertimeWeeks { weeks, seed: 7, only };
    let entries = vec![
        Entry::new("careweave (Rust)", Lane::RustMatching, task(None)),
        Entry::new("careweave in words (Rust)", Lane::RustNaive, task(Some(python))),
        Entry::new(
            "careweave in words (Python)",
            Lane::PythonMatching,
            task(Some(python)),
        ),
        Entry::new("minute by minute (Python)", Lane::PythonPlain, task(Some(plain))),
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
        Rounds::of(depth, 9),
        entries,
        "the first has the weeks evaluated already, as ranking has; in words means the whole difference with its sentence \
         and its cost",
    )
}
