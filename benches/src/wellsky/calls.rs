//! What a call costs beyond the bytes.

use crate::harness::{Case, Conditions, Depth, Entry, Lane, Measure, Rounds, Scale, Target};
use crate::task::Task;

/// The first client of the sandbox's agency; the others follow.
const FIRST_CLIENT: usize = 500_001;

const RUST: &str = "careweave (Rust)";
const BARE: &str = "reqwest + serde";
const PYTHON: &str = "careweave (Python)";
const HTTPX: &str = "httpx + pydantic";
const NODE: &str = "careweave (Node)";
const UNDICI: &str = "undici + zod";

fn entry(name: &'static str, lane: Lane, task: &Task) -> Entry {
    Entry {
        name,
        lane,
        task: task.clone(),
    }
}

pub(super) fn one_client(depth: Depth) -> Case {
    let (scale, calls, warm_up, counted) = match depth {
        Depth::Full => (Scale::Agency, 400, 2, 41),
        Depth::Quick => (Scale::Clinic, 20, 0, 1),
    };
    let ids = (0..calls).map(|number| (FIRST_CLIENT + number).to_string());
    let task = Task::GetClients { ids: ids.collect() };
    Case {
        name: "one-client",
        what: format!("{calls} clients over REST by their ids, one call after another"),
        conditions: Conditions::Playback { scale },
        measure: Measure::Time,
        rounds: Rounds { warm_up, counted },
        entries: vec![
            entry(RUST, Lane::RustCareweave, &task),
            entry(BARE, Lane::RustReqwest, &task),
        ],
        targets: vec![Target::AtMost {
            entry: RUST,
            of: BARE,
            factor: 1.10,
        }],
        units: None,
        limit: "the round trip on loopback, which both pay: what is left is what every call of ours adds",
    }
}

pub(super) fn all_clients(depth: Depth) -> Case {
    let (scale, warm_up, counted) = match depth {
        Depth::Full => (Scale::Large, 2, 9),
        Depth::Quick => (Scale::Agency, 0, 1),
    };
    let task = Task::ListClients;
    Case {
        name: "all-clients",
        what: format!(
            "every client over REST by pages of 100, into one list of typed records (scale {})",
            scale.name()
        ),
        conditions: Conditions::Playback { scale },
        measure: Measure::Time,
        rounds: Rounds { warm_up, counted },
        entries: vec![
            entry(RUST, Lane::RustCareweave, &task),
            entry(BARE, Lane::RustReqwest, &task),
            entry(PYTHON, Lane::PythonCareweave, &task),
            entry(HTTPX, Lane::PythonHttpx, &task),
            entry(NODE, Lane::NodeCareweave, &task),
            entry(UNDICI, Lane::NodeUndici, &task),
        ],
        targets: vec![
            Target::AtMost {
                entry: RUST,
                of: BARE,
                factor: 1.10,
            },
            Target::Faster {
                entry: PYTHON,
                than: HTTPX,
                factor: 3.0,
            },
            Target::Faster {
                entry: NODE,
                than: UNDICI,
                factor: 1.5,
            },
        ],
        units: None,
        limit: "pages come one after another, since the next one's offset is known only then; the server's share is the \
                same for everybody",
    }
}
