//! A month of the whole agency over Connect, which has to be asked client by client.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};

use crate::harness::{Case, Conditions, Depth, Entry, Lane, Measure, Rounds, Scale, Target};
use crate::task::Task;

const OURS: &str = "careweave (Rust)";
const SEQUENTIAL: &str = "requests, one after another";
const CONCURRENT: &str = "httpx, side by side";

/// The clients a sequential loop is measured on.
const SAMPLE: usize = 10;

pub(super) fn case(depth: Depth, now: DateTime<Utc>) -> Case {
    let (scale, latency_ms, days, counted) = match depth {
        Depth::Full => (Scale::Agency, 100, 30, 3),
        Depth::Quick => (Scale::Clinic, 5, 7, 1),
    };
    let midnight = now.date_naive().and_time(NaiveTime::MIN).and_utc();
    let start = midnight - TimeDelta::days(days / 2);
    let task = |clients| Task::AgencySchedule {
        start,
        end: start + TimeDelta::days(days),
        clients,
    };
    let entry = |name, lane, clients| Entry {
        name,
        lane,
        task: task(clients),
    };
    Case {
        name: "agency-schedule",
        what: format!(
            "{days} days of a whole agency (scale {}) over Connect, visits joined with encounters; {latency_ms} ms per \
             call, 100 calls a second",
            scale.name()
        ),
        conditions: Conditions::Strained {
            scale,
            latency_ms,
            per_second: 100,
        },
        measure: Measure::Time,
        rounds: Rounds { warm_up: 0, counted },
        entries: vec![
            entry(OURS, Lane::RustCareweave, None),
            entry(CONCURRENT, Lane::PythonHttpx, None),
            entry(SEQUENTIAL, Lane::PythonRequests, Some(SAMPLE)),
        ],
        targets: vec![
            Target::OverBound {
                entry: OURS,
                factor: 1.15,
            },
            Target::Faster {
                entry: OURS,
                than: SEQUENTIAL,
                factor: 20.0,
            },
            Target::Faster {
                entry: OURS,
                than: CONCURRENT,
                factor: 1.2,
            },
        ],
        units: None,
        limit: "the vendor's rate, and how many calls a schedule needs: it is asked client by client",
    }
}
