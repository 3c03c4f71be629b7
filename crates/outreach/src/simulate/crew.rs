use careweave_types::{AgencyZone, CaregiverId, Error, Result, ShiftId, TimeWindow};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::rng::Rng;
use super::scene::{Conduct, after_minutes, candidate};
use crate::campaign::{Candidate, ShiftFacts};

const OPERATION: &str = "outreach.simulate";

/// How those who can be asked behave. The defaults are assumptions, not measurements: no distribution of reply times in
/// home care is published, so an agency should put its own here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Crew {
    /// How many there are, 1 to 500.
    pub candidates: u32,
    /// The chance that the best ranked replies to a text at all, 0 to 1.
    pub reply: f64,
    /// The chance that their reply is a yes, 0 to 1.
    pub accept: f64,
    /// What both are multiplied with from one rank to the next, above 0 and at most 1.
    pub per_rank: f64,
    /// The median of the time to a reply in minutes; it is log-normal.
    pub delay_median_minutes: f64,
    /// The standard deviation of its logarithm.
    pub delay_sigma: f64,
    /// Minutes from the opening to the start of the shift, 1 to 1440.
    pub lead_minutes: u32,
    /// Whether calls are answered.
    pub pickup: Pickup,
}

/// Whether calls are answered.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "calls", rename_all = "snake_case", deny_unknown_fields)]
pub enum Pickup {
    /// Nobody has agreed to be called.
    None,
    /// So many answer.
    Answered {
        /// The chance of it, 0 to 1.
        chance: f64,
    },
}

impl Default for Crew {
    fn default() -> Self {
        Self {
            candidates: 40,
            reply: 0.55,
            accept: 0.30,
            per_rank: 0.97,
            delay_median_minutes: 9.0,
            delay_sigma: 1.3,
            lead_minutes: 240,
            pickup: Pickup::None,
        }
    }
}

impl Crew {
    /// Refuses what is out of range.
    ///
    /// # Errors
    /// `InvalidInput` that names the field and the rule.
    pub fn check(&self) -> Result<()> {
        let wrong = |field: &str, rule: &str| Err(Error::invalid(OPERATION, field, rule));
        let chance = |value: f64| (0.0..=1.0).contains(&value);
        if !(1..=500).contains(&self.candidates) {
            return wrong("candidates", "must be 1 to 500");
        }
        for (field, value) in [("reply", self.reply), ("accept", self.accept)] {
            if !chance(value) {
                return wrong(field, "must be 0 to 1");
            }
        }
        if let Pickup::Answered { chance: picked } = self.pickup
            && !chance(picked)
        {
            return wrong("pickup.chance", "must be 0 to 1");
        }
        if !(self.per_rank > 0.0 && self.per_rank <= 1.0) {
            return wrong("per_rank", "must be above 0 and at most 1");
        }
        if !(self.delay_median_minutes > 0.0 && self.delay_median_minutes <= 10_080.0) {
            return wrong("delay_median_minutes", "must be above 0 and at most 10080");
        }
        if !(self.delay_sigma >= 0.0 && self.delay_sigma <= 10.0) {
            return wrong("delay_sigma", "must be 0 to 10");
        }
        if !(1..=1_440).contains(&self.lead_minutes) {
            return wrong("lead_minutes", "must be 1 to 1440");
        }
        Ok(())
    }

    /// The moment shifts open: a Monday at nine in Denver, when everybody may be written to for eleven hours.
    pub(super) fn opening() -> DateTime<Utc> {
        DateTime::from_timestamp(1_775_487_600, 0).unwrap_or(DateTime::UNIX_EPOCH)
    }

    pub(super) fn shift(&self) -> Result<ShiftFacts> {
        let start = Self::opening() + TimeDelta::minutes(i64::from(self.lead_minutes));
        Ok(ShiftFacts {
            id: ShiftId::new("simulated")?,
            window: TimeWindow::new(start, start + TimeDelta::hours(4))?,
            zone: AgencyZone::new("America/Denver")?,
            area: None,
            coordinator: None,
        })
    }

    /// Everybody, by rank.
    pub(super) fn candidates(&self) -> Result<Vec<Candidate>> {
        let zone = AgencyZone::new("America/Denver")?;
        (0..self.candidates)
            .map(|rank| self.candidate(rank, &zone))
            .collect()
    }

    fn candidate(&self, rank: u32, zone: &AgencyZone) -> Result<Candidate> {
        let id = CaregiverId::new(rank.to_string())?;
        candidate(&id, -i64::from(rank), zone, self.pickup)
    }

    /// What the candidate of a rank does in a trial: drawn in a fixed order, whether it is used or not.
    pub(super) fn conduct(&self, seed: u64, trial: u32, rank: u32) -> Conduct {
        let mut rng = Rng::of(seed, trial, rank);
        let fade = libm::pow(self.per_rank, f64::from(rank));
        let replies = rng.uniform() < self.reply * fade;
        let accepts = rng.uniform() < self.accept * fade;
        let minutes = self.delay_median_minutes * libm::exp(self.delay_sigma * rng.normal());
        let picks_up = match self.pickup {
            Pickup::None => false,
            Pickup::Answered { chance } => rng.uniform() < chance,
        };
        Conduct {
            reply_after: replies.then(|| after_minutes(minutes)),
            accepts,
            picks_up,
            opts_out: false,
        }
    }
}
