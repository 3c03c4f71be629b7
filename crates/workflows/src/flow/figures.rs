use std::collections::BTreeSet;
use std::time::Duration;

use serde::Serialize;

use super::FlowReport;

/// What a sync is to achieve.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct SyncTargets {
    /// The share of records of which nothing failed or is in doubt, at least: 0.99.
    pub success: f64,
    /// From a change on one side until the other has it, in seconds, at most: 300.
    pub lag_seconds: f64,
    /// From a delivery until what it announces was dealt with, in seconds, at most: 30.
    pub hint_seconds: f64,
}

impl Default for SyncTargets {
    fn default() -> Self {
        Self {
            success: 0.99,
            lag_seconds: 300.0,
            hint_seconds: 30.0,
        }
    }
}

/// What was measured of a sync, held against its targets.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SyncFigures {
    /// How many records were looked at.
    pub records: u64,
    /// Of how many of them something failed, or is in doubt. What the gate holds back, a conflict and what waits for a person are
    /// neither.
    pub unsuccessful: u64,
    /// The share of the others; `None` where nothing was looked at.
    pub success: Option<f64>,
    /// How long the oldest change had waited that was found, in seconds; `None` when none was.
    pub lag_seconds: Option<f64>,
    /// The same for what deliveries had announced.
    pub hint_seconds: Option<f64>,
    /// How long it took, in seconds.
    pub took_seconds: f64,
    /// The targets that were missed: `success`, `lag_seconds`, `hint_seconds`.
    pub missed: Vec<&'static str>,
}

impl SyncFigures {
    /// The figures of the steps of a run: those that read records, and those that served what deliveries had announced.
    pub fn of<'a>(
        reading: impl IntoIterator<Item = &'a FlowReport>,
        serving: impl IntoIterator<Item = &'a FlowReport>,
        targets: &SyncTargets,
    ) -> Self {
        let mut figures = Self::default();
        for report in reading {
            figures.add(report);
            figures.lag_seconds = later(figures.lag_seconds, report.lag);
        }
        for report in serving {
            figures.add(report);
            figures.hint_seconds = later(figures.hint_seconds, report.lag);
        }
        if figures.records > 0 {
            let succeeded = figures.records.saturating_sub(figures.unsuccessful);
            figures.success = Some(succeeded as f64 / figures.records as f64);
        }
        let missed = [
            (
                "success",
                figures.success.is_some_and(|share| share < targets.success),
            ),
            (
                "lag_seconds",
                figures.lag_seconds.is_some_and(|lag| lag > targets.lag_seconds),
            ),
            (
                "hint_seconds",
                figures.hint_seconds.is_some_and(|lag| lag > targets.hint_seconds),
            ),
        ];
        figures.missed = missed
            .into_iter()
            .filter_map(|(target, missed)| missed.then_some(target))
            .collect();
        figures
    }

    fn add(&mut self, report: &FlowReport) {
        let failed = report.failed.iter().map(|one| one.reference.as_str());
        let doubtful = report.in_doubt.iter().map(|one| one.reference.as_str());
        let unsuccessful = failed.chain(doubtful).collect::<BTreeSet<_>>().len() as u64;
        // A reading that broke off may fail for records that were not counted.
        self.records += report.read.max(unsuccessful);
        self.unsuccessful += unsuccessful;
        self.took_seconds += report.duration.as_secs_f64();
    }
}

fn later(known: Option<f64>, lag: Option<Duration>) -> Option<f64> {
    let lag = lag.map(|lag| lag.as_secs_f64());
    [known, lag].into_iter().flatten().reduce(f64::max)
}

#[cfg(test)]
mod tests {
    use careweave_types::{Error, ErrorKind};

    use super::*;

    fn report(read: u64, failed: &[&str], lag: Option<u64>) -> FlowReport {
        let mut report = FlowReport::new("sales", false);
        report.read = read;
        report.lag = lag.map(Duration::from_secs);
        report.duration = Duration::from_millis(500);
        for reference in failed {
            report.fail(reference, &Error::new(ErrorKind::Server, "test", "it failed"));
        }
        report
    }

    #[test]
    fn a_record_that_failed_twice_is_one_and_a_share_at_its_target_is_met() {
        let targets = SyncTargets::default();
        let reports = [
            report(100, &["deal/1", "deal/1"], Some(300)),
            report(100, &[], Some(20)),
        ];
        let figures = SyncFigures::of(&reports, [], &targets);
        assert_eq!((figures.records, figures.unsuccessful), (200, 1));
        assert_eq!(figures.success, Some(0.995));
        assert_eq!((figures.lag_seconds, figures.hint_seconds), (Some(300.0), None));
        assert_eq!((figures.took_seconds, figures.missed), (1.0, Vec::new()));
    }

    #[test]
    fn what_is_missed_is_named() {
        let targets = SyncTargets::default();
        let (reading, serving) = (report(50, &["deal/1"], Some(301)), report(1, &[], Some(31)));
        let figures = SyncFigures::of([&reading], [&serving], &targets);
        assert_eq!(figures.missed, ["success", "lag_seconds", "hint_seconds"]);
    }

    #[test]
    fn nothing_that_was_looked_at_has_no_share() {
        let figures = SyncFigures::of([&report(0, &[], None)], [], &SyncTargets::default());
        assert_eq!((figures.success, figures.missed), (None, Vec::new()));
        // What failed before anything was counted did not succeed.
        let broken = SyncFigures::of([&report(0, &["deal/1"], None)], [], &SyncTargets::default());
        assert_eq!((broken.records, broken.success), (1, Some(0.0)));
    }
}
