//! How much work a week still takes before a rule speaks.
//!
//! Let `W` be the minutes worked, `F` those flagged by daily, consecutive and nth-day rules, and `T` the weekly
//! threshold. Under the union the straight minutes are `W - F`, so overtime is `F + max(0, W - F - T) = max(F, W - T)`.
//! For one more stretch of plain work that moves no daily, consecutive or nth-day rule, `F` stays and overtime becomes
//! `max(F, W + d - T)`. How long such a stretch may be, wherever in the week it lies, is computed once per week here.

use super::evaluate::Kind;
use super::ledger::{WorkLedger, pieces_of};
use super::policy::Composition;
use super::resolve::{Duty, Piece};
use super::week::Week;

/// A week in a few numbers, enough to decide most shifts by one compare. Minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WeekSummary {
    /// The week, in minutes since 1970.
    pub(crate) start: i32,
    pub(crate) end: i32,
    worked: i32,
    flagged: i32,
    threshold: i32,
    overtime: i32,
    limit: i32,
    pub(crate) weekly_extra: i32,
    pub(crate) place: u16,
}

/// Longer than any week.
const ENDLESS: i32 = i32::MAX / 4;

/// No stretch up to this length touches three workdays, not even on the day clocks go forward.
const TWO_DAYS_AT_MOST: i32 = 1_380;

impl WeekSummary {
    /// Minutes worked.
    pub const fn worked(&self) -> i32 {
        self.worked
    }

    /// Minutes of overtime.
    pub const fn overtime(&self) -> i32 {
        self.overtime
    }

    /// Minutes of overtime that one more stretch of plain work adds, wherever it lies in this week; `None` where that
    /// depends on where it lies, and [`WorkLedger::added`](super::WorkLedger::added) has to look.
    ///
    /// The stretch lies wholly in the week, at the place the ledger's work is done, and overlaps nothing: the caller
    /// has made sure, or asks `added`.
    #[inline]
    pub const fn overtime_added(&self, minutes: i32) -> Option<i32> {
        if minutes > self.limit {
            return None;
        }
        self.by_week_alone(minutes)
    }

    /// The same, where it is known that no other rule moves.
    #[inline]
    pub(crate) const fn by_week_alone(&self, minutes: i32) -> Option<i32> {
        let by_week = self.worked + minutes - self.threshold;
        let after = if by_week > self.flagged {
            by_week
        } else {
            self.flagged
        };
        Some(after - self.overtime)
    }

    const fn unknown(week: &Week, worked: i32, overtime: i32) -> Self {
        Self {
            start: week.start,
            end: week.end,
            worked,
            flagged: 0,
            threshold: 0,
            overtime,
            limit: -1,
            weekly_extra: 0,
            place: 0,
        }
    }
}

/// What decides whether a stretch at a known place in the week moves a rule other than the weekly ones.
#[derive(Clone, Copy, Debug)]
pub(crate) struct WeekDetail {
    /// False where the closed form does not hold.
    closed: bool,
    /// The lowest thresholds of daily and consecutive rules.
    daily: i32,
    consecutive: i32,
    /// Days an nth-day rule speaks of, and days worked; first day lowest.
    nth_days: u8,
    worked_days: u8,
    day_minutes: [i32; 7],
}

impl WeekDetail {
    const UNKNOWN: Self = Self {
        closed: false,
        daily: ENDLESS,
        consecutive: ENDLESS,
        nth_days: 0,
        worked_days: 0,
        day_minutes: [0; 7],
    };

