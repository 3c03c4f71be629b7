use std::sync::Arc;

use careweave_types::{Error, Money, Result, TimeWindow};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::delta::WeekMinutes;
use super::evaluate::{Counters, State, Tally};
use super::headroom::{WeekDetail, WeekSummary, summarise};
use super::pay::{Exact, MAX_BONUS, PayBasis, WeekPay, half_even};
use super::policy::{LabourPolicy, Measure, Workday};
use super::resolve::{Piece, resolve};
use super::segment::{self, SegmentKind, Timed, WorkSegment, admit, in_order};
use super::spread::spread_days;
use super::week::{Axis, Calendar, Overlap, Week, floor_minute};

/// A policy made ready for a stretch of time: weeks cut, rules in force known for each.
///
/// Compile once, then evaluate any number of caregivers.
#[derive(Debug)]
pub struct CompiledPolicy {
    pub(crate) policy: LabourPolicy,
    pub(crate) counters: Counters,
    pub(crate) axis: Axis,
    /// One, or two that differ in the weeks around a change of anchor.
    pub(crate) calendars: Vec<Calendar>,
    pub(crate) basis: PayBasis,
    horizon: (i32, i32),
}

/// A nondiscretionary bonus: part of the regular rate of the week in which it was earned (29 CFR 778.208, 778.209).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bonus {
    /// An instant of the week.
    pub earned_at: DateTime<Utc>,
    /// The amount.
    pub amount: Money,
}

/// The longest horizon, in minutes: a hundred years.
const MAX_HORIZON: i64 = 52_596_000;

impl CompiledPolicy {
    /// Makes `policy` ready for work inside `horizon`.
    ///
    /// # Errors
    /// As [`LabourPolicy::validate`]; `InvalidInput` for a horizon of more than a hundred years, or outside the years
    /// 1970 to 3900.
    pub fn new(policy: &LabourPolicy, horizon: &TimeWindow) -> Result<Self> {
        policy.validate()?;
        let far = |field| {
            Error::invalid(
                super::policy::OPERATION,
                field,
                "must lie between the years 1970 and 3900",
            )
        };
        let range = (
            inside(horizon.start()).ok_or_else(|| far("horizon.start"))?,
            inside(horizon.end())
                .ok_or_else(|| far("horizon.end"))?
                .saturating_add(1),
        );
        if horizon.minutes() > MAX_HORIZON {
            return Err(Error::invalid(
                super::policy::OPERATION,
                "horizon",
                "at most a hundred years",
            ));
        }
        let Some(first) = policy.workweeks.first() else {
            return Err(far("workweeks"));
        };
        let axis = Axis::new(policy.night_hour.as_ref(), &first.anchor.zone, range)?;
        let old = Calendar::new(policy, range, Overlap::InOldWeek, &axis)?;
        let calendars = if old.transitions.is_empty() {
            vec![old]
        } else {
            let new = Calendar::new(policy, range, Overlap::InNewWeek, &axis)?;
            vec![old, new]
        };
        Ok(Self {
            counters: Counters::new(policy, axis.ticks_per_minute()),
            basis: PayBasis {
                regular_rate: policy.regular_rate,
                ticks_per_minute: axis.ticks_per_minute(),
            },
            policy: policy.clone(),
            axis,
            calendars,
            horizon: range,
        })
    }

    /// The policy.
    pub fn policy(&self) -> &LabourPolicy {
        &self.policy
    }

    /// One caregiver's work under this policy.
    ///
    /// # Errors
    /// `InvalidInput` that names the record (`segments[3]`) and the field: an interval that ends before it starts, an
    /// instant that is not on a whole minute or outside the horizon, a rate out of range, two segments that overlap, a
    /// bonus in another currency.
    pub fn ledger(self: &Arc<Self>, segments: &[WorkSegment], bonuses: &[Bonus]) -> Result<WorkLedger> {
        let (mut ledger, timed) = self.evaluate(&[("segments", segments)], bonuses)?;
        ledger.segments = timed.iter().map(|t| t.segment.clone()).collect();
        ledger.bonuses = bonuses.to_vec();
        (ledger.summaries, ledger.details) = summarise(&ledger);
        Ok(ledger)
    }

