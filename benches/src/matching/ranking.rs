//! The first ten for every open shift.

use super::agency::{Agency, Rule};
use super::case;
use crate::harness::{Case, Depth, Entry, Lane, Rounds, Target, Units};
use crate::task::Task;

const RUST: &str = "careweave (Rust)";
const PYTHON: &str = "careweave (Python)";
const NAIVE: &str = "everybody judged (Rust)";
const NUMPY: &str = "NumPy";
const POLARS: &str = "Polars";
const DUCKDB: &str = "DuckDB";
const PLAIN: &str = "plain Python";

/// An agency, and of how many of its shifts the slow ones do only a part.
struct Size {
    simplified: &'static str,
    full: &'static str,
    again: &'static str,
    agency: Agency,
    plain: usize,
    naive: usize,
}

pub(super) fn cases(depth: Depth) -> Vec<Case> {
    let agency = |caregivers, shifts| Agency {
        caregivers,
        shifts,
        seed: 7,
    };
    let middle = |agency| Size {
        simplified: "rank-2000",
        full: "rank-2000-full",
        again: "rerank-2000",
        agency,
        plain: 10,
        naive: 50,
    };
    let sizes = match depth {
        Depth::Quick => vec![middle(agency(200, 50))],
        Depth::Full => vec![
            middle(agency(2_000, 500)),
            Size {
                simplified: "rank-20000",
                full: "rank-20000-full",
                again: "rerank-20000",
                agency: agency(20_000, 500),
                plain: 5,
                naive: 5,
            },
        ],
    };
    let of = |size: &Size| [simplified(depth, size), full(depth, size), again(depth, size)];
    sizes.iter().flat_map(of).collect()
}

fn simplified(depth: Depth, size: &Size) -> Case {
    let Agency {
        caregivers, shifts, ..
    } = size.agency;
    let task = |only| Task::RankTop {
        agency: size.agency,
        rule: Rule::Simplified,
        only,
    };
    let entries = vec![
        Entry::new(RUST, Lane::RustMatching, task(None)),
        Entry::new(PYTHON, Lane::PythonMatching, task(None)),
        Entry::new(NUMPY, Lane::PythonNumpy, task(None)),
        Entry::new(POLARS, Lane::PythonPolars, task(None)),
        Entry::new(DUCKDB, Lane::PythonDuckdb, task(None)),
        Entry::new(PLAIN, Lane::PythonPlain, task(Some(size.plain))),
    ];
    let what = format!("first ten of {caregivers} caregivers for {shifts} shifts, by the simplified rule");
    let mut case = case(
        size.simplified,
        what,
        Rounds::of(depth, 9),
        entries,
        "peers compute the simplified rule and no more; ours keeps every reason and explains each of the ten. Tables are \
         warm for everybody",
    );
    case.units = Some(pairs(size.agency));
    case.targets = vec![
        Target::Faster {
            entry: PYTHON,
            than: NUMPY,
            factor: 1.0,
        },
        Target::Faster {
            entry: RUST,
            than: PLAIN,
            factor: 1_000.0,
        },
    ];
    case
}

fn full(depth: Depth, size: &Size) -> Case {
    let Agency {
        caregivers, shifts, ..
    } = size.agency;
    let task = |only| Task::RankTop {
        agency: size.agency,
        rule: Rule::Full,
        only,
    };
    let entries = vec![
        Entry::new(RUST, Lane::RustMatching, task(None)),
        Entry::new(PYTHON, Lane::PythonMatching, task(None)),
        Entry::new(NAIVE, Lane::RustNaive, task(Some(size.naive))),
    ];
    let what = format!(
        "first ten of {caregivers} caregivers for {shifts} shifts, by the full rule: distance, continuity by age, hours \
         wanted, attendance, overtime by Colorado's law"
    );
    let limit = "no peer expresses this rule; the reference judges everybody and must give the same ten";
    let mut case = case(size.full, what, Rounds::of(depth, 9), entries, limit);
    case.units = Some(pairs(size.agency));
    case
}

fn pairs(agency: Agency) -> Units {
    Units {
        count: (agency.caregivers * agency.shifts) as u64,
        name: "pairs",
    }
}

fn again(depth: Depth, size: &Size) -> Case {
    let events = match depth {
        Depth::Full => 400,
        Depth::Quick => 20,
    };
    let task = Task::Rerank {
        agency: size.agency,
        events,
    };
    let entries = vec![
        Entry::new(RUST, Lane::RustMatching, task.clone()),
        Entry::new(PYTHON, Lane::PythonMatching, task.clone()),
        Entry::new(NUMPY, Lane::PythonNumpy, task),
    ];
    let what = format!(
        "{events} times: a shift of {} caregivers is booked, its neighbour ranked anew, the booking taken back; simplified rule",
        size.agency.caregivers
    );
    let mut case = case(
        size.again,
        what,
        Rounds::of(depth, 9),
        entries,
        "nothing is built anew by anybody",
    );
    case.units = Some(Units {
        count: events as u64,
        name: "events",
    });
    case
}
