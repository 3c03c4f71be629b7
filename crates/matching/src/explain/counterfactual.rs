use std::fmt;

use crate::rank::{Facts, Key, score};
use crate::world::{Judged, World};

/// One change that would make a candidate the first, and the smallest of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Counterfactual {
    /// So much less overtime; its premium shrinks in proportion.
    LessOvertime {
        /// Minutes.
        minutes: i64,
    },
    /// So much nearer.
    Nearer {
        /// Metres of road.
        metres: u32,
    },
    /// So many more visits with the client, made today.
    MoreVisits {
        /// Visits.
        visits: u32,
    },
}

impl fmt::Display for Counterfactual {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LessOvertime { minutes: 1 } => f.write_str("would be first with 1 minute less overtime"),
            Self::LessOvertime { minutes } => {
                write!(f, "would be first with {minutes} minutes less overtime")
            }
            Self::Nearer { metres } => write!(f, "would be first {metres} metres nearer"),
            Self::MoreVisits { visits: 1 } => f.write_str("would be first with 1 more visit"),
            Self::MoreVisits { visits } => write!(f, "would be first with {visits} more visits"),
        }
    }
}

/// More visits than this are no explanation any more.
const MOST_VISITS: u32 = 1_000;

pub(super) fn counterfactuals(world: &World, who: usize, own: &Judged, best: &Judged) -> Vec<Counterfactual> {
    let wins = |facts: &Facts| {
        let card = score(&world.policy().weights, facts);
        Key::new(world.policy(), card.total, facts, who) < best.key
    };
    let facts = own.facts;
    let mut found = Vec::new();
    let overtime = facts.overtime_minutes.max(0);
    let less = |minutes: i64| {
        let left = overtime - minutes;
        Facts {
            overtime_minutes: left,
            premium: (i128::from(facts.premium) * i128::from(left) / i128::from(overtime.max(1))) as i64,
            ..facts
        }
    };
    if let Some(minutes) = smallest(overtime, |minutes| wins(&less(minutes))) {
        found.push(Counterfactual::LessOvertime { minutes });
    }
    if let Some(metres) = facts.metres {
        let nearer = |by: i64| Facts {
            metres: Some(metres - by as u32),
            ..facts
        };
        if let Some(by) = smallest(i64::from(metres), |by| wins(&nearer(by))) {
            found.push(Counterfactual::Nearer { metres: by as u32 });
        }
    }
    let today = world.decay().weight(0);
    let more = |visits: i64| Facts {
        visits: facts.visits.saturating_add(visits as u32),
        weighted_visits: facts.weighted_visits + today * visits as u64,
        ..facts
    };
    if let Some(visits) = smallest(i64::from(MOST_VISITS), |visits| wins(&more(visits))) {
        found.push(Counterfactual::MoreVisits {
            visits: visits as u32,
        });
    }
    found
}

/// The smallest change from 1 to `most` that suffices; more of a change never suffices less.
fn smallest(most: i64, suffices: impl Fn(i64) -> bool) -> Option<i64> {
    if most < 1 || !suffices(most) {
        return None;
    }
    let (mut low, mut high) = (1, most);
    while low < high {
        let middle = low + (high - low) / 2;
        if suffices(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Some(low)
}
