//! A minute-by-minute reading of the rules: slow, and obviously right. Tests compare the evaluator with it.
//!
//! It shares the policy's data with the evaluator, with the arithmetic of its sleep rules, and nothing else: weeks and days come from the wall clock read at every
//! minute, every rule looks at every minute, and money is summed minute by minute. It knows one workweek anchor.

use chrono::{Datelike, NaiveDate};

use super::ledger::WorkLedger;
use super::policy::{
    Composition, LabourPolicy, Measure, RegularRate, Rule, WeekBoundary, WeekCondition, Workday,
};
use super::segment::{DayStatus, SegmentKind, WorkSegment};
use super::sleep::{DutySleep, ShiftLength};
use super::week::instant;

/// What the wall clock says at every minute of a stretch of time.
#[derive(Debug)]
pub struct MinuteTable {
    from: i32,
    minutes: Vec<MinuteLabel>,
    /// First date of each week.
    weeks: Vec<NaiveDate>,
}

#[derive(Clone, Copy, Debug)]
struct MinuteLabel {
    /// Position of the week.
    week: u32,
    /// The day, counted from some day on.
    day: i32,
    /// The day of the week, 0 to 6.
    day_of_week: u32,
    night: bool,
}

impl MinuteTable {
    /// Reads the clock of the policy's first workweek at every minute from `from` on (minutes since 1970).
    pub fn new(policy: &LabourPolicy, from: i32, count: i32) -> Self {
        let anchor = &policy.workweeks[0].anchor;
        let offset = i64::from(anchor.minute_of_day);
        // 1 January of year 1 was a Monday.
        let first_day = anchor.weekday as i64;
        let origin = anchor
            .week_of(instant(26_304_480))
            .map_or(0, |week| week.start().timestamp() / 60);
        let mut table = Self {
            from,
            minutes: Vec::new(),
            weeks: Vec::new(),
        };
        let (mut week, mut day) = (i64::MIN, i64::MIN);
        let (mut first_week, mut first_of_week) = (None, 0);
        for minute in from..from + count {
            let local = anchor.zone.local(instant(minute));
            let wall = i64::from(local.date.num_days_from_ce() - 1) * 1_440
                + i64::from(local.minute_of_day())
                - offset;
            let (now_week, now_day) = match policy.boundary {
                WeekBoundary::LocalClock => (
                    (wall - first_day * 1_440).div_euclid(10_080),
                    wall.div_euclid(1_440),
                ),
                WeekBoundary::Elapsed168 => (
                    (i64::from(minute) - origin).div_euclid(10_080),
                    (i64::from(minute) - origin).div_euclid(1_440),
                ),
            };
            // Clocks that go back do not bring back yesterday.
            day = day.max(now_day);
            if now_week > week {
                week = now_week;
                first_of_week = day;
                if policy.boundary == WeekBoundary::Elapsed168 {
                    first_of_week = week * 7;
                }
                table.weeks.push(local.date);
            }
            let first = *first_week.get_or_insert(week);
            let night = policy.night_hour.as_ref().is_some_and(|n| {
                let at = local.minute_of_day();
                at >= u32::from(n.from_minute) || at < u32::from(n.until_minute)
            });
            table.minutes.push(MinuteLabel {
                week: (week - first) as u32,
                day: day as i32,
                day_of_week: (day - first_of_week) as u32,
                night,
            });
        }
        table
    }

    fn at(&self, minute: i32) -> MinuteLabel {
        self.minutes[(minute - self.from) as usize]
    }
}

/// A week as the simulator, or the evaluator, sees it; in ticks (see the source of the evaluator).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SimulatedWeek {
    /// First date.
    pub starts_on: Option<NaiveDate>,
    /// Ticks worked.
    pub worked: i64,
    /// Ticks times rate, in hundredths of minor units.
    pub straight: i64,
    /// Per rule, alone.
    pub claimed: Vec<i64>,
    /// Ticks of overtime.
    pub overtime: i64,
    /// Ticks times percent.
    pub extra: i64,
    /// Ticks times percent times rate.
    pub extra_rate: i64,
}

