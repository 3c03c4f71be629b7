use serde::Serialize;

use super::rate::Z95;

/// How long it took until something happened, or how long it had not happened when observation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spell {
    /// The time, in any unit; not negative.
    pub time: i64,
    /// Whether it happened at that time.
    pub ended: bool,
}

/// One step of the curve.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Step {
    /// The time.
    pub time: i64,
    /// The share that lasts longer.
    pub survival: f64,
    /// How many were still under observation just before.
    pub at_risk: u64,
    /// How many it happened to at that time.
    pub events: u64,
    #[serde(skip)]
    greenwood: f64,
}

/// The estimate of Kaplan and Meier (JASA 53, 1958): how many last longer than a time, when some are still running.
///
/// ```
/// use careweave_insights::measure::{Spell, Survival};
/// let spell = |time, ended| Spell { time, ended };
/// let curve = Survival::new(vec![spell(10, true), spell(20, false), spell(30, true)]);
/// assert_eq!(curve.median(), Some(30));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Survival {
    steps: Vec<Step>,
    observed: u64,
    censored: u64,
    longest: Option<i64>,
}

impl Survival {
    /// The curve of these spells, in any order.
    pub fn new(mut spells: Vec<Spell>) -> Self {
        spells.sort_unstable();
        let mut curve = Self {
            observed: spells.len() as u64,
            censored: spells.iter().filter(|spell| !spell.ended).count() as u64,
            longest: spells.last().map(|spell| spell.time),
            steps: Vec::new(),
        };
        let (mut survival, mut greenwood, mut at_risk) = (1.0_f64, 0.0_f64, spells.len() as u64);
        for group in spells.chunk_by(|a, b| a.time == b.time) {
            let events = group.iter().filter(|spell| spell.ended).count() as u64;
            if events > 0 {
                let (n, d) = (at_risk as f64, events as f64);
                survival *= (n - d) / n;
                if at_risk > events {
                    greenwood += d / (n * (n - d));
                }
                curve.steps.push(Step {
                    time: group[0].time,
                    survival,
                    at_risk,
                    events,
                    greenwood,
                });
            }
            at_risk -= group.len() as u64;
        }
        curve
    }

    /// The steps, in order.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// How many spells ended by what is measured, and how many only by the end of observation.
    pub const fn ended_and_censored(&self) -> (u64, u64) {
        (self.observed - self.censored, self.censored)
    }

    /// The first time at which no more than `share` are left; nothing when the curve never gets there.
    pub fn quantile(&self, share: f64) -> Option<i64> {
        let step = self.steps.iter().find(|step| step.survival <= share + 1e-12)?;
        Some(step.time)
    }

    /// The time at which half are through; nothing when fewer than half are by the end.
    pub fn median(&self) -> Option<i64> {
        self.quantile(0.5)
    }

    /// The share that lasts longer than `time`, with the interval of 95 % by Greenwood's variance on the log-log
    /// scale. Nothing when nobody was observed that long and some were still running.
    pub fn beyond(&self, time: i64) -> Option<(f64, Option<(f64, f64)>)> {
        let last = self.longest?;
        let step = self.steps.iter().rev().find(|step| step.time <= time);
        if time > last && step.is_none_or(|step| step.survival > 0.0) {
            return None;
        }
        let Some(step) = step else {
            return Some((1.0, None));
        };
        let s = step.survival;
        if s <= 0.0 {
            return Some((0.0, None));
        }
        // The functions of libm are the same to the last bit on every machine.
        let log = libm::log(s);
        let reach = Z95 * step.greenwood.sqrt() / log.abs();
        let end = |sign: f64| libm::pow(s, libm::exp(sign * reach));
        Some((s, Some((end(1.0).min(s), end(-1.0).max(s)))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Weeks of remission under 6-mercaptopurine, of Freireich et al. 1963: the textbook case.
    fn freireich() -> Survival {
        let ended = [6, 6, 6, 7, 10, 13, 16, 22, 23];
        let running = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35];
        let mut spells: Vec<Spell> = ended.iter().map(|&time| Spell { time, ended: true }).collect();
        spells.extend(running.iter().map(|&time| Spell { time, ended: false }));
        Survival::new(spells)
    }

    #[test]
    fn the_curve_is_that_of_the_textbook() {
        let curve = freireich();
        let expected = [
            (6, 0.857),
            (7, 0.807),
            (10, 0.753),
            (13, 0.690),
            (16, 0.627),
            (22, 0.538),
            (23, 0.448),
        ];
        assert_eq!(curve.steps().len(), expected.len());
        for (step, (time, survival)) in curve.steps().iter().zip(expected) {
            assert_eq!(step.time, time);
            assert!((step.survival - survival).abs() < 5e-4, "{step:?}");
        }
        assert_eq!(curve.median(), Some(23));
        assert_eq!(curve.ended_and_censored(), (9, 12));
    }

    #[test]
    fn beyond_what_was_observed_nothing_is_claimed() {
        let curve = freireich();
        assert_eq!(curve.beyond(36), None);
        let (share, interval) = curve.beyond(24).unwrap();
        let (low, high) = interval.unwrap();
        assert!((share - 0.448).abs() < 5e-4);
        // Log-log interval at 23 weeks, as survival::survfit(conf.type = "log-log") prints it: 0.188 to 0.680.
        assert!(
            (low - 0.188).abs() < 1e-3 && (high - 0.680).abs() < 1e-3,
            "{low} {high}"
        );
        assert_eq!(Survival::new(Vec::new()).beyond(1), None);
        assert_eq!(Survival::new(Vec::new()).median(), None);
    }

    #[test]
    fn a_mean_over_those_who_are_through_would_flatter() {
        let mut spells = vec![Spell { time: 5, ended: true }; 4];
        spells.extend(
            [Spell {
                time: 240,
                ended: false,
            }; 6],
        );
        assert_eq!(Survival::new(spells).median(), None);
    }
}
