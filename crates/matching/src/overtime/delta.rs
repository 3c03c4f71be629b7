use std::fmt::Write as _;

use careweave_types::{Currency, Error, Money, Result, TimeWindow};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use super::evaluate::{State, Tally};
use super::jurisdiction::Jurisdiction;
use super::ledger::{WorkLedger, pieces_of};
use super::resolve::{Duty, Piece};
use super::segment::{self, WorkSegment, admit};
use super::week::floor_minute;

/// What a set of segments does to a caregiver's weeks: the difference of two full evaluations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OtDelta {
    /// Every week that changes, in order of time.
    pub weeks: Vec<WeekChange>,
    /// What overtime premiums rise by; negative where they fall. Rounded half to even once per workweek.
    pub premium: Money,
    /// What total pay rises by: the true cost of the segments. Rounded half to even once per workweek.
    pub cost: Money,
    /// For people: `38 h 00 → 44 h 00, 4 h overtime (weekly 40), extra $36.00`.
    pub explanation: String,
    /// The version of the policy.
    pub policy_version: String,
}

/// One workweek before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WeekChange {
    /// The workweek.
    pub week: TimeWindow,
    /// Its first date on the employer's wall clock.
    pub starts_on: NaiveDate,
    /// Without the segments.
    pub before: WeekMinutes,
    /// With them.
    pub after: WeekMinutes,
    /// Rules paid before or after, in the policy's order.
    pub by_rule: Vec<RuleChange>,
    /// What the week's overtime premium rises by.
    pub premium: Money,
    /// What the week's total pay rises by.
    pub cost: Money,
}

/// A week's minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct WeekMinutes {
    /// Minutes worked.
    pub worked: i64,
    /// Minutes of overtime.
    pub overtime: i64,
}

/// The minutes a rule is paid for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleChange {
    /// The rule's id.
    pub rule: String,
    /// A few words for people.
    pub label: String,
    /// Minutes before.
    pub before: i64,
    /// Minutes after.
    pub after: i64,
}

impl OtDelta {
    /// Minutes of overtime added over all weeks; negative where they fall.
    pub fn overtime_minutes(&self) -> i64 {
        self.weeks
            .iter()
            .map(|w| w.after.overtime - w.before.overtime)
            .sum()
    }
}

/// One more stretch of plain work: what a ranking loop asks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlainWork {
    /// The first instant.
    pub start: DateTime<Utc>,
    /// The instant after the last.
    pub end: DateTime<Utc>,
    /// Minor units per hour.
    pub rate: i64,
    /// Where.
    pub place: Jurisdiction,
}

/// What a stretch of plain work adds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Added {
    /// Minutes of overtime; negative where they fall.
    pub overtime: i64,
    /// What overtime premiums rise by, in minor units, rounded half to even once per workweek.
    pub premium: i64,
}

/// Memory that a loop over many ledgers reuses.
#[derive(Debug, Default)]
pub struct Scratch {
    pieces: Vec<Piece>,
}

impl WorkLedger {
    /// What `add` does to this caregiver's weeks.
    ///
    /// # Errors
    /// As [`CompiledPolicy::ledger`](super::CompiledPolicy::ledger); segments of `add` are named `add[3]`.
    pub fn delta(&self, add: &[WorkSegment]) -> Result<OtDelta> {
        let weeks = self.changes(add)?;
        let currency = self.policy.policy.currency;
        let sum = |pick: fn(&WeekChange) -> Money| {
            weeks
                .iter()
                .try_fold(Money::new(0, currency), |sum, week| sum.checked_add(pick(week)))
        };
        let (premium, cost) = (sum(|w| w.premium)?, sum(|w| w.cost)?);
        Ok(OtDelta {
            explanation: explain(&weeks, premium),
            weeks,
            premium,
            cost,
            policy_version: self.policy.policy.version.clone(),
        })
    }

    /// The weeks of [`WorkLedger::delta`].
    pub(crate) fn changes(&self, add: &[WorkSegment]) -> Result<Vec<WeekChange>> {
        let after = self
            .policy
            .with(&[("segments", &self.segments), ("add", add)], &self.bonuses)?;
        let currency = self.policy.policy.currency;
        let spans: Vec<(i32, i32)> = add
            .iter()
            .map(|segment| (floor_minute(segment.start), floor_minute(segment.end)))
            .collect();
        let mut weeks = Vec::new();
        for week in 0..self.week_count() {
            let bounds = after.bounds(week);
            let (from, until) = bounds.minutes;
            let touched = || spans.iter().any(|(start, end)| *start < until && from < *end);
            if !touched() && self.equals_in(week, &after)? {
                continue;
            }
            let by_rule = self
                .policy
                .policy
                .rules
                .iter()
                .enumerate()
                .filter_map(|(at, rule)| {
                    let (before, after) = (self.credited(week, at), after.credited(week, at));
                    (before != 0 || after != 0).then(|| RuleChange {
                        rule: rule.id.clone(),
                        label: rule.label.clone(),
                        before,
                        after,
                    })
                })
                .collect();
            let (old, new) = (self.pay(week), after.pay(week));
            weeks.push(WeekChange {
                week: bounds.window()?,
                starts_on: bounds.starts_on,
                before: self.minutes_of(week),
                after: after.minutes_of(week),
                by_rule,
                premium: (new.premium - old.premium).to_money(currency)?,
                cost: (new.total() - old.total()).to_money(currency)?,
            });
        }
        Ok(weeks)
    }

