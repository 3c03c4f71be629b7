//! An agency from its roster: its schedule, its caregivers, the matching engine.

use careweave_matching::roster::RosterData;
use careweave_matching::{Candidate as Ranked, Roster, Shift, rank};
use careweave_types::{Error, Pii, Result, ShiftStatus, TimeWindow};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::crew::Pickup;
use super::report::SimulationReport;
use super::rng::Rng;
use super::scene::{Conduct, Scene, after_minutes, candidate};
use super::trial;
use crate::campaign::{Candidate, Policy, ShiftFacts};

const OPERATION: &str = "outreach.simulate";

/// The draw of a trial that belongs to no candidate: which shift is called off, and how long before.
const CALL_OFF: u32 = u32::MAX;

/// What moves caregivers. The defaults are assumptions, not measurements: put an agency's own here.
///
/// Weights are added to the log-odds of a yes, so 0.7 about doubles the odds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Tendencies {
    /// The chance of a reply to a text, 0 to 1.
    pub reply: f64,
    /// The chance that a reply is a yes, above 0 and below 1, before what follows is added.
    pub accept: f64,
    /// The median of the time to a reply in minutes; it is log-normal.
    pub delay_median_minutes: f64,
    /// The standard deviation of its logarithm.
    pub delay_sigma: f64,
    /// Whether calls are answered.
    pub pickup: Pickup,
    /// For every completed visit with the client, ten at most.
    pub per_visit: f64,
    /// Where the caregiver works in the client's ZIP code.
    pub near: f64,
    /// Where the shift would cause overtime.
    pub overtime: f64,
    /// Where it starts before 6 or after 22 in the agency's zone.
    pub night: f64,
    /// The chance that a text is answered by asking not to be written to again, 0 to 1.
    pub opt_out: f64,
}

impl Default for Tendencies {
    fn default() -> Self {
        Self {
            reply: 0.55,
            accept: 0.25,
            delay_median_minutes: 9.0,
            delay_sigma: 1.3,
            pickup: Pickup::None,
            per_visit: 0.15,
            near: 0.5,
            overtime: -0.3,
            night: -0.7,
            opt_out: 0.001,
        }
    }
}

impl Tendencies {
    /// Refuses what is out of range.
    ///
    /// # Errors
    /// `InvalidInput` that names the field and the rule.
    pub fn check(&self) -> Result<()> {
        let wrong = |field: &str, rule: &str| Err(Error::invalid(OPERATION, field, rule));
        for (field, value) in [("reply", self.reply), ("opt_out", self.opt_out)] {
            if !(0.0..=1.0).contains(&value) {
                return wrong(field, "must be 0 to 1");
            }
        }
        if !(self.accept > 0.0 && self.accept < 1.0) {
            return wrong("accept", "must be above 0 and below 1");
        }
        if !(self.delay_median_minutes > 0.0 && self.delay_median_minutes <= 10_080.0) {
            return wrong("delay_median_minutes", "must be above 0 and at most 10080");
        }
        if !(self.delay_sigma >= 0.0 && self.delay_sigma <= 10.0) {
            return wrong("delay_sigma", "must be 0 to 10");
        }
        if let Pickup::Answered { chance } = self.pickup
            && !(0.0..=1.0).contains(&chance)
        {
            return wrong("pickup.chance", "must be 0 to 1");
        }
        for (field, value) in [
            ("per_visit", self.per_visit),
            ("near", self.near),
            ("overtime", self.overtime),
            ("night", self.night),
        ] {
            if !(-20.0..=20.0).contains(&value) {
                return wrong(field, "must be -20 to 20");
            }
        }
        Ok(())
    }
}

/// A shift that may be called off, with everybody the matching engine lets take it.
#[derive(Debug)]
struct Callable {
    shift: ShiftFacts,
    candidates: Vec<Candidate>,
    /// The chance of a yes, by rank.
    accepts: Vec<f64>,
}

/// An agency that is played: its booked shifts are called off one at a time, and each is filled by a campaign.
#[derive(Debug)]
pub struct AgencyModel {
    tendencies: Tendencies,
    callable: Vec<Callable>,
}

impl AgencyModel {
    /// The booked shifts of a roster that lie ahead, each ranked as if its caregiver had called off.
    ///
    /// # Errors
    /// `InvalidInput`: as [`Tendencies::check`], and for a roster without a booked shift ahead that anybody else could take; what
    /// the ranking says.
    pub fn new(
        roster: &Roster,
        ranking: &careweave_matching::Policy,
        tendencies: Tendencies,
    ) -> Result<Self> {
        tendencies.check()?;
        let mut callable = Vec::new();
        let booked = |shift: &&Shift| {
            shift.caregiver_id.is_some()
                && shift.status == ShiftStatus::Scheduled
                && shift.scheduled_start > roster.as_of()
        };
        for shift in roster.data().shifts.iter().filter(booked) {
            let called_off = without(roster, shift)?;
            let ranked = rank(&called_off, &shift.id, ranking)?.candidates;
            let others = ranked
                .iter()
                .filter(|candidate| Some(&candidate.caregiver_id) != shift.caregiver_id.as_ref());
            let mut one = Callable {
                shift: facts(roster, shift)?,
                candidates: Vec::new(),
                accepts: Vec::new(),
            };
            for candidate in others {
                one.accepts.push(tendencies.accepts(roster, shift, candidate));
                one.candidates.push(asked(roster, candidate, &tendencies)?);
            }
            if !one.candidates.is_empty() {
                callable.push(one);
            }
        }
        if callable.is_empty() {
            return Err(Error::invalid(
                OPERATION,
                "roster",
                "must hold a booked shift ahead that somebody else could take",
            ));
        }
        Ok(Self { tendencies, callable })
    }

