//! Instants as the vendor writes and reads them.

use careweave_types::AgencyZone;
use careweave_types::zone::Fold;
use chrono::{DateTime, NaiveDate, NaiveDateTime, Timelike as _, Utc};

/// `2026-07-15T10:00:00-0600`: the offset has no colon.
pub(super) fn iso(instant: DateTime<Utc>, zone: &AgencyZone) -> String {
    let local = zone.local(instant);
    let minutes = local.offset_seconds / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
    let clock = local.date.and_time(local.time).format("%Y-%m-%dT%H:%M:%S");
    format!("{clock}{sign}{hours:02}{rest:02}")
}

/// `July 15, 2026`.
pub(super) fn shown_date(instant: DateTime<Utc>, zone: &AgencyZone) -> String {
    zone.local(instant).date.format("%B %-d, %Y").to_string()
}

/// `10:00am`.
pub(super) fn shown_time(instant: DateTime<Utc>, zone: &AgencyZone) -> String {
    let time = zone.local(instant).time;
    let (afternoon, hour) = time.hour12();
    format!(
        "{hour}:{:02}{}",
        time.minute(),
        if afternoon { "pm" } else { "am" }
    )
}

/// An instant in one of the spellings that are common, with an offset or on the clock of `zone`.
pub(super) fn read(text: &str, zone: &AgencyZone) -> Option<DateTime<Utc>> {
    let text = text.trim();
    for form in ["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M%z", "%Y-%m-%d %H:%M:%S%z"] {
        if let Ok(instant) = DateTime::parse_from_str(&text.replace('Z', "+0000"), form) {
            return Some(instant.to_utc());
        }
    }
    let naive = [
        "%Y-%m-%dT%H:%M:%S",
        "%Y-%m-%dT%H:%M",
        "%Y-%m-%d %H:%M:%S",
        "%Y-%m-%d %H:%M",
        "%B %d, %Y %I:%M%p",
    ]
    .into_iter()
    .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())?;
    zone.instant(naive.date(), naive.time(), Fold::Earlier).ok()
}

/// A date; what follows it is not looked at.
pub(super) fn read_date(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text.get(..10)?, "%Y-%m-%d").ok()
}

/// The first day of `YYYY-MM`.
pub(super) fn read_month(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(&format!("{text}-01"), "%Y-%m-%d").ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> AgencyZone {
        AgencyZone::new(name).unwrap()
    }

    #[test]
    fn what_is_written_reads_back_in_every_zone() {
        let instant = DateTime::from_timestamp(1_784_131_200, 0).unwrap();
        for (name, offset) in [
            ("America/St_Johns", "-0230"),
            ("Asia/Kathmandu", "+0545"),
            ("America/Denver", "-0600"),
            ("UTC", "+0000"),
        ] {
            let text = iso(instant, &zone(name));
            assert!(text.ends_with(offset), "{text}");
            assert_eq!(read(&text, &zone("Asia/Tokyo")), Some(instant));
        }
    }

    #[test]
    fn a_time_without_offset_is_on_the_clock_of_the_zone() {
        let denver = zone("America/Denver");
        let expected = read("2026-07-15T16:00:00Z", &denver);
        assert!(expected.is_some());
        for text in ["2026-07-15T10:00", "2026-07-15 10:00:00", "July 15, 2026 10:00am"] {
            assert_eq!(read(text, &denver), expected, "{text}");
        }
        assert_eq!(read("next tuesday", &denver), None);
        let instant = expected.unwrap();
        assert_eq!(shown_date(instant, &denver), "July 15, 2026");
        assert_eq!(shown_time(instant, &denver), "10:00am");
    }
}
