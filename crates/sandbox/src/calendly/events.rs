//! Meetings and who comes to them: reading and cancelling.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::asked::{Asked, object, text};
use super::model::{Book, Cancellation};
use super::refused::Refused;
use super::tokens::Grant;
use super::wire::Wire;
use crate::answer::Answer;
use crate::vendor::Arrival;

/// The longest reason of a cancellation.
const LONGEST_REASON: usize = 10_000;

impl Book {
    /// Cancels a meeting for everybody who still comes.
    pub(super) fn cancel_event(&mut self, event: usize, cancellation: &Cancellation) {
        let at = self.stamp(cancellation.at);
        let coming: Vec<usize> = self
            .invited(event)
            .filter(|number| self.invitees[*number].canceled.is_none())
            .collect();
        self.events[event].canceled = Some(cancellation.clone());
        self.events[event].updated = at;
        for number in coming {
            self.cancel_invitee(number, cancellation);
        }
    }

    /// Cancels for one; a meeting that nobody comes to any more is cancelled as well.
    pub(super) fn cancel_invitee(&mut self, number: usize, cancellation: &Cancellation) {
        let at = self.stamp(cancellation.at);
        let invitee = &mut self.invitees[number];
        invitee.canceled = Some(cancellation.clone());
        invitee.updated = at;
        let event = invitee.event;
        self.tell("invitee.canceled", number, at);
        if self.coming(event) == 0 && self.events[event].canceled.is_none() {
            self.events[event].canceled = Some(cancellation.clone());
            self.events[event].updated = at;
        }
    }
}

/// True when whoever holds the grant sees what a host does.
pub(super) fn sees(book: &Book, grant: &Grant, host: usize) -> bool {
    grant.user == host || book.users[grant.user].role != "user"
}

/// The meeting of a path, when it may be seen.
pub(super) fn found(book: &Book, grant: &Grant, uuid: &str) -> Result<usize, Refused> {
    let event = book.event(uuid).ok_or_else(Refused::not_found)?;
    match sees(book, grant, book.events[event].host) {
        true => Ok(event),
        false => Err(Refused::forbidden()),
    }
}

/// `GET /scheduled_events`.
pub(super) fn list(wire: &Wire<'_>, asked: &Asked, grant: &Grant) -> Result<Answer, Refused> {
    let user = asked.uuid("user", "users")?;
    let organization = asked.uuid("organization", "organizations")?;
    if user.is_none() && organization.is_none() {
        return Err(Refused::invalid(
            "user",
            "one of user, organization or group must be present",
        ));
    }
    let host = match &user {
        Some(uuid) => Some(wire.book.user(uuid).ok_or_else(Refused::not_found)?),
        None => None,
    };
    let of_another = organization.is_some_and(|uuid| uuid != wire.book.organization);
    let whole = host.is_none() && wire.book.users[grant.user].role == "user";
    if of_another || whole || host.is_some_and(|host| !sees(wire.book, grant, host)) {
        return Err(Refused::forbidden());
    }
    let from = asked.instant("min_start_time")?;
    let to = asked.instant("max_start_time")?;
    let status = asked.word("status", &["active", "canceled"])?;
    let email = asked.text("invitee_email");
    let descending = asked.word("sort", &["start_time:asc", "start_time:desc"])? == Some("start_time:desc");
    let mut rows: Vec<usize> = (0..wire.book.events.len())
        .filter(|number| {
            let event = &wire.book.events[*number];
            host.is_none_or(|host| event.host == host)
                && from.is_none_or(|from| event.start >= from)
                && to.is_none_or(|to| event.start <= to)
                && status.is_none_or(|word| (word == "canceled") == event.canceled.is_some())
                && email.is_none_or(|email| {
                    let named = |n: usize| wire.book.invitees[n].email.eq_ignore_ascii_case(email);
                    wire.book.invited(*number).any(named)
                })
        })
        .collect();
    rows.sort_by_key(|number| (wire.book.events[*number].start, *number));
    if descending {
        rows.reverse();
    }
    asked.page(&rows, |number| wire.event(*number))
}

/// `GET /scheduled_events/{uuid}/invitees`.
pub(super) fn invitees(wire: &Wire<'_>, asked: &Asked, event: usize) -> Result<Answer, Refused> {
    let status = asked.word("status", &["active", "canceled"])?;
    let email = asked.text("email");
    let descending = asked.word("sort", &["created_at:asc", "created_at:desc"])? == Some("created_at:desc");
    let mut rows: Vec<usize> = wire
        .book
        .invited(event)
        .filter(|number| {
            let invitee = &wire.book.invitees[*number];
            status.is_none_or(|word| (word == "canceled") == invitee.canceled.is_some())
                && email.is_none_or(|email| invitee.email.eq_ignore_ascii_case(email))
        })
        .collect();
    if descending {
        rows.reverse();
    }
    asked.page(&rows, |number| wire.invitee(*number))
}

/// `POST /scheduled_events/{uuid}/cancellation`.
pub(super) fn cancel(
    book: &mut Book,
    base: &str,
    grant: &Grant,
    event: usize,
    arrival: &Arrival,
    now: DateTime<Utc>,
) -> Result<Answer, Refused> {
    let body = object(arrival)?;
    let reason = text(&body, "reason")?;
    if reason.is_some_and(|reason| reason.chars().count() > LONGEST_REASON) {
        return Err(Refused::invalid(
            "reason",
            "is too long (maximum is 10000 characters)",
        ));
    }
    if book.events[event].canceled.is_some() {
        return Err(Refused::already("Event is already canceled"));
    }
    if book.events[event].end <= now {
        return Err(Refused::already("Event in the past"));
    }
    let cancellation = Cancellation {
        by: book.users[grant.user].name.to_owned(),
        reason: reason.map(str::to_owned),
        canceler: "host",
        at: now,
    };
    book.cancel_event(event, &cancellation);
    let wire = Wire { book, base, now };
    Ok(Answer::json(201, &json!({"resource": wire.cancellation(&cancellation)})).committed())
}