    /// What the weeks come to with these segments, for a comparison: the ledger keeps neither them nor summaries of its weeks.
    pub(crate) fn with(
        self: &Arc<Self>,
        collections: &[(&'static str, &[WorkSegment])],
        bonuses: &[Bonus],
    ) -> Result<WorkLedger> {
        self.evaluate(collections, bonuses).map(|(ledger, _)| ledger)
    }

    fn evaluate<'a>(
        self: &Arc<Self>,
        collections: &[(&'static str, &'a [WorkSegment])],
        bonuses: &[Bonus],
    ) -> Result<(WorkLedger, Vec<Timed<'a>>)> {
        let mut timed = Vec::new();
        for (name, segments) in collections {
            admit(name, segments, &mut timed)?;
        }
        in_order(&mut timed)?;
        self.check_horizon(&timed)?;
        self.check_bonuses(bonuses)?;
        let pieces = resolve(&self.policy, &self.axis, &timed);
        let runs: Vec<Run> = self
            .calendars
            .iter()
            .map(|calendar| Run::new(self, calendar, &pieces, bonuses))
            .collect();
        let chosen = self.choose(&runs);
        let kinds = |kind| timed.iter().any(|t: &Timed<'_>| t.segment.kind == kind);
        let meal_caps = self
            .policy
            .sleep_rules
            .iter()
            .any(|r| r.long_duty_meal_cap_minutes.is_some());
        let by_start = self.policy.rules.iter().any(|rule| {
            matches!(
                rule.measure,
                Measure::DailyOver {
                    workday: Workday::ByStart,
                    ..
                }
            )
        });
        let separable = self.calendars.len() == 1
            && matches!(self.axis, Axis::Clock)
            && !by_start
            && self.policy.spread_of_hours.is_none()
            && !kinds(SegmentKind::Sleep)
            && !(kinds(SegmentKind::MealOffDuty) && meal_caps);
        let ledger = WorkLedger {
            policy: Arc::clone(self),
            segments: Vec::new(),
            bonuses: Vec::new(),
            pieces,
            runs,
            chosen,
            separable,
            summaries: Vec::new(),
            details: Vec::new(),
        };
        Ok((ledger, timed))
    }

    /// True when `start..end` lies inside the horizon.
    pub(crate) const fn holds(&self, start: i32, end: i32) -> bool {
        self.horizon.0 <= start && end <= self.horizon.1
    }

    fn check_horizon(&self, timed: &[Timed<'_>]) -> Result<()> {
        let (from, until) = self.horizon;
        match timed.iter().find(|t| t.start < from || t.end > until) {
            None => Ok(()),
            Some(t) => Err(Error::invalid(
                segment::OPERATION,
                if t.start < from { "start" } else { "end" },
                "must lie inside the horizon the policy was compiled for",
            )
            .with("record", format!("{}[{}]", t.origin.0, t.origin.1))),
        }
    }

    fn check_bonuses(&self, bonuses: &[Bonus]) -> Result<()> {
        for (at, bonus) in bonuses.iter().enumerate() {
            let refuse = |field: &'static str, rule: &'static str| {
                Err(Error::invalid(segment::OPERATION, field, rule).with("record", format!("bonuses[{at}]")))
            };
            if bonus.amount.currency != self.policy.currency {
                return refuse("amount.currency", "must be the policy's currency");
            }
            if !(0..=MAX_BONUS).contains(&bonus.amount.minor) {
                return refuse("amount.minor", "must be between 0 and 1000000000000");
            }
            let minute = floor_minute(bonus.earned_at);
            if minute < self.horizon.0 || minute >= self.horizon.1 {
                return refuse(
                    "earned_at",
                    "must lie inside the horizon the policy was compiled for",
                );
            }
        }
        Ok(())
    }

    /// For each week the calendar that holds for it: around a change of anchor, the one that pays more.
    fn choose(&self, runs: &[Run]) -> Vec<u8> {
        let weeks = self.calendars.first().map_or(0, |c| c.weeks.len());
        let mut chosen = vec![0; weeks];
        let (Some(old), Some(new)) = (runs.first(), runs.get(1)) else {
            return chosen;
        };
        let transitions = self.calendars.iter().flat_map(|c| &c.transitions).copied();
        for at in transitions {
            let both = |run: &Run| {
                (at..(at + 2).min(weeks))
                    .map(|week| self.pay(run, week).total())
                    .fold(Exact::ZERO, |sum, pay| sum + pay)
            };
            if both(new) > both(old) {
                for slot in chosen.iter_mut().skip(at).take(2) {
                    *slot = 1;
                }
            }
        }
        chosen
    }

    fn pay(&self, run: &Run, week: usize) -> WeekPay {
        let tally = &run.tallies[week];
        let bonus = run.bonuses[week];
        let spread = match &self.policy.spread_of_hours {
            Some(rule) if run.spread_days[week] > 0 => Exact::new(
                i128::from(run.spread_days[week])
                    * i128::from(rule.paid_minutes)
                    * i128::from(rule.minimum_wage),
                60,
            ),
            _ => Exact::ZERO,
        };
        WeekPay {
            straight: self.basis.straight(tally),
            bonus: Exact::whole(bonus),
            premium: self.basis.premium(tally, bonus),
            spread,
        }
    }
}

fn inside(instant: DateTime<Utc>) -> Option<i32> {
    let minute = floor_minute(instant);
    (0..1_015_000_000).contains(&minute).then_some(minute)
}

/// The weeks of one calendar.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    pub(crate) tallies: Vec<Tally>,
    /// The state at the start of each week, and after the last.
    pub(crate) states: Vec<State>,
    pub(crate) bonuses: Vec<i64>,
    spread_days: Vec<u32>,
}

impl Run {
    fn new(policy: &CompiledPolicy, calendar: &Calendar, pieces: &[Piece], bonuses: &[Bonus]) -> Self {
        let weeks = calendar.weeks.len();
        let mut run = Self {
            tallies: Vec::with_capacity(weeks),
            states: Vec::with_capacity(weeks + 1),
            bonuses: vec![0; weeks],
            spread_days: vec![0; weeks],
        };
        for bonus in bonuses {
            let week = calendar.index(policy.axis.tick(floor_minute(bonus.earned_at)));
            run.bonuses[week] += bonus.amount.minor;
        }
        let mut state = State::START;
        for (at, week) in calendar.weeks.iter().enumerate() {
            run.states.push(state);
            let inside = pieces_of(week, pieces);
            run.tallies.push(policy.counters.sweep(week, inside, &mut state));
            if let Some(rule) = &policy.policy.spread_of_hours {
                run.spread_days[at] = spread_days(rule, week, inside);
            }
        }
        run.states.push(state);
        run
    }
}

/// The pieces that lie in the week, wholly or in part.
pub(crate) fn pieces_of<'a>(week: &Week, pieces: &'a [Piece]) -> &'a [Piece] {
    let from = pieces.partition_point(|p| p.end <= week.start);
    let until = from + pieces[from..].partition_point(|p| p.start < week.end);
    &pieces[from..until]
}

