//! Who came, who did not, what a reminder changes and what a no-show costs.

mod appointment;
mod show;
mod sums;

use std::collections::{BTreeMap, HashMap};

use careweave_types::{Currency, Result};
use serde::{Deserialize, Serialize};

use super::referral::UNKNOWN;
use crate::event::words::Arm;
use crate::event::{Body, Event};
use crate::fold::{Facts, Names, Report, Symbol};
use crate::measure::{Amount, Rate, RiskDifference};
use crate::period::{Basis, Scope, instant};
use appointment::{Appointment, Outcome};
use sums::{Line, Loss, Rule};

/// By what appointments are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AppointmentsBy {
    /// All together.
    Nothing,
    /// By professional.
    Professional,
    /// By clinic.
    Clinic,
}

/// How the report is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppointmentsQuery {
    /// Appointments scheduled for these days.
    pub scope: Scope,
    /// By what they are told apart.
    pub by: AppointmentsBy,
    /// Called off this many hours before, or later, is late. Default: 24.
    pub late_hours: u32,
    /// Days after a no-show within which another appointment counts as instead of it. Default: 30.
    pub rebook_days: u32,
}

impl AppointmentsQuery {
    /// All together, 24 hours, 30 days.
    pub const fn new(scope: Scope) -> Self {
        Self {
            scope,
            by: AppointmentsBy::Nothing,
            late_hours: 24,
            rebook_days: 30,
        }
    }
}

/// Some of the appointments.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AppointmentLine {
    /// The professional or clinic; `all` when they are not told apart.
    pub name: String,
    /// Did not come, of those who came or did not.
    pub no_show: Rate,
    /// Called off in time.
    pub cancelled: u64,
    /// Called off late; neither a no-show nor in the rate.
    pub cancelled_late: u64,
    /// Times that were given up for another; not in the rate.
    pub moved: u64,
    /// Over, and nobody has said how.
    pub undetermined: u64,
    /// Not yet due.
    pub upcoming: u64,
}

/// What a reminder changes, by lot: of the visits that could have been reminded, those that were to be against those
/// held out.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReminderEffect {
    /// The rule.
    pub rule: String,
    /// No-shows among those to be reminded.
    pub reminded: Rate,
    /// No-shows among those held out.
    pub held_out: Rate,
    /// The first less the second: below zero the reminder helps.
    pub difference: RiskDifference,
    /// Drawn for, and left out: booked after the reminder was due, not reachable, or without consent.
    pub ineligible: u64,
    /// Called off, among those to be reminded.
    pub reminded_cancelled: u64,
    /// Called off, among those held out.
    pub held_out_cancelled: u64,
}

/// The report.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Appointments {
    /// What it rests on.
    pub basis: Basis,
    /// By what appointments are told apart.
    pub by: AppointmentsBy,
    /// The parts, by name.
    pub lines: Vec<AppointmentLine>,
    /// Reminders, by rule.
    pub reminders: Vec<ReminderEffect>,
    /// No-shows with another appointment within the days, of the no-shows whose days are over.
    pub rebooked: Rate,
    /// What the no-shows were to bring.
    pub lost: Amount,
    /// What came of the appointments instead of them that were kept.
    pub recovered: Amount,
    /// The first less the second.
    pub net_lost: Amount,
    /// No-shows without a price, which are in none of the three.
    pub unpriced: u64,
}

/// What of an event the report needs.
#[derive(Clone, Copy, Debug, PartialEq)]
#[doc(hidden)]
pub enum Fact {
    Booked {
        scheduled: i64,
        professional: Option<Symbol>,
        clinic: Option<Symbol>,
        price: Option<(i64, Currency)>,
        instead_of: Option<Symbol>,
    },
    Moved {
        scheduled: i64,
    },
    Cancelled,
    Showed,
    NoShow,
    Assigned {
        rule: Symbol,
        before: i64,
        arm: Arm,
        can_be: bool,
    },
}

impl Report for Appointments {
    type Fact = Fact;
    type Query = AppointmentsQuery;

