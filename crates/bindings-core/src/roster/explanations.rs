//! Explanations as the hosts see them.

use careweave::matching::explain::{Comparison, Counterfactual, Standing};
use careweave::matching::{Candidate, Exclusion, Rule};
use careweave::types::CaregiverId;
use serde::Serialize;

/// Where a caregiver stands for a shift.
#[derive(Serialize)]
#[serde(tag = "standing", rename_all = "snake_case")]
pub(super) enum StandingShown {
    /// May take it.
    Ranked {
        candidate: Box<Candidate>,
        behind: Option<ComparisonShown>,
        would_be_first: Vec<CounterfactualShown>,
    },
    /// May not.
    Excluded { reasons: Vec<ReasonShown> },
}

/// A reason, and the phrase for it.
#[derive(Serialize)]
pub(super) struct ReasonShown {
    #[serde(flatten)]
    reason: Exclusion,
    phrase: String,
}

/// Two candidates, rule by rule.
#[derive(Serialize)]
pub(super) struct ComparisonShown {
    one: CaregiverId,
    other: CaregiverId,
    one_is_first: bool,
    points: i64,
    differences: Vec<DifferenceShown>,
}

#[derive(Serialize)]
struct DifferenceShown {
    rule: Rule,
    points: i64,
    one: String,
    other: String,
}

/// A single change that would make a candidate the first.
#[derive(Serialize)]
pub(super) struct CounterfactualShown {
    change: &'static str,
    amount: i64,
    phrase: String,
}

pub(super) fn standing(standing: Standing) -> StandingShown {
    match standing {
        Standing::Ranked {
            candidate,
            behind,
            would_be_first,
        } => StandingShown::Ranked {
            candidate,
            behind: behind.map(|b| comparison(*b)),
            would_be_first: would_be_first.into_iter().filter_map(counterfactual).collect(),
        },
        Standing::Excluded(reasons) => StandingShown::Excluded {
            reasons: reasons
                .into_iter()
                .map(|reason| ReasonShown {
                    phrase: reason.describe(),
                    reason,
                })
                .collect(),
        },
    }
}

pub(super) fn comparison(comparison: Comparison) -> ComparisonShown {
    ComparisonShown {
        one: comparison.one,
        other: comparison.other,
        one_is_first: comparison.one_is_first,
        points: comparison.points,
        differences: comparison
            .differences
            .into_iter()
            .map(|difference| DifferenceShown {
                rule: difference.rule,
                points: difference.points,
                one: difference.one.to_string(),
                other: difference.other.to_string(),
            })
            .collect(),
    }
}

/// A kind of change that this version has no word for is left out.
fn counterfactual(found: Counterfactual) -> Option<CounterfactualShown> {
    let (change, amount) = match found {
        Counterfactual::LessOvertime { minutes } => ("less_overtime_minutes", minutes),
        Counterfactual::Nearer { metres } => ("nearer_metres", i64::from(metres)),
        Counterfactual::MoreVisits { visits } => ("more_visits", i64::from(visits)),
        _ => return None,
    };
    Some(CounterfactualShown {
        change,
        amount,
        phrase: found.to_string(),
    })
}
