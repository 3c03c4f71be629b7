//! A case: who does what under which conditions, and what is promised.

use serde::Serialize;

use super::programs::Lane;
use crate::task::Task;
use crate::workflows::deals::Deals;

/// How much is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Depth {
    /// What is published.
    Full,
    /// Shows that everything runs and agrees.
    Quick,
}

/// Something that is measured, as data.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) name: &'static str,
    /// What is done, for the reader of the table.
    pub(crate) what: String,
    pub(crate) conditions: Conditions,
    pub(crate) measure: Measure,
    pub(crate) rounds: Rounds,
    /// The first is the one whose result the others have to agree with.
    pub(crate) entries: Vec<Entry>,
    pub(crate) targets: Vec<Target>,
    /// How many things a task does, where "per second" says more than seconds.
    pub(crate) units: Option<Units>,
    /// What keeps the figures from being better.
    pub(crate) limit: &'static str,
}

impl Case {
    /// A case of which the time is taken, without targets or units.
    pub(crate) fn timed(
        name: &'static str,
        what: String,
        conditions: Conditions,
        rounds: Rounds,
        entries: Vec<Entry>,
        limit: &'static str,
    ) -> Self {
        Self {
            name,
            what,
            conditions,
            measure: Measure::Time,
            rounds,
            entries,
            targets: Vec::new(),
            units: None,
            limit,
        }
    }
}

/// So many things of a kind, such as 10,000 signatures.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Units {
    pub(crate) count: u64,
    pub(crate) name: &'static str,
}

/// How often everybody has a turn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rounds {
    /// Rounds whose figures are thrown away: they open connections and fetch tokens.
    pub(crate) warm_up: u32,
    pub(crate) counted: u32,
}

impl Rounds {
    /// One to warm up and so many that count; where it is only to be seen that everything runs, a single one.
    pub(crate) fn of(depth: Depth, counted: u32) -> Self {
        match depth {
            Depth::Full => Self { warm_up: 1, counted },
            Depth::Quick => Self {
                warm_up: 0,
                counted: 1,
            },
        }
    }
}

/// A competitor and its task.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) name: &'static str,
    pub(crate) lane: Lane,
    pub(crate) task: Task,
}

impl Entry {
    pub(crate) fn new(name: &'static str, lane: Lane, task: Task) -> Self {
        Self { name, lane, task }
    }
}

/// What a server puts in the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Conditions {
    /// The sandbox holds every request back and refuses what comes too fast.
    Strained {
        scale: Scale,
        latency_ms: u32,
        per_second: u32,
    },
    /// The sandbox's own answers, kept from the first round and played back from memory: its work hides nobody's.
    Playback { scale: Scale },
    /// There is no server: all of the work is in the lane.
    Alone,
    /// There is a disk, whose fsync is probed before and after, and PostgreSQL where it is asked for.
    Stores { postgres: bool },
    /// A portal's deals in a table on a disk, and their prospects at the sandbox, which holds every request back.
    Portal { deals: Deals, latency_ms: u32 },
}

impl Conditions {
    /// How large the vendor's agency is, where a vendor is needed.
    pub(crate) fn scale(self) -> Option<Scale> {
        match self {
            Self::Strained { scale, .. } | Self::Playback { scale } => Some(scale),
            // Nobody of the seeded agency is a prospect of the portal.
            Self::Portal { .. } => Some(Scale::Clinic),
            Self::Alone | Self::Stores { .. } => None,
        }
    }
}

/// How large the sandbox's agency is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scale {
    Clinic,
    Agency,
    Large,
}

impl Scale {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Clinic => "clinic",
            Self::Agency => "agency",
            Self::Large => "large",
        }
    }
}

/// What is taken of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Measure {
    /// Seconds on the wall clock, in a process that lives through all rounds.
    Time,
    /// The most memory the process had resident, in a fresh process each time.
    PeakMemory,
    /// The cost of what was found in a given time: the results differ, and the lower is the better.
    Cost,
}

impl Measure {
    pub(crate) fn unit(self) -> &'static str {
        match self {
            Self::Time => "s",
            Self::PeakMemory => "MiB",
            Self::Cost => "cost",
        }
    }
}

/// A promise about entries, named as in the table.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Target {
    /// At most `factor` times what the rate and the latency of the server allow for the requests that were made.
    OverBound { entry: &'static str, factor: f64 },
    /// At most `factor` times another's figure.
    AtMost {
        entry: &'static str,
        of: &'static str,
        factor: f64,
    },
    /// The other's figure is at least `factor` times as large.
    Faster {
        entry: &'static str,
        than: &'static str,
        factor: f64,
    },
    /// At most so many seconds, or MiB, as the case measures.
    Within { entry: &'static str, most: f64 },
    /// At least so many of the case's units a second.
    Rate { entry: &'static str, least: f64 },
    /// Of what was counted, at most so many in every round.
    CountAtMost {
        entry: &'static str,
        what: &'static str,
        most: f64,
    },
    /// Of what was counted, at least so many in every round.
    CountAtLeast {
        entry: &'static str,
        what: &'static str,
        least: f64,
    },
}

#[cfg(test)]
impl Target {
    /// The entries it names.
    pub(crate) fn entries(&self) -> Vec<&'static str> {
        match *self {
            Self::OverBound { entry, .. }
            | Self::Within { entry, .. }
            | Self::Rate { entry, .. }
            | Self::CountAtMost { entry, .. }
            | Self::CountAtLeast { entry, .. } => vec![entry],
            Self::AtMost { entry, of, .. } => vec![entry, of],
            Self::Faster { entry, than, .. } => vec![entry, than],
        }
    }
}
