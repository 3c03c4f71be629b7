use serde::{Deserialize, Serialize};

use super::trial::Outcome;

/// What came of many trials: counts, from which every share follows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SimulationReport {
    /// Trials.
    pub trials: u32,
    /// Shifts filled before their start.
    pub filled: u32,
    /// Shifts filled within fifteen minutes.
    pub filled_by_15: u32,
    /// Shifts filled within an hour.
    pub filled_by_60: u32,
    /// The median of the minutes to the fill, of those filled. It flatters who asks once and gives up: compare fills by a
    /// deadline instead.
    pub median_minutes: Option<f64>,
    /// The minutes within which nine of ten of those filled were.
    pub p90_minutes: Option<f64>,
    /// Texts sent.
    pub texts: u64,
    /// Calls placed.
    pub calls: u64,
    /// Yeses that came too late.
    pub surplus: u64,
    /// People who asked not to be written to again.
    #[serde(default)]
    pub opt_outs: u64,
    /// Minutes of overtime the assignments cause.
    #[serde(default)]
    pub overtime_minutes: u64,
    #[serde(skip)]
    minutes: Vec<f64>,
}

/// A share of the trials, with the half-width of its 95 % interval, both in percent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// The share.
    pub percent: f64,
    /// The half-width.
    pub margin: f64,
}

impl SimulationReport {
    pub(super) fn add(&mut self, outcome: &Outcome) {
        self.trials += 1;
        self.texts += u64::from(outcome.texts);
        self.calls += u64::from(outcome.calls);
        self.surplus += u64::from(outcome.surplus);
        self.opt_outs += u64::from(outcome.opt_outs);
        self.overtime_minutes += u64::from(outcome.overtime_minutes);
        if let Some(minutes) = outcome.filled_after {
            self.filled += 1;
            self.filled_by_15 += u32::from(minutes <= 15.0);
            self.filled_by_60 += u32::from(minutes <= 60.0);
            self.minutes.push(minutes);
        }
    }

    pub(super) fn close(&mut self) {
        self.minutes.sort_unstable_by(f64::total_cmp);
        let at = |part: usize| {
            let last = self.minutes.len().checked_sub(1)?;
            self.minutes.get(last * part / 10).copied()
        };
        (self.median_minutes, self.p90_minutes) = (at(5), at(9));
        self.minutes = Vec::new();
    }

    /// A count as a share of the trials.
    pub fn share(&self, count: u32) -> Share {
        let trials = f64::from(self.trials.max(1));
        let part = f64::from(count) / trials;
        Share {
            percent: 100.0 * part,
            margin: 196.0 * libm::sqrt(part * (1.0 - part) / trials),
        }
    }

    /// Texts per trial.
    pub fn texts_each(&self) -> f64 {
        self.texts as f64 / f64::from(self.trials.max(1))
    }

    /// Yeses that came too late, per trial.
    pub fn surplus_each(&self) -> f64 {
        self.surplus as f64 / f64::from(self.trials.max(1))
    }
}
