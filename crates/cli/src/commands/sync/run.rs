//! What every run has: a store, progress, a report.

use std::path::Path;
use std::sync::Arc;

use careweave::http::{Clock, SystemClock};
use careweave::sync::{AnyStore, PlannedChange};
use careweave::types::Error;
use careweave::wellsky::{Config, WellSky};
use careweave::workflows::appointments::AppointmentStore;
use careweave::workflows::flow::{FlowContext, FlowProgress, FlowReport, SyncFigures, SyncTargets};
use careweave::workflows::packets::PacketStore;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::roster::RosterTimes;
use crate::args::FlowArgs;
use crate::commands::store::opened;
use crate::failure::Failure;
use crate::input;
use crate::out;
use crate::table::columns;

/// After how many records progress is told.
const STEP: u64 = 100;

/// The step that deals with what deliveries announced.
const SERVE: &str = "serve";

/// A store of either kind as what the caller needs of it.
macro_rules! of_kind {
    ($store:expr) => {
        match ($store.as_sqlite(), $store.as_postgres()) {
            (Some(store), _) => Ok(Arc::new(store.clone())),
            (None, Some(store)) => Ok(Arc::new(store.clone())),
            (None, None) => Err(Failure::job("flows do not run on this kind of store")),
        }
    };
}

/// A run of a flow.
pub(super) struct Run<'a> {
    pub(super) args: &'a FlowArgs,
    pub(super) clock: Arc<dyn Clock>,
    store: AnyStore,
}

/// What a run came to, step by step.
#[derive(Debug, Serialize)]
pub(super) struct Outcome {
    flow: &'static str,
    connection: String,
    dry_run: bool,
    steps: Vec<Step>,
    measured: SyncFigures,
    targets: SyncTargets,
    #[serde(skip_serializing_if = "Option::is_none")]
    roster: Option<RosterTimes>,
}

#[derive(Debug, Serialize)]
struct Step {
    step: &'static str,
    #[serde(flatten)]
    report: FlowReport,
}

/// WellSky by the environment, and the name of the connection to it.
pub(super) fn wellsky(connection: Option<&str>) -> Result<(WellSky, String), Failure> {
    let config = Config::from_env()?;
    let name = match connection {
        Some(name) => name.to_owned(),
        None => format!("wellsky/{}", config.agency_id()),
    };
    Ok((WellSky::new(config)?, name))
}

/// A store as flows need it.
pub(crate) fn flows_of(store: &AnyStore) -> Result<Arc<dyn AppointmentStore>, Failure> {
    of_kind!(store)
}

/// Reads a file with what an agency may have otherwise.
pub(super) fn read_maps<T: DeserializeOwned>(path: &Path) -> Result<T, Failure> {
    serde_json::from_str(&input::read(path)?).map_err(|error| {
        Failure::usage(format!(
            "{} cannot be used: {error}\nthe format is described in {}",
            path.display(),
            super::GUIDE
        ))
    })
}

/// What an agency has otherwise where a file says so, and the `usual` where none is named.
pub(super) fn maps_or<T: DeserializeOwned>(
    path: Option<&Path>,
    usual: impl FnOnce() -> T,
    check: impl FnOnce(&T) -> Result<(), Error>,
) -> Result<T, Failure> {
    let Some(path) = path else {
        return Ok(usual());
    };
    let maps: T = read_maps(path)?;
    check(&maps).map_err(|error| input::refuse(path, "map", super::GUIDE, &error))?;
    Ok(maps)
}

impl<'a> Run<'a> {
    /// Opens the store.
    pub(super) async fn open(args: &'a FlowArgs) -> Result<Self, Failure> {
        Ok(Self {
            args,
            clock: Arc::new(SystemClock::new()),
            store: opened::or_created(&args.kept.named()).await?,
        })
    }

    /// The store as flows need it.
    pub(super) fn flows(&self) -> Result<Arc<dyn AppointmentStore>, Failure> {
        flows_of(&self.store)
    }

    /// The store as packets need it.
    pub(super) fn packets(&self) -> Result<Arc<dyn PacketStore>, Failure> {
        of_kind!(self.store)
    }

