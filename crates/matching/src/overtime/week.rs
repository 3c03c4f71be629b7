//! Workweeks and workdays on the axis the evaluator counts on.

use careweave_types::{AgencyZone, Error, Result, TimeWindow, WorkweekAnchor};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::policy::{LabourPolicy, NightHour, OPERATION, Rule, WeekBoundary};

/// One workweek. Bounds are ticks of the [`Axis`].
#[derive(Clone, Debug)]
pub(crate) struct Week {
    pub(crate) start: i32,
    pub(crate) end: i32,
    /// The seven workdays, as eight bounds; clipped to the week where a change of anchor shortens it.
    pub(crate) days: [i32; 8],
    /// Which rules are in force, one bit each.
    pub(crate) in_force: u16,
    /// The date on which it starts, on the employer's wall clock.
    pub(crate) starts_on: NaiveDate,
    /// The bounds in minutes since 1970.
    pub(crate) minutes: (i32, i32),
}

impl Week {
    pub(crate) fn window(&self) -> Result<TimeWindow> {
        TimeWindow::new(instant(self.minutes.0), instant(self.minutes.1))
    }
}

/// Which week gets the hours that belong to two, when the anchor changes (29 CFR 778.301).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Overlap {
    InOldWeek,
    InNewWeek,
}

/// Consecutive weeks without a gap.
#[derive(Clone, Debug)]
pub(crate) struct Calendar {
    pub(crate) weeks: Vec<Week>,
    /// Positions of weeks that share hours with the next one.
    pub(crate) transitions: Vec<usize>,
}

impl Calendar {
    /// The weeks that hold the minutes `from..until`, and one more on either side.
    pub(crate) fn new(
        policy: &LabourPolicy,
        (from, until): (i32, i32),
        overlap: Overlap,
        axis: &Axis,
    ) -> Result<Self> {
        let mut calendar = Self {
            weeks: Vec::new(),
            transitions: Vec::new(),
        };
        let week = i32::try_from(TimeDelta::days(7).num_minutes()).unwrap_or(10_080);
        let mut cursor = from - week;
        let mut anchors = policy.workweeks.iter().enumerate().peekable();
        // Anchors that ended before the stretch begins are passed over.
        let Some((mut at, mut current)) = anchors.next() else {
            return Err(Error::invalid(OPERATION, "workweeks", "must not be empty"));
        };
        while let Some((_, next)) = anchors.peek()
            && next.from.is_some_and(|f| floor_minute(f) <= cursor)
        {
            if let Some(next) = anchors.next() {
                (at, current) = next;
            }
        }
        let mut trimmed_start: Option<i32> = None;
        while cursor < until + week {
            let field = || format!("workweeks[{at}].anchor");
            let (start, end, days, starts_on) = bounds(policy.boundary, &current.anchor, cursor)
                .map_err(|e| Error::invalid(OPERATION, field(), e.message()))?;
            let (mut start, mut end) = (trimmed_start.take().unwrap_or(start), end);
            if let Some((_, next)) = anchors.peek()
                && let Some(change) = next.from.map(floor_minute)
                && change <= end
            {
                if change < end {
                    calendar.transitions.push(calendar.weeks.len());
                    match overlap {
                        Overlap::InOldWeek => trimmed_start = Some(end),
                        Overlap::InNewWeek => end = change,
                    }
                }
                if let Some(next) = anchors.next() {
                    (at, current) = next;
                }
            }
            if let Some(last) = calendar.weeks.last() {
                start = start.max(last.minutes.1);
            }
            calendar.weeks.push(Week {
                start: axis.tick(start),
                end: axis.tick(end),
                days: days.map(|day| axis.tick(day.clamp(start, end))),
                in_force: in_force(&policy.rules, starts_on),
                starts_on,
                minutes: (start, end),
            });
            cursor = end;
        }
        Ok(calendar)
    }

    /// The position of the week that holds `tick`.
    pub(crate) fn index(&self, tick: i32) -> usize {
        self.weeks
            .partition_point(|week| week.end <= tick)
            .min(self.weeks.len() - 1)
    }
}

fn in_force(rules: &[Rule], starts_on: NaiveDate) -> u16 {
    rules.iter().enumerate().fold(0, |mask, (bit, rule)| {
        let begun = rule.from.is_none_or(|from| from <= starts_on);
        let over = rule.until.is_some_and(|until| until <= starts_on);
        mask | (u16::from(begun && !over) << bit)
    })
}

type Bounds = (i32, i32, [i32; 8], NaiveDate);

