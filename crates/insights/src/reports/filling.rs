//! How fast open shifts are filled, and at what price to those who are asked.

use careweave_types::Result;
use serde::Serialize;

use crate::event::words::{OfferReply, ShiftEnd};
use crate::event::{Body, Event};
use crate::fold::{Facts, Names, Report, Subject, Symbol};
use crate::measure::{Rate, Ratio, Spell, Survival, Tally, WhyNull};
use crate::office_hours::OfficeHours;
use crate::output::{Bar, Cell, Chart, Kind, Present, Table, Unit};
use crate::period::{Basis, Scope};

/// How the report is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FillingQuery {
    /// Shifts opened in these days.
    pub scope: Scope,
    /// When the office is staffed.
    pub office: OfficeHours,
}

impl FillingQuery {
    /// Office hours on weekdays.
    pub fn new(scope: Scope) -> Self {
        Self {
            office: OfficeHours::weekdays(scope.zone().clone()),
            scope,
        }
    }
}

/// The share filled by some time after opening, as Kaplan and Meier have it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct FilledBy {
    /// Minutes after the opening.
    pub minutes: u32,
    /// The share; nothing when no shift was open that long and some are still.
    pub share: Option<f64>,
    /// Its interval of 95 %.
    pub interval: Option<(f64, f64)>,
}

/// The report.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Filling {
    /// What it rests on.
    pub basis: Basis,
    /// Shifts opened.
    pub opened: u64,
    /// Filled before their start, of those filled or not needed to be any more because they began.
    pub filled_before_start: Rate,
    /// Not needed any more.
    pub cancelled: u64,
    /// Somebody was assigned without the offers.
    pub filled_elsewhere: u64,
    /// Still open, and not begun.
    pub open: u64,
    /// Until filled, in seconds: the median by Kaplan and Meier, with shifts that were cancelled, began or are still open
    /// counted for as long as they were open.
    pub median_seconds: Option<i64>,
    /// The time by which nine in ten are filled.
    pub p90_seconds: Option<i64>,
    /// Filled within some minutes.
    pub filled_by: Vec<FilledBy>,
    /// Until the first yes, in seconds; the median as above.
    pub first_yes_median_seconds: Option<i64>,
    /// Offers, of all shifts, per shift filled.
    pub offers_per_fill: Ratio,
    /// Caregivers who said yes and did not get the shift.
    pub surplus_yes: u64,
    /// Opt-outs per thousand offers.
    pub opt_outs_per_thousand: Ratio,
    /// Times a coordinator had to do something, per shift.
    pub touches_per_shift: Ratio,
    /// Opened out of office hours.
    pub after_hours: Rate,
    /// Overtime the assignments cause, in minutes.
    pub overtime_minutes: u64,
    /// Filled by somebody the client knows, of those filled of which that is known.
    pub continuity: Rate,
}

/// What of an event the report needs.
#[derive(Clone, Copy, Debug, PartialEq)]
#[doc(hidden)]
pub enum Fact {
    Opened { starts: i64 },
    Filled { overtime: u32, known: Option<bool> },
    Closed(ShiftEnd),
    Offered { caregiver: Symbol },
    Answered { caregiver: Symbol, reply: OfferReply },
    OptedOut { caregiver: Symbol },
    Touched,
}

const MINUTES: [u32; 6] = [5, 15, 30, 60, 120, 240];

#[derive(Default)]
struct Sum {
    opened: u64,
    before_start: Tally,
    cancelled: u64,
    elsewhere: u64,
    open: u64,
    spells: Vec<Spell>,
    yes: Vec<Spell>,
    offers: u64,
    fills: u64,
    surplus: u64,
    opt_outs: u64,
    touches: u64,
    after_hours: Tally,
    overtime: u64,
    continuity: Tally,
}

impl Report for Filling {
    type Fact = Fact;
    type Query = FillingQuery;

