//! The rounds of a case.

use std::fs;
use std::path::Path;

use serde::Serialize;

use super::case::{Case, Conditions, Depth, Entry, Measure, Units};
use super::disk::Fsync;
use super::ground::Ground;
use super::judge::{Series, Verdict, judge, require_agreement};
use super::lane::{Running, Turn};
use super::machine::{self, Machine};
use super::programs::Programs;
use super::report;
use super::server::{Requests, Server};
use crate::failure::Failure;
use crate::task::{Answer, Order, Sample};

/// Everything measured of a case.
#[derive(Debug, Serialize)]
pub(crate) struct Outcome {
    pub(crate) name: &'static str,
    pub(crate) what: String,
    pub(crate) limit: &'static str,
    pub(crate) unit: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) units: Option<Units>,
    pub(crate) load_before: String,
    pub(crate) load_after: String,
    /// What an fsync took before and after, where something is stored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) fsync: Option<(Fsync, Fsync)>,
    pub(crate) entries: Vec<Measured>,
    pub(crate) verdicts: Vec<Verdict>,
}

/// Everything measured of an entry.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Measured {
    pub(crate) name: &'static str,
    pub(crate) series: Series,
    pub(crate) peak_mib: Vec<f64>,
    pub(crate) requests: Requests,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) sample: Option<Sample>,
}

#[derive(Serialize)]
struct Document<'a> {
    machine: &'a Machine,
    quick: bool,
    cases: &'a [Outcome],
}

/// Runs the cases (`only` those named, where any are), prints a table of each, and fails when results differ.
pub(crate) async fn run(
    cases: Vec<Case>,
    only: &[String],
    rounds: Option<u32>,
    programs: &Programs,
    json: Option<&Path>,
    depth: Depth,
) -> Result<(), Failure> {
    let names: Vec<&str> = cases.iter().map(|case| case.name).collect();
    if let Some(unknown) = only.iter().find(|name| !names.contains(&name.as_str())) {
        return Err(Failure::new(format!(
            "no case is called {unknown}; there are: {}",
            names.join(", ")
        )));
    }
    let machine = Machine::read();
    report::machine(&machine, depth);
    let mut outcomes = Vec::new();
    for mut case in cases {
        if !only.is_empty() && !only.iter().any(|name| name == case.name) {
            continue;
        }
        if let Some(counted) = rounds {
            case.rounds.counted = counted;
        }
        if depth == Depth::Quick {
            case.targets.clear();
        }
        let outcome = measure(&case, programs).await?;
        report::outcome(&outcome);
        outcomes.push(outcome);
    }
    if let Some(path) = json {
        let document = Document {
            machine: &machine,
            quick: depth == Depth::Quick,
            cases: &outcomes,
        };
        let failed = |source: &dyn std::fmt::Display| Failure::new(format!("{}: {source}", path.display()));
        let text = serde_json::to_string_pretty(&document).map_err(|e| failed(&e))?;
        fs::write(path, text + "\n").map_err(|e| failed(&e))?;
    }
    Ok(())
}