    /// True when `piece`, which lies in week `at` and belongs before the ledger's piece `next`, makes no minute
    /// overtime by a daily, consecutive or nth-day rule.
    pub(crate) fn moved_by_nothing_but_the_week(
        &self,
        ledger: &WorkLedger,
        at: usize,
        next: usize,
        piece: &Piece,
    ) -> bool {
        if !self.closed {
            return false;
        }
        if self.daily < ENDLESS || self.nth_days != 0 {
            let days = &ledger.bounds(at).days;
            let mut worked = self.worked_days;
            for day in 0..7 {
                let part = piece.end.min(days[day + 1]) - piece.start.max(days[day]);
                if part <= 0 {
                    continue;
                }
                let bit = 1 << day;
                if self.day_minutes[day] + part > self.daily || self.nth_days & worked & bit != 0 {
                    return false;
                }
                worked |= bit;
            }
            // A day more can complete the days before an nth day: ask for the first of them.
            let nth = self.nth_days.trailing_zeros();
            if worked != self.worked_days && (worked.trailing_ones() > nth) {
                return false;
            }
        }
        self.consecutive == ENDLESS || {
            let (left, right) = ledger.pieces.split_at(next);
            let before = touching(left.iter().rev(), piece.start, |p| (p.end, p.start));
            let after = touching(right.iter(), piece.end, |p| (p.start, p.end));
            before + (piece.end - piece.start) + after <= self.consecutive
        }
    }
}

/// The length of unbroken duty that touches `edge`; `sides` gives a piece's near and far end.
fn touching<'a>(
    pieces: impl Iterator<Item = &'a Piece>,
    mut edge: i32,
    sides: impl Fn(&Piece) -> (i32, i32),
) -> i32 {
    let mut length = 0;
    for piece in pieces {
        let (near, far) = sides(piece);
        if near != edge {
            break;
        }
        if piece.duty == Duty::Lengthens {
            length += piece.end - piece.start;
        }
        edge = far;
    }
    length
}

pub(crate) fn summarise(ledger: &WorkLedger) -> (Vec<WeekSummary>, Vec<WeekDetail>) {
    let place = one_place(ledger);
    let runs = place.map(|place| unbroken(&ledger.pieces, place));
    (0..ledger.week_count())
        .map(|at| {
            let week = ledger.bounds(at);
            let tally = &ledger.run(at).tallies[at];
            let unknown = || {
                (
                    WeekSummary::unknown(week, tally.worked, tally.overtime()),
                    WeekDetail::UNKNOWN,
                )
            };
            match (place, &runs) {
                (Some(place), Some(runs)) if ledger.separable => {
                    summary(ledger, at, place, runs).unwrap_or_else(unknown)
                }
                _ => unknown(),
            }
        })
        .unzip()
}

/// The one place of all work; for a ledger without work, that of the last rule that names one place.
fn one_place(ledger: &WorkLedger) -> Option<u16> {
    match ledger.pieces.split_first() {
        Some((first, rest)) => rest.iter().all(|p| p.place == first.place).then_some(first.place),
        None => {
            let rules = ledger.policy.counters.list.iter().rev();
            rules
                .map(|rule| rule.places)
                .find(|places| places.count_ones() == 1)
        }
    }
}

/// Unbroken duty: `(start, end, length)`.
fn unbroken(pieces: &[Piece], place: u16) -> Vec<(i32, i32, i32)> {
    let mut runs: Vec<(i32, i32, i32)> = Vec::new();
    for piece in pieces.iter().filter(|p| p.place == place) {
        let length = if piece.duty == Duty::Lengthens {
            piece.end - piece.start
        } else {
            0
        };
        match runs.last_mut() {
            Some(last) if last.1 == piece.start => {
                last.1 = piece.end;
                last.2 += length;
            }
            _ => runs.push((piece.start, piece.end, length)),
        }
    }
    runs
}