fn bounds(boundary: WeekBoundary, anchor: &WorkweekAnchor, cursor: i32) -> Result<Bounds> {
    match boundary {
        WeekBoundary::LocalClock => {
            let week = anchor.week_of(instant(cursor))?;
            let starts_on = anchor.zone.local(week.start()).date;
            let mut days = [0; 8];
            for (day, bound) in days.iter_mut().enumerate() {
                let minute = u32::from(anchor.minute_of_day) + 1_440 * day as u32;
                *bound = floor_minute(anchor.zone.wall_minute(starts_on, minute)?);
            }
            (days[0], days[7]) = (floor_minute(week.start()), floor_minute(week.end()));
            Ok((days[0], days[7], days, starts_on))
        }
        WeekBoundary::Elapsed168 => {
            let origin = floor_minute(anchor.week_of(instant(ELAPSED_ORIGIN))?.start());
            let start = origin + (cursor - origin).div_euclid(10_080) * 10_080;
            let days = std::array::from_fn(|day| start + 1_440 * day as i32);
            let starts_on = anchor.zone.local(instant(start)).date;
            Ok((start, start + 10_080, days, starts_on))
        }
    }
}

/// 2020-01-06 00:00 UTC in minutes since 1970.
const ELAPSED_ORIGIN: i32 = 26_304_480;

/// From minutes since 1970 to the ticks in which the evaluator counts.
///
/// A tick is a minute, except where a night hour is shorter than an hour: there it is a seventh of a counted minute,
/// because 52 minutes 30 seconds of night make 60 (ratio 8 to 7).
#[derive(Clone, Debug)]
pub(crate) enum Axis {
    /// One tick a minute.
    Clock,
    /// Seven ticks a minute by day, eight by night; stretches in order of time.
    Night(Vec<Stretch>),
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Stretch {
    pub(crate) minute: i32,
    pub(crate) tick: i32,
    pub(crate) night: bool,
}

/// Ticks of a day minute and of a night minute on an axis with short night hours.
const DAY_TICKS: i32 = 7;
const NIGHT_TICKS: i32 = 8;

impl Axis {
    pub(crate) fn new(
        night: Option<&NightHour>,
        zone: &AgencyZone,
        (from, until): (i32, i32),
    ) -> Result<Self> {
        let Some(night) = night else {
            return Ok(Self::Clock);
        };
        // Three weeks of room on either side: a calendar reaches beyond what it was asked for.
        let (from, until) = (from - 30_240, until + 30_240);
        let mut date = zone.local(instant(from)).date;
        let mut marks = vec![(from, false)];
        loop {
            let begins = floor_minute(zone.wall_minute(date, u32::from(night.from_minute))?);
            let ends = floor_minute(zone.wall_minute(date, 1_440 + u32::from(night.until_minute))?);
            marks.extend(
                [(begins, true), (ends, false)]
                    .into_iter()
                    .filter(|(m, _)| *m > from),
            );
            date = date
                .succ_opt()
                .ok_or_else(|| Error::invalid(OPERATION, "night_hour", "at the end of the calendar"))?;
            if begins > until {
                break;
            }
        }
        let mut stretches: Vec<Stretch> = Vec::with_capacity(marks.len());
        for (minute, night) in marks {
            let tick = stretches
                .last()
                .map_or(0, |s| s.tick + (minute - s.minute) * s.ticks());
            stretches.push(Stretch { minute, tick, night });
        }
        Ok(Self::Night(stretches))
    }

    /// How many ticks make a counted minute.
    pub(crate) const fn ticks_per_minute(&self) -> i32 {
        match self {
            Self::Clock => 1,
            Self::Night(_) => DAY_TICKS,
        }
    }

    pub(crate) fn tick(&self, minute: i32) -> i32 {
        match self {
            Self::Clock => minute,
            Self::Night(stretches) => {
                let at = stretches
                    .partition_point(|s| s.minute <= minute)
                    .saturating_sub(1);
                let stretch = stretches[at];
                stretch.tick + (minute - stretch.minute) * stretch.ticks()
            }
        }
    }

    /// Cuts `from..until` where the night begins or ends: `(from, until, whether it is night)`.
    pub(crate) fn cut(&self, from: i32, until: i32, mut part: impl FnMut(i32, i32, bool)) {
        match self {
            Self::Clock => part(from, until, false),
            Self::Night(stretches) => {
                let mut at = stretches.partition_point(|s| s.minute <= from).saturating_sub(1);
                let mut from = from;
                while from < until {
                    let end = stretches.get(at + 1).map_or(until, |next| next.minute.min(until));
                    part(from, end, stretches[at].night);
                    from = end;
                    at += 1;
                }
            }
        }
    }
}

impl Stretch {
    const fn ticks(self) -> i32 {
        if self.night { NIGHT_TICKS } else { DAY_TICKS }
    }
}

pub(crate) fn instant(minute: i32) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::minutes(i64::from(minute))
}

pub(crate) fn floor_minute(instant: DateTime<Utc>) -> i32 {
    i32::try_from(instant.timestamp().div_euclid(60)).unwrap_or(i32::MAX)
}
