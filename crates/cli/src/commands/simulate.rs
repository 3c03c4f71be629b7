//! `careweave simulate`: policies of filling side by side, on the same people.

use std::path::Path;

use careweave::insights::output::{Bar, Chart, Unit};
use careweave::matching::{self, Roster};
use careweave::outreach::campaign::{Policy, Urgent, VoiceFollowUp, WaveSizing, Waves, read_log};
use careweave::outreach::simulate::{
    AgencyModel, Crew, Pickup, ReplyTimes, SimulationReport, Tendencies, fit_replies, simulate,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::args::SimulateArgs;
use crate::failure::Failure;
use crate::input;
use crate::out;
use crate::table::columns;

/// One policy and what came of it.
#[derive(Serialize)]
struct Line {
    policy: String,
    #[serde(flatten)]
    report: SimulationReport,
}

#[derive(Serialize)]
struct Comparison {
    seed: u64,
    trials: u32,
    /// Shifts that may be called off; nothing without a roster.
    #[serde(skip_serializing_if = "Option::is_none")]
    shifts: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fitted: Option<ReplyTimes>,
    policies: Vec<Line>,
}

/// Whom the policies are tried on.
enum Model {
    Crew(Crew),
    Agency(AgencyModel),
}

impl Model {
    fn run(&self, policy: &Policy, seed: u64, trials: u32) -> Result<SimulationReport, Failure> {
        Ok(match self {
            Self::Crew(crew) => simulate(crew, policy, seed, trials)?,
            Self::Agency(agency) => agency.simulate(policy, seed, trials)?,
        })
    }
}

pub(crate) fn run(args: &SimulateArgs) -> Result<(), Failure> {
    let fitted = args.fit.as_deref().map(fit).transpose()?;
    let model = match &args.roster {
        Some(path) => {
            let roster = Roster::from_json(&input::read(path)?)
                .map_err(|error| input::refuse(path, "roster", "docs/guides/roster-file.md", &error))?;
            let mut tendencies: Tendencies = people(args.people.as_deref())?;
            if let Some(times) = &fitted {
                (tendencies.reply, tendencies.accept) = chances(times)?;
                (tendencies.delay_median_minutes, tendencies.delay_sigma) = delays(times)?;
            }
            Model::Agency(AgencyModel::new(
                &roster,
                &matching::Policy::seed_v1(),
                tendencies,
            )?)
        }
        None => {
            let mut crew: Crew = people(args.people.as_deref())?;
            if let Some(times) = &fitted {
                (crew.reply, crew.accept) = chances(times)?;
                (crew.delay_median_minutes, crew.delay_sigma) = delays(times)?;
            }
            Model::Crew(crew)
        }
    };
    let mut lines = Vec::new();
    for policy in policies(args, &model)? {
        lines.push(Line {
            report: model.run(&policy, args.seed, args.trials)?,
            policy: policy.name,
        });
    }
    let comparison = Comparison {
        seed: args.seed,
        trials: args.trials,
        shifts: match &model {
            Model::Agency(agency) => Some(agency.shifts()),
            Model::Crew(_) => None,
        },
        fitted,
        policies: lines,
    };
    if let Some(path) = &args.svg {
        std::fs::write(path, chart(&comparison).to_svg())?;
    }
    if args.json {
        let line = serde_json::to_string(&comparison).map_err(|e| Failure::job(e.to_string()))?;
        return out::print(&(line + "\n"));
    }
    out::print(&readable(&comparison))
}

fn people<T: DeserializeOwned + Default>(path: Option<&Path>) -> Result<T, Failure> {
    let Some(path) = path else { return Ok(T::default()) };
    serde_json::from_str(&input::read(path)?)
        .map_err(|error| Failure::usage(format!("{} does not say what people do: {error}", path.display())))
}

fn fit(path: &Path) -> Result<ReplyTimes, Failure> {
    let logs: Vec<serde_json::Value> = serde_json::from_str(&input::read(path)?)
        .map_err(|_| Failure::usage(format!("{} is not a JSON list of logs", path.display())))?;
    let read = logs.iter().map(|log| read_log(&log.to_string()));
    Ok(fit_replies(&read.collect::<Result<Vec<_>, _>>()?))
}

/// The chance of a reply, and of a yes among replies.
fn chances(times: &ReplyTimes) -> Result<(f64, f64), Failure> {
    if times.asked == 0 || times.accepted == 0 || times.accepted == times.replied {
        return Err(Failure::usage(
            "the logs do not tell how people reply: they need offers, with some yeses and some other answers",
        ));
    }
    let part = |some: u32, all: u32| f64::from(some) / f64::from(all);
    Ok((
        part(times.replied, times.asked),
        part(times.accepted, times.replied),
    ))
}

fn delays(times: &ReplyTimes) -> Result<(f64, f64), Failure> {
    times
        .delay_median_minutes
        .zip(times.delay_sigma)
        .ok_or_else(|| Failure::usage("the logs hold fewer than two answers"))
}

/// The policies that were given, or ways of asking that are worth comparing.
fn policies(args: &SimulateArgs, model: &Model) -> Result<Vec<Policy>, Failure> {
    if !args.policies.is_empty() {
        return args
            .policies
            .iter()
            .map(|path| Ok(Policy::from_json(&input::read(path)?)?))
            .collect();
    }
    let waves = |name: &str, caregivers, minutes_between, max_contacts| Policy {
        waves: Waves {
            size: WaveSizing::Count { caregivers },
            minutes_between,
            max_contacts,
            top_up_below: 0,
        },
        urgent: Urgent {
            hurry_below_minutes: 0,
            page_below_minutes: 0,
            ..Urgent::default()
        },
        voice: None,
        ..Policy::named(name)
    };
    let mut compared = vec![
        waves("one at a time, every 10 min", 1, 10, 40),
        waves("top 5 once", 5, 5, 5),
        waves("top 10 once", 10, 5, 10),
        waves("waves of 5 / 5 min", 5, 5, 40),
        waves("waves of 5 / 15 min", 5, 15, 40),
        waves("waves of 3 / 4 min", 3, 4, 40),
        waves("top 20 once", 20, 5, 20),
        waves("all 40", 40, 5, 40),
    ];
    let calls = match model {
        Model::Crew(crew) => crew.pickup != Pickup::None,
        Model::Agency(_) => false,
    };
    compared.push(Policy {
        voice: calls.then(VoiceFollowUp::default),
        ..Policy::named("documented policy")
    });
    Ok(compared)
}

fn readable(comparison: &Comparison) -> String {
    let rows: Vec<Vec<String>> = comparison.policies.iter().map(row).collect();
    let head = [
        "policy",
        "filled",
        "by 15 min",
        "by 60 min",
        "median",
        "p90",
        "texts",
        "calls",
        "surplus yes",
        "opt-outs",
        "overtime min",
    ];
    let mut text = columns(&head, &rows);
    text.push_str(&format!(
        "{} trials per policy on the same people, seed {}; shares with the half-width of their 95 % interval\n",
        comparison.trials, comparison.seed
    ));
    if let Some(shifts) = comparison.shifts {
        text.push_str(&format!("{shifts} booked shifts may be called off\n"));
    }
    if let Some(times) = &comparison.fitted {
        text.push_str(&format!(
            "fitted to {} offers, {} answered, {} with a yes\n",
            times.asked, times.replied, times.accepted
        ));
    }
    text.push_str(
        "What people do is an assumption unless it was fitted; compare policies, do not promise figures.\n",
    );
    text
}

fn row(line: &Line) -> Vec<String> {
    let report = &line.report;
    let share = |count| {
        let share = report.share(count);
        format!("{:.1} ± {:.1} %", share.percent, share.margin)
    };
    let minutes = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |m| format!("{m:.1}"));
    let each = |total: u64| format!("{:.2}", total as f64 / f64::from(report.trials.max(1)));
    vec![
        line.policy.clone(),
        share(report.filled),
        share(report.filled_by_15),
        share(report.filled_by_60),
        minutes(report.median_minutes),
        minutes(report.p90_minutes),
        format!("{:.1}", report.texts_each()),
        each(report.calls),
        format!("{:.2}", report.surplus_each()),
        report.opt_outs.to_string(),
        each(report.overtime_minutes),
    ]
}

fn chart(comparison: &Comparison) -> Chart {
    let bars = comparison.policies.iter().flat_map(|line| {
        let report = &line.report;
        let bar = |label: String, count, note: String| {
            let share = report.share(count);
            let (value, margin) = (share.percent / 100.0, share.margin / 100.0);
            Bar {
                interval: Some(((value - margin).max(0.0), (value + margin).min(1.0))),
                ..Bar::of(label, Some(value), note)
            }
        };
        [
            bar(
                line.policy.clone(),
                report.filled,
                format!("{:.1} texts a shift", report.texts_each()),
            ),
            bar(
                "… within 15 min".to_owned(),
                report.filled_by_15,
                format!("{} of {}", report.filled_by_15, report.trials),
            ),
        ]
    });
    Chart {
        title: format!(
            "Shifts filled before their start ({} trials, seed {})",
            comparison.trials, comparison.seed
        ),
        unit: Unit::Share,
        bars: bars.collect(),
    }
}
