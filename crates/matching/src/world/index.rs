use std::collections::HashMap;
use std::sync::OnceLock;

use careweave_types::{BackgroundCheck, CaregiverStatus, Certification, Gender, Result, ShiftId, TimeWindow};
use chrono::{DateTime, TimeDelta, Utc};

use super::bits;
use super::scan::Near;
use super::{ROOM_DAYS, World};
use crate::distance::{Place, UnitVector};
use crate::eligibility::{Frame, ShiftContext};
use crate::memory::Strength;
use crate::overtime::WeekSummary;
use crate::policy::{Gates, OvertimeGate, Stated};
use crate::rank::{Wish, gender_wish, language_wish, reliability_points};
use crate::ranking::zip5;
use crate::roster::{Attendance, Booking, Expiry, Response, Roster};

pub(super) const LANES: usize = 64;
const SLOT_MINUTES: i64 = 15;
const SLOTS_PER_DAY: usize = 96;
const SLOTS_PER_WEEK: usize = 7 * SLOTS_PER_DAY;
/// Days for which conflicts are kept as bits; beyond, each is looked up.
const MAX_BIT_DAYS: usize = 62;

/// Out in space: no way to it gives points.
const NOWHERE: [f32; 3] = [8.0; 3];

/// A world laid out for speed: one array per feature, one bit per caregiver and quarter of an hour. Tables are filled when first
/// asked for, and every answer equals the one [`World::rank`] gives.
#[derive(Debug)]
pub struct IndexedWorld {
    pub(super) world: World,
    pub(super) blocks: usize,
    /// Where caregivers live, as unit vectors.
    pub(super) home: [Vec<f32>; 3],
    /// ZIP codes of service areas, by number; −1 where unknown.
    pub(super) area: Vec<f32>,
    areas: Vec<String>,
    /// `hours_wanted / wanted minutes`; zero where unknown.
    pub(super) hours_slope: Vec<f32>,
    /// Points that do not depend on the shift.
    standing: Vec<f32>,
    /// Everybody whose employment does not exclude.
    employed: Vec<u64>,
    /// Those whom bits and the arrays below decide wholly.
    pub(super) plain: Vec<u64>,
    /// Points for the way, in terms of chords.
    pub(super) way: Near,
    pub(super) people: Vec<Compact>,
    /// The shifts that wait for a caregiver, each with what depends on it alone.
    frames: HashMap<ShiftId, (usize, OnceLock<Framed>)>,
    first_day: DateTime<Utc>,
    /// Per day and quarter: who is booked for all of it.
    busy: Vec<OnceLock<Vec<u64>>>,
    /// Those who declared no availability.
    undeclared: Vec<u64>,
    /// Per quarter of the local week: whose declared availability touches it.
    present: OnceLock<Vec<u64>>,
    holders: Vec<(Certification, OnceLock<Vec<u64>>)>,
    classes: Vec<Class>,
    weeks: Vec<Week>,
}

/// Shifts that wish for the same language and gender.
#[derive(Debug)]
struct Class {
    language: Option<String>,
    gender: Option<Gender>,
    base: OnceLock<Base>,
}

/// Points that depend on the caregiver and on what the shift wishes for: in single precision for bounds, and the wishes themselves.
#[derive(Debug)]
pub(super) struct Base {
    pub(super) bounds: Vec<f32>,
    /// Language and gender.
    pub(super) wishes: Vec<[Wish; 2]>,
}

/// What gives points to one caregiver, side by side.
#[derive(Clone, Copy, Debug)]
pub(super) struct Compact {
    pub(super) home: Option<Place>,
    pub(super) attendance: Option<Attendance>,
    pub(super) response: Option<Response>,
    pub(super) wanted: Option<u32>,
    pub(super) last_offered: Option<i64>,
    pub(super) pay_rate: i64,
}

/// An open shift, as far as it does not change.
#[derive(Debug)]
pub(super) struct Framed {
    pub(super) frame: Frame,
    /// The first workweek it touches, and minutes in it.
    week: Option<(usize, i64)>,
    class: Option<usize>,
}

/// A workweek: minutes booked in it, as points.
#[derive(Debug)]
struct Week {
    window: TimeWindow,
    booked: OnceLock<Booked>,
    /// What law says of the week, by caregiver.
    law: OnceLock<Vec<OnceLock<WeekSummary>>>,
}

/// Minutes booked in a week, by caregiver, and the same as points.
#[derive(Debug)]
struct Booked {
    minutes: Vec<i32>,
    offsets: Vec<f32>,
}

