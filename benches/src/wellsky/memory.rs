//! The memory a stream of pages takes, whatever its length.

use crate::harness::{Case, Conditions, Depth, Entry, Lane, Measure, Rounds, Scale, Target};
use crate::task::Task;

/// How much the peak may grow from the shortest to the longest stream. The ids already seen are kept to prove the list
/// complete: about a mebibyte for ten thousand.
const FLAT: f64 = 1.10;

/// The names of the entries by lane, the longest stream first: the others are compared with it.
const NAMES: [(Lane, [&str; 3]); 3] = [
    (
        Lane::RustCareweave,
        ["Rust, 10,000 rows", "Rust, 5,000 rows", "Rust, 1,000 rows"],
    ),
    (
        Lane::PythonCareweave,
        ["Python, 10,000 rows", "Python, 5,000 rows", "Python, 1,000 rows"],
    ),
    (
        Lane::NodeCareweave,
        ["Node, 10,000 rows", "Node, 5,000 rows", "Node, 1,000 rows"],
    ),
];

pub(super) fn case(depth: Depth) -> Case {
    let (rows, counted): (&[usize], u32) = match depth {
        Depth::Full => (&[10_000, 5_000, 1_000], 3),
        Depth::Quick => (&[2_000], 1),
    };
    let entries = NAMES.iter().flat_map(|(lane, names)| {
        rows.iter().zip(names).map(|(rows, name)| Entry {
            name,
            lane: *lane,
            task: Task::StreamClients { rows: *rows },
        })
    });
    let targets = match depth {
        Depth::Quick => Vec::new(),
        Depth::Full => NAMES
            .iter()
            .map(|(_, [longest, _, shortest])| Target::AtMost {
                entry: longest,
                of: shortest,
                factor: FLAT,
            })
            .collect(),
    };
    Case {
        name: "stream-memory",
        what: "clients streamed page by page and dropped; the peak of resident memory, a fresh process each time"
            .to_owned(),
        conditions: Conditions::Playback { scale: Scale::Large },
        measure: Measure::PeakMemory,
        rounds: Rounds {
            warm_up: 0,
            counted,
        },
        entries: entries.collect(),
        targets,
        units: None,
        limit: "the runtime of the language, and when its collector chooses to run",
    }
}
