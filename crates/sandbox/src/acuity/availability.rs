//! When appointments can be made.

use careweave_types::{AgencyZone, Weekday};
use chrono::{DateTime, Datelike as _, Days, NaiveDate, TimeDelta, Utc};

use super::account::Account;
use super::model::{AppointmentType, Calendar, Hours, Kind};
use super::refused::Refused;
use crate::switches::{AcuityNotAvailableMessage, AcuitySwitches};

/// Starts lie so far apart, counted from when the calendar opens.
const STEP: TimeDelta = TimeDelta::minutes(30);
/// Clients book this long ahead at least,
pub(super) const MIN_AHEAD: TimeDelta = TimeDelta::hours(2);
/// and this long at most.
const MAX_AHEAD: TimeDelta = TimeDelta::days(365);
/// Class sessions begin at ten, on their calendar's clock.
const SESSION_MINUTE: u32 = 600;

/// A session of a class.
pub(super) struct Session {
    pub(super) id: u64,
    pub(super) start: DateTime<Utc>,
    pub(super) left: u32,
}

impl Account {
    /// The starts that are free on a calendar's own day, apart from how far ahead they lie.
    fn free_on_day(
        &self,
        kind: &AppointmentType,
        calendar: &Calendar,
        date: NaiveDate,
        ignoring: &[u64],
    ) -> Vec<DateTime<Utc>> {
        if kind.kind == Kind::Class {
            return self
                .session(kind, calendar, date)
                .filter(|session| session.left > 0)
                .map(|session| session.start)
                .into_iter()
                .collect();
        }
        let (from, to) = match calendar.hours {
            Hours::RoundTheClock => (0, 1_440),
            Hours::Office if date.weekday().num_days_from_monday() < 5 => (540, 1_020),
            Hours::Office | Hours::Classes => return Vec::new(),
        };
        let (Ok(open), Ok(close)) = (
            calendar.zone.wall_minute(date, from),
            calendar.zone.wall_minute(date, to),
        ) else {
            return Vec::new();
        };
        let length = TimeDelta::minutes(kind.minutes);
        // Steps are of real time, so a skipped hour has no starts and a repeated one has both.
        std::iter::successors(Some(open), |start| Some(*start + STEP))
            .take_while(|start| *start < close && (*start + length <= close || to == 1_440))
            .filter(|start| !self.is_busy(kind, calendar.id, *start, ignoring))
            .collect()
    }

    /// True when an appointment of this type at `start` would meet another appointment, its padding, or a block.
    fn is_busy(&self, kind: &AppointmentType, calendar: u64, start: DateTime<Utc>, ignoring: &[u64]) -> bool {
        let end = start + TimeDelta::minutes(kind.minutes);
        let padded = |kind: &AppointmentType, start: DateTime<Utc>, end: DateTime<Utc>| {
            (
                start - TimeDelta::minutes(kind.padding_before),
                end + TimeDelta::minutes(kind.padding_after),
            )
        };
        let (own_start, own_end) = padded(kind, start, end);
        let meets_appointment = self.appointments.values().any(|other| {
            if other.canceled || other.calendar != calendar || ignoring.contains(&other.id) {
                return false;
            }
            let (other_start, other_end) = match self.appointment_type(other.type_id) {
                Some(kind) => padded(kind, other.start, other.end()),
                None => (other.start, other.end()),
            };
            (own_start < other.end() && other.start < own_end) || (start < other_end && other_start < end)
        });
        meets_appointment
            || self
                .blocks
                .values()
                .any(|block| block.calendar == calendar && start < block.end && block.start < end)
    }

    /// The session of a class on a day: Tuesdays and Thursdays.
    pub(super) fn session(
        &self,
        kind: &AppointmentType,
        calendar: &Calendar,
        date: NaiveDate,
    ) -> Option<Session> {
        let start = calendar.zone.wall_minute(date, SESSION_MINUTE).ok()?;
        let weekday = calendar.zone.local(start).weekday;
        if !matches!(weekday, Weekday::Tuesday | Weekday::Thursday) {
            return None;
        }
        let id = u64::try_from(start.timestamp() / 1_800).ok()?;
        let taken = self
            .appointments
            .values()
            .filter(|appointment| appointment.class_id == Some(id) && !appointment.canceled)
            .count();
        let taken = u32::try_from(taken).unwrap_or(u32::MAX);
        Some(Session {
            id,
            start,
            left: kind.class_size?.saturating_sub(taken),
        })
    }

    /// The starts that a client may book on a day of `zone`, in order.
    pub(super) fn starts(
        &self,
        kind: &AppointmentType,
        calendar: &Calendar,
        (date, zone): (NaiveDate, &AgencyZone),
        ignoring: &[u64],
        now: DateTime<Utc>,
    ) -> Vec<DateTime<Utc>> {
        let days = [
            date.checked_sub_days(Days::new(1)),
            Some(date),
            date.checked_add_days(Days::new(1)),
        ];
        days.into_iter()
            .flatten()
            .flat_map(|day| self.free_on_day(kind, calendar, day, ignoring))
            .filter(|start| {
                zone.local(*start).date == date && (now + MIN_AHEAD..=now + MAX_AHEAD).contains(start)
            })
            .collect()
    }

    /// Whether an appointment may begin at `start`, as a client sees it.
    pub(super) fn check(
        &self,
        kind: &AppointmentType,
        calendar: &Calendar,
        start: DateTime<Utc>,
        ignoring: &[u64],
        (now, switches): (DateTime<Utc>, &AcuitySwitches),
    ) -> Result<(), Refused> {
        if start < now + MIN_AHEAD {
            return Err(Refused::rule(
                "not_available_min_hours_in_advance",
                "The time you selected is too soon.",
            ));
        }
        if start > now + MAX_AHEAD {
            return Err(Refused::rule(
                "not_available_max_days_in_advance",
                "The time you selected is too far in the future.",
            ));
        }
        let date = calendar.zone.local(start).date;
        if self.free_on_day(kind, calendar, date, ignoring).contains(&start) {
            return Ok(());
        }
        Err(Refused::rule(
            "not_available",
            match switches.not_available_message {
                AcuityNotAvailableMessage::Sentence => "The time you selected is not available.",
                AcuityNotAvailableMessage::Empty => "",
            },
        ))
    }
}
