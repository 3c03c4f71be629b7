//! How a move by the API is remembered: Calendly has no route for it, so a new booking takes the old one's place and each names
//! the other where Calendly keeps words of ours.

use super::uri;
use super::wire::{Cancellation, Tracking};

/// The medium of a booking that took another one's place; its term names that one.
const MEDIUM: &str = "careweave-moved";
/// How the reason of the cancellation begins. The client reads it.
const REASON: &str = "Moved to another time. Reference: ";

/// The tracking of a booking: the marker of its key, and what it takes the place of.
pub(super) fn tracking(marker: &str, instead_of: Option<(&str, &str)>) -> serde_json::Value {
    match instead_of {
        Some((event, invitee)) => serde_json::json!({
            "utm_content": marker,
            "utm_medium": MEDIUM,
            "utm_term": format!("{event}/{invitee}"),
        }),
        None => serde_json::json!({ "utm_content": marker }),
    }
}

/// The reason of the cancellation of what was moved.
pub(super) fn reason(event: &str, invitee: &str) -> String {
    format!("{REASON}{event}/{invitee}")
}

/// What a booking took the place of.
pub(super) fn from(invitee_uri: &str, tracking: Option<&Tracking>) -> Option<String> {
    let tracking = tracking.filter(|tracking| tracking.utm_medium.as_deref() == Some(MEDIUM))?;
    let (event, invitee) = tracking.utm_term.as_deref()?.split_once('/')?;
    uri::sibling(invitee_uri, event, invitee)
}

/// What took the place of a cancelled booking.
pub(super) fn to(invitee_uri: &str, cancellation: Option<&Cancellation>) -> Option<String> {
    let (event, invitee) = cancellation?
        .reason
        .as_deref()?
        .strip_prefix(REASON)?
        .split_once('/')?;
    uri::sibling(invitee_uri, event, invitee)
}