    /// The context of a flow over a connection.
    pub(super) fn context(&self, connection: &str) -> Result<FlowContext, Failure> {
        let clock = Arc::clone(&self.clock);
        let context = FlowContext::new(self.flows()?, clock, connection, self.args.actor.as_str())?;
        Ok(self.tuned(context))
    }

    /// The same with what the arguments say of every run.
    pub(super) fn tuned(&self, context: FlowContext) -> FlowContext {
        let context = context.dry_run(self.args.dry_run);
        if self.args.quiet {
            return context;
        }
        context.with_progress(|progress| {
            if progress.read.is_multiple_of(STEP) {
                out::note(&told(progress));
            }
        })
    }

    /// Says a line of progress.
    pub(super) fn note(&self, line: &str) {
        if !self.args.quiet {
            out::note(line);
        }
    }

    /// Closes the store and prints what the steps came to.
    pub(super) async fn finish(
        self,
        flow: &'static str,
        connection: String,
        done: Result<Vec<(&'static str, FlowReport)>, Error>,
    ) -> Result<(), Failure> {
        self.finish_with(flow, connection, done, None).await
    }

    /// The same with when the roster was pulled last, and is to be pulled next.
    pub(super) async fn finish_roster(
        self,
        connection: String,
        done: Result<Vec<(&'static str, FlowReport)>, Error>,
        times: RosterTimes,
    ) -> Result<(), Failure> {
        self.finish_with("roster", connection, done, Some(times)).await
    }

    async fn finish_with(
        self,
        flow: &'static str,
        connection: String,
        done: Result<Vec<(&'static str, FlowReport)>, Error>,
        roster: Option<RosterTimes>,
    ) -> Result<(), Failure> {
        let closed = self.store.close().await;
        let steps = done?;
        closed.map_err(opened::explained)?;
        let targets = SyncTargets::default();
        let of = |served: bool| {
            let steps = steps.iter().filter(move |(step, _)| (*step == SERVE) == served);
            steps.map(|(_, report)| report)
        };
        let measured = SyncFigures::of(of(false), of(true), &targets);
        let outcome = Outcome {
            flow,
            connection,
            dry_run: self.args.dry_run,
            steps: steps
                .into_iter()
                .map(|(step, report)| Step { step, report })
                .collect(),
            measured,
            targets,
            roster,
        };
        if self.args.kept.json {
            let line = serde_json::to_string(&outcome).map_err(|e| Failure::job(e.to_string()))?;
            out::print(&(line + "\n"))?;
        } else {
            out::print(&outcome.readable())?;
        }
        outcome.verdict()
    }
}

fn told(progress: &FlowProgress) -> String {
    format!(
        "{}: {} read, {} as before, {} written, {} failed",
        progress.flow, progress.read, progress.unchanged, progress.written, progress.failed
    )
}

impl Outcome {
    /// Fails with code 3 where a person has to look.
    fn verdict(&self) -> Result<(), Failure> {
        let count = |of: fn(&FlowReport) -> u64| self.steps.iter().map(|step| of(&step.report)).sum::<u64>();
        let mut found = Vec::new();
        let mut add = |count: u64, what: &str| {
            if count > 0 {
                found.push(format!("{count} {what}"));
            }
        };
        add(count(|report| report.failed.len() as u64), "failed");
        add(
            count(|report| report.conflicts),
            "in conflict (`careweave store conflicts list`)",
        );
        add(
            count(|report| report.gated.len() as u64),
            "held back by the gate (`careweave sync level`)",
        );
        add(
            count(|report| report.in_doubt.len() as u64),
            "in doubt: run it again once a look can tell",
        );
        match found.is_empty() {
            true => Ok(()),
            false => Err(Failure::attention(found.join("; "))),
        }
    }

    fn readable(&self) -> String {
        let mut text = format!(
            "{} over {}{}\n\n",
            self.flow,
            self.connection,
            if self.dry_run { ", nothing written" } else { "" }
        );
        if let Some(times) = &self.roster {
            text.push_str(&times.readable());
            text.push('\n');
        }
        let rows: Vec<_> = self
            .steps
            .iter()
            .map(|step| counts(step.step, &step.report))
            .collect();
        text.push_str(&columns(
            &[
                "step",
                "read",
                "as before",
                "written",
                "there already",
                "waiting",
                "in conflict",
                "gated",
                "in doubt",
                "failed",
            ],
            &rows,
        ));
        text.push('\n');
        text.push_str(&self.figures());
        let of = |step: &Step| step.report.planned.iter().map(planned).collect::<Vec<_>>();
        let rows: Vec<_> = self.steps.iter().flat_map(of).collect();
        if !rows.is_empty() {
            text.push('\n');
            text.push_str(&columns(&["change of", "field", "what", "why"], &rows));
        }
        let mut rows = Vec::new();
        for step in &self.steps {
            let report = &step.report;
            for failure in &report.failed {
                let field = failure
                    .field
                    .as_ref()
                    .map_or(String::new(), |field| format!("{field}: "));
                rows.push(vec![
                    failure.reference.clone(),
                    failure.operation.clone(),
                    failure.kind.to_owned(),
                    format!("{field}{}", failure.message),
                ]);
            }
            for held in &report.gated {
                let (reference, operation) = (held.reference.clone(), held.operation.clone());
                rows.push(vec![
                    reference,
                    operation,
                    "gated".to_owned(),
                    format!("the level is {}", held.level),
                ]);
            }
            for doubt in &report.in_doubt {
                let until = doubt.until.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
                let (reference, operation) = (doubt.reference.clone(), doubt.operation.clone());
                rows.push(vec![
                    reference,
                    operation,
                    "in doubt".to_owned(),
                    format!("a look can tell from {until}"),
                ]);
            }
        }
        if !rows.is_empty() {
            text.push('\n');
            text.push_str(&columns(&["left", "operation", "because", ""], &rows));
        }
        text
    }
}

impl Outcome {
    /// Success and lag beside what they are to be.
    fn figures(&self) -> String {
        let (measured, targets) = (&self.measured, &self.targets);
        let mut rows = Vec::new();
        let mut row = |target: &str, what: &str, value: Option<String>, wanted: String| {
            if let Some(value) = value {
                let met = if measured.missed.contains(&target) {
                    "missed"
                } else {
                    "met"
                };
                rows.push([what, &value, &wanted, met].map(str::to_owned).to_vec());
            }
        };
        let percent = |share: f64| format!("{:.1} %", share * 100.0);
        let seconds = |lag: f64| format!("{lag:.0} s");
        row(
            "success",
            "records without a failure",
            measured.success.map(percent),
            format!("at least {}", percent(targets.success)),
        );
        row(
            "lag_seconds",
            "oldest change",
            measured.lag_seconds.map(seconds),
            format!("at most {}", seconds(targets.lag_seconds)),
        );
        row(
            "hint_seconds",
            "oldest delivery",
            measured.hint_seconds.map(seconds),
            format!("at most {}", seconds(targets.hint_seconds)),
        );
        let took = format!("took {:.1} s\n", measured.took_seconds);
        if rows.is_empty() {
            return took;
        }
        columns(&["measured", "", "target", ""], &rows) + &took
    }
}

fn counts(step: &str, report: &FlowReport) -> Vec<String> {
    let mut row = vec![step.to_owned()];
    let length = |list: usize| list as u64;
    row.extend(
        [
            report.read,
            report.unchanged,
            report.written,
            report.already,
            report.waiting,
            report.conflicts,
            length(report.gated.len()),
            length(report.in_doubt.len()),
            length(report.failed.len()),
        ]
        .iter()
        .map(ToString::to_string),
    );
    row
}

fn planned(change: &PlannedChange) -> Vec<String> {
    let whole = |field: &str| if field.is_empty() { "all of it" } else { field }.to_owned();
    vec![
        change.reference.clone(),
        whole(&change.field),
        change.action.as_str().to_owned(),
        change.reason.clone(),
    ]
}