/// The first workweek a shift touches.
pub(super) struct FirstWeek<'a> {
    /// Minutes booked, by caregiver.
    pub(super) booked: &'a [i32],
    /// `|slope · minutes + offset|` is what the week's minutes are off those wanted, in points.
    pub(super) offsets: &'a [f32],
    /// Minutes of the shift in it.
    pub(super) minutes: i64,
    /// What law says of the week, by caregiver, where it was asked already.
    pub(super) law: &'a [OnceLock<WeekSummary>],
}

impl IndexedWorld {
    /// Lays a world out.
    ///
    /// # Errors
    /// As [`World::new`] for dates at the ends of the calendar.
    pub fn new(world: World) -> Result<Self> {
        let roster = world.roster();
        let people = roster.caregivers().len();
        let blocks = people.div_ceil(LANES);
        let lanes = blocks * LANES;
        let weights = &world.policy().weights;

        let mut home = [
            vec![NOWHERE[0]; lanes],
            vec![NOWHERE[1]; lanes],
            vec![NOWHERE[2]; lanes],
        ];
        if !weights.distance.is_none() {
            for who in 0..people {
                if let Some(place) = roster.home_at(who) {
                    let vector = UnitVector::of(&place.coordinates).0;
                    for (axis, value) in home.iter_mut().zip(vector) {
                        axis[who] = value;
                    }
                }
            }
        }
        let mut areas: Vec<String> = Vec::new();
        let mut area = vec![-1.0; lanes];
        if weights.service_area != 0 {
            areas.extend(
                roster
                    .caregivers()
                    .iter()
                    .filter_map(|c| c.service_area.as_deref())
                    .map(|a| zip5(a).to_owned()),
            );
            areas.sort_unstable();
            areas.dedup();
            for (who, caregiver) in roster.caregivers().iter().enumerate() {
                let code = caregiver.service_area.as_deref().map(zip5);
                if let Some(number) = code.and_then(|c| areas.binary_search_by(|a| a.as_str().cmp(c)).ok()) {
                    area[who] = number as f32;
                }
            }
        }
        let mut hours_slope = vec![0.0; lanes];
        let mut standing = vec![0.0; lanes];

        for who in 0..people {
            let Some(profile) = roster.profile_at(who) else {
                continue;
            };
            if let Some(wanted) = profile.wanted_week_minutes.filter(|w| *w > 0) {
                hours_slope[who] = weights.hours_wanted as f32 / wanted as f32;
            }
            let mut points = reliability_points(weights, profile.attendance);
            if let Some(r) = profile.response.filter(|r| r.offered > 0) {
                points += i64::from(weights.response) * i64::from(r.accepted) / i64::from(r.offered);
            }
            standing[who] = points as f32;
        }
        if weights.soft_preference != 0 {
            for (who, points) in standing.iter_mut().enumerate().take(people) {
                let counted = if weights.soft_preference > 0 {
                    Strength::Prefers
                } else {
                    Strength::PrefersNot
                };
                let most = roster
                    .statements_at(who)
                    .filter(|s| s.strength == counted)
                    .count();
                *points += most as f32 * weights.soft_preference.unsigned_abs() as f32;
            }
        }
        let employed = bits::collect(people, |who| {
            let caregiver = &roster.caregivers()[who];
            let background = caregiver.background_check_status.as_ref();
            caregiver.status == CaregiverStatus::Active
                && background.is_none_or(|b| *b == BackgroundCheck::Cleared)
                && roster.profile_at(who).and_then(|p| p.paperwork_complete) != Some(false)
        });
        let mut index = Self {
            blocks,
            home,
            area,
            areas,
            hours_slope,
            standing,
            way: Near::new(world.policy()),
            people: (0..people).map(|who| compact(&world, who)).collect(),
            frames: roster
                .open_positions()
                .map(|(id, at)| (id.clone(), (at, OnceLock::new())))
                .collect(),
            plain: bits::collect(people, |who| is_plain(roster, who)),
            employed,
            first_day: world.horizon().start() + TimeDelta::days(ROOM_DAYS),
            busy: Vec::new(),
            undeclared: bits::collect(people, |who| roster.caregivers()[who].availability.is_empty()),
            present: OnceLock::new(),
            holders: Vec::new(),
            classes: Vec::new(),
            weeks: Vec::new(),
            world,
        };
        index.prepare()?;
        Ok(index)
    }

