//! Local time, and nowhere else.
//!
//! Everything in careweave is a UTC instant; what a person reads (a weekday, a wall-clock time, the start of a
//! workweek) is computed here, in an explicit IANA zone. Zone data comes from the system, with a bundled
//! copy where the system has none; see the decision record on the time library.

use std::fmt;

use chrono::{DateTime, NaiveDate, NaiveTime, Timelike, Utc};
use jiff::civil;
use jiff::tz::TimeZone;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Error, Result, TimeWindow};

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    /// All seven, Monday first (ISO 8601).
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];

    /// Three letters: `Mon`.
    pub const fn short(self) -> &'static str {
        ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][self as usize]
    }

    fn of(date: civil::Date) -> Self {
        Self::ALL[date.weekday().to_monday_zero_offset() as usize]
    }
}

/// What to do with a wall-clock time that a change of clocks makes ambiguous or skips.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fold {
    /// Refuse: the caller has to say which instant is meant.
    Reject,
    /// The first of two; for a skipped time, the instant after the gap.
    Earlier,
    /// The second of two; for a skipped time, the instant after the gap.
    Later,
}

/// A wall-clock reading, made from an instant and a zone; it cannot be turned back without the zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LocalReading {
    /// The calendar date.
    pub date: NaiveDate,
    /// The time of day.
    pub time: NaiveTime,
    /// The day of the week.
    pub weekday: Weekday,
    /// Seconds east of UTC in force at that instant.
    pub offset_seconds: i32,
}

impl LocalReading {
    /// Minutes since local midnight.
    pub fn minute_of_day(&self) -> u32 {
        self.time.hour() * 60 + self.time.minute()
    }
}

/// The IANA zone an agency works in, such as `America/Denver`.
#[derive(Clone)]
pub struct AgencyZone {
    tz: TimeZone,
    name: Box<str>,
}

impl AgencyZone {
    /// Coordinated Universal Time, for data that has no agency.
    pub fn utc() -> Self {
        Self {
            tz: TimeZone::UTC,
            name: "UTC".into(),
        }
    }

    /// Looks the zone up in the IANA database.
    ///
    /// # Errors
    /// `InvalidInput` for a name that is not in the database. Abbreviations (`MST`) and offsets (`-07:00`) are
    /// not zones: they do not know when clocks change.
    pub fn new(name: &str) -> Result<Self> {
        if name == "UTC" {
            return Ok(Self::utc());
        }
        let unknown = || {
            Error::invalid(
                "zone.lookup",
                "zone",
                format!(
                    "{:?} is not an IANA time zone; give a name like America/Denver",
                    clip(name)
                ),
            )
        };
        if !name.contains('/') {
            return Err(unknown());
        }
        let tz = TimeZone::get(name).map_err(|_| unknown())?;
        let name = tz.iana_name().unwrap_or(name).into();
        Ok(Self { tz, name })
    }

    /// The IANA name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Reads the wall clock at `instant`.
    pub fn local(&self, instant: DateTime<Utc>) -> LocalReading {
        let zoned = to_jiff(instant).to_zoned(self.tz.clone());
        LocalReading {
            date: date_from(zoned.date()),
            time: time_from(zoned.time()),
            weekday: Weekday::of(zoned.date()),
            offset_seconds: zoned.offset().seconds(),
        }
    }

    /// The instant of a wall-clock time.
    ///
    /// # Errors
    /// `InvalidInput` when the time is skipped or happens twice and `fold` is [`Fold::Reject`], and for dates
    /// outside the years -9999 to 9999.
    pub fn instant(&self, date: NaiveDate, time: NaiveTime, fold: Fold) -> Result<DateTime<Utc>> {
        let local = civil_date(date)?.to_datetime(civil_time(time));
        let ambiguous = self.tz.to_ambiguous_zoned(local);
        let zoned = match fold {
            Fold::Reject => ambiguous.unambiguous(),
            Fold::Earlier => ambiguous.compatible(),
            Fold::Later => ambiguous.later(),
        };
        match zoned {
            Ok(zoned) => Ok(from_jiff(zoned.timestamp())),
            Err(source) => Err(Error::invalid(
                "zone.instant",
                "time",
                format!(
                    "{date} {time} does not exist or happens twice in {}: clocks change then",
                    self.name
                ),
            )
            .with_source(source)),
        }
    }