    fn fact(event: &Event, names: &mut Names) -> Option<(Symbol, Fact)> {
        let (shift, fact) = match &event.body {
            Body::ShiftOpened(opened) => (
                &opened.shift,
                Fact::Opened {
                    starts: opened.starts_at.timestamp_millis(),
                },
            ),
            Body::ShiftFilled(filled) => (
                &filled.shift,
                Fact::Filled {
                    overtime: filled.overtime_minutes,
                    known: filled.known_to_client,
                },
            ),
            Body::ShiftClosed(closed) => (&closed.shift, Fact::Closed(closed.end)),
            Body::OfferSent(offer) => {
                let caregiver = names.symbol(offer.caregiver.as_str());
                (&offer.shift, Fact::Offered { caregiver })
            }
            Body::OfferAnswered(answer) => {
                let caregiver = names.symbol(answer.caregiver.as_str());
                let reply = answer.reply;
                (&answer.shift, Fact::Answered { caregiver, reply })
            }
            Body::OfferOptOut(out) => {
                let caregiver = names.symbol(out.caregiver.as_str());
                (&out.shift, Fact::OptedOut { caregiver })
            }
            Body::CoordinatorTouched(touched) => (&touched.shift, Fact::Touched),
            _ => return None,
        };
        Some((names.symbol(shift.as_str()), fact))
    }

    fn rename(fact: Fact, with: &mut dyn FnMut(Symbol) -> Symbol) -> Fact {
        match fact {
            Fact::Offered { caregiver } => Fact::Offered {
                caregiver: with(caregiver),
            },
            Fact::Answered { caregiver, reply } => Fact::Answered {
                caregiver: with(caregiver),
                reply,
            },
            Fact::OptedOut { caregiver } => Fact::OptedOut {
                caregiver: with(caregiver),
            },
            other => other,
        }
    }

    fn of(facts: &Facts<'_, Fact>, query: &FillingQuery) -> Result<Self> {
        let period = &query.scope.period;
        let mut sum = Sum::default();
        for shift in facts.subjects() {
            let opened = shift.first_of(|fact| match fact {
                Fact::Opened { starts } => Some(*starts),
                _ => None,
            });
            if let Some((opened, starts)) = opened.filter(|(opened, _)| period.holds(*opened)) {
                sum.add(&shift, (opened, starts), facts.now(), &query.office);
            }
        }
        Ok(sum.finish(facts.basis(period), query.scope.min_n))
    }
}

impl Sum {
    fn add(
        &mut self,
        shift: &Subject<'_, Fact>,
        (opened, starts): (i64, i64),
        now: i64,
        office: &OfficeHours,
    ) {
        self.opened += 1;
        self.after_hours.count(!office.is_open(opened));
        let since = |at: i64| (at - opened).max(0);
        let filled = shift.first_of(|fact| match fact {
            Fact::Filled { overtime, known } => Some((*overtime, *known)),
            _ => None,
        });
        let closed = shift.first_of(|fact| match fact {
            Fact::Closed(end) => Some(*end),
            _ => None,
        });
        let watched_until = closed.map_or(now, |(at, _)| at).min(starts).min(now);
        // An assignment after the start came too late to be a filling.
        let in_time = filled.filter(|(at, _)| *at <= starts && closed.is_none_or(|(end, _)| *at <= end));
        self.spells.push(match in_time {
            Some((at, _)) => Spell {
                time: since(at),
                ended: true,
            },
            None => Spell {
                time: since(watched_until),
                ended: false,
            },
        });
        match (in_time, closed) {
            (Some(_), _) => self.before_start.count(true),
            (None, Some((_, ShiftEnd::Cancelled))) => self.cancelled += 1,
            (None, Some((_, ShiftEnd::FilledElsewhere))) => self.elsewhere += 1,
            (None, Some((_, ShiftEnd::Expired))) => self.before_start.count(false),
            (None, None) if starts <= now => self.before_start.count(false),
            (None, None) => self.open += 1,
        }
        if let Some((_, (overtime, known))) = in_time {
            self.fills += 1;
            self.overtime += u64::from(overtime);
            if let Some(known) = known {
                self.continuity.count(known);
            }
        }
        self.replies(shift, in_time.is_some(), watched_until, since);
    }

    fn replies(&mut self, shift: &Subject<'_, Fact>, filled: bool, until: i64, since: impl Fn(i64) -> i64) {
        let (mut offered, mut yes, mut out) = (Vec::new(), Vec::new(), Vec::new());
        let mut first_yes = None;
        for known in shift.facts {
            match known.fact {
                // Asking the same caregiver again is another offer.
                Fact::Offered { caregiver } => offered.push(caregiver),
                Fact::Answered {
                    caregiver,
                    reply: OfferReply::Yes,
                } => {
                    first_yes.get_or_insert(known.at);
                    if !yes.contains(&caregiver) {
                        yes.push(caregiver);
                    }
                }
                Fact::OptedOut { caregiver } if !out.contains(&caregiver) => out.push(caregiver),
                Fact::Touched => self.touches += 1,
                _ => {}
            }
        }
        self.offers += offered.len() as u64;
        self.opt_outs += out.len() as u64;
        self.surplus += (yes.len() as u64).saturating_sub(u64::from(filled));
        self.yes.push(match first_yes {
            Some(at) => Spell {
                time: since(at),
                ended: true,
            },
            None => Spell {
                time: since(until),
                ended: false,
            },
        });
    }