    /// Makes room for every table that a shift which is not over can ask for.
    fn prepare(&mut self) -> Result<()> {
        let world = &self.world;
        // Days begin at midnight UTC, so that quarters of an hour are those of the clock.
        self.first_day = DateTime::from_timestamp(self.first_day.timestamp().div_euclid(86_400) * 86_400, 0)
            .unwrap_or(self.first_day);
        let end = world.horizon().end() - TimeDelta::days(ROOM_DAYS);
        let days = usize::try_from((end - self.first_day).num_days() + 1).unwrap_or(0);
        self.busy = (0..days.min(MAX_BIT_DAYS)).map(|_| OnceLock::new()).collect();
        for shift in world.roster().all_open() {
            for needed in &shift.required_certifications {
                if !self.holders.iter().any(|(c, _)| c == needed) {
                    self.holders.push((needed.clone(), OnceLock::new()));
                }
            }
            let (language, gender) = self.wishes(shift);
            let known = |c: &Class| c.language.as_deref() == language && c.gender.as_ref() == gender;
            if !self.classes.iter().any(known) {
                self.classes.push(Class {
                    language: language.map(str::to_owned),
                    gender: gender.cloned(),
                    base: OnceLock::new(),
                });
            }
        }
        let mut at = self.first_day - TimeDelta::days(7);
        while at < end + TimeDelta::days(7) && self.weeks.len() < 1_000 {
            let window = world.roster().workweek().week_of(at)?;
            at = window.end();
            self.weeks.push(Week {
                window,
                booked: OnceLock::new(),
                law: OnceLock::new(),
            });
        }
        Ok(())
    }

    /// The world.
    pub fn world(&self) -> &World {
        &self.world
    }

