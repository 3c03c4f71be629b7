//! Who did not come.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::asked::{not_a_uri, object, required};
use super::events::sees;
use super::model::Book;
use super::refused::Refused;
use super::tokens::Grant;
use super::wire::Wire;
use crate::answer::Answer;
use crate::vendor::Arrival;

/// `POST /invitee_no_shows`.
pub(super) fn create(
    book: &mut Book,
    base: &str,
    grant: &Grant,
    arrival: &Arrival,
    now: DateTime<Utc>,
) -> Result<Answer, Refused> {
    let body = object(arrival)?;
    let uri = required(&body, "invitee")?;
    let path = uri
        .strip_prefix(base)
        .and_then(|path| path.strip_prefix("/scheduled_events/"))
        .and_then(|path| path.split_once("/invitees/"))
        .ok_or_else(|| not_a_uri("invitee"))?;
    let invitee = book
        .invitee(path.1)
        .filter(|number| book.events[book.invitees[*number].event].uuid == path.0)
        .ok_or_else(Refused::not_found)?;
    let event = &book.events[book.invitees[invitee].event];
    if !sees(book, grant, event.host) {
        return Err(Refused::forbidden());
    }
    if book.invitees[invitee].canceled.is_some() {
        return Err(Refused::invalid("invitee", "is canceled"));
    }
    if book.invitees[invitee].no_show.is_some() {
        return Err(Refused::invalid("invitee", "is already marked as a no show"));
    }
    let at = book.stamp(now);
    let marked = usize::try_from(book.changes).unwrap_or_default();
    let uuid = book.uuid("no show", marked);
    book.invitees[invitee].no_show = Some((uuid, at));
    book.invitees[invitee].updated = at;
    book.tell("invitee_no_show.created", invitee, at);
    let wire = Wire { book, base, now };
    Ok(Answer::json(201, &json!({"resource": wire.no_show(invitee)})).committed())
}

/// The invitee that a mark belongs to.
pub(super) fn found(book: &Book, uuid: &str) -> Result<usize, Refused> {
    let marked =
        |invitee: &super::model::Invitee| invitee.no_show.as_ref().is_some_and(|(mark, _)| mark == uuid);
    book.invitees
        .iter()
        .position(marked)
        .ok_or_else(Refused::not_found)
}

/// `DELETE /invitee_no_shows/{uuid}`.
pub(super) fn delete(book: &mut Book, uuid: &str, now: DateTime<Utc>) -> Result<Answer, Refused> {
    let invitee = found(book, uuid)?;
    let at = book.stamp(now);
    book.invitees[invitee].no_show = None;
    book.invitees[invitee].updated = at;
    book.tell("invitee_no_show.deleted", invitee, at);
    Ok(Answer::empty(204).committed())
}