    /// What `add` adds together: the minutes and the premium of [`WorkLedger::delta`], without its words.
    ///
    /// # Errors
    /// As [`WorkLedger::delta`].
    pub fn added_together(&self, add: &[WorkSegment]) -> Result<Added> {
        let mut added = Added {
            overtime: 0,
            premium: 0,
        };
        if add.is_empty() {
            return Ok(added);
        }
        let after = self
            .policy
            .with(&[("segments", &self.segments), ("add", add)], &self.bonuses)?;
        let currency = self.policy.policy.currency;
        for week in 0..self.week_count() {
            let (old, new) = (self.run(week), after.run(week));
            if old.tallies[week] == new.tallies[week] {
                continue;
            }
            added.overtime += after.overtime_of(week) - self.overtime_of(week);
            let premium = after.pay(week).premium - self.pay(week).premium;
            added.premium += premium.to_money(currency)?.minor;
        }
        Ok(added)
    }

    /// What one stretch of plain work adds: the minutes and the premium of [`WorkLedger::delta`], without its words,
    /// and many times faster. Most stretches are decided by one compare; the others by a pass over their week.
    ///
    /// # Errors
    /// As [`WorkLedger::delta`]; the record is `add[0]`.
    pub fn added(&self, work: &PlainWork, scratch: &mut Scratch) -> Result<Added> {
        let segment = || WorkSegment::work(work.start, work.end, work.rate, work.place);
        let (Some(start), Some(end)) = (segment::minute(work.start), segment::minute(work.end)) else {
            return self.added_slowly(&segment());
        };
        let valid = start < end && (0..=segment::MAX_RATE).contains(&work.rate);
        if !self.separable || !valid || !self.policy.holds(start, end) {
            return self.added_slowly(&segment());
        }
        let after = self.pieces.partition_point(|p| p.end <= start);
        if self.pieces.get(after).is_some_and(|p| p.start < end) {
            return Err(self.overlap(work));
        }
        let piece = Piece {
            start,
            end,
            rate: work.rate * 100,
            place: work.place.bit(),
            worked: true,
            duty: Duty::Lengthens,
            begins: false,
            rest_day: false,
        };
        let first = self.policy.calendars[0].index(start);
        let summary = &self.summaries[first];
        let by_summary = || match summary.overtime_added(end - start) {
            None if self.details[first].moved_by_nothing_but_the_week(self, first, after, &piece) => {
                summary.by_week_alone(end - start)
            }
            decided => decided,
        };
        if end <= summary.end
            && summary.place == piece.place
            && let Some(overtime) = by_summary()
            && let Some(premium) = self.premium_by_compare(first, &piece, overtime)
        {
            return Ok(Added {
                overtime: overtime.into(),
                premium,
            });
        }
        Ok(self.added_by_sweep(first, after, &piece, scratch))
    }

    /// The premium where the overtime is known and no rule but the weekly one moves.
    fn premium_by_compare(&self, week: usize, piece: &Piece, overtime: i32) -> Option<i64> {
        let run = &self.runs[0];
        let before = &run.tallies[week];
        if before.extra == 0 && overtime == 0 {
            return Some(0);
        }
        if self.policy.policy.regular_rate != super::RegularRate::WeightedAverage {
            return None;
        }
        let ticks = piece.end - piece.start;
        let mut after = Tally::ZERO;
        after.worked = before.worked + ticks;
        after.straight = before.straight + i64::from(ticks) * piece.rate;
        after.extra = before.extra + i64::from(overtime) * i64::from(self.summaries[week].weekly_extra);
        Some(self.premium_change(week, before, &after))
    }

    fn premium_change(&self, week: usize, before: &Tally, after: &Tally) -> i64 {
        self.policy
            .basis
            .premium_change(before, after, self.runs[0].bonuses[week])
    }