    fn wishes<'a>(&'a self, shift: &'a crate::roster::Shift) -> (Option<&'a str>, Option<&'a Gender>) {
        let weights = &self.world.policy().weights;
        let language = shift.client_language.as_deref().filter(|_| weights.language != 0);
        let roster = self.world.roster();
        let gender = shift.client_gender_preference.as_ref().or_else(|| {
            let client = roster.client(&shift.client_id).map(|c| &c.requirements);
            let required = [client, roster.needs(&shift.id)].into_iter().flatten();
            let mut genders = required.filter_map(|r| r.gender.as_ref());
            genders.next().map(|g| &g.gender)
        });
        (language, gender.filter(|_| weights.gender != 0))
    }

    /// What is kept of an open shift; `None` for one that was not open when the index was made.
    pub(super) fn framed(&self, shift: &ShiftId) -> Result<Option<&Framed>> {
        let Some((position, framed)) = self.frames.get(shift) else {
            return Ok(None);
        };
        if let Some(framed) = framed.get() {
            return Ok(Some(framed));
        }
        let roster = self.world.roster();
        let frame = Frame::new(roster, *position)?;
        let context = ShiftContext::framed(roster, &frame);
        let made = Framed {
            week: self.week_of(&context)?,
            class: self.class_of(&context),
            frame,
        };
        Ok(Some(framed.get_or_init(|| made)))
    }

    fn class_of(&self, context: &ShiftContext<'_>) -> Option<usize> {
        let (language, gender) = self.wishes(context.shift);
        self.classes
            .iter()
            .position(|c| c.language.as_deref() == language && c.gender.as_ref() == gender)
    }

    fn week_of(&self, context: &ShiftContext<'_>) -> Result<Option<(usize, i64)>> {
        let Some((week, part)) = context.weeks(self.world.roster())?.first() else {
            return Ok(None);
        };
        let found = self.weeks.binary_search_by_key(week, |w| w.window).ok();
        Ok(found.map(|at| (at, part.minutes())))
    }

    /// Points for all, by what the shift wishes for; `None` for wishes no open shift had when the index was made.
    pub(super) fn base(&self, context: &ShiftContext<'_>, framed: Option<&Framed>) -> Option<&Base> {
        let class = match framed {
            Some(framed) => framed.class,
            None => self.class_of(context),
        };
        let class = self.classes.get(class?)?;
        let weights = &self.world.policy().weights;
        Some(class.base.get_or_init(|| {
            let mut base = Base {
                bounds: self.standing.clone(),
                wishes: Vec::with_capacity(self.people.len()),
            };
            for (who, caregiver) in self.world.roster().caregivers().iter().enumerate() {
                let wishes = [
                    language_wish(class.language.as_deref(), caregiver),
                    gender_wish(class.gender.as_ref(), caregiver),
                ];
                for (wish, weight) in wishes.iter().zip([weights.language, weights.gender]) {
                    if *wish == Wish::Met {
                        base.bounds[who] += weight as f32;
                    }
                }
                base.wishes.push(wishes);
            }
            base
        }))
    }

    pub(super) fn standing(&self) -> &[f32] {
        &self.standing
    }

    /// The number of a ZIP code among service areas.
    pub(super) fn area_number(&self, zip: &str) -> f32 {
        let found = self.areas.binary_search_by(|a| a.as_str().cmp(zip5(zip)));
        found.map_or(-2.0, |number| number as f32)
    }

    /// The first workweek of a shift; `None` where no table is kept of it.
    pub(super) fn first_week(
        &self,
        context: &ShiftContext<'_>,
        framed: Option<&Framed>,
    ) -> Result<Option<FirstWeek<'_>>> {
        let week = match framed {
            Some(framed) => framed.week,
            None => self.week_of(context)?,
        };
        let Some((at, minutes)) = week else {
            return Ok(None);
        };
        let week = &self.weeks[at].window;
        let booked = self.weeks[at].booked.get_or_init(|| {
            let people = self.world.roster().caregivers().len();
            let mut booked = Booked {
                minutes: vec![0; self.blocks * LANES],
                offsets: vec![0.0; self.blocks * LANES],
            };
            (0..people).for_each(|who| self.fill_week(&mut booked, who, week));
            booked
        });
        let people = self.world.roster().caregivers().len();
        let law = self.weeks[at]
            .law
            .get_or_init(|| (0..people).map(|_| OnceLock::new()).collect());
        Ok(Some(FirstWeek {
            law,
            booked: &booked.minutes,
            offsets: &booked.offsets,
            minutes,
        }))
    }

    fn fill_week(&self, booked: &mut Booked, who: usize, week: &TimeWindow) {
        if self.people[who].wanted.is_none() {
            return;
        }
        let slope = self.hours_slope[who];
        let minutes: i64 = self
            .world
            .roster()
            .bookings_at(who)
            .iter()
            .filter_map(|b| b.worked.intersection(week))
            .map(|w| w.minutes())
            .sum();
        booked.minutes[who] = i32::try_from(minutes).unwrap_or(i32::MAX);
        if slope > 0.0 {
            booked.offsets[who] = slope * minutes as f32 - self.world.policy().weights.hours_wanted as f32;
        }
    }

    /// Everybody whom bits do not exclude. Bits exclude only where the exact check would too; true when, of those who are plain,
    /// they exclude all that it would.
    pub(super) fn allowed(&self, context: &ShiftContext<'_>, allowed: &mut Vec<u64>) -> bool {
        allowed.clear();
        allowed.extend_from_slice(&self.employed);
        for needed in &context.shift.required_certifications {
            if let Some((_, holders)) = self.holders.iter().find(|(c, _)| c == needed) {
                let holders = holders.get_or_init(|| self.holding(needed));
                allowed.iter_mut().zip(holders).for_each(|(a, h)| *a &= h);
            }
        }
        let (first, end) = (
            self.slot_from(context.window.start()),
            self.slot_until(context.window.end()),
        );
        let known = |needed| self.holders.iter().any(|(held, _)| held == needed);
        let mut whole = on_quarters(&context.window)
            && context.window.start() >= self.world.roster().as_of()
            && context.requirements().all(crate::roster::Requirements::is_empty)
            && context.client.is_none_or(|c| !c.familiar_only)
            && context.shift.required_certifications.iter().all(known)
            && are_plain(&self.world.policy().gates);
        for slot in first..end {
            match self.busy_row(slot) {
                Some(row) => allowed.iter_mut().zip(row).for_each(|(a, b)| *a &= !b),
                None => whole = false,
            }
        }
        for excluded in context.client.into_iter().flat_map(|c| &c.excluded_caregivers) {
            if let Some(who) = self.world.roster().position(excluded) {
                bits::remove(allowed, who);
            }
        }
        let regular = context
            .days_and_eve()
            .all(crate::eligibility::LocalDay::is_regular);
        if let Some(day) = context.days().next().filter(|_| regular) {
            let present = self.present.get_or_init(|| self.present_rows());
            if present.is_empty() {
                return whole;
            }
            let into_day = (context.window.start() - day.start).num_minutes();
            let quarter = |minutes: i64| minutes.div_euclid(SLOT_MINUTES) as usize;
            let first = day.weekday as usize * SLOTS_PER_DAY + quarter(into_day);
            let last = day.weekday as usize * SLOTS_PER_DAY
                + quarter(into_day + (context.window.end() - context.window.start()).num_minutes() - 1);
            for slot in first..=last.min(first + SLOTS_PER_WEEK - 1) {
                let row = &present[slot % SLOTS_PER_WEEK * self.blocks..][..self.blocks];
                let rows = row.iter().zip(&self.undeclared);
                allowed.iter_mut().zip(rows).for_each(|(a, (p, u))| *a &= p | u);
            }
            return whole;
        }
        false
    }

    fn holding(&self, needed: &Certification) -> Vec<u64> {
        let roster = self.world.roster();
        bits::collect(roster.caregivers().len(), |who| {
            let mut dated = roster.profile_at(who).into_iter().flat_map(|p| &p.credentials);
            match dated.find(|c| c.name == *needed).map(|c| c.expires_on) {
                Some(Expiry::On(_) | Expiry::Never) => true,
                None => roster.caregivers()[who].certifications.contains(needed),
            }
        })
    }

    fn present_rows(&self) -> Vec<u64> {
        let roster = self.world.roster();
        if roster.caregivers().iter().all(|c| c.availability.is_empty()) {
            return Vec::new();
        }
        let mut rows = vec![0; SLOTS_PER_WEEK * self.blocks];
        for (who, caregiver) in roster.caregivers().iter().enumerate() {
            for window in &caregiver.availability {
                let (from, until) = window.minutes();
                let day = window.day as usize * SLOTS_PER_DAY;
                let (first, end) = (from as usize / 15, (until as usize).div_ceil(15));
                for slot in first..end {
                    rows[(day + slot) % SLOTS_PER_WEEK * self.blocks + who / 64] |= 1 << (who % 64);
                }
            }
        }
        rows
    }

    /// The slot an instant lies in.
    fn slot_from(&self, instant: DateTime<Utc>) -> i64 {
        (instant - self.first_day)
            .num_seconds()
            .div_euclid(SLOT_MINUTES * 60)
    }

    /// The first slot that begins at an instant or after it.
    fn slot_until(&self, instant: DateTime<Utc>) -> i64 {
        -(self.first_day - instant)
            .num_seconds()
            .div_euclid(SLOT_MINUTES * 60)
    }

    fn busy_row(&self, slot: i64) -> Option<&[u64]> {
        let slot = usize::try_from(slot).ok()?;
        let day = slot / SLOTS_PER_DAY;
        let rows = self.busy.get(day)?.get_or_init(|| {
            let mut rows = vec![0; SLOTS_PER_DAY * self.blocks];
            for who in 0..self.world.roster().caregivers().len() {
                self.fill_busy(day, who, &mut rows);
            }
            rows
        });
        Some(&rows[slot % SLOTS_PER_DAY * self.blocks..][..self.blocks])
    }

    /// Enters one caregiver's bookings of a day: quarters that a booking fills wholly.
    fn fill_busy(&self, day: usize, who: usize, rows: &mut [u64]) {
        let bookings = self.world.roster().bookings_at(who);
        let start = self.first_day + TimeDelta::days(day as i64);
        // No booking is longer than seven days.
        let from = bookings.partition_point(|b| b.scheduled.start() < start - TimeDelta::days(7));
        let until = bookings.partition_point(|b| b.scheduled.start() < start + TimeDelta::days(1));
        let first_of_day = (day * SLOTS_PER_DAY) as i64;
        for booking in &bookings[from..until.max(from)] {
            let (first, end) = self.filled(booking);
            let first = first.max(first_of_day);
            let end = end.min(first_of_day + SLOTS_PER_DAY as i64);
            for slot in first..end {
                rows[(slot - first_of_day) as usize * self.blocks + who / 64] |= 1 << (who % 64);
            }
        }
    }

    /// The slots that a booking fills wholly.
    fn filled(&self, booking: &Booking) -> (i64, i64) {
        let from = -(self.first_day - booking.scheduled.start())
            .num_seconds()
            .div_euclid(SLOT_MINUTES * 60);
        // A part of a second more begins one slot later.
        let ragged = i64::from(booking.scheduled.start().timestamp_subsec_nanos() > 0);
        (from + ragged, self.slot_from(booking.scheduled.end()))
    }

    /// Brings the tables up to date with what the roster says of one caregiver between two instants.
    pub(super) fn refresh(&mut self, who: usize, window: &TimeWindow) {
        self.world.forget_ledger(who);
        match is_plain(self.world.roster(), who) {
            true => bits::insert(&mut self.plain, who),
            false => bits::remove(&mut self.plain, who),
        }
        let day = |instant: DateTime<Utc>| (instant - self.first_day).num_days();
        let last = usize::try_from(day(window.end()) + 1)
            .unwrap_or(0)
            .min(self.busy.len());
        let first = usize::try_from(day(window.start())).unwrap_or(0);
        for at in first..last {
            if let Some(mut rows) = self.busy[at].take() {
                for slot in 0..SLOTS_PER_DAY {
                    bits::remove(&mut rows[slot * self.blocks..], who);
                }
                self.fill_busy(at, who, &mut rows);
                self.busy[at] = OnceLock::from(rows);
            }
        }
        for at in 0..self.weeks.len() {
            if let Some(mut booked) = self.weeks[at].booked.take() {
                self.fill_week(&mut booked, who, &self.weeks[at].window);
                self.weeks[at].booked = OnceLock::from(booked);
            }
            if let Some(law) = self.weeks[at].law.get_mut() {
                law[who] = OnceLock::new();
            }
        }
    }

    /// Fills the tables and evaluates the weeks that ranking the open shifts asks for, so that later answers find them ready.
    ///
    /// # Errors
    /// As [`IndexedWorld::rank_top_k`].
    pub fn warm(&self) -> Result<()> {
        for who in 0..self.world.roster().caregivers().len() {
            self.world.ledger(who)?;
        }
        let mut allowed = Vec::new();
        for id in self.open() {
            let context = ShiftContext::new(self.world.roster(), self.world.shift_of(&id)?)?;
            self.allowed(&context, &mut allowed);
            let framed = self.framed(&id)?;
            self.base(&context, framed);
            self.first_week(&context, framed)?;
        }
        Ok(())
    }

    /// The shifts that wait for a caregiver, by start.
    pub fn open(&self) -> Vec<ShiftId> {
        let open = self.world.roster().open_shifts();
        open.into_iter().map(|s| s.id.clone()).collect()
    }
}

