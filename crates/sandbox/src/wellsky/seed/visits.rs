//! The shifts: what is open, what is planned, what took place.

use std::collections::HashMap;

use careweave_types::{Result, TimeWindow};
use chrono::{NaiveDate, TimeDelta};

use super::super::agency::{self, Agency};
use super::super::models::{Encounter, Shift};
use super::super::validate;
use super::super::vocabulary::VISIT_TYPE;
use super::calendar::{CLOSING, Calendar, OPENING};
use super::defect;
use super::people::{Cast, part};
use crate::rng::SplitMix64;

const QUARTER: i64 = 15;
/// Open and ordinary shifts last three to six hours.
const SHORTEST: i64 = 180;
const LONGEST: i64 = 360;
/// The lengths of the busy caregiver's five shifts: 37.5 or 38.75 hours in all, so that any shift of three hours more
/// passes forty.
const BUSY_LENGTHS: &[i64] = &[450, 465];
/// Past visits: caregiver's part, client's part, how many. Some know a client whose shift is open.
const HISTORY: &[(usize, usize, usize)] = &[
    (part::CLASHING, 1, 3),
    (part::STEADY, 1, 1),
    (part::STEADY, 2, 2),
    (part::BUSY, 0, 2),
    (part::WEEKDAYS, 3, 2),
    (part::PART_TIME, 4, 1),
    (part::NIGHTS, 3, 1),
    (part::FORMER, 5, 2),
    (part::STEADY, 8, 1),
];

/// The clients whose shifts recur: on the Connect surface all of one client's share the id of the first.
const RECURRING: &[usize] = &[1, 2];

/// A shift before it is written down.
struct Draft {
    client: usize,
    caregiver: Option<usize>,
    window: TimeWindow,
    certifications: &'static [&'static str],
    took_place: bool,
}

struct Planner<'a> {
    agency: &'a mut Agency,
    cast: &'a Cast,
    calendar: &'a Calendar<'a>,
    rng: &'a mut SplitMix64,
    drafts: Vec<Draft>,
    /// The first shift of each recurring client.
    series: HashMap<usize, u64>,
}

/// Fills the agency with shifts.
pub(super) fn plan(
    agency: &mut Agency,
    cast: &Cast,
    calendar: &Calendar<'_>,
    rng: &mut SplitMix64,
) -> Result<()> {
    let mut planner = Planner {
        agency,
        cast,
        calendar,
        rng,
        drafts: Vec::with_capacity(30),
        series: HashMap::new(),
    };
    let earliest = calendar.now + TimeDelta::hours(6);
    let days = calendar.whole_days(earliest, calendar.now + TimeDelta::days(6))?;
    let week = calendar.full_week(earliest)?;
    planner.open(&days, &week)?;
    planner.clash()?;
    planner.fill_week(&week)?;
    planner.schedule(&days)?;
    planner.history()?;
    planner.write()
}

