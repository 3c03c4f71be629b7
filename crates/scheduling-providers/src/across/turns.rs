use careweave_types::{Error, Result};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Somebody an appointment could go to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contender<Id> {
    /// Who.
    pub id: Id,
    /// The share of appointments meant for this one, in proportion to the others; at least 1.
    pub weight: u32,
    /// How many appointments this one was given in the period that is balanced.
    pub given: u32,
    /// When this one was last given an appointment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_given: Option<DateTime<Utc>>,
    /// Whether the time is free.
    pub available: bool,
}

/// Why somebody was chosen, or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The time is not free.
    Busy,
    /// Nobody who is free has been given less in proportion to the share.
    LeastGiven,
    /// Of those given least, this one has waited longest.
    WaitedLongest,
    /// Of those alike in everything, this one stands first.
    FirstInOrder,
    /// Somebody who is free was given less.
    GivenMore,
    /// Somebody given as little has waited longer.
    WaitedLess,
    /// Somebody alike in everything stands before.
    LaterInOrder,
}

/// Whose turn it is, and why, for everyone who was considered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice<Id> {
    /// Who gets it; `None` when nobody is free.
    pub chosen: Option<Id>,
    /// Everyone, in the order of their turns: those who are busy last.
    pub reasons: Vec<(Id, Reason)>,
}

/// Whose turn it is. Deterministic: least given in proportion to the share, then longest waiting, then smallest id; the order
/// of the contenders does not matter.
///
/// # Errors
/// `InvalidInput` for a weight of 0 and for an id that stands twice.
pub fn choose<Id: Ord + Clone>(contenders: &[Contender<Id>]) -> Result<Choice<Id>> {
    const OPERATION: &str = "across.choose";
    if contenders.iter().any(|contender| contender.weight == 0) {
        return Err(Error::invalid(
            OPERATION,
            "weight",
            "a share is at least 1; leave out who takes no turns",
        ));
    }
    let mut line: Vec<&Contender<Id>> = contenders.iter().collect();
    line.sort_by(|a, b| a.id.cmp(&b.id));
    if line.windows(2).any(|pair| pair[0].id == pair[1].id) {
        return Err(Error::invalid(OPERATION, "id", "every contender stands once"));
    }
    // Given per share, compared without a fraction: a/b < c/d as a*d < c*b.
    let load = |a: &Contender<Id>, b: &Contender<Id>| {
        let left = u64::from(a.given) * u64::from(b.weight);
        left.cmp(&(u64::from(b.given) * u64::from(a.weight)))
    };
    // The sort is stable, so ids keep their order among equals.
    line.sort_by(|a, b| {
        b.available
            .cmp(&a.available)
            .then_with(|| load(a, b))
            .then_with(|| a.last_given.cmp(&b.last_given))
    });
    let chosen = line.first().filter(|first| first.available).copied();
    let alike = |a: &Contender<Id>, b: &Contender<Id>| (load(a, b).is_eq(), a.last_given == b.last_given);
    let runner_up = line.get(1).filter(|second| second.available);
    let reasons = line
        .iter()
        .enumerate()
        .map(|(place, contender)| {
            let reason = match (contender.available, place, chosen) {
                (false, ..) | (_, _, None) => Reason::Busy,
                (true, 0, Some(first)) => match runner_up.map(|second| alike(first, second)) {
                    None | Some((false, _)) => Reason::LeastGiven,
                    Some((true, false)) => Reason::WaitedLongest,
                    Some((true, true)) => Reason::FirstInOrder,
                },
                (true, _, Some(first)) => match alike(first, contender) {
                    (false, _) => Reason::GivenMore,
                    (true, false) => Reason::WaitedLess,
                    (true, true) => Reason::LaterInOrder,
                },
            };
            (contender.id.clone(), reason)
        })
        .collect();
    Ok(Choice {
        chosen: chosen.map(|first| first.id.clone()),
        reasons,
    })
}
