use careweave_types::{AgencyZone, Error, Result};
use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc};
use serde::Serialize;

/// Local calendar days of one zone, the last one not included: `[from, to)`. A day has 23, 24 or 25 hours.
///
/// ```
/// use careweave_insights::Period;
/// use careweave_types::AgencyZone;
/// use chrono::NaiveDate;
/// let day = |m, d| NaiveDate::from_ymd_opt(2026, m, d).unwrap();
/// let march = Period::days(AgencyZone::new("America/Denver")?, day(3, 1), day(4, 1))?;
/// assert_eq!(march.hours(), Some(31 * 24 - 1));
/// # Ok::<(), careweave_types::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Period {
    zone: AgencyZone,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    #[serde(skip)]
    first_ms: i64,
    #[serde(skip)]
    end_ms: i64,
}

/// How a period is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Grain {
    /// Days.
    Day,
    /// Weeks from Monday (ISO 8601).
    Week,
    /// Months.
    Month,
}

impl Period {
    /// The days from `from` up to, and without, `to`.
    ///
    /// # Errors
    /// `InvalidInput` when `to` is not after `from`, and at the ends of the calendar.
    pub fn days(zone: AgencyZone, from: NaiveDate, to: NaiveDate) -> Result<Self> {
        if to <= from {
            return Err(Error::invalid(
                "period.days",
                "to",
                "the last day is not included and must be after the first",
            ));
        }
        Self::between(zone, Some(from), Some(to))
    }

    /// As [`Period::days`], with an end left open where none is given.
    ///
    /// # Errors
    /// As [`Period::days`].
    pub fn between(zone: AgencyZone, from: Option<NaiveDate>, to: Option<NaiveDate>) -> Result<Self> {
        if let (Some(from), Some(to)) = (from, to)
            && to <= from
        {
            return Self::days(zone, from, to);
        }
        let start = |date: NaiveDate| Ok::<_, Error>(zone.day(date)?.start().timestamp_millis());
        Ok(Self {
            first_ms: from.map(start).transpose()?.unwrap_or(i64::MIN),
            end_ms: to.map(start).transpose()?.unwrap_or(i64::MAX),
            from,
            to,
            zone,
        })
    }

    /// All there is, read in `zone`.
    pub const fn all(zone: AgencyZone) -> Self {
        Self {
            zone,
            from: None,
            to: None,
            first_ms: i64::MIN,
            end_ms: i64::MAX,
        }
    }

    /// The zone days are read in.
    pub const fn zone(&self) -> &AgencyZone {
        &self.zone
    }

    /// The first day.
    pub const fn from(&self) -> Option<NaiveDate> {
        self.from
    }

    /// The day after the last.
    pub const fn to(&self) -> Option<NaiveDate> {
        self.to
    }

    /// True when the instant lies in it.
    pub fn contains(&self, instant: DateTime<Utc>) -> bool {
        self.holds(instant.timestamp_millis())
    }

    pub(crate) const fn holds(&self, ms: i64) -> bool {
        self.first_ms <= ms && ms < self.end_ms
    }

    /// Elapsed hours; nothing when an end is open.
    pub fn hours(&self) -> Option<i64> {
        (self.from.is_some() && self.to.is_some()).then(|| (self.end_ms - self.first_ms) / 3_600_000)
    }

    /// Cuts it at days, Mondays or firsts of a month. The parts touch, do not overlap, and make up the whole.
    ///
    /// # Errors
    /// `InvalidInput` when an end is open, or there would be more than 4,000 parts.
    pub fn split(&self, grain: Grain) -> Result<Vec<Self>> {
        let (Some(from), Some(to)) = (self.from, self.to) else {
            return Err(Error::invalid(
                "period.split",
                "period",
                "both ends must be given to cut it",
            ));
        };
        let mut parts = Vec::new();
        let mut start = from;
        while start < to {
            if parts.len() == 4_000 {
                return Err(Error::invalid(
                    "period.split",
                    "grain",
                    "more than 4,000 parts: take a larger grain",
                ));
            }
            let end = next_cut(start, grain)?.min(to);
            parts.push(Self::days(self.zone.clone(), start, end)?);
            start = end;
        }
        Ok(parts)
    }

    /// Holds for periods that figures are compared or summed over: one zone, in order, none overlapping another. An
    /// agency that changed its zone is reported on in two runs, because a day of one zone is no day of the other.
    ///
    /// # Errors
    /// `InvalidInput` that names the rule.
    pub fn require_comparable(periods: &[Self]) -> Result<()> {
        for pair in periods.windows(2) {
            if pair[0].zone != pair[1].zone {
                return Err(Error::invalid(
                    "period.compare",
                    "zone",
                    "all periods must be of one zone: days of two zones cannot be added up",
                ));
            }
            if pair[0].end_ms > pair[1].first_ms {
                return Err(Error::invalid(
                    "period.compare",
                    "periods",
                    "must be in order and must not overlap",
                ));
            }
        }
        Ok(())
    }
}