/// What the evaluator found, in the simulator's terms.
pub fn evaluated(ledger: &WorkLedger) -> Vec<SimulatedWeek> {
    (0..ledger.week_count())
        .map(|at| (at, &ledger.run(at).tallies[at]))
        .filter(|(_, tally)| tally.worked > 0)
        .map(|(at, tally)| SimulatedWeek {
            starts_on: Some(ledger.bounds(at).starts_on),
            worked: tally.worked.into(),
            straight: tally.straight,
            claimed: tally.claimed[..ledger.policy().policy().rules.len()]
                .iter()
                .map(|c| i64::from(*c))
                .collect(),
            overtime: tally.overtime().into(),
            extra: tally.extra,
            extra_rate: tally.extra_rate,
        })
        .collect()
}

#[derive(Clone, Copy)]
struct Moment<'a> {
    minute: i32,
    segment: &'a WorkSegment,
    worked: bool,
    lengthens: bool,
}

/// Evaluates segments minute by minute.
pub fn simulate(policy: &LabourPolicy, table: &MinuteTable, segments: &[WorkSegment]) -> Vec<SimulatedWeek> {
    let moments = moments(policy, segments);
    let places: Vec<u16> = policy.rules.iter().map(|rule| rule.places.mask()).collect();
    let speaks_of = |r: usize, m: &Moment<'_>| places[r] & m.segment.place.bit() != 0;
    let mut weeks: Vec<SimulatedWeek> = table
        .weeks
        .iter()
        .map(|date| SimulatedWeek {
            starts_on: Some(*date),
            claimed: vec![0; policy.rules.len()],
            ..SimulatedWeek::default()
        })
        .collect();
    let weight = |minute: i32| match (&policy.night_hour, table.at(minute).night) {
        (None, _) => 1,
        (Some(_), false) => 7,
        (Some(_), true) => 8,
    };
    let rate = |m: &Moment<'_>| {
        let surcharge = policy
            .night_hour
            .as_ref()
            .map_or(0, |n| i64::from(n.surcharge_percent));
        let night = table.at(m.minute).night;
        m.segment.rate * if night { 100 + surcharge } else { 100 }
    };
    // Weeks first, for rules that depend on the whole week.
    let mut totals = vec![vec![(0_i64, 0_i64); policy.rules.len()]; weeks.len()];
    for m in moments.iter().filter(|m| m.worked) {
        let week = table.at(m.minute).week as usize;
        weeks[week].worked += weight(m.minute);
        weeks[week].straight += weight(m.minute) * rate(m);
        for (r, total) in totals[week].iter_mut().enumerate() {
            if speaks_of(r, m) {
                total.0 += weight(m.minute);
                total.1 += weight(m.minute) * rate(m);
            }
        }
    }
    let unit = if policy.night_hour.is_some() { 7 } else { 1 };
    let holds_in = |week: usize, r: usize, rule: &Rule| {
        let date = table.weeks[week];
        let (worked, straight) = totals[week][r];
        rule.from.is_none_or(|from| date >= from)
            && rule.until.is_none_or(|until| date < until)
            && match rule.condition {
                None => true,
                Some(WeekCondition::WorkedOver { minutes }) => worked > i64::from(minutes) * unit,
                Some(WeekCondition::RateBelow { minor_per_hour }) => straight < minor_per_hour * 100 * worked,
            }
    };
    let held: Vec<Vec<bool>> = (0..weeks.len())
        .map(|week| {
            let rules = policy.rules.iter().enumerate();
            rules.map(|(r, rule)| holds_in(week, r, rule)).collect()
        })
        .collect();
    let holds = |week: usize, r: usize| held[week][r];
    let mut counters: Vec<RuleState> = policy.rules.iter().map(|_| RuleState::default()).collect();
    let mut claimed_rate = vec![vec![0_i64; policy.rules.len()]; weeks.len()];
    let mut last_minute: Option<i32> = None;
    for m in &moments {
        let label = table.at(m.minute);
        let begins = last_minute.is_none_or(|last| m.minute - last - 1 > 120);
        last_minute = Some(m.minute);
        for (r, (rule, state)) in policy.rules.iter().zip(&mut counters).enumerate() {
            state.enter(rule, m, label, begins, speaks_of(r, m));
        }
        if !m.worked {
            continue;
        }
        let week = label.week as usize;
        for _ in 0..weight(m.minute) {
            let mut best = 0;
            for (r, rule) in policy.rules.iter().enumerate() {
                if !speaks_of(r, m) || matches!(rule.measure, Measure::WeeklyOver { .. }) {
                    continue;
                }
                if counters[r].flags(rule, m, label, unit) && holds(week, r) {
                    weeks[week].claimed[r] += 1;
                    claimed_rate[week][r] += rate(m);
                    best = best.max(i64::from(rule.extra_percent));
                }
            }
            let mut most = best;
            for (r, rule) in policy.rules.iter().enumerate() {
                let Measure::WeeklyOver { minutes } = rule.measure else {
                    continue;
                };
                if !speaks_of(r, m) {
                    continue;
                }
                let state = &mut counters[r];
                let limit = i64::from(minutes) * unit;
                state.all += 1;
                if state.all > limit && holds(week, r) {
                    weeks[week].claimed[r] += 1;
                    claimed_rate[week][r] += rate(m);
                }
                if i64::from(rule.extra_percent) > best {
                    state.count += 1;
                    if state.count > limit && holds(week, r) {
                        most = most.max(i64::from(rule.extra_percent));
                    }
                }
            }
            if policy.composition == Composition::Union && most > 0 {
                weeks[week].overtime += 1;
                weeks[week].extra += most;
                weeks[week].extra_rate += most * rate(m);
            }
        }
    }
    if policy.composition == Composition::PerWeekMax {
        for (week, claimed_rate) in weeks.iter_mut().zip(&claimed_rate) {
            let mut best = 0;
            for (r, rule) in policy.rules.iter().enumerate() {
                let percent = i64::from(rule.extra_percent);
                let (extra, extra_rate) = (week.claimed[r] * percent, claimed_rate[r] * percent);
                let worth = match policy.regular_rate {
                    RegularRate::WeightedAverage => extra,
                    RegularRate::RateInEffect => extra_rate,
                };
                if worth > best {
                    best = worth;
                    (week.overtime, week.extra, week.extra_rate) = (week.claimed[r], extra, extra_rate);
                }
            }
        }
    }
    weeks.retain(|week| week.worked > 0);
    weeks
}