    /// The instant at which the wall clock shows `minute` minutes after midnight of `date`; 1440 and more lie in the
    /// next days. A time that clocks skip is taken after the gap, one that happens twice as the first.
    ///
    /// # Errors
    /// `InvalidInput` at the ends of the calendar.
    pub fn wall_minute(&self, date: NaiveDate, minute: u32) -> Result<DateTime<Utc>> {
        let date = date
            .checked_add_days(chrono::Days::new(u64::from(minute / 1_440)))
            .ok_or_else(|| Error::invalid("zone.wall_minute", "date", "at the end of the calendar"))?;
        let time =
            NaiveTime::from_num_seconds_from_midnight_opt(minute % 1_440 * 60, 0).unwrap_or(NaiveTime::MIN);
        self.instant(date, time, Fold::Earlier)
    }

    /// The local calendar day `date`, from its first instant to the first of the next day: 23, 24 or 25 hours.
    ///
    /// # Errors
    /// `InvalidInput` at the ends of the calendar.
    pub fn day(&self, date: NaiveDate) -> Result<TimeWindow> {
        let next = date.succ_opt().ok_or_else(|| {
            Error::invalid("zone.day", "date", "the last day of the calendar has no next day")
        })?;
        TimeWindow::new(self.start_of_day(date)?, self.start_of_day(next)?)
    }

    fn start_of_day(&self, date: NaiveDate) -> Result<DateTime<Utc>> {
        civil_date(date)?
            .to_zoned(self.tz.clone())
            .map(|zoned| from_jiff(zoned.timestamp()))
            .map_err(|source| Error::invalid("zone.day", "date", "out of range").with_source(source))
    }

    /// For people: `Mon 2026-04-06 14:00 MDT`.
    pub fn display(&self, instant: DateTime<Utc>) -> String {
        let zoned = to_jiff(instant).to_zoned(self.tz.clone());
        zoned.strftime("%a %Y-%m-%d %H:%M %Z").to_string()
    }

    /// For people: `Mon 2026-04-06 14:00–18:00 MDT`, with the second date only where it differs.
    pub fn display_window(&self, window: &TimeWindow) -> String {
        let start = to_jiff(window.start()).to_zoned(self.tz.clone());
        let end = to_jiff(window.end()).to_zoned(self.tz.clone());
        let tail = if start.date() == end.date() {
            "%H:%M %Z"
        } else {
            "%a %H:%M %Z"
        };
        format!("{}–{}", start.strftime("%a %Y-%m-%d %H:%M"), end.strftime(tail))
    }
}

impl PartialEq for AgencyZone {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for AgencyZone {}

impl std::hash::Hash for AgencyZone {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

impl fmt::Debug for AgencyZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AgencyZone({:?})", self.name)
    }
}

impl fmt::Display for AgencyZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.name)
    }
}

impl Serialize for AgencyZone {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.name)
    }
}

impl<'de> Deserialize<'de> for AgencyZone {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let name = String::deserialize(d)?;
        Self::new(&name).map_err(|e| serde::de::Error::custom(e.message()))
    }
}

/// When an employer's workweek begins: a fixed, recurring 168 hours that may start on any day and at any hour
/// (29 CFR 778.105).
///
/// Weeks are cut at the same wall-clock time, as payrolls do, so that the two weeks of the year in which clocks
/// change have 167 and 169 hours.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkweekAnchor {
    /// The first day of the workweek.
    pub weekday: Weekday,
    /// Minutes after local midnight at which it starts, 0 to 1439.
    #[serde(default)]
    pub minute_of_day: u16,
    /// The zone of the wall clock.
    pub zone: AgencyZone,
}

impl WorkweekAnchor {
    /// A workweek that starts at midnight of `weekday`.
    pub const fn midnight(weekday: Weekday, zone: AgencyZone) -> Self {
        Self {
            weekday,
            minute_of_day: 0,
            zone,
        }
    }

    /// The workweek that holds `instant`.
    ///
    /// A start that clocks skip is taken as the instant after the gap; one that happens twice, as the first.
    ///
    /// # Errors
    /// `InvalidInput` for a `minute_of_day` over 1439 and at the ends of the calendar.
    pub fn week_of(&self, instant: DateTime<Utc>) -> Result<TimeWindow> {
        let time = NaiveTime::from_num_seconds_from_midnight_opt(u32::from(self.minute_of_day) * 60, 0)
            .ok_or_else(|| {
                Error::invalid("workweek.week_of", "minute_of_day", "must be between 0 and 1439")
            })?;
        let edge = || Error::invalid("workweek.week_of", "instant", "at the end of the calendar");
        let local = self.zone.local(instant);
        let back = (local.weekday as i64 - self.weekday as i64).rem_euclid(7);
        let mut first = local.date - chrono::Duration::try_days(back).ok_or_else(edge)?;
        let mut start = self.zone.instant(first, time, Fold::Earlier)?;
        if start > instant {
            first = first.checked_sub_days(chrono::Days::new(7)).ok_or_else(edge)?;
            start = self.zone.instant(first, time, Fold::Earlier)?;
        }
        let next = first.checked_add_days(chrono::Days::new(7)).ok_or_else(edge)?;
        TimeWindow::new(start, self.zone.instant(next, time, Fold::Earlier)?)
    }

