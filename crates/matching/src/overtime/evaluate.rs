//! One pass over a week.
//!
//! Inside one stretch of one workday every rule that counts up (daily, consecutive, nth day) flags a tail of the
//! stretch. A stretch therefore splits into a few parts of one multiplier each, and the weekly rules take the end of
//! what is left. The pass costs a few operations per stretch and keeps a fixed amount of state, so that a week can be
//! taken up anywhere from the state at its start.

use super::policy::{Composition, LabourPolicy, MAX_RULES, Measure, RegularRate, WeekCondition, Workday};
use super::resolve::{Duty, Piece};
use super::week::Week;

/// Long before any instant, far from overflow.
const NEVER: i32 = i32::MIN / 2;

/// A workday that runs from the first punch, in ticks (rules with it exist only where a tick is a minute).
const ROLLING_DAY: i32 = 1_440;

/// What one rule carries along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Slot {
    /// Ticks counted so far.
    count: i32,
    /// End of the workday or of the unbroken duty; for the nth day, the days worked; for the week, all ticks.
    mark: i32,
}

const EMPTY: Slot = Slot {
    count: 0,
    mark: NEVER,
};

/// What is carried from one week into the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct State([Slot; MAX_RULES]);

impl State {
    pub(crate) const START: Self = Self([EMPTY; MAX_RULES]);
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Weekly,
    Fixed,
    Rolling,
    ByStart,
    /// Bits of the days, first day lowest.
    NthDay(u8),
    /// Largest gap that does not break duty.
    Consecutive(i32),
    RestDay,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Counter {
    pub(crate) kind: Kind,
    pub(crate) places: u16,
    pub(crate) extra: i32,
    pub(crate) threshold: i32,
    pub(crate) condition: Option<WeekCondition>,
}

/// The rules of a policy, ready to count in ticks.
#[derive(Clone, Debug)]
pub(crate) struct Counters {
    pub(crate) list: Vec<Counter>,
    weekly: u16,
    conditional: u16,
    pub(crate) composition: Composition,
    regular_rate: RegularRate,
    ticks_per_minute: i32,
}

/// What a week came to, in ticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Ticks worked.
    pub(crate) worked: i32,
    /// Ticks times rate.
    pub(crate) straight: i64,
    /// Ticks each rule makes overtime, looked at alone.
    pub(crate) claimed: [i32; MAX_RULES],
    /// Ticks each rule is paid for under the composition.
    pub(crate) credited: [i32; MAX_RULES],
    /// Overtime ticks times percent.
    pub(crate) extra: i64,
    /// Overtime ticks times percent times rate.
    pub(crate) extra_rate: i64,
}

impl Tally {
    pub(crate) const ZERO: Self = Self {
        worked: 0,
        straight: 0,
        claimed: [0; MAX_RULES],
        credited: [0; MAX_RULES],
        extra: 0,
        extra_rate: 0,
    };

    /// Overtime ticks.
    pub(crate) fn overtime(&self) -> i32 {
        self.credited.iter().sum()
    }
}

/// A part of a stretch that a rule flags: from here to the end of the stretch.
#[derive(Clone, Copy)]
struct Tail {
    from: i32,
    extra: i32,
    rule: u8,
}

const NO_TAIL: Tail = Tail {
    from: 0,
    extra: 0,
    rule: 0,
};

impl Tail {
    /// Of two rules with the same extra, the one that stands first in the policy is paid: a split of the work must not
    /// change whom a minute is credited to.
    const fn outranks(&self, extra: i32, rule: Option<u8>) -> bool {
        let first = match rule {
            Some(rule) => self.rule < rule,
            None => true,
        };
        self.extra > extra || (self.extra == extra && first)
    }
}

/// Calls `part(from, until, extra, rule)` for each part of `start..end` with one highest extra; `rule` is that which
/// gives it, or `None`.
#[inline]
fn parts(start: i32, end: i32, tails: &[Tail], mut part: impl FnMut(i32, i32, i32, Option<u8>)) {
    let mut at = start;
    let (mut extra, mut rule) = (0, None);
    while at < end {
        for tail in tails {
            if tail.from <= at && tail.outranks(extra, rule) {
                (extra, rule) = (tail.extra, Some(tail.rule));
            }
        }
        let mut until = end;
        for tail in tails {
            if tail.from < until && tail.from > at && tail.outranks(extra, rule) {
                until = tail.from;
            }
        }
        part(at, until, extra, rule);
        at = until;
    }
}