fn compact(world: &World, who: usize) -> Compact {
    let roster = world.roster();
    let profile = roster.profile_at(who);
    Compact {
        home: roster.home_at(who),
        attendance: profile.and_then(|p| p.attendance),
        response: profile.and_then(|p| p.response),
        wanted: profile.and_then(|p| p.wanted_week_minutes),
        last_offered: profile.and_then(|p| p.last_offered_at).map(|at| at.timestamp()),
        pay_rate: world.rate(who),
    }
}

/// True when no gate but employment, certifications, availability and conflicts concerns the caregiver, and those lie on quarters of
/// the hour.
fn is_plain(roster: &Roster, who: usize) -> bool {
    let caregiver = &roster.caregivers()[who];
    let profile = roster.profile_at(who).is_none_or(|p| {
        p.credentials.is_empty()
            && p.excluded_clients.is_empty()
            && p.max_drive_metres.is_none()
            && p.max_day_minutes.is_none()
            && p.max_week_minutes.is_none()
    });
    let quarters = |minutes: u32| minutes.is_multiple_of(SLOT_MINUTES as u32);
    let mut windows = caregiver
        .availability
        .iter()
        .map(careweave_types::AvailabilityWindow::minutes);
    let as_of = roster.as_of();
    profile
        && roster.time_off_at(who).is_empty()
        && roster.statements_at(who).next().is_none()
        && windows.all(|(from, until)| quarters(from) && quarters(until))
        && roster.bookings_at(who).iter().all(|b| {
            b.scheduled.end() <= as_of && b.worked.end() <= as_of
                || b.worked == b.scheduled && on_quarters(&b.scheduled)
        })
}

/// True when both ends lie on quarters of the hour.
pub(super) fn on_quarters(window: &TimeWindow) -> bool {
    [window.start(), window.end()]
        .iter()
        .all(|at| at.timestamp() % (SLOT_MINUTES * 60) == 0 && at.timestamp_subsec_nanos() == 0)
}

/// True when the policy has no gates but those that the records state.
pub(super) fn are_plain(gates: &Gates) -> bool {
    gates.rest.is_none()
        && gates.day_off_in_days.is_none()
        && gates.max_day_minutes.is_none()
        && gates.max_week_minutes.is_none()
        && gates.travel.is_none()
        && gates.without_car_metres.is_none()
        && gates.credential_expiry == Stated::WhereKnown
        && gates.paperwork == Stated::WhereKnown
        && gates.overtime == OvertimeGate::Scored
}