fn next_cut(date: NaiveDate, grain: Grain) -> Result<NaiveDate> {
    let next = match grain {
        Grain::Day => date.succ_opt(),
        Grain::Week => date.checked_add_days(Days::new(7 - u64::from(date.weekday().num_days_from_monday()))),
        Grain::Month => date
            .with_day(1)
            .and_then(|first| first.checked_add_months(Months::new(1))),
    };
    next.ok_or_else(|| Error::invalid("period.split", "to", "at the end of the calendar"))
}

/// What a report is about: the period, and how many subjects a verdict takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Scope {
    /// The days.
    pub period: Period,
    /// How many subjects a share needs before it is a verdict. Default: 30.
    pub min_n: u64,
}

impl Scope {
    /// A scope with the default of 30 subjects.
    pub const fn new(period: Period) -> Self {
        Self { period, min_n: 30 }
    }

    /// Another number of subjects.
    #[must_use]
    pub const fn with_min_n(mut self, min_n: u64) -> Self {
        self.min_n = min_n;
        self
    }

    pub(crate) const fn zone(&self) -> &AgencyZone {
        &self.period.zone
    }
}

/// What a report rests on. The same events give the same report, whatever their order; a later `as_of` may restate it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Basis {
    /// The moment the report speaks of: what happened or was learned later is left out.
    pub as_of: DateTime<Utc>,
    /// The days, and the zone they are days of.
    #[serde(flatten)]
    pub period: Period,
    /// How many facts it rests on, those outside the period included, for a subject may have begun there.
    pub facts: u64,
    /// How many facts are known that happened, or were learned, after `as_of`.
    pub later_facts: u64,
}

/// A local date some days after another: `days` at the end of the calendar is the last day.
pub(crate) fn days_after(date: NaiveDate, days: u32) -> NaiveDate {
    date.checked_add_days(Days::new(u64::from(days)))
        .unwrap_or(NaiveDate::MAX)
}

/// The instant of milliseconds since 1970; events are checked to lie within the calendar.
pub(crate) fn instant(ms: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(ms).unwrap_or(if ms < 0 {
        DateTime::<Utc>::MIN_UTC
    } else {
        DateTime::<Utc>::MAX_UTC
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn denver() -> AgencyZone {
        AgencyZone::new("America/Denver").unwrap()
    }

    #[test]
    fn the_last_instant_of_a_day_belongs_to_it_and_the_next_midnight_does_not() {
        let day = Period::days(denver(), date("2026-03-08"), date("2026-03-09")).unwrap();
        let at = |text: &str| DateTime::parse_from_rfc3339(text).unwrap().with_timezone(&Utc);
        assert_eq!(day.hours(), Some(23));
        assert!(day.contains(at("2026-03-08T00:00:00-07:00")));
        assert!(day.contains(at("2026-03-08T23:59:59.999-06:00")));
        assert!(!day.contains(at("2026-03-09T00:00:00-06:00")));
    }

    #[test]
    fn the_parts_of_a_period_touch_and_make_up_the_whole() {
        let whole = Period::days(denver(), date("2026-02-11"), date("2026-04-20")).unwrap();
        for grain in [Grain::Day, Grain::Week, Grain::Month] {
            let parts = whole.split(grain).unwrap();
            Period::require_comparable(&parts).unwrap();
            assert_eq!(parts[0].first_ms, whole.first_ms);
            assert_eq!(parts.last().unwrap().end_ms, whole.end_ms);
            assert!(parts.windows(2).all(|pair| pair[0].end_ms == pair[1].first_ms));
        }
    }

    #[test]
    fn periods_of_two_zones_and_overlapping_ones_are_refused() {
        let a = Period::days(denver(), date("2026-03-01"), date("2026-03-02")).unwrap();
        let other = AgencyZone::new("America/New_York").unwrap();
        let b = Period::days(other, date("2026-03-02"), date("2026-03-03")).unwrap();
        let refused = Period::require_comparable(&[a.clone(), b]).unwrap_err();
        assert_eq!(refused.get("field"), Some("zone"));
        assert_eq!(
            Period::require_comparable(&[a.clone(), a.clone()])
                .unwrap_err()
                .get("field"),
            Some("periods")
        );
        assert!(Period::days(denver(), date("2026-03-01"), date("2026-03-01")).is_err());
        assert!(Period::all(denver()).split(Grain::Day).is_err());
    }
}
