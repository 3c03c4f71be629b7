use std::borrow::Cow;

use careweave_types::{BackgroundCheck, CaregiverStatus, Error, Result, TimeWindow};
use chrono::{DateTime, NaiveDate, Utc};

use super::context::ShiftContext;
use super::{Eligibility, Exclusion, Missing};
use crate::distance::{Metres, straight_line};
use crate::memory::{Constraint, Statement, Strength, Subject};
use crate::policy::{Gates, Rest, Stated, TravelBuffer};
use crate::roster::{Booking, CaregiverProfile, ConditionName, Expiry, MAX_SHIFT_MINUTES, Roster};

/// Why an assessment ended before its end.
pub(crate) enum Halt {
    /// Whoever asked has heard enough.
    Enough,
    /// It cannot be carried out.
    Failed(Error),
}

impl From<Error> for Halt {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// Hears what an assessment finds.
pub(crate) trait Findings {
    fn exclude(&mut self, reason: impl FnOnce() -> Exclusion) -> Result<(), Halt>;
    fn lack(&mut self, missing: impl FnOnce() -> Missing) -> Result<(), Halt>;
}

/// Stops at the first finding: whoever has one may not take the shift.
pub(crate) struct FirstOnly;

impl Findings for FirstOnly {
    fn exclude(&mut self, _: impl FnOnce() -> Exclusion) -> Result<(), Halt> {
        Err(Halt::Enough)
    }

    fn lack(&mut self, _: impl FnOnce() -> Missing) -> Result<(), Halt> {
        Err(Halt::Enough)
    }
}

/// Keeps every finding.
#[derive(Default)]
pub(crate) struct Collected {
    pub(crate) reasons: Vec<Exclusion>,
    pub(crate) missing: Vec<Missing>,
}

impl Findings for Collected {
    fn exclude(&mut self, reason: impl FnOnce() -> Exclusion) -> Result<(), Halt> {
        self.reasons.push(reason());
        Ok(())
    }

    fn lack(&mut self, missing: impl FnOnce() -> Missing) -> Result<(), Halt> {
        self.missing.push(missing());
        Ok(())
    }
}

impl Collected {
    pub(crate) fn verdict(self) -> Eligibility {
        if !self.reasons.is_empty() {
            return Eligibility::Ineligible { reasons: self.all() };
        }
        if self.missing.is_empty() {
            return Eligibility::Eligible;
        }
        Eligibility::Indeterminate {
            missing: self.missing,
        }
    }

    /// Reasons first, then what cannot be decided.
    pub(crate) fn all(self) -> Vec<Exclusion> {
        let mut all = self.reasons;
        all.extend(self.missing.into_iter().map(Exclusion::Undetermined));
        all
    }
}

/// Goes through every gate: caregiver `who` (by position) for the shift of `context`.
pub(crate) fn assess(
    roster: &Roster,
    who: usize,
    context: &ShiftContext<'_>,
    gates: &Gates,
    found: &mut impl Findings,
) -> Result<(), Halt> {
    let candidate = Candidate {
        roster,
        who,
        profile: roster.profile_at(who),
        context,
        gates,
        beside: &[],
    };
    candidate.employment(found)?;
    candidate.certifications(found)?;
    candidate.availability(found)?;
    candidate.conflicts(found)?;
    candidate.time_off(found)?;
    candidate.two_way_exclusions(found)?;
    candidate.requirements(found)?;
    candidate.memory(found)?;
    candidate.travel(found)?;
    candidate.rest(found)?;
    candidate.limits(found)
}

/// Goes through the gates that other work decides, as if the caregiver had the bookings `beside` as well: for one shift of
/// a set that is planned together. Whoever may take a set may take every part of it.
pub(crate) fn assess_beside(
    roster: &Roster,
    who: usize,
    context: &ShiftContext<'_>,
    gates: &Gates,
    beside: &[Booking],
    found: &mut impl Findings,
) -> Result<(), Halt> {
    let candidate = Candidate {
        roster,
        who,
        profile: roster.profile_at(who),
        context,
        gates,
        beside,
    };
    candidate.conflicts(found)?;
    candidate.travel_between(found)?;
    candidate.rest(found)?;
    candidate.limits(found)
}

struct Candidate<'a> {
    roster: &'a Roster,
    who: usize,
    profile: Option<&'a CaregiverProfile>,
    context: &'a ShiftContext<'a>,
    gates: &'a Gates,
    /// Work that is planned and not booked yet.
    beside: &'a [Booking],
}