    /// How many shifts may be called off.
    pub fn shifts(&self) -> usize {
        self.callable.len()
    }

    /// Calls off so many shifts, one after the other, and fills each by the policy. The same trial is the same shift, the same
    /// notice and the same people under every policy.
    ///
    /// How long before its start a shift is called off: three in ten less than two hours, half two to twelve, the rest up to a
    /// day; an assumption.
    ///
    /// # Errors
    /// `InvalidInput`: as [`Policy::check`]; no trials.
    pub fn simulate(&self, policy: &Policy, seed: u64, trials: u32) -> Result<SimulationReport> {
        policy.check()?;
        if trials == 0 {
            return Err(Error::invalid(OPERATION, "trials", "must be above 0"));
        }
        let mut report = SimulationReport::default();
        for number in 0..trials {
            let mut rng = Rng::of(seed, number, CALL_OFF);
            let place = (rng.uniform() * self.callable.len() as f64) as usize;
            let one = &self.callable[place.min(self.callable.len() - 1)];
            let scene = Scene {
                opening: one.shift.window.start() - notice(&mut rng),
                shift: &one.shift,
                candidates: &one.candidates,
                conducts: (0_u32..)
                    .zip(&one.accepts)
                    .map(|(rank, accepts)| self.tendencies.conduct(*accepts, Rng::of(seed, number, rank)))
                    .collect(),
            };
            report.add(&trial::run(&scene, policy)?);
        }
        report.close();
        Ok(report)
    }
}

impl Tendencies {
    /// The chance that a reply of this caregiver is a yes.
    fn accepts(&self, roster: &Roster, shift: &Shift, candidate: &Ranked) -> f64 {
        let visits = roster
            .past_visits(&candidate.caregiver_id, &shift.client_id)
            .min(10);
        let area = roster
            .caregiver(&candidate.caregiver_id)
            .and_then(|caregiver| caregiver.service_area.as_ref());
        let near = area.is_some() && area == shift.client_zip_code.as_ref().map(Pii::expose);
        let hour = roster.zone().local(shift.scheduled_start).minute_of_day() / 60;
        let mut odds = libm::log(self.accept / (1.0 - self.accept)) + self.per_visit * f64::from(visits);
        for (applies, weight) in [
            (near, self.near),
            (candidate.workload.overtime_minutes > 0, self.overtime),
            (!(6..22).contains(&hour), self.night),
        ] {
            odds += if applies { weight } else { 0.0 };
        }
        1.0 / (1.0 + libm::exp(-odds))
    }

    /// What a caregiver does in a trial: drawn in a fixed order, whether it is used or not.
    fn conduct(&self, accepts: f64, mut rng: Rng) -> Conduct {
        let replies = rng.uniform() < self.reply;
        let accepts = rng.uniform() < accepts;
        let minutes = self.delay_median_minutes * libm::exp(self.delay_sigma * rng.normal());
        let picked = rng.uniform();
        let opts_out = rng.uniform() < self.opt_out;
        Conduct {
            reply_after: (replies || opts_out).then(|| after_minutes(minutes)),
            accepts: accepts && !opts_out,
            picks_up: matches!(self.pickup, Pickup::Answered { chance } if picked < chance),
            opts_out,
        }
    }
}

fn notice(rng: &mut Rng) -> TimeDelta {
    let (kind, part) = (rng.uniform(), rng.uniform());
    let (from, to) = match kind {
        short if short < 0.3 => (15.0, 120.0),
        middle if middle < 0.8 => (120.0, 720.0),
        _ => (720.0, 1_440.0),
    };
    after_minutes(from + part * (to - from))
}

/// The roster with the shift open.
fn without(roster: &Roster, shift: &Shift) -> Result<Roster> {
    let mut data: RosterData = roster.data().clone();
    for one in data.shifts.iter_mut().filter(|one| one.id == shift.id) {
        one.caregiver_id = None;
        one.status = ShiftStatus::Open;
    }
    Ok(Roster::with_care(data, roster.care().clone())?.with_travel(roster.travel().clone()))
}

fn facts(roster: &Roster, shift: &Shift) -> Result<ShiftFacts> {
    Ok(ShiftFacts {
        id: shift.id.clone(),
        window: TimeWindow::new(shift.scheduled_start, shift.scheduled_end)?,
        zone: roster.zone().clone(),
        area: None,
        coordinator: None,
    })
}

fn asked(roster: &Roster, ranked: &Ranked, tendencies: &Tendencies) -> Result<Candidate> {
    Ok(Candidate {
        tier: ranked.tier.unwrap_or(1),
        overtime_minutes: u32::try_from(ranked.workload.overtime_minutes.max(0)).unwrap_or(u32::MAX),
        ..candidate(
            &ranked.caregiver_id,
            ranked.score,
            roster.zone(),
            tendencies.pickup,
        )?
    })
}