impl Planner<'_> {
    fn length(&mut self) -> i64 {
        self.rng.between(SHORTEST / QUARTER, LONGEST / QUARTER) * QUARTER
    }

    /// A start at a quarter of an hour.
    fn start(&mut self, from: i64, to: i64) -> i64 {
        self.rng.between(from / QUARTER, to / QUARTER) * QUARTER
    }

    fn client_is_free(&self, client: usize, window: &TimeWindow) -> bool {
        self.drafts
            .iter()
            .all(|d| d.client != client || !d.window.overlaps(window))
    }

    fn caregiver_is_free(&self, caregiver: usize, window: &TimeWindow) -> bool {
        self.drafts
            .iter()
            .all(|d| d.caregiver != Some(caregiver) || !d.window.overlaps(window))
    }

    fn meets_open(&self, window: &TimeWindow) -> bool {
        self.drafts
            .iter()
            .any(|d| d.caregiver.is_none() && d.window.overlaps(window))
    }

    /// Open shift 0 is in the week that fills up, in the afternoon, when the busy caregiver is free. The others are
    /// each on a day of their own.
    fn open(&mut self, days: &[NaiveDate], week: &[NaiveDate]) -> Result<()> {
        let length = self.length();
        let latest = self.calendar.now + TimeDelta::days(6);
        let mut afternoons = Vec::with_capacity(week.len());
        for day in week {
            if self.calendar.at(*day, CLOSING - SHORTEST)? <= latest {
                afternoons.push(*day);
            }
        }
        let day = *self.rng.pick(&afternoons).ok_or_else(|| defect("afternoons"))?;
        let busy_until = OPENING + 480;
        let start = self.start(busy_until, CLOSING - length);
        self.draft_open(0, day, start, length, &["HHA"])?;

        let mut days = days.to_vec();
        self.rng.shuffle(&mut days);
        let last: &[&[&str]] = &[&[], &["PCA"], &["HHA"]];
        let last = self.rng.pick(last).copied().unwrap_or_default();
        for (client, certifications) in [(1, &["PCA"][..]), (2, &["CNA"]), (3, &[]), (4, last)] {
            let day = days.pop().ok_or_else(|| defect("days"))?;
            let length = self.length();
            let start = self.start(OPENING, CLOSING - length);
            self.draft_open(client, day, start, length, certifications)?;
        }
        Ok(())
    }

    fn draft_open(
        &mut self,
        client: usize,
        day: NaiveDate,
        start: i64,
        length: i64,
        certifications: &'static [&'static str],
    ) -> Result<()> {
        self.drafts.push(Draft {
            client,
            caregiver: None,
            window: self.calendar.visit(day, start, length)?,
            certifications,
            took_place: false,
        });
        Ok(())
    }

    /// The caregiver who knows client 1 best is booked elsewhere for part of the time of open shift 1.
    fn clash(&mut self) -> Result<()> {
        let open = self
            .drafts
            .iter()
            .find(|d| d.client == 1)
            .ok_or_else(|| defect("open shift"))?
            .window;
        let local = self.calendar.zone.local(open.start());
        let length = self.length();
        let start = i64::from(local.minute_of_day()) + self.rng.between(-8, 8) * QUARTER;
        // Both last three hours at least and lie two hours apart at most.
        let start = start.clamp(OPENING, CLOSING - length);
        let window = self.calendar.visit(local.date, start, length)?;
        let clients: Vec<usize> = [0, 2, 3, 4]
            .into_iter()
            .filter(|client| self.client_is_free(*client, &window))
            .collect();
        let client = *self.rng.pick(&clients).ok_or_else(|| defect("clash"))?;
        self.draft_scheduled(part::CLASHING, client, window);
        Ok(())
    }

    fn draft_scheduled(&mut self, caregiver: usize, client: usize, window: TimeWindow) {
        self.drafts.push(Draft {
            client,
            caregiver: Some(caregiver),
            window,
            certifications: &[],
            took_place: false,
        });
    }

    /// Five long days for the busy caregiver.
    fn fill_week(&mut self, week: &[NaiveDate]) -> Result<()> {
        let length = self
            .rng
            .pick(BUSY_LENGTHS)
            .copied()
            .ok_or_else(|| defect("length"))?;
        for day in week {
            let window = self.calendar.visit(*day, OPENING, length)?;
            let clients: Vec<usize> = (0..5)
                .filter(|client| self.client_is_free(*client, &window))
                .collect();
            let client = *self.rng.pick(&clients).ok_or_else(|| defect("busy week"))?;
            self.draft_scheduled(part::BUSY, client, window);
        }
        Ok(())
    }

    /// Four ordinary shifts. The steady caregiver keeps the times of all open shifts free.
    fn schedule(&mut self, days: &[NaiveDate]) -> Result<()> {
        for caregiver in [part::STEADY, part::WEEKDAYS, part::PART_TIME, part::NIGHTS] {
            let length = self.length();
            let active = 0..5;
            let slot = match self.slot(caregiver, active.clone(), days, length)? {
                Some(slot) => (caregiver, slot),
                // Nights and weekends may hold no slot within the days.
                None => self
                    .slot(part::STEADY, active, days, length)?
                    .map(|slot| (part::STEADY, slot))
                    .ok_or_else(|| defect("scheduled shift"))?,
            };
            let (caregiver, (client, window)) = slot;
            self.draft_scheduled(caregiver, client, window);
        }
        Ok(())
    }

    /// One of all the places where caregiver and client are free, the caregiver's hours allow it, and, for the steady
    /// caregiver, no shift is open.
    fn slot(
        &mut self,
        caregiver: usize,
        clients: std::ops::Range<usize>,
        days: &[NaiveDate],
        length: i64,
    ) -> Result<Option<(usize, TimeWindow)>> {
        let mut slots = Vec::new();
        for day in days {
            let mut start = OPENING;
            while start + length <= CLOSING {
                let window = self.calendar.visit(*day, start, length)?;
                if self.takes_work(caregiver, *day, start, start + length)?
                    && self.caregiver_is_free(caregiver, &window)
                    && !(caregiver == part::STEADY && self.meets_open(&window))
                {
                    let free = clients
                        .clone()
                        .filter(|client| self.client_is_free(*client, &window));
                    slots.extend(free.map(|client| (client, window)));
                }
                start += QUARTER;
            }
        }
        Ok(self.rng.pick(&slots).copied())
    }

    /// True when one of the caregiver's windows of that day holds `[start, end)`, in minutes after midnight.
    fn takes_work(&self, caregiver: usize, day: NaiveDate, start: i64, end: i64) -> Result<bool> {
        let caregiver = self
            .cast
            .caregivers
            .get(caregiver)
            .and_then(|id| self.agency.caregivers.get(id))
            .ok_or_else(|| defect("cast"))?;
        let day = agency::day_name(day);
        Ok(caregiver.availability.iter().any(|window| {
            let minutes = |text: &str| validate::minutes(text).map(i64::from);
            let Some((from, to)) = minutes(&window.start).zip(minutes(&window.end)) else {
                return false;
            };
            let to = if to <= from { to + 1_440 } else { to };
            window.day == day && from <= start && end <= to
        }))
    }

    /// What took place in the last fourteen days. The busy caregiver's visits are eight days old or more, so that they
    /// do not count into the week that fills up.
    fn history(&mut self) -> Result<()> {
        let now = self.calendar.now;
        let oldest = now - TimeDelta::days(14);
        for (caregiver, client, visits) in HISTORY {
            let until = if *caregiver == part::BUSY {
                now - TimeDelta::days(8)
            } else {
                now - TimeDelta::hours(2)
            };
            let days = self.calendar.whole_days(oldest, until)?;
            for _ in 0..*visits {
                let length = self.length();
                let (client, window) = self
                    .slot(*caregiver, *client..*client + 1, &days, length)?
                    .ok_or_else(|| defect("past visit"))?;
                self.drafts.push(Draft {
                    client,
                    caregiver: Some(*caregiver),
                    window,
                    certifications: &[],
                    took_place: true,
                });
            }
        }
        Ok(())
    }

    /// Writes the drafts down in the order of their starts.
    fn write(mut self) -> Result<()> {
        let mut drafts = std::mem::take(&mut self.drafts);
        drafts.sort_by_key(|d| (d.window.start(), d.client));
        for draft in drafts {
            self.write_one(&draft)?;
        }
        Ok(())
    }

    fn write_one(&mut self, draft: &Draft) -> Result<()> {
        let client = self
            .cast
            .clients
            .get(draft.client)
            .and_then(|id| self.agency.clients.get(id))
            .ok_or_else(|| defect("cast"))?;
        let caregiver = draft
            .caregiver
            .map(|part| {
                self.cast
                    .caregivers
                    .get(part)
                    .cloned()
                    .ok_or_else(|| defect("cast"))
            })
            .transpose()?;
        let number = |id: &str| agency::number(id).ok_or_else(|| defect("ids"));
        let (client, caregiver) = (number(&client.id)?, caregiver.as_deref().map(number).transpose()?);
        let (start, end) = (draft.window.start(), draft.window.end());
        let minutes = |n: i64| TimeDelta::minutes(n);
        let actual = draft.took_place.then(|| {
            (
                start + minutes(self.rng.between(-5, 12)),
                end + minutes(self.rng.between(-10, 10)),
            )
        });
        let status = match (&caregiver, draft.took_place) {
            (None, _) => "open",
            (Some(_), true) => "completed",
            (Some(_), false) => "scheduled",
        };
        let updated_at = match actual {
            Some((_, out)) => out + minutes(5),
            None => self.calendar.now - minutes(self.rng.between(60, 4_000)),
        };
        let visit_type = self.rng.pick(VISIT_TYPE).copied().unwrap_or_default();
        let series = if RECURRING.contains(&draft.client) {
            *self
                .series
                .entry(draft.client)
                .or_insert_with(|| self.agency.shifts.next_number())
        } else {
            0
        };
        let shift = self.agency.shifts.add(Shift {
            number: 0,
            series,
            client,
            caregiver,
            start,
            end,
            actual_start: actual.map(|(from, _)| from),
            actual_end: actual.map(|(_, to)| to),
            status,
            visit_type,
            certifications: draft.certifications,
            updated_at,
        });
        if let Some(((clock_in, clock_out), caregiver)) = actual.zip(caregiver) {
            let method = *self
                .rng
                .pick(&["mobile", "mobile", "mobile", "telephony", "manual"])
                .unwrap_or(&"mobile");
            self.agency.visits.add(Encounter {
                number: 0,
                shift: Some(shift),
                client,
                caregiver,
                start: clock_in,
                end: Some(clock_out),
                method,
                gps_verified: method == "mobile",
                notes: None,
            });
        }
        Ok(())
    }
}
