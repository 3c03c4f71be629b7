//! Do the results agree, and are the targets met?

use std::collections::BTreeMap;

use serde::Serialize;

use super::case::{Case, Measure, Target};
use super::figures::{Figures, paired};
use crate::failure::Failure;
use crate::task::Answer;

/// Refuses an answer that is not the same result as the reference: every part of a sample is in the reference, and a whole
/// has neither more nor less.
pub(crate) fn require_agreement(reference: (&str, &Answer), other: (&str, &Answer)) -> Result<(), Failure> {
    let ((ours, reference), (theirs, other)) = (reference, other);
    let whole = reference.sample.is_none() && other.sample.is_none();
    if whole && reference.parts.len() != other.parts.len() {
        return Err(Failure::new(format!(
            "the results differ: {ours} has {} parts, {theirs} has {}",
            reference.parts.len(),
            other.parts.len()
        )));
    }
    if other.parts.is_empty() {
        return Err(Failure::new(format!("{theirs} read nothing")));
    }
    for (name, digest) in &other.parts {
        if reference.parts.get(name) != Some(digest) {
            return Err(Failure::new(format!(
                "the results differ: {ours} and {theirs} do not have the same for {name}"
            )));
        }
    }
    Ok(())
}

/// A target and what came of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Verdict {
    pub(crate) claim: String,
    pub(crate) ratio: f64,
    pub(crate) least: f64,
    pub(crate) most: f64,
    /// The median of the same ratio between the processor times, where both were told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) processor: Option<f64>,
    pub(crate) met: bool,
}

/// What an entry had, by round.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(crate) struct Series {
    /// Seconds or MiB, as the case measures.
    pub(crate) values: Vec<f64>,
    /// The least time the server's rate and latency allow for the requests that were made, where it sets any.
    pub(crate) bounds: Vec<f64>,
    /// Seconds on a processor, where the system tells them.
    pub(crate) cpu_seconds: Vec<f64>,
    /// What was counted, by what it is.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) counted: BTreeMap<String, Vec<f64>>,
}

impl Series {
    fn counted(&self, what: &str) -> Figures {
        Figures::of(self.counted.get(what).into_iter().flatten().copied())
    }

    fn processor_over(&self, under: &Self) -> Option<f64> {
        let rounds = self.values.len();
        (self.cpu_seconds.len() == rounds && under.cpu_seconds.len() == rounds)
            .then(|| paired(&self.cpu_seconds, &under.cpu_seconds).median())
    }
}

