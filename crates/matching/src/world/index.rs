use std::sync::OnceLock;

use careweave_types::{BackgroundCheck, CaregiverStatus, Certification, Gender, Result, ShiftId, TimeWindow};
use chrono::{DateTime, TimeDelta, Utc};

use super::bits;
use super::{ROOM_DAYS, World};
use crate::distance::UnitVector;
use crate::eligibility::ShiftContext;
use crate::memory::Strength;
use crate::rank::reliability_points;
use crate::ranking::zip5;
use crate::roster::{Booking, Expiry};

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
    first_day: DateTime<Utc>,
    /// Per day and quarter: who is booked for all of it.
    busy: Vec<OnceLock<Vec<u64>>>,
    /// Per quarter of the local week: who has declared availability, and none in it.
    away: OnceLock<Vec<u64>>,
    holders: Vec<(Certification, OnceLock<Vec<u64>>)>,
    classes: Vec<Class>,
    weeks: Vec<Week>,
}

/// Shifts that wish for the same language and gender.
#[derive(Debug)]
struct Class {
    language: Option<String>,
    gender: Option<Gender>,
    base: OnceLock<Vec<f32>>,
}

/// A workweek: minutes booked in it, as points.
#[derive(Debug)]
struct Week {
    window: TimeWindow,
    offsets: OnceLock<Vec<f32>>,
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

