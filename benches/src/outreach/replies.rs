//! What caregivers write back, beside the list of patterns that a portal would write.

use crate::harness::{Case, Conditions, Depth, Entry, Lane, Rounds, Target, Units};
use crate::task::Task;

const RUST: &str = "careweave (Rust)";
const PYTHON: &str = "careweave (Python)";
const PATTERNS_RUST: &str = "patterns (Rust)";
const PATTERNS_PYTHON: &str = "patterns (Python)";

/// Messages that were not read as they are meant: yes, no, or neither.
pub(crate) const MISREAD: &str = "messages misread";
/// Messages among them that were taken for a yes.
pub(crate) const FALSE_YES: &str = "taken for a yes";

pub(super) fn case(depth: Depth) -> Case {
    let messages = match depth {
        Depth::Full => 1_000_000,
        Depth::Quick => 2_000,
    };
    let (few, fewer) = match depth {
        Depth::Full => (200_000, 100_000),
        Depth::Quick => (1_000, 1_000),
    };
    let task = |only: usize| Task::ReadReplies {
        messages,
        only: (only < messages).then_some(only),
    };
    let mut case = Case::timed(
        "replies",
        format!(
            "{messages} texts in eight languages, the messages of our corpus over and over: yes, no, or neither"
        ),
        Conditions::Alone,
        Rounds::of(depth, 5),
        vec![
            Entry::new(RUST, Lane::RustOutreach, task(messages)),
            Entry::new(PATTERNS_RUST, Lane::RustPatterns, task(messages)),
            Entry::new(PYTHON, Lane::PythonOutreach, task(fewer)),
            Entry::new(PATTERNS_PYTHON, Lane::PythonPatterns, task(few)),
        ],
        "one thread; ours tells twenty intents, which items and days, the language and the rule; the patterns tell yes from no, in \
         English and Spanish. In Python every message crosses by itself, as JSON",
    );
    case.units = Some(Units {
        count: messages as u64,
        name: "messages",
    });
    case.targets = vec![
        Target::Rate {
            entry: RUST,
            least: 1_000_000.0,
        },
        Target::CountAtMost {
            entry: RUST,
            what: MISREAD,
            most: 0.0,
        },
        Target::CountAtMost {
            entry: PYTHON,
            what: MISREAD,
            most: 0.0,
        },
    ];
    case
}
