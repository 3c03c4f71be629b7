//! Values as the surface writes and reads them.

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use serde_json::{Map, Value};

use super::super::validate;
use crate::answer::Refusal;
use crate::switches::WeekNumbering;

/// `2026-01-29T21:00:00+00:00`.
pub(super) fn with_offset(instant: DateTime<Utc>) -> String {
    instant.format("%Y-%m-%dT%H:%M:%S+00:00").to_string()
}

/// `2026-01-29T21:00:00`, which is UTC.
pub(super) fn without_offset(instant: DateTime<Utc>) -> String {
    instant.format("%Y-%m-%dT%H:%M:%S").to_string()
}

/// Reads a datetime with or without an offset; without one it is UTC.
pub(super) fn instant(text: &str) -> Option<DateTime<Utc>> {
    // Years of four digits: chrono would take a sign and more of them.
    if !text.get(..4)?.bytes().all(|b| b.is_ascii_digit()) || text.as_bytes().get(4) != Some(&b'-') {
        return None;
    }
    if let Ok(zoned) = DateTime::parse_from_rfc3339(text) {
        return Some(zoned.to_utc());
    }
    let naive = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f").ok()?;
    Some(naive.and_utc())
}

/// The datetime in `object.field`; refused when it is there and is none.
pub(super) fn instant_of(
    object: &Map<String, Value>,
    field: &str,
    path: &str,
) -> Result<Option<DateTime<Utc>>, Refusal> {
    match object.get(field) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => value
            .as_str()
            .and_then(instant)
            .map(Some)
            .ok_or_else(|| Refusal::invalid(path, "must be a datetime YYYY-MM-DDTHH:MM:SS")),
    }
}

/// A string, a number or a boolean as text; ids come as the first two.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

/// The number of an id given as a string or a number.
pub(super) fn id(value: &Value) -> Option<u64> {
    super::super::agency::number(&scalar(value)?)
}

/// The number in `Patient/500001`.
pub(super) fn reference(text: &str, kind: &str) -> Option<u64> {
    super::super::agency::number(text.strip_prefix(kind)?.strip_prefix('/')?)
}

/// The text of an optional field, free of what the vendor refuses.
pub(super) fn text_of(
    object: &Map<String, Value>,
    field: &str,
    path: &str,
) -> Result<Option<String>, Refusal> {
    match object.get(field) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => plain(text, path).map(|()| Some(text.clone())),
        Some(_) => Err(Refusal::invalid(path, "must be a string")),
    }
}

/// The same where the field must hold something.
pub(super) fn required(object: &Map<String, Value>, field: &str, path: &str) -> Result<String, Refusal> {
    text_of(object, field, path)?
        .filter(|text| !text.trim().is_empty())
        .ok_or_else(|| Refusal::invalid(path, "is required"))
}

/// Refuses control characters and what lies beyond the basic plane, such as emoji.
pub(super) fn plain(text: &str, path: &str) -> Result<(), Refusal> {
    let bad = |c: char| (c.is_control() && !['\t', '\r', '\n'].contains(&c)) || u32::from(c) > 0xFFFF;
    if text.chars().any(bad) {
        return Err(Refusal::invalid(path, "contains unsupported characters"));
    }
    Ok(())
}

/// `true`, `"true"`, `false` or `"false"`.
pub(super) fn flag(value: &Value, path: &str) -> Result<bool, Refusal> {
    match scalar(value).as_deref() {
        Some("true") => Ok(true),
        Some("false") => Ok(false),
        _ => Err(Refusal::invalid(path, "must be true or false")),
    }
}

pub(super) fn date_of(object: &Map<String, Value>, field: &str) -> Result<Option<NaiveDate>, Refusal> {
    match object.get(field) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => value
            .as_str()
            .and_then(validate::date)
            .map(Some)
            .ok_or_else(|| Refusal::invalid(field, "must be a date YYYY-MM-DD")),
    }
}

/// Latitude and longitude in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Position {
    pub(super) latitude: f64,
    pub(super) longitude: f64,
}

impl Position {
    pub(super) fn read(object: &Map<String, Value>) -> Result<Option<Self>, Refusal> {
        let Some(value) = object.get("position").filter(|v| !v.is_null()) else {
            return Ok(None);
        };
        let degrees = |field: &str, most: f64| {
            value
                .get(field)
                .and_then(Value::as_f64)
                .filter(|degrees| degrees.abs() <= most)
                .ok_or_else(|| Refusal::invalid(format!("position.{field}"), "must be in degrees"))
        };
        Ok(Some(Self {
            latitude: degrees("latitude", 90.0)?,
            longitude: degrees("longitude", 180.0)?,
        }))
    }

