//! Open campaigns whose deadline has come.

use std::collections::BTreeMap;
use std::time::Instant;

use careweave_outreach::campaign::{Input, State, advance, next_deadline};

use super::material::{candidates, opened, policy};
use crate::failure::Failure;
use crate::task::{Answer, digest};

/// Candidates of each: one wave is out, and one is left.
const CANDIDATES: usize = 9;

pub(super) fn step(campaigns: usize) -> Result<Answer, Failure> {
    let policy = policy();
    let people = candidates(CANDIDATES)?;
    let mut open = (0..campaigns)
        .map(|n| opened(n, people.clone(), &policy))
        .collect::<Result<Vec<State>, _>>()?;
    let mut commands = Vec::with_capacity(campaigns * CANDIDATES);
    let begun = Instant::now();
    for campaign in &mut open {
        let Some(due) = next_deadline(campaign) else {
            return Err(Failure::new("an open campaign has no deadline"));
        };
        let (after, decision) = advance(std::mem::take(campaign), &Input::Tick, due, &policy);
        commands.extend(decision.commands);
        *campaign = after;
    }
    let seconds = begun.elapsed().as_secs_f64();
    let keys = commands.iter().map(|command| command.key.as_str().to_owned());
    Ok(Answer {
        seconds,
        parts: BTreeMap::from([
            ("commands".to_owned(), commands.len().to_string()),
            ("keys".to_owned(), digest(keys.collect())),
        ]),
        ..Answer::default()
    })
}
