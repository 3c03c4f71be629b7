//! Booking by the API: `POST /invitees`.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value, json};

use super::asked::{instant, not_a_uri, object, required, text, uuid_of};
use super::model::{Book, Event, Invitee, Place};
use super::refused::Refused;
use super::seed::no_tracking;
use super::wire::{Wire, end_of, is_video};
use crate::answer::Answer;
use crate::vendor::Arrival;

/// How long after a booking the address of a video conference is there.
const PUSHED_AFTER: TimeDelta = TimeDelta::seconds(8);
/// The most guests.
const MOST_GUESTS: usize = 10;

/// Who books what and when; checked.
pub(super) struct Booking {
    pub(super) kind: usize,
    pub(super) start: DateTime<Utc>,
    pub(super) name: String,
    pub(super) names: Option<(String, String)>,
    pub(super) email: String,
    pub(super) timezone: Option<String>,
    pub(super) phone: Option<String>,
    pub(super) place: (String, Option<String>),
    pub(super) guests: Vec<String>,
    pub(super) answers: Value,
    pub(super) tracking: Value,
    pub(super) method: Option<&'static str>,
}

impl Book {
    /// Books, when the time is still there; the number of the new invitee.
    pub(super) fn book(&mut self, booking: Booking, now: DateTime<Utc>) -> Result<usize, Refused> {
        if self.places_at(booking.kind, booking.start, now) == 0 {
            return Err(Refused::already_filled());
        }
        let at = self.stamp(now);
        let event = match self.joinable(booking.kind, booking.start) {
            Some(event) => event,
            None => self.open(&booking, at),
        };
        self.events[event].guests.extend(booking.guests);
        self.events[event].updated = at;
        let number = self.invitees.len();
        self.invitees.push(Invitee {
            uuid: self.uuid("invitee", number),
            event,
            name: booking.name,
            names: booking.names,
            email: booking.email,
            timezone: booking.timezone,
            phone: booking.phone,
            canceled: None,
            rescheduled: false,
            old: None,
            new: None,
            no_show: None,
            reconfirmed: None,
            method: booking.method,
            answers: booking.answers,
            tracking: booking.tracking,
            created: at,
            updated: at,
        });
        Ok(number)
    }

    fn open(&mut self, booking: &Booking, at: DateTime<Utc>) -> usize {
        let number = self.events.len();
        let kind = &self.kinds[booking.kind];
        let (place, text) = booking.place.clone();
        let pushed_at = if is_video(&place) { at + PUSHED_AFTER } else { at };
        self.events.push(Event {
            uuid: self.uuid("event", number),
            kind: booking.kind,
            start: booking.start,
            end: end_of(kind, booking.start),
            host: kind.owner,
            place: Place {
                kind: place,
                text,
                pushed_at,
                number,
            },
            canceled: None,
            guests: Vec::new(),
            created: at,
            updated: at,
        });
        number
    }
}

/// The shape of the answer, which sources report differently.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// `resource` is the invitee, as captured.
    Resource,
    /// `resource` is the meeting's URI, and the invitee stands beside it.
    Beside,
}

/// Carries the request out.
pub(super) fn create(
    book: &mut Book,
    base: &str,
    arrival: &Arrival,
    shape: Shape,
    now: DateTime<Utc>,
) -> Result<Answer, Refused> {
    let booking = read(book, base, &object(arrival)?, now)?;
    let number = book.book(booking, now)?;
    book.tell("invitee.created", number, book.invitees[number].created);
    let wire = Wire { book, base, now };
    let body = match shape {
        Shape::Resource => json!({"resource": wire.invitee(number)}),
        Shape::Beside => {
            json!({"resource": {"uri": wire.event_uri(book.invitees[number].event)}, "invitee": wire.invitee(number)})
        }
    };
    Ok(Answer::json(201, &body).committed())
}