    /// The distance in metres on a sphere.
    pub(super) fn metres_to(self, other: Self) -> f64 {
        let half = |a: f64, b: f64| ((b - a).to_radians() / 2.0).sin().powi(2);
        let h = half(self.latitude, other.latitude)
            + self.latitude.to_radians().cos()
                * other.latitude.to_radians().cos()
                * half(self.longitude, other.longitude);
        12_742_017.6 * h.sqrt().min(1.0).asin()
    }
}

/// The days of a search, from the first to the last; both are UTC days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Days {
    pub(super) first: NaiveDate,
    pub(super) last: NaiveDate,
}

impl Days {
    pub(super) fn contain(self, instant: DateTime<Utc>) -> bool {
        (self.first..=self.last).contains(&instant.date_naive())
    }

    /// The week `YYYYWW`.
    pub(super) fn of_week(text: &str, numbering: WeekNumbering) -> Option<Self> {
        let (year, week) = split(text)?;
        let first = match numbering {
            WeekNumbering::Us => {
                let january = NaiveDate::from_ymd_opt(year, 1, 1)?;
                let sunday = january.week(chrono::Weekday::Sun).first_day();
                let first = sunday.checked_add_signed(TimeDelta::weeks(i64::from(week) - 1))?;
                // A week belongs to the year whose 1 January it holds, or that it ends in.
                let last = first.checked_add_signed(TimeDelta::days(6))?;
                (week >= 1 && (first.year() == year && last.year() == year || week == 1)).then_some(first)?
            }
            _ => NaiveDate::from_isoywd_opt(year, week, chrono::Weekday::Mon)?,
        };
        Some(Self {
            first,
            last: first.checked_add_signed(TimeDelta::days(6))?,
        })
    }

    /// The month `YYYYMM`.
    pub(super) fn of_month(text: &str) -> Option<Self> {
        let (year, month) = split(text)?;
        let first = NaiveDate::from_ymd_opt(year, month, 1)?;
        let next = first.checked_add_months(chrono::Months::new(1))?;
        Some(Self {
            first,
            last: next.pred_opt()?,
        })
    }
}

fn split(text: &str) -> Option<(i32, u32)> {
    let digits = text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit());
    let (year, rest) = digits.then(|| text.split_at(4))?;
    Some((year.parse().ok()?, rest.parse().ok()?))
}

/// `YYYYMMDD`.
pub(super) fn search_date(text: &str) -> Option<NaiveDate> {
    let digits = text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit());
    NaiveDate::from_ymd_opt(
        digits.then(|| text[..4].parse().ok())??,
        text[4..6].parse().ok()?,
        text[6..].parse().ok()?,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_datetime_without_offset_is_utc() {
        let utc = instant("2026-01-29T21:00:00").unwrap();
        assert_eq!(instant("2026-01-29T14:00:00-07:00"), Some(utc));
        assert_eq!(without_offset(utc), "2026-01-29T21:00:00");
        assert_eq!(with_offset(utc), "2026-01-29T21:00:00+00:00");
        for text in [
            "2026-01-29",
            "21:00",
            "2026-01-29 21:00:00",
            "+20260-01-29T21:00:00",
            "2026é1-29T21:00:00",
            "",
        ] {
            assert_eq!(instant(text), None, "{text}");
        }
    }

    #[test]
    fn weeks_are_right_at_the_ends_of_years() {
        let iso = |text: &str| Days::of_week(text, WeekNumbering::Iso).map(|d| d.first.to_string());
        assert_eq!(iso("202653").as_deref(), Some("2026-12-28"));
        assert_eq!(iso("202701").as_deref(), Some("2027-01-04"));
        assert_eq!(iso("202753"), None);
        let us = |text: &str| Days::of_week(text, WeekNumbering::Us).map(|d| d.first.to_string());
        assert_eq!(us("202701").as_deref(), Some("2026-12-27"));
        assert_eq!(us("202652").as_deref(), Some("2026-12-20"));
        assert_eq!(us("202653"), None, "that week holds 1 January");
    }

    #[test]
    fn months_end_where_they_end() {
        let days = Days::of_month("202602").unwrap();
        assert_eq!((days.first.day(), days.last.day()), (1, 28));
        assert_eq!(Days::of_month("202613"), None);
        assert_eq!(search_date("20260230"), None);
    }

    #[test]
    fn emoji_and_control_characters_are_refused() {
        assert!(plain("Grüße, naïve — 5\u{2033}\n", "x").is_ok());
        assert!(plain("ok \u{1F600}", "x").is_err());
        assert!(plain("\u{7}", "x").is_err());
    }
}
