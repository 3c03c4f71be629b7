//! Sentences about sets of shifts. Every figure in them is computed here, from the shifts and from their price.

use careweave_types::{AgencyZone, Weekday};
use chrono::NaiveDate;

use super::price::SetCost;
use super::shift::OfferedShift;

/// Elapsed minutes of all shifts.
pub(super) fn total_minutes(shifts: &[&OfferedShift]) -> i64 {
    shifts.iter().map(|shift| shift.window.minutes()).sum()
}

/// `Mon/Wed/Fri 2–6 pm, 2026-04-06 to 2026-04-10: 3 visits, 12 h 00, 4 h 00 overtime, extra 36.00 USD`.
pub(super) fn describe(shifts: &[&OfferedShift], cost: &SetCost, zone: &AgencyZone) -> String {
    let visits = match shifts.len() {
        1 => "1 visit".to_owned(),
        n => format!("{n} visits"),
    };
    let overtime = if cost.overtime_minutes == 0 && cost.premium.minor == 0 {
        "no added overtime".to_owned()
    } else {
        format!(
            "{} overtime, extra {}",
            clock(cost.overtime_minutes),
            cost.premium
        )
    };
    format!(
        "{}: {visits}, {}, {overtime}",
        when(shifts, zone),
        clock(total_minutes(shifts))
    )
}

/// `12 h 00`.
pub(super) fn clock(minutes: i64) -> String {
    let sign = if minutes < 0 { "-" } else { "" };
    let minutes = minutes.unsigned_abs();
    format!("{sign}{} h {:02}", minutes / 60, minutes % 60)
}

/// Visits at the same hours of the wall clock.
struct SameHours {
    hours: (u32, u32),
    days: Vec<Weekday>,
}

/// `Mon/Wed/Fri 2–6 pm, 2026-04-06 to 2026-04-10`.
fn when(shifts: &[&OfferedShift], zone: &AgencyZone) -> String {
    let mut groups: Vec<SameHours> = Vec::new();
    let mut dates: Option<(NaiveDate, NaiveDate)> = None;
    for shift in shifts {
        let (start, end) = (zone.local(shift.window.start()), zone.local(shift.window.end()));
        let hours = (start.minute_of_day(), end.minute_of_day());
        dates = Some(dates.map_or((start.date, start.date), |(first, last)| {
            (first.min(start.date), last.max(start.date))
        }));
        match groups.iter_mut().find(|group| group.hours == hours) {
            Some(group) if group.days.contains(&start.weekday) => {}
            Some(group) => group.days.push(start.weekday),
            None => groups.push(SameHours {
                hours,
                days: vec![start.weekday],
            }),
        }
    }
    let mut parts: Vec<String> = groups
        .iter()
        .map(|group| {
            let days: Vec<_> = group.days.iter().map(|day| day.short()).collect();
            format!("{} {}", days.join("/"), hours(group.hours))
        })
        .collect();
    match dates {
        Some((first, last)) if first == last => parts.push(first.to_string()),
        Some((first, last)) => parts.push(format!("{first} to {last}")),
        None => {}
    }
    parts.join(", ")
}

/// `2–6 pm`, `10:30 am–2 pm`.
fn hours((start, end): (u32, u32)) -> String {
    let half = |minute: u32| if minute < 720 { "am" } else { "pm" };
    let face = |minute: u32| match (minute / 60 % 12, minute % 60) {
        (0, 0) => "12".to_owned(),
        (0, m) => format!("12:{m:02}"),
        (h, 0) => h.to_string(),
        (h, m) => format!("{h}:{m:02}"),
    };
    if half(start) == half(end) && start < end {
        format!("{}–{} {}", face(start), face(end), half(end))
    } else {
        format!("{} {}–{} {}", face(start), half(start), face(end), half(end))
    }
}