impl Counters {
    pub(crate) fn new(policy: &LabourPolicy, ticks_per_minute: i32) -> Self {
        let list: Vec<Counter> = policy
            .rules
            .iter()
            .map(|rule| {
                let (kind, minutes) = match &rule.measure {
                    Measure::WeeklyOver { minutes } => (Kind::Weekly, *minutes),
                    Measure::DailyOver { minutes, workday } => (
                        match workday {
                            Workday::Fixed => Kind::Fixed,
                            Workday::FromFirstPunch => Kind::Rolling,
                            Workday::ByStart => Kind::ByStart,
                        },
                        *minutes,
                    ),
                    Measure::ConsecutiveOver { minutes, gap_minutes } => {
                        (Kind::Consecutive(*gap_minutes as i32), *minutes)
                    }
                    Measure::NthDayOver { days, minutes } => (
                        Kind::NthDay(days.iter().fold(0, |bits, day| bits | 1 << (day - 1))),
                        *minutes,
                    ),
                    // Validation refuses 8/80; a rest day is flagged from its first tick.
                    Measure::RestDay | Measure::EightEighty => (Kind::RestDay, 0),
                };
                Counter {
                    kind,
                    places: rule.places.mask(),
                    extra: i32::from(rule.extra_percent),
                    threshold: minutes as i32 * ticks_per_minute,
                    condition: rule.condition,
                }
            })
            .collect();
        let bits = |pick: &dyn Fn(&Counter) -> bool| {
            list.iter()
                .enumerate()
                .fold(0_u16, |mask, (bit, c)| mask | (u16::from(pick(c)) << bit))
        };
        Self {
            weekly: bits(&|c| c.kind == Kind::Weekly),
            conditional: bits(&|c| c.condition.is_some()),
            composition: policy.composition,
            regular_rate: policy.regular_rate,
            ticks_per_minute,
            list,
        }
    }

    /// Evaluates one week. `pieces` are those that lie in it, wholly or in part, in order; `state` is that of the end of
    /// the week before, and becomes that of the end of this one.
    pub(crate) fn sweep(&self, week: &Week, pieces: &[Piece], state: &mut State) -> Tally {
        let slots = &mut state.0;
        for (slot, counter) in slots.iter_mut().zip(&self.list) {
            match counter.kind {
                Kind::Weekly | Kind::NthDay(_) => *slot = Slot { count: 0, mark: 0 },
                Kind::Fixed => *slot = EMPTY,
                Kind::Rolling | Kind::ByStart | Kind::Consecutive(_) | Kind::RestDay => {}
            }
        }
        let mut tally = Tally::ZERO;
        if pieces.is_empty() {
            self.settle(week, slots);
            return tally;
        }
        let flagging = week.in_force & !self.failing(week, pieces);
        let mut claimed_rate = [0_i64; MAX_RULES];
        let mut day = 0;
        for piece in pieces {
            let mut start = piece.start.max(week.start);
            let stop = piece.end.min(week.end);
            if piece.begins && piece.start >= week.start {
                self.begin_stretch(week, piece, slots);
            }
            if !piece.worked {
                self.pass_unworked(piece, start, stop, slots);
                continue;
            }
            while start < stop {
                while day < 6 && start >= week.days[day + 1] {
                    day += 1;
                }
                let mut end = stop.min(week.days[day + 1]);
                if end <= start {
                    end = stop;
                }
                for (slot, counter) in slots.iter_mut().zip(&self.list) {
                    if counter.kind == Kind::Rolling && counter.places & piece.place != 0 {
                        if start >= slot.mark {
                            *slot = Slot {
                                count: 0,
                                mark: start + ROLLING_DAY,
                            };
                        }
                        end = end.min(slot.mark);
                    }
                }
                self.stretch(
                    Stretch {
                        start,
                        end,
                        day,
                        day_end: week.days[day + 1],
                        piece,
                        flagging,
                    },
                    slots,
                    &mut tally,
                    &mut claimed_rate,
                );
                start = end;
            }
        }
        if self.composition == Composition::PerWeekMax {
            self.only_the_greatest(&mut tally, &claimed_rate);
        }
        self.settle(week, slots);
        tally
    }

