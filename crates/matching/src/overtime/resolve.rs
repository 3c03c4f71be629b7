//! From what a caregiver did to what counts.

use super::policy::LabourPolicy;
use super::segment::{DayStatus, SegmentKind, Timed};
use super::sleep::{DutySleep, ShiftLength};
use super::week::Axis;

/// A stretch of one kind of time, in ticks. What counts nowhere is no piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) start: i32,
    pub(crate) end: i32,
    /// Hundredths of minor units per hour.
    pub(crate) rate: i64,
    /// The place's bit.
    pub(crate) place: u16,
    /// Hours worked.
    pub(crate) worked: bool,
    /// What it does to unbroken duty.
    pub(crate) duty: Duty,
    /// Begins a stretch of work after a break of more than two hours.
    pub(crate) begins: bool,
    pub(crate) rest_day: bool,
}

/// What a piece does to unbroken duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Duty {
    /// Lengthens it.
    Lengthens,
    /// Neither lengthens nor breaks it.
    Bridges,
}

/// A break of more than this many minutes ends a stretch of work ([`Workday::ByStart`](super::policy::Workday)).
pub(crate) const STRETCH_BREAK: i32 = 120;

const DAY: i32 = 1_440;

/// Resolves segments in order of time.
pub(crate) fn resolve(policy: &LabourPolicy, axis: &Axis, timed: &[Timed<'_>]) -> Vec<Piece> {
    let on_duty: Vec<&Timed<'_>> = timed
        .iter()
        .filter(|t| t.segment.kind != SegmentKind::OnCallUnrestricted)
        .collect();
    let mut pieces = Vec::with_capacity(on_duty.len());
    let mut last_end: Option<i32> = None;
    for duty in on_duty.chunk_by(|a, b| a.end == b.start) {
        let first = pieces.len();
        resolve_duty(policy, axis, duty, &mut pieces);
        if let (Some(piece), Some(begin)) = (pieces.get_mut(first), duty.first()) {
            piece.begins = last_end.is_none_or(|end| begin.start - end > STRETCH_BREAK);
        }
        last_end = duty.last().map(|t| t.end).or(last_end);
    }
    pieces
}

/// What the 24 hours of a duty period that begin at `from` leave to exclude.
struct Allowance {
    until: i32,
    sleep: i32,
    meals: i32,
    length: ShiftLength,
}

impl Allowance {
    const NONE: Self = Self {
        until: i32::MIN,
        sleep: 0,
        meals: 0,
        length: ShiftLength::NetOfSleep,
    };
}

fn resolve_duty(policy: &LabourPolicy, axis: &Axis, duty: &[&Timed<'_>], pieces: &mut Vec<Piece>) {
    let night_percent = policy
        .night_hour
        .as_ref()
        .map_or(0, |n| i64::from(n.surcharge_percent));
    let mut push = |timed: &Timed<'_>, from: i32, until: i32, counts: Counts| {
        axis.cut(from, until, |from, until, night| {
            pieces.push(Piece {
                start: axis.tick(from),
                end: axis.tick(until),
                rate: timed.segment.rate * (100 + if night { night_percent } else { 0 }),
                place: timed.segment.place.bit(),
                worked: counts == Counts::Worked,
                duty: match counts {
                    Counts::Worked | Counts::LengthOnly => Duty::Lengthens,
                    Counts::Nothing => Duty::Bridges,
                },
                begins: false,
                rest_day: timed.segment.day == DayStatus::RestDay,
            });
        });
    };
    if !duty.iter().any(|t| is_rest(t.segment.kind)) {
        for timed in duty {
            push(timed, timed.start, timed.end, Counts::Worked);
        }
        return;
    }
    let rests = rests(duty);
    let mut left = Allowance::NONE;
    for (at, timed) in duty.iter().enumerate() {
        let Some(rest) = rests.iter().find(|r| r.segments.contains(&at)) else {
            push(timed, timed.start, timed.end, Counts::Worked);
            continue;
        };
        if rest.start >= left.until {
            left = allow(policy, duty, &rests, rest.start);
        }
        let length = timed.end - timed.start;
        let (excluded, counts) = if rest.kind == SegmentKind::Sleep {
            let excluded = left.sleep.min(length);
            left.sleep -= excluded;
            match left.length {
                ShiftLength::IncludesSleep => (excluded, Counts::LengthOnly),
                ShiftLength::NetOfSleep => (excluded, Counts::Nothing),
            }
        } else if is_meal(policy, rest) {
            let excluded = left.meals.min(length);
            left.meals -= excluded;
            (excluded, Counts::Nothing)
        } else {
            (0, Counts::Nothing)
        };
        let cut = timed.start + excluded;
        if excluded > 0 {
            push(timed, timed.start, cut, counts);
        }
        if cut < timed.end {
            push(timed, cut, timed.end, Counts::Worked);
        }
    }
}

/// What a stretch of duty counts toward.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Counts {
    Worked,
    /// The length of the shift, and not pay.
    LengthOnly,
    Nothing,
}

