//! The records as they stand on the wire: URIs for ids, UTC with microseconds.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use super::model::{Book, Cancellation, EventType, User};

/// `2026-08-25T13:00:00.000000Z`.
pub(super) fn time(instant: DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// When the account was opened: what never changes carries it.
const OPENED: &str = "2024-01-02T03:04:05.678912Z";

/// The records of an account, with the address that its URIs begin with.
pub(super) struct Wire<'a> {
    pub(super) book: &'a Book,
    pub(super) base: &'a str,
    pub(super) now: DateTime<Utc>,
}

impl Wire<'_> {
    pub(super) fn uri(&self, collection: &str, uuid: &str) -> String {
        format!("{}/{collection}/{uuid}", self.base)
    }

    pub(super) fn organization(&self) -> String {
        self.uri("organizations", &self.book.organization)
    }

    pub(super) fn user_uri(&self, user: usize) -> String {
        self.uri("users", &self.book.users[user].uuid)
    }

    pub(super) fn event_uri(&self, event: usize) -> String {
        self.uri("scheduled_events", &self.book.events[event].uuid)
    }

    pub(super) fn invitee_uri(&self, invitee: usize) -> String {
        let record = &self.book.invitees[invitee];
        format!("{}/invitees/{}", self.event_uri(record.event), record.uuid)
    }

    fn scheduling_url(&self, user: &User) -> String {
        format!("{}/pages/{}", self.base, user.slug)
    }

    pub(super) fn user(&self, number: usize) -> Value {
        let user = &self.book.users[number];
        json!({
            "uri": self.user_uri(number),
            "name": user.name,
            "slug": user.slug,
            "email": user.email,
            "locale": "en",
            "time_notation": "12h",
            "timezone": user.zone.name(),
            "avatar_url": null,
            "scheduling_url": self.scheduling_url(user),
            "current_organization": self.organization(),
            "resource_type": "User",
            "created_at": OPENED,
            "updated_at": OPENED,
        })
    }

    pub(super) fn membership(&self, number: usize) -> Value {
        let user = &self.book.users[number];
        json!({
            "uri": self.uri("organization_memberships", &user.membership),
            "role": user.role,
            "organization": self.organization(),
            "user": {
                "uri": self.user_uri(number),
                "name": user.name,
                "slug": user.slug,
                "email": user.email,
                "scheduling_url": self.scheduling_url(user),
                "timezone": user.zone.name(),
                "avatar_url": null,
                "created_at": OPENED,
                "updated_at": OPENED,
            },
            "created_at": OPENED,
            "updated_at": OPENED,
        })
    }

    pub(super) fn kind(&self, number: usize) -> Value {
        let kind = &self.book.kinds[number];
        let owner = &self.book.users[kind.owner];
        let locations: Vec<Value> = kind.locations.iter().map(|kind| json!({"kind": kind})).collect();
        json!({
            "uri": self.uri("event_types", &kind.uuid),
            "name": kind.name,
            "active": kind.active,
            "booking_method": "instant",
            "slug": kind.slug,
            "scheduling_url": format!("{}/{}", self.scheduling_url(owner), kind.slug),
            "duration": kind.minutes,
            "duration_options": null,
            "kind": if kind.limit > 1 { "group" } else { "solo" },
            "pooling_type": null,
            "type": "StandardEventType",
            "color": "#0069ff",
            "description_plain": null,
            "description_html": null,
            "internal_note": null,
            "profile": {"type": "User", "name": owner.name, "owner": self.user_uri(kind.owner)},
            "secret": false,
            "deleted_at": null,
            "admin_managed": false,
            "position": number,
            "locations": locations,
            "custom_questions": [{
                "name": "What should we know before the visit?",
                "type": "text",
                "position": 0,
                "enabled": true,
                "required": false,
                "answer_choices": [],
                "include_other": false,
            }],
            "locale": "en",
            "created_at": OPENED,
            "updated_at": OPENED,
        })
    }

    /// The working hours: weekdays nine to five, local to the host.
    pub(super) fn schedule(&self, number: usize) -> Value {
        let user = &self.book.users[number];
        let rule = |day: &&str| {
            let open = !matches!(*day, "saturday" | "sunday");
            let intervals = if open {
                json!([{"from": "09:00", "to": "17:00"}])
            } else {
                json!([])
            };
            json!({"type": "wday", "wday": day, "intervals": intervals})
        };
        let days = [
            "sunday",
            "monday",
            "tuesday",
            "wednesday",
            "thursday",
            "friday",
            "saturday",
        ];
        json!({
            "uri": self.uri("user_availability_schedules", &user.schedule),
            "default": true,
            "name": "Working hours",
            "user": self.user_uri(number),
            "timezone": user.zone.name(),
            "rules": days.iter().map(rule).collect::<Vec<_>>(),
        })
    }

    pub(super) fn cancellation(&self, cancellation: &Cancellation) -> Value {
        json!({
            "canceled_by": cancellation.by,
            "reason": cancellation.reason,
            "canceler_type": cancellation.canceler,
            "created_at": time(cancellation.at),
        })
    }

    pub(super) fn event(&self, number: usize) -> Value {
        let event = &self.book.events[number];
        let kind = &self.book.kinds[event.kind];
        let host = &self.book.users[event.host];
        let guests: Vec<Value> = event
            .guests
            .iter()
            .map(|email| json!({"email": email, "created_at": time(event.created), "updated_at": time(event.created)}))
            .collect();
        let mut wire = json!({
            "uri": self.event_uri(number),
            "name": kind.name,
            "meeting_notes_plain": null,
            "meeting_notes_html": null,
            "status": if event.canceled.is_some() { "canceled" } else { "active" },
            "start_time": time(event.start),
            "end_time": time(event.end),
            "event_type": self.uri("event_types", &kind.uuid),
            "location": self.location(number),
            "invitees_counter": {
                "total": self.book.invited(number).count(),
                "active": self.book.coming(number),
                "limit": kind.limit,
            },
            "event_memberships": [{
                "user": self.user_uri(event.host),
                "user_email": host.email,
                "user_name": host.name,
                "buffered_start_time": time(event.start),
                "buffered_end_time": time(event.busy_until(kind)),
            }],
            "event_guests": guests,
            "calendar_event": {"kind": "google", "external_id": format!("sandbox{number:08}")},
            "created_at": time(event.created),
            "updated_at": time(event.updated.max(self.pushed(number))),
        });
        if let Some(cancellation) = &event.canceled {
            wire["cancellation"] = self.cancellation(cancellation);
        }
        wire
    }

    /// When the address of the meeting came, if it has; else when the event was made.
    fn pushed(&self, number: usize) -> DateTime<Utc> {
        let event = &self.book.events[number];
        if is_video(&event.place.kind) && event.place.pushed_at <= self.now {
            event.place.pushed_at
        } else {
            event.created
        }
    }

    fn location(&self, number: usize) -> Value {
        let place = &self.book.events[number].place;
        if !is_video(&place.kind) {
            return json!({"type": place.kind, "location": place.text});
        }
        if place.pushed_at > self.now {
            return json!({"type": place.kind, "status": "initiated", "join_url": null, "data": {}});
        }
        let digits = 900_000_000 + place.number;
        json!({
            "type": place.kind,
            "status": "pushed",
            "join_url": format!("https://video.example.invalid/j/{digits}"),
            "data": {"id": digits, "password": format!("sandbox-pass-{}", place.number)},
        })
    }

    pub(super) fn no_show(&self, invitee: usize) -> Option<Value> {
        let (uuid, at) = self.book.invitees[invitee].no_show.as_ref()?;
        Some(json!({
            "uri": self.uri("invitee_no_shows", uuid),
            "invitee": self.invitee_uri(invitee),
            "created_at": time(*at),
        }))
    }

    pub(super) fn invitee(&self, number: usize) -> Value {
        let record = &self.book.invitees[number];
        let (first, last) = record.names.clone().unzip();
        let page = |what: &str| format!("{}/{what}/{}", self.base, record.uuid);
        let no_show = record
            .no_show
            .as_ref()
            .map(|(uuid, at)| json!({"uri": self.uri("invitee_no_shows", uuid), "created_at": time(*at)}));
        let reconfirmation = record
            .reconfirmed
            .map(|at| json!({"created_at": time(record.created), "confirmed_at": time(at)}));
        let mut wire = json!({
            "uri": self.invitee_uri(number),
            "email": record.email,
            "first_name": first,
            "last_name": last,
            "name": record.name,
            "status": if record.canceled.is_some() { "canceled" } else { "active" },
            "timezone": record.timezone,
            "event": self.event_uri(record.event),
            "text_reminder_number": record.phone,
            "rescheduled": record.rescheduled,
            "old_invitee": record.old.map(|old| self.invitee_uri(old)),
            "new_invitee": record.new.map(|new| self.invitee_uri(new)),
            "cancel_url": page("cancellations"),
            "reschedule_url": page("reschedulings"),
            "routing_form_submission": null,
            "payment": null,
            "no_show": no_show,
            "reconfirmation": reconfirmation,
            "scheduling_method": record.method,
            "invitee_scheduled_by": null,
            "questions_and_answers": record.answers,
            "tracking": record.tracking,
            "created_at": time(record.created),
            "updated_at": time(record.updated),
        });
        if let Some(cancellation) = &record.canceled {
            wire["cancellation"] = self.cancellation(cancellation);
        }
        wire
    }

    /// An invitee as a webhook tells of one: with the meeting inside.
    pub(super) fn told(&self, number: usize) -> Value {
        let mut wire = self.invitee(number);
        wire["scheduled_event"] = self.event(self.book.invitees[number].event);
        wire
    }
}

/// True for a place whose address the conference service makes.
pub(super) fn is_video(kind: &str) -> bool {
    kind.ends_with("_conference")
}

/// The end of a meeting of this kind.
pub(super) fn end_of(kind: &EventType, start: DateTime<Utc>) -> DateTime<Utc> {
    start + chrono::TimeDelta::minutes(kind.minutes)
}
