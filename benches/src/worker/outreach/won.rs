//! Who was given which shift: an agency system that takes every assignment it is given.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use crate::failure::Failure;
use crate::outreach::{NOBODY, ONE_WINNER, TWO_WINNERS};
use crate::task::Answer;

/// The schedule of the agency, as it is after everything.
#[derive(Debug, Default)]
pub(super) struct Schedule(Mutex<BTreeMap<String, BTreeSet<String>>>);

impl Schedule {
    /// Gives a shift to a caregiver, whoever has it.
    pub(super) fn assign(&self, shift: &str, caregiver: &str) {
        let mut given = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        given
            .entry(shift.to_owned())
            .or_default()
            .insert(caregiver.to_owned());
    }

    /// Somebody who has it.
    pub(super) fn holder(&self, shift: &str) -> Option<String> {
        let given = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        given.get(shift)?.first().cloned()
    }

    /// What came of so many shifts.
    pub(super) fn tally(&self, shifts: usize) -> Tally {
        let given = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let one = given.values().filter(|who| who.len() == 1).count();
        Tally {
            one,
            two: given.len() - one,
            nobody: shifts - given.len(),
        }
    }
}

/// Winners, counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) one: usize,
    pub(super) two: usize,
    pub(super) nobody: usize,
}

impl Tally {
    /// Ours has one winner for every shift, or the run fails.
    pub(super) fn require_one_each(self) -> Result<Self, Failure> {
        match self {
            Self {
                two: 0, nobody: 0, ..
            } => Ok(self),
            Self { one, two, nobody } => Err(Failure::new(format!(
                "{one} shifts have one winner, {two} have two and {nobody} have none"
            ))),
        }
    }

    pub(super) fn answer(self, seconds: f64) -> Answer {
        let shifts = self.one + self.two + self.nobody;
        Answer {
            seconds,
            parts: BTreeMap::from([("shifts".to_owned(), shifts.to_string())]),
            sample: None,
            counted: [
                (ONE_WINNER, self.one),
                (TWO_WINNERS, self.two),
                (NOBODY, self.nobody),
            ]
            .map(|(what, number)| (what.to_owned(), crate::worker::count(number)))
            .into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shift_given_twice_is_counted_and_refused_of_ours() {
        let schedule = Schedule::default();
        schedule.assign("s1", "1");
        schedule.assign("s1", "1");
        schedule.assign("s2", "1");
        let tally = schedule.tally(2);
        assert_eq!((tally.one, tally.two, tally.nobody), (2, 0, 0));
        assert!(tally.require_one_each().is_ok());
        schedule.assign("s2", "2");
        let tally = schedule.tally(3);
        assert_eq!((tally.one, tally.two, tally.nobody), (1, 1, 1));
        assert!(tally.require_one_each().is_err());
    }
}