    /// Cuts a window at every start of a workweek: `(the workweek, the part of the window inside it)`, in order.
    ///
    /// # Errors
    /// As [`WorkweekAnchor::week_of`].
    pub fn split(&self, window: &TimeWindow) -> Result<Vec<(TimeWindow, TimeWindow)>> {
        let mut parts = Vec::with_capacity(1);
        let mut from = window.start();
        while from < window.end() {
            let week = self.week_of(from)?;
            let until = week.end().min(window.end());
            parts.push((week, TimeWindow::new(from, until)?));
            from = until;
        }
        Ok(parts)
    }
}

fn clip(name: &str) -> String {
    name.chars().take(64).collect()
}

fn to_jiff(instant: DateTime<Utc>) -> jiff::Timestamp {
    // chrono's range is wider than jiff's (-9999 to 9999); instants outside it saturate for display.
    jiff::Timestamp::new(instant.timestamp(), instant.timestamp_subsec_nanos() as i32).unwrap_or(
        if instant.timestamp() < 0 {
            jiff::Timestamp::MIN
        } else {
            jiff::Timestamp::MAX
        },
    )
}

fn from_jiff(timestamp: jiff::Timestamp) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH
        + chrono::TimeDelta::seconds(timestamp.as_second())
        + chrono::TimeDelta::nanoseconds(i64::from(timestamp.subsec_nanosecond()))
}

fn date_from(date: civil::Date) -> NaiveDate {
    NaiveDate::from_ymd_opt(date.year().into(), date.month() as u32, date.day() as u32)
        .unwrap_or(NaiveDate::MAX)
}

fn time_from(time: civil::Time) -> NaiveTime {
    NaiveTime::from_hms_nano_opt(
        time.hour() as u32,
        time.minute() as u32,
        time.second() as u32,
        time.subsec_nanosecond() as u32,
    )
    .unwrap_or(NaiveTime::MIN)
}

fn civil_date(date: NaiveDate) -> Result<civil::Date> {
    use chrono::Datelike;
    let range = || Error::invalid("zone.instant", "date", "the year must be between -9999 and 9999");
    let year = i16::try_from(date.year()).map_err(|_| range())?;
    civil::Date::new(year, date.month() as i8, date.day() as i8).map_err(|_| range())
}