/// `None` where the closed form does not hold.
fn summary(
    ledger: &WorkLedger,
    at: usize,
    place: u16,
    runs: &[(i32, i32, i32)],
) -> Option<(WeekSummary, WeekDetail)> {
    let week = ledger.bounds(at);
    let tally = &ledger.run(at).tallies[at];
    let counters = &ledger.policy.counters;
    let here = pieces_of(week, &ledger.pieces);
    let in_force = || {
        counters
            .list
            .iter()
            .enumerate()
            .filter(move |(r, c)| week.in_force & (1 << r) != 0 && c.places & place != 0)
    };
    let (mut threshold, mut weekly_extra) = (ENDLESS, None);
    for (_, counter) in in_force().filter(|(_, c)| c.kind == Kind::Weekly) {
        if counter.condition.is_some() || weekly_extra.is_some_and(|extra| extra != counter.extra) {
            return None;
        }
        threshold = threshold.min(counter.threshold);
        weekly_extra = Some(counter.extra);
    }
    let mut limit = TWO_DAYS_AT_MOST;
    let mut flagged = 0;
    let by_day = day_minutes(week, here);
    let mut detail = WeekDetail {
        closed: true,
        worked_days: (0..7).fold(0, |bits, day| bits | (u8::from(by_day[day] > 0) << day)),
        day_minutes: by_day,
        ..WeekDetail::UNKNOWN
    };
    for (r, counter) in in_force().filter(|(_, c)| c.kind != Kind::Weekly) {
        let same = weekly_extra.is_none_or(|extra| counter.extra == extra);
        let enough = weekly_extra.is_none_or(|extra| counter.extra >= extra);
        if !(same || enough && counters.composition == Composition::Union) {
            return None;
        }
        match counters.composition {
            Composition::Union => flagged += tally.credited[r],
            Composition::PerWeekMax => flagged = flagged.max(tally.claimed[r]),
        }
        limit = limit.min(match counter.kind {
            Kind::Weekly => ENDLESS,
            _ if counter.condition.is_some() && !matches!(counter.kind, Kind::NthDay(_)) => return None,
            Kind::Fixed => {
                detail.daily = detail.daily.min(counter.threshold);
                counter.threshold - by_day.into_iter().max().unwrap_or(0)
            }
            Kind::NthDay(days) => {
                let nth = days.trailing_zeros();
                detail.nth_days |= days;
                let already = detail.worked_days.trailing_ones() > nth;
                match detail.worked_days.count_ones() + 2 <= nth {
                    true => ENDLESS,
                    // Its condition may turn with every further minute.
                    false if already && counter.condition.is_some() => return None,
                    false => -1,
                }
            }
            Kind::Consecutive(0) => {
                detail.consecutive = detail.consecutive.min(counter.threshold);
                consecutive_limit(week, runs, counter.threshold)
            }
            // A rest day flags marked segments only, and the stretch is plain.
            Kind::RestDay => ENDLESS,
            Kind::Consecutive(_) | Kind::Rolling | Kind::ByStart => return None,
        });
    }
    let summary = WeekSummary {
        start: week.start,
        end: week.end,
        worked: tally.worked,
        flagged,
        threshold,
        overtime: tally.overtime(),
        limit,
        weekly_extra: weekly_extra.unwrap_or(0),
        place,
    };
    Some((summary, detail))
}

fn day_minutes(week: &Week, pieces: &[Piece]) -> [i32; 7] {
    std::array::from_fn(|day| {
        let (from, until) = (week.days[day], week.days[day + 1]);
        pieces
            .iter()
            .filter(|p| p.worked)
            .map(|p| (p.end.min(until) - p.start.max(from)).max(0))
            .sum()
    })
}

/// The longest stretch that cannot make unbroken duty longer than `threshold`, on whichever side it touches.
fn consecutive_limit(week: &Week, runs: &[(i32, i32, i32)], threshold: i32) -> i32 {
    let from = runs.partition_point(|run| run.1 < week.start);
    let until = runs.partition_point(|run| run.0 <= week.end);
    let near = runs.get(from..until).unwrap_or(&[]);
    let one_side = near
        .iter()
        .map(|run| threshold - run.2)
        .min()
        .unwrap_or(threshold);
    let bridges = near.windows(2).filter_map(|pair| {
        let gap = pair[1].0 - pair[0].1;
        (pair[0].2 + gap + pair[1].2 > threshold).then_some(gap - 1)
    });
    bridges.fold(one_side, i32::min)
}
