//! Checks of webhooks a second.

use chrono::{DateTime, Utc};

use crate::harness::{Case, Conditions, Depth, Entry, Lane, Measure, Rounds, Target, Units};
use crate::task::{Signature, Task};

const RUST: &str = "careweave (Rust)";
const RUST_PEER: &str = "standardwebhooks (Rust)";
const PYTHON: &str = "careweave (Python)";
const PYTHON_PEER: &str = "standardwebhooks (Python)";
const NODE: &str = "careweave (Node)";
const NODE_PEER: &str = "standardwebhooks (Node)";

pub(super) fn cases(depth: Depth, now: DateTime<Utc>) -> Vec<Case> {
    let (deliveries, warm_up, counted) = match depth {
        Depth::Full => (10_000, 1, 9),
        Depth::Quick => (200, 0, 1),
    };
    let case = |name, scheme, what: &str| {
        let ours = Task::VerifySignatures {
            scheme,
            deliveries,
            now: now.timestamp(),
        };
        // No library of the services' own checks their schemes: the peers check the same bodies by the scheme they know. The
        // digest is the same one.
        let theirs = Task::VerifySignatures {
            scheme: Signature::Standard,
            deliveries,
            now: now.timestamp(),
        };
        let entry = |name, lane, task: &Task| Entry {
            name,
            lane,
            task: task.clone(),
        };
        Case {
            name,
            what: format!("{deliveries} webhooks of 1 KB, every tenth of them changed on its way: {what}"),
            conditions: Conditions::Alone,
            measure: Measure::Time,
            rounds: Rounds { warm_up, counted },
            entries: vec![
                entry(RUST, Lane::RustProviders, &ours),
                entry(RUST_PEER, Lane::RustStandardWebhooks, &theirs),
                entry(PYTHON, Lane::PythonProviders, &ours),
                entry(PYTHON_PEER, Lane::PythonStandardWebhooks, &theirs),
                entry(NODE, Lane::NodeProviders, &ours),
                entry(NODE_PEER, Lane::NodeStandardWebhooks, &theirs),
            ],
            targets: vec![
                Target::Faster {
                    entry: RUST,
                    than: RUST_PEER,
                    factor: 1.0,
                },
                Target::Faster {
                    entry: PYTHON,
                    than: PYTHON_PEER,
                    factor: 5.0,
                },
            ],
            units: Some(Units {
                count: deliveries as u64,
                name: "checks",
            }),
            limit: "SHA-256 over the body; from Python and Node, what it takes to hand over a delivery and to raise an error for a \
                    changed one",
        }
    };
    vec![
        case(
            "standard-webhooks",
            Signature::Standard,
            "Standard Webhooks on both sides",
        ),
        case("acuity-webhooks", Signature::Acuity, "ours by Acuity's scheme"),
        case(
            "calendly-webhooks",
            Signature::Calendly,
            "ours by Calendly's scheme",
        ),
    ]
}
