use careweave_types::{AgencyZone, Result};
use chrono::{DateTime, Days, TimeDelta, Utc};

use super::hours::{SendHours, SendHoursRule};
use super::place::Place;

/// How far ahead an opening is looked for. Hours repeat weekly, so two places that share none in a week share none at all.
const HORIZON: TimeDelta = TimeDelta::days(15);

/// The first instant at or after `from` that is inside the hours of every place at once; `None` when none comes within 15
/// days. Hours are read on the wall clock of each place, whatever its clocks do that night.
///
/// # Errors
/// `InvalidInput` at the ends of the calendar.
pub fn next_open(table: &SendHours, places: &[Place], from: DateTime<Utc>) -> Result<Option<DateTime<Utc>>> {
    let mut at = from;
    loop {
        let before = at;
        for place in places {
            let rules = table
                .rules
                .iter()
                .filter(|rule| rule.concerns(place.jurisdiction.as_deref()));
            for rule in rules {
                match open_from(rule, &place.zone, at)? {
                    Some(opens) => at = opens,
                    None => return Ok(None),
                }
            }
        }
        if at == before {
            return Ok(Some(at));
        }
        if at - from > HORIZON {
            return Ok(None);
        }
    }
}

/// The first instant at or after `at` that one rule leaves open; `None` when a fortnight has none.
fn open_from(rule: &SendHoursRule, zone: &AgencyZone, at: DateTime<Utc>) -> Result<Option<DateTime<Utc>>> {
    let today = zone.local(at).date;
    for ahead in 0..=14 {
        let Some(date) = today.checked_add_days(Days::new(ahead)) else {
            return Ok(None);
        };
        let day = zone.day(date)?;
        if !rule.holds_on(date) {
            return Ok(Some(at.max(day.start())));
        }
        let weekday = zone.local(day.start()).weekday;
        let mut opens = None;
        for hours in rule.hours.iter().filter(|hours| hours.days.contains(&weekday)) {
            let from = zone.wall_minute(date, u32::from(hours.from.minutes()))?;
            let until = zone.wall_minute(date, u32::from(hours.until.minutes()))?;
            if at < until {
                let start = at.max(from);
                opens = Some(opens.map_or(start, |o: DateTime<Utc>| o.min(start)));
            }
        }
        if opens.is_some() {
            return Ok(opens);
        }
    }
    Ok(None)
}
