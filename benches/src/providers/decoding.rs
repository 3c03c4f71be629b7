//! From an answer of Acuity to typed records.

use crate::harness::{Case, Conditions, Depth, Entry, Lane, Measure, Rounds, Target, Units};
use crate::task::Task;

const RUST: &str = "careweave (Rust)";
const PYDANTIC: &str = "json + pydantic";
const ZOD: &str = "JSON.parse + zod";

pub(super) fn case(depth: Depth) -> Case {
    let (rows, warm_up, counted) = match depth {
        Depth::Full => (10_000, 1, 9),
        Depth::Quick => (200, 0, 1),
    };
    let entry = |name, lane| Entry {
        name,
        lane,
        task: Task::DecodeAppointments { rows },
    };
    Case {
        name: "decode-appointments",
        what: format!("an answer of Acuity with {rows} appointments, from bytes to typed records"),
        conditions: Conditions::Alone,
        measure: Measure::Time,
        rounds: Rounds { warm_up, counted },
        entries: vec![
            entry(RUST, Lane::RustProviders),
            entry(PYDANTIC, Lane::PythonPydantic),
            entry(ZOD, Lane::NodeZod),
        ],
        targets: vec![
            Target::Faster {
                entry: RUST,
                than: PYDANTIC,
                factor: 5.0,
            },
            Target::Faster {
                entry: RUST,
                than: ZOD,
                factor: 5.0,
            },
        ],
        units: Some(Units {
            count: rows as u64,
            name: "appointments",
        }),
        limit: "ours keeps each record as it came beside the typed one, and reads each row by itself, so that a malformed one \
                loses nothing else",
    }
}
