//! Runs cases: every competitor once per round, the order turned by one each time.

mod case;
mod disk;
mod figures;
mod ground;
mod judge;
mod lane;
mod machine;
mod playback;
mod portal;
mod process_usage;
mod programs;
mod report;
mod run;
mod server;

pub(crate) use case::{Case, Conditions, Depth, Entry, Measure, Rounds, Scale, Target, Units};
pub(crate) use disk::Fsync;
pub(crate) use programs::{Lane, Programs, Stores};
pub(crate) use run::{CALLS, run};

/// Every target names entries of its case, and no name comes twice.
#[cfg(test)]
pub(crate) fn require_consistent(cases: &[Case]) {
    use std::collections::BTreeSet;

    let names: BTreeSet<_> = cases.iter().map(|case| case.name).collect();
    assert_eq!(names.len(), cases.len());
    for case in cases {
        let entries: BTreeSet<_> = case.entries.iter().map(|entry| entry.name).collect();
        assert_eq!(entries.len(), case.entries.len(), "{}", case.name);
        for target in &case.targets {
            assert!(
                target.entries().iter().all(|name| entries.contains(name)),
                "{target:?}"
            );
            assert!(
                case.units.is_some() || !matches!(target, Target::Rate { .. }),
                "{target:?} needs units"
            );
        }
    }
}