impl<'a> Candidate<'a> {
    fn missing(&self, field: &'static str, needed_for: &'static str) -> Missing {
        Missing {
            record: format!("profiles (caregiver {})", self.roster.caregivers()[self.who].id),
            field: Cow::Borrowed(field),
            needed_for,
        }
    }

    fn bookings(&self) -> impl Iterator<Item = &'a Booking> + use<'a> {
        let own = &self.context.shift.id;
        let shifts = &self.roster.data().shifts;
        self.roster
            .bookings_at(self.who)
            .iter()
            .filter(move |b| shifts[b.shift].id != *own)
            .chain(self.beside)
    }

    fn employment(&self, found: &mut impl Findings) -> Result<(), Halt> {
        let caregiver = &self.roster.caregivers()[self.who];
        if caregiver.status != CaregiverStatus::Active {
            found.exclude(|| Exclusion::NotActive {
                status: caregiver.status.clone(),
            })?;
        }
        if let Some(status) = &caregiver.background_check_status
            && *status != BackgroundCheck::Cleared
        {
            found.exclude(|| Exclusion::BackgroundCheck {
                status: status.clone(),
            })?;
        }
        match self.profile.and_then(|p| p.paperwork_complete) {
            Some(true) => {}
            Some(false) => found.exclude(|| Exclusion::PaperworkIncomplete)?,
            None if self.gates.paperwork == Stated::Required => {
                found.lack(|| self.missing("paperwork_complete", "employment"))?;
            }
            None => {}
        }
        Ok(())
    }

    fn certifications(&self, found: &mut impl Findings) -> Result<(), Halt> {
        let caregiver = &self.roster.caregivers()[self.who];
        for needed in &self.context.shift.required_certifications {
            let dated = self
                .profile
                .and_then(|p| p.credentials.iter().find(|c| c.name == *needed));
            match dated.map(|c| c.expires_on) {
                Some(expiry) if expiry.covers(self.context.last_date) => {}
                Some(Expiry::On(expires_on)) => found.exclude(|| Exclusion::CredentialExpires {
                    certification: needed.clone(),
                    expires_on,
                })?,
                Some(Expiry::Never) => {}
                None if !caregiver.certifications.contains(needed) => {
                    found.exclude(|| Exclusion::MissingCertification {
                        certification: needed.clone(),
                    })?;
                }
                None if self.gates.credential_expiry == Stated::Required => {
                    found.lack(|| self.missing("credentials", "the expiry of a certification"))?;
                }
                None => {}
            }
        }
        Ok(())
    }

    /// The declared windows, taken together, have to cover the whole shift. Windows that touch or overlap join.
    fn availability(&self, found: &mut impl Findings) -> Result<(), Halt> {
        let declared = &self.roster.caregivers()[self.who].availability;
        if declared.is_empty() {
            return Ok(());
        }
        let zone = self.roster.zone();
        let mut reached = self.context.window.start();
        let end = self.context.window.end();
        loop {
            let before = reached;
            for day in self.context.days_and_eve() {
                for window in declared.iter().filter(|w| w.day == day.weekday) {
                    let (from, until) = window.minutes();
                    let (from, until) = (day.at(from, zone)?, day.at(until, zone)?);
                    if from <= reached && reached < until {
                        reached = until;
                    }
                }
            }
            if reached >= end {
                return Ok(());
            }
            if reached == before {
                return found.exclude(|| Exclusion::NotAvailable);
            }
        }
    }

    fn conflicts(&self, found: &mut impl Findings) -> Result<(), Halt> {
        let booked = around(self.roster.bookings_at(self.who), &self.context.window);
        for booking in booked.iter().chain(self.beside) {
            if !booking.scheduled.overlaps(&self.context.window) {
                continue;
            }
            let other = &self.roster.data().shifts[booking.shift];
            if other.id != self.context.shift.id {
                found.exclude(|| Exclusion::ScheduleConflict {
                    shift_id: other.id.clone(),
                })?;
            }
        }
        Ok(())
    }