fn read(book: &Book, base: &str, body: &Map<String, Value>, now: DateTime<Utc>) -> Result<Booking, Refused> {
    let uri = required(body, "event_type")?;
    let uuid = uuid_of(uri, base, "event_types").ok_or_else(|| not_a_uri("event_type"))?;
    let kind = book.kind(uuid).ok_or_else(Refused::not_found)?;
    let start = instant("start_time", required(body, "start_time")?)?;
    if start <= now {
        return Err(Refused::invalid("start_time", "must be in the future"));
    }
    let invitee = body
        .get("invitee")
        .and_then(Value::as_object)
        .ok_or_else(|| Refused::invalid("invitee", "can't be blank"))?;
    let (name, names) = name_of(invitee)?;
    let email = required(invitee, "email")?;
    if email.split('@').count() != 2 || email.starts_with('@') || email.ends_with('@') {
        return Err(Refused::invalid("invitee.email", "is invalid"));
    }
    let timezone = required(invitee, "timezone")?;
    if timezone != "UTC" && careweave_types::AgencyZone::new(timezone).is_err() {
        return Err(Refused::invalid("invitee.timezone", "is not a valid time zone"));
    }
    Ok(Booking {
        kind,
        start,
        name,
        names,
        email: email.to_owned(),
        timezone: Some(timezone.to_owned()),
        phone: text(invitee, "text_reminder_number")?.map(str::to_owned),
        place: place_of(book.kinds[kind].locations, body)?,
        guests: guests_of(body)?,
        answers: answers_of(body)?,
        tracking: tracking_of(body)?,
        method: Some("api"),
    })
}

type Names = (String, Option<(String, String)>);

fn name_of(invitee: &Map<String, Value>) -> Result<Names, Refused> {
    if let Some(name) = text(invitee, "name")? {
        if name.trim().is_empty() {
            return Err(Refused::invalid("invitee.name", "can't be blank"));
        }
        return Ok((name.to_owned(), None));
    }
    let (first, last) = (text(invitee, "first_name")?, text(invitee, "last_name")?);
    match (first, last) {
        (Some(first), Some(last)) if !first.trim().is_empty() => Ok((
            format!("{first} {last}"),
            Some((first.to_owned(), last.to_owned())),
        )),
        _ => Err(Refused::invalid("invitee.name", "can't be blank")),
    }
}

fn place_of(offered: &[&str], body: &Map<String, Value>) -> Result<(String, Option<String>), Refused> {
    let Some(location) = body.get("location").filter(|location| !location.is_null()) else {
        return Ok((offered[0].to_owned(), None));
    };
    let location = location
        .as_object()
        .ok_or_else(|| Refused::invalid("location", "must be an object"))?;
    let kind = required(location, "kind").map_err(|_| Refused::invalid("location.kind", "can't be blank"))?;
    if !offered.contains(&kind) {
        return Err(Refused::invalid(
            "location.kind",
            "is not one of the event type's locations",
        ));
    }
    Ok((kind.to_owned(), text(location, "location")?.map(str::to_owned)))
}

fn guests_of(body: &Map<String, Value>) -> Result<Vec<String>, Refused> {
    let Some(guests) = body.get("event_guests").filter(|guests| !guests.is_null()) else {
        return Ok(Vec::new());
    };
    let bad = || Refused::invalid("event_guests", "must be at most 10 e-mail addresses");
    let guests = guests
        .as_array()
        .filter(|guests| guests.len() <= MOST_GUESTS)
        .ok_or_else(bad)?;
    guests
        .iter()
        .map(|guest| {
            guest
                .as_str()
                .filter(|guest| guest.contains('@'))
                .map(str::to_owned)
                .ok_or_else(bad)
        })
        .collect()
}

fn answers_of(body: &Map<String, Value>) -> Result<Value, Refused> {
    let Some(answers) = body
        .get("questions_and_answers")
        .filter(|answers| !answers.is_null())
    else {
        return Ok(json!([]));
    };
    let bad = || {
        Refused::invalid(
            "questions_and_answers",
            "must be a list of question, answer and position",
        )
    };
    for answer in answers.as_array().ok_or_else(bad)? {
        if !answer["question"].is_string() || !answer["answer"].is_string() || !answer["position"].is_u64() {
            return Err(bad());
        }
    }
    Ok(answers.clone())
}

fn tracking_of(body: &Map<String, Value>) -> Result<Value, Refused> {
    let mut tracking = no_tracking();
    let Some(given) = body.get("tracking").filter(|given| !given.is_null()) else {
        return Ok(tracking);
    };
    let given = given
        .as_object()
        .ok_or_else(|| Refused::invalid("tracking", "must be an object"))?;
    for (name, value) in given {
        if !value.is_string() && !value.is_null() {
            return Err(Refused::invalid(format!("tracking.{name}"), "must be a string"));
        }
        if let Some(place) = tracking.get_mut(name) {
            *place = value.clone();
        }
    }
    Ok(tracking)
}