fn civil_time(time: NaiveTime) -> civil::Time {
    civil::time(time.hour() as i8, time.minute() as i8, time.second() as i8, 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone as _;

    fn denver() -> AgencyZone {
        AgencyZone::new("America/Denver").unwrap()
    }

    fn at(zone: &AgencyZone, day: (i32, u32, u32), hm: (u32, u32)) -> DateTime<Utc> {
        zone.instant(
            NaiveDate::from_ymd_opt(day.0, day.1, day.2).unwrap(),
            NaiveTime::from_hms_opt(hm.0, hm.1, 0).unwrap(),
            Fold::Reject,
        )
        .unwrap()
    }

    #[test]
    fn nights_of_changing_clocks_have_their_real_length() {
        let z = denver();
        let night = |a: (i32, u32, u32), b: (i32, u32, u32)| {
            TimeWindow::new(at(&z, a, (23, 0)), at(&z, b, (7, 0)))
                .unwrap()
                .minutes()
        };
        assert_eq!(night((2026, 3, 7), (2026, 3, 8)), 420);
        assert_eq!(night((2026, 10, 31), (2026, 11, 1)), 540);
        assert_eq!(night((2026, 4, 6), (2026, 4, 7)), 480);
    }

    #[test]
    fn a_skipped_time_is_refused_unless_a_policy_is_named() {
        let z = denver();
        let date = NaiveDate::from_ymd_opt(2026, 3, 8).unwrap();
        let time = NaiveTime::from_hms_opt(2, 30, 0).unwrap();
        let error = z.instant(date, time, Fold::Reject).unwrap_err();
        assert_eq!(error.get("field"), Some("time"));
        assert!(z.instant(date, time, Fold::Earlier).is_ok());
    }

    #[test]
    fn weeks_follow_each_other_where_clocks_skip_midnight() {
        // In Sao Paulo 2018-11-04 began at 01:00.
        let zone = AgencyZone::new("America/Sao_Paulo").unwrap();
        let anchor = WorkweekAnchor::midnight(Weekday::Sunday, zone.clone());
        let before = anchor.week_of(at(&zone, (2018, 11, 1), (12, 0))).unwrap();
        let after = anchor.week_of(before.end()).unwrap();
        assert_eq!(after.start(), before.end());
        assert!(after.contains(before.end()) && !before.contains(before.end()));
        let shift = TimeWindow::new(
            at(&zone, (2018, 11, 3), (22, 0)),
            at(&zone, (2018, 11, 4), (6, 0)),
        )
        .unwrap();
        let minutes: Vec<_> = anchor
            .split(&shift)
            .unwrap()
            .iter()
            .map(|(_, part)| part.minutes())
            .collect();
        assert_eq!(minutes, [120, 300]);
        for (fold, hour) in [(Fold::Earlier, 0), (Fold::Later, 0)] {
            let skipped = zone
                .instant(
                    NaiveDate::from_ymd_opt(2018, 11, 4).unwrap(),
                    NaiveTime::from_hms_opt(hour, 30, 0).unwrap(),
                    fold,
                )
                .unwrap();
            assert_eq!(zone.local(skipped).minute_of_day(), 90, "after the gap");
        }
    }

    #[test]
    fn local_weeks_have_167_168_or_169_hours() {
        let anchor = WorkweekAnchor::midnight(Weekday::Sunday, denver());
        for (day, hours) in [((2026, 3, 8), 167), ((2026, 11, 1), 169), ((2026, 3, 15), 168)] {
            let week = anchor.week_of(at(&denver(), day, (12, 0))).unwrap();
            assert_eq!(week.minutes(), hours * 60, "{day:?}");
            assert!(week.contains(at(&denver(), day, (12, 0))));
        }
    }

    #[test]
    fn a_shift_over_the_end_of_the_week_is_cut_there() {
        let anchor = WorkweekAnchor::midnight(Weekday::Sunday, denver());
        let shift = TimeWindow::new(
            at(&denver(), (2026, 4, 4), (22, 0)),
            at(&denver(), (2026, 4, 5), (6, 0)),
        )
        .unwrap();
        let minutes: Vec<_> = anchor
            .split(&shift)
            .unwrap()
            .iter()
            .map(|(_, part)| part.minutes())
            .collect();
        assert_eq!(minutes, [120, 360]);

        let anchor = WorkweekAnchor {
            weekday: Weekday::Monday,
            minute_of_day: 420,
            zone: denver(),
        };
        let shift = TimeWindow::new(
            at(&denver(), (2026, 4, 5), (22, 0)),
            at(&denver(), (2026, 4, 6), (10, 0)),
        )
        .unwrap();
        let minutes: Vec<_> = anchor
            .split(&shift)
            .unwrap()
            .iter()
            .map(|(_, part)| part.minutes())
            .collect();
        assert_eq!(minutes, [540, 180]);
    }

    #[test]
    fn an_evening_is_shown_on_its_own_local_day() {
        let window = TimeWindow::new(
            Utc.with_ymd_and_hms(2026, 1, 30, 1, 0, 0).unwrap(),
            Utc.with_ymd_and_hms(2026, 1, 30, 5, 0, 0).unwrap(),
        )
        .unwrap();
        assert_eq!(denver().display_window(&window), "Thu 2026-01-29 18:00–22:00 MST");
    }

    #[test]
    fn abbreviations_and_unknown_names_are_refused() {
        for name in ["MST", "Mars/Olympus", "", "-07:00"] {
            assert!(AgencyZone::new(name).is_err(), "{name}");
        }
    }

    #[test]
    fn the_zone_data_is_younger_than_the_change_it_must_know() {
        // Paraguay stopped changing clocks in October 2024 (IANA release 2024b and later).
        let z = AgencyZone::new("America/Asuncion").unwrap();
        let winter = Utc.with_ymd_and_hms(2026, 7, 1, 12, 0, 0).unwrap();
        assert_eq!(z.local(winter).offset_seconds, -3 * 3600);
    }
}
