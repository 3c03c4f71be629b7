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

fn resolve_duty(policy: &LabourPolicy, axis: &Axis, duty: &[&Timed<'_>], pieces: &mut Vec<Piece>) {
    let plain = |kind| !matches!(kind, SegmentKind::Sleep | SegmentKind::MealOffDuty);
    let simple = duty.iter().all(|t| plain(t.segment.kind));
    let mut allowance: Option<Allowance> = None;
    for (at, timed) in duty.iter().enumerate() {
        let mut push = |from: i32, until: i32, worked: bool, lengthens: bool| {
            let night_percent = policy.night_hour.as_ref().map_or(0, |n| n.surcharge_percent);
            axis.cut(from, until, |from, until, night| {
                let percent = 100 + if night { i64::from(night_percent) } else { 0 };
                pieces.push(Piece {
                    start: axis.tick(from),
                    end: axis.tick(until),
                    rate: timed.segment.rate * percent,
                    place: timed.segment.place.bit(),
                    worked,
                    duty: if lengthens { Duty::Lengthens } else { Duty::Bridges },
                    begins: false,
                    rest_day: timed.segment.day == DayStatus::RestDay,
                });
            });
        };
        if simple {
            push(timed.start, timed.end, true, true);
            continue;
        }
        if allowance.as_ref().is_none_or(|a| timed.start >= a.until) {
            allowance = Some(allow(policy, duty, at));
        }
        let left = allowance.as_mut();
        match timed.segment.kind {
            SegmentKind::Sleep => {
                let excluded = left.as_ref().map_or(0, |a| a.sleep.min(timed.end - timed.start));
                let length = left.as_ref().map_or(ShiftLength::NetOfSleep, |a| a.length);
                if let Some(left) = left {
                    left.sleep -= excluded;
                }
                let cut = timed.start + excluded;
                if excluded > 0 {
                    push(timed.start, cut, false, length == ShiftLength::IncludesSleep);
                }
                if cut < timed.end {
                    push(cut, timed.end, true, true);
                }
            }
            SegmentKind::MealOffDuty if is_meal(policy, timed) => {
                let excluded = left.as_ref().map_or(0, |a| a.meals.min(timed.end - timed.start));
                if let Some(left) = left {
                    left.meals -= excluded;
                }
                let cut = timed.start + excluded;
                if excluded > 0 {
                    push(timed.start, cut, false, false);
                }
                if cut < timed.end {
                    push(cut, timed.end, true, true);
                }
            }
            _ => push(timed.start, timed.end, true, true),
        }
    }
}

fn is_meal(policy: &LabourPolicy, timed: &Timed<'_>) -> bool {
    timed.end - timed.start >= policy.meal_minimum_minutes as i32
}

/// Judges the 24 hours of `duty` in which the segment at `at` begins.
fn allow(policy: &LabourPolicy, duty: &[&Timed<'_>], at: usize) -> Allowance {
    let (Some(first), Some(last)) = (duty.first(), duty.last()) else {
        return Allowance {
            until: i32::MAX,
            sleep: 0,
            meals: 0,
            length: ShiftLength::NetOfSleep,
        };
    };
    let block = (duty[at].start - first.start) / DAY;
    let until = first.start + (block + 1) * DAY;
    let here = duty[at..].iter().take_while(|t| t.start < until);
    let mut facts = DutySleep {
        duty: (last.end - first.start) as u32,
        ..DutySleep::default()
    };
    let mut unbroken = 0;
    let mut rule = None;
    for timed in here {
        let minutes = (timed.end - timed.start) as u32;
        match timed.segment.kind {
            SegmentKind::Sleep => {
                if unbroken == 0 {
                    facts.stretches += 1;
                }
                unbroken += minutes;
                facts.asleep += minutes;
                facts.longest_unbroken = facts.longest_unbroken.max(unbroken);
                rule = rule.or_else(|| policy.sleep_rule(timed.segment.place));
            }
            SegmentKind::MealOffDuty if is_meal(policy, timed) => {
                unbroken = 0;
                facts.meals += minutes;
            }
            _ => unbroken = 0,
        }
    }
    let rule = rule.or_else(|| policy.sleep_rule(duty[at].segment.place));
    match rule {
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
            sleep: 0,
            meals: facts.meals as i32,
            length: ShiftLength::NetOfSleep,
        },
    }
}
