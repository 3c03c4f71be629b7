//! When a kind of meeting can be booked, and when a host is busy.

use chrono::{DateTime, Datelike as _, TimeDelta, Utc, Weekday};
use serde_json::{Value, json};

use super::asked::Asked;
use super::model::Book;
use super::refused::Refused;
use super::wire::{Wire, end_of, time};
use crate::answer::Answer;

/// The longest span that available times are asked for.
const LONGEST_AVAILABLE: i64 = 31;
/// The longest span that busy times are asked for.
const LONGEST_BUSY: i64 = 7;

impl Book {
    /// True when a host does nothing from `start` to `end` but what is named.
    fn is_free(&self, host: usize, start: DateTime<Utc>, end: DateTime<Utc>) -> bool {
        let meets = |event: &super::model::Event| {
            event.host == host
                && event.canceled.is_none()
                && event.start < end
                && start < event.busy_until(&self.kinds[event.kind])
        };
        let busy = |(from, to): &(DateTime<Utc>, DateTime<Utc>)| *from < end && start < *to;
        !self.events.iter().any(meets) && !self.users[host].external.iter().any(busy)
    }

    /// The meeting of this kind at this time that others may still join.
    pub(super) fn joinable(&self, kind: usize, start: DateTime<Utc>) -> Option<usize> {
        let same = |event: &super::model::Event| {
            event.kind == kind && event.start == start && event.canceled.is_none()
        };
        self.events
            .iter()
            .position(same)
            .filter(|event| self.coming(*event) < self.kinds[kind].limit)
    }

    /// How many can still be booked at a time; none when it is none of the times.
    pub(super) fn places_at(&self, kind: usize, start: DateTime<Utc>, now: DateTime<Utc>) -> usize {
        let offered = &self.kinds[kind];
        let host = &self.users[offered.owner];
        let local = host.zone.local(start);
        let minute = i64::from(local.minute_of_day());
        let on_grid = start.timestamp() % 60 == 0 && minute % 30 == 0 && start.timestamp_subsec_micros() == 0;
        let worked = !matches!(local.date.weekday(), Weekday::Sat | Weekday::Sun)
            && minute >= 9 * 60
            && minute + offered.minutes <= 17 * 60;
        if !on_grid || !worked || start <= now || !offered.active {
            return 0;
        }
        if let Some(event) = self.joinable(kind, start) {
            return offered.limit - self.coming(event);
        }
        let end = end_of(offered, start) + TimeDelta::minutes(offered.buffer_after);
        if self.is_free(offered.owner, start, end) {
            offered.limit
        } else {
            0
        }
    }
}

fn span(asked: &Asked, now: DateTime<Utc>, days: i64) -> Result<(DateTime<Utc>, DateTime<Utc>), Refused> {
    asked.required("start_time")?;
    asked.required("end_time")?;
    let start = asked.instant("start_time")?.unwrap_or(now);
    let end = asked.instant("end_time")?.unwrap_or(now);
    if start <= now {
        return Err(Refused::invalid("start_time", "must be in the future"));
    }
    if end <= start {
        return Err(Refused::invalid("end_time", "must be after start_time"));
    }
    if end - start > TimeDelta::days(days) {
        return Err(Refused::invalid(
            "end_time",
            format!("the range between start_time and end_time must be at most {days} days"),
        ));
    }
    Ok((start, end))
}

/// `GET /event_type_available_times`.
pub(super) fn available_times(wire: &Wire<'_>, asked: &Asked) -> Result<Answer, Refused> {
    asked.required("event_type")?;
    let kind = asked
        .uuid("event_type", "event_types")?
        .and_then(|uuid| wire.book.kind(&uuid))
        .ok_or_else(Refused::not_found)?;
    let (start, end) = span(asked, wire.now, LONGEST_AVAILABLE)?;
    let half_hour = 30 * 60;
    let mut at = start.timestamp().div_euclid(half_hour) * half_hour;
    let mut rows = Vec::new();
    while let Some(instant) = DateTime::from_timestamp(at, 0).filter(|instant| *instant < end) {
        at += half_hour;
        let places = wire.book.places_at(kind, instant, wire.now);
        if instant >= start && places > 0 {
            rows.push(json!({
                "status": "available",
                "invitees_remaining": places,
                "start_time": time(instant),
                "scheduling_url": format!("{}/pages/{}/{}", wire.base, wire.book.kinds[kind].slug, at),
            }));
        }
    }
    Ok(Answer::json(200, &json!({ "collection": rows })))
}

/// `GET /user_busy_times`.
pub(super) fn busy_times(wire: &Wire<'_>, asked: &Asked) -> Result<Answer, Refused> {
    asked.required("user")?;
    let user = asked
        .uuid("user", "users")?
        .and_then(|uuid| wire.book.user(&uuid))
        .ok_or_else(Refused::not_found)?;
    let (start, end) = span(asked, wire.now, LONGEST_BUSY)?;
    let mut rows: Vec<(DateTime<Utc>, Value)> = Vec::new();
    for (number, event) in wire.book.events.iter().enumerate() {
        let until = event.busy_until(&wire.book.kinds[event.kind]);
        if event.host == user && event.canceled.is_none() && event.start < end && start < until {
            rows.push((
                event.start,
                json!({
                    "type": "calendly",
                    "start_time": time(event.start),
                    "end_time": time(event.end),
                    "buffered_start_time": time(event.start),
                    "buffered_end_time": time(until),
                    "event": {"uri": wire.event_uri(number)},
                }),
            ));
        }
    }
    for (from, to) in &wire.book.users[user].external {
        if *from < end && start < *to {
            rows.push((
                *from,
                json!({"type": "external", "start_time": time(*from), "end_time": time(*to)}),
            ));
        }
    }
    rows.sort_by_key(|(from, _)| *from);
    let rows: Vec<Value> = rows.into_iter().map(|(_, row)| row).collect();
    Ok(Answer::json(200, &json!({ "collection": rows })))
}

/// `GET /user_availability_schedules` and one of them.
pub(super) fn schedules(wire: &Wire<'_>, asked: &Asked) -> Result<Answer, Refused> {
    asked.required("user")?;
    let user = asked
        .uuid("user", "users")?
        .and_then(|uuid| wire.book.user(&uuid))
        .ok_or_else(Refused::not_found)?;
    Ok(Answer::json(200, &json!({"collection": [wire.schedule(user)]})))
}