async fn measure(case: &Case, programs: &Programs) -> Result<Outcome, Failure> {
    let load_before = machine::load();
    let server = match case.conditions.scale() {
        Some(scale) => Some(Server::start(programs, case.conditions, scale).await?),
        None => None,
    };
    let endpoint = server.as_ref().map(Server::endpoint);
    let ground = Ground::of(case.conditions, programs)?;
    let fsync_before = ground.as_ref().map(Ground::fsync).transpose()?;
    let mut measured: Vec<Measured> = case
        .entries
        .iter()
        .map(|entry| Measured {
            name: entry.name,
            ..Measured::default()
        })
        .collect();
    let mut lanes: Vec<Option<Running>> = case.entries.iter().map(|_| None).collect();
    let mut reference: Option<Answer> = None;
    for round in 0..case.rounds.warm_up + case.rounds.counted {
        for step in 0..case.entries.len() {
            // Each round begins with another entry, except that the very first turn is the reference's.
            let place = (step + round as usize) % case.entries.len();
            let entry = &case.entries[place];
            report::progress(case, entry, round);
            let mut lane = match lanes[place].take() {
                Some(lane) => lane,
                None => Running::start(programs, entry.lane)?,
            };
            let order = Order {
                task: entry.task.clone(),
                endpoint: endpoint.clone(),
                place: ground.as_ref().map(Ground::place),
            };
            if let Some(server) = &server {
                server.before_a_turn(order.place.as_ref()).await?;
            }
            let mut turn = lane
                .turn(&order)
                .await
                .map_err(|failure| Failure::new(format!("{}, {}: {failure}", case.name, entry.name)))?;
            let requests = match &server {
                Some(server) => server.requests().await?,
                None => Requests::default(),
            };
            if let Some(server) = &server {
                let done = turn.answer.sample.map(|sample| sample.done);
                let parts = server
                    .portal_parts(done)
                    .await
                    .map_err(|failure| Failure::new(format!("{}, {}: {failure}", case.name, entry.name)))?;
                turn.answer.parts.extend(parts);
            }
            if case.measure != Measure::PeakMemory {
                lanes[place] = Some(lane);
            }
            if case.measure != Measure::Cost {
                let first = reference.get_or_insert_with(|| turn.answer.clone());
                require_agreement((case.entries[0].name, first), (entry.name, &turn.answer))
                    .map_err(|failure| Failure::new(format!("{}: {failure}", case.name)))?;
            }
            if round >= case.rounds.warm_up {
                note(&mut measured[place], case, entry, &turn, requests)?;
            }
        }
    }
    report::progress_done();
    let fsync_after = ground.as_ref().map(Ground::fsync).transpose()?;
    let series: Vec<Series> = measured.iter().map(|entry| entry.series.clone()).collect();
    let verdicts = case
        .targets
        .iter()
        .map(|target| judge(case, &series, *target))
        .collect::<Result<_, _>>()?;
    Ok(Outcome {
        name: case.name,
        what: case.what.clone(),
        limit: case.limit,
        units: case.units,
        unit: case.measure.unit(),
        load_before,
        load_after: machine::load(),
        fsync: fsync_before.zip(fsync_after),
        entries: measured,
        verdicts,
    })
}

/// Calls that a turn made, where the vendor is a portal's.
pub(crate) const CALLS: &str = "calls";

fn cost_of(answer: &Answer) -> Option<f64> {
    answer.parts.get("cost")?.parse().ok()
}

fn note(
    measured: &mut Measured,
    case: &Case,
    entry: &Entry,
    turn: &Turn,
    requests: Requests,
) -> Result<(), Failure> {
    let seconds = match turn.answer.sample {
        Some(sample) => sample.extrapolate(turn.answer.seconds),
        None => turn.answer.seconds,
    };
    let value = match case.measure {
        Measure::Time => seconds,
        Measure::Cost => cost_of(&turn.answer)
            .ok_or_else(|| Failure::new(format!("{}: the answer tells no cost", entry.name)))?,
        Measure::PeakMemory => turn.peak_mib.ok_or_else(|| {
            Failure::new(format!(
                "{}: the system does not tell the peak of memory",
                entry.name
            ))
        })?,
    };
    measured.series.values.push(value);
    if let Conditions::Strained {
        latency_ms,
        per_second,
        ..
    } = case.conditions
    {
        let at_full_rate = requests.carried_out() as f64 / f64::from(per_second);
        measured
            .series
            .bounds
            .push(at_full_rate.max(f64::from(latency_ms) / 1e3));
    }
    measured.series.cpu_seconds.extend(turn.cpu_seconds);
    for (what, count) in &turn.answer.counted {
        measured
            .series
            .counted
            .entry(what.clone())
            .or_default()
            .push(*count);
    }
    if let Conditions::Portal { .. } = case.conditions {
        let calls = measured.series.counted.entry(CALLS.to_owned()).or_default();
        calls.push(requests.carried_out() as f64);
    }
    measured.peak_mib.extend(turn.peak_mib);
    measured.requests = requests;
    measured.sample = turn.answer.sample;
    Ok(())
}
