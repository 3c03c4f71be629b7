//! Rows to columns, and shifts to caregivers, at least cost.

use super::case;
use crate::harness::{Case, Depth, Entry, Lane, Measure, Rounds, Target};
use crate::task::{Form, StaffingWeek, Task};

const DENSE: &str = "careweave, dense";
const SPARSE: &str = "careweave, sparse";
const LAPJV: &str = "lapjv";
const OURS: &str = "careweave (Rust)";
const CP_SAT: &str = "CP-SAT";
const HIGHS: &str = "HiGHS";

pub(super) fn cases(depth: Depth) -> Vec<Case> {
    vec![
        dense(depth),
        sparse(depth),
        staffing(depth),
        scarce(depth, "scarce-60x400", (400, 60, 25), 60),
        scarce(depth, "scarce-500x4000", (4_000, 500, 10), 300),
    ]
}

fn size(depth: Depth) -> usize {
    match depth {
        Depth::Full => 1_000,
        Depth::Quick => 60,
    }
}

fn dense(depth: Depth) -> Case {
    let size = size(depth);
    let task = Task::MatchRows {
        size,
        allowed_percent: 100,
        seed: 7,
        form: Form::Dense,
    };
    let entries = vec![
        Entry::new(DENSE, Lane::RustMatching, task.clone()),
        Entry::new(LAPJV, Lane::RustLapjv, task),
    ];
    let what = format!("{size} rows to {size} columns at least cost, every cell allowed");
    let limit =
        "ours works on integers and proves the result by a dual bound; lapjv works on floating-point numbers";
    let mut case = case("lap-dense", what, Rounds::of(depth, 9), entries, limit);
    case.targets = vec![Target::AtMost {
        entry: DENSE,
        of: LAPJV,
        factor: 1.2,
    }];
    case
}

fn sparse(depth: Depth) -> Case {
    let size = size(depth);
    let task = |form| Task::MatchRows {
        size,
        allowed_percent: 5,
        seed: 7,
        form,
    };
    let entries = vec![
        Entry::new(SPARSE, Lane::RustMatching, task(Form::Sparse)),
        Entry::new(LAPJV, Lane::RustLapjv, task(Form::Dense)),
    ];
    let what = format!("{size} rows to {size} columns at least cost, one cell in twenty allowed");
    let limit = "lapjv has no form for cells that are not there; it gets a prohibitive cost in them";
    let mut case = case("lap-sparse", what, Rounds::of(depth, 9), entries, limit);
    case.targets = vec![Target::Faster {
        entry: SPARSE,
        than: LAPJV,
        factor: 5.0,
    }];
    case
}

fn staffing(depth: Depth) -> Case {
    let (shifts, caregivers) = match depth {
        Depth::Full => (60, 20),
        Depth::Quick => (12, 5),
    };
    let task = Task::Staff {
        week: StaffingWeek {
            shifts,
            caregivers,
            eligible_percent: 60,
            overtime_after: 720,
            seed: 7,
        },
        seconds: None,
    };
    let entries = vec![
        Entry::new(OURS, Lane::RustMatching, task.clone()),
        Entry::new(CP_SAT, Lane::PythonOrtools, task.clone()),
        Entry::new(HIGHS, Lane::PythonHighs, task),
    ];
    let what = format!(
        "{shifts} shifts of a week to {caregivers} caregivers at least cost: who is eligible, no two at once, price of a pair, \
         overtime, a penalty for what stays open"
    );
    let limit = "of a size at which both peers prove their optimum; ours searches as long as it does by default and proves a bound";
    let mut case = case("staffing", what, Rounds::of(depth, 1), entries, limit);
    case.measure = Measure::Cost;
    case.targets = [CP_SAT, HIGHS].map(at_no_more_than).to_vec();
    case
}

/// A week with about as much work as people want, which nobody proves the best plan of in the time given.
fn scarce(
    depth: Depth,
    name: &'static str,
    (shifts, caregivers, eligible_percent): (usize, usize, u64),
    seconds: u32,
) -> Case {
    let (shifts, caregivers, seconds) = match depth {
        Depth::Full => (shifts, caregivers, seconds),
        Depth::Quick => (shifts / 20, caregivers / 10, 10),
    };
    let ours = seconds.div_ceil(10);
    let task = |seconds| Task::Staff {
        week: StaffingWeek {
            shifts,
            caregivers,
            eligible_percent,
            overtime_after: 2_400,
            seed: 7,
        },
        seconds: Some(seconds),
    };
    let entries = vec![
        Entry::new(OURS, Lane::RustMatching, task(ours)),
        Entry::new(CP_SAT, Lane::PythonOrtools, task(seconds)),
        Entry::new(HIGHS, Lane::PythonHighs, task(seconds)),
    ];
    let what = format!(
        "{shifts} shifts of a week to {caregivers} caregivers, overtime after 40 hours; ours is stopped after {ours} s with all it \
         does, the others after {seconds} s of search"
    );
    let once = Rounds {
        warm_up: 0,
        counted: 1,
    };
    let limit = "the search: nobody proves the best plan in the time given; the peers' models are built outside their time";
    let mut case = case(name, what, once, entries, limit);
    case.measure = Measure::Cost;
    case.targets = [CP_SAT, HIGHS].map(at_no_more_than).to_vec();
    case
}

/// Ours costs no more.
fn at_no_more_than(of: &'static str) -> Target {
    Target::AtMost {
        entry: OURS,
        of,
        factor: 1.0,
    }
}