    fn fact(event: &Event, names: &mut Names) -> Option<(Symbol, Fact)> {
        let (appointment, fact) = match &event.body {
            Body::AppointmentBooked(booked) => {
                let mut optional =
                    |key: &Option<crate::Key>| key.as_ref().map(|key| names.symbol(key.as_str()));
                let fact = Fact::Booked {
                    scheduled: booked.scheduled_at.timestamp_millis(),
                    professional: optional(&booked.professional),
                    clinic: optional(&booked.clinic),
                    price: booked.price_minor.zip(booked.currency),
                    instead_of: optional(&booked.instead_of),
                };
                (&booked.appointment, fact)
            }
            Body::AppointmentMoved(moved) => (
                &moved.appointment,
                Fact::Moved {
                    scheduled: moved.scheduled_at.timestamp_millis(),
                },
            ),
            Body::AppointmentCancelled(of) => (&of.appointment, Fact::Cancelled),
            Body::AppointmentShowed(of) => (&of.appointment, Fact::Showed),
            Body::AppointmentMissed(of) => (&of.appointment, Fact::NoShow),
            Body::ReminderAssigned(of) => (
                &of.appointment,
                Fact::Assigned {
                    rule: names.symbol(of.rule.as_str()),
                    before: i64::from(of.minutes_before) * 60_000,
                    arm: of.arm,
                    can_be: of.reachable && of.consented,
                },
            ),
            _ => return None,
        };
        Some((names.symbol(appointment.as_str()), fact))
    }

    fn rename(fact: Fact, with: &mut dyn FnMut(Symbol) -> Symbol) -> Fact {
        match fact {
            Fact::Booked {
                scheduled,
                professional,
                clinic,
                price,
                instead_of,
            } => Fact::Booked {
                scheduled,
                professional: professional.map(&mut *with),
                clinic: clinic.map(&mut *with),
                price,
                instead_of: instead_of.map(with),
            },
            Fact::Assigned {
                rule,
                before,
                arm,
                can_be,
            } => Fact::Assigned {
                rule: with(rule),
                before,
                arm,
                can_be,
            },
            other => other,
        }
    }

    fn of(facts: &Facts<'_, Fact>, query: &AppointmentsQuery) -> Result<Self> {
        let period = &query.scope.period;
        let late = i64::from(query.late_hours) * 3_600_000;
        let mut all = HashMap::new();
        let mut instead: HashMap<Symbol, Vec<Symbol>> = HashMap::new();
        for subject in facts.subjects() {
            if let Some(appointment) = Appointment::of(&subject, facts.now(), late) {
                if let Some(of) = appointment.instead_of {
                    instead.entry(of).or_default().push(subject.symbol);
                }
                all.insert(subject.symbol, appointment);
            }
        }
        let mut lines: BTreeMap<&str, Line> = BTreeMap::new();
        let mut rules: BTreeMap<&str, Rule> = BTreeMap::new();
        let mut loss = Loss::default();
        for (symbol, appointment) in all.iter().filter(|(_, of)| period.holds(of.scheduled)) {
            let name = match query.by {
                AppointmentsBy::Nothing => "all",
                AppointmentsBy::Professional => appointment.professional.map_or(UNKNOWN, |of| facts.name(of)),
                AppointmentsBy::Clinic => appointment.clinic.map_or(UNKNOWN, |of| facts.name(of)),
            };
            lines.entry(name).or_default().count(appointment);
            let mut drawn: Vec<Symbol> = Vec::new();
            for known in facts.of(*symbol).facts {
                if let Fact::Assigned {
                    rule,
                    before,
                    arm,
                    can_be,
                } = known.fact
                    && !drawn.contains(&rule)
                {
                    // The first draw counts; a second one would undo the lot.
                    drawn.push(rule);
                    let eligible = can_be && appointment.booked_at < appointment.scheduled - before;
                    rules
                        .entry(facts.name(rule))
                        .or_default()
                        .count(arm, eligible, appointment.outcome);
                }
            }
            if appointment.outcome == Outcome::NoShow {
                let replacements = instead
                    .get(symbol)
                    .into_iter()
                    .flatten()
                    .filter_map(|of| all.get(of));
                loss.count(appointment, replacements, facts.now(), query)?;
            }
        }
        let min_n = query.scope.min_n;
        Ok(Self {
            basis: facts.basis(period),
            by: query.by,
            lines: lines
                .into_iter()
                .map(|(name, line)| line.finish(name, min_n))
                .collect(),
            reminders: rules
                .into_iter()
                .map(|(name, rule)| rule.finish(name, min_n))
                .collect(),
            rebooked: Rate::new(loss.rebooked, min_n).maturing(loss.young_until.map(instant)),
            lost: loss.amount(loss.lost),
            recovered: loss.amount(loss.recovered),
            net_lost: loss.amount(loss.lost - loss.recovered),
            unpriced: loss.unpriced,
        })
    }
}