/// One caregiver's work, evaluated week by week.
#[derive(Clone, Debug)]
pub struct WorkLedger {
    pub(crate) policy: Arc<CompiledPolicy>,
    pub(crate) segments: Vec<WorkSegment>,
    pub(crate) bonuses: Vec<Bonus>,
    pub(crate) pieces: Vec<Piece>,
    pub(crate) runs: Vec<Run>,
    chosen: Vec<u8>,
    /// True when one more stretch of plain work changes nothing but what is counted from its start on.
    pub(crate) separable: bool,
    pub(crate) summaries: Vec<WeekSummary>,
    pub(crate) details: Vec<WeekDetail>,
}

/// What a workweek came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeekOutcome {
    /// The workweek.
    pub week: TimeWindow,
    /// Its first date on the employer's wall clock.
    pub starts_on: NaiveDate,
    /// Minutes worked. Where night hours are short: counted minutes, rounded half to even.
    pub worked: i64,
    /// Minutes of overtime under all rules together.
    pub overtime: i64,
    /// Rules that make some minute overtime, in the policy's order.
    pub by_rule: Vec<RuleMinutes>,
    /// The regular rate in minor units per hour; absent in a week without work.
    pub regular_rate: Option<Exact>,
    /// The pay, exactly.
    pub pay: WeekPay,
}

/// One rule in one week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleMinutes {
    /// The rule's id.
    pub rule: String,
    /// What it adds to the rate, in percent.
    pub extra_percent: u16,
    /// Minutes it makes overtime, looked at alone.
    pub claimed: i64,
    /// Minutes it is paid for; over all rules they sum up to the week's overtime.
    pub credited: i64,
}

impl WeekOutcome {
    /// Minutes paid at exactly this extra, in percent.
    pub fn overtime_at(&self, extra_percent: u16) -> i64 {
        self.by_rule
            .iter()
            .filter(|rule| rule.extra_percent == extra_percent)
            .map(|rule| rule.credited)
            .sum()
    }

    /// Minutes the rule makes overtime, looked at alone.
    pub fn claimed(&self, rule: &str) -> i64 {
        self.by_rule
            .iter()
            .find(|r| r.rule == rule)
            .map_or(0, |r| r.claimed)
    }
}

impl WorkLedger {
    /// The policy it was evaluated under.
    pub fn policy(&self) -> &CompiledPolicy {
        &self.policy
    }

