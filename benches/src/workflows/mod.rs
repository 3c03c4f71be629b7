//! Flows between a portal's tables and the vendor: a full sync of its deals.

pub(crate) mod deals;

use crate::harness::{CALLS, Case, Conditions, Depth, Entry, Lane, Rounds, Target, Units};
use crate::task::Task;
use deals::Deals;

/// What a deal took, in microseconds, whether it changed or not.
pub(crate) const MICROSECONDS: &str = "µs a deal";

const OURS: &str = "careweave (Rust)";
const RUST: &str = "row by row, reqwest and rusqlite";
const PYTHON: &str = "row by row, httpx and sqlite3";

/// Deals that the loops are measured on where every call takes a tenth of a second.
const SAMPLE: usize = deals::PART;

pub(crate) fn cases(depth: Depth) -> Vec<Case> {
    let (less, more, changed) = match depth {
        Depth::Full => (10_000, 20_000, 50),
        Depth::Quick => (400, 800, 2),
    };
    let (near, far) = (0, latency(depth));
    let deals = |count, changed| Deals { count, changed };
    vec![
        sync(depth, "sales", deals(less, changed), near),
        sync(depth, "sales-same", deals(less, 0), near),
        sync(depth, "sales-same-double", deals(more, 0), near),
        sync(depth, "sales-far", deals(less, changed), far),
    ]
}

/// What a call over the internet takes, in milliseconds.
fn latency(depth: Depth) -> u32 {
    match depth {
        Depth::Full => 100,
        Depth::Quick => 5,
    }
}

fn sync(depth: Depth, name: &'static str, deals: Deals, latency_ms: u32) -> Case {
    let task = |only| Task::SyncDeals {
        deals: deals.count,
        changed: deals.changed,
        latency_ms,
        only,
    };
    // A loop that takes a quarter of an hour is measured on a part of it.
    let only = (latency_ms > 0).then_some(SAMPLE);
    let entries = vec![
        Entry::new(OURS, Lane::RustFlows, task(None)),
        Entry::new(RUST, Lane::RustRowByRow, task(only)),
        Entry::new(PYTHON, Lane::PythonRowByRow, task(only)),
    ];
    let from_afar = match latency_ms {
        0 => String::new(),
        ms => format!("; {ms} ms per call"),
    };
    let what = format!(
        "a full sync of {} deals over REST, of which {} changed{from_afar}",
        deals.count, deals.changed
    );
    let counted = if latency_ms > 0 { 3 } else { 7 };
    let mut case = Case::timed(
        name,
        what,
        Conditions::Portal { deals, latency_ms },
        Rounds::of(depth, counted),
        entries,
        "ours remembers what both sides agreed on, so that a deal that is as it was costs no call; one that changed is read, \
         written and read back. The loops read every prospect",
    );
    case.units = Some(Units {
        count: deals.count as u64,
        name: "deals",
    });
    case.targets = targets(deals, latency_ms);
    case
}

fn targets(deals: Deals, latency_ms: u32) -> Vec<Target> {
    let faster = |than, factor| Target::Faster {
        entry: OURS,
        than,
        factor,
    };
    // What changed is read, written and read back; both lists of what the vendor changed are asked for once.
    let most = (3 * deals.changed + 10) as f64;
    let mut targets = vec![Target::CountAtMost {
        entry: OURS,
        what: CALLS,
        most,
    }];
    targets.extend(match latency_ms {
        0 => [faster(RUST, 1.0), faster(PYTHON, 5.0)],
        _ => [faster(RUST, 50.0), faster(PYTHON, 50.0)],
    });
    if deals.changed == 0 {
        targets.push(Target::CountAtMost {
            entry: OURS,
            what: MICROSECONDS,
            most: 100.0,
        });
    }
    targets
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::harness::require_consistent;

    #[test]
    fn every_target_names_entries_of_its_case_and_no_name_comes_twice() {
        for depth in [Depth::Full, Depth::Quick] {
            require_consistent(&cases(depth));
        }
    }
}
