use careweave_types::{Error, Result};
use serde::{Deserialize, Serialize};

use crate::rank::Decay;
use crate::roster::Attendance;

/// What is believed of a caregiver before anything is known: a beta distribution by its mean and its weight in shifts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prior {
    mean_ppm: u32,
    strength: u32,
}

/// An estimated probability of a miss without a call, exactly, in lowest terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Estimate {
    /// Above the line.
    pub numerator: u128,
    /// Below.
    pub denominator: u128,
    /// What it rests on: "1 of 1" is not "20 of 400".
    pub exposure: Attendance,
    prior: Prior,
}

impl Prior {
    /// A mean in parts per million and how many imagined shifts it stands for.
    ///
    /// # Errors
    /// `InvalidInput` for a mean of more than a million parts, and for no shifts.
    pub fn new(mean_ppm: u32, strength: u32) -> Result<Self> {
        let wrong = |field: &'static str, rule: &str| Err(Error::invalid("reliability.prior", field, rule));
        if mean_ppm > 1_000_000 {
            return wrong("mean_ppm", "a probability has at most 1000000 parts");
        }
        if strength == 0 {
            return wrong("strength", "must be more than zero");
        }
        Ok(Self { mean_ppm, strength })
    }

    /// The prior that an agency's caregivers themselves suggest, by the method of moments on caregivers with at least
    /// `least_accepted` shifts: the more their rates differ beyond chance, the fewer imagined shifts. Between 2 and 1,000.
    ///
    /// # Errors
    /// `InvalidInput` for counts that contradict each other, and where nobody has that many shifts.
    pub fn fit(counts: &[Attendance], least_accepted: u32) -> Result<Self> {
        let wrong = |at: usize| {
            Error::invalid("reliability.prior", "missed", "must not be more than accepted")
                .with("record", format!("counts[{at}]"))
        };
        if let Some(at) = counts.iter().position(|c| c.missed > c.accepted) {
            return Err(wrong(at));
        }
        let used: Vec<_> = counts
            .iter()
            .filter(|c| c.accepted >= least_accepted.max(1))
            .collect();
        let shifts: u64 = used.iter().map(|c| u64::from(c.accepted)).sum();
        let missed: u64 = used.iter().map(|c| u64::from(c.missed)).sum();
        if shifts == 0 {
            return Err(Error::invalid(
                "reliability.prior",
                "least_accepted",
                "nobody has that many shifts; ask for fewer, or state a prior",
            ));
        }
        let mean = missed as f64 / shifts as f64;
        // Weighted between-caregiver variance, less what binomial chance explains (Kleinman 1973).
        let people = used.len() as f64;
        let squares: f64 = used
            .iter()
            .map(|c| f64::from(c.accepted) * f64::from(c.accepted))
            .sum();
        let spread: f64 = used
            .iter()
            .map(|c| {
                let off = f64::from(c.missed) / f64::from(c.accepted) - mean;
                f64::from(c.accepted) * off * off
            })
            .sum();
        let chance = mean * (1.0 - mean);
        let effective = shifts as f64 - squares / shifts as f64;
        let excess = (spread - chance * (people - 1.0)) / effective.max(f64::MIN_POSITIVE);
        let strength = if excess > 0.0 && chance > excess {
            chance / excess - 1.0
        } else {
            1_000.0
        };
        Self::new(
            (mean * 1e6).round() as u32,
            strength.clamp(2.0, 1_000.0).round() as u32,
        )
    }

    /// The estimate after what was counted. Without history it is the mean.
    pub fn posterior(self, counted: Attendance) -> Estimate {
        self.of_parts(
            u128::from(counted.missed),
            u128::from(counted.accepted),
            1,
            counted,
        )
    }

    /// `missed` and `accepted` in `unit`ths of a shift.
    fn of_parts(self, missed: u128, accepted: u128, unit: u128, exposure: Attendance) -> Estimate {
        let strength = u128::from(self.strength) * unit;
        let numerator = strength * u128::from(self.mean_ppm) + missed * 1_000_000;
        let denominator = (strength + accepted) * 1_000_000;
        let divisor = gcd(numerator, denominator);
        Estimate {
            numerator: numerator / divisor,
            denominator: denominator / divisor,
            exposure,
            prior: self,
        }
    }
}

impl Estimate {
    /// The probability.
    pub fn probability(&self) -> f64 {
        self.numerator as f64 / self.denominator as f64
    }

    /// For people, in counts: `missed 2 of 60 without a call, agency mean 2.0 %: 2.7 %`.
    pub fn explain(&self) -> String {
        let tenths = |numerator: u128, denominator: u128| {
            let tenths = (numerator * 2_000 + denominator) / (denominator * 2).max(1);
            format!("{}.{} %", tenths / 10, tenths % 10)
        };
        let mean = tenths(u128::from(self.prior.mean_ppm), 1_000_000);
        if self.exposure.accepted == 0 {
            return format!("no shifts counted yet, agency mean {mean}");
        }
        let Attendance { missed, accepted } = self.exposure;
        let own = tenths(self.numerator, self.denominator);
        format!("missed {missed} of {accepted} without a call, agency mean {mean}: {own}")
    }
}

/// Shifts counted less the older they are: `2^(−age/half-life)`, in 65,536ths, so that old events fade and every machine agrees.
#[derive(Clone, Debug)]
pub struct RecencyWeighted {
    decay: Decay,
    accepted: u64,
    missed: u64,
    exposure: Attendance,
}

impl RecencyWeighted {
    /// Nothing counted yet.
    ///
    /// # Errors
    /// `InvalidInput` for a half-life that is not between 1 and 36,500 days.
    pub fn new(half_life_days: u32) -> Result<Self> {
        if !(1..=36_500).contains(&half_life_days) {
            return Err(Error::invalid(
                "reliability.recency",
                "half_life_days",
                "must be between 1 and 36500",
            ));
        }
        Ok(Self {
            decay: Decay::new(half_life_days),
            accepted: 0,
            missed: 0,
            exposure: Attendance::default(),
        })
    }

    /// Counts one shift that was so many days ago.
    pub fn count(&mut self, age_days: u32, missed: bool) {
        let weight = self.decay.weight(age_days);
        self.accepted += weight;
        self.exposure.accepted += 1;
        if missed {
            self.missed += weight;
            self.exposure.missed += 1;
        }
    }

    /// The estimate.
    pub fn posterior(&self, prior: Prior) -> Estimate {
        prior.of_parts(self.missed.into(), self.accepted.into(), 1 << 16, self.exposure)
    }
}

fn gcd(a: u128, b: u128) -> u128 {
    if b == 0 { a.max(1) } else { gcd(b, a % b) }
}