    /// Evaluates week after week until nothing differs any more. `at` is where `piece` belongs among the pieces.
    fn added_by_sweep(&self, first: usize, at: usize, piece: &Piece, scratch: &mut Scratch) -> Added {
        let run = &self.runs[0];
        let mut added = Added {
            overtime: 0,
            premium: 0,
        };
        let mut state: State = run.states[first];
        for (week, bounds) in self.policy.calendars[0].weeks.iter().enumerate().skip(first) {
            let here = pieces_of(bounds, &self.pieces);
            let tally = if piece.start < bounds.end && bounds.start < piece.end {
                let offset = self.pieces.partition_point(|p| p.end <= bounds.start);
                let split = at.saturating_sub(offset).min(here.len());
                scratch.pieces.clear();
                scratch.pieces.extend_from_slice(&here[..split]);
                scratch.pieces.push(*piece);
                scratch.pieces.extend_from_slice(&here[split..]);
                self.policy.counters.sweep(bounds, &scratch.pieces, &mut state)
            } else {
                self.policy.counters.sweep(bounds, here, &mut state)
            };
            let before = &run.tallies[week];
            added.overtime += i64::from(tally.overtime() - before.overtime());
            if tally.extra != 0 || before.extra != 0 {
                added.premium += self.premium_change(week, before, &tally);
            }
            if piece.end <= bounds.end && state == run.states[week + 1] {
                break;
            }
        }
        added
    }

    fn overlap(&self, work: &PlainWork) -> Error {
        let other = self
            .segments
            .iter()
            .position(|s| s.start < work.end && work.start < s.end);
        let error = Error::invalid(segment::OPERATION, "start", segment::NO_OVERLAP).with("record", "add[0]");
        match other {
            Some(at) => error.with("other", format!("segments[{at}]")),
            None => error,
        }
    }

    fn added_slowly(&self, segment: &WorkSegment) -> Result<Added> {
        let delta = self.delta(std::slice::from_ref(segment))?;
        Ok(Added {
            overtime: delta.overtime_minutes(),
            premium: delta.premium.minor,
        })
    }

    /// The summary of the week that holds `instant`, for a loop that decides by one compare.
    ///
    /// # Errors
    /// `InvalidInput` for an instant outside the horizon.
    pub fn summary(&self, instant: DateTime<Utc>) -> Result<&super::WeekSummary> {
        let minute = floor_minute(instant);
        if !self.policy.holds(minute, minute) {
            return Err(Error::invalid(
                segment::OPERATION,
                "instant",
                "must lie inside the horizon the policy was compiled for",
            ));
        }
        let week = self.policy.calendars[0].index(self.policy.axis.tick(minute));
        Ok(&self.summaries[week])
    }
}

fn explain(weeks: &[WeekChange], premium: Money) -> String {
    let mut text = String::new();
    for week in weeks {
        if !text.is_empty() {
            text.push_str("; ");
        }
        if weeks.len() > 1 {
            let _ = write!(text, "week of {}: ", week.starts_on);
        }
        let _ = write!(
            text,
            "{} → {}",
            clock(week.before.worked),
            clock(week.after.worked)
        );
        let change = week.after.overtime - week.before.overtime;
        match change {
            0 => text.push_str(", no overtime added"),
            1.. => {
                let _ = write!(text, ", {} overtime", hours(change));
            }
            _ => {
                let _ = write!(text, ", {} less overtime", hours(-change));
            }
        }
        let rules: Vec<&str> = week
            .by_rule
            .iter()
            .filter(|rule| (rule.after - rule.before) * change > 0)
            .map(|rule| rule.label.as_str())
            .collect();
        if !rules.is_empty() {
            let _ = write!(text, " ({})", rules.join(", "));
        }
    }
    if weeks.is_empty() {
        text.push_str("no workweek changes");
    }
    if premium.minor != 0 {
        let _ = write!(text, ", extra {}", price(premium));
    }
    text
}

/// `38 h 00`.
fn clock(minutes: i64) -> String {
    format!("{} h {:02}", minutes / 60, minutes % 60)
}

/// `4 h`, `4 h 30`, `45 min`.
fn hours(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes:02}"),
    }
}

/// `$36.00`, `R$36.00`.
fn price(amount: Money) -> String {
    let sign = if amount.minor < 0 { "-" } else { "" };
    let symbol = match amount.currency {
        Currency::Usd => "$".to_owned(),
        Currency::Brl => "R$".to_owned(),
        other => format!("{} ", other.code()),
    };
    let minor = amount.minor.unsigned_abs();
    format!("{sign}{symbol}{}.{:02}", minor / 100, minor % 100)
}

/// Checks that segments are sound by themselves and as one person's time.
///
/// # Errors
/// `InvalidInput` that names the record and the field.
pub fn check_segments(segments: &[WorkSegment]) -> Result<()> {
    let mut timed = Vec::new();
    admit("segments", segments, &mut timed)?;
    segment::in_order(&mut timed)
}
