//! Overtime and pay.

use std::sync::Arc;

use careweave::matching::overtime::rules::brazil;
use careweave::matching::overtime::{
    Bonus, CompiledPolicy, Exact, Jurisdiction, LabourPolicy, Profile, RuleMinutes, WeekOutcome, WorkLedger,
    WorkSegment,
};
use careweave::matching::timesheet::Timesheet;
use careweave::types::{AgencyZone, Currency, Error, Money, Result, TimeWindow, Weekday, WorkweekAnchor};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::call::{from_json, to_json};

const POLICY: &str = "overtime.policy";
const EVALUATE: &str = "overtime.evaluate";
const DELTA: &str = "overtime.delta";

/// Room on either side of the work: a workweek and a day.
const ROOM: TimeDelta = TimeDelta::days(8);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlaceArguments {
    place: Jurisdiction,
    zone: AgencyZone,
    workweek_starts: Option<Weekday>,
    workweek_starts_at_minute: Option<u16>,
    /// Only the facts that differ from those of an ordinary agency caregiver.
    #[serde(default)]
    profile: Map<String, Value>,
}

/// The rules of a place, as the text of a policy.
pub(super) fn policy_for_place(_: &str, arguments: &str) -> Result<String> {
    let given: PlaceArguments = from_json(POLICY, arguments)?;
    let anchor = WorkweekAnchor {
        weekday: given.workweek_starts.unwrap_or(Weekday::Sunday),
        minute_of_day: given.workweek_starts_at_minute.unwrap_or(0),
        zone: given.zone,
    };
    let policy = LabourPolicy::for_place(given.place, anchor, &profile(given.profile)?)?;
    to_json(POLICY, &policy)
}

fn profile(stated: Map<String, Value>) -> Result<Profile> {
    let mut facts = serde_json::to_value(Profile::default()).unwrap_or_default();
    for (name, fact) in stated {
        // A name that does not exist is refused below.
        facts[name.as_str()] = fact;
    }
    from_json(POLICY, &facts.to_string()).map_err(|error| match error.get("field") {
        Some(field) => Error::invalid(POLICY, format!("profile.{field}"), error.message().to_owned()),
        None => error,
    })
}

/// Reads a policy's text and gives it back complete.
pub(super) fn policy(document: &str, _: &str) -> Result<String> {
    to_json(POLICY, &LabourPolicy::from_json(document)?)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WorkArguments {
    segments: Vec<WorkSegment>,
    #[serde(default)]
    bonuses: Vec<Bonus>,
    #[serde(default)]
    add: Vec<WorkSegment>,
}

impl WorkArguments {
    fn ledger(&self, policy: &LabourPolicy) -> Result<WorkLedger> {
        let segments = self
            .segments
            .iter()
            .chain(&self.add)
            .flat_map(|s| [s.start, s.end]);
        let instants: Vec<DateTime<Utc>> = segments.chain(self.bonuses.iter().map(|b| b.earned_at)).collect();
        let epoch = DateTime::UNIX_EPOCH;
        let first = instants.iter().min().unwrap_or(&epoch);
        let last = instants.iter().max().unwrap_or(&epoch);
        let first = first.checked_sub_signed(ROOM).unwrap_or(*first).max(epoch);
        let last = last.checked_add_signed(ROOM).unwrap_or(*last).max(first + ROOM);
        let horizon = TimeWindow::new(first, last)?;
        Arc::new(CompiledPolicy::new(policy, &horizon)?).ledger(&self.segments, &self.bonuses)
    }
}

#[derive(Serialize)]
struct Evaluated {
    policy_version: String,
    weeks: Vec<Week>,
}

/// A workweek as the hosts see it.
#[derive(Serialize)]
struct Week {
    starts_on: NaiveDate,
    week: TimeWindow,
    worked_minutes: i64,
    overtime_minutes: i64,
    by_rule: Vec<RuleMinutes>,
    /// Minor units per hour, exactly: `1620`, or `70044/45`.
    regular_rate: Option<String>,
    straight: Money,
    bonus: Money,
    premium: Money,
    spread: Money,
    pay: Money,
    exact: ExactPay,
}

/// Amounts in minor units, before they are rounded.
#[derive(Serialize)]
struct ExactPay {
    straight: String,
    bonus: String,
    premium: String,
    spread: String,
    pay: String,
}

fn week(outcome: WeekOutcome, currency: Currency) -> Result<Week> {
    let WeekOutcome { pay, .. } = outcome;
    let money = |amount: Exact| amount.to_money(currency);
    Ok(Week {
        starts_on: outcome.starts_on,
        week: outcome.week,
        worked_minutes: outcome.worked,
        overtime_minutes: outcome.overtime,
        by_rule: outcome.by_rule,
        regular_rate: outcome.regular_rate.map(|rate| rate.to_string()),
        straight: money(pay.straight)?,
        bonus: money(pay.bonus)?,
        premium: money(pay.premium)?,
        spread: money(pay.spread)?,
        pay: money(pay.total())?,
        exact: ExactPay {
            straight: pay.straight.to_string(),
            bonus: pay.bonus.to_string(),
            premium: pay.premium.to_string(),
            spread: pay.spread.to_string(),
            pay: pay.total().to_string(),
        },
    })
}

/// Every workweek with work, under a policy.
pub(super) fn evaluate(document: &str, arguments: &str) -> Result<String> {
    let policy = LabourPolicy::from_json(document)?;
    let given: WorkArguments = from_json(EVALUATE, arguments)?;
    if !given.add.is_empty() {
        return Err(Error::invalid(EVALUATE, "add", "belongs to overtime.delta"));
    }
    let weeks = given.ledger(&policy)?.weeks()?;
    let weeks = weeks.into_iter().map(|outcome| week(outcome, policy.currency));
    to_json(
        EVALUATE,
        &Evaluated {
            weeks: weeks.collect::<Result<_>>()?,
            policy_version: policy.version,
        },
    )
}

/// What the segments of `add` do to the weeks.
pub(super) fn delta(document: &str, arguments: &str) -> Result<String> {
    let policy = LabourPolicy::from_json(document)?;
    let given: WorkArguments = from_json(DELTA, arguments)?;
    to_json(DELTA, &given.ledger(&policy)?.delta(&given.add)?)
}

/// The report of a timesheet, byte for byte what Rust and the command line give.
pub(super) fn timesheet(document: &str, _: &str) -> Result<String> {
    Ok(Timesheet::from_json(document)?.evaluate()?.to_json())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DeviationArguments {
    deviations: Vec<i32>,
}

/// Minutes of deviation that count under Brazil's tolerance.
pub(super) fn credited_deviation(_: &str, arguments: &str) -> Result<String> {
    const OPERATION: &str = "overtime.credited_deviation";
    let given: DeviationArguments = from_json(OPERATION, arguments)?;
    to_json(OPERATION, &brazil::credited_deviation(&given.deviations))
}