#[derive(Default)]
struct RuleState {
    count: i64,
    all: i64,
    week: Option<u32>,
    day: Option<i32>,
    /// Days of the week that were worked.
    days: Vec<u32>,
    /// The minute after the last one of duty.
    last: Option<i32>,
    workday_end: Option<i32>,
}

impl RuleState {
    /// Takes note of a minute, before its ticks are counted.
    fn enter(&mut self, rule: &Rule, m: &Moment<'_>, label: MinuteLabel, begins: bool, spoken_of: bool) {
        if let Measure::DailyOver {
            workday: Workday::ByStart,
            ..
        } = rule.measure
            && begins
            && self.day.is_none_or(|day| label.day > day)
        {
            self.day = Some(label.day);
            self.count = 0;
        }
        if !spoken_of {
            return;
        }
        match &rule.measure {
            Measure::ConsecutiveOver { gap_minutes, .. } => {
                if self.last.is_none_or(|last| m.minute - last > *gap_minutes as i32) {
                    self.count = 0;
                }
                self.last = Some(m.minute + 1);
                if !m.worked && m.lengthens {
                    self.count += 1;
                }
            }
            Measure::WeeklyOver { .. } => {
                if self.week != Some(label.week) {
                    (self.week, self.count, self.all) = (Some(label.week), 0, 0);
                }
            }
            Measure::DailyOver {
                workday: Workday::Fixed,
                ..
            } => {
                if self.day != Some(label.day) {
                    (self.day, self.count) = (Some(label.day), 0);
                }
            }
            Measure::DailyOver {
                workday: Workday::FromFirstPunch,
                ..
            } => {
                if m.worked && self.workday_end.is_none_or(|end| m.minute >= end) {
                    (self.workday_end, self.count) = (Some(m.minute + 1_440), 0);
                }
            }
            Measure::NthDayOver { .. } => {
                if self.week != Some(label.week) {
                    self.week = Some(label.week);
                    self.days.clear();
                }
                if m.worked && !self.days.contains(&label.day_of_week) {
                    self.days.push(label.day_of_week);
                    self.count = 0;
                }
            }
            Measure::DailyOver { .. } | Measure::RestDay | Measure::EightEighty => {}
        }
    }

