//! What a policy is worth, on assumptions about people that can be read and changed.
//!
//! [`simulate`] runs the campaign itself, not a model of it: the clock jumps from deadline to deadline and from answer to
//! answer, the candidates answer as a [`Crew`] says, and the agency system takes every assignment. Policies are compared
//! on common random numbers: in the same trial the same candidate answers the same way, whoever else is asked and when.
//!
//! [`simulate`] fills one imagined shift over and over. An [`AgencyModel`] takes a roster instead: shifts of its schedule are
//! called off, the matching engine ranks who could take them, and people answer by what the shift is to them. What people
//! do can be fitted to an agency's own log with [`fit_replies`].
//!
//! The same seed gives the same result on every machine: the generator and the logarithms are this library's own.

mod agency;
mod crew;
mod fit;
mod report;
mod rng;
mod scene;
mod trial;

pub use agency::{AgencyModel, Tendencies};
pub use crew::{Crew, Pickup};
pub use fit::{ReplyTimes, fit_replies};
pub use report::{Share, SimulationReport};

use careweave_types::Result;

use crate::campaign::Policy;

/// Runs so many trials of filling one shift.
///
/// ```
/// use careweave_outreach::campaign::{Policy, Urgent, WaveSizing, Waves};
/// use careweave_outreach::simulate::{Crew, simulate};
///
/// let policy = Policy {
///     waves: Waves { size: WaveSizing::Count { caregivers: 10 }, max_contacts: 10, ..Waves::default() },
///     voice: None,
///     ..Policy::named("ten at once")
/// };
/// let report = simulate(&Crew::default(), &policy, 7, 50)?;
/// assert_eq!(report.texts, 500);
/// # Ok::<(), careweave_types::Error>(())
/// ```
///
/// # Errors
/// `InvalidInput` that names the field: as [`Policy::check`] and [`Crew::check`]; no trials.
pub fn simulate(crew: &Crew, policy: &Policy, seed: u64, trials: u32) -> Result<SimulationReport> {
    policy.check()?;
    crew.check()?;
    if trials == 0 {
        return Err(careweave_types::Error::invalid(
            "outreach.simulate",
            "trials",
            "must be above 0",
        ));
    }
    let (shift, candidates) = (crew.shift()?, crew.candidates()?);
    let mut report = SimulationReport::default();
    for number in 0..trials {
        let scene = scene::Scene {
            opening: Crew::opening(),
            shift: &shift,
            candidates: &candidates,
            conducts: (0..crew.candidates)
                .map(|rank| crew.conduct(seed, number, rank))
                .collect(),
        };
        report.add(&trial::run(&scene, policy)?);
    }
    report.close();
    Ok(report)
}
