//! Rows to columns, and shifts to caregivers, at least cost.

use super::{case, entry, rounds};
use crate::harness::{Case, Depth, Lane, Target};
use crate::task::{Form, Task};

const DENSE: &str = "careweave, dense";
const SPARSE: &str = "careweave, sparse";
const LAPJV: &str = "lapjv";

pub(super) fn cases(depth: Depth) -> Vec<Case> {
    vec![dense(depth), sparse(depth), staffing(depth)]
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
        entry(DENSE, Lane::RustMatching, task.clone()),
        entry(LAPJV, Lane::RustLapjv, task),
    ];
    let what = format!("{size} rows to {size} columns at least cost, every cell allowed");
    let limit =
        "ours works on integers and proves the result by a dual bound; lapjv works on floating-point numbers";
    let mut case = case("lap-dense", what, rounds(depth, 9), entries, limit);
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
        entry(SPARSE, Lane::RustMatching, task(Form::Sparse)),
        entry(LAPJV, Lane::RustLapjv, task(Form::Dense)),
    ];
    let what = format!("{size} rows to {size} columns at least cost, one cell in twenty allowed");
    let limit = "lapjv has no form for cells that are not there; it gets a prohibitive cost in them";
    let mut case = case("lap-sparse", what, rounds(depth, 9), entries, limit);
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
        shifts,
        caregivers,
        seed: 7,
    };
    let entries = vec![
        entry("careweave (Rust)", Lane::RustMatching, task.clone()),
        entry("CP-SAT", Lane::PythonOrtools, task.clone()),
        entry("HiGHS", Lane::PythonHighs, task),
    ];
    let what = format!(
        "{shifts} shifts of a week to {caregivers} caregivers at least cost: who is eligible, no two at once, price of a pair, \
         overtime, a penalty for what stays open"
    );
    let limit = "of a size at which both peers prove their optimum, so that all three costs can be held against each other; \
                 each runs with its own defaults, on two threads at most";
    case("staffing", what, rounds(depth, 5), entries, limit)
}