    /// Counts a tick and says whether it is overtime.
    fn flags(&mut self, rule: &Rule, m: &Moment<'_>, label: MinuteLabel, unit: i64) -> bool {
        self.count += 1;
        match &rule.measure {
            Measure::DailyOver { minutes, .. } | Measure::ConsecutiveOver { minutes, .. } => {
                self.count > i64::from(*minutes) * unit
            }
            Measure::NthDayOver { days, minutes } => {
                let today = label.day_of_week;
                days.contains(&(today as u8 + 1))
                    && (0..today).all(|day| self.days.contains(&day))
                    && self.count > i64::from(*minutes) * unit
            }
            Measure::RestDay => m.segment.day == DayStatus::RestDay,
            Measure::WeeklyOver { .. } | Measure::EightEighty => false,
        }
    }
}

/// Every minute on duty, and whether it is worked.
fn moments<'a>(policy: &LabourPolicy, segments: &'a [WorkSegment]) -> Vec<Moment<'a>> {
    let mut all: Vec<(i32, &WorkSegment)> = Vec::new();
    for segment in segments
        .iter()
        .filter(|s| s.kind != SegmentKind::OnCallUnrestricted)
    {
        let (start, end) = (segment.start.timestamp() / 60, segment.end.timestamp() / 60);
        all.extend((start..end).map(|minute| (minute as i32, segment)));
    }
    all.sort_by_key(|(minute, _)| *minute);
    let mut moments = Vec::with_capacity(all.len());
    for duty in all.chunk_by(|a, b| b.0 == a.0 + 1) {
        let begin = duty[0].0;
        // Unbroken sleep and meals, as (kind, first, last + 1) in positions of `duty`.
        let mut rests: Vec<(SegmentKind, usize, usize)> = Vec::new();
        for (at, (_, segment)) in duty.iter().enumerate() {
            if !matches!(segment.kind, SegmentKind::Sleep | SegmentKind::MealOffDuty) {
                continue;
            }
            match rests.last_mut() {
                Some(rest) if rest.0 == segment.kind && rest.2 == at => rest.2 = at + 1,
                _ => rests.push((segment.kind, at, at + 1)),
            }
        }
        rests.retain(|(kind, from, until)| {
            *kind == SegmentKind::Sleep || until - from >= policy.meal_minimum_minutes as usize
        });
        let mut excluded = vec![None; duty.len()];
        for block in 0..=duty.len() / 1_440 {
            let here: Vec<_> = rests
                .iter()
                .filter(|(_, from, _)| from / 1_440 == block)
                .collect();
            let of = |kind: SegmentKind| here.iter().filter(move |rest| rest.0 == kind);
            let lengths = |kind| of(kind).map(|(_, from, until)| (until - from) as u32);
            let facts = DutySleep {
                duty: duty.len() as u32,
                asleep: lengths(SegmentKind::Sleep).sum(),
                longest_unbroken: lengths(SegmentKind::Sleep).max().unwrap_or(0),
                stretches: of(SegmentKind::Sleep).count() as u32,
                meals: lengths(SegmentKind::MealOffDuty).sum(),
            };
            let decisive = of(SegmentKind::Sleep).chain(&here).next();
            let rule = decisive.and_then(|(_, from, _)| policy.sleep_rule(duty[*from].1.place));
            let (mut sleep, mut meals, mut length) = (0, facts.meals, ShiftLength::NetOfSleep);
            if let Some(rule) = rule {
                let out = rule.exclude(&facts, &policy.sleep);
                (sleep, meals, length) = (out.sleep, out.meals, rule.shift_length);
            }
            for (kind, from, until) in here {
                let left = if *kind == SegmentKind::Sleep {
                    &mut sleep
                } else {
                    &mut meals
                };
                for slot in &mut excluded[*from..*until] {
                    if *left > 0 {
                        *left -= 1;
                        *slot = Some(*kind == SegmentKind::Sleep && length == ShiftLength::IncludesSleep);
                    }
                }
            }
        }
        for (at, (minute, segment)) in duty.iter().enumerate() {
            debug_assert_eq!(*minute, begin + at as i32);
            moments.push(Moment {
                minute: *minute,
                segment,
                worked: excluded[at].is_none(),
                lengthens: excluded[at].unwrap_or(true),
            });
        }
    }
    moments
}