    fn time_off(&self, found: &mut impl Findings) -> Result<(), Halt> {
        let off = self.roster.time_off_at(self.who);
        if off.iter().any(|off| off.overlaps(&self.context.window)) {
            found.exclude(|| Exclusion::TimeOff)?;
        }
        Ok(())
    }

    fn two_way_exclusions(&self, found: &mut impl Findings) -> Result<(), Halt> {
        let id = &self.roster.caregivers()[self.who].id;
        if self
            .profile
            .is_some_and(|p| p.excluded_clients.contains(&self.context.shift.client_id))
        {
            found.exclude(|| Exclusion::ExcludedByCaregiver)?;
        }
        let Some(client) = self.context.client else {
            return Ok(());
        };
        if client.excluded_caregivers.contains(id) {
            found.exclude(|| Exclusion::ExcludedByClient)?;
        }
        let known =
            || client.preferred_caregivers.contains(id) || !self.context.visits_of(self.who).is_empty();
        if client.familiar_only && !known() {
            found.exclude(|| Exclusion::NotFamiliar)?;
        }
        Ok(())
    }

    fn requirements(&self, found: &mut impl Findings) -> Result<(), Halt> {
        let caregiver = &self.roster.caregivers()[self.who];
        for required in self.context.requirements() {
            for skill in &required.skills {
                match self.profile {
                    Some(profile) if profile.skills.contains(skill) => {}
                    Some(_) => found.exclude(|| Exclusion::MissingSkill { skill: skill.clone() })?,
                    None => found.lack(|| self.missing("skills", "a skill the shift needs"))?,
                }
            }
            if let Some(language) = &required.language {
                if caregiver.languages.is_empty() {
                    found.lack(|| self.missing("languages", "a language the shift needs"))?;
                } else if !caregiver
                    .languages
                    .iter()
                    .any(|l| l.eq_ignore_ascii_case(language))
                {
                    found.exclude(|| Exclusion::Language {
                        language: language.clone(),
                    })?;
                }
            }
            if let Some(wanted) = &required.gender
                && self.gates.gender_reasons.contains(&wanted.reason)
            {
                match &caregiver.gender {
                    None => found.lack(|| self.missing("gender", "a gender the shift needs"))?,
                    Some(gender) if *gender != wanted.gender => found.exclude(|| Exclusion::Gender)?,
                    Some(_) => {}
                }
            }
            for condition in &required.conditions {
                let accepted = self
                    .profile
                    .and_then(|p| p.accepts.get(&ConditionName(condition.clone())));
                match accepted {
                    Some(true) => {}
                    Some(false) => found.exclude(|| Exclusion::Condition {
                        condition: condition.clone(),
                    })?,
                    None => found.lack(|| Missing {
                        field: Cow::Owned(format!("accepts.{condition}")),
                        ..self.missing("accepts", "a condition of the shift")
                    })?,
                }
            }
        }
        Ok(())
    }

