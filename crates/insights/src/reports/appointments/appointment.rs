use careweave_types::Currency;

use super::Fact;
use crate::fold::{Subject, Symbol};

/// What became of an appointment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Showed,
    NoShow,
    Cancelled { late: bool },
    Undetermined,
    Upcoming,
}

/// An appointment as it stands.
#[derive(Clone, Copy)]
pub(super) struct Appointment {
    pub(super) booked_at: i64,
    pub(super) scheduled: i64,
    pub(super) moves: u64,
    pub(super) outcome: Outcome,
    pub(super) professional: Option<Symbol>,
    pub(super) clinic: Option<Symbol>,
    pub(super) price: Option<(i64, Currency)>,
    pub(super) instead_of: Option<Symbol>,
}

impl Appointment {
    pub(super) fn of(subject: &Subject<'_, Fact>, now: i64, late: i64) -> Option<Self> {
        let mut this = subject.facts.iter().find_map(|known| match known.fact {
            Fact::Booked {
                scheduled,
                professional,
                clinic,
                price,
                instead_of,
            } => Some(Self {
                booked_at: known.at,
                scheduled,
                moves: 0,
                outcome: Outcome::Undetermined,
                professional,
                clinic,
                price,
                instead_of,
            }),
            _ => None,
        })?;
        let mut said = None;
        for known in subject.facts {
            match known.fact {
                Fact::Moved { scheduled } => {
                    this.scheduled = scheduled;
                    this.moves += 1;
                    // What was said of the time that was given up is not about the new one.
                    said = None;
                }
                Fact::Showed | Fact::NoShow | Fact::Cancelled => said = Some(*known),
                _ => {}
            }
        }
        this.outcome = match said.map(|known| (known.at, known.fact)) {
            Some((_, Fact::Showed)) => Outcome::Showed,
            Some((_, Fact::NoShow)) => Outcome::NoShow,
            Some((at, _)) => Outcome::Cancelled {
                late: at > this.scheduled - late,
            },
            None if this.scheduled > now => Outcome::Upcoming,
            None => Outcome::Undetermined,
        };
        Some(this)
    }
}
