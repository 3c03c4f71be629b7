//! The account that the sandbox opens: three hosts, four kinds of meeting, two weeks of them around `now`.

use chrono::{DateTime, Datelike as _, Days, TimeDelta, Utc, Weekday};
use serde_json::{Value, json};

use super::model::{Book, Cancellation, Event, EventType, Invitee, Place, User, uuid};
use super::wire::end_of;
use crate::config::SandboxConfig;
use crate::ready::seed_hex;

const HOSTS: [(&str, &str, &str); 3] = [
    ("Avery Testhost", "avery-testhost", "owner"),
    ("Blair Testhost", "blair-testhost", "admin"),
    ("Casey Testhost", "casey-testhost", "user"),
];

const INVITED: [&str; 8] = [
    "Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta", "Eta", "Theta",
];

/// The tracking of a booking that named none.
pub(super) fn no_tracking() -> Value {
    json!({
        "utm_campaign": null, "utm_source": null, "utm_medium": null, "utm_content": null, "utm_term": null,
        "salesforce_uuid": null,
    })
}

impl Book {
    pub(super) fn seeded(config: &SandboxConfig) -> Self {
        let seed = config.seed;
        let user =
            |(number, (name, slug, role)): (usize, &(&'static str, &'static str, &'static str))| User {
                uuid: uuid(seed, "user", number),
                name,
                slug,
                email: format!("{slug}@example.invalid"),
                zone: config.zone.clone(),
                role,
                membership: uuid(seed, "membership", number),
                schedule: uuid(seed, "schedule", number),
                external: Vec::new(),
            };
        let kind = |number, name, slug, minutes, limit, owner, active, locations| EventType {
            uuid: uuid(seed, "event type", number),
            name,
            slug,
            minutes,
            buffer_after: if number == 0 { 15 } else { 0 },
            limit,
            owner,
            active,
            locations,
        };
        let mut book = Self {
            seed,
            organization: uuid(seed, "organization", 0),
            users: HOSTS.iter().enumerate().map(user).collect(),
            kinds: vec![
                kind(
                    0,
                    "In-home assessment",
                    "assessment",
                    60,
                    1,
                    0,
                    true,
                    &["physical"],
                ),
                kind(
                    1,
                    "Care plan call",
                    "care-plan-call",
                    30,
                    1,
                    1,
                    true,
                    &["zoom_conference"],
                ),
                kind(
                    2,
                    "Caregiver orientation",
                    "orientation",
                    90,
                    5,
                    0,
                    true,
                    &["physical"],
                ),
                kind(
                    3,
                    "Old intake call",
                    "old-intake",
                    30,
                    1,
                    2,
                    false,
                    &["outbound_call"],
                ),
            ],
            events: Vec::new(),
            invitees: Vec::new(),
            changes: 0,
            happened: Vec::new(),
        };
        book.fill(config.now);
        book
    }

    /// Meetings of five working days before `now` and five after it.
    fn fill(&mut self, now: DateTime<Utc>) {
        let today = self.users[0].zone.local(now).date;
        let working = |date: &chrono::NaiveDate| !matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
        let past = (1..15)
            .filter_map(|n| today.checked_sub_days(Days::new(n)))
            .filter(working)
            .take(5);
        let future = (1..15)
            .filter_map(|n| today.checked_add_days(Days::new(n)))
            .filter(working)
            .take(5);
        let days: Vec<_> = past.chain(future).collect();
        for (index, date) in days.into_iter().enumerate() {
            // The hour of the assessment is drawn; the others never meet it.
            let drawn = u32::from_str_radix(&seed_hex(self.seed, &format!("calendly hour {index}"))[..2], 16);
            let hour = 9 + drawn.unwrap_or_default() % 3;
            for (kind, minute) in [(0, hour * 60), (1, 13 * 60), (1, 15 * 60 + 30)] {
                if let Ok(start) = self.users[0].zone.wall_minute(date, minute) {
                    self.meet(kind, start, now, index + kind, 1);
                }
            }
            if index == 6
                && let Ok(start) = self.users[0].zone.wall_minute(date, 14 * 60)
            {
                self.meet(2, start, now, index, 3);
            }
            if let Ok(start) = self.users[1].zone.wall_minute(date, 9 * 60) {
                self.users[1].external.push((start, start + TimeDelta::hours(1)));
            }
        }
        // One cancelled by the host, one who did not come, one who confirmed.
        if let Some(last) = self.events.len().checked_sub(1) {
            let by = self.users[0].name.to_owned();
            self.cancel_event(
                last,
                &Cancellation {
                    by,
                    reason: None,
                    canceler: "host",
                    at: now - TimeDelta::hours(1),
                },
            );
        }
        let mark = self.uuid("no show", 0);
        if let Some(first) = self.invitees.first_mut() {
            first.no_show = Some((mark, now - TimeDelta::hours(2)));
            first.updated = now - TimeDelta::hours(2);
        }
        if let Some(next) = self
            .invitees
            .iter()
            .position(|i| self.events[i.event].start > now)
        {
            self.invitees[next].reconfirmed = Some(now - TimeDelta::hours(3));
            self.invitees[next].updated = now - TimeDelta::hours(3);
        }
        self.happened.clear();
    }

    fn meet(&mut self, kind: usize, start: DateTime<Utc>, now: DateTime<Utc>, who: usize, invited: usize) {
        let created = start.min(now) - TimeDelta::days(7) + TimeDelta::microseconds(self.events.len() as i64);
        let event = self.events.len();
        let host = self.kinds[kind].owner;
        self.events.push(Event {
            uuid: self.uuid("event", event),
            kind,
            start,
            end: end_of(&self.kinds[kind], start),
            host,
            place: Place {
                kind: self.kinds[kind].locations[0].to_owned(),
                text: Some("1 Sample St, Denver, CO 80202".to_owned()),
                pushed_at: created,
                number: event,
            },
            canceled: None,
            guests: Vec::new(),
            created,
            updated: created,
        });
        for place in 0..invited {
            let first = INVITED[(who + place) % INVITED.len()];
            let number = self.invitees.len();
            self.invitees.push(Invitee {
                uuid: self.uuid("invitee", number),
                event,
                name: format!("{first} Testclient"),
                names: None,
                email: format!("{}@example.invalid", first.to_lowercase()),
                timezone: Some(self.users[host].zone.name().to_owned()),
                phone: None,
                canceled: None,
                rescheduled: false,
                old: None,
                new: None,
                no_show: None,
                reconfirmed: None,
                method: None,
                answers: json!([]),
                tracking: no_tracking(),
                created,
                updated: created,
            });
        }
    }
}