    fn memory(&self, found: &mut impl Findings) -> Result<(), Halt> {
        for statement in self.roster.statements_at(self.who) {
            if !statement.holds_at(self.context.window.start()) {
                continue;
            }
            let unreadable = |field: &'static str, needed_for| Missing {
                record: format!("memory (id {})", statement.id),
                field: Cow::Borrowed(field),
                needed_for,
            };
            let constraint = match (&statement.strength, &statement.about) {
                (Strength::Other(_), _) => {
                    found.lack(|| unreadable("strength", "a remembered preference"))?;
                    continue;
                }
                (_, Subject::Unreadable { field, .. }) => {
                    found.lack(|| unreadable(field, "a remembered preference"))?;
                    continue;
                }
                (Strength::Cannot, Subject::Known(constraint)) => constraint,
                _ => continue,
            };
            match concerns(self.roster, self.who, self.context, self.gates, constraint)? {
                Concern::No => {}
                Concern::Yes => found.exclude(|| Exclusion::Cannot {
                    statement_id: statement.id.clone(),
                })?,
                Concern::Unknown(field) => found.lack(|| self.missing(field, "a remembered preference"))?,
            }
        }
        Ok(())
    }

    fn travel(&self, found: &mut impl Findings) -> Result<(), Halt> {
        let limit = self.profile.and_then(|p| p.max_drive_metres);
        let on_foot = self.gates.without_car_metres.filter(|_| {
            let car = ConditionName(crate::roster::Condition::Car);
            self.profile.and_then(|p| p.accepts.get(&car)) == Some(&false)
        });
        let limit = match (limit, on_foot) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        if let Some(limit_metres) = limit {
            match road(self.roster, self.who, self.context, self.gates)? {
                Some(Metres(metres)) if metres > limit_metres => {
                    found.exclude(|| Exclusion::TooFar { limit_metres, metres })?;
                }
                Some(_) => {}
                None if self.context.place.is_none() => found.lack(|| Missing {
                    record: format!("shifts (id {})", self.context.shift.id),
                    ..self.missing("client_zip_code", "the longest way")
                })?,
                None => found.lack(|| self.missing("home", "the longest way"))?,
            }
        }
        self.travel_between(found)
    }

    /// The way from the shift before and to the shift after. Beside planned work every shift less than a day away counts,
    /// so that taking one out of a plan never makes another impossible, whatever the travel table says.
    fn travel_between(&self, found: &mut impl Findings) -> Result<(), Halt> {
        let Some(buffer) = self.gates.travel else {
            return Ok(());
        };
        if self.beside.is_empty() {
            let (before, after) = self.neighbours();
            for neighbour in before.into_iter().chain(after) {
                self.way_to(neighbour, buffer, found)?;
            }
            return Ok(());
        }
        let window = &self.context.window;
        for other in self.bookings().filter(|b| !b.scheduled.overlaps(window)) {
            self.way_to(other, buffer, found)?;
        }
        Ok(())
    }

    fn way_to(
        &self,
        neighbour: &Booking,
        buffer: TravelBuffer,
        found: &mut impl Findings,
    ) -> Result<(), Halt> {
        let shift = self.context.shift;
        let other = &self.roster.data().shifts[neighbour.shift];
        let comes_before = neighbour.scheduled.end() <= self.context.window.start();
        let gap = if comes_before {
            self.context.window.start() - neighbour.scheduled.end()
        } else {
            neighbour.scheduled.start() - self.context.window.end()
        };
        let gap_minutes = gap.num_minutes();
        // Nobody travels for a day inside one agency's area; farther neighbours need no look at the map.
        if gap_minutes >= 24 * 60 || other.client_id == shift.client_id {
            return Ok(());
        }
        let (from, to) = if comes_before {
            (other, shift)
        } else {
            (shift, other)
        };
        let needed_minutes = match self.roster.way(from, to, self.gates.speed)? {
            Some(leg) => leg.minutes.max(buffer.minimum_minutes),
            None => buffer.unknown_minutes,
        };
        if gap_minutes < i64::from(needed_minutes) {
            found.exclude(|| Exclusion::TravelTime {
                shift_id: other.id.clone(),
                needed_minutes,
                gap_minutes,
            })?;
        }
        Ok(())
    }

    /// The nearest bookings that end before the shift and start after it.
    fn neighbours(&self) -> (Option<&'a Booking>, Option<&'a Booking>) {
        let window = &self.context.window;
        let before = self
            .bookings()
            .filter(|b| b.scheduled.end() <= window.start())
            .max_by_key(|b| b.scheduled.end());
        let after = self
            .bookings()
            .filter(|b| b.scheduled.start() >= window.end())
            .min_by_key(|b| b.scheduled.start());
        (before, after)
    }

    fn rest(&self, found: &mut impl Findings) -> Result<(), Halt> {
        match self.gates.rest {
            None => {}
            Some(Rest::BetweenDays { minutes }) => {
                let zone = self.roster.zone();
                let date = |instant| zone.local(instant).date;
                let window = &self.context.window;
                let (before, after) = self.neighbours();
                let short = |earlier: &TimeWindow, later: &TimeWindow| {
                    date(earlier.start()) != date(later.start())
                        && (later.start() - earlier.end()).num_minutes() < i64::from(minutes)
                };
                if before.is_some_and(|b| short(&b.scheduled, window))
                    || after.is_some_and(|b| short(window, &b.scheduled))
                {
                    found.exclude(|| Exclusion::Rest {
                        needed_minutes: minutes,
                    })?;
                }
            }
            Some(Rest::InEvery24Hours { minutes })
                if self.duty(minutes).num_minutes() > 24 * 60 - i64::from(minutes) =>
            {
                found.exclude(|| Exclusion::Rest {
                    needed_minutes: minutes,
                })?;
            }
            Some(Rest::InEvery24Hours { .. }) => {}
        }
        match self.gates.day_off_in_days {
            Some(in_days) if self.days_in_a_row() >= u32::from(in_days) => {
                found.exclude(|| Exclusion::NoDayOff { in_days })
            }
            _ => Ok(()),
        }
    }

    /// How long the duty lasts that the shift becomes part of: stretches with less than `rest` between them are one.
    fn duty(&self, rest: u32) -> chrono::TimeDelta {
        let rest = chrono::TimeDelta::minutes(i64::from(rest));
        let (mut start, mut end) = (self.context.window.start(), self.context.window.end());
        loop {
            let (before, after) = (start, end);
            for booking in self.bookings() {
                let window = &booking.scheduled;
                if window.end() > start - rest && window.start() < end + rest {
                    start = start.min(window.start());
                    end = end.max(window.end());
                }
            }
            if (start, end) == (before, after) {
                return end - start;
            }
        }
    }

    /// Local dates in a row with work, with the shift, around it.
    fn days_in_a_row(&self) -> u32 {
        let zone = self.roster.zone();
        let last_instant = |end: DateTime<Utc>| end - chrono::TimeDelta::nanoseconds(1);
        let mut first = self
            .context
            .days()
            .next()
            .map_or(self.context.last_date, |d| d.date);
        let mut last = self.context.last_date;
        let near = chrono::TimeDelta::days(40);
        let mut worked: Vec<(NaiveDate, NaiveDate)> = self
            .bookings()
            .filter(|b| {
                b.scheduled.end() > self.context.window.start() - near
                    && b.scheduled.start() < self.context.window.end() + near
            })
            .map(|b| {
                let dates = (
                    zone.local(b.scheduled.start()),
                    zone.local(last_instant(b.scheduled.end())),
                );
                (dates.0.date, dates.1.date)
            })
            .collect();
        worked.sort_unstable();
        for (from, until) in &worked {
            if *from <= last + chrono::Days::new(1) && *until > last {
                last = *until;
            }
        }
        for (from, until) in worked.iter().rev() {
            if *until + chrono::Days::new(1) >= first && *from < first {
                first = *from;
            }
        }
        u32::try_from((last - first).num_days() + 1).unwrap_or(u32::MAX)
    }

    fn limits(&self, found: &mut impl Findings) -> Result<(), Halt> {
        let smaller = |a: Option<u32>, b: Option<u32>| match (a, b) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        let minutes_in = |window: &TimeWindow| -> i64 {
            let booked: i64 = self
                .bookings()
                .filter_map(|b| b.worked.intersection(window))
                .map(|w| w.minutes())
                .sum();
            booked
                + self
                    .context
                    .window
                    .intersection(window)
                    .map_or(0, |w| w.minutes())
        };
        if let Some(limit_minutes) = smaller(
            self.gates.max_day_minutes,
            self.profile.and_then(|p| p.max_day_minutes),
        ) {
            for day in self.context.days() {
                let minutes = minutes_in(&TimeWindow::new(day.start, day.end)?);
                if minutes > i64::from(limit_minutes) {
                    found.exclude(|| Exclusion::DayLimit {
                        limit_minutes,
                        minutes,
                    })?;
                }
            }
        }
        if let Some(limit_minutes) = smaller(
            self.gates.max_week_minutes,
            self.profile.and_then(|p| p.max_week_minutes),
        ) {
            for (week, _) in self.context.weeks(self.roster)? {
                let minutes = minutes_in(week);
                if minutes > i64::from(limit_minutes) {
                    found.exclude(|| Exclusion::WeekLimit {
                        limit_minutes,
                        minutes,
                    })?;
                }
            }
        }
        Ok(())
    }
}

