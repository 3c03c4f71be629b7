//! Counting appointments, reminders and money.

use careweave_types::Result;

use super::appointment::{Appointment, Outcome};
use super::{AppointmentLine, AppointmentsQuery, ReminderEffect};
use crate::event::words::Arm;
use crate::measure::{Amount, Rate, RiskDifference, Tally, WhyNull};
use crate::reports::currency::OneCurrency;

#[derive(Default)]
pub(super) struct Line {
    no_show: Tally,
    cancelled: u64,
    cancelled_late: u64,
    moved: u64,
    undetermined: u64,
    upcoming: u64,
}

impl Line {
    pub(super) fn count(&mut self, appointment: &Appointment) {
        self.moved += appointment.moves;
        match appointment.outcome {
            Outcome::Showed => self.no_show.count(false),
            Outcome::NoShow => self.no_show.count(true),
            Outcome::Cancelled { late: true } => self.cancelled_late += 1,
            Outcome::Cancelled { late: false } => self.cancelled += 1,
            Outcome::Undetermined => self.undetermined += 1,
            Outcome::Upcoming => self.upcoming += 1,
        }
    }

    pub(super) fn finish(self, name: &str, min_n: u64) -> AppointmentLine {
        AppointmentLine {
            name: name.to_owned(),
            no_show: Rate::new(self.no_show, min_n),
            cancelled: self.cancelled,
            cancelled_late: self.cancelled_late,
            moved: self.moved,
            undetermined: self.undetermined,
            upcoming: self.upcoming,
        }
    }
}

#[derive(Default)]
pub(super) struct Rule {
    no_shows: [Tally; Arm::ALL.len()],
    cancelled: [u64; Arm::ALL.len()],
    ineligible: u64,
}

impl Rule {
    pub(super) fn count(&mut self, arm: Arm, eligible: bool, outcome: Outcome) {
        if !eligible {
            self.ineligible += 1;
            return;
        }
        match outcome {
            Outcome::Showed => self.no_shows[arm as usize].count(false),
            Outcome::NoShow => self.no_shows[arm as usize].count(true),
            Outcome::Cancelled { .. } => self.cancelled[arm as usize] += 1,
            Outcome::Undetermined | Outcome::Upcoming => {}
        }
    }

    pub(super) fn finish(self, name: &str, min_n: u64) -> ReminderEffect {
        let [reminded, held_out] = self.no_shows;
        ReminderEffect {
            rule: name.to_owned(),
            reminded: Rate::new(reminded, min_n),
            held_out: Rate::new(held_out, min_n),
            difference: RiskDifference::new(reminded, held_out),
            ineligible: self.ineligible,
            reminded_cancelled: self.cancelled[0],
            held_out_cancelled: self.cancelled[1],
        }
    }
}

#[derive(Default)]
pub(super) struct Loss {
    currency: OneCurrency,
    pub(super) lost: i128,
    pub(super) recovered: i128,
    pub(super) unpriced: u64,
    pub(super) rebooked: Tally,
    pub(super) young_until: Option<i64>,
}

impl Loss {
    pub(super) fn count<'a>(
        &mut self,
        missed: &Appointment,
        replacements: impl Iterator<Item = &'a Appointment>,
        now: i64,
        query: &AppointmentsQuery,
    ) -> Result<()> {
        match missed.price {
            Some((minor, currency)) => {
                self.currency.accept(currency)?;
                self.lost += i128::from(minor);
            }
            None => self.unpriced += 1,
        }
        let until = missed.scheduled + i64::from(query.rebook_days) * 86_400_000;
        let mut in_time = false;
        for replacement in replacements.filter(|of| of.booked_at < until) {
            in_time = true;
            if let (Outcome::Showed, Some((minor, currency)), true) =
                (replacement.outcome, replacement.price, missed.price.is_some())
            {
                self.currency.accept(currency)?;
                self.recovered += i128::from(minor);
            }
        }
        if until <= now {
            self.rebooked.count(in_time);
        } else {
            self.young_until = self.young_until.max(Some(until));
        }
        Ok(())
    }

    pub(super) fn amount(&self, minor: i128) -> Amount {
        match self.currency.get() {
            Some(currency) => Amount::exactly(minor, currency),
            None => Amount::null(WhyNull::NothingToCount),
        }
    }
}