    /// A stretch inside one workday.
    #[inline]
    fn stretch(
        &self,
        at: Stretch<'_>,
        slots: &mut [Slot; MAX_RULES],
        tally: &mut Tally,
        claimed_rate: &mut [i64; MAX_RULES],
    ) {
        let Stretch {
            start,
            end,
            day,
            day_end,
            piece,
            flagging,
        } = at;
        let length = end - start;
        tally.worked += length;
        tally.straight += i64::from(length) * piece.rate;
        let mut tails = [NO_TAIL; MAX_RULES];
        let mut count = 0;
        for (r, (slot, counter)) in slots.iter_mut().zip(&self.list).enumerate() {
            if counter.places & piece.place == 0 {
                continue;
            }
            let before = match counter.kind {
                Kind::Weekly => {
                    // The week's ticks alone, for what the rule claims by itself.
                    let from = (counter.threshold - slot.mark).clamp(0, length);
                    slot.mark += length;
                    if flagging & (1 << r) != 0 {
                        tally.claimed[r] += length - from;
                        claimed_rate[r] += i64::from(length - from) * piece.rate;
                    }
                    continue;
                }
                Kind::Fixed => {
                    if slot.mark != day_end {
                        *slot = Slot {
                            count: 0,
                            mark: day_end,
                        };
                    }
                    let before = slot.count;
                    slot.count += length;
                    before
                }
                Kind::Rolling | Kind::ByStart => {
                    let before = slot.count;
                    slot.count += length;
                    before
                }
                Kind::NthDay(days) => {
                    let bit = 1 << day;
                    if slot.mark & bit == 0 {
                        slot.mark |= bit;
                        slot.count = 0;
                    }
                    let before = slot.count;
                    slot.count += length;
                    let earlier = bit - 1;
                    if days & (1 << day) == 0 || slot.mark & earlier != earlier {
                        continue;
                    }
                    before
                }
                Kind::Consecutive(gap) => {
                    if start - slot.mark > gap {
                        slot.count = 0;
                    }
                    let before = slot.count;
                    slot.count += length;
                    slot.mark = end;
                    before
                }
                Kind::RestDay => {
                    if !piece.rest_day {
                        continue;
                    }
                    0
                }
            };
            let from = (counter.threshold - before).clamp(0, length);
            if from < length && flagging & (1 << r) != 0 {
                tally.claimed[r] += length - from;
                claimed_rate[r] += i64::from(length - from) * piece.rate;
                tails[count] = Tail {
                    from: start + from,
                    extra: counter.extra,
                    rule: r as u8,
                };
                count += 1;
            }
        }
        let tails = &tails[..count];
        parts(start, end, tails, |from, until, extra, rule| {
            self.weekly(from, until, (extra, rule), &at, slots, tally);
        });
    }

    /// A part of a stretch that the other rules give one extra: the weekly rules take what is left of it.
    #[inline]
    fn weekly(
        &self,
        from: i32,
        until: i32,
        (extra, rule): (i32, Option<u8>),
        at: &Stretch<'_>,
        slots: &mut [Slot; MAX_RULES],
        tally: &mut Tally,
    ) {
        let length = until - from;
        let mut tails = [NO_TAIL; MAX_RULES];
        let mut count = 0;
        if let Some(rule) = rule {
            tails[0] = Tail { from, extra, rule };
            count = 1;
        }
        let mut rules = self.weekly;
        while rules != 0 {
            let r = rules.trailing_zeros() as usize;
            rules &= rules - 1;
            let counter = &self.list[r];
            if counter.places & at.piece.place == 0 || counter.extra <= extra {
                continue;
            }
            let slot = &mut slots[r];
            let straight = (counter.threshold - slot.count).clamp(0, length);
            slot.count += length;
            if straight < length && at.flagging & (1 << r) != 0 {
                tails[count] = Tail {
                    from: from + straight,
                    extra: counter.extra,
                    rule: r as u8,
                };
                count += 1;
            }
        }
        parts(from, until, &tails[..count], |from, until, extra, rule| {
            if let Some(rule) = rule {
                let ticks = until - from;
                tally.credited[rule as usize] += ticks;
                tally.extra += i64::from(ticks) * i64::from(extra);
                tally.extra_rate += i64::from(ticks) * i64::from(extra) * at.piece.rate;
            }
        });
    }