    /// The segments, in order of time.
    pub fn segments(&self) -> &[WorkSegment] {
        &self.segments
    }

    /// The weeks with work or a bonus, in order of time.
    ///
    /// # Errors
    /// None in practice: a week of the calendar has a start and an end.
    pub fn weeks(&self) -> Result<Vec<WeekOutcome>> {
        (0..self.chosen.len())
            .filter(|&week| {
                let run = self.run(week);
                run.tallies[week].worked > 0 || run.bonuses[week] > 0
            })
            .map(|week| self.outcome(week))
            .collect()
    }

    /// The week that holds `instant`.
    ///
    /// # Errors
    /// `InvalidInput` for an instant outside the horizon.
    pub fn week(&self, instant: DateTime<Utc>) -> Result<WeekOutcome> {
        let minute = floor_minute(instant);
        if minute < self.policy.horizon.0 || minute >= self.policy.horizon.1 {
            return Err(Error::invalid(
                segment::OPERATION,
                "instant",
                "must lie inside the horizon the policy was compiled for",
            ));
        }
        let tick = self.policy.axis.tick(minute);
        let week = (0..self.chosen.len()).find(|&at| self.bounds(at).end > tick);
        self.outcome(week.unwrap_or(self.chosen.len() - 1))
    }

    pub(crate) fn week_count(&self) -> usize {
        self.chosen.len()
    }

    pub(crate) fn bounds(&self, week: usize) -> &Week {
        &self.policy.calendars[self.chosen[week] as usize].weeks[week]
    }

    pub(crate) fn run(&self, week: usize) -> &Run {
        &self.runs[self.chosen[week] as usize]
    }

    pub(crate) fn pay(&self, week: usize) -> WeekPay {
        self.policy.pay(self.run(week), week)
    }

    /// True when the week comes to the same in both; they have the same policy and the same bonuses.
    pub(crate) fn equals_in(&self, week: usize, other: &Self) -> Result<bool> {
        if self.chosen[week] != other.chosen[week] {
            return Ok(self.outcome(week)? == other.outcome(week)?);
        }
        let (one, two) = (self.run(week), other.run(week));
        Ok(one.tallies[week] == two.tallies[week] && one.spread_days[week] == two.spread_days[week])
    }

    /// Minutes worked and minutes of overtime.
    pub(crate) fn minutes_of(&self, week: usize) -> WeekMinutes {
        WeekMinutes {
            worked: self.in_minutes(self.run(week).tallies[week].worked),
            overtime: self.overtime_of(week),
        }
    }

    /// Minutes the policy's rule number `rule` is paid for.
    pub(crate) fn credited(&self, week: usize, rule: usize) -> i64 {
        let tally = &self.run(week).tallies[week];
        match tally.claimed[rule] {
            0 => 0,
            _ => self.in_minutes(tally.credited[rule]),
        }
    }

    fn in_minutes(&self, ticks: i32) -> i64 {
        minutes(ticks, self.policy.basis.ticks_per_minute)
    }

    /// Minutes of overtime.
    pub(crate) fn overtime_of(&self, week: usize) -> i64 {
        minutes(
            self.run(week).tallies[week].overtime(),
            self.policy.basis.ticks_per_minute,
        )
    }

    pub(crate) fn outcome(&self, week: usize) -> Result<WeekOutcome> {
        let bounds = self.bounds(week);
        let run = self.run(week);
        let tally = &run.tallies[week];
        let minutes = |ticks: i32| minutes(ticks, self.policy.basis.ticks_per_minute);
        Ok(WeekOutcome {
            week: bounds.window()?,
            starts_on: bounds.starts_on,
            worked: minutes(tally.worked),
            overtime: self.overtime_of(week),
            by_rule: self
                .policy
                .policy
                .rules
                .iter()
                .enumerate()
                .filter(|(r, _)| tally.claimed[*r] != 0)
                .map(|(r, rule)| RuleMinutes {
                    rule: rule.id.clone(),
                    extra_percent: rule.extra_percent,
                    claimed: minutes(tally.claimed[r]),
                    credited: minutes(tally.credited[r]),
                })
                .collect(),
            regular_rate: self.policy.basis.regular_rate(tally, run.bonuses[week]),
            pay: self.pay(week),
        })
    }
}

/// Ticks as minutes, rounded half to even.
pub(crate) fn minutes(ticks: i32, ticks_per_minute: i32) -> i64 {
    half_even(ticks.into(), ticks_per_minute.into()) as i64
}