    fn finish(self, basis: Basis, min_n: u64) -> Filling {
        let curve = Survival::new(self.spells);
        let seconds = |ms: i64| ms.div_euclid(1_000);
        let filled_by = |minutes: u32| {
            let beyond = curve.beyond(i64::from(minutes) * 60_000);
            FilledBy {
                minutes,
                share: beyond.map(|(share, _)| 1.0 - share),
                interval: beyond
                    .and_then(|(_, interval)| interval)
                    .map(|(low, high)| (1.0 - high, 1.0 - low)),
            }
        };
        Filling {
            basis,
            opened: self.opened,
            filled_before_start: Rate::new(self.before_start, min_n),
            cancelled: self.cancelled,
            filled_elsewhere: self.elsewhere,
            open: self.open,
            median_seconds: curve.median().map(seconds),
            p90_seconds: curve.quantile(0.1).map(seconds),
            filled_by: MINUTES.map(filled_by).to_vec(),
            first_yes_median_seconds: Survival::new(self.yes).median().map(seconds),
            offers_per_fill: Ratio::new(self.offers.into(), self.fills.into(), WhyNull::NothingToCount),
            surplus_yes: self.surplus,
            opt_outs_per_thousand: Ratio::new(
                i128::from(self.opt_outs) * 1_000,
                self.offers.into(),
                WhyNull::NothingToCount,
            ),
            touches_per_shift: Ratio::new(self.touches.into(), self.opened.into(), WhyNull::NothingToCount),
            after_hours: Rate::new(self.after_hours, min_n),
            overtime_minutes: self.overtime,
            continuity: Rate::new(self.continuity, min_n),
        }
    }
}

impl Present for Filling {
    fn basis(&self) -> &Basis {
        &self.basis
    }

    fn tables(&self) -> Vec<Table> {
        let mut table = Table::new(
            "shifts",
            &[
                ("opened", Kind::Count),
                ("filled_before_start", Kind::Rate),
                ("cancelled", Kind::Count),
                ("filled_elsewhere", Kind::Count),
                ("open", Kind::Count),
                ("median", Kind::Seconds),
                ("p90", Kind::Seconds),
                ("first_yes_median", Kind::Seconds),
                ("offers_per_fill", Kind::Ratio),
                ("surplus_yes", Kind::Count),
                ("opt_outs_per_thousand", Kind::Ratio),
                ("touches_per_shift", Kind::Ratio),
                ("after_hours", Kind::Rate),
                ("overtime_minutes", Kind::Count),
                ("continuity", Kind::Rate),
            ],
        );
        table.rows.push(vec![
            self.opened.into(),
            self.filled_before_start.into(),
            self.cancelled.into(),
            self.filled_elsewhere.into(),
            self.open.into(),
            self.median_seconds.into(),
            self.p90_seconds.into(),
            self.first_yes_median_seconds.into(),
            self.offers_per_fill.into(),
            self.surplus_yes.into(),
            self.opt_outs_per_thousand.into(),
            self.touches_per_shift.into(),
            self.after_hours.into(),
            self.overtime_minutes.into(),
            self.continuity.into(),
        ]);
        let mut by = Table::new(
            "filled_by",
            &[
                ("minutes", Kind::Count),
                ("share", Kind::Number),
                ("low95", Kind::Number),
                ("high95", Kind::Number),
            ],
        );
        for point in &self.filled_by {
            by.rows.push(vec![
                Cell::Count(point.minutes.into()),
                point.share.into(),
                point.interval.map(|(low, _)| low).into(),
                point.interval.map(|(_, high)| high).into(),
            ]);
        }
        vec![table, by]
    }

    fn chart(&self) -> Chart {
        let bars = self.filled_by.iter().map(|point| Bar {
            label: format!("within {} min", point.minutes),
            value: point.share.ok_or(WhyNull::NotReached),
            interval: point.interval,
            note: "Kaplan–Meier".to_owned(),
        });
        Chart {
            title: "Shifts filled, by time since they opened".to_owned(),
            unit: Unit::Share,
            bars: bars.collect(),
        }
    }
}