/// Judges a target by the median of the rounds' ratios.
pub(crate) fn judge(case: &Case, series: &[Series], target: Target) -> Result<Verdict, Failure> {
    let of = |name: &str| {
        case.entries
            .iter()
            .position(|entry| entry.name == name)
            .and_then(|place| series.get(place))
            .ok_or_else(|| Failure::new(format!("{}: no entry is called {name}", case.name)))
    };
    let (claim, ratios, processor) = match target {
        Target::OverBound { entry, factor } => {
            let found = of(entry)?;
            let claim = format!("{entry}: at most {factor:.2} x the bound of the server");
            (claim, paired(&found.values, &found.bounds), None)
        }
        Target::AtMost {
            entry,
            of: other,
            factor,
        } => {
            let (found, under) = (of(entry)?, of(other)?);
            let claim = format!("{entry}: at most {factor:.2} x {other}");
            (
                claim,
                paired(&found.values, &under.values),
                found.processor_over(under),
            )
        }
        Target::Faster { entry, than, factor } => {
            let (found, over) = (of(entry)?, of(than)?);
            let claim = format!("{entry}: at least {factor:.1} x as fast as {than}");
            (
                claim,
                paired(&over.values, &found.values),
                over.processor_over(found),
            )
        }
        Target::Within { entry, most } => {
            let claim = format!("{entry}: at most {most} {}", case.measure.unit());
            (claim, Figures::of(of(entry)?.values.iter().copied()), None)
        }
        Target::Rate { entry, least } => {
            let units = case
                .units
                .ok_or_else(|| Failure::new(format!("{}: a rate needs units", case.name)))?;
            let claim = format!("{entry}: at least {least} {} a second", units.name);
            let rates = of(entry)?
                .values
                .iter()
                .map(|seconds| units.count as f64 / seconds);
            (claim, Figures::of(rates), None)
        }
        Target::CountAtMost { entry, what, most } => {
            let claim = format!("{entry}: {what} at most {most}");
            (claim, of(entry)?.counted(what), None)
        }
        Target::CountAtLeast { entry, what, least } => {
            let claim = format!("{entry}: {what} at least {least}");
            (claim, of(entry)?.counted(what), None)
        }
    };
    let ratio = ratios.median();
    // A longer stream takes more time; where memory is measured that says nothing.
    let processor = processor.filter(|_| case.measure == Measure::Time);
    let met = match target {
        Target::OverBound { factor, .. } | Target::AtMost { factor, .. } => ratio <= factor,
        Target::Faster { factor, .. } => ratio >= factor,
        Target::Within { most, .. } => ratio <= most,
        Target::Rate { least, .. } => ratio >= least,
        Target::CountAtMost { most, .. } => ratios.most() <= most,
        Target::CountAtLeast { least, .. } => ratios.least() >= least,
    };
    Ok(Verdict {
        claim,
        ratio,
        least: ratios.least(),
        most: ratios.most(),
        processor,
        met,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::harness::{Conditions, Entry, Lane, Rounds, Scale, Units};
    use crate::task::{Sample, Task};

    fn answer(parts: &[(&str, &str)], sample: Option<Sample>) -> Answer {
        Answer {
            seconds: 1.0,
            parts: parts
                .iter()
                .map(|(name, digest)| ((*name).to_owned(), (*digest).to_owned()))
                .collect(),
            sample,
            counted: BTreeMap::new(),
        }
    }

    const SAMPLE: Sample = Sample {
        fixed_seconds: 0.0,
        done: 1,
        of: 2,
    };

    #[test]
    fn results_agree_when_every_part_does() {
        let ours = answer(&[("1", "a"), ("2", "b")], None);
        assert!(require_agreement(("ours", &ours), ("theirs", &ours.clone())).is_ok());
        for wrong in [
            answer(&[("1", "a")], None),
            answer(&[("1", "a"), ("2", "c")], None),
            answer(&[("1", "a"), ("3", "b")], None),
            answer(&[("1", "a"), ("2", "b"), ("3", "c")], None),
        ] {
            assert!(require_agreement(("ours", &ours), ("theirs", &wrong)).is_err());
        }
    }

    #[test]
    fn a_sample_agrees_with_its_part_and_nothing_is_no_sample() {
        let ours = answer(&[("1", "a"), ("2", "b")], None);
        let check = |theirs| require_agreement(("ours", &ours), ("theirs", &theirs));
        assert!(check(answer(&[("2", "b")], Some(SAMPLE))).is_ok());
        assert!(check(answer(&[("2", "a")], Some(SAMPLE))).is_err());
        assert!(check(answer(&[], Some(SAMPLE))).is_err());
    }

    fn case() -> Case {
        let entry = |name, lane| Entry {
            name,
            lane,
            task: Task::ListClients,
        };
        Case {
            name: "example",
            what: String::new(),
            conditions: Conditions::Playback { scale: Scale::Clinic },
            measure: Measure::Time,
            rounds: Rounds {
                warm_up: 0,
                counted: 3,
            },
            entries: vec![
                entry("ours", Lane::RustCareweave),
                entry("theirs", Lane::RustReqwest),
            ],
            units: None,
            targets: Vec::new(),
            limit: "",
        }
    }

    #[test]
    fn a_target_is_met_or_missed_by_the_median_ratio() {
        let series = |values: [f64; 3], bounds: [f64; 3]| Series {
            values: values.to_vec(),
            bounds: bounds.to_vec(),
            cpu_seconds: values.map(|seconds| seconds / 2.0).to_vec(),
            counted: [("doubled".to_owned(), vec![0.0, 0.0, 1.0])].into(),
        };
        let measured = [
            series([2.0, 9.0, 2.2], [2.0, 2.0, 2.0]),
            series([4.0, 18.0, 4.0], [1.0; 3]),
        ];
        let judged = |target| judge(&case(), &measured, target).unwrap();
        let entry = "ours";
        let faster = judged(Target::Faster {
            entry,
            than: "theirs",
            factor: 2.0,
        });
        assert!(faster.met, "{faster:?}");
        assert_eq!((faster.ratio, faster.processor), (2.0, Some(2.0)));
        assert!(judged(Target::OverBound { entry, factor: 1.15 }).met);
        assert!(!judged(Target::OverBound { entry, factor: 1.05 }).met);
        let of = "theirs";
        assert!(
            !judged(Target::AtMost {
                entry,
                of,
                factor: 0.4
            })
            .met
        );
        assert!(
            judge(
                &case(),
                &measured,
                Target::AtMost {
                    entry,
                    of: "nobody",
                    factor: 1.0
                }
            )
            .is_err()
        );
    }

    #[test]
    fn a_rate_goes_by_the_median_and_what_was_counted_by_the_worst_round() {
        let mut case = case();
        case.units = Some(Units {
            count: 100,
            name: "jobs",
        });
        let measured = [Series {
            values: vec![2.0, 1.0, 4.0],
            counted: [("doubled".to_owned(), vec![0.0, 0.0, 1.0])].into(),
            ..Series::default()
        }];
        let entry = "ours";
        let met = |target| judge(&case, &measured, target).unwrap().met;
        assert!(met(Target::Rate { entry, least: 50.0 }));
        assert!(!met(Target::Rate { entry, least: 51.0 }));
        assert!(met(Target::Within { entry, most: 2.0 }));
        assert!(!met(Target::Within { entry, most: 1.9 }));
        let what = "doubled";
        assert!(!met(Target::CountAtMost {
            entry,
            what,
            most: 0.0
        }));
        assert!(met(Target::CountAtMost {
            entry,
            what,
            most: 1.0
        }));
        assert!(!met(Target::CountAtLeast {
            entry,
            what,
            least: 1.0
        }));
        // Nothing was counted: no promise is kept by that.
        let what = "lost";
        assert!(!met(Target::CountAtMost {
            entry,
            what,
            most: 0.0
        }));
        assert!(!met(Target::CountAtLeast {
            entry,
            what,
            least: 0.0
        }));
    }
}
