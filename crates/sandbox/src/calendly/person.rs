//! What invitees and hosts do with a browser, by the control port: `POST /_sandbox/calendly/…`.

use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::{Value, json};

use super::Account;
use super::booking::Booking;
use super::model::{Book, Cancellation};
use super::tokens::{Grant, SCOPES};
use crate::answer::{Answer, Refusal};

/// Which of the two deliveries of a reschedule is sent first.
#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Order {
    #[default]
    CanceledFirst,
    CreatedFirst,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reschedule {
    invitee: String,
    start_time: DateTime<Utc>,
    #[serde(default)]
    order: Order,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    invitee: String,
    #[serde(default)]
    reason: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Visit {
    /// The slug of the kind of meeting.
    event_type: String,
    start_time: DateTime<Utc>,
    name: String,
    email: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ask {
    scopes: Vec<String>,
    #[serde(default)]
    user: usize,
}

fn read<T: serde::de::DeserializeOwned>(body: Value) -> Result<T, Refusal> {
    serde_json::from_value(body).map_err(|e| Refusal::Malformed(e.to_string()))
}

impl Account {
    /// Carries a command of the control port out.
    pub(crate) fn command(
        &mut self,
        command: &str,
        body: Value,
        base: &str,
        now: DateTime<Utc>,
    ) -> Result<Answer, Refusal> {
        match command {
            "reschedule" => self.reschedule(&read(body)?, base, now),
            "cancel" => {
                let named: Named = read(body)?;
                let number = self.named(&named.invitee)?;
                let by = Cancellation {
                    by: self.book.invitees[number].name.clone(),
                    reason: named.reason,
                    canceler: "invitee",
                    at: now,
                };
                self.book.cancel_invitee(number, &by);
                Ok(self.shown(number, base, now))
            }
            "reconfirm" => {
                let number = self.named(&read::<Named>(body)?.invitee)?;
                let at = self.book.stamp(now);
                self.book.invitees[number].reconfirmed = Some(at);
                self.book.invitees[number].updated = at;
                Ok(self.shown(number, base, now))
            }
            "book" => self.visit(read(body)?, base, now),
            "tokens" => self.mint(read(body)?),
            _ => Err(Refusal::NotFound),
        }
    }

    /// The number of an invitee who still comes, by URI or uuid.
    fn named(&self, uri: &str) -> Result<usize, Refusal> {
        let uuid = uri.rsplit('/').next().unwrap_or_default();
        let number = self.book.invitee(uuid).ok_or(Refusal::NotFound)?;
        match self.book.invitees[number].canceled {
            None => Ok(number),
            Some(_) => Err(Refusal::Conflict("the invitee is canceled")),
        }
    }

    fn shown(&self, number: usize, base: &str, now: DateTime<Utc>) -> Answer {
        let book = &self.book;
        Answer::json(
            200,
            &json!({"invitee": super::wire::Wire { book, base, now }.told(number)}),
        )
    }

    fn reschedule(&mut self, asked: &Reschedule, base: &str, now: DateTime<Utc>) -> Result<Answer, Refusal> {
        let old = self.named(&asked.invitee)?;
        let book = &mut self.book;
        let booking = again(book, old, asked.start_time);
        let new = book
            .book(booking, now)
            .map_err(|_| Refusal::Conflict("the time is not available"))?;
        let created = book.invitees[new].created;
        book.invitees[new].old = Some(old);
        book.invitees[old].new = Some(new);
        book.invitees[old].rescheduled = true;
        let by = Cancellation {
            by: book.invitees[old].name.clone(),
            reason: None,
            canceler: "invitee",
            at: now,
        };
        if asked.order == Order::CreatedFirst {
            book.tell("invitee.created", new, created);
        }
        book.cancel_invitee(old, &by);
        if asked.order == Order::CanceledFirst {
            book.tell("invitee.created", new, created);
        }
        Ok(self.shown(new, base, now))
    }

    /// Books on the page, as a person does.
    fn visit(&mut self, visit: Visit, base: &str, now: DateTime<Utc>) -> Result<Answer, Refusal> {
        let book = &mut self.book;
        let kind = book
            .kinds
            .iter()
            .position(|kind| kind.slug == visit.event_type)
            .ok_or(Refusal::NotFound)?;
        let booking = Booking {
            kind,
            start: visit.start_time,
            name: visit.name,
            names: None,
            email: visit.email,
            timezone: Some(book.users[book.kinds[kind].owner].zone.name().to_owned()),
            phone: None,
            place: (book.kinds[kind].locations[0].to_owned(), None),
            guests: Vec::new(),
            answers: json!([]),
            tracking: super::seed::no_tracking(),
            method: None,
        };
        let number = book
            .book(booking, now)
            .map_err(|_| Refusal::Conflict("the time is not available"))?;
        book.tell("invitee.created", number, book.invitees[number].created);
        Ok(self.shown(number, base, now))
    }

    fn mint(&mut self, ask: Ask) -> Result<Answer, Refusal> {
        if let Some(unknown) = ask.scopes.iter().find(|scope| !SCOPES.contains(&scope.as_str())) {
            return Err(Refusal::invalid("scopes", format!("{unknown} is no scope")));
        }
        if ask.user >= self.book.users.len() {
            return Err(Refusal::invalid("user", "does not exist"));
        }
        let grant = Grant {
            user: ask.user,
            scopes: ask.scopes.into_iter().collect(),
        };
        Ok(Answer::json(201, &json!({"token": self.tokens.personal(grant)})))
    }
}

/// The same booking at another time.
fn again(book: &Book, old: usize, start: DateTime<Utc>) -> Booking {
    let invitee = &book.invitees[old];
    let event = &book.events[invitee.event];
    Booking {
        kind: event.kind,
        start,
        name: invitee.name.clone(),
        names: invitee.names.clone(),
        email: invitee.email.clone(),
        timezone: invitee.timezone.clone(),
        phone: invitee.phone.clone(),
        place: (event.place.kind.clone(), event.place.text.clone()),
        guests: Vec::new(),
        answers: invitee.answers.clone(),
        tracking: invitee.tracking.clone(),
        method: None,
    }
}