    fn begin_stretch(&self, week: &Week, piece: &Piece, slots: &mut [Slot; MAX_RULES]) {
        for (slot, counter) in slots.iter_mut().zip(&self.list) {
            if counter.kind == Kind::ByStart && piece.start >= slot.mark {
                let day = week.days.partition_point(|bound| *bound <= piece.start).min(7);
                *slot = Slot {
                    count: 0,
                    mark: week.days[day],
                };
            }
        }
    }

    fn pass_unworked(&self, piece: &Piece, start: i32, end: i32, slots: &mut [Slot; MAX_RULES]) {
        for (slot, counter) in slots.iter_mut().zip(&self.list) {
            if let Kind::Consecutive(gap) = counter.kind
                && counter.places & piece.place != 0
            {
                if start - slot.mark > gap {
                    slot.count = 0;
                }
                if piece.duty == Duty::Lengthens {
                    slot.count += end - start;
                }
                slot.mark = end;
            }
        }
    }

    /// Rules whose condition the week does not meet.
    fn failing(&self, week: &Week, pieces: &[Piece]) -> u16 {
        let mut failing = 0;
        let mut rules = self.conditional;
        while rules != 0 {
            let r = rules.trailing_zeros() as usize;
            rules &= rules - 1;
            let counter = &self.list[r];
            let (mut worked, mut straight) = (0_i64, 0_i64);
            for piece in pieces
                .iter()
                .filter(|p| p.worked && p.place & counter.places != 0)
            {
                let ticks = i64::from(piece.end.min(week.end) - piece.start.max(week.start));
                worked += ticks;
                straight += ticks * piece.rate;
            }
            let met = match counter.condition {
                None => true,
                Some(WeekCondition::WorkedOver { minutes }) => {
                    worked > i64::from(minutes) * i64::from(self.ticks_per_minute)
                }
                Some(WeekCondition::RateBelow { minor_per_hour }) => {
                    i128::from(straight) < i128::from(minor_per_hour) * 100 * i128::from(worked)
                }
            };
            failing |= u16::from(!met) << r;
        }
        failing
    }

    /// Keeps the one rule that gives the greatest pay.
    fn only_the_greatest(&self, tally: &mut Tally, claimed_rate: &[i64; MAX_RULES]) {
        tally.credited = [0; MAX_RULES];
        (tally.extra, tally.extra_rate) = (0, 0);
        let mut best: Option<(i64, i64, i64, usize)> = None;
        for (r, counter) in self.list.iter().enumerate() {
            let extra = i64::from(tally.claimed[r]) * i64::from(counter.extra);
            let extra_rate = claimed_rate[r] * i64::from(counter.extra);
            let worth = match self.regular_rate {
                RegularRate::WeightedAverage => extra,
                RegularRate::RateInEffect => extra_rate,
            };
            if extra > 0 && best.is_none_or(|(most, ..)| worth > most) {
                best = Some((worth, extra, extra_rate, r));
            }
        }
        if let Some((_, extra, extra_rate, r)) = best {
            tally.credited[r] = tally.claimed[r];
            (tally.extra, tally.extra_rate) = (extra, extra_rate);
        }
    }

    /// Forgets what can no longer matter after the week, so that equal states compare equal.
    fn settle(&self, week: &Week, slots: &mut [Slot; MAX_RULES]) {
        for (slot, counter) in slots.iter_mut().zip(&self.list) {
            match counter.kind {
                Kind::Consecutive(gap) if week.end - slot.mark > gap => *slot = EMPTY,
                Kind::Rolling if slot.mark <= week.end => *slot = EMPTY,
                Kind::Weekly | Kind::Fixed | Kind::NthDay(_) => *slot = EMPTY,
                Kind::Consecutive(_) | Kind::Rolling | Kind::ByStart | Kind::RestDay => {}
            }
        }
    }
}

/// A stretch of work inside one workday.
#[derive(Clone, Copy)]
struct Stretch<'a> {
    start: i32,
    end: i32,
    day: usize,
    day_end: i32,
    piece: &'a Piece,
    flagging: u16,
}
