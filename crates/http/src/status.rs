//! From an answer that is no success to an [`Error`].

use std::time::Duration;

use bytes::Bytes;
use careweave_types::{Delivery, Error, ErrorKind, Status};
use chrono::{DateTime, Utc};
use http::header::{CONTENT_TYPE, DATE, RETRY_AFTER};

use crate::error_body::Said;
use crate::masking::mask;

/// The error an answer outside 2xx stands for.
///
/// The body may be JSON (`{"error": …}` from the application, `{"message": …}` from the gateway in front of it, or one of
/// the shapes validators answer in), HTML, broken text or nothing. Its words go into the message only as far as they are words of a rule: see [`mask`].
/// `now` turns a `Retry-After` date into a wait, unless the answer has a `Date`.
pub fn status_error(response: &http::Response<Bytes>, operation: &'static str, now: DateTime<Utc>) -> Error {
    let status = response.status().as_u16();
    let said = Said::read(response.body());
    let (kind, sentence) = meaning(status, &said);
    let message = match &said.text {
        Some(text) if kind != ErrorKind::UnknownRoute => format!("{sentence}: {}", mask(text)),
        Some(_) => sentence.to_owned(),
        None => match content_type(response) {
            Some(found) if !response.body().is_empty() => {
                format!("{sentence} (the answer is {found}, not JSON)")
            }
            _ => sentence.to_owned(),
        },
    };
    let mut error = Error::new(kind, operation, message)
        .with_http_status(status)
        .with_delivery(Delivery::Answered);
    if matches!(kind, ErrorKind::Server) && matches!(status, 501 | 505) {
        error = error.with_status(Status::Permanent);
    }
    if matches!(kind, ErrorKind::Rejected | ErrorKind::Conflict)
        && let Some(field) = said.field
    {
        error = error.with("field", field);
    }
    if let Some(wait) = retry_after(response, now) {
        error = error.with_retry_after(wait);
    }
    if let Some(id) = request_id(response) {
        error = error.with_request_id(id);
    }
    error
}

fn meaning(status: u16, said: &Said) -> (ErrorKind, &'static str) {
    match status {
        300..=399 => (
            ErrorKind::Config,
            "the other side redirects to another address; check the base URL",
        ),
        401 => (
            ErrorKind::Unauthenticated,
            "the token or the credentials were refused",
        ),
        403 if said.is_gateway() => (
            ErrorKind::UnknownRoute,
            "the other side has no such path (its gateway answers 403 for one it does not know); check the base URL",
        ),
        403 => (ErrorKind::Forbidden, "the credentials may not do this"),
        404 => (ErrorKind::NotFound, "not found"),
        405 => (
            ErrorKind::Unsupported,
            "the other side does not offer this method here",
        ),
        408 => (
            ErrorKind::Timeout,
            "the other side waited too long for the request",
        ),
        409 => (
            ErrorKind::Conflict,
            "the state at the other side forbids the change",
        ),
        429 => (ErrorKind::RateLimited, "too many requests"),
        500..=599 => (ErrorKind::Server, "the other side failed"),
        _ => (ErrorKind::Rejected, "the other side refused the request"),
    }
}

fn content_type(response: &http::Response<Bytes>) -> Option<&'static str> {
    let found = response.headers().get(CONTENT_TYPE)?.to_str().ok()?;
    let found = found.split(';').next()?.trim();
    ["text/html", "text/plain", "application/xml", "text/xml"]
        .into_iter()
        .find(|known| known.eq_ignore_ascii_case(found))
}

/// The wait an answer asks for: seconds or a date (RFC 9110, section 10.2.3). A date in the past is no wait at all.
pub(crate) fn retry_after(response: &http::Response<Bytes>, now: DateTime<Utc>) -> Option<Duration> {
    let value = response.headers().get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = value.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let until = DateTime::parse_from_rfc2822(value).ok()?;
    // Against the other side's own clock where it shows it: this machine's may be wrong.
    let now = response
        .headers()
        .get(DATE)
        .and_then(|date| date.to_str().ok())
        .and_then(|date| DateTime::parse_from_rfc2822(date.trim()).ok())
        .map_or(now, |date| date.to_utc());
    Some(
        until
            .to_utc()
            .signed_duration_since(now)
            .to_std()
            .unwrap_or(Duration::ZERO),
    )
}

/// The echoed request id, if it looks like one.
fn request_id(response: &http::Response<Bytes>) -> Option<&str> {
    let id = response.headers().get("x-request-id")?.to_str().ok()?;
    let plain =
        |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b':' | b'=' | b'/' | b'+');
    ((1..=128).contains(&id.len()) && id.bytes().all(plain)).then_some(id)
}