/// An unbroken sleep or meal: one segment, or several that touch.
struct Rest {
    kind: SegmentKind,
    start: i32,
    end: i32,
    segments: std::ops::Range<usize>,
}

const fn is_rest(kind: SegmentKind) -> bool {
    matches!(kind, SegmentKind::Sleep | SegmentKind::MealOffDuty)
}

fn rests(duty: &[&Timed<'_>]) -> Vec<Rest> {
    let mut rests: Vec<Rest> = Vec::new();
    for (at, timed) in duty.iter().enumerate().filter(|(_, t)| is_rest(t.segment.kind)) {
        match rests.last_mut() {
            Some(last) if last.kind == timed.segment.kind && last.segments.end == at => {
                last.end = timed.end;
                last.segments.end = at + 1;
            }
            _ => rests.push(Rest {
                kind: timed.segment.kind,
                start: timed.start,
                end: timed.end,
                segments: at..at + 1,
            }),
        }
    }
    rests
}

const fn is_meal(policy: &LabourPolicy, rest: &Rest) -> bool {
    rest.end - rest.start >= policy.meal_minimum_minutes as i32
}

/// Judges the 24 hours of `duty` in which the rest at `from` begins. The rule is that of the place of the first sleep,
/// and where there is none, of the first meal.
fn allow(policy: &LabourPolicy, duty: &[&Timed<'_>], rests: &[Rest], from: i32) -> Allowance {
    let (Some(first), Some(last)) = (duty.first(), duty.last()) else {
        return Allowance::NONE;
    };
    let begin = first.start + (from - first.start) / DAY * DAY;
    let until = begin + DAY;
    let here = || rests.iter().filter(|r| r.start >= begin && r.start < until);
    let minutes = |rest: &Rest| (rest.end - rest.start) as u32;
    let sleeps = || here().filter(|r| r.kind == SegmentKind::Sleep);
    let facts = DutySleep {
        duty: (last.end - first.start) as u32,
        asleep: sleeps().map(minutes).sum(),
        longest_unbroken: sleeps().map(minutes).max().unwrap_or(0),
        stretches: sleeps().count() as u32,
        meals: here()
            .filter(|r| r.kind == SegmentKind::MealOffDuty && is_meal(policy, r))
            .map(minutes)
            .sum(),
    };
    let place = sleeps()
        .chain(here())
        .next()
        .map(|r| duty[r.segments.start].segment.place);
    match place.and_then(|place| policy.sleep_rule(place)) {
        Some(rule) => {
            let excluded = rule.exclude(&facts, &policy.sleep);
            Allowance {
                until,
                sleep: excluded.sleep as i32,
                meals: excluded.meals as i32,
                length: rule.shift_length,
            }
        }
        None => Allowance {
            until,
            meals: facts.meals as i32,
            ..Allowance::NONE
        },
    }
}