/// The bookings that can overlap a window: ordered by start, and none longer than a week.
fn around<'a>(bookings: &'a [Booking], window: &TimeWindow) -> &'a [Booking] {
    let earliest = window.start() - chrono::TimeDelta::minutes(MAX_SHIFT_MINUTES);
    let until = bookings.partition_point(|b| b.scheduled.start() < window.end());
    let from = bookings[..until].partition_point(|b| b.scheduled.start() < earliest);
    &bookings[from..until]
}

/// Whether a constraint is about a shift.
enum Concern {
    Yes,
    No,
    Unknown(&'static str),
}

impl From<bool> for Concern {
    fn from(yes: bool) -> Self {
        if yes { Self::Yes } else { Self::No }
    }
}

fn concerns(
    roster: &Roster,
    who: usize,
    context: &ShiftContext<'_>,
    gates: &Gates,
    constraint: &Constraint,
) -> Result<Concern> {
    Ok(match constraint {
        Constraint::Weekday { days } => context.days().any(|day| days.contains(&day.weekday)).into(),
        Constraint::TimeOfDay { start, end, days } => {
            let (from, until) = (u32::from(start.minutes()), u32::from(end.minutes()));
            let until = if until <= from { until + 1_440 } else { until };
            let mut touches = false;
            for day in context.days_and_eve() {
                if days.is_empty() || days.contains(&day.weekday) {
                    let (from, until) = (day.at(from, roster.zone())?, day.at(until, roster.zone())?);
                    touches |= from < context.window.end() && context.window.start() < until;
                }
            }
            touches.into()
        }
        Constraint::Client { client_id } => (*client_id == context.shift.client_id).into(),
        Constraint::Area { zip_codes } => match &context.shift.client_zip_code {
            Some(zip) => zip_codes
                .iter()
                .any(|code| zip.expose().starts_with(code.as_str()))
                .into(),
            None => Concern::Unknown("client_zip_code"),
        },
        Constraint::Farther { metres } => match road(roster, who, context, gates)? {
            Some(way) => (way.0 > *metres).into(),
            None => Concern::Unknown("home"),
        },
        Constraint::LongerThan { minutes } => (context.window.minutes() > i64::from(*minutes)).into(),
        Constraint::Condition { condition } => context
            .requirements()
            .any(|r| r.conditions.contains(condition))
            .into(),
    })
}

/// The road from the caregiver's home to the shift; `None` where one end is unknown.
pub(crate) fn road(
    roster: &Roster,
    who: usize,
    context: &ShiftContext<'_>,
    gates: &Gates,
) -> Result<Option<Metres>> {
    match (roster.home_at(who), context.place) {
        (Some(home), Some(place)) => Ok(Some(straight_line(&home, &place, gates.speed)?.metres)),
        _ => Ok(None),
    }
}

/// How many soft statements speak for a shift, and how many against it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Statements {
    pub(crate) gladly: u32,
    pub(crate) rather_not: u32,
}

/// Counts the soft statements of a caregiver that are about the shift. One that cannot be decided counts for neither.
pub(crate) fn statements(
    roster: &Roster,
    who: usize,
    context: &ShiftContext<'_>,
    gates: &Gates,
) -> Result<Statements> {
    let mut counted = Statements::default();
    for statement in roster.statements_at(who) {
        let Some(constraint) = soft(statement) else {
            continue;
        };
        if statement.holds_at(context.window.start())
            && matches!(concerns(roster, who, context, gates, constraint)?, Concern::Yes)
        {
            match statement.strength {
                Strength::Prefers => counted.gladly += 1,
                _ => counted.rather_not += 1,
            }
        }
    }
    Ok(counted)
}

fn soft(statement: &Statement) -> Option<&Constraint> {
    match (&statement.strength, &statement.about) {
        (Strength::Prefers | Strength::PrefersNot, Subject::Known(constraint)) => Some(constraint),
        _ => None,
    }
}