        let mut home = [vec![NOWHERE[0]; lanes], vec![NOWHERE[1]; lanes], vec![NOWHERE[2]; lanes]];
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
            let Some(profile) = roster.profile_at(who) else { continue };
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
            for who in 0..people {
                let counted = if weights.soft_preference > 0 {
                    Strength::Prefers
                } else {
                    Strength::PrefersNot
                };
                let most = roster.statements_at(who).filter(|s| s.strength == counted).count();
                standing[who] += most as f32 * weights.soft_preference.unsigned_abs() as f32;
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
            employed,
            first_day: world.horizon().start() + TimeDelta::days(ROOM_DAYS),
            busy: Vec::new(),
            away: OnceLock::new(),
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
        let as_of = world.roster().as_of();
        // Days begin at midnight UTC, so that quarters of an hour are those of the clock.
        self.first_day = DateTime::from_timestamp(self.first_day.timestamp().div_euclid(86_400) * 86_400, 0)
            .unwrap_or(self.first_day);
        let end = world.horizon().end() - TimeDelta::days(ROOM_DAYS);
        let days = usize::try_from((end - self.first_day).num_days() + 1).unwrap_or(0);
        self.busy = (0..days.min(MAX_BIT_DAYS)).map(|_| OnceLock::new()).collect();
        for shift in &world.roster().data().shifts {
            if !shift.is_open() && shift.scheduled_end <= as_of {
                continue;
            }
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
        if world.policy().weights.hours_wanted != 0 {
            let mut at = self.first_day - TimeDelta::days(7);
            while at < world.horizon().end() && self.weeks.len() < 1_000 {
                let window = world.roster().workweek().week_of(at)?;
                at = window.end();
                self.weeks.push(Week {
                    window,
                    offsets: OnceLock::new(),
                });
            }
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

    /// Points that depend on the caregiver and on what the shift wishes for, and how many may be missing in them.
    pub(super) fn base(&self, context: &ShiftContext<'_>) -> (&[f32], i32) {
        let (language, gender) = self.wishes(context.shift);
        let known = |c: &&Class| c.language.as_deref() == language && c.gender.as_ref() == gender;
        let weights = &self.world.policy().weights;
        let Some(class) = self.classes.iter().find(known) else {
            let missing = weights.language.max(0).saturating_add(weights.gender.max(0));
            return (&self.standing, missing);
        };
        let base = class.base.get_or_init(|| {
            let mut base = self.standing.clone();
            for (caregiver, points) in self.world.roster().caregivers().iter().zip(&mut base) {
                let speaks = |wanted: &str| caregiver.languages.iter().any(|l| l.eq_ignore_ascii_case(wanted));
                if language.is_some_and(speaks) {
                    *points += weights.language as f32;
                }
                if gender.is_some() && caregiver.gender.as_ref() == gender {
                    *points += weights.gender as f32;
                }
            }
            base
        });
        (base, 0)
    }

    /// The number of a ZIP code among service areas.
    pub(super) fn area_number(&self, zip: &str) -> f32 {
        let found = self.areas.binary_search_by(|a| a.as_str().cmp(zip5(zip)));
        found.map_or(-2.0, |number| number as f32)
    }

    /// `|minutes − wanted|` in points is `|slope · minutes added + offset|`, by caregiver, in the first workweek of the shift.
    pub(super) fn hours(&self, context: &ShiftContext<'_>) -> Result<Option<(&[f32], f32)>> {
        let Some((week, part)) = context.weeks(self.world.roster())?.first() else {
            return Ok(None);
        };
        let Ok(at) = self.weeks.binary_search_by_key(week, |w| w.window) else {
            return Ok(None);
        };
        let offsets = self.weeks[at].offsets.get_or_init(|| {
            let people = self.world.roster().caregivers().len();
            let mut offsets = vec![0.0; self.blocks * LANES];
            for (who, offset) in offsets.iter_mut().enumerate().take(people) {
                *offset = self.hours_offset(who, week);
            }
            offsets
        });
        Ok(Some((offsets, part.minutes() as f32)))
    }

    fn hours_offset(&self, who: usize, week: &TimeWindow) -> f32 {
        let slope = self.hours_slope[who];
        if slope == 0.0 {
            return 0.0;
        }
        let booked: i64 = self
            .world
            .roster()
            .bookings_at(who)
            .iter()
            .filter_map(|b| b.worked.intersection(week))
            .map(|w| w.minutes())
            .sum();
        slope * booked as f32 - self.world.policy().weights.hours_wanted as f32
    }

    /// Everybody whom bits do not exclude. Bits exclude only where the exact check would too.
    pub(super) fn allowed(&self, context: &ShiftContext<'_>, allowed: &mut Vec<u64>) {
        allowed.clear();
        allowed.extend_from_slice(&self.employed);
        for needed in &context.shift.required_certifications {
            if let Some((_, holders)) = self.holders.iter().find(|(c, _)| c == needed) {
                let holders = holders.get_or_init(|| self.holding(needed));
                allowed.iter_mut().zip(holders).for_each(|(a, h)| *a &= h);
            }
        }
        let (first, end) = (self.slot_from(context.window.start()), self.slot_until(context.window.end()));
        for slot in first..end {
            if let Some(row) = self.busy_row(slot) {
                allowed.iter_mut().zip(row).for_each(|(a, b)| *a &= !b);
            }
        }
        let regular = context.days_and_eve().all(crate::eligibility::LocalDay::is_regular);
        if let Some(day) = context.days().next().filter(|_| regular) {
            let away = self.away.get_or_init(|| self.away_rows());
            if away.is_empty() {
                return;
            }
            let into_day = (context.window.start() - day.start).num_minutes();
            let quarter = |minutes: i64| minutes.div_euclid(SLOT_MINUTES) as usize;
            let first = day.weekday as usize * SLOTS_PER_DAY + quarter(into_day);
            let last = day.weekday as usize * SLOTS_PER_DAY
                + quarter(into_day + (context.window.end() - context.window.start()).num_minutes() - 1);
            for slot in first..=last.min(first + SLOTS_PER_WEEK - 1) {
                let row = &away[slot % SLOTS_PER_WEEK * self.blocks..][..self.blocks];
                allowed.iter_mut().zip(row).for_each(|(a, b)| *a &= !b);
            }
        }
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

    fn away_rows(&self) -> Vec<u64> {
        let roster = self.world.roster();
        if roster.caregivers().iter().all(|c| c.availability.is_empty()) {
            return Vec::new();
        }
        let mut rows = vec![0; SLOTS_PER_WEEK * self.blocks];
        let mut touched = [false; SLOTS_PER_WEEK];
        for (who, caregiver) in roster.caregivers().iter().enumerate() {
            if caregiver.availability.is_empty() {
                continue;
            }
            touched.fill(false);
            for window in &caregiver.availability {
                let (from, until) = window.minutes();
                let day = window.day as usize * SLOTS_PER_DAY;
                let (first, end) = (from as usize / 15, (until as usize).div_ceil(15));
                for slot in first..end {
                    touched[(day + slot) % SLOTS_PER_WEEK] = true;
                }
            }
            for (slot, touched) in touched.iter().enumerate() {
                if !touched {
                    rows[slot * self.blocks + who / 64] |= 1 << (who % 64);
                }
            }
        }
        rows
    }

    /// The slot an instant lies in.
    fn slot_from(&self, instant: DateTime<Utc>) -> i64 {
        (instant - self.first_day).num_seconds().div_euclid(SLOT_MINUTES * 60)
    }

    /// The first slot that begins at an instant or after it.
    fn slot_until(&self, instant: DateTime<Utc>) -> i64 {
        -(self.first_day - instant).num_seconds().div_euclid(SLOT_MINUTES * 60)
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
        let day = |instant: DateTime<Utc>| (instant - self.first_day).num_days();
        let last = usize::try_from(day(window.end()) + 1).unwrap_or(0).min(self.busy.len());
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
            if let Some(mut offsets) = self.weeks[at].offsets.take() {
                offsets[who] = self.hours_offset(who, &self.weeks[at].window);
                self.weeks[at].offsets = OnceLock::from(offsets);
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
            self.base(&context);
            self.hours(&context)?;
        }
        Ok(())
    }

    /// The shifts that wait for a caregiver, by start.
    pub fn open(&self) -> Vec<ShiftId> {
        let open = self.world.roster().open_shifts();
        open.into_iter().map(|s| s.id.clone()).collect()
    }
}
